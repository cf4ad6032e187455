"""On which days anything may be posted."""

from datetime import date

from domain.deciding.books import Books
from domain.values.errors import Refusal


def check_start(day: date, books: Books) -> None:
    """Not before the framework's start; raises `Refusal` (`BEFORE_START`)."""
    start = books.start
    if day < start:
        raise Refusal(
            "BEFORE_START",
            "{day} is before the framework's start on {start}.",
            day=day,
            start=start,
        )


def check_lock(day: date, books: Books) -> None:
    """Not in the locked period; raises `Refusal` (`PERIOD_LOCKED`)."""
    if books.periods().locks(day):
        raise Refusal(
            "PERIOD_LOCKED",
            "{day} is in the period locked until {locked_until}; use a later"
            " date, or reopen the period with a reason (reopen_period).",
            day=day,
            locked_until=books.periods().locked_until,
        )
