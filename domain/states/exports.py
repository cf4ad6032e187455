"""The batches that a target has: up to which entry, and under which codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domain.entries.exports import ExportRegistered

if TYPE_CHECKING:
    from domain.entries.event import LedgerEvent


def stream(target: str) -> str:
    """Name of the stream of a target's batches: its spelling does not count."""
    return f"exports:{target.lower()}"


@dataclass(frozen=True)
class Batches:
    """What was handed to one target."""

    to_entry: int = 0
    """The last entry that it has."""
    last: int | None = None
    """The entry that registered its last batch."""
    codes: Mapping[str, int] = field(default_factory=dict)
    """By code, in lower case, the entry that registered it."""


def evolve(batches: Batches | None, event: LedgerEvent) -> Batches | None:
    """The batches after one more event of the stream."""
    match event:
        case ExportRegistered(given=given):
            before = Batches() if batches is None else batches
            codes = {**before.codes, given.export.lower(): event.entry}
            return Batches(given.to_entry, event.entry, codes)
    return batches
