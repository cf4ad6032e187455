"""The facts that rules look at, read under the write lock and kept between commands.

States come from the events of their streams, timelines from the totals per day. What
was read is kept and brought up to date with the entries that other writers added, so
the cost of a command does not grow with the ledger.
"""

from __future__ import annotations

import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar, cast

from domain.budgets import accounts
from domain.budgets.quantities import Budgets
from domain.budgets.timeline import Timeline
from domain.deciding.books import PostedEntry
from domain.entries.event import Actor
from domain.entries.frameworks import FrameworkAdopted
from domain.entries.statement_ids import is_of_statement
from domain.framework.course import PROGRAMME, Adoption, CodeChange
from domain.states.approvals import POLICY, Policy
from domain.states.people import STREAM as STREAM_OF_PEOPLE
from domain.states.people import People
from domain.states.periods import STREAM as STREAM_OF_PERIODS
from domain.states.periods import Periods
from ledger.posting.recording import read_event
from ledger.storage import events
from ledger.transparency.log import leaf_data
from ledger.transparency.merkle import leaf_hash
from projections.days import from_number
from projections.journal import dated, earmarked
from projections.journal import lines as journal_lines
from projections.snapshot import View

if TYPE_CHECKING:
    from domain.budgets.quantities import Quantity
    from domain.deciding.books import Draft, Since
    from domain.entries.corrections import EntryReversed
    from domain.entries.event import Envelope, LedgerEvent
    from domain.entries.frameworks import CodeChanged
    from domain.entries.ties import LineNumber, Tie
    from domain.framework.course import Course
    from domain.framework.framework import ContributionKey, Framework
    from domain.states.approvals import Settled
    from domain.states.bank import (
        BankAccount,
        LastStatement,
        Open,
        OpenLine,
        Unanswered,
    )
    from domain.states.corrections import Corrected
    from domain.states.decisions import Decision
    from domain.states.exports import Batches
    from domain.states.meetings import Meeting
    from domain.states.payments import Order
    from domain.states.projects import Project
    from domain.states.years import BudgetYear
    from domain.values.batches import BatchTotals
    from domain.values.money import Cents
    from domain.values.seals import Seal
    from ledger.posting.recording import Evolve
    from ledger.storage.store import Reader, Row
    from projections.frameworks import Frameworks

EVERYTHING = events.BEYOND
"""Beyond any entry."""
KEPT = 20_000
"""States and timelines kept in memory; the least recently used go first."""

_NOBODY = People()
_NO_POLICY = Policy()
_NO_PERIODS = Periods()
LOOKING: Envelope = {
    "originator_id": "",
    "originator_version": 0,
    "entry": 0,
    "recorded_at": datetime.min.replace(tzinfo=UTC),
    "clock": None,
    "previous_recorded_at": None,
    "actor": Actor(name="", source="program", login=""),
    "person": "",
    "person_by": "login",
    "approval": None,
    "program": "",
    "rules": None,
}
"""The envelope of an event that is only looked at."""
T = TypeVar("T")
StateOf = Callable[[str, int], object]
"""The state behind a stream as it was after an entry; None where it had none."""


class Kept(OrderedDict[Hashable, T]):
    """What was read, the least recently used dropped beyond a limit."""

    def remembered(self, key: Hashable, read: Callable[[], T]) -> T:
        """The kept value, or what `read` gives."""
        try:
            self.move_to_end(key)  # else what is used most would go first
        except KeyError:
            self.keep(key, read())
        return self[key]

    def keep(self, key: Hashable, value: T) -> None:
        """Keep what is known without reading."""
        self[key] = value
        self.move_to_end(key)
        if len(self) > KEPT:
            self.popitem(last=False)


