"""Files of keys and notes for the audit commands, and what their failures mean."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from cli.progress import progress_bar
from domain.values.errors import IntegrityError, Refusal
from ledger.storage.store import Store
from ledger.transparency.checkpoints import Checkpoint
from ledger.transparency.encodings import NoteError
from ledger.transparency.keys import SigningKey, VerifierKey, read_private_key
from ledger.transparency.notes import Note, SignatureError
from ledger.verifying.audit import read_notes
from ledger.verifying.verify import verify
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
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refusal(
            "BAD_COMMAND", "the key {path}: {reason}.", path=path, reason=reason
        ) from None


def log_key(text: str | None) -> VerifierKey:
    """A verifier key, as text or in a file."""
    if text is None:
        raise Refusal("BAD_COMMAND", "give the log's verifier key with --vkey.")
    path = Path(text)
    try:
        if path.is_file():
            text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise Refusal(
            "BAD_COMMAND",
            "the key {path} can't be read: {error}.",
            path=path,
            error=error,
        ) from None
    return VerifierKey.parse(text.strip())


def witness_keys(texts: Sequence[str]) -> list[VerifierKey]:
    """Verifier keys of witnesses."""
    return [log_key(text) for text in texts]


def read_note(path: str) -> Note:
    """The last checkpoint of a file."""
    notes = read_notes(Path(path))
    if not notes:
        raise Refusal("BAD_COMMAND", "{path} holds no checkpoint.", path=path)
    return notes[-1]


def last_cosigned(path: Path, key: VerifierKey) -> Checkpoint:
    """The checkpoint that a witness cosigned last, its own cosignature checked.

    Raises `NoteError` where the file holds no such thing: to go on would be to forget.
    """
    notes = read_notes(path)
    if not notes:
        raise Refusal("BAD_COMMAND", "{path} holds no checkpoint.", path=path)
    notes[-1].verify([key])
    return Checkpoint.parse(notes[-1].text)


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


def check_whole(store: Store, *, fast: bool) -> None:
    """The stored events are what the log says; raises `IntegrityError` otherwise.

    The log's own nodes agree with each other whatever happened to the events, so
    nothing is signed or vouched for on their word alone; `fast` leaves out the books.
    """
    with progress_bar("Verifying", last_entry(store)) as advance:
        result = verify(store, fast=fast, progress=advance)
    for finding in result.findings:
        if finding.severity == "error":
            raise IntegrityError(
                "LEDGER_DAMAGED",
                "[{code_found}] {found} Nothing is vouched for.",
                code_found=finding.code,
                found=finding.said,
            )
