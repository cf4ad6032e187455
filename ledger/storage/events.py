"""The stored events: the one door to them for whatever posts, copies and proves.

A row is given as it was stored or not at all: a value of another type than the program
writes is damage, told under the entry's number.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from domain.values.errors import IntegrityError
from ledger.storage.store import Reader, Row, Store

COLUMNS = ("entry", "originator_id", "originator_version", "topic", "state")
_TYPES = (int, str, int, str, bytes)
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM stored_events"
_INSERT = "INSERT INTO stored_events VALUES (?, ?, ?, ?, ?)"
# The last by an index, not the largest: that would read all of a view of two tables.
_LAST = "SELECT entry FROM stored_events ORDER BY entry DESC LIMIT 1"
_VERSION = (
    "SELECT originator_version FROM stored_events WHERE originator_id = ?{}"
    " ORDER BY originator_version DESC LIMIT 1"
)
BEYOND = 2**62
"""Larger than any entry or version, and still a number to both databases."""


class EventRow(NamedTuple):
    """One stored event."""

    entry: int
    originator_id: str
    """The stream's name."""
    originator_version: int
    """The event's place in its stream, from 1."""
    topic: str
    state: bytes
    """JSON, byte for byte as the log's leaf has its hash."""


def all_rows(reader: Reader) -> Iterator[EventRow]:
    """Every stored event in the order of entries."""
    return _rising(map(_row, reader.execute(f"{_SELECT} ORDER BY entry")))


def row_of(reader: Reader, entry: int) -> EventRow | None:
    """The stored event of one entry; None where there is no such entry."""
    rows = reader.execute(f"{_SELECT} WHERE entry = ?", (min(entry, BEYOND),))
    return next(map(_row, rows), None)


def rows_after(reader: Reader, entry: int) -> Iterator[EventRow]:
    """The stored events of later entries, in order."""
    rows = reader.execute(f"{_SELECT} WHERE entry > ? ORDER BY entry", (entry,))
    return _rising(map(_row, rows))


def rows_between(
    reader: Reader, first: int, last: int, limit: int
) -> Iterator[EventRow]:
    """At most `limit` stored events, from one entry to another, both included."""
    rows = reader.execute(
        f"{_SELECT} WHERE entry >= ? AND entry <= ? ORDER BY entry LIMIT ?",
        (first, last, limit),
    )
    return map(_row, rows)


def rows_of_stream(
    reader: Reader,
    stream: str,
    *,
    after: int = 0,
    upto: int = BEYOND,
    newest_first: bool = False,
    limit: int = BEYOND,
) -> Iterator[EventRow]:
    """The stored events of a stream, of the versions after one up to another."""
    order = "DESC" if newest_first else "ASC"
    rows = reader.execute(
        f"{_SELECT} WHERE originator_id = ? AND originator_version > ?"
        f" AND originator_version <= ? ORDER BY originator_version {order} LIMIT ?",
        (stream, after, upto, limit),
    )
    return map(_row, rows)


def version_of(reader: Reader, stream: str, known: int = BEYOND) -> int:
    """The version of a stream's last event up to an entry; 0 where it has none."""
    if known == BEYOND:
        return _number(reader.execute(_VERSION.format(""), (stream,)))
    return _number(reader.execute(_VERSION.format(" AND entry <= ?"), (stream, known)))


def last_entry(reader: Reader) -> int:
    """The number of the last entry; 0 in an empty ledger."""
    return _number(reader.execute(_LAST))


def _rising(rows: Iterator[EventRow]) -> Iterator[EventRow]:
    """In a file whose pages lead to each other there would be no end of rows."""
    before = None
    for row in rows:
        if before is not None and row.entry <= before:
            raise IntegrityError(
                "LEDGER_DAMAGED",
                "entry {entry} comes after entry {before} (see zuidas audit verify).",
                entry=row.entry,
                before=before,
            )
        before = row.entry
        yield row


def append(store: Store, rows: Iterable[EventRow]) -> None:
    """Add events, in the open transaction."""
    store.executemany(_INSERT, rows)


def _number(rows: Iterator[Row]) -> int:
    return next((int(row[0]) for row in rows), 0)


def _row(found: Row) -> EventRow:
    if tuple(map(type, found)) != _TYPES:
        raise IntegrityError(
            "LEDGER_DAMAGED",
            "entry {entry} is not stored as it was (see zuidas audit verify).",
            entry=found[0],
        )
    return EventRow(*found)
