"""Sealing what a command says of persons before it is recorded, and comparing it.

Salts are drawn here: rules know nothing of chance.
"""

import os
from collections.abc import Iterator, Mapping

from domain.entries.command import Command
from domain.entries.event import LedgerEvent
from domain.entries.sealed_fields import sealed_fields, with_sealed
from domain.values.errors import Refusal
from domain.values.sealed import SALT_BYTES, Sealed
from ledger.storage.sealed import SealedRow

Rows = Mapping[str, SealedRow]
"""What is there of one entry's sealed values, by place."""
_GONE = Sealed(digest="gone")
"""Takes the place of what can't be compared."""


def sealed(command: Command) -> Command:
    """The command as it is recorded: each value with a salt of its own."""
    return with_sealed(command, _sealed)


def _sealed(place: str, found: Sealed) -> Sealed:  # noqa: ARG001  # see `Change`
    return found if found.digest else found.with_salt(os.urandom(SALT_BYTES))


def seals(command: Command) -> bool:
    """Anything of the command is sealed."""
    return any(True for _ in sealed_fields(command))


def rows_of(event: LedgerEvent) -> Iterator[SealedRow]:
    """What is kept beside the log of an event that is recorded now."""
    for place, found, _ in sealed_fields(event.given):
        if found.salt is None or found.value is None:
            raise AssertionError(place)  # it would be missing for ever
        yield SealedRow(event.entry, place, found.salt, found.value.encode())


def content(command: Command, rows: Rows) -> dict[str, object]:
    """What makes it the same as an earlier one, of whose values these are left.

    What was erased of the earlier one is not compared, nor what a copy lacks.
    """

    def compared(place: str, found: Sealed) -> Sealed:
        row = rows.get(place)
        if row is None:
            return _GONE
        return found if found.digest else found.with_salt(row.salt)

    return with_sealed(command, compared).content()


def submitted(command: Command, holder: str, submission: int, rows: Rows) -> Command:
    """The command of a submission with what was sealed there, to be recorded too.

    `holder` is the field of the submission that holds it. Raises `Refusal`
    (`SCOPE_INVALID`) where it is gone.
    """

    def filled(place: str, found: Sealed) -> Sealed:
        row = rows.get(f"{holder}.{place}")
        if row is None:
            raise Refusal(
                "SCOPE_INVALID",
                "{place} of submission {submission} is not there any more (it was"
                " erased, or left out of this copy), so it can't be posted; submit it"
                " anew.",
                {"field": place},
                place=place,
                submission=submission,
            )
        return Sealed(row.text, found.digest, row.salt)

    return with_sealed(command, filled)
