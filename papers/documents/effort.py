"""What a partnership did in a period, as it accounts for it (Z21): rows with names."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from domain.framework.framework import UNALLOCATED
from domain.values.texts import format_cents
from papers.documents.naming import Names
from papers.documents.standing import Rows
from projections.answers.calendar_years import CalendarYear
from projections.answers.corrections import Corrections
from projections.answers.deviations import DeviationUse, deviation_uses
from projections.answers.hours import hours
from projections.answers.meetings import BODIES, attendance, meetings
from projections.answers.participation import results
from projections.answers.project_rows import project_rows, proposals
from projections.answers.registers import Registered, in_force, partners_on
from projections.days import day_number
from projections.sums import cents

_RESULT = ("date", "summary", "indicator", "target", "actual")
_HOURS = ("committed", "recorded", "borrowed", "lent")
_FUNDS = ("received", "spent")
_TRANSFER = ("from_programme", "from_year", "to_programme", "to_year", "amount")


def meetings_json(year: CalendarYear, names: Names) -> Rows:
    """The meetings of the year, who was there, and what they decided."""
    return [
        {
            **{name: row[name] for name in ("meeting", "body", "date")},
            "programme": row["programme"],
            "name": None
            if row["programme"] is None
            else names.programme(row["programme"]),
            "present": [
                {"name": names.partner(partner), "delegates": delegates}
                for partner, delegates in row["present"].items()
                if delegates
            ],
            "decisions": row["decisions"],
        }
        for row in _held(year)
    ]


def _held(year: CalendarYear) -> Rows:
    return [
        row for row in meetings(year.closing) if row["date"] >= year.start.isoformat()
    ]


def attendance_json(year: CalendarYear, names: Names) -> Rows:
    """Per partner at how many meetings of each body it was, and of how many.

    Those count that were held while it was a partner; and those that it was at.
    """
    held = _held(year)
    by_body = {body: attendance(held, body) for body in BODIES}
    partners = dict.fromkeys(
        [
            *partners_on(year.closing, year.end),
            *(partner for found in by_body.values() for partner in found),
        ]
    )
    return [
        {
            "partner": partner,
            "name": names.partner(partner),
            **{body: found.get(partner, 0) for body, found in by_body.items()},
            "held": {body: _open_to(year, held, partner, body) for body in BODIES},
        }
        for partner in partners
    ]


def _open_to(year: CalendarYear, held: Rows, partner: str, body: str) -> int:
    return sum(
        row["body"] == body
        and (
            partner in partners_on(year.closing, date.fromisoformat(row["date"]))
            or bool(row["present"].get(partner))
        )
        for row in held
    )


def hours_json(year: CalendarYear, names: Names, years: Collection[str]) -> Rows:
    """Hours per partner and budget year, where there are any."""
    return [
        {
            "year": row["year"],
            "partner": row["partner"],
            "name": names.partner(row["partner"]),
            **{name: row[name] for name in _HOURS},
        }
        for row in hours(year.closing)
        if row["year"] in years and any(cents(row[name]) for name in _HOURS)
    ]


def decisions_json(year: CalendarYear) -> Rows:
    """What the steering group decided in the year."""
    return [
        each.told("number", "date", "subject")
        for each in in_force(year.closing, "record_decision")
        if each.date >= year.start
    ]


def busy_projects(year: CalendarYear) -> set[str]:
    """The projects of which something was recorded with a date in the year."""
    view = year.closing
    rows = view.rows(
        "SELECT DISTINCT project FROM entries"
        " WHERE project > '' AND day >= ? AND day <= ? AND entry <= ?",
        *(day_number(year.start), view.day, view.entry),
    )
    return {str(row[0]) for row in rows}


def results_json(year: CalendarYear, projects: Collection[str]) -> Rows:
    """What projects achieved in the year."""
    view = year.closing
    corrections, terms = Corrections(view), proposals(view)
    return [
        {
            "project": project,
            "title": terms[project]["title"],
            **{name: result[name] for name in _RESULT},
        }
        for project in projects
        for result in results(view, project, corrections)
        if result["date"] >= year.start.isoformat()
    ]


def transfers_json(year: CalendarYear, names: Names) -> Rows:
    """Budget that was moved in the year, by which decision and why.

    What a year left when it was closed goes by the reason `carried`, and has none of
    its own.
    """
    rows = [
        {**each.told("date", "decision", *_TRANSFER, "reason"), "carried": False}
        for each in in_force(year.closing, "transfer_budget")
        if each.date >= year.start
    ]
    for each in in_force(year.closing, "close_budget_year"):
        if each.date >= year.start:
            rows += _carried(each)
    rows.sort(key=lambda row: (row["date"], row["entry"]))
    for row in rows:
        for side in ("from", "to"):
            row[f"{side}_name"] = names.programme(row[f"{side}_programme"])
    return rows


def _carried(closing: Registered) -> Rows:
    """What went from each place of a closed year to the next one."""
    return [
        {
            **closing.told("date", "decision"),
            "from_programme": place,
            "from_year": closing.given["year"],
            "to_programme": UNALLOCATED if place in closing.state["ended"] else place,
            "to_year": closing.given["carry_to"],
            "amount": format_cents(amount),
            "reason": None,
            "carried": True,
        }
        for place, amount in (closing.state.get("carried") or {}).items()
        if amount
    ]


def deviations_of(year: CalendarYear) -> Iterator[DeviationUse]:
    """Deviations that were decided in the year, or used in it."""
    view = year.closing
    dates = {
        int(entry)
        for (entry,) in view.rows(
            "SELECT entry FROM entries WHERE day >= ? AND day <= ? AND entry <= ?",
            *(day_number(year.start), view.day, view.entry),
        )
    }
    for number, use in deviation_uses(view).items():
        if number in dates or not dates.isdisjoint(use.used_by):
            yield use


def funds_json(year: CalendarYear, found: Mapping[str, Any]) -> Rows:
    """Money of others per project: whose, what came and went in the year, and in all.

    Of projects for which any is held, or was received or spent in the year.
    """
    view = year.closing
    terms, before = proposals(view), _before(year)
    sources: dict[str, dict[str, None]] = {}
    for each in in_force(view, "receive_funds"):
        sources.setdefault(each.given["project"], {})[each.given["source"]] = None
    rows = []
    for row in found["projects"]:
        received, spent = (cents(row[f"funds_{name}"]) for name in _FUNDS)
        earlier = before.get(row["project"], {})
        new = {
            f"{name}_in_year": cents(row[f"funds_{name}"])
            - cents(earlier.get(f"funds_{name}", "0.00"))
            for name in _FUNDS
        }
        if received != spent or any(new.values()):
            rows.append(
                {
                    "project": row["project"],
                    "title": terms[row["project"]]["title"],
                    "sources": [*sources.get(row["project"], ())],
                    **{name: format_cents(amount) for name, amount in new.items()},
                    "received": row["funds_received"],
                    "spent": row["funds_spent"],
                    "held": format_cents(received - spent),
                }
            )
    return rows


def of_year(year: CalendarYear, projects: Rows) -> Rows:
    """Projects with what was paid of them in the year, and whether it settled them."""
    before = _before(year)
    rows = []
    for row in projects:
        earlier = before.get(row["project"], _NEW)
        new = cents(row["paid"]) - cents(earlier["paid"])
        settled = row["status"] == "determined" != earlier["status"]
        rows.append(
            {**row, "paid_in_year": format_cents(new), "determined_in_year": settled}
        )
    return rows


_NEW = {"paid": "0.00", "status": "proposed"}


def _before(year: CalendarYear) -> dict[str, Any]:
    """By project its row when the year began."""
    rows: Any = [] if year.opening is None else project_rows(year.opening)
    return {row["project"]: row for row in rows}
