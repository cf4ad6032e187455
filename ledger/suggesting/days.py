"""On which day what answers a line is booked."""

from datetime import date, timedelta

from domain.states.periods import Periods


def day_of(line: date, periods: Periods) -> date:
    """The line's own day, or the first that is not locked."""
    locked = periods.locked_until
    return line if locked is None else max(line, locked + timedelta(days=1))
