"""Recording time: UTC, and what an entry says of a clock that ran back."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from domain.framework.framework import Framework

MOST_BEHIND = timedelta(hours=1)
"""A clock that is further behind the last entry was set back, or one was wrong.

Which of the two can't be told, so both times are kept as they are.
"""


class Recorded(NamedTuple):
    """When an entry is recorded, and what it says of the entry ahead of it."""

    at: datetime
    clock: datetime | None = None
    """What the clock said, where the entry took the time of the one ahead of it."""
    previous: datetime | None = None
    """That time, where the clock is too far behind to take it."""


def now() -> datetime:
    """The time of the system's clock, UTC."""
    return datetime.now(UTC)


def recorded(clock: datetime, previous: datetime | None) -> Recorded:
    """The recording time of an entry after one that was recorded at `previous`."""
    if previous is None or clock >= previous:
        return Recorded(clock)
    if previous - clock <= MOST_BEHIND:
        return Recorded(previous, clock=clock)
    return Recorded(clock, previous=previous)


def today(clock: datetime, framework: Framework) -> date:
    """The date of that moment in the framework's time zone."""
    return clock.astimezone(framework.zone).date()
