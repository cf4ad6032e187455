"""A calendar year (*boekjaar*) as reports for the province have it."""

from datetime import date
from typing import NamedTuple

from domain.values.days import days_after
from domain.values.errors import Refusal
from projections.query import Parameter
from projections.snapshot import View

CALENDAR_YEAR = Parameter(
    "year",
    "count",
    "Calendar year (that of --at).",
    metavar="YEAR",
    minimum=1,
    maximum=date.max.year,
    label="calendar_year",
)


class CalendarYear(NamedTuple):
    """A calendar year of a ledger; an earlier date cuts it there."""

    number: int
    start: date
    closing: View
    """The ledger at the last day."""

    @property
    def end(self) -> date:
        """Its last day."""
        return self.closing.at

    @property
    def opening(self) -> View | None:
        """The ledger at the end of the day before; None before all days."""
        if self.start == date.min:
            return None
        return self.closing._replace(at=days_after(self.start, -1))


def calendar_year(view: View, number: int | None) -> CalendarYear:
    """A year, that of the view's date unless given.

    Raises `Refusal` (`BAD_DATE`) for one that begins after that date.
    """
    number = view.at.year if number is None else number
    start = date(number, 1, 1)
    if start > view.at:
        raise Refusal(
            "BAD_DATE",
            "{year} begins after {at}: ask for an earlier year, or --at a later date.",
            year=number,
            at=view.at,
        )
    end = min(date(number, 12, 31), view.at)
    return CalendarYear(number, start, view._replace(at=end))
