"""`document partner-sheet`: what a partner paid, and what happened with it."""

from typing import Any

from domain.values.texts import format_cents
from papers.documents import standing
from papers.documents.basis import document_json
from papers.documents.kinds.partner_sheet import NEEDED
from papers.documents.naming import Names
from papers.documents.reporting import document_report
from projections.answers import partners
from projections.answers.balances import balance
from projections.answers.entries import Filters, history
from projections.answers.hours import hours
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
            payments=_payments(view, partner),
            spent=own["spent"],
            share_of_spent=own["share_of_spent"],
            programmes=standing.programmes_json(
                found, names, {row["year"] for row in found["years"]}
            ),
            projects=own["projects"],
            hours=[
                {"year": row["year"], **{name: row[name] for name in _HOURS}}
                for row in hours(view)
                if row["partner"] == partner and any(cents(row[n]) for n in _HOURS)
            ],
        )
    )


def _payments(view: View, partner: str) -> list[dict[str, Any]]:
    """What it paid, and what was paid back to it, by date."""
    found = [
        entry
        for command in _PAYMENTS
        for entry in history(
            view, Filters(partner=partner, command=command, to_day=view.day)
        )
        if entry.reversed_by is None
    ]
    found.sort(key=lambda entry: (str(entry.date), entry.number))
    return [
        {
            "entry": entry.number,
            "date": entry.date,
            "year": entry.given["year"],
            "document": entry.document,
            "amount": format_cents(
                (entry.amount or 0) * (1 if entry.command == _PAYMENTS[0] else -1)
            ),
        }
        for entry in found
    ]
