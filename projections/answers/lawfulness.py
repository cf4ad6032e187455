"""The lawfulness (*rechtmatigheid*) of a calendar year, criterion by criterion."""

from typing import NamedTuple

from domain.values.money import Cents
from projections.answers.calendar_years import CalendarYear
from projections.answers.lawful_budget import budget
from projections.answers.lawful_finding import Criterion
from projections.answers.lawful_grants import conditions, misuse
from projections.answers.lawful_records import administration
from projections.snapshot import View

_CRITERIA = (budget, conditions, misuse, administration)


class Lawfulness(NamedTuple):
    """What the year cost, and each criterion; amounts are cents."""

    expenses: Cents
    criteria: list[Criterion]


def lawfulness(year: CalendarYear) -> Lawfulness:
    """Every criterion of a calendar year, at its last day, as known."""
    view = year.closing
    expenses = _expenses(view)
    if year.opening is not None:
        expenses -= _expenses(year.opening)
    return Lawfulness(expenses, [each(view, year.start) for each in _CRITERIA])


def _expenses(view: View) -> Cents:
    """Costs (*lasten*) by the journal until the view's date."""
    return sum(view.sums(view.accounts_under("expenses:")).values())
