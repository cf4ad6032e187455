"""The budget per programme and partner, the current account and the projects.

What their figures add up stands in `projections.answers.arithmetic`.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from domain.framework.course import PARTNER, PROGRAMME, YEAR
from domain.framework.framework import OUTSIDE
from domain.values.money import Cents
from projections.answers import arithmetic, project_rows
from projections.answers.arithmetic import NOTHING, Row, Sum, Sums, accounts_of
from projections.answers.years import OpenedYear, opened_years, programmes_of
from projections.snapshot import View
from projections.sums import cents

Answer = dict[str, object]
SECTIONS = ("programmes", "partners", "current-account", "projects")


def balance(view: View, section: str | None = None) -> Answer:
    """The balances at the view's date, as section 4 of the contract shapes them.

    `section` is one of `SECTIONS`, or None for all of them.
    """
    years = opened_years(view)
    answer: Answer = {
        "at": view.at.isoformat(),
        "known_at": view.known_at,
        "entry": view.entry,
    }
    if section in (None, "programmes"):
        programmes, of_years = programme_rows(view, years)
        answer["programmes"] = [row.json() for row in programmes]
        answer["years"] = [row.json() for row in of_years]
    if section in (None, "partners"):
        answer["partners"] = [row.json() for row in partner_rows(view, years)]
    if section in (None, "current-account"):
        answer["current_account"] = current_account(view).json()
    if section in (None, "projects"):
        answer["projects"] = project_rows.project_rows(view)
    return answer


def programme_rows(view: View, years: list[OpenedYear]) -> tuple[list[Row], list[Row]]:
    """The rows of the programmes in each year, and those of the years."""
    programmes: dict[tuple[str, str], Sums] = {}
    found: list[_Year] = []
    for year in years:
        each = _Year(view, year)
        found.append(each)
        programmes |= {
            (year.code, place): arithmetic.of_programme(year.code, place)
            for place in each.places
        }
    of_rows = chain(*(sums.values() for sums in programmes.values()))
    amounts = _amounts(view, chain(of_rows, *(each.all() for each in found)))
    rows = [
        Row({"year": year, "programme": programme, **figures}, amounts)
        for (year, programme), figures in programmes.items()
    ]
    return rows, [each.row(amounts) for each in found]


class _Year:
    """A year's figures before it is known what its accounts stand at."""

    def __init__(self, view: View, year: OpenedYear) -> None:
        self.year = year
        programmes = programmes_of(view, year)
        self.places = (*programmes, OUTSIDE)
        """The programmes that its rows are of, and outside them."""
        self.sums = arithmetic.of_year(
            year.code, programmes, year.called, year.base_ceiling
        )
        self.left = arithmetic.left_of_year(year.code, self.places)
        self.kept = arithmetic.kept_for_process(year.code, self.sums)

    def all(self) -> Iterator[Sum]:
        """All that its figures are made of."""
        yield from self.sums.values()
        yield from (self.left, self.kept)

    def row(self, amounts: dict[str, Cents]) -> Row:
        """Its row, with what is left for projects."""
        head = {"year": self.year.code, "status": self.year.status}
        for_projects = self._for_projects(amounts)
        return Row({**head, **self.sums, "for_projects": for_projects}, amounts)

    def _for_projects(self, amounts: dict[str, Cents]) -> Sum:
        """What can still be awarded: what the process reserve keeps is taken off."""
        if self.year.status == "closed":
            return NOTHING
        return self.left - self.kept if self.kept.of(amounts) > 0 else self.left


def spent_of(row: Mapping[str, str]) -> Cents:
    """What of a programme's ceiling is spent: paid, less what came or comes back.

    With what is committed and available it adds up to the ceiling.
    """
    back = cents(row["refunded"]) + cents(row["recoverable"])
    return cents(row["paid"]) - back + cents(row["process_costs"])


def partner_rows(view: View, years: list[OpenedYear]) -> list[Row]:
    """The rows of the partners that were called in each year."""
    called = [
        (year, partner, arithmetic.of_partner(partner, year.code))
        for year in years
        for partner in year.called
    ]
    amounts = _amounts(view, chain(*(sums.values() for _, _, sums in called)))
    return [
        _partner(view, year, partner, sums, amounts) for year, partner, sums in called
    ]


def _partner(
    view: View, year: OpenedYear, partner: str, sums: Sums, amounts: dict[str, Cents]
) -> Row:
    outstanding = sums["outstanding"]
    is_overdue = outstanding.of(amounts) > 0 and view.at > year.due_date
    cells: dict[str, Sum | str | None] = {
        "year": year.code,
        "partner": partner,
        "due": sums["due"],
        "due_date": year.due_date.isoformat(),
        "received": sums["received"],
        "outstanding": outstanding,
        "overdue": outstanding if is_overdue else NOTHING,
    }
    return Row(cells, amounts)


def current_account(view: View) -> Row:
    """The one row of the current account."""
    course = view.course
    programmes = (*course.ever(PROGRAMME), OUTSIDE)
    sums = arithmetic.of_current_account(
        course.ever(YEAR), programmes, course.ever(PARTNER)
    )
    return Row(sums, _amounts(view, sums.values()))


def _amounts(view: View, sums: Iterable[Sum]) -> dict[str, Cents]:
    """What the accounts of some sums stand at, read together."""
    return view.balances(dict.fromkeys(accounts_of(sums)))
