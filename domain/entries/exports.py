"""A batch handed to another ledger, registered: command and event."""

from typing import Annotated

from pydantic import Field

from domain.entries.command import Command
from domain.entries.event import LedgerEvent
from domain.values.fields import (
    EntryNumber,
    ExportCode,
    ExportTarget,
    Movement,
    Sha256,
)


class RegisterExport(Command):
    """Register a batch of entries handed to another ledger, each entry once.

    zuidas export ledger writes the file and registers it; nobody types this.
    """

    name = "register_export"
    example = {
        "export": "province-1",
        "target": "province",
        "from_entry": 1,
        "to_entry": 3,
        "rows": 12,
        "debit": "156800.00",
        "credit": "156800.00",
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    }

    export: Annotated[ExportCode, Field(description="Code of the batch.")]
    target: Annotated[ExportTarget, Field(description="The ledger it is for.")]
    from_entry: Annotated[
        EntryNumber, Field(description="First entry: after the batch before it.")
    ]
    to_entry: Annotated[EntryNumber, Field(description="Last entry.")]
    rows: Annotated[EntryNumber, Field(description="Rows in the file.")]
    debit: Annotated[Movement, Field(description="Sum of debit, in euros.")]
    credit: Annotated[Movement, Field(description="Sum of credit, in euros.")]
    sha256: Annotated[Sha256, Field(description="SHA-256 of the file, in hex.")]


class ExportRegistered(LedgerEvent):
    """A batch registered: the next one for its target begins after it."""

    given: RegisterExport
