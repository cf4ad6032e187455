"""What holds of every tree and every proof (RFC 6962, section 2.1)."""

from hashlib import sha256

from hypothesis import assume, given
from hypothesis import strategies as st

from ledger.transparency import merkle
from ledger.transparency.tree import Frontier, StoredTree

sizes = st.integers(1, 200)


def leaves(size: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(size)]


# The RFC's own recursive definitions, letter for letter, as the oracle.


def mth(d: list[bytes]) -> bytes:
    if not d:
        return sha256(b"").digest()
    if len(d) == 1:
        return d[0]
    k = largest_power_of_two_below(len(d))
    return sha256(b"\x01" + mth(d[:k]) + mth(d[k:])).digest()


def path(m: int, d: list[bytes]) -> list[bytes]:
    if len(d) == 1:
        return []
    k = largest_power_of_two_below(len(d))
    if m < k:
        return [*path(m, d[:k]), mth(d[k:])]
    return [*path(m - k, d[k:]), mth(d[:k])]


def subproof(m: int, d: list[bytes], b: bool) -> list[bytes]:
    if m == len(d):
        return [] if b else [mth(d)]
    k = largest_power_of_two_below(len(d))
    if m <= k:
        return [*subproof(m, d[:k], b), mth(d[k:])]
    return [*subproof(m - k, d[k:], False), mth(d[:k])]


def largest_power_of_two_below(n: int) -> int:
    k = 1
    while 2 * k < n:
        k *= 2
    return k


@given(size=sizes, data=st.data())
def test_roots_and_proofs_are_what_the_rfc_defines(
    size: int, data: st.DataObject
) -> None:
    d, m = leaves(size), data.draw(st.integers(0, size - 1))
    assert merkle.root(d) == mth(d)
    assert merkle.inclusion_proof(m, d) == path(m, d)
    assert merkle.consistency_proof(m + 1, d) == subproof(m + 1, d, True)


@given(size=sizes, data=st.data())
def test_a_tree_stored_in_two_sittings_proves_the_same(
    size: int, data: st.DataObject
) -> None:
    d, first = leaves(size), data.draw(st.integers(0, size))
    nodes: dict[tuple[int, int], bytes] = {}

    def read(level: int, position: int) -> bytes:
        return nodes[level, position]

    for start, stop in [(0, first), (first, size)]:
        frontier = Frontier.load(read, start)
        for leaf in d[start:stop]:
            for level, position, node in frontier.append(leaf):
                nodes[level, position] = node
    tree, m = StoredTree(read), data.draw(st.integers(0, size - 1))
    assert tree.root(size) == mth(d)
    assert tree.inclusion_proof(m, size) == path(m, d)
    assert tree.consistency_proof(m + 1, size) == subproof(m + 1, d, True)


@given(size=sizes, data=st.data())
def test_an_inclusion_proof_verifies_and_no_tampered_one_does(
    size: int, data: st.DataObject
) -> None:
    d, index = leaves(size), data.draw(st.integers(0, size - 1))
    leaf, proof, root = d[index], merkle.inclusion_proof(index, d), merkle.root(d)
    assert merkle.verify_inclusion(index, size, leaf, proof, root)

    for tampered in tamperings(proof, data):
        assert not merkle.verify_inclusion(index, size, leaf, tampered, root)
    for bad in (flip(leaf, data), leaf[:-1], leaf + b"\0"):
        assert not merkle.verify_inclusion(index, size, bad, proof, root)
    for bad in (flip(root, data), root[:-1], root + b"\0"):
        assert not merkle.verify_inclusion(index, size, leaf, proof, bad)
    other = data.draw(st.integers(0, size + 1).filter(lambda each: each != index))
    assert not merkle.verify_inclusion(other, size, leaf, proof, root)


@given(size=st.integers(2, 200), data=st.data())
def test_a_consistency_proof_verifies_and_no_tampered_one_does(
    size: int, data: st.DataObject
) -> None:
    d, old_size = leaves(size), data.draw(st.integers(1, size - 1))
    old, new = merkle.root(d[:old_size]), merkle.root(d)
    proof = merkle.consistency_proof(old_size, d)
    assert merkle.verify_consistency(old_size, size, old, new, proof)

    for tampered in tamperings(proof, data):
        assert not merkle.verify_consistency(old_size, size, old, new, tampered)
    for bad in (flip(old, data), old[:-1], old + b"\0", new):
        assert not merkle.verify_consistency(old_size, size, bad, new, proof)
    for bad in (flip(new, data), new[:-1], new + b"\0", old):
        assert not merkle.verify_consistency(old_size, size, old, bad, proof)
    assert not merkle.verify_consistency(size, old_size, new, old, proof)


@given(size=st.integers(2, 100), data=st.data())
def test_a_changed_past_is_never_consistent(size: int, data: st.DataObject) -> None:
    """Whichever old leaf changes, the new tree's own proof does not hide it."""
    d, old_size = leaves(size), data.draw(st.integers(1, size - 1))
    old = merkle.root(d[:old_size])
    d[data.draw(st.integers(0, old_size - 1))] = merkle.leaf_hash(b"another past")
    proof = merkle.consistency_proof(old_size, d)
    assert not merkle.verify_consistency(old_size, size, old, merkle.root(d), proof)


hashes = st.binary(min_size=30, max_size=34)
counts = st.integers(-2, 2**65)
scraps = st.lists(st.one_of(hashes, st.none(), st.text(), st.integers()), max_size=9)


@given(counts, counts, hashes, scraps, hashes)
def test_noise_is_no_proof_and_no_exception(
    index: int, size: int, one: bytes, proof: list[bytes], other: bytes
) -> None:
    assume(one != other)
    assert not merkle.verify_inclusion(index, size, one, proof, other)
    assert not merkle.verify_consistency(index, size, one, other, proof)


def tamperings(proof: list[bytes], data: st.DataObject) -> list[list[bytes]]:
    """The proof with one element flipped, cut, dropped, added, doubled or swapped."""
    extra = merkle.leaf_hash(b"extra")
    at = data.draw(st.integers(0, len(proof)))
    bad = [[*proof[:at], extra, *proof[at:]]]
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        before, element, after = proof[:at], proof[at], proof[at + 1 :]
        bad += [
            [*before, flip(element, data), *after],
            [*before, element[:-1], *after],
            [*before, element + b"\0", *after],
            [*before, *after],
            [*before, element, element, *after],
        ]
    if len(proof) > 1:
        bad.append(proof[::-1])
        at = data.draw(st.integers(0, len(proof) - 2))
        bad.append([*proof[:at], proof[at + 1], proof[at], *proof[at + 2 :]])
    return bad


def flip(hash_: bytes, data: st.DataObject) -> bytes:
    """The hash with one bit the other way."""
    bit = data.draw(st.integers(0, 8 * len(hash_) - 1))
    return (int.from_bytes(hash_) ^ (1 << bit)).to_bytes(len(hash_))
