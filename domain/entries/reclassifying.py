"""Booking what the bank showed as something else (*memoriaal*): command and event."""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from domain.entries.command import Dated
from domain.entries.event import LedgerEvent
from domain.entries.held import Held, Holds
from domain.values.fields import EntryNumber, Movement, Text
from domain.values.money import Cents

RECEIPTS = (
    "receive_contribution",
    "receive_other",
    "receive_refund",
    "receive_funds",
)
PAYMENTS = (
    "repay_contribution",
    "post_process_cost",
    "pay_other",
    "pay_grant",
    "spend_funds",
)
HELD_WITHOUT = frozenset(
    {
        *("amount", "date", "document", "document_sha256"),
        *("bank_line", "payment", "id", "note"),
    }
)
"""What the original and the reclassification give themselves."""
AS = Holds((*RECEIPTS, *PAYMENTS), HELD_WITHOUT)

if TYPE_CHECKING:
    AsCommand = Held
else:
    AsCommand = AS.field_type()


class Reclassify(Dated):
    """Book an entry of the bank, or part of it, as if it had been another command.

    No line on the current account: the money moved once.
    """

    name = "reclassify"
    example = {
        "entry": 8,
        "date": "2011-10-20",
        "reason": "It was the contribution of Hoogeveen",
        "as": {
            "command": "receive_contribution",
            "year": "2011",
            "partner": "hoogeveen",
        },
    }

    entry: Annotated[EntryNumber, Field(description="Number of the entry of the bank.")]
    reason: Annotated[Text, Field(description="Why it is booked otherwise.")]
    as_: Annotated[
        AsCommand,
        Field(alias="as", description="The command it is booked as from that date on."),
    ]
    amount: Annotated[
        Movement | None, Field(description="Part of it (the whole amount).")
    ] = None


class EntryReclassified(LedgerEvent):
    """An entry of the bank booked as another command, in whole or in part."""

    given: Reclassify
    original: str
    """Name of the original's command."""
    document: str
    """The original's voucher."""
    amount: Cents
    project: str | None = None
    partner: str | None = None
    programme: str | None = None
    year: str | None = None
    """What it is booked on now, else what it was booked on."""
    lines: list[tuple[str, Cents]]
    """What is taken away and what comes in its place, memorandum accounts included."""
    earmarked: dict[str, Cents] = {}
