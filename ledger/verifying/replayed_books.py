"""The books behind a ledger that is not trusted: replayed, and held against its own."""

from collections.abc import Callable, Sequence
from datetime import datetime

from eventsourcing.persistence import MapperDeserialisationError

from domain.catalogue import topics_of
from domain.entries.event import LedgerEvent
from domain.entries.periods import PeriodLocked
from domain.values.messages import Euro, Message, Value, Words, message
from domain.values.seals import UNSEALED, Seal
from domain.values.texts import shown
from ledger.posting.evolving import evolved
from ledger.posting.recording import read_event
from ledger.storage.events import EventRow
from ledger.storage.store import Reader
from ledger.transparency.seals import seal_of
from ledger.verifying.approvals import Approvals
from ledger.verifying.clocks import Clocks
from ledger.verifying.comparing import Comparison
from ledger.verifying.following import UNFIT, Lines, Worked, sides, unbalanced
from ledger.verifying.rules import Counted, Rules
from ledger.verifying.scratch import Scratch
from ledger.verifying.sealed import CountedSealed, SealedValues
from ledger.verifying.second_process import SecondProcess
from ledger.verifying.sharing import Sharing
from projections import journal as bookkeeping
from projections.finding import Finding, Severity
from projections.tables import ProjectionWriter

Note = Callable[[Finding], None]
_BATCH = 10_000
MOST_WRONG_SEALS = 10
"""Seals found wrong; those after them are not looked at."""
_LOCKS = frozenset(topics_of("lock_period"))


