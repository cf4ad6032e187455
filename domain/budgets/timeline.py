"""A quantity on every day: its balance at a date and its lowest from a date on.

A budget must hold on a command's own date and on every later day already in the
ledger. A `Timeline` answers both questions in time logarithmic in the days, however
the days arrive, from a binary tree over day numbers (`day_trees`).
"""

from collections.abc import Iterable

from domain.budgets.day_trees import DenseTree, SparseTree
from domain.values.money import Cents

_NEVER = 2**62
MOST_WAITING = 2_000
"""Movements that wait to be taken in; keeps memory flat."""


class Timeline:
    """Movements by day number, from 0; amounts in cents.

    Movements wait until an answer needs them, and are then taken in together, which
    costs less than one by one. Many answers don't need them: an earlier answer, less
    what was taken away since, is a bound that often suffices.
    """

    __slots__ = ("_bound", "_since", "_tree", "_waiting", "total")

    def __init__(self, movements: Iterable[tuple[int, Cents]] = ()) -> None:
        self._tree: SparseTree | DenseTree = SparseTree()
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
        """Put the waiting movements into the tree, and those into one that suits."""
        waiting, self._waiting = self._waiting, []
        tree = self._tree
        if isinstance(tree, DenseTree):
            if tree.has_room(waiting):
                tree.put_all(waiting)
                return
            tree = tree.sparse()
        tree.put_all(waiting)
        self._tree = tree.suited()

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
        return self._tree.split(day)

    def days(self) -> list[int]:
        """The days on which something moved, in order."""
        if self._waiting:
            self._take_in()
        return self._tree.days()
