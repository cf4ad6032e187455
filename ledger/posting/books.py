"""The facts that rules look at, read under the write lock and kept between commands.

States come from the events of their streams, timelines from the totals per day. What
was read is kept and brought up to date with the entries that other writers added, so
the cost of a command does not grow with the ledger.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from datetime import date, timedelta
from typing import TypeVar, cast

from eventsourcing.application import AggregateNotFoundError, Repository

from domain.budgets import accounts
from domain.budgets.quantities import Budgets, Quantity
from domain.budgets.timeline import Timeline
from domain.catalogue import Trait, with_trait
from domain.deciding.books import PostedEntry
from domain.entries.event import LedgerEvent
from domain.entries.grants import GrantChanged
from domain.framework.framework import ContributionKey, Framework
from domain.states import decisions, periods, projects, years
from domain.states.decisions import Decision
from domain.states.periods import Periods
from domain.states.projects import Project
from domain.states.years import BudgetYear
from domain.values.money import Cents
from ledger.posting.recording import Evolve, projector, read_event
from ledger.storage import events
from ledger.storage.store import Row, Store
from projections.days import from_number
from projections.journal import earmarked
from projections.snapshot import View

EVERYTHING = events.BEYOND
"""Beyond any entry."""
KEPT = 20_000
"""States and timelines kept in memory; the least recently used go first."""

_CHARGES = with_trait(Trait.CHARGES)
_GRANT_ENTRIES = with_trait(Trait.OF_GRANT)
_NO_PERIODS = Periods()
T = TypeVar("T")


class Kept(OrderedDict[Hashable, T]):
    """What was read, the least recently used dropped beyond a limit."""

    def remembered(self, key: Hashable, read: Callable[[], T]) -> T:
        """The kept value, or what `read` gives."""
        if key in self:
            self.move_to_end(key)
            return self[key]
        value = read()
        self[key] = value
        if len(self) > KEPT:
            self.popitem(last=False)
        return value


class LedgerBooks:
    """`domain.deciding.books.Books` on a store."""

    def __init__(
        self,
        store: Store,
        repository: Repository[str],
        framework: Framework,
        key: ContributionKey,
        flush: Callable[[], None],
        known: int = EVERYTHING,
    ) -> None:
        self.store = store
        self.repository = repository
        self.framework = framework
        self.key = key
        self.budgets = Budgets(framework)
        self.today = date.min
        self.known = known
        """The last entry looked at; an assessment can ask for an earlier one."""
        self._flush = flush
        """Writes gathered rows; called before the tables are asked."""
        self._states: Kept[object] = Kept()
        self._timelines: Kept[Timeline] = Kept()
        self._versions: Kept[int] = Kept()
        self._most: Cents | None = None

    def forget(self) -> None:
        """Drop everything kept: it may hold what was rolled back."""
        self._states.clear()
        self._timelines.clear()
        self._versions.clear()
        self._most = None

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

    def take_in(self, event: LedgerEvent, lines: list[tuple[str, Cents]]) -> None:
        """Bring what is kept up to date with one more entry of our own."""
        self.take_in_event(event)
        day = event.effective_date
        if day is None:
            return
        number = self._number(day)
        for account, amount in lines:
            self._take_in_line(account, number, amount)
        for iso, amount in earmarked(event).items():
            self._most = None
            at = self._number(date.fromisoformat(iso))
            self._take_in_line(accounts.EARMARKED, at, amount)

    def take_in_event(self, event: LedgerEvent) -> None:
        """Bring the kept state of the event's stream up to date."""
        stream = event.originator_id
        self._versions[stream] = event.originator_version
        if stream in self._states:
            self._states[stream] = _evolve(stream)(self._states[stream], event)

    def _take_in_line(self, account: str, number: int, amount: Cents) -> None:
        timelines = self._timelines
        timeline = timelines.get(account)
        if timeline is not None:
            timeline.add(number, amount)
        for quantity, sign in self.budgets.quantities_of(account):
            timeline = timelines.get(quantity)
            if timeline is not None:
                timeline.add(number, sign * amount)

    def version(self, stream: str) -> int:
        """The version of a stream's last event; 0 for a new stream."""
        found = self._versions.get(stream)
        if found is not None:
            return found

        def read() -> int:
            self._flush()
            return events.version_of(self.store, stream)

        return self._versions.remembered(stream, read)

    def _state(self, stream: str) -> object:
        found = self._states.get(stream, self)
        if found is not self:
            return found
        return self._states.remembered(stream, lambda: self._read_state(stream))

    def _read_state(self, stream: str) -> object:
        self._flush()
        version = None
        if self.known != EVERYTHING:
            version = events.version_of(self.store, stream, self.known)
        if version == 0:
            return None
        evolve = projector(_evolve(stream))
        try:
            found: object = self.repository.get(
                stream, version=version, projector_func=evolve
            )
        except AggregateNotFoundError:
            return None
        return found

    def decision(self, number: str) -> Decision | None:
        """See `Books`."""
        return cast("Decision | None", self._state(decisions.stream(number)))

    def year(self, code: str) -> BudgetYear:
        """See `Books`."""
        found = self._state(years.stream(code))
        return cast("BudgetYear | None", found) or BudgetYear(code)

    def project(self, project: str) -> Project | None:
        """See `Books`."""
        return cast("Project | None", self._state(projects.stream(project)))

    def periods(self) -> Periods:
        """See `Books`."""
        return cast("Periods | None", self._state(periods.STREAM)) or _NO_PERIODS

    def timeline(self, quantity: Quantity) -> Timeline:
        """See `Ledgers`."""
        found = self._timelines.get(quantity)
        if found is not None:
            return found
        return self._timelines.remembered(
            quantity, lambda: self._read_timeline(quantity.accounts)
        )

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
        return timeline

    def _number(self, day: date) -> int:
        return (day - self.framework.start).days

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
                return self.framework.start + timedelta(days=number), used, amount
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
            (self.framework.start + timedelta(days=day), timeline.balance(day))
            for day in timeline.days()
        ]

    def posted(self, number: int) -> PostedEntry | None:
        """See `Books`."""
        event = self._event(number)
        if event is None:
            return None
        return PostedEntry(event, self._reversed_by(number), self._lines(number))

    def _event(self, number: int) -> LedgerEvent | None:
        self._flush()
        row = events.row_of(self.store, number)
        return None if row is None else read_event(*row[1:])

    def _reversed_by(self, number: int) -> int | None:
        rows = self._rows("SELECT entry FROM entries WHERE reverses = ?", (number,))
        return first_number(rows)

    def _lines(self, number: int) -> tuple[tuple[str, Cents], ...]:
        rows = self._rows(
            "SELECT a.name, l.amount FROM lines l JOIN accounts a"
            " ON a.account = l.account WHERE l.entry = ? ORDER BY l.line",
            (number,),
        )
        return tuple((a, int(x)) for a, x in rows if a != accounts.EARMARKED)

    def ceiling_deviations(
        self, year: str, programme: str, day: date
    ) -> list[tuple[int, Cents]]:
        """See `Books`."""
        rows = self._rows(
            "SELECT e.entry, e.day, e.amount, r.day FROM entries e"
            " JOIN lines l ON l.entry = e.entry"
            " LEFT JOIN entries r ON r.reverses = e.entry AND r.entry <= ?"
            " WHERE l.account = (SELECT account FROM accounts WHERE name = ?)"
            " AND e.command = 'deviate' AND e.entry <= ? ORDER BY e.day, e.entry",
            (
                self.known,
                accounts.deviation("programme_ceiling", year, programme),
                self.known,
            ),
        )
        return [
            (int(entry), int(amount))
            for entry, since, amount, until in rows
            if from_number(since) <= day and (until is None or day < from_number(until))
        ]

    def latest_charge(self, year: str) -> date | None:
        """See `Books`."""
        rows = self._rows(
            "SELECT MAX(e.day) FROM entries e LEFT JOIN entries r"
            " ON r.reverses = e.entry WHERE e.year = ? AND r.entry IS NULL"
            f" AND e.command IN ({', '.join('?' * len(_CHARGES))})",
            (year, *_CHARGES),
        )
        found = [int(row[0]) for row in rows if row[0] is not None]
        found += self._raises(year)
        return from_number(max(found)) if found else None

    def _raises(self, year: str) -> Iterator[int]:
        """Days of the standing raises of a year's grants."""
        rows = self._rows(
            "SELECT e.entry, e.day FROM entries e"
            " LEFT JOIN entries r ON r.reverses = e.entry"
            " WHERE e.command = 'change_grant' AND e.year = ? AND r.entry IS NULL",
            (year,),
        )
        for entry, day in rows:
            event = self._event(int(entry))
            if isinstance(event, GrantChanged) and event.raised:
                yield int(day)

    def latest_grant_date(self, project: str) -> date | None:
        """See `Books`."""
        marks = ", ".join("?" * len(_GRANT_ENTRIES))
        rows = self._rows(
            "SELECT MAX(e.day) FROM entries e LEFT JOIN entries o"
            " ON o.entry = e.reverses WHERE e.project = ?"
            f" AND COALESCE(o.command, e.command) IN ({marks})",
            (project, *_GRANT_ENTRIES),
        )
        found = [int(row[0]) for row in rows if row[0] is not None]
        return from_number(max(found)) if found else None

    def came_later(
        self, project: str, entry: int, commands: Collection[str] = ()
    ) -> int | None:
        """See `Books`."""
        rows = self._rows(
            "SELECT e.entry, COALESCE(o.command, e.command), e.reverses, r.entry"
            " FROM entries e LEFT JOIN entries r ON r.reverses = e.entry"
            " LEFT JOIN entries o ON o.entry = e.reverses"
            " WHERE e.project = ? AND e.entry > ? ORDER BY e.entry",
            (project, entry),
        )
        for number, command, reverses, reversed_by in rows:
            if command == "deviate" or reversed_by is not None:
                continue
            # The reversal of an entry that came later takes both away.
            if reverses is not None and (commands or int(reverses) > entry):
                continue
            if not commands or command in commands:
                return int(number)
        return None

    def finds(self, finding: str) -> bool:
        """See `Books`."""
        from projections.checks import CHECKS, CODES  # only one command asks

        check = CODES.get(finding.partition("/")[0])
        if check is None:
            return False
        self._flush()
        last = events.last_entry(self.store)
        view = View(self.store, self.framework, self.key, self.today, last, last)
        return any(found.name == finding for found in CHECKS[check](view))

    def rests_on(self, decision: str) -> int | None:
        """See `Books`."""
        rows = self._rows(
            "SELECT e.entry FROM entries e LEFT JOIN entries r ON r.reverses = e.entry"
            " WHERE e.decision = ? AND e.command <> 'record_decision'"
            " AND r.entry IS NULL ORDER BY e.entry LIMIT 1",
            (decision,),
        )
        return first_number(rows)

    def _rows(self, sql: str, parameters: tuple[object, ...]) -> list[Row]:
        self._flush()
        return list(self.store.execute(sql, parameters))


def first_number(rows: Iterable[Row]) -> int | None:
    """The number in the first row, or None."""
    for row in rows:
        return int(row[0])
    return None


def evolved(stream: str, state: object, event: LedgerEvent) -> object:
    """The state behind a stream after one more event."""
    return _evolve(stream)(state, event)


def _evolve(stream: str) -> Evolve[object]:
    """How the state behind a stream evolves; streams without one keep nothing."""
    kind = stream.partition(":")[0]
    return cast("Evolve[object]", _EVOLVE.get(kind, lambda state, _: state))


_EVOLVE: dict[str, object] = {
    "decision": decisions.evolve,
    "year": years.evolve,
    "project": projects.evolve,
    "periods": periods.evolve,
}
