"""What every write command has.

A command is one pydantic model, named in `domain.catalogue`. The command line, JSON
Lines, the JSON Schema and the stored event are derived from it.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field

from domain.catalogue import BY_NAME, Trait
from domain.values.fields import (
    BankLine,
    CommandId,
    Day,
    Document,
    PaymentId,
    Refers,
    Remark,
    Sha256,
)
from domain.values.sealed import LOGGED


class Command(BaseModel):
    """A write command as given: values checked for form, nothing looked up yet."""

    # Built when first used: a process posts one command, not all thirty.
    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )

    name: ClassVar[str]
    example: ClassVar[Mapping[str, object]]
    """A runnable example in the contract's JSON form."""
    id: Annotated[
        CommandId | None,
        Field(description="Idempotency key: repeating the command then posts once."),
    ] = None
    note: Annotated[
        Remark, Field(description="A remark for whoever reads the entry.")
    ] = None

    def has(self, trait: Trait) -> bool:
        """The catalogue says so of it."""
        return BY_NAME[self.name].has(trait)

    @classmethod
    def references(cls) -> Iterator[tuple[str, Refers]]:
        """The fields that refer to something, in field order."""
        for name, field in cls.model_fields.items():
            for mark in reference_marks(field.annotation, field.metadata):
                yield name, mark

    @property
    def effective_date(self) -> dt.date | None:
        """The date on which the command counts, or None where it has no such date."""
        return None

    @property
    def sealed_day(self) -> dt.date | None:
        """The day of what is sealed in it; an erasure goes by it.

        What a command holds may have days of its own, in a property of this name.
        """
        return self.effective_date

    def given(self) -> dict[str, object]:
        """The command in the contract's JSON form, absent fields left out.

        What is sealed is there as it was given, once it is recorded as its digest.
        """
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    def logged(self) -> dict[str, object]:
        """The same for a log of the program's own: nothing in it is what is sealed."""
        return self.model_dump(
            mode="json", by_alias=True, exclude_none=True, context=dict(LOGGED)
        )

    def content(self) -> dict[str, object]:
        """What makes two commands the same: a field at its default counts as left out.

        So a field that is added later, with a default, changes no command of before.
        """
        return self.model_dump(mode="json", exclude_none=True, exclude_defaults=True)

    @classmethod
    def from_given(cls, fields: Mapping[str, object]) -> Self:
        """Read the form that `given` writes."""
        return cls.model_validate(fields)


def reference_marks(annotation: object, metadata: list[object]) -> Iterator[Refers]:
    """The marks of a field, also inside a list, a mapping's keys or an optional."""
    for item in metadata:
        if isinstance(item, Refers):
            yield item
    inner = getattr(annotation, "__metadata__", ())
    yield from (item for item in inner if isinstance(item, Refers))
    origin = getattr(annotation, "__origin__", None)
    if inner and origin is not None:
        yield from reference_marks(origin, [])
    for argument in getattr(annotation, "__args__", ()):
        yield from reference_marks(argument, [])


class Documented(Command):
    """A command that rests on a voucher (*bewijsstuk*)."""

    document: Annotated[
        Document, Field(description="Reference of the voucher (bewijsstuk).")
    ]
    document_sha256: Annotated[
        Sha256 | None, Field(description="SHA-256 of the voucher's file, in hex.")
    ] = None


class OnCurrentAccount(Documented):
    """A command that moves the current account: it may answer a bank line."""

    bank_line: Annotated[
        BankLine | None,
        Field(description="Line of a bank statement that it answers, such as 57.3."),
    ] = None


class Paying(OnCurrentAccount):
    """A payment: it may be one that was ordered."""

    payment: Annotated[
        PaymentId | None, Field(description="Number of the payment order.")
    ] = None


class Dated(Command):
    """A command with an effective date."""

    date: Annotated[Day, Field(description="Effective date: when it counts.")]

    @property
    def effective_date(self) -> dt.date:
        """The date on which the command counts."""
        return self.date
