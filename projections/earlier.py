"""Sums of accounts through a day, as known after an entry that is not the last.

What was known by then is added up from the first entry on, or what came later is taken
off what is known now: whichever reads less. Most of it is kept for parts of the log
(`projections.parts`); what the entry's own block has, and the days of the last month,
are read line by line.
"""

from collections.abc import Sequence
from typing import NamedTuple

from projections.days import BLOCK, block_of, month_of
from projections.latest import Rows, Sums, latest_sums, looked_up, months_before, only
from projections.parts import Part, covering, full_blocks

_MANY = 500
"""Most blocks in one statement."""


class Earlier(NamedTuple):
    """What was known after `entry`, in a ledger of `last` entries."""

    rows: Rows
    entry: int
    last: int

    def sums(self, through: int, few: Sequence[int] = ()) -> Sums:
        """Sums through a day, of all accounts or of a few."""
        if self.last - self.entry < BLOCK // 2:
            yield from latest_sums(self.rows, through, few)
            later = (self.entry + 1, self.last)
            yield from _signed(-1, self._lines(later, through, few))
            return
        block, month = block_of(self.entry), month_of(through)
        before, after = block * BLOCK, (block + 1) * BLOCK
        # Of its block the shorter end is read: added to the blocks before it, or taken
        # off the blocks with it.
        if self.entry - before < after - self.entry:
            yield from self._blocks(block, month, few)
            yield from self._lines((before, self.entry), month * 100, few)
        else:
            yield from self._blocks(block + 1, month, few)
            rest = (self.entry + 1, after - 1)
            yield from _signed(-1, self._lines(rest, month * 100, few))
        # The days of the last month.
        yield from looked_up(
            self.rows,
            "lines",
            "day > ? AND day <= ? AND entry <= ?",
            (month * 100, through, self.entry),
            few,
        )

    def _blocks(self, end: int, month: int, few: Sequence[int]) -> Sums:
        """The blocks up to one, that one not included, before a month."""
        full = full_blocks(self.rows)
        known = covering(0, end, full)
        later = covering(end, block_of(self.last) + 1, full)
        covered, sign = known, 1
        if later.cost < known.cost:
            covered, sign = later, -1
            yield from months_before(self.rows, month, few)
        for part in covered.parts:
            yield from _signed(sign * part.sign, self._part(part, month, few))
        yield from _signed(sign, self._months(covered.unfinished, month, few))

    def _part(self, part: Part, month: int, few: Sequence[int]) -> Sums:
        """Balances of parts of the log before a month: for each account one row."""
        for number in part.numbers:
            yield from self.rows(
                "SELECT account, (SELECT amount FROM part_balances AS kept"
                " WHERE kept.blocks = ? AND kept.part = ?"
                " AND kept.account = accounts.account AND kept.month < ?"
                " ORDER BY kept.month DESC LIMIT 1)"
                f" FROM accounts WHERE 1 = 1{only(few)}",
                *(part.size, number, month, *few),
            )

    def _months(self, blocks: range, month: int, few: Sequence[int]) -> Sums:
        """Totals of blocks before a month.

        Each block and account is looked up by itself, so that only the months that
        count are read, and nothing need be sorted to be added up.
        """
        for start in range(0, len(blocks), _MANY):
            some = blocks[start : start + _MANY]
            yield from self.rows(
                "SELECT account, SUM(amount) FROM block_totals WHERE block IN"
                f" ({', '.join('?' * len(some))}) AND month < ?{only(few)}"
                " GROUP BY block, account",
                *(*some, month, *few),
            )

    def _lines(
        self, entries: tuple[int, int], through: int, few: Sequence[int]
    ) -> Sums:
        """Lines of some entries, read in the order of entries; few or none."""
        first, last = entries
        if first <= last:
            yield from self.rows(
                "SELECT account, SUM(amount) FROM lines WHERE entry >= ? AND entry <= ?"
                f" AND +day <= ?{only(few, '+account')} GROUP BY account",
                *(first, last, through, *few),
            )


def _signed(sign: int, sums: Sums) -> Sums:
    """The same, or what takes it off."""
    return ((account, sign * (amount or 0)) for account, amount in sums)
