"""Proof files: one leaf's inclusion in a signed checkpoint, to be verified offline.

Source: https://c2sp.org/tlog-proof. The usual file extension is `.tlog-proof`.
"""

from dataclasses import dataclass
from typing import Self

from ledger.transparency.checkpoints import VerifiedCheckpoint
from ledger.transparency.encodings import (
    NoteError,
    decode_base64,
    decode_decimal,
    decode_hash,
    decode_text,
    encode_base64,
)
from ledger.transparency.merkle import HASH_SIZE, verify_inclusion
from ledger.transparency.notes import Note, SignatureError
from ledger.transparency.trust import Trust

_FORMAT = "c2sp.org/tlog-proof@v1"
_EXTRA = "extra "
_INDEX = "index "


@dataclass(frozen=True)
class ProofFile:
    """The index of a leaf (from 0), its inclusion proof and a signed checkpoint."""

    index: int
    proof: tuple[bytes, ...]
    checkpoint: Note
    extra: bytes = b""
    """Data for the application, which nothing in the file vouches for."""

    def __post_init__(self) -> None:
        if not 0 <= self.index < 2**64:
            raise NoteError(f"an index is 0 to 2^64 - 1, not {self.index}")
        if any(len(each) != HASH_SIZE for each in self.proof):
            raise NoteError(f"the hashes of a proof have {HASH_SIZE} bytes")

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a whole file; NoteError when it departs from tlog-proof at all."""
        head, separator, note = data.partition(b"\n\n")
        if not separator:
            raise NoteError("no empty line between the proof and its checkpoint")
        lines = decode_text(head).split("\n")
        if lines.pop(0) != _FORMAT:
            raise NoteError(f"a proof file starts with the line {_FORMAT}")
        extra = _take_extra(lines)
        index = _take_index(lines)
        proof = tuple(decode_hash(line, "a hash of the proof") for line in lines)
        return cls(index, proof, Note.parse(note), extra)

    def encode(self) -> bytes:
        """Return the file; of a parsed one, the very bytes that were read."""
        lines = [_FORMAT]
        if self.extra:
            lines.append(_EXTRA + encode_base64(self.extra))
        lines.append(f"{_INDEX}{self.index}")
        lines += map(encode_base64, self.proof)
        head = "".join(f"{line}\n" for line in lines)
        return f"{head}\n".encode() + self.checkpoint.encode()

    def verify(self, leaf_hash: bytes, trust: Trust) -> VerifiedCheckpoint:
        """Return the verified checkpoint that has the leaf at the index.

        These are steps 2 to 4 of tlog-proof's "Verifying"; step 1, the leaf hash, and
        the choice of keys are the caller's. Raises NoteError as `Trust.verify` does,
        and SignatureError if the leaf is not in the tree.
        """
        verified = trust.verify(self.checkpoint)
        size, root = verified.checkpoint.size, verified.checkpoint.root
        if not verify_inclusion(self.index, size, leaf_hash, self.proof, root):
            raise SignatureError(
                f"the proof does not lead from leaf {self.index} to the checkpoint's"
                f" root at size {size}"
            )
        return verified


def _take_extra(lines: list[str]) -> bytes:
    """Take the extra line off the front, if there is one."""
    if not (lines and lines[0].startswith(_EXTRA)):
        return b""
    extra = decode_base64(lines.pop(0).removeprefix(_EXTRA), "the extra data")
    if not extra:
        raise NoteError("without extra data there is no extra line")
    return extra


def _take_index(lines: list[str]) -> int:
    """Take the index line off the front."""
    if not (lines and lines[0].startswith(_INDEX)):
        raise NoteError("the line `index` and the leaf's index is missing")
    return decode_decimal(lines.pop(0).removeprefix(_INDEX), "the leaf's index")
