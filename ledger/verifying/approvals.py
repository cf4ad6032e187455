"""Whether every entry had the second person and the role that it took (section 9).

What is known follows from the entries alone, in their order: roles and policy as they
stood at that moment, and what was submitted. Nothing of it is asked of a table.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from domain.deciding.approvals import effect_of
from domain.entries.approvals import (
    Approve,
    CommandSubmitted,
    Decline,
    RetractSubmission,
    SubmissionApproved,
)
from domain.entries.command import Command
from domain.entries.event import LedgerEvent
from domain.entries.payments import OrderPayment
from domain.states.approvals import POLICY, Policy
from domain.states.payments import Order, stream
from domain.states.people import STREAM, People
from domain.values.messages import Coded, Euro, Message, Quoted, Value, message
from ledger.storage.events import EventRow
from ledger.transparency.log import leaf_data
from ledger.transparency.merkle import leaf_hash
from projections.finding import Finding

Note = Callable[[Finding], None]
Lines = list[tuple[str, int]]


class _Submitted(NamedTuple):
    event: CommandSubmitted
    leaf: str


class _Approved(NamedTuple):
    """An approval, of which the next entry is to be the command."""

    event: SubmissionApproved
    of: _Submitted | None
    """What it approved; None where that is told already."""


class Approvals:
    """Looks at each event with the states as they were before it."""

    def __init__(self, states: Mapping[str, object], note: Note) -> None:
        """`states` by stream; whoever replays brings them up to date after `take`."""
        self._states = states
        self._note = note
        self._waiting: dict[int, _Submitted] = {}
        self._approved: _Approved | None = None

    @property
    def are_taken(self) -> bool:
        """Any next event may lack something: not only those of submissions."""
        return (
            self._approved is not None
            or isinstance(self._states.get(STREAM), People)
            or isinstance(self._states.get(POLICY), Policy)
        )

    def take(self, row: EventRow, event: LedgerEvent, lines: Lines) -> None:
        """Name what is missing of an event that is next."""
        approved, self._approved = self._approved, None
        if approved is not None and event.approval is None:
            self._missing(_left(approved))
        self._check_role(event)
        self._check_approval(event, approved, lines)
        self._settle(row, event)

    def finish(self) -> None:
        """Nothing comes after the last entry."""
        if self._approved is not None:
            self._missing(_left(self._approved))

    def _check_role(self, event: LedgerEvent) -> None:
        """Whoever posted it held the role that it takes, by then."""
        people = self._states.get(STREAM)
        if not isinstance(people, People):
            return
        lacking = people.lacks(event.who, self._role_taken_by(event.given))
        if lacking is not None:
            self._add(
                "ROLE_MISSING",
                event.entry,
                "entry {entry} ({command}) was posted by {person}, who did not have the"
                " role {role} then.",
                command=Coded(event.given.name),
                person=Quoted(event.who),
                role=lacking,
            )

    def _role_taken_by(self, command: Command) -> str:
        """The command whose role counts; see `domain.deciding.approvals`."""
        as_ = getattr(command, "as_", None)
        if isinstance(command, RetractSubmission):
            found = self._waiting.get(command.submission)
            as_ = None if found is None else found.event.given.as_
        elif command.name != "submit":
            as_ = None
        return command.name if as_ is None else as_.command

    def _check_approval(
        self, event: LedgerEvent, approved: _Approved | None, lines: Lines
    ) -> None:
        if event.approval is not None:
            for why in _wrong(event, approved, lines):
                self._missing((event.entry, why))
            return
        policy = self._states.get(POLICY)
        limit = policy.from_amount(event.given) if isinstance(policy, Policy) else None
        if limit is not None and not self._is_ordered(event.given):
            what = message(
                "{command} took a second person then{from_amount}, and has no approval",
                command=Coded(event.given.name),
                from_amount=message(", from {x} on", x=Euro(limit)) if limit else None,
            )
            self._missing((event.entry, what))

    def _is_ordered(self, command: Command) -> bool:
        """It pays an order that a second person approved."""
        payment = getattr(command, "payment", None)
        if payment is None or isinstance(command, OrderPayment):
            return False
        order = self._states.get(stream(payment))
        return isinstance(order, Order) and order.approved and not order.reversed

    def _settle(self, row: EventRow, event: LedgerEvent) -> None:
        """Know what is submitted, and what of it is settled."""
        given = event.given
        if isinstance(event, CommandSubmitted):
            self._waiting[event.entry] = _Submitted(
                event, leaf_hash(leaf_data(*row)).hex()
            )
        elif isinstance(given, Approve | Decline | RetractSubmission):
            found = self._waiting.pop(given.submission, None)
            for why in _wrongly_settled(event, given, found):
                self._missing((event.entry, why))
            if isinstance(event, SubmissionApproved):
                self._approved = _Approved(event, found)

    def _missing(self, what: tuple[int, Message]) -> None:
        entry, why = what
        self._add("APPROVAL_MISSING", entry, "entry {entry}: {why}.", why=why)

    def _add(self, code: str, entry: int, template: str, /, **values: Value) -> None:
        self._note(
            Finding("verify", code, "error", template, (entry,), entry=entry, **values)
        )


def _left(approved: _Approved) -> tuple[int, Message]:
    return approved.event.entry, message(
        "it approves submission {number}, whose command is not the entry after it",
        number=approved.event.given.submission,
    )


def _wrongly_settled(
    event: LedgerEvent,
    given: Approve | Decline | RetractSubmission,
    found: _Submitted | None,
) -> Iterator[Message]:
    """What is wrong with an entry that settles a submission."""
    if found is None:
        yield message(
            "{number} is no submission that still waited", number=given.submission
        )
        return
    maker = found.event.who
    if isinstance(given, RetractSubmission) and event.who != maker:
        yield message(
            "submission {number} was made by {maker}, and retracted by {person}",
            number=given.submission,
            maker=Quoted(maker),
            person=Quoted(event.who),
        )
    if not isinstance(given, Approve):
        return
    if event.who == maker:
        yield message(
            "submission {number} was approved by {maker}, who made it",
            number=given.submission,
            maker=Quoted(maker),
        )
    if given.leaf != found.leaf:
        yield message(
            "it approves the leaf {leaf}; that of submission {number} is {found}",
            leaf=given.leaf,
            number=given.submission,
            found=found.leaf,
        )


def _wrong(
    event: LedgerEvent, approved: _Approved | None, lines: Lines
) -> Iterator[Message]:
    """What an entry that says it was approved has not from its approval."""
    approval = event.approval
    if approval is None:
        return
    if approved is None or approval.entry != approved.event.entry:
        yield message(
            "it names the approval of entry {approval}, which does not approve it",
            approval=approval.entry,
        )
        return
    if approval.person != approved.event.who:
        yield message(
            "it says that {named} approved it; entry {approval} is by {person}",
            named=Quoted(approval.person),
            approval=approval.entry,
            person=Quoted(approved.event.who),
        )
    if approved.of is not None:
        yield from _other_than_submitted(event, approved.of.event)
    effect = effect_of(lines)
    if effect != approved.event.given.effect:
        yield message(
            "its lines have the effect {effect}; {shown} was approved",
            effect=effect,
            shown=approved.event.given.effect,
        )


def _other_than_submitted(
    event: LedgerEvent, submitted: CommandSubmitted
) -> Iterator[Message]:
    """It is the command that was submitted, by its maker."""
    whole = submitted.given.as_.whole()
    if (whole.name, whole.content()) != (event.given.name, event.given.content()):
        yield message("it is another command than was submitted")
    if (event.who, event.actor.name) != (submitted.who, submitted.actor.name):
        yield message(
            "it is by {person} ({actor}); {maker} ({made_as}) submitted it",
            person=Quoted(event.who),
            actor=Quoted(event.actor.name),
            maker=Quoted(submitted.who),
            made_as=Quoted(submitted.actor.name),
        )
