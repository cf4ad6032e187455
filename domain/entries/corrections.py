"""Corrections that leave what is stored as it is: reversals and annotations."""

from datetime import date
from functools import cache
from typing import Annotated, Literal

from pydantic import (
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from domain.entries.command import Command, Dated
from domain.entries.event import LedgerEvent
from domain.entries.faults import fault_of
from domain.entries.ties import TiedEvent
from domain.values.fields import (
    DecisionNumber,
    Document,
    EntryNumber,
    Line,
    Sha256,
    Text,
    bad,
)
from domain.values.money import Cents

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
    "recipient",
    "cost_kind",
    "decision",
    "meeting",
]
"""The fields an annotation may correct; never an amount, a date or a party to it."""


class Reverse(Dated):
    """Reverse an entry: the opposite lines on a stated date; the original stays."""

    name = "reverse"
    example = {"entry": 8, "date": "2011-10-20", "reason": "Booked on the wrong year"}

    entry: Annotated[EntryNumber, Field(description="Number of the entry to reverse.")]
    reason: Annotated[Text, Field(description="Why it is reversed.")]


class Annotate(Command):
    """Correct a text or reference of an earlier entry; the original stays visible."""

    name = "annotate"
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

    @field_validator("value")
    @classmethod
    def _has_the_fields_form(cls, value: str, info: ValidationInfo) -> str:
        field = info.data.get("field")
        try:
            return _form(field).validate_python(value, context=info.context)
        except ValidationError as error:
            why = fault_of(error.errors()[0]).said
            raise bad(
                "BAD_COMMAND", "not a {field}: {why}", field=field, why=why
            ) from None


@cache
def _form(field: str | None) -> TypeAdapter[str]:
    """The form of an annotatable field, the same in every command that has it."""
    match field:
        case "document":
            return TypeAdapter(Document)
        case "document_sha256":
            return TypeAdapter(Sha256)
        case "decision" | "meeting":
            return TypeAdapter(DecisionNumber)
        case "description" | "payee" | "subject" | "title":
            return TypeAdapter(Line)
    return TypeAdapter(Text)


class EntryReversed(TiedEvent):
    """An earlier entry reversed: `original` is its command, for whoever replays."""

    given: Reverse
    original: str
    """Name of the reversed command."""
    project: str | None = None
    partner: str | None = None
    programme: str | None = None
    year: str | None = None
    """What the original was about, so that its reversal is found with it."""
    lines: list[tuple[str, Cents]]
    """The lines of the original, opposite, memorandum accounts included."""
    earmarked: dict[str, Cents] = {}
    dated: list[tuple[date, str, Cents]] | None = None
    """Of a statement or an account: its lines, opposite, on the days they counted."""


class EntryAnnotated(LedgerEvent):
    """A text of an earlier entry corrected."""

    given: Annotate
