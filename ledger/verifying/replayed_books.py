"""The books behind a ledger that is not trusted: replayed, and held against its own."""

from collections.abc import Callable
from datetime import datetime

from eventsourcing.persistence import MapperDeserialisationError

from domain.budgets.accounts import is_memorandum
from domain.entries.event import LedgerEvent
from domain.entries.periods import PeriodLocked
from domain.entries.statements import StatementRegistered
from domain.entries.ties import TiedEvent
from domain.values.messages import Euro, Message, Value, Words, message
from domain.values.seals import UNSEALED, Seal
from domain.values.texts import shown
from ledger.posting.books import evolved
from ledger.posting.recording import read_event
from ledger.storage.events import EventRow
from ledger.storage.store import Reader
from ledger.transparency.seals import seal_of
from ledger.verifying.approvals import Approvals
from ledger.verifying.clocks import Clocks
from ledger.verifying.comparing import Comparison
from ledger.verifying.rules import Counted, Rules
from ledger.verifying.scratch import Scratch
from ledger.verifying.sealed import CountedSealed, SealedValues
from projections import journal as bookkeeping
from projections.finding import Finding, Severity
from projections.tables import ProjectionWriter

Note = Callable[[Finding], None]
_BATCH = 10_000
MOST_WRONG_SEALS = 10
"""Seals found wrong; those after them are not looked at."""
_UNFIT = (ValueError, KeyError, TypeError, AttributeError, ArithmeticError)
"""What replaying an event that the program never wrote comes to."""


