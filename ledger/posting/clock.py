"""Recording time: UTC, and never earlier than the previous entry's."""

from datetime import UTC, date, datetime

from domain.framework.framework import Framework


def now() -> datetime:
    """The time of the system's clock, UTC."""
    return datetime.now(UTC)


def recording_time(
    clock: datetime, previous: datetime | None
) -> tuple[datetime, datetime | None]:
    """The recording time, and what the clock said where it had run back."""
    if previous is not None and clock < previous:
        return previous, clock
    return clock, None


def today(clock: datetime, framework: Framework) -> date:
    """The date of that moment in the framework's time zone."""
    return clock.astimezone(framework.zone).date()
