"""Payment orders that the bank did not show yet, as lines are held against them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.values.messages import Message, message
from domain.values.money import Cents
from projections.answers.payments import Ordered, orders
from projections.sealed import is_sealed, values_of
from projections.snapshot import View
from projections.suggesting.accounts import plain_account
from projections.suggesting.parties import Counterparties


@dataclass(frozen=True)
class OpenOrder:
    """An order that is to be paid."""

    payment: str
    document: str
    amount: Cents
    due: date
    party: str | None
    account: str | None
    """The payee's, as two are compared; None where it wasn't given or is erased."""
    command: Mapping[str, Any]
    """The payment, without what the line itself gives."""

    @property
    def project(self) -> str | None:
        """The project that it is paid of."""
        found: str | None = self.command.get("project")
        return found

    @property
    def said(self) -> Message:
        """What it is, in words."""
        if self.party is None:
            return message("payment {payment}", payment=self.payment)
        return message(
            "payment {payment} to {party}", payment=self.payment, party=self.party
        )


def open_orders(view: View, parties: Counterparties) -> Sequence[OpenOrder]:
    """In the order of entries, as known."""
    return [
        _open_order(each, view, parties)
        for each in orders(view)
        if each.paid_by is None
    ]


def _open_order(order: Ordered, view: View, parties: Counterparties) -> OpenOrder:
    fields = {name: x for name, x in order.fields.items() if not is_sealed(x)}
    sealed = order.given.get("payee_account") is not None
    values = values_of(view.reader, order.entry) if sealed else {}
    account = values.get("payee_account")
    return OpenOrder(
        order.given["payment"],
        order.given["document"],
        order.amount,
        order.due,
        parties.of(order.entry, order.fields),
        None if account is None else plain_account(account),
        {**fields, "payment": order.given["payment"]},
    )


def ordered_grants(found: Iterable[OpenOrder]) -> Mapping[str, Cents]:
    """What is ordered of the grant of each project, in euro cents."""
    sums = Counter[str]()
    for each in found:
        if each.command["command"] == "pay_grant" and each.project is not None:
            sums[each.project] += each.amount
    return sums
