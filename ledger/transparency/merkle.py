"""Merkle tree hashes and proofs of RFC 6962, section 2.1, as pure functions.

A tree over n leaves splits at the largest power of two below n. The audit path of a
leaf, and the proof that one tree extends another, are therefore fixed lists of leaf
ranges. `inclusion_ranges` and `consistency_ranges` compute these lists; proving is
hashing the ranges, verifying is folding the hashes back together.
"""

from collections.abc import Sequence
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()
"""The hash of a tree without leaves (RFC 6962, section 2.1)."""

_COUNT_LIMIT = 2**64  # tree_size is a uint64 (RFC 6962, section 3.5)

Range = tuple[int, int]
"""The leaves from start up to, not including, stop."""


def leaf_hash(data: bytes) -> bytes:
    """Return SHA-256(0x00 || data) (RFC 6962, section 2.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right) (RFC 6962, section 2.1)."""
    return sha256(b"\x01" + left + right).digest()


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    """Return the Merkle Tree Hash MTH of the leaves (RFC 6962, section 2.1)."""
    level = list(leaf_hashes)
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        # Pairing neighbours and lifting an odd last node gives the RFC's split
        # at a power of two, without recursion.
        above = [
            node_hash(*pair) for pair in zip(level[::2], level[1::2], strict=False)
        ]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0]


def inclusion_proof(index: int, leaf_hashes: Sequence[bytes]) -> list[bytes]:
    """Return PATH(index, leaves), nearest sibling first (RFC 6962, section 2.1.1).

    Raises ValueError unless 0 <= index < number of leaves.
    """
    ranges = inclusion_ranges(index, len(leaf_hashes))
    return [root(leaf_hashes[start:stop]) for start, stop in ranges]


def consistency_proof(old_size: int, leaf_hashes: Sequence[bytes]) -> list[bytes]:
    """Return PROOF(old_size, leaves); empty for equal sizes (RFC 6962, section 2.1.2).

    Raises ValueError unless 0 < old_size <= number of leaves: the RFC defines no
    proof from an empty tree, as every tree extends it.
    """
    ranges = consistency_ranges(old_size, len(leaf_hashes))
    return [root(leaf_hashes[start:stop]) for start, stop in ranges]


def verify_inclusion(
    index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], root: bytes
) -> bool:
    """Tell whether the proof leads from the leaf to the root (RFC 6962, 2.1.1).

    Malformed input of any kind gives False. The result is that of the algorithm in
    RFC 9162, section 2.1.3.2.
    """
    if not (_are_counts(index, size) and index < size):
        return False
    if not (_are_hashes(proof) and _are_hashes([leaf_hash, root])):
        return False
    siblings = inclusion_ranges(index, size)
    if len(proof) != len(siblings):
        return False
    node = leaf_hash
    for (start, _), sibling in zip(siblings, proof, strict=True):
        is_right = start > index
        node = node_hash(node, sibling) if is_right else node_hash(sibling, node)
    return node == root


def verify_consistency(
    old_size: int,
    new_size: int,
    old_root: bytes,
    new_root: bytes,
    proof: Sequence[bytes],
) -> bool:
    """Tell whether the new tree only appends to the old one (RFC 6962, 2.1.2).

    Malformed input of any kind gives False, and so does an old size of 0. The result
    is that of the algorithm in RFC 9162, section 2.1.4.2.
    """
    if not (_are_counts(old_size, new_size) and 0 < old_size <= new_size):
        return False
    if not _are_bytes(old_root, new_root):
        return False
    if not _are_hashes(proof):
        return False
    if old_size == new_size:
        # Decided before the roots' lengths, as in the reference verifiers: one and
        # the same tree head is consistent with itself, whatever it says.
        return not proof and old_root == new_root
    if not _are_hashes([old_root, new_root]):
        return False
    return _extends(old_size, new_size, old_root, new_root, proof)


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Return the leaf ranges of the siblings in PATH(index, D[size]), leaf to root.

    RFC 6962, section 2.1.1. Raises ValueError unless 0 <= index < size.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size} leaves (counted from 0)")
    siblings: list[Range] = []
    start, stop = 0, size
    while stop - start > 1:
        middle = _split(start, stop)
        if index < middle:
            siblings.append((middle, stop))
            stop = middle
        else:
            siblings.append((start, middle))
            start = middle
    return siblings[::-1]


def consistency_ranges(old_size: int, size: int) -> list[Range]:
    """Return the leaf ranges of the hashes in PROOF(old_size, D[size]), in its order.

    RFC 6962, section 2.1.2. Raises ValueError unless 0 < old_size <= size.
    """
    if not 0 < old_size <= size:
        raise ValueError(f"no consistency proof from size {old_size} to size {size}")
    ranges: list[Range] = []
    start, stop = 0, size
    while stop != old_size:
        middle = _split(start, stop)
        if old_size <= middle:
            ranges.append((middle, stop))
            stop = middle
        else:
            ranges.append((start, middle))
            start = middle
    if start > 0:  # otherwise this range is the whole old tree: its root is known
        ranges.append((start, stop))
    return ranges[::-1]


def _split(start: int, stop: int) -> int:
    """Return start + k, k the largest power of two below the number of leaves."""
    return start + (1 << (stop - start - 1).bit_length() - 1)


def _extends(
    old_size: int,
    new_size: int,
    old_root: bytes,
    new_root: bytes,
    proof: Sequence[bytes],
) -> bool:
    """Rebuild both roots from the proof and compare (old size below new size)."""
    ranges = consistency_ranges(old_size, new_size)
    if len(proof) != len(ranges):
        return False
    starts = [start for start, _ in ranges]
    hashes = list(proof)
    if old_size.bit_count() == 1:
        # A complete old tree is itself where the path starts, so the proof omits it.
        starts.insert(0, 0)
        hashes.insert(0, old_root)
    old = new = hashes[0]
    for start, sibling in zip(starts[1:], hashes[1:], strict=True):
        if start < old_size:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
        else:
            new = node_hash(new, sibling)
    return old == old_root and new == new_root


def _are_counts(*values: object) -> bool:
    # bool is an int to Python, but no count.
    return all(type(value) is int and 0 <= value < _COUNT_LIMIT for value in values)


def _are_bytes(*values: object) -> bool:
    return all(isinstance(value, bytes) for value in values)


def _are_hashes(values: object) -> bool:
    return isinstance(values, list | tuple) and all(
        isinstance(value, bytes) and len(value) == HASH_SIZE for value in values
    )
