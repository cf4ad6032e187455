"""Signed notes: a text and the signatures under it.

Source: https://c2sp.org/signed-note, and https://c2sp.org/tlog-cosignature for the
timestamped signature type.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from ledger.transparency.encodings import (
    NoteError,
    decode_base64,
    decode_text,
    encode_base64,
    encode_text,
)
from ledger.transparency.keys import (
    SignatureType,
    SigningKey,
    VerifierKey,
    check_key_name,
)

MAX_NOTE_BYTES = 1_000_000
MAX_SIGNATURES = 100  # signed-note: limit them, but accept at least 16

_SIGNATURE_START = "\u2014 "
_KEY_ID_SIZE = 4
_TIMESTAMP_SIZE = 8
_TIMESTAMP_LIMIT = 2**63


class SignatureError(NoteError):
    """A well-formed note is not, or not validly, signed by the keys that it needs."""


@dataclass(frozen=True)
class Signature:
    """One signature line: whose it is, and the bytes its type gives a meaning."""

    name: str
    key_id: bytes
    body: bytes

    def __post_init__(self) -> None:
        check_key_name(self.name)
        if len(self.key_id) != _KEY_ID_SIZE or not self.body:
            raise NoteError(f"the signature of {self.name} is cut short")

    @classmethod
    def parse(cls, line: str) -> Self:
        """Read one line, without its newline."""
        if not line.startswith(_SIGNATURE_START):
            raise NoteError(
                f"a signature line starts with an em dash and a space: {line[:40]!r}"
            )
        name, _, encoded = line.removeprefix(_SIGNATURE_START).partition(" ")
        data = decode_base64(encoded, f"the signature of {name!r}")
        return cls(name, data[:_KEY_ID_SIZE], data[_KEY_ID_SIZE:])

    def encode(self) -> str:
        """Return the line, without its newline."""
        encoded = encode_base64(self.key_id + self.body)
        return f"{_SIGNATURE_START}{self.name} {encoded}"


@dataclass(frozen=True)
class VerifiedSignature:
    """A signature that a known key made; cosignatures say when (Unix seconds)."""

    key: VerifierKey
    timestamp: int | None = None


@dataclass(frozen=True)
class Note:
    """A text that ends in a newline, and at least one signature.

    The text means nothing until `verify` has found a known key's signature.
    """

    text: str
    signatures: tuple[Signature, ...]

    def __post_init__(self) -> None:
        encode_text(self.text)
        if not self.text.endswith("\n"):
            raise NoteError("the text of a note ends in a newline")
        if not 1 <= len(self.signatures) <= MAX_SIGNATURES:
            raise NoteError(
                f"a note has 1 to {MAX_SIGNATURES} signatures, not"
                f" {len(self.signatures)}"
            )

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a whole note file; NoteError when it departs from signed-note at all."""
        if len(data) > MAX_NOTE_BYTES:
            raise NoteError(f"a note over {MAX_NOTE_BYTES} bytes is not read")
        # The last empty line separates: the text may have empty lines of its own.
        text, separator, signatures = decode_text(data).rpartition("\n\n")
        if not separator:
            raise NoteError("no empty line between the note's text and its signatures")
        return cls(text + "\n", parse_signatures(signatures))

    def encode(self) -> bytes:
        """Return the note file; of a parsed note, the very bytes that were read."""
        lines = "".join(f"{signature.encode()}\n" for signature in self.signatures)
        return f"{self.text}\n{lines}".encode()

    def with_signature(self, signature: Signature) -> Self:
        """Return the note with one more signature at the end."""
        return replace(self, signatures=(*self.signatures, signature))

    def verify(self, keys: Iterable[VerifierKey]) -> tuple[VerifiedSignature, ...]:
        """Return one verified signature for each known key that signed, in order.

        Unknown signatures are ignored, as signed-note demands. Raises SignatureError
        if a known key's signature is invalid, or if none is by a known key.
        """
        known = _by_identity(keys)
        verified: dict[VerifierKey, VerifiedSignature] = {}
        for signature in self.signatures:
            key = known.get((signature.name, signature.key_id))
            if key is not None:
                # All are verified, but a repeated one counts once, towards a quorum.
                verified.setdefault(key, _verify(self.text, signature, key))
        if not verified:
            wanted = ", ".join(sorted(key.encode() for key in known.values())) or "none"
            found = ", ".join(each.name for each in self.signatures)
            raise SignatureError(
                f"no signature by a known key (known: {wanted}; signed by: {found})"
            )
        return tuple(verified.values())


