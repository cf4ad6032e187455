"""Rebuilding every projection from the events alone, to compare or to replace."""

from collections.abc import Iterator

from eventsourcing.persistence import MapperDeserialisationError

from ledger.storage import events, schema
from ledger.storage.store import Reader, Store
from ledger.verifying.comparing import Comparison
from ledger.verifying.restoring import Progress, Restoring
from projections.finding import Finding
from projections.tables import Target


def project(reader: Reader, target: Target, progress: Progress) -> None:
    """Write what follows from a ledger's events to a target.

    Raises `MapperDeserialisationError` for an event that can't be read.
    """
    restoring = Restoring(target, progress)
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
    """Delete the stored projections and write them anew from the events."""
    with store.writing():
        for table in schema.PROJECTION_TABLES:
            for _ in store.execute(f"DELETE FROM {table}"):
                pass
        project(store, store, progress)
