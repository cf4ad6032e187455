"""The facts that rules look at, read under the write lock and kept between commands.

States come from the events of their streams, timelines from the totals per day. What
was read is kept and brought up to date with the entries that other writers added, so
the cost of a command does not grow with the ledger.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, cast

from domain.budgets import accounts
from domain.deciding.books import PostedEntry
from domain.entries.event import Actor
from domain.entries.frameworks import FrameworkAdopted
from domain.entries.statement_ids import is_of_statement
from domain.framework.course import PROGRAMME, Adoption, CodeChange
from ledger.posting.evolving import evolving
from ledger.posting.source import entry_with_id, first_number
from ledger.posting.timeline_facts import TimelineFacts
from ledger.storage import events
from ledger.transparency.log import leaf_data
from ledger.transparency.merkle import leaf_hash
from projections.days import from_number
from projections.journal import dated
from projections.journal import lines as journal_lines
from projections.snapshot import View

if TYPE_CHECKING:
    from domain.deciding.books import Draft, Since
    from domain.entries.corrections import EntryReversed
    from domain.entries.event import Envelope, LedgerEvent
    from domain.entries.frameworks import CodeChanged
    from domain.entries.ties import LineNumber, Tie
    from domain.framework.framework import ContributionKey, Framework
    from domain.states.bank import (
        BankAccount,
        LastStatement,
        Open,
        OpenLine,
        Unanswered,
    )
    from domain.values.batches import BatchTotals
    from domain.values.money import Cents
    from domain.values.seals import Seal

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


class LedgerBooks(TimelineFacts):
    """`domain.deciding.books.Books` on a store."""

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
        return entry_with_id(self.rows, command_id, self.known)

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

    def exported(self, first: int, last: int) -> BatchTotals:
        """See `Books`."""
        from projections.answers.exports import totals

        return totals(self._view(self.today), first, last)

    def seal(self, day: date) -> Seal:
        """See `Books`."""
        from ledger.transparency.seals import seal_of  # only one command asks

        return seal_of(self._view(day).journal_balances())

    def lines_of(self, draft: Draft) -> list[tuple[str, Cents]]:
        """See `Books`."""
        return journal_lines(draft.event(LOOKING))

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