def parse_signatures(text: str) -> tuple[Signature, ...]:
    """Read signature lines and nothing else; NoteError for anything else."""
    if not text.endswith("\n"):
        raise NoteError("the last signature line ends in a newline")
    lines = text.removesuffix("\n").split("\n")
    return tuple(Signature.parse(line) for line in lines)


def unknown_signers(
    note: Note, verified: Iterable[VerifiedSignature] = ()
) -> tuple[str, ...]:
    """Names in the signatures that no verified key made: anybody may add such a line.

    One that bears a known name and another key's ID is unknown too.
    """
    known = {(each.key.name, each.key.key_id) for each in verified}
    names = (
        each.name for each in note.signatures if (each.name, each.key_id) not in known
    )
    return tuple(dict.fromkeys(names))


def sign(text: str, key: SigningKey) -> Note:
    """Return the text as a note signed with an Ed25519 key (signed-note)."""
    if key.type is not SignatureType.ED25519:
        raise NoteError(f"the key of {key.name} makes cosignatures only")
    body = key.sign(encode_text(text))
    return Note(text, (Signature(key.name, key.verifier.key_id, body),))


def sign_timestamped(text: str, key: SigningKey, timestamp: int) -> Signature:
    """Return a cosignature/v1 of the text at a time in Unix seconds.

    Source: tlog-cosignature, "Ed25519 signed message". The text is to be a
    checkpoint's: `ledger.transparency.checkpoints.cosign` sees to that.
    """
    if key.type is not SignatureType.COSIGNATURE:
        raise NoteError(f"the key of {key.name} makes no cosignatures")
    if not 0 <= timestamp < _TIMESTAMP_LIMIT:
        raise NoteError(f"a cosignature's time is 0 to 2^63 - 1, not {timestamp}")
    raw = key.sign(_timestamped_message(text, timestamp))
    body = timestamp.to_bytes(_TIMESTAMP_SIZE) + raw
    return Signature(key.name, key.verifier.key_id, body)


def _by_identity(keys: Iterable[VerifierKey]) -> dict[tuple[str, bytes], VerifierKey]:
    known: dict[tuple[str, bytes], VerifierKey] = {}
    for key in keys:
        if known.setdefault((key.name, key.key_id), key) != key:
            raise NoteError(f"two different keys share name and key ID: {key.encode()}")
    return known


def _verify(text: str, signature: Signature, key: VerifierKey) -> VerifiedSignature:
    """Verify a signature by the key whose name and ID it bears."""
    if key.type is SignatureType.ED25519:
        timestamp = None
        message, raw = text.encode(), signature.body
    else:
        timestamp = int.from_bytes(signature.body[:_TIMESTAMP_SIZE])
        message = _timestamped_message(text, timestamp)
        raw = signature.body[_TIMESTAMP_SIZE:]
    in_range = timestamp is None or timestamp < _TIMESTAMP_LIMIT
    if not in_range or not key.verifies(message, raw):
        raise SignatureError(
            f"the signature of {key.name} does not fit the text: one of the two was"
            " altered"
        )
    return VerifiedSignature(key, timestamp)


def _timestamped_message(text: str, timestamp: int) -> bytes:
    return f"cosignature/v1\ntime {timestamp}\n{text}".encode()
