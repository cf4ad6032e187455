"""What was corrected of an entry since (annotate): the newest value of each field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domain.entries.corrections import EntryAnnotated

if TYPE_CHECKING:
    from domain.entries.event import LedgerEvent


def stream(entry: int) -> str:
    """Name of the stream of an entry's annotations."""
    return f"annotations:{entry}"


@dataclass(frozen=True)
class Corrected:
    """The corrected fields of one entry."""

    fields: dict[str, str] = field(default_factory=dict)
    version: int = 0


def evolve(corrected: Corrected | None, event: LedgerEvent) -> Corrected:
    """The corrections after one more event of their stream."""
    found = corrected or Corrected()
    if not isinstance(event, EntryAnnotated):
        return found
    given = event.given
    return Corrected(
        {**found.fields, given.field: given.value}, event.originator_version
    )
