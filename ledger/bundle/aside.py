"""A bundle that a service makes: in another process, so that nobody waits for it."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from domain.values.errors import Refusal
from ledger.bundle.writing import write_bundle
from ledger.reading import open_reader
from ledger.storage.location import Location
from ledger.transparency.encodings import NoteError
from ledger.transparency.keys import SigningKey
from ledger.transparency.notes import Note
from ledger.verifying.signing import vouched

MOST_BYTES = 4_000_000_000
"""Of a bundle that is taken from a service."""


class Wanted(NamedTuple):
    """Which bundle; in types that another process reads."""

    at: date | None
    checkpoints: tuple[bytes, ...]
    with_sealed: bool
    key: str | None
    """Of the log: it signs the checkpoint."""


def bundle_aside(location: Location, wanted: Wanted, path: Path) -> None:
    """Write a bundle of a ledger to a file; raises `LedgerError`.

    The whole ledger is verified first, as for every bundle.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        process.submit(_bundle, location.url, wanted, path).result()


def _bundle(url: str, wanted: Wanted, path: Path) -> None:
    notes = notes_of(wanted.checkpoints)
    with open_reader(Location.parse(url)) as ledger:
        whole = vouched(ledger.store)
        signed = None
        if wanted.key is not None:
            signed = whole.signed(SigningKey.parse(wanted.key))
        with path.open("wb") as file:
            write_bundle(
                ledger.view(wanted.at),
                file,
                signed,
                notes,
                with_sealed=wanted.with_sealed,
            )


def notes_of(texts: Sequence[bytes]) -> list[Note]:
    """Checkpoints as they are read; raises `Refusal` (`BAD_COMMAND`)."""
    try:
        return [Note.parse(text) for text in texts]
    except NoteError as error:
        raise Refusal("BAD_COMMAND", "{error}.", error=str(error)) from None
