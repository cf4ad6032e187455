"""The stored form of the RFC 6962 tree: the hashes of its complete subtrees.

A complete subtree never changes again once its last leaf is there, so its hash can be
stored as an append-only row. Any root or proof at any size is put together from
O(log size) of these rows.
"""

from collections.abc import Sequence
from functools import reduce
from typing import Protocol, Self

from ledger.transparency.merkle import (
    EMPTY_ROOT,
    HASH_SIZE,
    Range,
    consistency_ranges,
    inclusion_ranges,
    node_hash,
)

Node = tuple[int, int, bytes]
"""Level, position and hash of a complete subtree; leaves are level 0."""


class NodeReader(Protocol):
    """Looks up the stored hash of one complete subtree."""

    def __call__(self, level: int, position: int, /) -> bytes:
        """Return the hash over leaves [position * 2**level, (position + 1) * 2**level).

        An implementation raises what suits its storage for a node it does not have.
        """
        ...


class StoredTree:
    """Roots and proofs at any size up to the number of stored leaves."""

    def __init__(self, read: NodeReader) -> None:
        self._read = read

    def root(self, size: int) -> bytes:
        """Return the hash of the first `size` leaves (RFC 6962, section 2.1)."""
        return self._subtree_root((0, size)) if size else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int) -> list[bytes]:
        """Return PATH(index, D[size]) (RFC 6962, section 2.1.1).

        Raises ValueError unless 0 <= index < size.
        """
        return [self._subtree_root(each) for each in inclusion_ranges(index, size)]

    def consistency_proof(self, old_size: int, new_size: int) -> list[bytes]:
        """Return PROOF(old_size, D[new_size]) (RFC 6962, section 2.1.2).

        Raises ValueError unless 0 < old_size <= new_size.
        """
        ranges = consistency_ranges(old_size, new_size)
        return [self._subtree_root(each) for each in ranges]

    def _subtree_root(self, leaves: Range) -> bytes:
        return _join([self._read(*node) for node in complete_subtrees(*leaves)])


class Frontier:
    """The growing right edge of a tree: all that is needed to append to it.

    `edge` holds the hashes of the complete subtrees that make up the tree, the largest
    first: one for every 1 in the binary form of `size`.
    """

    def __init__(self, size: int = 0, edge: Sequence[bytes] = ()) -> None:
        if size < 0 or len(edge) != size.bit_count():
            raise ValueError(
                f"{len(edge)} edge hashes do not fit a tree of size {size}"
            )
        self._size = size
        self._edge = list(edge)

    @classmethod
    def load(cls, read: NodeReader, size: int) -> Self:
        """Return the edge of the stored tree of this size, with O(log size) reads."""
        return cls(size, [read(*node) for node in complete_subtrees(0, size)])

    @property
    def size(self) -> int:
        """The number of leaves."""
        return self._size

    def root(self) -> bytes:
        """Return the hash of the tree as it stands (RFC 6962, section 2.1)."""
        return _join(self._edge) if self._edge else EMPTY_ROOT

    def append(self, leaf_hash: bytes) -> list[Node]:
        """Add a leaf; return the nodes it completes, the leaf itself first.

        Over many leaves that is two nodes per leaf. Raises ValueError for anything
        but a 32-byte hash, as a wrong leaf could never be taken back.
        """
        if len(leaf_hash) != HASH_SIZE:
            raise ValueError(f"a leaf hash has 32 bytes, not {len(leaf_hash)}")
        level, position, node = 0, self._size, leaf_hash
        completed = [(level, position, node)]
        while position & 1:  # a right child completes its parent
            level, position = level + 1, position >> 1
            node = node_hash(self._edge.pop(), node)
            completed.append((level, position, node))
        self._edge.append(node)
        self._size += 1
        return completed


def complete_subtrees(start: int, stop: int) -> list[tuple[int, int]]:
    """Return (level, position) of the complete subtrees over a range, largest first.

    The range is one that RFC 6962's splitting makes: `start` is a multiple of the
    largest power of two in its length.
    """
    nodes: list[tuple[int, int]] = []
    while start < stop:
        level = (stop - start).bit_length() - 1
        nodes.append((level, start >> level))
        start += 1 << level
    return nodes


def _join(hashes: Sequence[bytes]) -> bytes:
    """Hash complete subtrees, largest first, into the root above them."""
    return reduce(lambda right, left: node_hash(left, right), reversed(hashes))