class LedgerBooks:
    """`domain.deciding.books.Books` on a store."""

    def __init__(
        self,
        store: Reader,
        state_of: StateOf,
        frameworks: Frameworks,
        flush: Callable[[], None],
        known: int = EVERYTHING,
    ) -> None:
        self.store = store
        self._state_of = state_of
        self.frameworks = frameworks
        self.opening = frameworks.opening
        self.start = frameworks.opening.start
        self.budgets = Budgets(
            lambda: self.course.ever(PROGRAMME),
            lambda: frameworks.floors(self.known),
            lambda code: self.year(code).base_ceiling(self.opening),
        )
        self.now: datetime | None = None
        self.today = date.min
        self.person = ""
        self.known = known
        """The last entry looked at; an assessment can ask for an earlier one."""
        self._flush = flush
        """Writes gathered rows; called before the tables are asked."""
        self._states: Kept[object] = Kept()
        self._timelines: Kept[Timeline] = Kept()
        self._versions: Kept[int] = Kept()
        self._most: Cents | None = None
        self._supposed: dict[str, list[tuple[int, Cents]]] = {}

    def suppose(self, day: date, lines: list[tuple[str, Cents]]) -> None:
        """Look at lines as if they were posted on a day; nothing is recorded."""
        number = self._number(day)
        for account, amount in lines:
            self._take_in_line(account, number, amount)
            self._supposed.setdefault(account, []).append((number, amount))

    @property
    def course(self) -> Course:
        """See `Books`."""
        return self.frameworks.course(self.known)

    @property
    def newest_adoption(self) -> Adoption:
        """See `Books`."""
        return self.frameworks.adoptions(self.known)[-1]

    def frameworks_so_far(self) -> Iterable[Framework]:
        """See `Books`."""
        return map(self.frameworks.of, self.frameworks.adoptions(self.known))

    def framework_on(self, day: date) -> Framework:
        """See `Books`."""
        return self.frameworks.on(day, self.known)

    def floor_on(self, day: date) -> Cents | None:
        """The floor under the current account of a day; None: there is none."""
        return self.frameworks.adoption_on(day, self.known).floor

    def key_on(self, day: date) -> ContributionKey:
        """See `Books`."""
        return self.frameworks.key_on(day, self.known)

    def opened_years(self) -> set[str]:
        """See `Books`."""
        from ledger.posting import standing

        return standing.opened_years(self)

    def years_named(self) -> set[str]:
        """See `Books`."""
        from ledger.posting import standing

        return standing.years_named(self)

    def forget(self) -> None:
        """Drop everything kept: it may hold what was rolled back."""
        self.frameworks.forget()
        self._budgeted_anew()
        self._states.clear()
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
        for iso, account, amount in dated(event):
            self._most = None
            at = self._number(date.fromisoformat(iso))
            self._take_in_line(account, at, amount)

    def take_in_event(self, event: LedgerEvent) -> None:
        """Bring the kept state of the event's stream up to date."""
        stream = event.originator_id
        self._versions.keep(stream, event.originator_version)
        if stream in self._states:
            self._states[stream] = evolving(stream)(self._states[stream], event)
        if isinstance(event, FrameworkAdopted):
            self._take_in_adoption(event)
        elif _opens(event):
            self._budgeted_anew()

    def _take_in_adoption(self, event: FrameworkAdopted) -> None:
        """Another programme or another floor makes other budgets."""
        before = self.course.ever(PROGRAMME), self.newest_adoption.floor
        key, day, floor = event.contribution_key, event.given.date, event.floor
        self.frameworks.adopt(
            Adoption(event.entry, day, key, floor),
            (CodeChange(event.entry, day, *_said(each)) for each in event.codes),
        )
        if before != (self.course.ever(PROGRAMME), floor):
            self._budgeted_anew()

    def _budgeted_anew(self) -> None:
        self.budgets.forget()
        self._timelines.clear()

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
        return self._versions.remembered(stream, lambda: self._read_version(stream))

    def _read_version(self, stream: str) -> int:
        self._flush()
        return events.version_of(self.store, stream)

    def _state(self, stream: str) -> object:
        return self._states.remembered(stream, lambda: self._read_state(stream))

    def _read_state(self, stream: str) -> object:
        self._flush()
        return self._state_of(stream, self.known)

    def decision(self, number: str) -> Decision | None:
        """See `Books`."""
        from domain.states import decisions

        return cast("Decision | None", self._state(decisions.stream(number)))

    def meeting(self, number: str) -> Meeting | None:
        """See `Books`."""
        from domain.states import meetings

        return cast("Meeting | None", self._state(meetings.stream(number)))

    def year(self, code: str) -> BudgetYear:
        """See `Books`."""
        from domain.states import years
        from domain.states.years import BudgetYear

        found = self._state(years.stream(code))
        return cast("BudgetYear | None", found) or BudgetYear(code)

    def project(self, project: str) -> Project | None:
        """See `Books`."""
        found = self._last_project(project)
        if found is None or not found.stands:
            return None
        recipient = self.corrected(found.recipient_in, "recipient")
        return found if recipient is None else found.paid_to(recipient)

    def project_free_from(self, project: str) -> date | None:
        """See `Books`."""
        found = self._last_project(project)
        return None if found is None else found.free_from

    def _last_project(self, project: str) -> Project | None:
        """The project last proposed under that id, its proposal reversed or not."""
        from domain.states import projects

        return cast("Project | None", self._state(projects.stream(project)))

    def corrected(self, entry: int, field: str) -> str | None:
        """See `Books`."""
        from domain.states import corrections

        found = cast("Corrected | None", self._state(corrections.stream(entry)))
        return None if found is None else found.fields.get(field)

    def people(self) -> People:
        """See `Books`."""
        return cast("People | None", self._state(STREAM_OF_PEOPLE)) or _NOBODY

    def policy(self) -> Policy:
        """See `Books`."""
        return cast("Policy | None", self._state(POLICY)) or _NO_POLICY

    def settled(self, submission: int) -> Settled | None:
        """See `Books`."""
        from domain.states import approvals

        return cast("Settled | None", self._state(approvals.stream(submission)))

    def leaf(self, entry: int) -> str:
        """See `Books`."""
        self._flush()
        row = events.row_of(self.store, entry)
        assert row is not None  # noqa: S101  # asked of entries that were looked up
        return leaf_hash(leaf_data(*row)).hex()

    def entry_of_id(self, command_id: str) -> int | None:
        """See `Books`."""
        from ledger.posting import bank_facts

        if is_of_statement(command_id):
            return bank_facts.statement_of_id(self, command_id)
        # One of before texts were composed (NFC) may be stored decomposed.
        spellings = (command_id, unicodedata.normalize("NFD", command_id))
        sql = "SELECT entry FROM entries WHERE command_id IN (?, ?) AND entry <= ?"
        return first_number(self.rows(sql, (*spellings, self.known)))

    def order(self, payment: str) -> Order | None:
        """See `Books`."""
        from domain.states import payments

        found = cast("Order | None", self._state(payments.stream(payment)))
        return None if found is None or found.reversed else found

    def paid_by(self, payment: str) -> int | None:
        """See `Books`."""
        from ledger.posting import bank_facts

        return bank_facts.paid_by(self, payment)

    def bank_accounts(self) -> list[BankAccount]:
        """See `Books`."""
        from ledger.posting import bank_facts

        return bank_facts.bank_accounts(self)

    def last_statement(self, account: str) -> LastStatement | None:
        """See `Books`."""
        from ledger.posting import bank_facts

        return bank_facts.last_statement(self, account)

    def bank_line(self, number: LineNumber) -> OpenLine | None:
        """See `Books`."""
        from ledger.posting import bank_facts

        return bank_facts.bank_line(self, number)

    def open_of(self, entry: int) -> Open | None:
        """See `Books`."""
        from ledger.posting import bank_facts

        return bank_facts.open_of(self, entry)

    def ties_of(self, statement: int) -> list[tuple[int, Tie]]:
        """See `Books`."""
        from ledger.posting import bank_facts

        return bank_facts.ties_of(self, statement)

    def unanswered(self, day: date) -> Unanswered:
        """See `Books`."""
        from ledger.posting import bank_facts

        return bank_facts.unanswered(self._view(day))

    def answered_by(self, entry: int) -> int | None:
        """See `Books`."""
        from ledger.posting import bank_facts

        return bank_facts.answered_by(self, entry)

    def batches(self, target: str) -> Batches:
        """See `Books`."""
        from domain.states import exports
        from domain.states.exports import Batches

        found = cast("Batches | None", self._state(exports.stream(target)))
        return found or Batches()

    def exported(self, first: int, last: int) -> BatchTotals:
        """See `Books`."""
        from projections.answers.exports import totals

        return totals(self._view(self.today), first, last)

    def periods(self) -> Periods:
        """See `Books`."""
        return cast("Periods | None", self._state(STREAM_OF_PERIODS)) or _NO_PERIODS

    def seal(self, day: date) -> Seal:
        """See `Books`."""
        from ledger.transparency.seals import seal_of  # only one command asks

        return seal_of(self._view(day).journal_balances())

    def _view(self, day: date) -> View:
        """What is recorded, what was gathered with it, on a day."""
        self._flush()
        last = events.last_entry(self.store)
        known = min(self.known, last)
        return View(self.store, self.frameworks, day, known, last)

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

    def lines_of(self, draft: Draft) -> list[tuple[str, Cents]]:
        """See `Books`."""
        return journal_lines(draft.event(LOOKING))

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

    def posted(self, number: int) -> PostedEntry | None:
        """See `Books`."""
        event = self.event(number)
        if event is None:
            return None
        return PostedEntry(event, self._reversed_by(number), self._lines(number))

    def _reversed_by(self, number: int) -> int | None:
        rows = self._rows("SELECT entry FROM entries WHERE reverses = ?", (number,))
        return first_number(rows)

    def _lines(self, number: int) -> tuple[tuple[str, Cents], ...]:
        rows = self._rows(
            "SELECT a.name, l.amount, l.line FROM lines l JOIN accounts a"
            " ON a.account = l.account WHERE l.entry = ? ORDER BY l.line",
            (number,),
        )
        return tuple(
            (a, int(x)) for a, x, _ in rows if not accounts.has_days_of_its_own(str(a))
        )

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
        from ledger.posting import standing

        return standing.latest_charge(self, year)

    def latest_grant_date(self, project: str) -> date | None:
        """See `Books`."""
        from ledger.posting import standing

        return standing.latest_grant_date(self, project)

    def came_later(
        self, project: str, entry: int, commands: Collection[str] = ()
    ) -> int | None:
        """See `Books`."""
        from ledger.posting import standing

        return standing.came_later(self, project, entry, commands)

    def since_of_project(self, project: str, entry: int) -> Iterator[Since]:
        """See `Books`."""
        from ledger.posting import later, reclassified

        never = reclassified.never_there(self, project, entry)
        for each in later.since_of_project(self, project, entry):
            if each.entry not in never:
                yield each

    def since_of_year(self, year: str, entry: int) -> Iterator[Since]:
        """See `Books`."""
        from ledger.posting import later

        return later.since_of_year(self, year, entry)

    def finds(self, finding: str) -> bool:
        """See `Books`."""
        from projections.checks import CHECKS, CODES  # only one command asks

        check = CODES.get(finding.partition("/")[0])
        if check is None:
            return False
        self._flush()
        last = events.last_entry(self.store)
        view = View(self.store, self.frameworks, self.today, last, last, now=self.now)
        return any(found.name == finding for found in CHECKS[check](view))

    def rests_on_meeting(self, meeting: str, entry: int) -> int | None:
        """See `Books`."""
        from ledger.posting import later

        return later.rests_on_meeting(self, meeting, entry)

    def rests_on(self, decision: str) -> int | None:
        """See `Books`."""
        from ledger.posting import later

        return later.rests_on(self, decision)

    def event(self, number: int) -> LedgerEvent | None:
        """The event of an entry, or None."""
        self._flush()
        row = events.row_of(self.store, number)
        return None if row is None else read_event(*row[1:])

    def rows(self, sql: str, parameters: tuple[object, ...]) -> Iterator[Row]:
        """Rows of a statement, what was gathered among them."""
        self._flush()
        return self.store.execute(sql, parameters)

    def _rows(self, sql: str, parameters: tuple[object, ...]) -> list[Row]:
        return list(self.rows(sql, parameters))


