"""`document accountability`: what a year brought, for councils and provincial council.

Rule Z21: the partnership accounts for efforts and results at least once a year.
"""

from typing import Any

from papers.documents import effort, standing
from papers.documents.basis import document_json
from papers.documents.kinds.accountability import NEEDED
from papers.documents.naming import Names
from papers.documents.reporting import document_report
from projections.answers.balances import balance
from projections.answers.calendar_years import (
    CALENDAR_YEAR,
    CalendarYear,
    calendar_year,
)
from projections.answers.deviations import DeviationUse
from projections.answers.financials import budget_report
from projections.query import Asked, query
from projections.report import Report
from projections.sums import cents

_BUDGET = (
    *("opening_budget", "changes", "ceiling", "awarded", "process_costs", "paid"),
    "available",
)
_CONTRIBUTION = ("due_date", "due", "received", "outstanding")


@query(
    "document accountability",
    CALENDAR_YEAR,
    examples="""
    zuidas document accountability --year 2012
    zuidas document accountability --year 2012 --text words.md -o letter.pdf
    """,
    chapter="Documents",
)
def document_accountability(asked: Asked, year: int | None = None) -> Report:
    """Account for a calendar year: efforts, results, money, and every deviation."""
    found = calendar_year(asked.view, year)
    view, names = found.closing, Names(found.closing)
    stands: Any = balance(view)
    years = standing.overlapping(view, found.start, found.end)
    running = {r["project"] for r in stands["projects"] if r["status"] == "awarded"}
    projects = standing.projects_json(
        view, stands, names, running | effort.busy_projects(found)
    )
    return document_report(
        document_json(
            view,
            "accountability",
            NEEDED,
            year=found.number,
            **{"from": found.start.isoformat()},
            to=found.end.isoformat(),
            meetings=effort.meetings_json(found, names),
            attendance=effort.attendance_json(found, names),
            decisions=effort.decisions_json(found),
            hours=effort.hours_json(found, names, years),
            projects=projects,
            results=effort.results_json(found, [r["project"] for r in projects]),
            contributions=_contributions(stands, names, years),
            budget=_budget(found, names, years),
            programmes=standing.programmes_json(stands, names, years),
            transfers=effort.transfers_json(found, names),
            deviations=_deviations(found, names),
            funds=effort.funds_json(found, stands),
            account=standing.account_json(stands),
            log=_log(found),
        )
    )


def _contributions(stands: Any, names: Names, years: set[str]) -> standing.Rows:  # noqa: ANN401  # the answer of balance
    """Those of the budget years that lie in the year, and what is still open."""
    return [
        {
            "year": row["year"],
            "partner": row["partner"],
            "name": names.partner(row["partner"]),
            **{name: row[name] for name in _CONTRIBUTION},
        }
        for row in stands["partners"]
        if row["year"] in years or cents(row["outstanding"])
    ]


def _budget(year: CalendarYear, names: Names, years: set[str]) -> standing.Rows:
    """What became of each budget in the year; of older ones where something did."""
    moved = ("changes", "awarded", "process_costs", "paid")
    rows = budget_report(year.closing, year.start, year.end).rows
    return [
        {
            "year": row["year"],
            "programme": row["programme"],
            "name": names.programme(row["programme"]),
            **{name: row[name] for name in _BUDGET},
        }
        for row in rows
        if any(cents(row[name]) for name in (*moved, *_of_year(row, years)))
    ]


def _of_year(row: Any, years: set[str]) -> tuple[str, ...]:  # noqa: ANN401  # a row of the budget report
    return ("ceiling", "opening_budget") if row["year"] in years else ()


def _deviations(year: CalendarYear, names: Names) -> standing.Rows:
    """Each with the reason that the steering group gave."""
    uses: list[DeviationUse] = [*effort.deviations_of(year)]
    rows = standing.deviations_json(year.closing, names, uses)
    return [
        {**row, "motivation": use.entry.given["motivation"]}
        for row, use in zip(rows, uses, strict=True)
    ]


def _log(year: CalendarYear) -> dict[str, Any]:
    """The unsigned checkpoint of the log, by which this can be held against it."""
    from ledger.verifying.audit import checkpoint_of

    view = year.closing
    found = checkpoint_of(view.reader, view.entry)
    return {
        "origin": found.origin,
        "size": found.size,
        "root": found.root.hex(),
        "checkpoint": found.encode(),
    }
