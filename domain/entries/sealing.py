"""Erasing what is sealed: values that name persons, once they are no longer needed."""

from typing import Annotated

from pydantic import Field

from domain.entries.command import Command
from domain.entries.event import LedgerEvent
from domain.values.fields import Day, Text


class EraseSealed(Command):
    """Erase the sealed values of before a day: names, account numbers, texts.

    Entries, balances and proofs stay what they are; of an erased value the log has the
    digest alone. It can't be undone. Copies and backups hold what they held.
    """

    name = "erase_sealed"
    example = {"before": "2012-01-01", "reason": "Archiefwet: bewaartermijn verstreken"}

    before: Annotated[
        Day, Field(description="Values of before that day are erased, not those on it.")
    ]
    reason: Annotated[Text, Field(description="Why.")]


class SealedErased(LedgerEvent):
    """The sealed values of entries ahead, of days before `before`, are gone.

    Which these are follows from the entries; how many were there is not recorded.
    """

    given: EraseSealed