class ReplayedBooks:
    """Replays every aggregate, and compares journal and balances as they follow."""

    def __init__(
        self,
        reader: Reader,
        note: Note,
        sealed: CountedSealed,
        counted: Counted | None = None,
        now: datetime | None = None,
    ) -> None:
        """Sealed values are counted in `sealed`.

        With `counted` every entry is judged by the rules too, and counted there.

        With `now` recording times that are still to come are named.
        """
        self._note = note
        self._clocks = Clocks(note, now)
        comparison = Comparison(reader)
        self._comparison: Comparison | None = comparison
        self._states: dict[str, object] = {}
        self._gathered = 0
        self._wrong_seals = 0
        self._approvals = Approvals(self._states, note)
        self._sealed = SealedValues(reader, note, sealed)
        self._rules: Rules | None = None
        if counted is None:
            self._writer = ProjectionWriter(comparison)
        else:
            scratch = Scratch(comparison)
            self._writer = scratch.writer
            self._rules = Rules(counted, self._states, note, scratch)

    def take(
        self, entry: int, stream: str, version: int, topic: str, state: bytes
    ) -> None:
        """Replay one event and compare what follows from it."""
        try:
            event = read_event(stream, version, topic, state)
        except MapperDeserialisationError as error:
            self._add(
                "EVENT_UNREADABLE",
                "entry {entry} can't be read: {why}.",
                entry,
                entry=entry,
                why=" ".join(str(error).split()),
            )
            self.stop_comparing()
            return
        if event.entry != entry:
            self._add(
                "ENTRY_DIFFERS",
                "entry {entry} says of itself that it is entry {own}.",
                entry,
                entry=entry,
                own=event.entry,
            )
            self.stop_comparing()
            return
        try:
            self._clocks.take(event)
            self._sealed.take(event)
            row = EventRow(entry, stream, version, topic, state)
            if self._rules is not None:
                self._rules.judge(row, event)
            lines = bookkeeping.lines(event)
            self._approvals.take(row, event, lines)
            self._replay(stream, event)
            self._check_sum(entry, lines)
            self._check_bank(event)
            self._compare(event, lines)
            if isinstance(event, PeriodLocked):
                self._check_seal(event, topic)
            if self._rules is not None:
                self._rules.take_in(row, event, lines)
        except _UNFIT as error:
            self._add(
                "REPLAY_FAILED",
                "entry {entry} can't be replayed: {error}.",
                entry,
                entry=entry,
                error=shown(repr(error), 200),
            )
            self.stop_comparing()

    def _replay(self, stream: str, event: LedgerEvent) -> None:
        state = evolved(stream, self._states.get(stream), event)
        if state is not None:
            self._states[stream] = state

    def _check_sum(self, entry: int, lines: list[tuple[str, int]]) -> None:
        total = sum(amount for account, amount in lines if not is_memorandum(account))
        if total:
            self._add(
                "JOURNAL_UNBALANCED",
                "the lines of entry {entry} add up to {total} cents, not zero.",
                entry,
                entry=entry,
                total=total,
            )

    def _check_bank(self, event: LedgerEvent) -> None:
        """Both sides of a tie are equal, and a statement's lines are its balances'."""
        if isinstance(event, TiedEvent):
            for tie in event.ties or ():
                entries = tie.own + sum(each.amount for each in tie.entries)
                lines = sum(each.amount for each in tie.lines)
                self._check_equal(event.entry, "ties lines", lines, entries)
        elif isinstance(event, StatementRegistered):
            given = event.given
            total = sum(line.amount for line in given.lines)
            moved = given.closing - given.opening
            self._check_equal(event.entry, "has lines", total, moved)

    def _check_equal(self, entry: int, what: str, found: int, other: int) -> None:
        if found != other:
            self._add(
                "BANK_DIFFERS",
                "entry {entry} {what} of {found} where {other} is the other side.",
                entry,
                entry=entry,
                what=Words(what),
                found=Euro(found),
                other=Euro(other),
            )

    def _compare(self, event: LedgerEvent, lines: list[tuple[str, int]]) -> None:
        if self._comparison is None:
            return
        self._writer.add(event, lines)
        self._gathered += 1
        if self._gathered % _BATCH == 0:
            self._writer.flush()

    def _check_seal(self, event: PeriodLocked, topic: str) -> None:
        """A lock seals the balances that the events so far give at its day.

        Each sum takes as long as there are days and accounts, so a file in which every
        entry is a lock that seals nonsense is not summed for ever.
        """
        if self._comparison is None or self._wrong_seals == MOST_WRONG_SEALS:
            return
        self._writer.flush()
        wanted = None
        if topic not in UNSEALED:
            wanted = seal_of(self._comparison.balances(event.given.until))
        if event.seal == wanted:
            return
        self._wrong_seals += 1
        self._add(
            "SEAL_DIFFERS",
            "entry {entry} seals {found}, but at {until} the events before it give"
            " {wanted}.",
            event.entry,
            entry=event.entry,
            until=event.given.until,
            found=_sealing(event.seal),
            wanted=_sealing(wanted),
        )

    def stop_comparing(self) -> None:
        """One event gives no books: whatever comes after differs for want of it."""
        self._sealed.stop()
        if self._rules is not None:
            self._rules.stop()
        if self._comparison is not None:
            self._writer.flush()
            self._report(self._comparison)
            self._comparison = None

    def finish(self) -> None:
        """Compare what is left."""
        self._approvals.finish()
        self._sealed.finish()
        if self._rules is not None:
            self._rules.stop()
        if self._comparison is not None:
            self._writer.flush()
            self._comparison.finish()
            self._report(self._comparison)

    def _report(self, comparison: Comparison) -> None:
        for finding in comparison.findings:
            self._add(finding.code, finding.said, *finding.entries)

    def _add(
        self,
        code: str,
        template: str | Message,
        /,
        *entries: int,
        severity: Severity = "error",
        **values: Value,
    ) -> None:
        self._note(Finding("verify", code, severity, template, entries, **values))


def _sealing(seal: Seal | None) -> Message:
    if seal is None:
        return message("nothing")
    return message(
        "{balances} balances with root {root}", balances=seal.balances, root=seal.root
    )
