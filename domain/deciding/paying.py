"""A payment that was ordered is what its order says, once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.budgets import accounts
from domain.values.errors import Refusal
from domain.values.messages import Euro, message

if TYPE_CHECKING:
    from domain.deciding.books import Books
    from domain.entries.command import Command
    from domain.entries.payments import OrderPayment
    from domain.states.payments import Order
    from domain.values.messages import Message
    from domain.values.money import Cents


def order_named(command: Command, books: Books) -> Order | None:
    """The order that a payment names; raises `Refusal` (`PAYMENT_UNKNOWN`)."""
    payment: str | None = getattr(command, "payment", None)
    if payment is None or command.name == "order_payment":
        return None
    found = books.order(payment)
    if found is None:
        raise Refusal(
            "PAYMENT_UNKNOWN",
            "payment {payment} is not ordered, or its order was reversed"
            " (order_payment).",
            payment=payment,
        )
    return found


def check_payment(command: Command, books: Books) -> None:
    """A payment is what its order says, once; raises `Refusal`.

    Codes: `PAYMENT_UNKNOWN`, `PAYMENT_DIFFERS`, `PAYMENT_SETTLED`.
    """
    found = order_named(command, books)
    if found is None:
        return
    differs = _difference(command, found.given)
    if differs is not None:
        raise Refusal(
            "PAYMENT_DIFFERS",
            "payment {payment} was ordered otherwise (entry {entry}): {differs}.",
            {"entry": found.entry},
            payment=found.given.payment,
            entry=found.entry,
            differs=differs,
        )
    if not books.balance(accounts.ordered(found.given.payment), date.max):
        paid_by = books.paid_by(found.given.payment)
        raise Refusal(
            "PAYMENT_SETTLED",
            "payment {payment} was paid by entry {paid_by}.",
            {"entry": paid_by},
            payment=found.given.payment,
            paid_by=paid_by,
        )


def _difference(command: Command, order: OrderPayment) -> Message | None:
    """The first thing in which a payment is not what was ordered."""
    if command.name != order.as_.command:
        return message("it is {command}", command=order.as_.command)
    amount: Cents = getattr(command, "amount", 0)
    if amount != order.amount:
        return message(
            "{ordered}, not {paid}", ordered=Euro(order.amount), paid=Euro(amount)
        )
    for name in order.as_.names():
        if getattr(order.as_.fields, name) != getattr(command, name):
            return message("another {name}", name=name)
    return None
