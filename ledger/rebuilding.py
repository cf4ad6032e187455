"""Rebuilding every projection from the events alone, to compare or to replace."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from eventsourcing.persistence import MapperDeserialisationError

from domain.events import LedgerEvent
from ledger.recording import read_event
from ledger.storage import schema
from ledger.storage.store import Reader, Store
from projections import bookkeeping
from projections.finding import Finding
from projections.writing import ProjectionWriter

Progress = Callable[[int], None]
BATCH = 5_000
_EVENTS = (
    "SELECT entry, originator_id, originator_version, topic, state FROM stored_events"
    " ORDER BY entry"
)
COMPARED = {
    "entries": "SELECT * FROM entries ORDER BY entry",
    "lines": (
        "SELECT l.entry, l.line, a.name, l.day, l.amount FROM lines l"
        " JOIN accounts a ON a.account = l.account ORDER BY l.entry, l.line"
    ),
    "day_totals": (
        "SELECT a.name, t.day, t.amount FROM day_totals t"
        " JOIN accounts a ON a.account = t.account ORDER BY t.account, t.day"
    ),
    "month_totals": (
        "SELECT a.name, t.month, t.amount FROM month_totals t"
        " JOIN accounts a ON a.account = t.account ORDER BY t.account, t.month"
    ),
    "block_totals": (
        "SELECT t.block, a.name, t.month, t.amount FROM block_totals t"
        " JOIN accounts a ON a.account = t.account"
        " ORDER BY t.block, t.account, t.month"
    ),
    "accounts": "SELECT account, name FROM accounts ORDER BY account",
}


class Scratch:
    """Projections rebuilt beside the ledger, in a temporary database."""

    def __init__(self) -> None:
        # An empty name is a temporary file of SQLite's own: memory stays flat.
        self.connection = sqlite3.connect("", isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=OFF")
        self.connection.execute("PRAGMA synchronous=OFF")
        self.connection.execute("PRAGMA cache_size=-131072")
        for statement in schema.PROJECTIONS:
            self.connection.execute(statement.format(**schema.SQLITE_TYPES))
        self.connection.execute("BEGIN")

    def execute(
        self, sql: str, parameters: Sequence[object] = ()
    ) -> Iterator[Sequence[Any]]:
        """Rows of a statement."""
        return iter(self.connection.execute(sql, parameters))

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once per row."""
        self.connection.executemany(sql, rows)

    def close(self) -> None:
        """Drop the temporary database."""
        self.connection.close()


def events(reader: Reader) -> Iterator[LedgerEvent]:
    """Every event in the order of entries.

    Raises `MapperDeserialisationError` for one that can't be read.
    """
    for _, stream, version, topic, state in reader.execute(_EVENTS):
        yield read_event(stream, int(version), topic, bytes(state))


def project(
    found: Iterable[LedgerEvent], writer: ProjectionWriter, progress: Progress
) -> None:
    """Write what follows from the events."""
    done = 0
    for event in found:
        writer.add(event, bookkeeping.lines(event))
        done += 1
        if done % BATCH == 0:
            writer.flush()
            progress(BATCH)
    writer.flush()
    progress(done % BATCH)


def compare(reader: Reader, progress: Progress = lambda _: None) -> Iterator[Finding]:
    """Where the stored projections differ from what the events say."""
    scratch = Scratch()
    try:
        project(events(reader), ProjectionWriter(scratch), progress)
        yield from differences(reader, scratch)
    except MapperDeserialisationError as error:
        yield Finding("projections", "EVENT_UNREADABLE", "error", f"{error}.")
    finally:
        scratch.close()


def differences(reader: Reader, rebuilt: Scratch) -> Iterator[Finding]:
    """The first difference of each stored projection with the rebuilt one."""
    for table, sql in COMPARED.items():
        yield from _differences(table, reader.execute(sql), rebuilt.execute(sql))


def _differences(
    table: str, stored: Iterator[Sequence[Any]], rebuilt: Iterator[Sequence[Any]]
) -> Iterator[Finding]:
    """The first difference of a table; the rest would repeat it."""
    ended: tuple[Any, ...] = ()
    while True:
        left = tuple(next(stored, ended))
        right = tuple(next(rebuilt, ended))
        if left != right:
            entry = (left or right)[0]
            yield Finding(
                "projections",
                "PROJECTION_DIFFERS",
                "error",
                f"table {table}: stored {left or 'nothing'}, but the events give"
                f" {right or 'nothing'}.",
                [entry] if table in ("entries", "lines") else [],
            )
            return
        if not left:
            return


def replace_projections(store: Store, progress: Progress = lambda _: None) -> None:
    """Delete the stored projections and write them anew from the events."""
    with store.writing():
        for table in schema.PROJECTION_TABLES:
            for _ in store.execute(f"DELETE FROM {table}"):
                pass
        project(events(store), ProjectionWriter(store), progress)
