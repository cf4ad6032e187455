"""`document partner-sheet`: what a partner paid, and what happened with it."""

from datetime import date
from fractions import Fraction
from typing import Any

from domain.values.money import Cents
from domain.values.texts import format_cents
from papers.documents import standing
from papers.documents.basis import document_json
from papers.documents.kinds.partner_sheet import NEEDED
from papers.documents.naming import Names
from papers.documents.reporting import document_report
from projections.answers import partners
from projections.answers.balances import balance
from projections.answers.entries import Entry, Filters, history
from projections.answers.hours import hours
from projections.answers.project_rows import proposals
from projections.query import Asked, Parameter, query
from projections.report import Report
from projections.snapshot import View
from projections.sums import cents

_PAYMENTS = ("receive_contribution", "repay_contribution")
_HOURS = ("committed", "recorded", "borrowed", "lent")


@query(
    "document partner-sheet",
    Parameter("partner", "partner", "The partner.", required=True),
    examples="""
    zuidas document partner-sheet --partner emmen
    zuidas document partner-sheet --partner emmen -o emmen.pdf
    """,
    chapter="Documents",
)
def document_partner_sheet(asked: Asked, partner: str) -> Report:
    """One partner: what it paid, what became of it, its projects and its hours."""
    view = asked.view
    names = Names(view)
    found: Any = balance(view)
    own = partners.partner(view, partner)
    received = sum(cents(row["received"]) for row in found["partners"])
    return document_report(
        document_json(
            view,
            "partner-sheet",
            NEEDED,
            partner=own["partner"],
            name=own["name"],
            inhabitants=own["inhabitants"],
            contributions=own["years"],
            total=own["total"],
            payments=_payments(view, partner, own["years"]),
            next_due=_next_due(view, own["years"]),
            received_of_all=format_cents(received),
            percentage=_percentage(cents(own["total"]["received"]), received),
            spent=own["spent"],
            share_of_spent=own["share_of_spent"],
            unspent=format_cents(
                cents(own["total"]["received"]) - cents(own["share_of_spent"])
            ),
            account=standing.account_json(view, found),
            programmes=standing.programmes_json(found, names),
            projects=_projects(view, own["projects"]),
            hours=[
                {"year": row["year"], **{name: row[name] for name in _HOURS}}
                for row in hours(view)
                if row["partner"] == partner and any(cents(row[n]) for n in _HOURS)
            ],
        )
    )


def _payments(
    view: View, partner: str, years: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """What it paid, and what was paid back to it, by date; and how late."""
    found = [
        entry
        for command in _PAYMENTS
        for entry in history(
            view, Filters(partner=partner, command=command, to_day=view.day)
        )
        if entry.reversed_by is None
    ]
    found.sort(key=lambda entry: (str(entry.date), entry.number))
    due = {row["year"]: row["due_date"] for row in years}
    return [
        {
            "entry": entry.number,
            "date": entry.date,
            "year": entry.given["year"],
            "document": entry.document,
            "amount": format_cents(
                (entry.amount or 0) * (1 if entry.command == _PAYMENTS[0] else -1)
            ),
            "days_late": _days_late(entry, due.get(entry.given["year"])),
        }
        for entry in found
    ]


def _days_late(entry: Entry, due: str | None) -> int:
    """Days between the due date and the day it was paid; 0 where it was in time."""
    if due is None or entry.date is None or entry.command != _PAYMENTS[0]:
        return 0
    paid = date.fromisoformat(entry.date)
    return max(0, (paid - date.fromisoformat(due)).days)


def _next_due(view: View, years: list[dict[str, Any]]) -> dict[str, str] | None:
    """The first contribution that is called and still to be paid in time."""
    coming = [
        row
        for row in years
        if cents(row["outstanding"]) > 0 and row["due_date"] >= view.at.isoformat()
    ]
    first = min(coming, key=lambda row: row["due_date"], default=None)
    if first is None:
        return None
    return {name: first[name] for name in ("year", "due_date", "outstanding")}


def _percentage(part: Cents, whole: Cents) -> str | None:
    """With two decimals; null of nothing."""
    if not whole:
        return None
    return format_cents(round(Fraction(part * 10_000, whole)))


def _projects(view: View, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Its projects, with who gets the grant."""
    terms = proposals(view)
    return [{**row, "recipient": terms[row["project"]]["recipient"]} for row in rows]
