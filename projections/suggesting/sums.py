"""Two, three or four amounts that add up to another one, to the cent."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from domain.values.money import Cents

LOOKED_AT = 12
"""Amounts that are tried together: 781 sums of two, three and four."""
Places = tuple[int, ...]


def adding_up(amounts: Sequence[Cents], total: Cents) -> Iterator[Places]:
    """Places of two, three or four amounts with that sum, each set once."""
    pairs: dict[Cents, list[Places]] = defaultdict(list)
    for first, second in combinations(range(len(amounts)), 2):
        pairs[amounts[first] + amounts[second]].append((first, second))
    yield from pairs.get(total, ())
    for third, amount in enumerate(amounts):
        for pair in pairs.get(total - amount, ()):
            if pair[1] < third:
                yield (*pair, third)
    for half, found in pairs.items():
        if total - half in pairs:
            yield from _fours(found, pairs[total - half])


def _fours(some: Sequence[Places], others: Sequence[Places]) -> Iterator[Places]:
    """Two pairs, the first of which has the two lowest places."""
    for first in some:
        for second in others:
            if first[1] < second[0]:
                yield (*first, *second)
