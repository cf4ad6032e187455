"""Moving a ledger to another database: the same entries, byte for byte, proven.

The events are taken over as they are; the log and the projections are built anew from
them. What arrives is compared before it is committed, so a copy is whole or not there.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from eventsourcing.persistence import MapperDeserialisationError

from domain.values.errors import IntegrityError
from ledger.posting.recording import damaged
from ledger.reading import create_store, open_store, read_frameworks
from ledger.storage import events, sealed
from ledger.storage.events import EventRow
from ledger.storage.location import Location
from ledger.storage.store import Reader, Store
from ledger.transparency.log import LogReader
from ledger.verifying.rebuilding import compare
from ledger.verifying.restoring import Progress, Restoring


@dataclass(frozen=True)
class Copied:
    """What a copy holds: its number of entries and the root over them."""

    entries: int
    root: bytes


def copy(
    source: Location,
    target: Location,
    progress: Progress = lambda _: None,
    *,
    with_sealed: bool = True,
) -> Copied:
    """Copy a ledger to a place where there is none, with its sealed values or without.

    Raises `Refusal` (`LEDGER_EXISTS`, ...), `IntegrityError` (`LEDGER_DAMAGED`) when
    the source's own log does not fit its events; the target is then not there.
    """
    origin = open_store(source)
    try:
        with origin.reading():
            read_frameworks(origin)
            arrival = create_store(target)
            return copy_into(origin, arrival, progress, with_sealed=with_sealed)
    finally:
        origin.close()


def copy_into(
    origin: Store, arrival: Store, progress: Progress, *, with_sealed: bool = True
) -> Copied:
    """Copy a ledger to a new store, which is closed, and removed when that fails."""
    try:
        with arrival.writing():
            copied = _copied(origin, arrival, progress, with_sealed=with_sealed)
    except BaseException as error:
        arrival.remove()
        if isinstance(error, MapperDeserialisationError):
            raise damaged(error) from None
        raise
    arrival.close()
    return copied


def _copied(
    origin: Store, arrival: Store, progress: Progress, *, with_sealed: bool
) -> Copied:
    # The guards would ask who posts; these entries were posted by others before.
    arrival.create_tables(guarded=False)
    expected = events.last_entry(origin)
    with closing(Restoring.whole(arrival, progress, expected)) as restoring:
        for row in _numbered(origin):
            restoring.take(row)
        restoring.flush()
    if with_sealed:
        sealed.copy(origin, arrival)
    else:
        sealed.withhold(arrival, restoring.entries, datetime.now(UTC))
    arrival.guard_tables()
    root = LogReader(origin).root(restoring.entries)
    _check_arrival(arrival, restoring.entries, root)
    return Copied(restoring.entries, root)


def _numbered(origin: Reader) -> Iterator[EventRow]:
    """The stored events, whose numbers have no gap; raises `IntegrityError`."""
    for number, row in enumerate(events.all_rows(origin), start=1):
        if row.entry != number:
            raise IntegrityError(
                "LEDGER_DAMAGED",
                "entry {number} is missing: after {before} comes {row}.",
                number=number,
                before=number - 1,
                row=row.entry,
            )
        yield row


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
            "LEDGER_DAMAGED",
            "the copy differs: {difference}",
            difference=difference.said,
        )
