"""`document accountability`: what a year brought, for councils and provincial council.

Rule Z21: the partnership accounts for efforts and results at least once a year.
"""

from collections.abc import Mapping
from typing import Any

from domain.framework.framework import UNALLOCATED
from domain.values.texts import format_cents
from papers.documents import effort, standing
from papers.documents.basis import document_json
from papers.documents.kinds.accountability import NEEDED
from papers.documents.naming import Names
from papers.documents.reporting import document_report
from projections.answers.account_use import account_movement
from projections.answers.balances import balance
from projections.answers.calendar_years import (
    CALENDAR_YEAR,
    CalendarYear,
    calendar_year,
)
from projections.answers.deviations import DeviationUse
from projections.answers.financials import BudgetPeriod, budget_report
from projections.query import Asked, query
from projections.report import Report
from projections.sums import cents

_BUDGET = ("changes", "awarded", "released", "process_costs", "written_off")
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
    told = running | effort.busy_projects(found)
    projects = standing.projects_json(view, stands, names, told)
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
            projects=effort.of_year(found, projects),
            dropped=standing.dropped_json(view, stands, names, told),
            results=effort.results_json(found, [r["project"] for r in projects]),
            contributions=_contributions(found, stands, names),
            budget=_budget(found, names),
            programmes=standing.programmes_json(stands, names),
            transfers=effort.transfers_json(found, names),
            deviations=_deviations(found, names),
            funds=effort.funds_json(found, stands),
            movement={
                name: format_cents(amount)
                for name, amount in account_movement(found)._asdict().items()
            },
            account=standing.account_json(view, stands),
            log=_log(found),
        )
    )


def _contributions(year: CalendarYear, stands: Any, names: Names) -> standing.Rows:  # noqa: ANN401  # the answer of balance
    """Those that fell due or were paid in the year, and what is still open."""
    earlier: Any = {} if year.opening is None else balance(year.opening, "partners")
    before = {
        (row["year"], row["partner"]): cents(row["received"])
        for row in earlier.get("partners", ())
    }
    rows = []
    for row in stands["partners"]:
        new = cents(row["received"]) - before.get((row["year"], row["partner"]), 0)
        fell_due = year.start.isoformat() <= row["due_date"] <= year.end.isoformat()
        if new or fell_due or cents(row["outstanding"]):
            rows.append(
                {
                    "year": row["year"],
                    "partner": row["partner"],
                    "name": names.partner(row["partner"]),
                    **{name: row[name] for name in _CONTRIBUTION},
                    "received_in_year": format_cents(new),
                }
            )
    return rows


def _budget(year: CalendarYear, names: Names) -> standing.Rows:
    """What became of each budget in the year, and of what is not divided.

    What was available when it began, with what was allocated and moved, less what was
    awarded, spent on process costs and written off, and with what was released, is
    what is available at its end.
    """
    found = budget_report(year.closing, year.start, year.end)
    earlier: Any = {} if year.opening is None else balance(year.opening, "programmes")
    before = {
        (row["year"], row["programme"]): row for row in earlier.get("programmes", ())
    }
    rows = []
    for row in found.rows:
        was = before.get((row["year"], row["programme"]), _NOTHING)
        allocated = cents(row["opening_budget"]) - cents(was["ceiling"])
        rows.append(
            {
                "year": row["year"],
                "programme": row["programme"],
                "name": names.programme(row["programme"]),
                "opening": was["available"],
                "allocated": format_cents(allocated),
                **{name: row[name] for name in _BUDGET},
                "available": row["available"],
            }
        )
    rows += _undivided(found, {row["year"]: row for row in earlier.get("years", ())})
    return [row for row in rows if any(cents(row[name]) for name in _TOLD)]


def _undivided(found: BudgetPeriod, before: Mapping[str, Any]) -> standing.Rows:
    """Per year the budget that no programme has: new is what was not allocated."""
    rows = []
    for row in found.years:
        was = cents(before.get(row["year"], _NOTHING)["unallocated"])
        moved = found.unallocated.get(row["year"], 0)
        new = cents(row["unallocated"]) - was - moved
        rows.append(
            {
                "year": row["year"],
                "programme": UNALLOCATED,
                "name": UNALLOCATED,
                "opening": format_cents(was),
                "allocated": format_cents(new),
                **dict.fromkeys(_BUDGET, "0.00"),
                "changes": format_cents(moved),
                "available": row["unallocated"],
            }
        )
    return rows


_NOTHING = {"ceiling": "0.00", "available": "0.00", "unallocated": "0.00"}
_TOLD = ("opening", "allocated", *_BUDGET, "available")


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
