"""The floor under the current account by day: each framework's, from its date on."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from domain.values.money import Cents

_BEYOND = 2**80
"""More than any balance: what is added where nothing is refused."""


class Floors:
    """Floors by day number, from the framework's start; None: there is none."""

    def __init__(self, steps: Sequence[tuple[int, Cents | None]]) -> None:
        """`steps` in order of day, the first on day 0; of one day the last holds."""
        by_day = dict(steps)
        # Most adoptions keep the floor: only where it changes is a step.
        kept = groupby(by_day.items(), key=itemgetter(1))
        self._steps = [next(same) for _, same in kept]
        self._days = [day for day, _ in self._steps]

    @property
    def ever(self) -> bool:
        """There is a floor on some day."""
        return any(floor is not None for _, floor in self._steps)

    def on(self, number: int) -> Cents | None:
        """The floor of a day."""
        after = bisect_right(self._days, number)
        return self._steps[after - 1][1] if after else None

    def movements(self) -> Iterator[tuple[int, Cents]]:
        """What makes of a balance what of it is above the floor, from each day on."""
        before: Cents = 0
        for day, floor in self._steps:
            lift = _BEYOND if floor is None else -floor
            if lift != before:
                yield day, lift - before
                before = lift
