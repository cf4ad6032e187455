"""Commands that correct the ledger without changing what is stored."""

from typing import Annotated, Literal

from pydantic import Field

from domain.commands.base import Command, Dated
from domain.fields import EntryNumber, Text

Annotatable = Literal[
    "document",
    "document_sha256",
    "description",
    "payee",
    "counterparty",
    "subject",
    "title",
    "note",
    "reason",
]
"""The fields an annotation may correct; never an amount, a date or a decision."""


class Reverse(Dated):
    """Reverse an entry: the opposite lines on a stated date; the original stays."""

    name = "reverse"
    posts = False
    example = {"entry": 8, "date": "2011-10-20", "reason": "Booked on the wrong year"}

    entry: Annotated[EntryNumber, Field(description="Number of the entry to reverse.")]
    reason: Annotated[Text, Field(description="Why it is reversed.")]


class Annotate(Command):
    """Correct a text of an earlier entry; the original stays visible."""

    name = "annotate"
    posts = False
    example = {
        "entry": 8,
        "field": "document",
        "value": "BANK-2011-0002",
        "reason": "Typing error in the voucher's number",
    }

    entry: Annotated[EntryNumber, Field(description="Number of the entry to correct.")]
    field: Annotated[Annotatable, Field(description="The field that was wrong.")]
    value: Annotated[Text, Field(description="What it should have said.")]
    reason: Annotated[Text, Field(description="Why it is corrected.")]