class ReplayedBooks:
    """Replays every aggregate, and compares journal and balances as they follow."""

    def __init__(
        self,
        reader: Reader,
        note: Note,
        sealed: CountedSealed,
        counted: Counted | None = None,
        now: datetime | None = None,
        second: SecondProcess | None = None,
    ) -> None:
        """Sealed values are counted in `sealed`.

        With `counted` every entry is judged by the rules too, and counted there.

        With `now` recording times that are still to come are named. A `second` process
        that was started already works some of it out.
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
        self._sharing: Sharing | None = None
        if counted is None:
            self._writer = ProjectionWriter(comparison, totals=False)
            self._sharing = Sharing(self._take_in, second)
        else:  # a rule looks at what the entry before it left
            scratch = Scratch(comparison)
            self._writer = scratch.writer
            self._rules = Rules(counted, self._states, note, scratch)

    def take(self, row: EventRow) -> None:
        """Replay one event and compare what follows from it; perhaps a little later."""
        if self._sharing is None:
            self._one(row)
            return
        self._sharing.take(row)
        if row.topic in _LOCKS:  # it seals what the events up to it give
            self._sharing.flush()

    def _take_in(
        self, rows: Sequence[EventRow], worked: Worked | None, numbers: list[int]
    ) -> None:
        """A batch, and what follows from it where nothing in it is wrong by itself."""
        if self._comparison is not None and worked is not None:
            self._writer.number(worked.gathered, numbers)
            if worked.is_steady and self._pass_over(worked):
                self._writer.take_over(worked.gathered, numbers)
                self._flush_after(len(rows))
                self._look_back(rows, worked)
                return
        for row in rows:
            self._one(row)

    def _pass_over(self, worked: Worked) -> bool:
        entries = worked.gathered.entries
        return self._clocks.pass_over(str(entries[0][1]), str(entries[-1][1]))

    def _look_back(self, rows: Sequence[EventRow], worked: Worked) -> None:
        """Look at the events of a batch for which those before them count."""
        alone = set(worked.alone)
        last = rows[-1].entry
        if not (alone or self._approvals.are_taken or self._sealed.next <= last):
            return
        for number, row in enumerate(rows):
            if (
                row.entry in alone
                or self._approvals.are_taken
                or self._sealed.next <= row.entry
            ):
                event, lines = worked.events[number] if worked.events else _again(row)
                self._guarded(row, event, lines)

    def _guarded(self, row: EventRow, event: LedgerEvent, lines: Lines) -> None:
        try:
            self._beside_those_before(row, event, lines)
        except UNFIT as error:
            self._failed(row.entry, error)

    def _one(self, row: EventRow) -> None:
        """One event, and all that is wrong with it."""
        entry = row.entry
        try:
            event = read_event(*row[1:])
        except MapperDeserialisationError as error:
            self._add(
                "EVENT_UNREADABLE",
                "entry {entry} can't be read: {why}.",
                entry,
                entry=entry,
                why=" ".join(str(error).split()),
            )
            self._stop()
            return
        if event.entry != entry:
            self._add(
                "ENTRY_DIFFERS",
                "entry {entry} says of itself that it is entry {own}.",
                entry,
                entry=entry,
                own=event.entry,
            )
            self._stop()
            return
        try:
            self._clocks.take(event)
            if self._rules is not None:
                self._rules.judge(row, event)
            lines = bookkeeping.lines(event)
            self._check_sum(entry, lines)
            self._check_bank(event)
            self._compare(event, lines)
            self._beside_those_before(row, event, lines)
            if self._rules is not None:
                self._rules.take_in(row, event, lines)
        except UNFIT as error:
            self._failed(entry, error)

    def _beside_those_before(
        self, row: EventRow, event: LedgerEvent, lines: Lines
    ) -> None:
        self._sealed.take(event)
        self._approvals.take(row, event, lines)
        self._replay(row.originator_id, event)
        if isinstance(event, PeriodLocked):
            self._check_seal(event, row.topic)

    def _failed(self, entry: int, error: Exception) -> None:
        self._add(
            "REPLAY_FAILED",
            "entry {entry} can't be replayed: {error}.",
            entry,
            entry=entry,
            error=shown(repr(error), 200),
        )
        self._stop()

    def _replay(self, stream: str, event: LedgerEvent) -> None:
        state = evolved(stream, self._states.get(stream), event)
        if state is not None:
            self._states[stream] = state

    def _check_sum(self, entry: int, lines: list[tuple[str, int]]) -> None:
        total = unbalanced(lines)
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
        for what, found, other in sides(event):
            self._check_equal(event.entry, what, found, other)

    def _check_equal(self, entry: int, what: Words, found: int, other: int) -> None:
        if found != other:
            self._add(
                "BANK_DIFFERS",
                "entry {entry} {what} of {found} where {other} is the other side.",
                entry,
                entry=entry,
                what=what,
                found=Euro(found),
                other=Euro(other),
            )

    def _compare(self, event: LedgerEvent, lines: list[tuple[str, int]]) -> None:
        if self._comparison is None:
            return
        self._writer.add(event, lines)
        self._flush_after(1)

    def _flush_after(self, more: int) -> None:
        self._gathered += more
        if self._gathered >= _BATCH:
            self._writer.flush()
            self._gathered = 0

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
        """An event is missing: whatever comes after differs for want of it."""
        self.catch_up()
        self._stop()

    def _stop(self) -> None:
        """One event gives no books: whatever comes after differs for want of it."""
        self._sealed.stop()
        if self._rules is not None:
            self._rules.stop()
        if self._comparison is not None:
            self._writer.flush()
            self._report(self._comparison)
            self._comparison = None

    def catch_up(self) -> None:
        """Look at all that was taken."""
        if self._sharing is not None:
            self._sharing.flush()

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

    def close(self) -> None:
        """End what was begun beside this."""
        if self._sharing is not None:
            self._sharing.close()

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


def _again(row: EventRow) -> tuple[LedgerEvent, Lines]:
    event = read_event(*row[1:])
    return event, bookkeeping.lines(event)


def _sealing(seal: Seal | None) -> Message:
    if seal is None:
        return message("nothing")
    return message(
        "{balances} balances with root {root}", balances=seal.balances, root=seal.root
    )
