"""Checkpoints, cosignatures and proofs of a ledger's log."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.values.errors import IntegrityError, Refusal
from ledger.storage import events
from ledger.storage.events import EventRow, last_entry
from ledger.storage.store import Reader
from ledger.transparency.checkpoints import Checkpoint, VerifiedCheckpoint
from ledger.transparency.encodings import NoteError
from ledger.transparency.evidence import read_evidence
from ledger.transparency.log import LogReader, leaf_data
from ledger.transparency.merkle import (
    EMPTY_ROOT,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from ledger.transparency.notes import Note, SignatureError
from ledger.transparency.proof_files import ProofFile
from ledger.transparency.trust import Trust

_SIGNS = "\u2014 ".encode()
_LEAF_LINES = 6
_LEAF_FORMAT = b"zuidas/leaf/v1"


def origin(reader: Reader) -> str:
    """The log's own name: the framework's, and what makes this ledger unique.

    The leaf of entry 1 holds the moment and the actor of `init`, so no two ledgers
    share it.
    """
    opening = _event(reader, 1)
    try:
        name = json.loads(opening.state)["given"]["framework"]["name"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _damaged(1) from None
    return f"zuidas-ledger/{name}/{leaf_hash(leaf_data(*opening)).hex()[:16]}"


def _event(reader: Reader, entry: int) -> EventRow:
    row = events.row_of(reader, entry)
    if row is not None:
        return row
    raise Refusal("ENTRY_UNKNOWN", "there is no entry {entry}.", entry=entry)


def _damaged(entry: int) -> IntegrityError:
    return IntegrityError(
        "LEDGER_DAMAGED",
        "entry {entry} can't be read (see zuidas audit verify).",
        entry=entry,
    )


def checkpoint_of(reader: Reader, size: int) -> Checkpoint:
    """The unsigned checkpoint of the first `size` entries."""
    return Checkpoint(origin(reader), size, LogReader(reader).root(size))


def check_extends(reader: Reader, size: int, older: Checkpoint) -> None:
    """Today's log extends an older checkpoint; raises `IntegrityError`.

    Both roots and the RFC 6962 consistency proof between them are checked.
    """
    if older.origin != origin(reader):
        raise IntegrityError(
            "CHECKPOINT_DIFFERS",
            "the checkpoint is of {origin}, this ledger is {own}.",
            origin=older.origin,
            own=origin(reader),
        )
    if older.size > size:
        raise IntegrityError(
            "LOG_TRUNCATED",
            "the checkpoint has {size} entries, the ledger {entries_there}: its tail"
            " was cut off.",
            size=older.size,
            entries_there=size,
        )
    log = LogReader(reader)
    root = log.root(size)
    if older.size:
        proof = log.tree.consistency_proof(older.size, size)
        extends = verify_consistency(older.size, size, older.root, root, proof)
    else:
        extends = older.root == EMPTY_ROOT
    if not extends:
        raise IntegrityError(
            "CHECKPOINT_DIFFERS",
            "the log of {size} entries does not extend the checkpoint of"
            " {older_size} entries (expected root {root}, the ledger gives"
            " {found}): history was rewritten.",
            size=size,
            older_size=older.size,
            root=older.root.hex(),
            found=log.root(older.size).hex(),
        )


def check_holds(reader: Reader, checkpoint: Checkpoint) -> None:
    """The ledger's own log has a checkpoint's root; raises `IntegrityError`."""
    last = last_entry(reader)
    if checkpoint.size > last:
        raise IntegrityError(
            "LOG_TRUNCATED",
            "the checkpoint has {size} entries, the ledger {last}: its tail"
            " was cut off.",
            size=checkpoint.size,
            last=last,
        )
    check_extends(reader, checkpoint.size, checkpoint)


def check_logged(reader: Reader, entry: int) -> None:
    """The entry is what its leaf in the stored log says; raises `IntegrityError`."""
    leaf_of(reader, entry)


def leaf_of(reader: Reader, entry: int) -> bytes:
    """The leaf of an entry, which the stored log has so; raises `IntegrityError`."""
    leaf = leaf_data(*_event(reader, entry))
    if LogReader(reader).node(0, entry - 1) != leaf_hash(leaf):
        raise _not_logged(entry)
    return leaf


def _not_logged(entry: int) -> IntegrityError:
    return IntegrityError(
        "LOG_DIFFERS",
        "entry {entry} is not what was logged, so nothing proves it"
        " (zuidas audit verify tells more).",
        entry=entry,
    )


def prove(reader: Reader, entry: int, note: Note) -> ProofFile:
    """Proof that an entry is in the checkpoint's log.

    The file carries the entry whole, so that it can be read and checked offline.
    Raises `IntegrityError` where the ledger is no longer what the checkpoint says.
    """
    checkpoint = Checkpoint.parse(note.text)
    check_holds(reader, checkpoint)
    row = _event(reader, entry)
    if entry > checkpoint.size:
        raise Refusal(
            "ENTRY_UNKNOWN",
            "the checkpoint has {size} entries; entry {entry} came later.",
            size=checkpoint.size,
            entry=entry,
        )
    leaf = leaf_data(*row)
    index, size, root = entry - 1, checkpoint.size, checkpoint.root
    proof = LogReader(reader).tree.inclusion_proof(index, size)
    if not verify_inclusion(index, size, leaf_hash(leaf), proof, root):
        raise _not_logged(entry)
    return ProofFile(index, tuple(proof), note, extra=leaf + row.state)


@dataclass(frozen=True)
class ProvedEntry:
    """An entry that a proof file proves, with what vouches for it."""

    entry: int
    topic: str
    state: dict[str, Any]
    verified: VerifiedCheckpoint


def verify_proof(data: bytes, trust: Trust) -> ProvedEntry:
    """The entry of a proof file, verified with nothing but the file and the keys.

    Raises `NoteError` when the file is malformed, `SignatureError` when it does not
    prove what it says.
    """
    return proved_entry(ProofFile.parse(data), trust)


def proved_entry(file: ProofFile, trust: Trust) -> ProvedEntry:
    """The same of a file that was read; leaf and state stand in its extra data."""
    lines = file.extra.split(b"\n", _LEAF_LINES)
    if len(lines) != _LEAF_LINES + 1:
        raise NoteError("the proof file does not carry its entry")
    state = lines.pop()
    leaf = file.extra[: len(file.extra) - len(state)]
    verified = file.verify(leaf_hash(leaf), trust)
    entry, topic = file.index + 1, lines[4]
    if lines[:2] != [_LEAF_FORMAT, str(entry).encode()]:
        raise SignatureError(f"leaf {file.index} of this log is not entry {entry}")
    if lines[5].decode("ascii", "replace") != hashlib.sha256(state).hexdigest():
        raise SignatureError(
            "the entry in the proof file is not the one that is proved"
        )
    try:
        return ProvedEntry(entry, topic.decode(), _object(state), verified)
    except (ValueError, RecursionError):
        raise NoteError("the entry in the proof file can't be read") from None


def _object(state: bytes) -> dict[str, Any]:
    # Decoded here: of bytes json takes other encodings and a byte order mark too.
    found = json.loads(state.decode(), object_pairs_hook=_unrepeated)
    if not isinstance(found, dict):
        raise ValueError(state)  # noqa: TRY004  # as json.loads does
    return found


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """One of two values would be read by us and the other by somebody else."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(pairs)
    return found


def read_notes(path: Path) -> list[Note]:
    """The notes of a file, at least one: checkpoints separated by empty lines.

    Raises `Refusal`: `PROOF_EMPTY` where the file is empty, blank or can't be read,
    `BAD_COMMAND` where it is no such file.
    """
    data = read_evidence(path)
    try:
        return [Note.parse(part) for part in _split(data)]
    except NoteError as error:
        raise Refusal(
            "BAD_COMMAND", "{path} is no checkpoint: {error}.", path=path, error=error
        ) from None


def _split(data: bytes) -> list[bytes]:
    """A note ends where a line follows its signatures that is none."""
    parts: list[list[bytes]] = [[]]
    signed = False
    for line in data.splitlines(keepends=True):
        signs = line.startswith(_SIGNS)
        if signed and not signs:
            parts.append([])
            if line == b"\n":
                signed = False
                continue
        signed = signs
        parts[-1].append(line)
    return [b"".join(part) for part in parts if part]
