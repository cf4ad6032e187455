"""The lock on past periods: until which day nothing is posted any more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from domain.entries.event import LedgerEvent

STREAM = "periods"


class Periods(NamedTuple):
    """The present lock; None when every day is open."""

    locked_until: date | None = None
    version: int = 0

    def locks(self, day: date) -> bool:
        """Nothing may be posted on that day."""
        return self.locked_until is not None and day <= self.locked_until


def evolve(periods: Periods | None, event: LedgerEvent) -> Periods:
    """The lock after one more event of its stream."""
    from domain.entries.periods import PeriodLocked, PeriodReopened

    if isinstance(event, PeriodLocked):
        return Periods(event.given.until, event.originator_version)
    if isinstance(event, PeriodReopened):
        first = event.given.from_date
        before = None if first == date.min else first - timedelta(days=1)
        return Periods(before, event.originator_version)
    return periods or Periods()
