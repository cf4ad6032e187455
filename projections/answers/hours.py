"""Hours per partner and year, and the capacity that partners lent each other (Z19)."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.framework.course import PARTNER, YEAR
from domain.values.texts import format_cents
from projections.answers.corrections import Corrections
from projections.answers.project_rows import proposals
from projections.answers.registers import Registered, in_force, newest
from projections.answers.years import opened_years
from projections.snapshot import View
from projections.sums import cents

FIGURES = (
    *("committed", "recorded", "borrowed", "borrowed_amount", "lent", "lent_amount"),
)
"""Hours and euros, two decimals."""
_LENT = ("date", "lender", "borrower", "hours", "rate", "document")


def hours(view: View, year: str | None = None) -> list[dict[str, str]]:
    """Per year and partner what was committed, worked, borrowed and lent.

    Years that were opened or that an entry names. Capacity counts in the year of its
    project.
    """
    sums = _sums(view)
    named = {code for code, _ in sums} | {each.code for each in opened_years(view)}
    return [
        {
            "year": code,
            "partner": partner,
            **{
                figure: format_cents(sums.get((code, partner), {}).get(figure, 0))
                for figure in FIGURES
            },
        }
        for code in view.course.listed(YEAR, view.at, named if year is None else [year])
        for partner in _partners(view, code, sums)
    ]


def _partners(
    view: View, year: str, sums: Mapping[tuple[str, str], object]
) -> tuple[str, ...]:
    """The partners in that year, as far as it lies before the date; who has hours."""
    found = {partner for code, partner in sums if code == year}
    span = view.course.year(year, view.at)
    if span is not None:
        last = max(span[0], min(span[1], view.at))
        found.update(view.course.in_force_between(PARTNER, span[0], last))
    return view.course.listed(PARTNER, view.at, found)


def _sums(view: View) -> dict[tuple[str, str], dict[str, int]]:
    """By year and partner the figures, in hundredths of hours and in cents."""
    corrections = Corrections(view)
    sums: dict[tuple[str, str], dict[str, int]] = {}

    def add(year: str, partner: str, figure: str, amount: int) -> None:
        figures = sums.setdefault((year, partner), {})
        figures[figure] = figures.get(figure, 0) + amount

    committed = in_force(view, "commit_hours", corrections)
    for each in newest(committed, "year", "partner").values():
        given = each.given
        add(given["year"], given["partner"], "committed", cents(given["hours"]))
    for each in in_force(view, "record_hours", corrections):
        given = each.given
        add(given["year"], given["partner"], "recorded", cents(given["hours"]))
    terms = proposals(view)
    for each in lent(view):
        given = each.given
        year = terms[given["project"]]["year"]
        for partner, side in (("borrower", "borrowed"), ("lender", "lent")):
            add(year, given[partner], side, cents(given["hours"]))
            add(year, given[partner], f"{side}_amount", int(each.state["cost"]))
    return sums


def lent(view: View, project: str | None = None) -> Iterator[Registered]:
    """The capacity lent for a project, or for any, in the order of entries."""
    for each in in_force(view, "lend_capacity"):
        if project in (None, each.given["project"]):
            yield each


def lent_json(each: Registered) -> dict[str, Any]:
    """One loan; amounts and hours with two decimals."""
    told = each.told(*_LENT)
    return {**told, "amount": format_cents(each.state["cost"])}
