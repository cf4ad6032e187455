"""Times in the accounts file: UTC, as texts that sort as the times do."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time that it is; the only look at the clock here."""
    return datetime.now(UTC)


def text_of(moment: datetime) -> str:
    """A time as it is stored: `2026-10-01T08:00:00.000000+00:00`."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def before(moment: datetime, passed: timedelta) -> str:
    """The stored form of a time that long ago."""
    return text_of(moment - passed)
