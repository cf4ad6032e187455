"""How the partnership stands, as reports tell it: rows with names, of the answers.

Every figure is one of `balance`, `partner`, `deviations` and their like; here rows are
chosen, and codes get their names.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from domain.framework.framework import OUTSIDE
from domain.values.texts import format_cents
from papers.documents.naming import Names
from projections.answers.balances import spent_of
from projections.answers.deviations import DeviationUse, deviation_json
from projections.answers.participation import awards
from projections.answers.project_rows import proposals
from projections.answers.projects import step_of
from projections.answers.registers import Registered
from projections.answers.suspense import OpenItem
from projections.snapshot import View
from projections.sums import cents

Rows = list[dict[str, Any]]
_FIGURES = ("ceiling", "spent", "committed", "available")
_ACCOUNT = ("balance", "earmarked", "free")
_GRANT = ("awarded", "paid", "committed")
_DEVIATION = ("rule", "year", "amount", "share", "used", "left")


def programmes_json(
    found: Mapping[str, Any], names: Names, years: Collection[str]
) -> Rows:
    """Per programme in these years its ceiling, and what became of it.

    `found` is the answer of `balance`. Outside the programmes only where something is.
    """
    rows = [
        {
            "year": row["year"],
            "programme": row["programme"],
            "name": names.programme(row["programme"]),
            **row,
            "spent": format_cents(spent_of(row)),
        }
        for row in found["programmes"]
        if row["year"] in years
    ]
    wanted = ("year", "programme", "name", *_FIGURES)
    return [
        {name: row[name] for name in wanted}
        for row in rows
        if row["programme"] != OUTSIDE or any(cents(row[n]) for n in _FIGURES)
    ]


def account_json(found: Mapping[str, Any]) -> dict[str, str]:
    """The current account: its balance, and what of it is others' money."""
    return {name: found["current_account"][name] for name in _ACCOUNT}


def projects_json(
    view: View, found: Mapping[str, Any], names: Names, only: Collection[str]
) -> Rows:
    """Projects by id: whose, what of the grant was paid, and what comes next."""
    terms, awarded = proposals(view), awards(view)
    return [
        {
            "project": row["project"],
            "title": terms[row["project"]]["title"],
            "recipient": terms[row["project"]]["recipient"],
            "year": row["year"],
            "programme": row["programme"],
            "name": names.programme(row["programme"]),
            "status": row["status"],
            **{name: row[name] for name in _GRANT},
            "next_step": step_of(row["status"], row),
            "determination_due": _due(awarded.get(row["project"]))
            if row["status"] == "awarded"
            else None,
        }
        for row in found["projects"]
        if row["project"] in only
    ]


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
    rows = []
    for use in uses:
        told = deviation_json(use)
        project, programme = told["project"], told["programme"]
        rows.append(
            {
                "entry": use.entry.number,
                "decision": use.entry.decision,
                "date": use.entry.date,
                "project": project,
                "title": None if project is None else terms[str(project)]["title"],
                "programme": programme,
                "name": None if programme is None else names.programme(str(programme)),
                **{name: told[name] for name in _DEVIATION},
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
