"""Which stored sums make up the blocks of entries before another, or after it.

Of a part of the log, which is a block or `SPAN` of them, balances are kept once its
last entry is recorded: what its lines come to by the end of each month. An account's is
found at once, however many months there are; of a block that is not full yet, totals of
months are added up.
"""

from typing import NamedTuple

from projections.days import SPAN
from projections.latest import Rows


class Part(NamedTuple):
    """Blocks or spans that are next to each other, all of them full."""

    size: int
    """Blocks in each: 1 or `SPAN`."""
    numbers: range
    sign: int
    """-1: they are taken off."""


class Covered(NamedTuple):
    """What adds up to some blocks."""

    parts: list[Part]
    unfinished: range
    """Blocks that are not full, or of which no balances are kept."""

    @property
    def cost(self) -> int:
        """About how much is read, in parts; a block by its months takes as many."""
        parts = sum(len(part.numbers) for part in self.parts)
        return parts + SPAN * len(self.unfinished)


def covering(first: int, end: int, full: int) -> Covered:
    """What adds up to the blocks from `first` up to `end`, that one not included.

    Of `full` blocks, from the very first on, balances are kept. Blocks at either end
    are added to the spans between them, or taken off where those are fewer.
    """
    until = max(first, min(end, full))
    start, stop = _nearest(first), min(_nearest(until), full // SPAN)
    blocks = Covered([Part(1, range(first, until), 1)], range(until, end))
    spans = blocks._replace(
        parts=[
            Part(SPAN, range(start, stop), 1),
            *(_blocks(first, start * SPAN), _blocks(stop * SPAN, until)),
        ]
    )
    found = spans if start < stop and spans.cost < blocks.cost else blocks
    return found._replace(parts=[part for part in found.parts if part.numbers])


def full_blocks(rows: Rows) -> int:
    """Of how many blocks, from the very first on, balances are kept."""
    found = rows(
        "SELECT COALESCE(MAX(part) + 1, 0) FROM part_balances WHERE blocks = 1"
    )
    return next(int(row[0]) for row in found)


def _blocks(first: int, end: int) -> Part:
    """Blocks to be added, or, where the end is before the first, to be taken off."""
    return Part(1, range(min(first, end), max(first, end)), 1 if first < end else -1)


def _nearest(block: int) -> int:
    """The span that begins nearest to where a block begins."""
    return (block + SPAN // 2) // SPAN
