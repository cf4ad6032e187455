"""How far a chart goes."""

from collections.abc import Sequence
from datetime import date, timedelta

_QUIET = timedelta(days=120)
"""What of a time without any change is drawn."""


def charted_until(at: date, days: Sequence[date]) -> date:
    """The end of a chart: the date, unless nothing has happened for long before it."""
    last = max((day for day in days if day < at), default=at)
    return min(at, last + _QUIET)
