"""Recording time: UTC, and what an entry says of a clock that ran back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from domain.framework.framework import Framework
from domain.values.errors import Refusal

MOST_BEHIND = timedelta(hours=1)
"""A clock that is further behind the last entry was set back, or one was wrong.

Which of the two can't be told, so both times are kept as they are.
"""


MOST_AHEAD = timedelta(days=1)
"""A clock that nobody sets, and is further ahead of the last entry, may be wrong."""
_UNSYNCHRONISED = 5
"""What `adjtimex` gives for a clock that nothing sets (`TIME_ERROR`)."""
_TIMEX_BYTES = 512
"""More than the structure has that it fills in."""


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


def is_synchronised() -> bool:
    """The operating system says that something sets its clock; else nobody knows."""
    import ctypes

    try:
        ask = ctypes.CDLL(None).adjtimex
    except (OSError, AttributeError):
        return True  # a system that does not say
    found: int = ask(ctypes.create_string_buffer(_TIMEX_BYTES))
    return found != _UNSYNCHRONISED


def check_not_ahead(
    clock: datetime, previous: datetime | None, synchronised: Callable[[], bool]
) -> None:
    """A service posts only by a clock that can be right; raises `CLOCK_AHEAD`.

    What is recorded in the future can't be taken back (section 12).
    """
    if previous is None or clock - previous <= MOST_AHEAD or synchronised():
        return
    raise Refusal(
        "CLOCK_AHEAD",
        "the clock says {clock:%Y-%m-%d %H:%M} UTC, more than a day after the last"
        " entry ({previous:%Y-%m-%d %H:%M}), and the system says that nothing keeps it"
        " right;"
        " nothing was recorded. Let it be set (NTP), or post one command with zuidas on"
        " the server itself, where somebody looks at the clock.",
        clock=clock,
        previous=previous,
    )


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
