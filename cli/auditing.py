"""Reading keys and notes for the audit commands, and what their failures mean."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from domain.errors import IntegrityError, Refusal
from ledger.audit import read_notes
from ledger.encodings import NoteError
from ledger.keys import SigningKey, VerifierKey, read_private_key
from ledger.notes import Note, SignatureError


@contextmanager
def failures_of_notes() -> Iterator[None]:
    """A bad signature or proof is an integrity failure; a bad file is bad data."""
    try:
        yield
    except SignatureError as error:
        raise IntegrityError("SIGNATURE_INVALID", f"{error}.") from None
    except NoteError as error:
        raise Refusal("BAD_COMMAND", f"{error}.") from None


def read_key(path: str) -> SigningKey:
    """A private key file; refused unless only its owner may read it."""
    try:
        return SigningKey.parse(read_private_key(Path(path)).strip())
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refusal("BAD_COMMAND", f"the key {path}: {reason}.") from None


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
            "BAD_COMMAND", f"the key {path} can't be read: {error}."
        ) from None
    return VerifierKey.parse(text.strip())


def witness_keys(texts: Sequence[str]) -> list[VerifierKey]:
    """Verifier keys of witnesses."""
    return [log_key(text) for text in texts]


def read_note(path: str) -> Note:
    """The last checkpoint of a file."""
    notes = read_notes(Path(path))
    if not notes:
        raise Refusal("BAD_COMMAND", f"{path} holds no checkpoint.")
    return notes[-1]
