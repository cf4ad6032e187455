"""`plan`: proposals in the order in which they might be awarded."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.values.errors import UsageError
from domain.values.messages import Quoted, message
from domain.values.money import Cents, amount_from_typed, parse_amount
from domain.values.texts import format_cents
from projections.answers.balances import balance
from projections.parameters import named
from projections.query import Asked, Parameter, query
from projections.report import Column, Part, Report, Table, sheet
from projections.snapshot import View
from projections.sums import cents

_COLUMNS = (
    Column("project", "Project"),
    Column("amount", "Grant", "amount"),
    Column("outcome", "Outcome", "words"),
    Column("available", "Left of programme", "amount"),
    Column("for_projects", "Left for projects", "amount"),
    Column("failing", "In the way", "prose"),
)
_FIXED = ("project", "amount", "outcome", "available", "for_projects")


@query(
    "plan",
    Parameter(
        "projects",
        "text",
        place="arguments",
        required=True,
        metavar="PROJECT[=AMOUNT]...",
    ),
    Parameter("date", "date", "Date of the awards (that of --at)."),
    examples="""
    zuidas plan proefleven grecor=20000
    zuidas plan proefleven --date 2011-11-01 -O json
    """,
)
def plan(asked: Asked, projects: Sequence[str], date: dt.date | None = None) -> Report:
    """Award proposals on paper, in this order: verdicts, and what is left after each.

    AMOUNT left out is what was requested. Each is taken as awarded, also where the
    conditions are not met; nothing is recorded.
    """
    view = asked.view
    day = view.at if date is None else date
    data: dict[str, Any] = {
        "date": day.isoformat(),
        "rows": list(planned(view._replace(at=day), [_read(p) for p in projects])),
    }
    return Report(data, lambda: _parts(data), sheet(data["rows"], _FIXED))


def _read(text: str) -> tuple[str, Cents | None]:
    """`grecor=20000`, or the project alone."""
    project, given, amount = text.partition("=")
    with named(project):
        return project, parse_amount(amount_from_typed(amount)) if given else None


def planned(
    view: View, wanted: Sequence[tuple[str, Cents | None]]
) -> Iterator[dict[str, Any]]:
    """The rows of `plan`: projects with their amounts, None for what was requested.

    They are awarded on paper on the view's date. Raises `UsageError` (`BAD_COMMAND`)
    for one named twice, `Refusal` as `proposed` does.
    """
    from domain.funding.assessment import grant_scope
    from ledger.posting.judging import books_of, judged, proposed
    from projections.journal import grant_lines

    _check_once([project for project, _ in wanted])
    books, left = books_of(view), _Left(view)
    for project, amount in wanted:
        state = proposed(project, view.at, books)
        total = state.proposal.requested if amount is None else amount
        found = judged(state, total, view.at, books)
        scope, charge = grant_scope(state), total - state.grant
        books.suppose(view.at, grant_lines(*scope, project, charge))
        left.take(*scope, charge)
        yield {
            "project": project,
            "amount": format_cents(total),
            "outcome": found["outcome"],
            "available": left.of_programme(*scope),
            "for_projects": left.of_year(scope[0]),
            "failing": _failing(found),
            "obstacles": found["obstacles"],
        }


def _check_once(projects: Sequence[str]) -> None:
    """A project has one grant; raises `UsageError` (`BAD_COMMAND`)."""
    for project in projects:
        if projects.count(project) > 1:
            raise UsageError(
                "BAD_COMMAND",
                "project {project} is planned twice; name it once.",
                project=Quoted(project),
            )


def _failing(found: Mapping[str, Any]) -> list[str]:
    """Rules that are not met and that no deviation sets aside; other obstacles."""
    rules = [
        condition["rule"]
        for condition in found["conditions"]
        if condition["verdict"] != "met" and not condition["deviation"]
    ]
    return [*rules, *(obstacle["code"] for obstacle in found["obstacles"])]


class _Left:
    """What is left of programmes and years, as awards are taken off; cents."""

    def __init__(self, view: View) -> None:
        found: Any = balance(view, "programmes")
        self._programmes = {
            (row["year"], row["programme"]): cents(row["available"])
            for row in found["programmes"]
        }
        self._years = {
            row["year"]: cents(row["for_projects"]) for row in found["years"]
        }
        self._open = {row["year"] for row in found["years"] if row["status"] == "open"}

    def take(self, year: str, programme: str, charge: Cents) -> None:
        """Take a grant off; a year that is closed has nothing left for projects."""
        if (year, programme) in self._programmes:
            self._programmes[year, programme] -= charge
        if year in self._open:
            self._years[year] -= charge

    def of_programme(self, year: str, programme: str) -> str | None:
        """Null where the year is not open yet."""
        left = self._programmes.get((year, programme))
        return None if left is None else format_cents(left)

    def of_year(self, year: str) -> str | None:
        """Null where the year is not open yet."""
        left = self._years.get(year)
        return None if left is None else format_cents(left)


def _parts(data: Mapping[str, Any]) -> Iterator[Part]:
    rows = [{**row, "failing": ", ".join(row["failing"])} for row in data["rows"]]
    title = message(
        "As if awarded on {date}, in this order",
        date=dt.date.fromisoformat(data["date"]),
    )
    yield Table(_COLUMNS, rows, title)
