"""Judging every entry again, with what was known then, by the code that accepts.

An entry that the rules would have refused, or of which they would have made another
event, was not posted by this program. Only entries of the present rules are judged:
those of older ones are counted, since what was right then need not be right now.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from domain.deciding.acceptance import decide
from domain.deciding.authorising import approval_missing, check_role
from domain.deciding.books import Draft
from domain.deciding.frameworks import opened
from domain.deciding.people import first_role
from domain.deciding.references import normalised
from domain.entries.approvals import CommandSubmitted, SubmissionApproved
from domain.entries.command import Command
from domain.entries.event import Envelope, LedgerEvent
from domain.entries.frameworks import LedgerOpened
from domain.entries.parsing import build
from domain.entries.people import GrantRole
from domain.entries.statement_ids import check_own_id
from domain.framework.framework_file import read_framework
from domain.values.errors import IntegrityError, Refusal
from domain.values.messages import Message, Value, message
from domain.values.sealed import JUDGED_AGAIN
from domain.values.texts import shown
from domain.version import RULES
from ledger.posting import clock
from ledger.posting.booking import booked
from ledger.posting.looking import look_within
from ledger.posting.recording import EventMapper
from ledger.storage.events import EventRow
from ledger.verifying.otherwise import otherwise
from ledger.verifying.scratch import Scratch, ScratchBooks
from projections.finding import Finding
from projections.frameworks import Frameworks

Note = Callable[[Finding], None]
UNFIT = (
    *(ValueError, KeyError, TypeError, IndexError, AttributeError),
    *(ArithmeticError, AssertionError, RecursionError),
)
"""What judging an event that the program never wrote comes to."""


_SECOND = 2
"""The entry that makes the administrator of a new ledger, where one is named."""
MOST_BROKEN = 1_000
"""Entries that break the rules; after them nothing is judged: there is an end."""


@dataclass
class Counted:
    """How many entries were judged by the rules, and how many are of older ones."""

    judged: int = 0
    older: int = 0


class Rules:
    """Judges events in their order; each is taken in after it was judged."""

    def __init__(
        self,
        counted: Counted,
        states: Mapping[str, object],
        note: Note,
        scratch: Scratch,
    ) -> None:
        self._counted = counted
        self._states = states
        """The state behind each stream, brought up to date by whoever replays."""
        self._note = note
        self._scratch = scratch
        self._mapper = EventMapper()
        self._books: ScratchBooks | None = None
        self._last = 0
        self._version = 0
        self._judges = True
        self._broken_ones = 0

    def stop(self) -> None:
        """What is known is no longer whole: nothing after this can be judged."""
        if self._judges:
            self._judges = False
            self._scratch.close()

    def judge(self, row: EventRow, event: LedgerEvent) -> None:
        """Name what the rules say of an event that is next."""
        if event.entry != self._last + 1:
            self.stop()
        self._last = event.entry
        if not self._judges or not self._is_of_these(event):
            return
        self._counted.judged += 1
        try:
            broken = self._broken(row, event)
        except UNFIT as error:
            broken = message(
                "can't be judged by the rules ({error})", error=shown(repr(error), 200)
            )
        if broken is None:
            return
        self._name(event.entry, "entry {entry} {broken}", broken=broken)
        self._broken_ones += 1
        if self._broken_ones == MOST_BROKEN:
            self.stop()

    def take_in(
        self, row: EventRow, event: LedgerEvent, lines: list[tuple[str, int]]
    ) -> None:
        """Know from now on what an event says, whether it should be there or not."""
        if not self._judges:
            return
        try:
            self._scratch.take(row, event)
            if self._books is None:
                self._books = self._opened(event)
            self._books.take_in(event, lines)
        except (*UNFIT, IntegrityError, Refusal) as error:
            if isinstance(error, Refusal) and error.code == "DISK_FULL":
                raise
            self._name(
                event.entry,
                "entry {entry} can't be taken in ({error}), so nothing after it was"
                " judged by the rules.",
                error=shown(repr(error), 200),
            )
            self.stop()

    def _is_of_these(self, event: LedgerEvent) -> bool:
        """Whether it was accepted under the rules that are in force now."""
        rules, before = event.rules or 0, self._version
        self._version = max(before, rules)
        if rules < before:
            self._name(
                event.entry,
                "entry {entry} says that it was accepted under rules {rules}, after an"
                " entry of rules {before}: the program never goes back.",
                rules=message("without a version") if rules < 1 else rules,
                before=before,
            )
            return False
        if rules > RULES:
            self._name(
                event.entry,
                "entry {entry} was accepted under rules {rules}; this program knows"
                " those up to {known} and can't judge it. Verify it with the program"
                " that posted it, or a newer one.",
                code="RULES_UNKNOWN",
                rules=rules,
                known=RULES,
            )
            return False
        self._counted.older += rules < RULES
        return rules == RULES

    def _broken(self, row: EventRow, event: LedgerEvent) -> Message | None:
        """What is wrong with an event; None where the program would have written it."""
        try:
            judged = self._judged(event)
        except Refusal as refusal:
            return message(
                "would have been refused [{code}]: {said}",
                code=refusal.code,
                said=refusal.said,
            )
        written = self._mapper.to_stored_event(judged)
        if written.originator_id != row.originator_id:
            return message(
                "stands in stream {stream}; the rules put it in {written}.",
                stream=shown(row.originator_id),
                written=str(written.originator_id),
            )
        if (written.topic, written.state) == (row.topic, row.state):
            return None
        return otherwise(row, event, judged)

    def _judged(self, event: LedgerEvent) -> LedgerEvent:
        """What the rules make of the command; raises `Refusal`."""
        if self._books is None:
            return _by(event, _opening(event))
        if isinstance(event, LedgerOpened):
            raise Refusal("LEDGER_EXISTS", "entry 1 opens the ledger, and none after.")
        books = self._books
        books.today = clock.today(event.clock_time, books.opening)
        books.person = _person(event)
        submission = None if event.approval is None else _submission(event, books)
        if submission is None:
            command = build(type(event.given), event.given.given(), JUDGED_AGAIN)
            command = normalised(command, books.course)
        else:
            command = submission.given.as_.whole()
            event = _by_maker(event, submission)
            books.person = submission.who
        check_role(command, books)
        self._check_id(command)
        missing = approval_missing(command, books)
        if missing is not None and submission is None:
            raise missing
        if event.entry == _SECOND and _is_of_another(command, books):
            return _by(event, first_role(command.person, books.today))
        draft = decide(command, event.actor, books)
        look_within(command, event.actor, books)
        judged = _by(event, draft)
        booked(judged, books)
        return judged

    def _check_id(self, command: Command) -> None:
        check_own_id(command)
        books = self._books
        assert books is not None  # noqa: S101  # asked of entries after the first
        earlier = None if command.id is None else books.entry_of_id(command.id)
        if earlier is not None:
            raise Refusal(
                "IDEMPOTENCY_CONFLICT",
                "id {id} was used for entry {earlier}; it is not recorded again.",
                id=command.id,
                earlier=earlier,
            )

    def _opened(self, event: LedgerEvent) -> ScratchBooks:
        """The books of a ledger that an event opens; raises `TypeError`."""
        if not isinstance(event, LedgerOpened):
            raise TypeError(event)
        framework = read_framework(event.given.framework)
        key = event.given.contributions
        return ScratchBooks(
            self._scratch,
            lambda reader: Frameworks(reader, framework, key),
            self._states.get,
        )

    def _name(
        self, entry: int, template: str, *, code: str = "RULE_BROKEN", **values: Value
    ) -> None:
        self._note(
            Finding("verify", code, "error", template, (entry,), entry=entry, **values)
        )


def _is_of_another(command: Command, books: ScratchBooks) -> TypeGuard[GrantRole]:
    """It makes an administrator of somebody else, as only making a ledger can."""
    return isinstance(command, GrantRole) and command.person != books.person


def _submission(event: LedgerEvent, books: ScratchBooks) -> CommandSubmitted:
    """What the entry ahead approved; raises `Refusal` (`APPROVAL_REQUIRED`)."""
    ahead = books.event(event.entry - 1)
    if isinstance(ahead, SubmissionApproved):
        posted = books.event(ahead.given.submission)
        if isinstance(posted, CommandSubmitted):
            return posted
    raise Refusal(
        "APPROVAL_REQUIRED",
        "it says that it was approved, and the entry ahead approves nothing.",
    )


def _by_maker(event: LedgerEvent, submission: CommandSubmitted) -> LedgerEvent:
    """In the envelope that the command of an approved submission gets."""
    maker = submission.actor
    actor = event.actor.model_copy(update={"name": maker.name, "source": maker.source})
    approval = event.approval and event.approval.model_copy(
        update={"entry": event.entry - 1}
    )
    changes = {
        "actor": actor,
        "person": submission.who,
        "person_by": submission.person_by,
        "approval": approval,
    }
    return event.model_copy(update=changes)


def _person(event: LedgerEvent) -> str:
    """Who posted it, as the way says by which it is known."""
    if event.approval is not None:
        return event.who
    actor = event.actor
    if event.person_by == "session":
        return actor.session_user or event.who
    return actor.login if event.person_by in ("login", None) else event.who


def _opening(event: LedgerEvent) -> Draft:
    """Entry 1 as `init` would write it; raises `Refusal`."""
    if not isinstance(event, LedgerOpened):
        raise Refusal("NOT_A_LEDGER", "entry 1 does not open a ledger.")
    return opened(read_framework(event.given.framework), event.given.contributions)


def _by(event: LedgerEvent, draft: Draft) -> LedgerEvent:
    """A draft's event in the envelope of a stored one."""
    envelope: Envelope = {
        "originator_id": draft.stream,
        "originator_version": event.originator_version,
        "entry": event.entry,
        "recorded_at": event.recorded_at,
        "clock": event.clock,
        "previous_recorded_at": event.previous_recorded_at,
        "actor": event.actor,
        "person": _person(event),
        "person_by": event.person_by or "login",
        "approval": event.approval,
        "program": event.program,
        "rules": event.rules,
    }
    return draft.event(envelope)
