"""A bundle of a service's ledger, written here: what it is, its own bytes say."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from cli.remote.connection import Service
from cli.remote.desk import today_at
from domain.values.days import day_from_typed
from ledger.bundle.aside import MOST_BYTES
from ledger.bundle.files import Bundle, open_bundle
from ledger.bundle.replaying import Stated
from ledger.bundle.writing import CHECKPOINT, MANIFEST, Written
from ledger.storage.location import Location
from ledger.transparency.checkpoints import Checkpoint
from ledger.transparency.encodings import NoteError
from ledger.transparency.notes import Note
from projections.parameters import iso_date, named

ZIP = "application/zip"


def fetched(
    location: Location,
    file: BinaryIO,
    notes: Sequence[Note],
    at: str | None,
    *,
    with_sealed: bool,
) -> Written:
    """Write the bundle to a file that has a name; raises `LedgerError`.

    It is whole: every member is as its manifest says. What it proves is another
    question, for zuidas audit replay and whoever holds a key.
    """
    service = Service(location)
    keys = list(_keys(service, notes, at, with_sealed=with_sealed))
    service.save("bundle", keys, ZIP, file, MOST_BYTES)
    file.flush()
    with open_bundle(Path(file.name)) as bundle:
        bundle.check_manifest()
        return _written(bundle)


def _keys(
    service: Service, notes: Sequence[Note], at: str | None, *, with_sealed: bool
) -> Iterator[tuple[str, str]]:
    if at is not None:
        with named("--at"):
            day = iso_date(day_from_typed(at, lambda: today_at(service)))
        yield "at", day.isoformat()
    if not with_sealed:
        yield "withoutSealed", "true"
    for note in notes:
        yield "checkpoint", note.encode().decode()


def _written(bundle: Bundle) -> Written:
    """What it says that it is."""
    stated = Stated.read(bundle)
    checkpoint = Checkpoint(stated.origin, stated.entries, bytes.fromhex(stated.root))
    fingerprint = hashlib.sha256(bundle.small(MANIFEST)).hexdigest()
    signed = _is_signed(bundle.small(CHECKPOINT))
    older = tuple(bundle.older)
    return Written(stated.at, checkpoint, signed, older, fingerprint, stated.withheld)


def _is_signed(checkpoint: bytes) -> bool:
    try:
        Note.parse(checkpoint)
    except NoteError:
        return False
    return True
