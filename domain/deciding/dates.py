"""On which days anything may be posted."""

from datetime import date
from typing import TYPE_CHECKING

from domain.deciding.books import Books
from domain.values.errors import Refusal

if TYPE_CHECKING:
    from domain.states.years import BudgetYear


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


def check_not_closed(year: "BudgetYear", day: date) -> None:
    """No closing of the year is in force on that day; raises `YEAR_CLOSED`."""
    for closing in year.closings:
        if closing.on(day):
            raise Refusal(
                "YEAR_CLOSED",
                "budget year {year} is closed from {since} (entry {entry});"
                " reverse the closing or use another year.",
                year=year.code,
                since=closing.since,
                entry=closing.entry,
            )
