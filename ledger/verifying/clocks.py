"""Recording times as entries have them: what they say of the clocks behind them."""

from collections.abc import Callable
from datetime import datetime

from domain.entries.event import LedgerEvent
from domain.values.messages import Value
from ledger.posting.clock import MOST_BEHIND
from projections.finding import Finding, Severity
from projections.recorded import latest

Note = Callable[[Finding], None]


class Clocks:
    """Looks at the times of entries, in their order."""

    def __init__(self, note: Note, now: datetime | None) -> None:
        """Without `now`, the clock's time, no time is one of the future."""
        self._note = note
        self._latest = None if now is None else latest(now)
        self._previous: datetime | None = None

    def take(self, event: LedgerEvent) -> None:
        """Name what the times of the next entry tell."""
        previous, self._previous = self._previous, event.recorded_at
        if event.previous_recorded_at is not None or event.clock is not None:
            self._check_noted(event, previous)
        elif previous is not None and event.recorded_at < previous:
            self._add(
                "TIME_RUNS_BACK",
                event,
                "entry {entry} was recorded at {recorded}, before the"
                " entry ahead of it ({ahead}).",
                recorded=event.recorded_at,
                ahead=previous,
            )
        if self._latest is not None and event.recorded_at > self._latest:
            self._add(
                "TIME_AHEAD",
                event,
                "entry {entry} was recorded at {recorded}, a time still to come: the"
                " clock was wrong then, or it is now.",
                recorded=event.recorded_at,
            )

    def pass_over(self, first: str, last: str) -> bool:
        """Take many at once of which no time is earlier than the one before it.

        Times as they are stored. False where there is something to name: then each is
        to be taken by itself.
        """
        begin, end = datetime.fromisoformat(first), datetime.fromisoformat(last)
        if self._previous is not None and begin < self._previous:
            return False
        if self._latest is not None and end > self._latest:
            return False
        self._previous = end
        return True

    def _check_noted(self, event: LedgerEvent, previous: datetime | None) -> None:
        """What it says of a clock that ran back is told, if it can be so."""
        if not _fits(event, previous):
            self._add(
                "TIME_RUNS_BACK",
                event,
                "entry {entry} says of its clock what can't be: recorded at {recorded},"
                " the clock at {clock}, the entry ahead of it at {ahead}.",
                recorded=event.recorded_at,
                clock=event.clock_time,
                ahead=event.previous_recorded_at or previous,
            )
        elif event.clock is not None:
            self._add(
                "CLOCK_RAN_BACK",
                event,
                "when entry {entry} was recorded the clock said"
                " {clock}; it was given the time of the entry ahead"
                " of it, {recorded}.",
                severity="warning",
                clock=event.clock,
                recorded=event.recorded_at,
            )
        else:
            self._add(
                "CLOCK_RAN_BACK",
                event,
                "entry {entry} was recorded at {recorded}, far before the entry ahead"
                " of it ({ahead}): one of their clocks was wrong.",
                severity="warning",
                recorded=event.recorded_at,
                ahead=event.previous_recorded_at,
            )

    def _add(
        self,
        code: str,
        event: LedgerEvent,
        template: str,
        /,
        *,
        severity: Severity = "error",
        **values: Value,
    ) -> None:
        entry = event.entry
        self._note(
            Finding("verify", code, severity, template, (entry,), entry=entry, **values)
        )


def _fits(event: LedgerEvent, previous: datetime | None) -> bool:
    """The program would have written it so, after an entry of that time.

    How far a clock was behind decides only since this can be told (earlier programs
    gave every such entry the time of the one ahead).
    """
    recorded, noted = event.recorded_at, event.previous_recorded_at
    if previous is None or (noted is not None and event.clock is not None):
        return False
    if noted is not None:
        return noted == previous and previous - recorded > MOST_BEHIND
    return recorded == previous and event.clock_time < recorded
