"""Facts from timelines: what accounts and budgets stand at on every day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.budgets import accounts
from domain.budgets.quantities import Budgets
from domain.budgets.timeline import Timeline
from domain.framework.course import PROGRAMME
from ledger.posting.kept import Kept
from ledger.posting.source import EVERYTHING
from ledger.posting.stream_facts import StreamFacts
from projections.days import from_number
from projections.journal import earmarked

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from domain.budgets.quantities import Quantity
    from domain.entries.event import LedgerEvent
    from domain.values.money import Cents
    from ledger.posting.stream_facts import StateOf
    from ledger.storage.store import Reader
    from projections.frameworks import Frameworks


class TimelineFacts(StreamFacts):
    """Timelines are read from the totals per day once, and kept up to date."""

    def __init__(
        self,
        store: Reader,
        state_of: StateOf,
        frameworks: Frameworks,
        flush: Callable[[], None],
        known: int = EVERYTHING,
    ) -> None:
        super().__init__(store, state_of, frameworks, flush, known)
        self.budgets = Budgets(
            lambda: self.course.ever(PROGRAMME),
            lambda: frameworks.floors(self.known),
            lambda code: self.year(code).base_ceiling(self.opening),
        )
        self._timelines: Kept[Timeline] = Kept()
        self._most: Cents | None = None
        self._supposed: dict[str, list[tuple[int, Cents]]] = {}

    def timeline(self, quantity: Quantity) -> Timeline:
        """See `Ledgers`."""
        return self._timelines.remembered(quantity, lambda: self._read(quantity))

    def _read(self, quantity: Quantity) -> Timeline:
        timeline = self._read_timeline(quantity.accounts)
        if quantity.floors is not None:
            for number, change in quantity.floors.movements():
                timeline.add(number, change)
        return timeline

    def _account(self, account: str) -> Timeline:
        return self._timelines.remembered(
            account, lambda: self._read_timeline(((account, 1),))
        )

    def _read_timeline(self, parts: Collection[tuple[str, int]]) -> Timeline:
        self._flush()
        timeline = Timeline()
        for account, sign in parts:
            sql = "SELECT day, amount FROM day_totals WHERE account = "
            if self.known != EVERYTHING:
                sql = "SELECT day, amount FROM lines WHERE entry <= ? AND account = "
            bound = () if self.known == EVERYTHING else (self.known,)
            rows = self.store.execute(
                f"{sql}(SELECT account FROM accounts WHERE name = ?)",
                (*bound, account),
            )
            for day, amount in rows:
                number = self._number(from_number(day))
                timeline.add(number, sign * int(amount))
            for number, amount in self._supposed.get(account, ()):
                timeline.add(number, sign * amount)
        return timeline

    def _number(self, day: date) -> int:
        return (day - self.start).days

    def balance(self, account: str, day: date) -> Cents:
        """See `Books`."""
        return self._account(account).balance(self._number(day))

    def lowest(self, account: str, day: date) -> Cents:
        """See `Books`."""
        return self._account(account).lowest_from(self._number(day))

    def below_zero(self, account: str, day: date) -> Cents:
        """How far an account is below zero in the end, or at worst from `day` on."""
        timeline = self._account(account)
        if timeline.total < 0:
            return -timeline.total
        number = self._number(day)
        if not timeline.falls_below(0, number):
            return 0
        return -timeline.lowest_from(number)

    def falls_below(self, account: str, limit: Cents, day: date) -> bool:
        """Whether an account is below `limit` on `day` or on any later day."""
        return self._account(account).falls_below(limit, self._number(day))

    def earmarked_used(
        self, event: LedgerEvent, moved: Cents, day: date
    ) -> tuple[date, Cents, Cents] | None:
        """The first day on which an entry takes more of others' money (Z23).

        `moved` is what it moved on the current account on its `day`. Gives that day,
        what of the earmarked money is gone then, and the earmarked money itself.
        """
        changes = earmarked(event)
        if moved >= 0 and not changes:
            return None
        if not self.falls_below(accounts.CURRENT_ACCOUNT, self._most_earmarked(), day):
            return None
        cash, held = (
            self._account(name)
            for name in (accounts.CURRENT_ACCOUNT, accounts.EARMARKED)
        )
        first = self._number(day)
        added = {self._number(date.fromisoformat(i)): x for i, x in changes.items()}
        grown = 0
        for number in sorted({first, *cash.days(), *held.days()}):
            if number < first:
                continue
            grown += added.get(number, 0)
            balance, amount = cash.balance(number), held.balance(number)
            used = max(0, min(amount, amount - balance))
            before = amount - grown
            if used > max(0, min(before, before - (balance - moved))):
                return self.start + timedelta(days=number), used, amount
        return None

    def _most_earmarked(self) -> Cents:
        """The most that is earmarked on any day."""
        if self._most is None:
            held = self._account(accounts.EARMARKED)
            self._most = max(map(held.balance, held.days()), default=0)
        return self._most

    def running(self, account: str) -> list[tuple[date, Cents]]:
        """See `Books`."""
        timeline = self._account(account)
        return [
            (self.start + timedelta(days=day), timeline.balance(day))
            for day in timeline.days()
        ]

    def suppose(self, day: date, lines: list[tuple[str, Cents]]) -> None:
        """Look at lines as if they were posted on a day; nothing is recorded."""
        number = self._number(day)
        for account, amount in lines:
            self._take_in_line(account, number, amount)
            self._supposed.setdefault(account, []).append((number, amount))

    def _take_in_line(self, account: str, number: int, amount: Cents) -> None:
        timelines = self._timelines
        timeline = timelines.get(account)
        if timeline is not None:
            timeline.add(number, amount)
        for quantity, sign in self.budgets.quantities_of(account):
            timeline = timelines.get(quantity)
            if timeline is not None:
                timeline.add(number, sign * amount)

    def take_in_lines_after(self, last_seen: int) -> None:
        """Bring the timelines up to date with other writers' lines."""
        self._most = None
        lines = self._rows(
            "SELECT a.name, l.day, l.amount FROM lines l JOIN accounts a"
            " ON a.account = l.account WHERE l.entry > ?",
            (last_seen,),
        )
        for account, day, amount in lines:
            self._take_in_line(account, self._number(from_number(day)), int(amount))

    def _budgeted_anew(self) -> None:
        self.budgets.forget()
        self._timelines.clear()
