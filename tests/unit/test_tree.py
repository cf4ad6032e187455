"""The stored tree answers as the pure functions do, from few stored nodes."""

import pytest

from ledger.transparency import merkle
from ledger.transparency.tree import Frontier, StoredTree

SIZE = 300
LEAVES = [merkle.leaf_hash(str(number).encode()) for number in range(SIZE)]
AROUND_POWERS_OF_TWO = [*range(1, 34), 63, 64, 65, 127, 128, 129, 255, 256, 257, SIZE]


class Nodes(dict[tuple[int, int], bytes]):
    """A node table in memory."""

    def read(self, level: int, position: int) -> bytes:
        return self[level, position]

    def append(self, frontier: Frontier, leaf: bytes) -> None:
        for level, position, node in frontier.append(leaf):
            assert (level, position) not in self, "a stored node is never replaced"
            self[level, position] = node


@pytest.fixture(scope="module")
def nodes() -> Nodes:
    nodes, frontier = Nodes(), Frontier()
    for leaf in LEAVES:
        nodes.append(frontier, leaf)
    return nodes


def test_root_and_proofs_are_those_of_the_leaves_at_every_size(nodes: Nodes) -> None:
    tree = StoredTree(nodes.read)
    assert tree.root(0) == merkle.root([])
    for size in range(1, SIZE + 1):
        leaves, index = LEAVES[:size], 5 * size // 8
        assert tree.root(size) == merkle.root(leaves)
        assert tree.inclusion_proof(index, size) == merkle.inclusion_proof(
            index, leaves
        )
        old_size = index + 1
        expected = merkle.consistency_proof(old_size, leaves)
        assert tree.consistency_proof(old_size, size) == expected


@pytest.mark.parametrize("size", AROUND_POWERS_OF_TWO)
def test_every_leaf_and_every_earlier_size_is_proved(nodes: Nodes, size: int) -> None:
    tree = StoredTree(nodes.read)
    root = tree.root(size)
    for index, leaf in enumerate(LEAVES[:size]):
        proof = tree.inclusion_proof(index, size)
        assert merkle.verify_inclusion(index, size, leaf, proof, root)
        old_size = index + 1
        old_root, proof = tree.root(old_size), tree.consistency_proof(old_size, size)
        assert merkle.verify_consistency(old_size, size, old_root, root, proof)


def test_a_node_is_the_root_over_its_leaves(nodes: Nodes) -> None:
    for (level, position), node in nodes.items():
        first, last = position << level, (position + 1) << level
        assert node == merkle.root(LEAVES[first:last])


def test_appending_writes_fewer_than_two_nodes_per_leaf(nodes: Nodes) -> None:
    assert len(nodes) < 2 * SIZE


def test_reads_grow_with_the_logarithm_of_the_size() -> None:
    size = 2**40 - 1  # every level has a node on the right edge: the worst case
    reads: list[int] = []

    def read(level: int, position: int) -> bytes:
        reads.append(level)
        return bytes(merkle.HASH_SIZE)

    tree = StoredTree(read)
    tree.root(size)
    assert len(reads) <= 40
    reads.clear()
    tree.inclusion_proof(123_456_789, size)
    assert len(reads) <= 2 * 40
    reads.clear()
    tree.consistency_proof(2**39 - 1, size)
    assert len(reads) <= 2 * 40


def test_the_frontier_knows_size_and_root_as_it_grows() -> None:
    frontier = Frontier()
    assert frontier.root() == merkle.EMPTY_ROOT
    for size, leaf in enumerate(LEAVES, start=1):
        frontier.append(leaf)
        assert (frontier.size, frontier.root()) == (size, merkle.root(LEAVES[:size]))


@pytest.mark.parametrize("size", [0, 1, 7, 8, 255, 256])
def test_a_loaded_frontier_appends_as_the_first_one_did(
    nodes: Nodes, size: int
) -> None:
    frontier = Frontier.load(nodes.read, size)
    for leaf in LEAVES[size:]:
        for level, position, node in frontier.append(leaf):
            assert node == nodes[level, position]


@pytest.mark.parametrize("size", [-3, 0, 2, 4])
def test_an_edge_that_does_not_fit_the_size_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        Frontier(size, LEAVES[:2])


def test_only_a_hash_is_appended() -> None:
    frontier = Frontier()
    with pytest.raises(ValueError, match="32 bytes"):
        frontier.append(b"leaf data")
    assert frontier.size == 0


def test_a_leaf_beyond_the_size_has_no_proof(nodes: Nodes) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        StoredTree(nodes.read).inclusion_proof(3, 3)
    with pytest.raises(ValueError, match="no consistency proof"):
        StoredTree(nodes.read).consistency_proof(4, 3)
