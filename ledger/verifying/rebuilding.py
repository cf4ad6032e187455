"""Rebuilding every projection from the events alone, to compare or to replace."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing

from eventsourcing.persistence import MapperDeserialisationError

from ledger.storage import events, layouts
from ledger.storage.store import Reader, Row, Store
from ledger.verifying.comparing import Comparison, table_of
from ledger.verifying.restoring import Progress, Restoring
from projections.finding import Finding
from projections.tables import Target


def project(reader: Reader, target: Target, progress: Progress) -> None:
    """Write what follows from a ledger's events to a target.

    Raises `MapperDeserialisationError` for an event that can't be read.
    """
    expected = events.last_entry(reader)
    with closing(Restoring(target, progress, expected=expected)) as restoring:
        for row in events.all_rows(reader):
            restoring.take(row)
        restoring.flush()


def compare(reader: Reader, progress: Progress = lambda _: None) -> Iterator[Finding]:
    """Where the stored projections differ from what the events say."""
    comparison = Comparison(reader)
    try:
        project(reader, comparison, progress)
        comparison.finish()
        yield from comparison.findings
    except MapperDeserialisationError as error:
        yield Finding(
            "projections", "EVENT_UNREADABLE", "error", "{error}.", error=error
        )


def replace_projections(store: Store, progress: Progress = lambda _: None) -> None:
    """Write every projection anew from the events, in the open transaction."""
    store.complete_projections()
    for table in layouts.names_of(layouts.upto(store.layout), *layouts.PROJECTIONS):
        for _ in store.execute(f"DELETE FROM {table}"):
            pass
    project(store, store, progress)


def fill_projections(
    store: Store, tables: Collection[str], progress: Progress = lambda _: None
) -> None:
    """Fill new tables with what follows from the events, in the open transaction.

    The rows are those that the writer of posting gives; the other tables have theirs.
    """
    project(store, _Only(store, tables), progress)


class _Only:
    """A target that takes the rows of some tables and lets the others be."""

    def __init__(self, store: Store, tables: Collection[str]) -> None:
        self._store = store
        self._tables = tables

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        return self._store.execute(sql, parameters)

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        if table_of(sql) in self._tables:
            self._store.executemany(sql, rows)
