"""Moving a ledger to another database: the same entries, byte for byte, proven.

The events are taken over as they are; the log and the projections are built anew from
them. What arrives is compared before it is committed, so a copy is whole or not there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from eventsourcing.persistence import MapperDeserialisationError

from domain.values.errors import IntegrityError
from ledger.posting.recording import damaged, read_event
from ledger.reading import create_store, open_store, read_opening
from ledger.storage.location import Location
from ledger.storage.store import Reader, Row, Store
from ledger.transparency.log import LogReader, LogWriter, leaf_data
from ledger.verifying.rebuilding import compare
from projections import journal as bookkeeping
from projections.tables import ProjectionWriter

Progress = Callable[[int], None]
BATCH = 2_000
_EVENTS = (
    "SELECT entry, originator_id, originator_version, topic, state FROM stored_events"
    " ORDER BY entry"
)
_INSERT = "INSERT INTO stored_events VALUES (?, ?, ?, ?, ?)"


@dataclass(frozen=True)
class Copied:
    """What a copy holds: its number of entries and the root over them."""

    entries: int
    root: bytes


def copy(
    source: Location, target: Location, progress: Progress = lambda _: None
) -> Copied:
    """Copy a ledger to a place where there is none.

    Raises `Refusal` (`LEDGER_EXISTS`, ...), `IntegrityError` (`LEDGER_DAMAGED`) when
    the source's own log does not fit its events; the target is then not there.
    """
    origin = open_store(source)
    try:
        with origin.reading():
            read_opening(origin)
            arrival = create_store(target)
            try:
                with arrival.writing():
                    copied = _copied(origin, arrival, progress)
            except BaseException:
                arrival.remove()
                raise
            arrival.close()
    except MapperDeserialisationError as error:
        raise damaged(error) from None
    finally:
        origin.close()
    return copied


def _copied(origin: Store, arrival: Store, progress: Progress) -> Copied:
    # The guards would ask who posts; these entries were posted by others before.
    arrival.create_tables(guarded=False)
    entries = _transfer(origin, arrival, progress)
    arrival.guard_tables()
    root = LogReader(origin).root(entries)
    _check_arrival(arrival, entries, root)
    return Copied(entries, root)


def _transfer(origin: Reader, arrival: Store, progress: Progress) -> int:
    """Write every event with what follows from it; gives their number."""
    batch: list[Row] = []
    log, projections = LogWriter(arrival), ProjectionWriter(arrival)
    entry = 0

    def flush() -> None:
        arrival.executemany(_INSERT, batch)
        log.flush()
        projections.flush()
        progress(len(batch))
        batch.clear()

    for entry, row in enumerate(_numbered(origin), start=1):
        _, stream, version, topic, state = row
        event = read_event(stream, version, topic, state)
        batch.append(row)
        log.append(leaf_data(entry, stream, version, topic, state))
        projections.add(event, bookkeeping.lines(event))
        if len(batch) == BATCH:
            flush()
    flush()
    return entry


def _numbered(origin: Reader) -> Iterator[tuple[int, str, int, str, bytes]]:
    """The stored events, whose numbers have no gap; raises `IntegrityError`."""
    for number, row in enumerate(origin.execute(_EVENTS), start=1):
        if row[0] != number:
            raise IntegrityError(
                "LEDGER_DAMAGED",
                "entry {number} is missing: after {before} comes {row}.",
                number=number,
                before=number - 1,
                row=row[0],
            )
        try:
            yield number, str(row[1]), int(row[2]), str(row[3]), bytes(row[4])
        except (TypeError, ValueError) as error:
            raise IntegrityError(
                "LEDGER_DAMAGED",
                "entry {number} is not stored as it was: {error}.",
                number=number,
                error=error,
            ) from None


def _check_arrival(arrival: Store, entries: int, root: bytes) -> None:
    """Raise `IntegrityError` unless the copy is the same ledger."""
    found = LogReader(arrival).root(entries)
    if found != root:
        raise IntegrityError(
            "LEDGER_DAMAGED",
            "the root of the source over {entries_} entries is {root}, but"
            " its events give {found}: the source was tampered with (zuidas"
            " audit verify tells where). Nothing was copied.",
            entries_=entries,
            root=root.hex(),
            found=found.hex(),
        )
    for difference in compare(arrival):
        raise IntegrityError(
            "LEDGER_DAMAGED", "the copy differs: {message}", message=difference.message
        )
