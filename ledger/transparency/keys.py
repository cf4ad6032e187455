"""Ed25519 keys in the text forms of C2SP signed-note, and private key files.

Sources: https://c2sp.org/signed-note (verifier keys, signature types) and, for the
private form, the signer keys of Go's golang.org/x/mod/sumdb/note.
"""

import os
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from ledger.transparency.encodings import (
    NoteError,
    decode_base64,
    encode_base64,
    encode_text,
)
from ledger.transparency.evidence import check_evidence, unreadable

KEY_SIZE = 32
"""Bytes of an Ed25519 public key, and of a seed (RFC 8032, section 5.1.5)."""

_PRIVATE_PREFIX = "PRIVATE+KEY+"
_MOST_BYTES = 10_000
"""A key has some two hundred."""


class SignatureType(IntEnum):
    """The signature types in use here, of those signed-note assigns."""

    ED25519 = 0x01
    """A plain signature over the note text: a log's own."""

    COSIGNATURE = 0x04
    """A timestamped cosignature/v1 of a checkpoint: a witness's."""


@dataclass(frozen=True)
class VerifierKey:
    """A public key with its name: `<name>+<key id in hex>+<base64(type || key)>`."""

    name: str
    type: SignatureType
    public_key: bytes

    def __post_init__(self) -> None:
        check_key_name(self.name)
        _check_key_size(self.public_key)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text form; NoteError when malformed or the key ID is not its own."""
        if text.startswith(_PRIVATE_PREFIX):
            raise NoteError("this is a private key: give the verifier key instead")
        name, type_, public_key, key_id = _split(text, "verifier key")
        key = cls(name, type_, public_key)
        _check_key_id(key_id, key)
        return key

    @property
    def key_id(self) -> bytes:
        """SHA-256(name || newline || type || public key)[:4], as signed-note has it."""
        message = self.name.encode() + b"\n" + bytes([self.type]) + self.public_key
        return sha256(message).digest()[:4]

    def encode(self) -> str:
        """Return the text form."""
        material = encode_base64(bytes([self.type]) + self.public_key)
        return f"{self.name}+{self.key_id.hex()}+{material}"

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Tell whether this is a raw Ed25519 signature of the message by this key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(
                signature, message
            )
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class SigningKey:
    """A private key: `PRIVATE+KEY+<name>+<key id in hex>+<base64(type || seed)>`."""

    name: str
    type: SignatureType
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        check_key_name(self.name)
        _check_key_size(self.seed)

    @classmethod
    def generate(cls, name: str, type_: SignatureType = SignatureType.ED25519) -> Self:
        """Make a new key from the operating system's randomness."""
        return cls(name, type_, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text form; NoteError when malformed, never showing the secret."""
        if not text.startswith(_PRIVATE_PREFIX):
            raise NoteError(f"a private key starts with {_PRIVATE_PREFIX}")
        rest = text.removeprefix(_PRIVATE_PREFIX)
        name, type_, seed, key_id = _split(rest, "private key")
        key = cls(name, type_, seed)
        _check_key_id(key_id, key.verifier)
        return key

    @property
    def verifier(self) -> VerifierKey:
        """The public half, to hand out."""
        public_key = self._private_key.public_key().public_bytes_raw()
        return VerifierKey(self.name, self.type, public_key)

    def encode(self) -> str:
        """Return the text form, which is secret."""
        material = encode_base64(bytes([self.type]) + self.seed)
        key_id = self.verifier.key_id.hex()
        return f"{_PRIVATE_PREFIX}{self.name}+{key_id}+{material}"

    def sign(self, message: bytes) -> bytes:
        """Return the raw Ed25519 signature, 64 bytes (RFC 8032)."""
        return self._private_key.sign(message)

    @property
    def _private_key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def check_key_name(name: str) -> None:
    """Refuse a key name that signed-note forbids: empty, with a space or a plus."""
    encode_text(name)
    if not name or "+" in name or any(character.isspace() for character in name):
        raise NoteError(f"a key name is not empty and has no space or plus: {name!r}")


class ExposedKeyError(PermissionError):
    """Others than its owner may get at a private key's file."""


def read_private_key(path: str | os.PathLike[str]) -> str:
    """Return the text form of the private key in a file.

    Raises Refusal (`PROOF_EMPTY`) if there is nothing in it or it can't be read, and
    ExposedKeyError if the group or others have any access to the file.
    """
    try:
        with Path(path).open("rb") as file:
            # Asked of the open file: the one that is checked is the one that is read.
            mode = os.fstat(file.fileno()).st_mode & 0o777
            data = file.read(_MOST_BYTES)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    check_evidence(path, data)
    if mode & 0o077:
        raise ExposedKeyError(
            f"private key file {path} has mode {mode:04o}, which lets others at it:"
            f" run chmod 600 {path} and consider whether the key has leaked"
        )
    return data.decode().removesuffix("\n")


def write_private_key(path: str | os.PathLike[str], text: str) -> None:
    """Create the file with mode 0600; FileExistsError if there is one already.

    It is on disk when this returns: a log can't go on signing without its key.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)  # whatever the umask took away
        file.write(f"{text}\n")
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(Path(path).parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _split(text: str, what: str) -> tuple[str, SignatureType, bytes, str]:
    """Return name, type, key and key ID in hex."""
    # Split from the left, as base64 has pluses and a key name has none.
    name, _, rest = text.partition("+")
    key_id, separator, material = rest.partition("+")
    if not separator:
        raise NoteError(f"a {what} is a name, a key ID and a key, joined by pluses")
    data = decode_base64(material, f"the {what}'s last part")
    try:
        type_ = SignatureType(int.from_bytes(data[:1]))
    except ValueError:
        raise NoteError(
            f"the {what} is of another type than Ed25519 (1) and cosignature (4)"
        ) from None
    return name, type_, data[1:], key_id


def _check_key_id(key_id: str, key: VerifierKey) -> None:
    if key_id != key.key_id.hex():
        raise NoteError(
            f"the key ID of {key.name} is {key.key_id.hex()}, but its text says"
            " otherwise: it was damaged or altered"
        )


def _check_key_size(key: bytes) -> None:
    if len(key) != KEY_SIZE:
        raise NoteError(f"an Ed25519 key has {KEY_SIZE} bytes, not {len(key)}")
