"""The values behind sealed fields: the one door to them for whatever posts and proves.

An event holds SHA-256(salt ‖ value); salt and value stand here, by entry and place in
its command, until they are erased. A row is given as it was stored or not at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from domain.values.errors import IntegrityError
from domain.version import VERSION
from ledger.storage import layouts
from ledger.storage.schema import ERASABLE
from ledger.storage.store import Reader, Row, Store

TABLE = ERASABLE
COLUMNS = ("entry", "place", "salt", "value")
TYPES = (int, str, bytes, bytes)
ALL = f"SELECT {', '.join(COLUMNS)} FROM {TABLE} ORDER BY entry, place"
_OF_ENTRY = f"SELECT {', '.join(COLUMNS)} FROM {TABLE} WHERE entry = ? ORDER BY place"
# Sorted afterwards: no cursor stays open on a table whose guards are lifted then.
_ENTRIES = f"SELECT DISTINCT entry FROM {TABLE}"
_INSERT = f"INSERT INTO {TABLE} VALUES (?, ?, ?, ?)"
_DELETE = f"DELETE FROM {TABLE} WHERE entry = ? AND place = ?"
_WITHHELD = "SELECT COALESCE(MAX(entry), 0) FROM sealed_withheld"
_MARKS = "SELECT entry, withheld_at, program FROM sealed_withheld ORDER BY entry"
_AT_ONCE = 5_000
"""Rows that are copied together; keeps memory flat."""
_WITHHOLD = "INSERT INTO sealed_withheld VALUES (?, ?, ?)"


class SealedRow(NamedTuple):
    """One value with its salt."""

    entry: int
    place: str
    """Where it stands in the command as stored: `lines.3.party`, from 0."""
    salt: bytes
    value: bytes
    """In UTF-8, as it was hashed: no database reads it as anything else."""

    @property
    def text(self) -> str:
        """The value; raises `IntegrityError`."""
        try:
            return self.value.decode()
        except UnicodeDecodeError:
            raise _damaged(self.entry) from None


def are_kept(reader: Reader) -> bool:
    """The ledger has the table: nothing was sealed before it had."""
    return TABLE in layouts.names_of(layouts.upto(reader.layout))


def all_rows(reader: Reader) -> Iterator[SealedRow]:
    """Every value that is there, by entry and place; raises `IntegrityError`."""
    before: tuple[int, str] = (0, "")
    for row in map(_row, reader.execute(ALL)):
        # In a file whose pages lead to each other there would be no end of rows.
        if row[:2] <= before:
            raise _damaged(row.entry)
        before = row[:2]
        yield row


def rows_of(reader: Reader, entry: int) -> dict[str, SealedRow]:
    """The values of one entry by place."""
    found = map(_row, reader.execute(_OF_ENTRY, (entry,)))
    return {row.place: row for row in found}


def entries(reader: Reader) -> list[int]:
    """The entries that have values."""
    return sorted(int(entry) for (entry,) in reader.execute(_ENTRIES))


def append(store: Store, rows: Iterable[SealedRow]) -> None:
    """Add values, in the open transaction."""
    store.executemany(_INSERT, rows)


def delete(store: Store, places: Sequence[tuple[int, str]]) -> None:
    """Delete values by entry and place; only while the store is `erasing`."""
    store.executemany(_DELETE, places)


def withheld_until(reader: Reader) -> int:
    """The entry up to which a copy was made without its values; 0 for any other."""
    return int(next(reader.execute(_WITHHELD))[0])


def withhold(store: Store, entry: int, now: datetime) -> None:
    """Note in the open transaction that values up to an entry were left out."""
    at = now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    store.executemany(_WITHHOLD, [(entry, at, VERSION)])


def copy(origin: Reader, store: Store) -> None:
    """Take over every value, and what says that some were left out before."""
    rows = all_rows(origin)
    while some := list(islice(rows, _AT_ONCE)):
        append(store, some)
    store.executemany(_WITHHOLD, list(origin.execute(_MARKS)))


def _row(found: Row) -> SealedRow:
    if tuple(map(type, found)) != TYPES:
        raise _damaged(found[0])
    return SealedRow(*found)


def _damaged(entry: object) -> IntegrityError:
    return IntegrityError(
        "LEDGER_DAMAGED",
        "a sealed value of entry {entry} is not stored as it was (see zuidas audit"
        " verify).",
        entry=entry,
    )
