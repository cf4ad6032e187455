"""Erasing sealed values, and what of them is left in copies beside the ledger."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from domain.entries.event import LedgerEvent
from domain.entries.sealed_fields import day_of, sealed_fields
from domain.entries.sealing import SealedErased
from domain.values.errors import LedgerError
from ledger.posting.notes import Note, note
from ledger.storage import sealed
from ledger.storage.sealed import SealedRow
from ledger.storage.sqlite import SQLiteStore
from ledger.storage.store import Reader, Store

EventOf = Callable[[int], LedgerEvent | None]


def erase(store: Store, event: SealedErased, event_of: EventOf) -> Iterator[Note]:
    """Erase what the event says, in the open transaction; notes on what that came to.

    Raises `Refusal` (`LEDGER_READ_ONLY`) for anyone but the owner (PostgreSQL).
    """
    erased = 0
    with store.erasing():
        for entry in sealed.entries(store):
            places = _of_before(event.given.before, event_of(entry))
            there = sealed.rows_of(store, entry)
            gone = [(entry, place) for place in places if place in there]
            sealed.delete(store, gone)
            erased += len(gone)
    yield note("SEALED_ERASED", "{erased} sealed values were erased.", erased=erased)
    for copy in _copies(store):
        yield note(
            "SEALED_IN_COPY",
            "{copy} still holds sealed values that were erased; delete it, and what"
            " was backed up of before.",
            copy=str(copy),
        )


def _of_before(day: date, event: LedgerEvent | None) -> list[str]:
    if event is None:
        return []
    found = sealed_fields(event.given)
    return [each.place for each in found if day_of(each, event) < day]


def _copies(store: Store) -> Iterator[Path]:
    """The copies that migrating and repairing left beside a file, which hold more."""
    if not isinstance(store, SQLiteStore):
        return
    for path in sorted(store.path.parent.iterdir()):
        own = path.name.removeprefix(store.path.name)
        if own != path.name and _COPY.fullmatch(own) and _holds_more(path, store):
            yield path


_COPY = re.compile(r"\.layout-[0-9]+|\.before-repair")


def _holds_more(path: Path, store: Reader) -> bool:
    """It has a value that the ledger has no longer; what can't be read may."""
    try:
        with closing(SQLiteStore.open_still(path)) as copy:
            there: dict[str, SealedRow] = {}
            entry = 0
            for row in sealed.all_rows(copy):
                if row.entry != entry:
                    entry, there = row.entry, sealed.rows_of(store, row.entry)
                if row.place not in there:
                    return True
    except LedgerError:
        return True
    return False
