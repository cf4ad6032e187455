"""Files of keys and notes for the audit commands, and what their failures mean."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.progress import progress_bar
from domain.values.errors import IntegrityError, Refusal
from domain.values.messages import message
from ledger.storage.store import Store
from ledger.transparency.checkpoints import Checkpoint
from ledger.transparency.encodings import NoteError
from ledger.transparency.evidence import check_evidence, read_evidence
from ledger.transparency.keys import (
    ExposedKeyError,
    SigningKey,
    VerifierKey,
    read_private_key,
)
from ledger.transparency.notes import Note, SignatureError
from ledger.verifying.audit import read_notes
from ledger.verifying.signing import Vouched, vouched
from projections.snapshot import last_entry


@contextmanager
def failures_of_notes() -> Iterator[None]:
    """A bad signature or proof is an integrity failure; a bad file is bad data."""
    try:
        yield
    except SignatureError as error:
        raise IntegrityError("SIGNATURE_INVALID", "{error}.", error=error) from None
    except NoteError as error:
        raise Refusal("BAD_COMMAND", "{error}.", error=error) from None


def read_key(path: str) -> SigningKey:
    """A private key file; refused unless only its owner may read it."""
    try:
        return SigningKey.parse(read_private_key(Path(path)).strip())
    except ExposedKeyError as error:
        raise Refusal("BAD_COMMAND", "{error}.", error=error) from None


def log_key(text: str) -> VerifierKey:
    """A verifier key, as text or in a file.

    Raises `Refusal`: `PROOF_EMPTY` where there is nothing in it.
    """
    if _is_file(text):
        text = read_evidence(Path(text)).decode()
    check_evidence(message("the key"), text.encode("utf-8", "replace"))
    return VerifierKey.parse(text.strip())


def _is_file(text: str) -> bool:
    """There is something of that name, and be it a device or a folder."""
    try:
        return bool(text.strip()) and Path(text).exists()
    except OSError:
        return False  # too long for a name


def read_note(path: str) -> Note:
    """The last checkpoint of a file."""
    return read_notes(Path(path))[-1]


def last_cosigned(path: Path, key: VerifierKey) -> Checkpoint:
    """The checkpoint that a witness cosigned last, its own cosignature checked.

    Raises `NoteError` where the file holds no such thing: to go on would be to forget.
    """
    last = read_notes(path)[-1]
    last.verify([key])
    return Checkpoint.parse(last.text)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that either the old or the new one is there, whatever happens."""
    beside = path.with_name(f"{path.name}.new")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise cant_write(path, error) from None


def cant_write(path: Path, error: OSError) -> Refusal:
    """The refusal to go on without a file that can't be written."""
    return Refusal(
        "BAD_COMMAND",
        "{path} can't be written: {strerror}.",
        path=path,
        strerror=error.strerror,
    )


def vouched_for(store: Store) -> Vouched:
    """The ledger after it was verified whole, with a progress bar."""
    with progress_bar(message("Verifying"), last_entry(store)) as advance:
        return vouched(store, advance)
