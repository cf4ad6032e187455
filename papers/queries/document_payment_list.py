"""`document payment-list`: approved payment orders, for the province's payment run."""

from collections.abc import Mapping
from typing import Any

from domain.values.texts import format_cents
from papers.documents.basis import document_json
from papers.documents.kinds.payment_list import NEEDED
from papers.documents.naming import Names
from papers.documents.reporting import document_report
from projections.answers.balances import balance
from projections.answers.payments import Ordered, orders
from projections.answers.project_rows import project_rows, proposals
from projections.query import Asked, query
from projections.report import Report
from projections.sealed import is_sealed
from projections.snapshot import View
from projections.sums import cents


@query(
    "document payment-list",
    examples="""
    zuidas document payment-list
    zuidas document payment-list --at 2012-03-31 -o payments.pdf
    """,
    chapter="Documents",
)
def document_payment_list(asked: Asked) -> Report:
    """Payment orders to be paid, each with who ordered and who approved it.

    Account numbers are sealed, and not told: the entry that ordered has them. Orders
    that nobody approved are named below, and are not to be paid.
    """
    view = asked.view
    names, terms = Names(view), proposals(view)
    unpaid = [each for each in orders(view) if each.paid_by is None]
    found: Any = balance(view, "current-account")
    account = found["current_account"]
    unpaid.sort(key=lambda each: (each.due, each.entry))
    return document_report(
        document_json(
            view,
            "payment-list",
            NEEDED,
            payments=[
                _payment(each, names, terms)
                for each in unpaid
                if each.approved_by is not None
            ],
            unapproved=[
                {
                    "payment": each.given["payment"],
                    "entry": each.entry,
                    "due": each.given["due"],
                    "amount": format_cents(each.amount),
                    "ordered_by": each.ordered_by,
                }
                for each in unpaid
                if each.approved_by is None
            ],
            balance=account["balance"],
            to_pay=_to_pay(view, unpaid),
        )
    )


def _to_pay(view: View, unpaid: list[Ordered]) -> dict[str, Any]:
    """What is still to be paid of grants, and what of that nobody ordered yet."""
    committed = {
        str(row["project"]): cents(str(row["committed"])) for row in project_rows(view)
    }
    owed = {project: amount for project, amount in committed.items() if amount > 0}
    for each in unpaid:
        project = each.fields.get("project")
        if each.fields["command"] == "pay_grant" and project in owed:
            owed[project] = max(0, owed[project] - each.amount)
    return {
        "committed": format_cents(sum(amount for amount in committed.values())),
        "not_ordered": format_cents(sum(owed.values())),
        "projects": sum(amount > 0 for amount in owed.values()),
    }


def _payment(
    order: Ordered, names: Names, terms: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    project = order.fields.get("project")
    return {
        "payment": order.given["payment"],
        "entry": order.entry,
        "due": order.given["due"],
        "command": order.fields["command"],
        "project": project,
        "title": None if project is None else terms[project]["title"],
        "payee": _payee(order.fields, names, terms),
        "account_is_sealed": is_sealed(order.given.get("payee_account")),
        "document": order.given["document"],
        "amount": format_cents(order.amount),
        "ordered_by": order.ordered_by,
        "approved_by": order.approved_by,
    }


def _payee(
    fields: Mapping[str, Any], names: Names, terms: Mapping[str, Mapping[str, Any]]
) -> str:
    """Whom it is paid to: named by the order, else the partner or the recipient."""
    for name in ("payee", "counterparty"):
        if fields.get(name):
            return str(fields[name])
    if fields.get("partner"):
        return names.partner(fields["partner"])
    return str(terms[fields["project"]]["recipient"])
