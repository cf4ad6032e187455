"""Payment orders, and the payments that name one (section 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.deciding.books import Draft
from domain.deciding.register import decides
from domain.entries.payments import OrderPayment, PaymentOrdered
from domain.states.payments import stream
from domain.values.errors import Refusal

if TYPE_CHECKING:
    from domain.deciding.books import Books
    from domain.entries.command import Command
    from domain.entries.event import Actor


@decides(OrderPayment)
def order_payment(command: OrderPayment, actor: Actor, books: Books) -> Draft:
    """One order a number; what it would become is looked at apart."""
    found = books.order(command.payment)
    if found is not None:
        raise Refusal(
            "PAYMENT_EXISTS",
            "payment {payment} was ordered in entry {entry}.",
            {"entry": found.entry},
            payment=command.payment,
            entry=found.entry,
        )
    fields = command.as_.fields
    return Draft(
        stream(command.payment),
        lambda envelope: PaymentOrdered(
            **envelope,
            given=command,
            project=getattr(fields, "project", None),
            partner=getattr(fields, "partner", None),
            programme=getattr(fields, "programme", None),
            year=getattr(fields, "year", None),
        ),
    )


def ordered(command: OrderPayment) -> Command:
    """The payment as if it were made on the day of the order."""
    return command.as_.whole(
        amount=command.amount, date=command.date, document=command.document
    )
