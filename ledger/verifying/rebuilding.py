"""Rebuilding every projection from the events alone, to compare or to replace."""

from collections.abc import Callable, Iterable, Iterator

from eventsourcing.persistence import MapperDeserialisationError

from domain.entries.event import LedgerEvent
from ledger.posting.recording import read_event
from ledger.storage import schema
from ledger.storage.store import Reader, Store
from ledger.verifying.comparing import Comparison
from projections import journal as bookkeeping
from projections.finding import Finding
from projections.tables import ProjectionWriter

Progress = Callable[[int], None]
BATCH = 5_000
_EVENTS = (
    "SELECT entry, originator_id, originator_version, topic, state FROM stored_events"
    " ORDER BY entry"
)


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
    comparison = Comparison(reader)
    try:
        project(events(reader), ProjectionWriter(comparison), progress)
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
        project(events(store), ProjectionWriter(store), progress)
