"""Payment orders and what became of them, at a date and as known (section 9)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from domain.budgets import accounts as acc
from domain.values.money import Cents
from domain.values.texts import format_cents
from projections.answers.entries import person_of
from projections.answers.registers import in_force
from projections.snapshot import View


class Ordered(NamedTuple):
    """An order that stands at the date."""

    entry: int
    given: Mapping[str, Any]
    approved_by: str | None
    paid_by: int | None
    ordered_by: str
    """The person who posted it, or submitted it for approval."""

    @property
    def amount(self) -> Cents:
        """Euro cents."""
        return int(str(self.given["amount"]).replace(".", ""))

    @property
    def due(self) -> date:
        """When it should be paid."""
        return date.fromisoformat(self.given["due"])

    @property
    def fields(self) -> Mapping[str, Any]:
        """The payment's own fields, its command among them."""
        fields: Mapping[str, Any] = self.given["as"]
        return fields


def orders(view: View) -> Iterator[Ordered]:
    """The orders that stand, in the order of entries."""
    for each in in_force(view, "order_payment"):
        approval = each.state.get("approval")
        yield Ordered(
            each.entry,
            each.given,
            None if approval is None else approval["person"],
            _paid_by(view, each.given["payment"]),
            person_of(each.state),
        )


def _paid_by(view: View, payment: str) -> int | None:
    """The entry that paid it by the date and was not reversed by then."""
    rows = view.rows(
        "SELECT l.entry FROM lines l JOIN entries e ON e.entry = l.entry"
        " LEFT JOIN entries r ON r.reverses = l.entry AND r.entry <= ? AND r.day <= ?"
        " WHERE l.account = (SELECT account FROM accounts WHERE name = ?)"
        " AND l.amount < 0 AND l.entry <= ? AND l.day <= ? AND r.entry IS NULL"
        " AND e.command <> 'reverse' ORDER BY l.entry DESC",
        *(view.entry, view.day, acc.ordered(payment), view.entry, view.day),
    )
    for row in rows:
        return int(row[0])
    return None


def payment_json(order: Ordered) -> dict[str, object]:
    """The shape of `payments` in section 9 of the contract."""
    return {
        "payment": order.given["payment"],
        "entry": order.entry,
        "command": order.fields["command"],
        "amount": format_cents(order.amount),
        "due": order.given["due"],
        "status": "open" if order.paid_by is None else "paid",
        "approved_by": order.approved_by,
        "paid_by": order.paid_by,
    }
