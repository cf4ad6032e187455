"""Checkpoints: signed statements of a log's size and root, and their cosignatures.

Sources: https://c2sp.org/tlog-checkpoint and https://c2sp.org/tlog-cosignature.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from ledger.transparency.encodings import (
    NoteError,
    decode_decimal,
    decode_hash,
    encode_base64,
    encode_text,
)
from ledger.transparency.keys import SignatureType, SigningKey, VerifierKey
from ledger.transparency.merkle import HASH_SIZE
from ledger.transparency.notes import (
    Note,
    SignatureError,
    VerifiedSignature,
    sign,
    sign_timestamped,
    unknown_signers,
)


@dataclass(frozen=True)
class Checkpoint:
    """A log's origin, its size in leaves and its root, unsigned."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()
    """Further lines; tlog-checkpoint recommends against them, and so do we."""

    def __post_init__(self) -> None:
        for line in (self.origin, *self.extensions):
            encode_text(line)
            if not line or "\n" in line:
                raise NoteError(
                    f"not one non-empty line of a checkpoint: {line[:40]!r}"
                )
        if not 0 <= self.size < 2**64:
            raise NoteError(f"a tree size is 0 to 2^64 - 1, not {self.size}")
        if len(self.root) != HASH_SIZE:
            raise NoteError(f"a root has {HASH_SIZE} bytes, not {len(self.root)}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a note's text; NoteError unless it is a checkpoint's to the letter."""
        try:
            origin, size, root, *extensions, end = text.split("\n")
        except ValueError:
            raise NoteError("a checkpoint is an origin, a tree size, a root") from None
        if end:
            raise NoteError("the last line of a checkpoint ends in a newline")
        return cls(
            origin,
            decode_decimal(size, "the checkpoint's tree size"),
            decode_hash(root, "the checkpoint's root"),
            tuple(extensions),
        )

    def encode(self) -> str:
        """Return the text to sign."""
        lines = [self.origin, str(self.size), encode_base64(self.root)]
        return "".join(f"{line}\n" for line in [*lines, *self.extensions])


@dataclass(frozen=True)
class VerifiedCheckpoint:
    """A checkpoint that its log signed, and who else vouches for it since when."""

    checkpoint: Checkpoint
    cosignatures: tuple[VerifiedSignature, ...]
    unknown: tuple[str, ...] = ()
    """Names in signatures whose keys were not given: they vouch for nothing."""
    signed_by: tuple[VerifierKey, ...] = ()
    """Those of the log's keys that signed: two of them while one replaces the other."""


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey, *more: SigningKey) -> Note:
    """Sign with the log's own keys, whose name is the origin (tlog-checkpoint).

    More than one where a new key replaces an old one.
    """
    for each in (key, *more):
        _check_origin(checkpoint, each.name)
    note = sign(checkpoint.encode(), key)
    for each in more:
        note = note.with_signature(*sign(note.text, each).signatures)
    return note


def cosign(note: Note, key: SigningKey, timestamp: int) -> Note:
    """Add a witness's cosignature/v1 at a time in Unix seconds (tlog-cosignature).

    It says that this is the largest consistent tree which the witness has seen: the
    caller has verified the note, and consistency with what it cosigned before.
    """
    Checkpoint.parse(note.text)
    return note.with_signature(sign_timestamped(note.text, key, timestamp))


def verify_checkpoint(
    note: Note,
    log_keys: VerifierKey | Iterable[VerifierKey],
    witness_keys: Iterable[VerifierKey] = (),
) -> VerifiedCheckpoint:
    """Return the checkpoint if its log signed it, with the known witnesses' words.

    Of several keys of the log one is enough: they are those before and after a
    rotation. How many witnesses are enough is the caller's policy (`trust.Trust`).
    Raises SignatureError if the log's signature is missing, or any signature by a key
    given here is invalid, and NoteError if the text is no checkpoint of this log.
    """
    logs = (log_keys,) if isinstance(log_keys, VerifierKey) else tuple(log_keys)
    witnesses = tuple(witness_keys)
    check_roles(logs, witnesses)
    verified = note.verify([*logs, *witnesses])
    signed_by = tuple(each.key for each in verified if each.key in logs)
    if not signed_by:
        names = ", ".join(sorted({key.name for key in logs}))
        raise SignatureError(f"the log {names} itself has not signed this")
    checkpoint = Checkpoint.parse(note.text)
    for key in signed_by:
        _check_origin(checkpoint, key.name)
    cosignatures = tuple(each for each in verified if each.key not in logs)
    unknown = unknown_signers(note, verified)
    return VerifiedCheckpoint(checkpoint, cosignatures, unknown, signed_by)


def check_roles(
    log_keys: Iterable[VerifierKey], witness_keys: Iterable[VerifierKey]
) -> None:
    """Refuse (NoteError) keys of another signature type than their role has."""
    for key in log_keys:
        _check_type(key, SignatureType.ED25519, "log")
    for key in witness_keys:
        _check_type(key, SignatureType.COSIGNATURE, "witness")


def _check_origin(checkpoint: Checkpoint, name: str) -> None:
    # tlog-checkpoint only recommends that they match; insisting on it means that a
    # log's key can never vouch for another log.
    if checkpoint.origin != name:
        raise NoteError(f"this key is of {name}, the checkpoint of {checkpoint.origin}")


def _check_type(key: VerifierKey, type_: SignatureType, role: str) -> None:
    if key.type is not type_:
        raise NoteError(f"the key of {key.name} has not the type of a {role}'s")
