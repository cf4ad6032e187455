"""What a command may look at: the facts of the ledger, under its write lock.

`Books` is what the domain asks for; the ledger layer answers from stored events and
day totals. Everything is as the ledger knows it now; dates are looked at by the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol

from domain.budgets.breaches import Ledgers

if TYPE_CHECKING:
    from domain.entries.event import Envelope, LedgerEvent
    from domain.entries.ties import LineNumber, Tie
    from domain.framework.course import Adoption, Course
    from domain.framework.framework import ContributionKey, Framework
    from domain.states.approvals import Policy, Settled
    from domain.states.bank import (
        BankAccount,
        LastStatement,
        Open,
        OpenLine,
        Unanswered,
    )
    from domain.states.decisions import Decision
    from domain.states.exports import Batches
    from domain.states.meetings import Meeting
    from domain.states.payments import Order
    from domain.states.people import People
    from domain.states.periods import Periods
    from domain.states.projects import Project
    from domain.values.batches import BatchTotals
    from domain.values.money import Cents
    from domain.values.seals import Seal


class PostedEntry(NamedTuple):
    """An earlier entry as a correction needs to see it."""

    event: LedgerEvent
    reversed_by: int | None
    lines: tuple[tuple[str, Cents], ...]
    """Its lines, without those of what is earmarked."""


class Since(NamedTuple):
    """An entry that came after another one, and what became of it."""

    entry: int
    reverses: int | None
    reversed_on: date | None


class Draft(NamedTuple):
    """What a decision gives: the stream, and the event that the envelope completes."""

    stream: str
    event: Callable[[Envelope], LedgerEvent]


class Books(Ledgers, Protocol):
    """The facts of the ledger that the rules are functions of."""

    @property
    def opening(self) -> Framework:
        """The framework of entry 1; its name, start and time zone never change."""

    @property
    def newest_adoption(self) -> Adoption:
        """The newest adoption of a framework; entry 1's where there is none."""

    def frameworks_so_far(self) -> Iterable[Framework]:
        """Every framework that was adopted, entry 1's first."""

    @property
    def course(self) -> Course:
        """Which codes are in force on which days."""

    def framework_on(self, day: date) -> Framework:
        """The framework in force on a day."""

    def key_on(self, day: date) -> ContributionKey:
        """The contribution key by which a year is opened on a day."""

    def opened_years(self) -> set[str]:
        """Years whose opening stands, whatever its date."""

    def years_named(self) -> set[str]:
        """Years that a standing proposal, limit or deviation names."""

    @property
    def today(self) -> date:
        """Today in the framework's time zone."""

    @property
    def person(self) -> str:
        """Who posts, which can't be chosen."""

    def people(self) -> People:
        """Who holds which role."""

    def policy(self) -> Policy:
        """What takes a second person."""

    def settled(self, submission: int) -> Settled | None:
        """What became of a submission; None as long as it waits."""

    def leaf(self, entry: int) -> str:
        """The leaf hash of a recorded entry, in hex."""

    def entry_of_id(self, command_id: str) -> int | None:
        """The entry of a command that was posted with that id, or None."""

    def decision(self, number: str) -> Decision | None:
        """The decision of that number, reversed or not."""

    def meeting(self, number: str) -> Meeting | None:
        """The meeting last recorded under that number, reversed or not."""

    def project(self, project: str) -> Project | None:
        """The state of a project; None where its proposal was reversed.

        Its recipient is the one that it was corrected to.
        """

    def project_free_from(self, project: str) -> date | None:
        """From when on a project id can be used again; None where any day will do."""

    def corrected(self, entry: int, field: str) -> str | None:
        """What a field of an entry was corrected to (annotate), or None."""

    def order(self, payment: str) -> Order | None:
        """The payment order of that number that stands."""

    def paid_by(self, payment: str) -> int | None:
        """The standing entry that paid an order, or None."""

    def bank_accounts(self) -> list[BankAccount]:
        """The bank accounts that stand, in the order in which they were opened."""

    def last_statement(self, account: str) -> LastStatement | None:
        """The newest statement of a bank account that stands."""

    def bank_line(self, number: LineNumber) -> OpenLine | None:
        """A bank line that stands, and what is open of it; None: there is none."""

    def open_of(self, entry: int) -> Open | None:
        """What is open of what an entry moved; None where it moved nothing."""

    def ties_of(self, statement: int) -> list[tuple[int, Tie]]:
        """Every tie that touched a line of a statement, with the entry it is stored in.

        Those that were undone too, and what undid them.
        """

    def unanswered(self, day: date) -> Unanswered:
        """What of bank and ledger nothing answers on a day, as known now."""

    def answered_by(self, entry: int) -> int | None:
        """The match that answers an entry, or what answers a line of a statement.

        None where nothing does. Of an account the line is its opening.
        """

    def batches(self, target: str) -> Batches:
        """The batches that were handed to a target."""

    def exported(self, first: int, last: int) -> BatchTotals:
        """What a batch of these entries holds: their lines beside the budgets."""

    def periods(self) -> Periods:
        """The lock on past periods."""

    def seal(self, day: date) -> Seal:
        """What a lock until that day would seal."""

    def posted(self, number: int) -> PostedEntry | None:
        """An earlier entry, or None."""

    def lines_of(self, draft: Draft) -> list[tuple[str, Cents]]:
        """The lines that a draft's event would post."""

    def lowest(self, account: str, day: date) -> Cents:
        """The lowest balance of an account on `day` and every later day."""

    def running(self, account: str) -> list[tuple[date, Cents]]:
        """The running balance of an account by day of movement."""

    def ceiling_deviations(
        self, year: str, programme: str, day: date
    ) -> list[tuple[int, Cents]]:
        """Entries and amounts of a ceiling's deviations in force, in order of use."""

    def latest_charge(self, year: str) -> date | None:
        """Date of the latest entry that a closing of that year may not precede."""

    def latest_grant_date(self, project: str) -> date | None:
        """Latest date of an award, change, payment, refund, settlement or reversal."""

    def came_later(
        self, project: str, entry: int, commands: Collection[str] = ()
    ) -> int | None:
        """An entry of the project after `entry` that still counts, or None.

        Reversed entries count as never having been there; deviations and
        annotations don't count. `commands` limits what is looked for.
        """

    def since_of_project(self, project: str, entry: int) -> Iterable[Since]:
        """Entries of the project after `entry` in their order, deviations included."""

    def since_of_year(self, year: str, entry: int) -> Iterable[Since]:
        """Entries after `entry` that name the year or are of a project of it.

        In their order; limits and deviations included, annotations not. A reversal
        names an entry and no year, but is of its original's project.
        """

    def finds(self, finding: str) -> bool:
        """A check finds, today, what goes by that name and may be accepted."""

    def rests_on_meeting(self, meeting: str, entry: int) -> int | None:
        """A standing decision or advice of the meeting that the entry recorded."""

    def rests_on(self, decision: str) -> int | None:
        """An entry, not reversed, that rests on the decision, or None.

        By its decision as corrected, whatever it named first.
        """
