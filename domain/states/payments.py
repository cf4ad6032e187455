"""The order that stands under a number; whether it was paid its account says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.entries.corrections import EntryReversed
from domain.entries.payments import PaymentOrdered

if TYPE_CHECKING:
    from domain.entries.event import LedgerEvent
    from domain.entries.payments import OrderPayment


def stream(payment: str) -> str:
    """Name of the stream of an order."""
    return f"payment:{payment}"


@dataclass(frozen=True)
class Order:
    """The newest order under a number."""

    entry: int
    given: OrderPayment
    approved: bool
    """A second person approved it."""
    reversed: bool = False


def evolve(order: Order | None, event: LedgerEvent) -> Order | None:
    """The order after one more event of its stream."""
    match event:
        case PaymentOrdered(given=given):
            return Order(event.entry, given, event.approval is not None)
        case EntryReversed() if order is not None:
            return replace(order, reversed=True)
    return order
