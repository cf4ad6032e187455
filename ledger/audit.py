"""Checkpoints, cosignatures and proofs of a ledger's log."""

import hashlib
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.errors import IntegrityError, Refusal
from ledger.checkpoints import (
    Checkpoint,
    VerifiedCheckpoint,
    cosign,
    sign_checkpoint,
    verify_checkpoint,
)
from ledger.encodings import NoteError
from ledger.keys import SigningKey, VerifierKey
from ledger.log import LogReader, leaf_data
from ledger.merkle import leaf_hash, verify_consistency
from ledger.notes import Note
from ledger.proof_files import ProofFile
from ledger.storage.store import Reader

_EVENT = (
    "SELECT entry, originator_id, originator_version, topic, state FROM stored_events"
    " WHERE entry = ?"
)
_LEAF_LINES = 6


def origin(reader: Reader) -> str:
    """The log's own name: the framework's, and what makes this ledger unique.

    The leaf of entry 1 holds the moment and the actor of `init`, so no two ledgers
    share it.
    """
    row = _event(reader, 1)
    name = json.loads(bytes(row[4]))["given"]["framework"]["name"]
    return f"zuidas-ledger/{name}/{leaf_hash(leaf_data(*_leaf(row))).hex()[:16]}"


def _event(reader: Reader, entry: int) -> tuple[Any, ...]:
    for row in reader.execute(_EVENT, (entry,)):
        return tuple(row)
    raise Refusal("ENTRY_UNKNOWN", f"there is no entry {entry}.")


def _leaf(row: tuple[Any, ...]) -> tuple[int, str, int, str, bytes]:
    return int(row[0]), str(row[1]), int(row[2]), str(row[3]), bytes(row[4])


def checkpoint_of(reader: Reader, size: int) -> Checkpoint:
    """The unsigned checkpoint of the first `size` entries."""
    return Checkpoint(origin(reader), size, LogReader(reader).root(size))


def signed_checkpoint(reader: Reader, size: int, key: SigningKey) -> Note:
    """The checkpoint signed with the log's key, whose name is the log's origin."""
    try:
        return sign_checkpoint(checkpoint_of(reader, size), key)
    except NoteError as error:
        raise Refusal(
            "BAD_COMMAND",
            f"{error}. Make a key for this ledger with zuidas audit keygen.",
        ) from None


def check_extends(reader: Reader, size: int, older: Checkpoint) -> None:
    """Today's log extends an older checkpoint; raises `IntegrityError`.

    Both roots and the RFC 6962 consistency proof between them are checked.
    """
    if older.origin != origin(reader):
        raise IntegrityError(
            "CHECKPOINT_DIFFERS",
            f"the checkpoint is of {older.origin}, this ledger is {origin(reader)}.",
        )
    if older.size > size:
        raise IntegrityError(
            "LOG_TRUNCATED",
            f"the checkpoint has {older.size} entries, the ledger {size}: its tail was"
            " cut off.",
        )
    log = LogReader(reader)
    root = log.root(size)
    proof = log.tree.consistency_proof(older.size, size) if older.size else []
    if older.size and not verify_consistency(older.size, size, older.root, root, proof):
        raise IntegrityError(
            "CHECKPOINT_DIFFERS",
            f"the log of {size} entries does not extend the checkpoint of {older.size}"
            f" entries (expected root {older.root.hex()}, the ledger gives"
            f" {log.root(older.size).hex()}): history was rewritten.",
        )


def witness(
    reader: Reader,
    note: Note,
    log_key: VerifierKey,
    key: SigningKey,
    seen: Checkpoint | None,
) -> Note:
    """Cosign a checkpoint, only after it extends the last one that was cosigned."""
    verified = verify_checkpoint(note, log_key).checkpoint
    check_extends(reader, verified.size, _same_root(reader, verified))
    if seen is not None:
        if seen.size > verified.size:
            raise IntegrityError(
                "LOG_TRUNCATED",
                f"a checkpoint of {seen.size} entries was cosigned before; this one has"
                f" {verified.size}.",
            )
        check_extends(reader, verified.size, seen)
    return cosign(note, key, int(time.time()))


def _same_root(reader: Reader, checkpoint: Checkpoint) -> Checkpoint:
    """The checkpoint itself, where the ledger is as long as it says."""
    last = max((int(r[0]) for r in reader.execute(_LAST) if r[0]), default=0)
    if checkpoint.size > last:
        raise IntegrityError(
            "LOG_TRUNCATED",
            f"the checkpoint has {checkpoint.size} entries, the ledger {last}.",
        )
    return checkpoint


_LAST = "SELECT MAX(entry) FROM stored_events"


def prove(reader: Reader, entry: int, checkpoint: Note) -> ProofFile:
    """Proof that an entry is in the checkpoint's log.

    The file carries the entry whole, so that it can be read and checked offline.
    """
    size = Checkpoint.parse(checkpoint.text).size
    row = _leaf(_event(reader, entry))
    if entry > size:
        raise Refusal(
            "ENTRY_UNKNOWN",
            f"the checkpoint has {size} entries; entry {entry} came later.",
        )
    proof = LogReader(reader).tree.inclusion_proof(entry - 1, size)
    return ProofFile(
        entry - 1, tuple(proof), checkpoint, extra=leaf_data(*row) + row[4]
    )


@dataclass(frozen=True)
class ProvedEntry:
    """An entry that a proof file proves, with what vouches for it."""

    entry: int
    topic: str
    state: dict[str, Any]
    verified: VerifiedCheckpoint


def verify_proof(
    data: bytes, log_key: VerifierKey, witnesses: Iterable[VerifierKey] = ()
) -> ProvedEntry:
    """The entry of a proof file, verified with nothing but the file and the keys.

    Raises `NoteError` when the file is malformed, `SignatureError` when it does not
    prove what it says.
    """
    file = ProofFile.parse(data)
    lines = file.extra.split(b"\n", _LEAF_LINES)
    if len(lines) != _LEAF_LINES + 1:
        raise NoteError("the proof file does not carry its entry")
    state = lines.pop()
    leaf = file.extra[: len(file.extra) - len(state)]
    verified = file.verify(leaf_hash(leaf), log_key, witnesses)
    if lines[5].decode("ascii", "replace") != hashlib.sha256(state).hexdigest():
        raise NoteError("the entry in the proof file is not the one that was proved")
    return ProvedEntry(int(lines[1]), lines[4].decode(), json.loads(state), verified)


def read_notes(path: Path) -> list[Note]:
    """The notes of a file: one checkpoint, or several separated by empty lines.

    Raises `Refusal` (`BAD_COMMAND`) when it can't be read or is no such file.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refusal(
            "BAD_COMMAND", f"{path} can't be read: {error.strerror}."
        ) from None
    try:
        return [Note.parse(part) for part in _split(data)]
    except NoteError as error:
        raise Refusal("BAD_COMMAND", f"{path} is no checkpoint: {error}.") from None


def _split(data: bytes) -> list[bytes]:
    """A note ends where a line follows its signatures that is none."""
    parts: list[bytes] = []
    part = b""
    for line in data.splitlines(keepends=True):
        signed = "\u2014 ".encode() in part
        if signed and not line.startswith("\u2014 ".encode()):
            parts.append(part)
            part = b""
            if line == b"\n":
                continue
        part += line
    return [*parts, part] if part else parts
