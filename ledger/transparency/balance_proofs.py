"""Balance proofs: one sealed balance in a file that nothing else is needed to check.

The form is described in docs/balance-proofs.md. It holds the balance with its path in
the tree that a lock sealed (or the two balances between which there is none), the
lock's entry, and that entry's tlog-proof. What the parts prove together is looked at
in `ledger.verifying.balances`.
"""

import re
from dataclasses import dataclass
from typing import Self

from ledger.transparency.encodings import (
    NoteError,
    decode_decimal,
    decode_hash,
    decode_text,
    encode_base64,
)
from ledger.transparency.proof_files import ProofFile
from ledger.transparency.seals import Placed, SealedBalance, is_journal_account

MOST_BYTES = 1_000_000
"""A proof has some two thousand; its checkpoint may have many signatures."""
LEAF_LINES = 6

_FORMAT = "zuidas/balance-proof/v1"
_ACCOUNT = "account "
_INDEX = "index "
_LEAF = "zuidas/leaf/v1"
_ENTRY_PROOF = b"\n\nc2sp.org/tlog-proof@v1\n"
_MOST_PLACES = 2
_CENTS = re.compile("-?[1-9][0-9]{0,18}")


@dataclass(frozen=True)
class BalanceProof:
    """A balance proof as its file has it; nothing in it is verified yet."""

    account: str
    """The account that it is about."""
    places: tuple[Placed, ...]
    """Its own balance; or, where it has none, those beside its place."""
    entry: ProofFile
    """Proof of the lock; its extra data are leaf and state, as `audit prove` has it."""

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a whole file; NoteError where it departs from its form at all."""
        if len(data) > MOST_BYTES:
            raise NoteError(f"a balance proof over {MOST_BYTES} bytes is not read")
        head, separator, proof = data.partition(_ENTRY_PROOF)
        if not separator:
            raise NoteError("no tlog-proof follows the balance and its entry")
        first, *blocks = decode_text(head).split("\n\n")
        account = _read_first(first)
        if not 1 <= len(blocks) <= _MOST_PLACES + 1:
            raise NoteError("a balance proof has two balances at most, and an entry")
        leaf = _read_entry(blocks.pop())
        entry = ProofFile.parse(separator.removeprefix(b"\n\n") + proof)
        if entry.extra:
            raise NoteError("the tlog-proof of a balance proof has no extra data")
        with_leaf = ProofFile(entry.index, entry.proof, entry.checkpoint, leaf)
        return cls(account, tuple(map(_read_place, blocks)), with_leaf)

    def encode(self) -> bytes:
        """Return the file; of a parsed one, the very bytes that were read."""
        *leaf, state = self.entry.extra.split(b"\n", LEAF_LINES)
        blocks = [
            f"{_FORMAT}\n{_ACCOUNT}{self.account}\n".encode(),
            *map(_place, self.places),
            b"".join(line + b"\n" for line in (*leaf, state)),
            ProofFile(
                self.entry.index, self.entry.proof, self.entry.checkpoint
            ).encode(),
        ]
        return b"\n".join(blocks)


def _place(place: Placed) -> bytes:
    hashes = map(encode_base64, place.path)
    lines = [f"{_INDEX}{place.index}", place.balance.line, *hashes]
    return "".join(f"{line}\n" for line in lines).encode()


def _read_first(block: str) -> str:
    """The account of the first block."""
    start = f"{_FORMAT}\n{_ACCOUNT}"
    if not block.startswith(start):
        raise NoteError(f"a balance proof starts with {_FORMAT} and its account")
    return _read_account(block.removeprefix(start))


def _read_account(text: str) -> str:
    if not is_journal_account(text):
        raise NoteError(f"{text[:80]!r} is no account of a journal")
    return text


def _read_place(block: str) -> Placed:
    index, _, rest = block.partition("\n")
    if not index.startswith(_INDEX):
        raise NoteError("the line `index` and a balance's place is missing")
    line, *path = rest.split("\n")
    account, _, cents = line.partition(" ")
    if not _CENTS.fullmatch(cents):
        raise NoteError(f"{line[:80]!r} is no balance: an account and whole cents")
    return Placed(
        decode_decimal(index.removeprefix(_INDEX), "a balance's place"),
        SealedBalance(_read_account(account), int(cents)),
        tuple(decode_hash(each, "a hash of a balance's path") for each in path),
    )


def _read_entry(block: str) -> bytes:
    """Leaf and state of the last block; the state is a line of its own."""
    lines = block.split("\n")
    if len(lines) != LEAF_LINES + 1 or lines[0] != _LEAF:
        raise NoteError("the entry is six lines of its leaf, and its state in one")
    return block.encode()
