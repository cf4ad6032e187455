"""Sums and lowest balances over stretches of days, as binary trees over day numbers.

A node holds the sum of its days and the lowest running balance among them, counted
from the balance before its first day. `SparseTree` has nodes for the days that moved
alone: most budgets have few. `DenseTree` has all of them in two rows of numbers: a
twentieth of the memory for a budget that moves nearly every day.
"""

from array import array
from collections.abc import Iterable, Sequence

from domain.values.money import Cents

Movement = tuple[int, Cents]
"""Day number and amount."""
_Node = tuple[Cents, Cents]
_FEW = 12
_MANY = 256
"""Days that moved before all days get their place."""
_SPREAD = 8
"""Days in all for each that moved, at most, for all to get their place."""
_MOST = 2**63 - 1
"""What a number of 64 bits holds."""


class SparseTree:
    """Nodes for the days that moved, level by level, leaves first."""

    __slots__ = ("_levels",)

    def __init__(self) -> None:
        self._levels: list[dict[int, _Node]] = [{}]

    def put_all(self, movements: Sequence[Movement]) -> None:
        """Put in movements in any order; cheaper than one by one."""
        if len(movements) < _FEW:
            for day, amount in movements:
                self._put(day, amount)
            return
        levels = self._levels
        leaves = levels[0]
        while max(movements)[0] >> (len(levels) - 1):
            self._grow()
        for day, amount in movements:
            node = leaves.get(day)
            total = amount if node is None else node[0] + amount
            leaves[day] = (total, total)
        touched = {day for day, _ in movements}
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

    def split(self, day: int) -> tuple[Cents, Cents]:
        """The balance on `day`, and the lowest later one relative to it (or 0)."""
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
        """The days that moved, in order."""
        return sorted(self._levels[0])

    def suited(self) -> "SparseTree | DenseTree":
        """The tree that suits these days: this one, or one of all days."""
        moved = self._levels[0]
        days = 1 << (len(self._levels) - 1)
        if len(moved) < _MANY or days > _SPREAD * len(moved):
            return self
        sums = [(day, node[0]) for day, node in moved.items()]
        return DenseTree(days, sums) if _in_all(sums) <= _MOST else self


def _in_all(movements: Iterable[Movement]) -> Cents:
    return sum(abs(amount) for _, amount in movements)


class DenseTree:
    """All days up to a power of two: the root at 1, under n the nodes 2n and 2n + 1.

    A day on which nothing moved counts as one that moved by nothing: its balance is
    that of the day before it, so no lowest balance is another for it.
    """

    __slots__ = ("_days", "_in_all", "_lowest", "_moved", "_sums")

    def __init__(self, days: int, sums: Sequence[Movement]) -> None:
        """Of so many days; `sums` are at most `_MOST` in all."""
        self._days = days
        self._in_all = _in_all(sums)
        """No sum in the tree is further from zero."""
        self._sums = array("q", bytes(16 * days))
        self._lowest = array("q", bytes(16 * days))
        self._moved = bytearray(days)
        for day, amount in sums:
            self._set(day, amount)
        for node in range(days - 1, 0, -1):
            self._add_up(node)

    def _set(self, day: int, amount: Cents) -> None:
        leaf = self._days + day
        self._sums[leaf] += amount
        self._lowest[leaf] = self._sums[leaf]
        self._moved[day] = 1

    def _add_up(self, node: int) -> None:
        sums, lowest = self._sums, self._lowest
        left, right = 2 * node, 2 * node + 1
        sums[node] = sums[left] + sums[right]
        lowest[node] = min(lowest[left], sums[left] + lowest[right])

    def has_room(self, movements: Sequence[Movement]) -> bool:
        """The days have their place, and the sums fit their numbers."""
        return (
            max(movements)[0] < self._days
            and self._in_all + _in_all(movements) <= _MOST
        )

    def put_all(self, movements: Sequence[Movement]) -> None:
        """Put in movements for which there is room, in any order."""
        self._in_all += _in_all(movements)
        touched = {(self._days + day) >> 1 for day, _ in movements}
        for day, amount in movements:
            self._set(day, amount)
        while touched:
            for node in touched:
                self._add_up(node)
            touched = {node >> 1 for node in touched} - {0}

    def split(self, day: int) -> tuple[Cents, Cents]:
        """The balance on `day`, and the lowest later one relative to it (or 0)."""
        sums, lowest = self._sums, self._lowest
        if day >= self._days:
            return sums[1], 0
        node = self._days + day
        balance = sums[node]
        later_sum = later_lowest = 0
        while node > 1:
            sibling = node ^ 1
            if node & 1:
                balance += sums[sibling]
            else:
                low = later_sum + lowest[sibling]
                later_lowest = min(later_lowest, low)
                later_sum += sums[sibling]
            node >>= 1
        return balance, later_lowest

    def days(self) -> list[int]:
        """The days that moved, in order."""
        return [day for day, moved in enumerate(self._moved) if moved]

    def sparse(self) -> SparseTree:
        """The same days with nodes for those that moved alone."""
        tree = SparseTree()
        tree.put_all([(day, self._sums[self._days + day]) for day in self.days()])
        return tree
