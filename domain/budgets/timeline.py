"""A quantity on every day: its balance at a date and its lowest from a date on.

A budget must hold on a command's own date and on every later day already in the
ledger. A `Timeline` answers both questions in time logarithmic in the days, however
the days arrive; it is a binary tree over day numbers of which only touched nodes exist.
Each node holds the sum of its days and the lowest running balance among them.
"""

from collections.abc import Iterable

from domain.values.money import Cents

_Node = tuple[Cents, Cents]
_NEVER = 2**62


MOST_WAITING = 2_000
"""Movements that wait to be taken in; keeps memory flat."""
_FEW = 12


class Timeline:
    """Movements by day number, from 0; amounts in cents.

    Movements wait until an answer needs them, and are then taken in together, which
    costs less than one by one. Many answers don't need them: an earlier answer, less
    what was taken away since, is a bound that often suffices.
    """

    __slots__ = ("_bound", "_levels", "_since", "_waiting", "total")

    def __init__(self, movements: Iterable[tuple[int, Cents]] = ()) -> None:
        self._levels: list[dict[int, _Node]] = [{}]
        self._waiting: list[tuple[int, Cents]] = []
        self._since = _NEVER
        """From this day on no balance is below `_bound`."""
        self._bound: Cents = 0
        self.total: Cents = 0
        """The balance after every day."""
        for day, amount in movements:
            self.add(day, amount)

    def add(self, day: int, amount: Cents) -> None:
        """Move the balance by `amount` from `day` on."""
        self._waiting.append((day, amount))
        self.total += amount
        if amount < 0:
            self._bound += amount
        if len(self._waiting) >= MOST_WAITING:
            self._take_in()

    def falls_below(self, limit: Cents, day: int) -> bool:
        """Whether the balance is below `limit` on `day` or on any later day."""
        if day >= self._since and self._bound >= limit:
            return False
        lowest = self.lowest_from(day)
        if lowest < limit:
            return True
        self._since, self._bound = day, lowest
        return False

    def _take_in(self) -> None:
        """Put the waiting movements into the tree."""
        waiting, self._waiting = self._waiting, []
        if len(waiting) < _FEW:
            for day, amount in waiting:
                self._put(day, amount)
            return
        levels = self._levels
        leaves = levels[0]
        while max(waiting)[0] >> (len(levels) - 1):
            self._grow()
        for day, amount in waiting:
            node = leaves.get(day)
            total = amount if node is None else node[0] + amount
            leaves[day] = (total, total)
        touched = {day for day, _ in waiting}
        below = leaves
        for level in levels[1:]:
            touched = {position >> 1 for position in touched}
            for position in touched:
                left = below.get(2 * position)
                right = below.get(2 * position + 1)
                if left is None:
                    level[position] = right  # type: ignore[assignment]  # one is there
                elif right is None:
                    level[position] = left
                else:
                    total = left[0] + right[1]
                    lowest = min(total, left[1])
                    level[position] = (left[0] + right[0], lowest)
            below = level

    def _put(self, day: int, amount: Cents) -> None:
        """Put one movement into the tree."""
        levels = self._levels
        while day >> (len(levels) - 1):
            self._grow()
        below = levels[0]
        node = below.get(day)
        total = lowest = amount if node is None else node[0] + amount
        below[day] = (total, lowest)
        position = day
        for level in levels[1:]:
            sibling = below.get(position ^ 1)
            if sibling is not None:
                # The left half comes first in time.
                if position & 1:
                    lowest += sibling[0]
                    lowest = min(lowest, sibling[1])
                elif total + sibling[1] < lowest:
                    lowest = total + sibling[1]
                total += sibling[0]
            position >>= 1
            level[position] = (total, lowest)
            below = level

    def _grow(self) -> None:
        """Put a root above the present one, which becomes its left half."""
        top = self._levels[-1]
        self._levels.append({0: top[0]} if top else {})

    def balance(self, day: int) -> Cents:
        """The balance at the end of `day`."""
        return self._split(day)[0]

    def lowest_from(self, day: int) -> Cents:
        """The lowest balance at the end of `day` and of every later day."""
        balance, lowest_later = self._split(day)
        return balance + min(0, lowest_later)

    def _split(self, day: int) -> tuple[Cents, Cents]:
        """The balance on `day`, and the lowest later one relative to it (or 0)."""
        if self._waiting:
            self._take_in()
        levels = self._levels
        if day >> (len(levels) - 1):
            top = levels[-1].get(0)
            return (top[0] if top else 0), 0
        node = levels[0].get(day)
        balance = node[0] if node else 0
        later_sum = later_lowest = 0
        position = day
        for level in levels[:-1]:
            sibling = level.get(position ^ 1)
            if sibling is not None:
                if position & 1:
                    balance += sibling[0]
                else:
                    later_lowest = min(later_lowest, later_sum + sibling[1])
                    later_sum += sibling[0]
            position >>= 1
        return balance, later_lowest

    def days(self) -> list[int]:
        """The days on which something moved, in order."""
        if self._waiting:
            self._take_in()
        return sorted(self._levels[0])
