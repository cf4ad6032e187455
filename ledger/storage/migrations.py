"""The record of migrations: which program changed the tables, and when."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from domain.version import VERSION
from ledger.storage.events import last_entry
from ledger.storage.store import Reader, Store
from ledger.storage.tables import Layout

_SELECT = "SELECT layout, entry, migrated_at, program FROM migrations ORDER BY layout"
_INSERT = "INSERT INTO migrations VALUES (?, ?, ?, ?)"


class Migration(NamedTuple):
    """A layout that a ledger was given after it was made."""

    layout: int
    entry: int
    """The last entry of that moment."""
    migrated_at: str
    """In UTC, as the entries have it: `2026-01-31T09:30:00.000000Z`."""
    program: str
    """Version of the program that did it."""


def recorded(reader: Reader) -> Iterator[Migration]:
    """Every migration in the order of layouts; none for a ledger as it was made."""
    return (Migration(*row) for row in reader.execute(_SELECT))


def record(store: Store, added: Sequence[Layout], now: datetime) -> None:
    """Note in the open transaction that these layouts were added."""
    entry, at = last_entry(store), now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    store.executemany(
        _INSERT, [Migration(layout.number, entry, at, VERSION) for layout in added]
    )
