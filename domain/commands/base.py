"""What every write command has, and the register of them all.

A command is one pydantic model. The command line, JSON Lines, the JSON Schema and the
stored event are derived from it; adding one needs no edit in `cli/`.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field

from domain.fields import CommandId, Day, Document, Refers, Remark, Sha256

REGISTER: dict[str, type["Command"]] = {}
"""Every write command by its name, in the order of the contract."""


class Command(BaseModel):
    """A write command as given: values checked for form, nothing looked up yet."""

    # Built when first used: a process posts one command, not all thirty.
    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True
    )

    name: ClassVar[str]
    example: ClassVar[Mapping[str, object]]
    """A runnable example in the contract's JSON form."""
    moves_cash: ClassVar[bool] = False
    """It moves the current account, so it is never dated after today."""
    posts: ClassVar[bool] = True
    """It is subject to the lock of a period (section 3's table and two more)."""
    reversible: ClassVar[bool] = False
    offered: ClassVar[bool] = True
    """Users may post it; false for the command behind entry 1."""
    receipt: ClassVar[bool] = False
    """Its reversal is a fact of the bank and is never refused for lack of money."""
    fact: ClassVar[bool] = False
    """What the bank shows: accepted even without money (`check` reports it)."""

    id: Annotated[
        CommandId | None,
        Field(description="Idempotency key: repeating the command then posts once."),
    ] = None
    note: Annotated[
        Remark, Field(description="A remark for whoever reads the entry.")
    ] = None

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        """Register every concrete command under its name."""
        super().__pydantic_init_subclass__(**kwargs)
        if cls.offered and "name" in cls.__dict__:
            REGISTER[cls.name] = cls

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

    def given(self) -> dict[str, object]:
        """The command in the contract's JSON form, absent fields left out."""
        return self.model_dump(mode="json", exclude_none=True)

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


class Dated(Command):
    """A command with an effective date."""

    date: Annotated[Day, Field(description="Effective date: when it counts.")]

    @property
    def effective_date(self) -> dt.date:
        """The date on which the command counts."""
        return self.date
