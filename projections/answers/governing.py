"""What years ask of the partnership: meetings and letters (Z20, Z21)."""

from calendar import monthrange
from datetime import date

from domain.framework.framework import Year
from projections.answers.corrections import Corrections
from projections.answers.meetings import STEERING_GROUP, held
from projections.answers.registers import Registered, in_force
from projections.snapshot import View

_LETTER_MONTHS = 6
"""How long after a year's end the letter to the councils may take."""


def steering_meetings(view: View) -> dict[int, list[Registered]]:
    """The steering group's meetings by calendar year, from the start's on (Z20).

    Years that have begun, up to that of the last budget year's end.
    """
    last = max(year.end for year in view.framework.years).year
    years = range(view.framework.start.year, min(last, view.at.year) + 1)
    found: dict[int, list[Registered]] = {year: [] for year in years}
    for each in held(view, Corrections(view)):
        if each.given["body"] == STEERING_GROUP and each.date.year in found:
            found[each.date.year].append(each)
    return found


def ended_years(view: View) -> list[Year]:
    """The budget years that ended before the date."""
    return [year for year in view.framework.years if year.end < view.at]


def letter_due(year: Year) -> date:
    """The day by which a year's letter is sent (Z21)."""
    months = year.end.month - 1 + _LETTER_MONTHS
    if year.end.year + months // 12 > date.max.year:
        return date.max
    first = date(year.end.year + months // 12, months % 12 + 1, 1)
    last = monthrange(first.year, first.month)[1]
    return first.replace(day=min(year.end.day, last))


def letters(view: View) -> set[str]:
    """The years of which a letter was sent."""
    return {each.given["year"] for each in in_force(view, "record_accountability")}