def first_number(rows: Iterable[Row]) -> int | None:
    """The number in the first row, or None."""
    for row in rows:
        return int(row[0])
    return None


def _said(
    change: CodeChanged,
) -> tuple[str, str, int | None, date | None, date | None]:
    return change.kind, change.code, change.place, change.starts, change.ends


def _opens(event: LedgerEvent) -> bool:
    """It may change whether a year's opening holds its process ceiling."""
    name = event.given.name
    if name == "reverse":
        name = cast("EntryReversed", event).original
    return name == "open_budget_year"


def evolved(stream: str, state: object, event: LedgerEvent) -> object:
    """The state behind a stream after one more event."""
    return evolving(stream)(state, event)


def evolving(stream: str) -> Evolve[object]:
    """How the state behind a stream evolves; streams without one keep nothing."""
    place = _EVOLVE.get(stream.partition(":")[0])
    return _unmoved if place is None else _evolution(place)


def has_state(stream: str) -> bool:
    """There is a state behind a stream."""
    return stream.partition(":")[0] in _EVOLVE


def _unmoved(state: object, _: object) -> object:
    return state


@cache
def _evolution(place: str) -> Evolve[object]:
    """Imported when a stream of its kind is looked at: a command looks at few."""
    module, _, name = place.partition(":")
    return cast(
        "Evolve[object]", getattr(import_module(f"domain.states.{module}"), name)
    )


_EVOLVE = {
    "approval-policy": "approvals:evolve_policy",
    "submission": "approvals:evolve",
    "annotations": "corrections:evolve",
    "decision": "decisions:evolve",
    "exports": "exports:evolve",
    "meeting": "meetings:evolve",
    "year": "years:evolve",
    "project": "projects:evolve",
    "payment": "payments:evolve",
    "people": "people:evolve",
    "periods": "periods:evolve",
}
"""By the first word of a stream: its module in `domain.states`, and the function."""
