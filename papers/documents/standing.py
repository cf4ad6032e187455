"""How the partnership stands, as reports tell it: rows with names, of the answers.

Every figure is one of `balance`, `partner`, `deviations` and their like; here rows are
chosen, and codes get their names.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from domain.values.texts import format_cents
from papers.documents.naming import Names
from projections.answers.account_use import account_use
from projections.answers.balances import spent_of
from projections.answers.decisions import recorded
from projections.answers.deviations import DeviationUse, deviation_json
from projections.answers.participation import awards
from projections.answers.project_rows import project_rows, proposals
from projections.answers.projects import step_of
from projections.answers.registers import Registered, in_force
from projections.answers.suspense import OpenItem
from projections.snapshot import View
from projections.sums import cents

Rows = list[dict[str, Any]]
_FIGURES = ("ceiling", "spent", "committed", "available")
_GRANT = (
    *("awarded", "determined", "paid", "refunded", "recoverable", "written_off"),
    "committed",
)
_DEVIATION = ("rule", "year", "amount", "share", "used")
_YEAR = ("year", "budget", "unallocated", "for_projects")
_DROPPED: Mapping[str, str] = {
    "rejected": "reject_project",
    "retracted": "retract_project",
    "withdrawn": "withdraw_grant",
}
"""Statuses of projects that get no money, by what gave it to them."""


def programmes_json(found: Mapping[str, Any], names: Names) -> Rows:
    """Per programme in all years its ceiling, and what became of it.

    `found` is the answer of `balance`. Only where something is.
    """
    closed = {row["year"] for row in found["years"] if row["status"] == "closed"}
    rows = [
        {
            "year": row["year"],
            "open": row["year"] not in closed,
            "programme": row["programme"],
            "name": names.programme(row["programme"]),
            **{name: row[name] for name in _FIGURES if name != "spent"},
            "process_costs": row["process_costs"],
            "spent": format_cents(spent_of(row)),
        }
        for row in found["programmes"]
    ]
    wanted = ("year", "open", "programme", "name", "process_costs", *_FIGURES)
    return [
        {name: row[name] for name in wanted}
        for row in rows
        if any(cents(row[n]) for n in _FIGURES)
    ]


def closed_years(programmes: Rows) -> list[str]:
    """The closed years of which something is left."""
    left = (r["year"] for r in programmes if not r["open"] and cents(r["available"]))
    return [*dict.fromkeys(left)]


def years_json(found: Mapping[str, Any]) -> Rows:
    """Per open year its budget, and how it comes to what is left for projects.

    Budget and what was moved into the year, less what is spent, committed and kept for
    process costs, is what is left.
    """
    rows = []
    for year in found["years"]:
        if year["status"] != "open":
            continue
        own = [row for row in found["programmes"] if row["year"] == year["year"]]
        places = sum(cents(row["ceiling"]) for row in own) + cents(year["unallocated"])
        left = sum(cents(row["available"]) for row in own) + cents(year["unallocated"])
        rows.append(
            {
                **{name: year[name] for name in _YEAR},
                "moved": format_cents(places - cents(year["budget"])),
                "spent": format_cents(sum(map(spent_of, own))),
                "committed": format_cents(sum(cents(r["committed"]) for r in own)),
                "reserved": format_cents(left - cents(year["for_projects"])),
            }
        )
    return rows


def account_json(view: View, found: Mapping[str, Any]) -> dict[str, str]:
    """The current account: what its balance is made up of."""
    use = account_use(view, found)
    return {name: format_cents(amount) for name, amount in use._asdict().items()}


def projects_json(
    view: View, found: Mapping[str, Any], names: Names, only: Collection[str]
) -> Rows:
    """Projects by id: whose, what of the grant was paid, and what comes next."""
    terms, awarded = proposals(view), awards(view)
    return [
        {
            **_named(row, terms[row["project"]], names),
            **{name: row[name] for name in _GRANT},
            "next_step": step_of(row["status"], row),
            "determination_due": _due(awarded.get(row["project"]))
            if row["status"] == "awarded"
            else None,
        }
        for row in found["projects"]
        if row["project"] in only and not _is_dropped(row)
    ]


def _named(
    row: Mapping[str, Any], terms: Mapping[str, Any], names: Names
) -> dict[str, Any]:
    """Which project it is, whose, of which budget, and how it stands."""
    return {
        "project": row["project"],
        "title": terms["title"],
        "recipient": terms["recipient"],
        "year": row["year"],
        "programme": row["programme"],
        "name": names.programme(row["programme"]),
        "status": row["status"],
    }


def _is_dropped(row: Mapping[str, Any]) -> bool:
    """It was refused, or given up, and nothing is to be done for it any more."""
    return row["status"] in _DROPPED and step_of(row["status"], row) == "none"


def dropped_json(
    view: View, found: Mapping[str, Any], names: Names, only: Collection[str]
) -> Rows:
    """Projects that get no money: what was asked for, and why not."""
    terms, reasons = proposals(view), _reasons(view)
    return [
        {
            **_named(row, terms[row["project"]], names),
            "requested": row["requested"],
            "awarded": row["awarded"],
            "reason": reasons[row["status"], row["project"]],
        }
        for row in found["projects"]
        if row["project"] in only and _is_dropped(row)
    ]


def _reasons(view: View) -> Mapping[tuple[str, str], str]:
    """By status and project why, as it was told last."""
    return {
        (status, each.given["project"]): each.given["reason"]
        for status, command in _DROPPED.items()
        for each in in_force(view, command)
    }


def _due(award: Registered | None) -> str | None:
    return None if award is None else award.given.get("determination_due")


def overdue_json(found: Mapping[str, Any], names: Names) -> Rows:
    """Contributions that were to be paid before the date."""
    return [
        {
            **{name: row[name] for name in ("year", "partner")},
            "name": names.partner(row["partner"]),
            **{name: row[name] for name in ("due_date", "overdue")},
        }
        for row in found["partners"]
        if cents(row["overdue"]) > 0
    ]


def deviations_json(view: View, names: Names, uses: Iterable[DeviationUse]) -> Rows:
    """Deviations with the decision, what they are about, and what is left of them."""
    terms = proposals(view)
    lapsed = {r["project"] for r in project_rows(view) if r["status"] in _DROPPED}
    rows = []
    for use in uses:
        told = deviation_json(use)
        project, programme = told["project"], told["programme"]
        decision = use.entry.decision
        assert decision is not None  # noqa: S101  # a deviation rests on one
        subject = recorded(view, decision).words
        rows.append(
            {
                "entry": use.entry.number,
                "decision": use.entry.decision,
                "subject": subject,
                "date": use.entry.date,
                "project": project,
                "title": None if project is None else terms[str(project)]["title"],
                "programme": programme,
                "name": None if programme is None else names.programme(str(programme)),
                **{name: told[name] for name in _DEVIATION},
                "left": None if project in lapsed else told["left"],
                "lapsed": project in lapsed,
            }
        )
    return rows


def suspense_json(item: OpenItem) -> dict[str, Any]:
    """Money of unknown or mistaken origin; more than zero where it came in."""
    return {
        "entry": item.entry,
        "date": item.date.isoformat(),
        "counterparty": item.counterparty,
        "open": format_cents(item.left if item.received else -item.left),
    }


def overlapping(view: View, start: date, end: date) -> set[str]:
    """The budget years of which some days lie between two days, both included."""
    return {
        each.code
        for each in view.framework.years
        if each.start <= end and each.end >= start
    }
