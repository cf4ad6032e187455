"""Payment orders (section 9): what the payment run should pay, and when."""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from domain.entries.command import Dated, Documented
from domain.entries.event import LedgerEvent
from domain.entries.held import Held, Holds
from domain.entries.reclassifying import HELD_WITHOUT, PAYMENTS
from domain.values.fields import Day, Movement, PaymentId
from domain.values.sealed import SealedIban

AS = Holds(PAYMENTS, HELD_WITHOUT)

if TYPE_CHECKING:
    AsCommand = Held
else:
    AsCommand = AS.field_type()


class OrderPayment(Dated, Documented):
    """Order a payment: judged now as if it were made, and paid when the bank did.

    It reserves nothing. The payment itself names it, and is the same command.
    """

    name = "order_payment"
    example = {
        "payment": "P-2012-014",
        "as": {"command": "pay_grant", "project": "grecor"},
        "amount": "5000.00",
        "due": "2012-04-01",
        "date": "2012-03-15",
        "document": "RC-2012-014",
    }

    payment: Annotated[PaymentId, Field(description="Number of the order.")]
    as_: Annotated[
        AsCommand,
        Field(alias="as", description="The payment, without amount, date, document."),
    ]
    amount: Annotated[Movement, Field(description="Euros, more than zero.")]
    due: Annotated[Day, Field(description="When it should be paid.")]
    payee_account: Annotated[
        SealedIban | None, Field(description="IBAN of whom it is paid to; sealed.")
    ] = None


class PaymentOrdered(LedgerEvent):
    """A payment ordered; open until it is paid."""

    given: OrderPayment
    project: str | None = None
    partner: str | None = None
    programme: str | None = None
    year: str | None = None
    """What it would be booked on."""
