"""The log of entries: one RFC 6962 leaf each, its tree written with the events.

Leaf data is text that anyone can rebuild from the stored row, one item a line.
"""

import hashlib
from collections.abc import Iterable

from domain.values.errors import IntegrityError
from ledger.storage.store import Reader, Store
from ledger.transparency.merkle import HASH_SIZE, leaf_hash
from ledger.transparency.tree import Frontier, Node, StoredTree

_INSERT = "INSERT INTO log_nodes VALUES (?, ?, ?)"
_NODE = "SELECT hash FROM log_nodes WHERE level = ? AND position = ?"
_ROW = (
    "SELECT position, hash FROM log_nodes WHERE level = ? AND position >= ?"
    " AND position < ? ORDER BY position"
)


def leaf_data(
    entry: int, originator_id: str, version: int, topic: str, state: bytes
) -> bytes:
    """The leaf of one stored event: six lines of UTF-8, each ended by a line feed."""
    digest = hashlib.sha256(state).hexdigest()
    return (
        f"zuidas/leaf/v1\n{entry}\n{originator_id}\n{version}\n{topic}\n{digest}\n"
    ).encode()


class LogReader:
    """Roots and proofs of a stored log, in time logarithmic in its size."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.tree = StoredTree(self.node)

    def node(self, level: int, position: int, /) -> bytes:
        """The stored hash of one complete subtree.

        Raises `IntegrityError` (`LEDGER_DAMAGED`) when it is missing or no hash.
        """
        for (found,) in self._reader.execute(_NODE, (level, position)):
            if isinstance(found, bytes) and len(found) == HASH_SIZE:
                return found
        raise _lacking(level, position)

    def row(self, level: int, first: int, count: int) -> bytes:
        """The stored hashes of complete subtrees side by side, as one text of bytes.

        Raises `IntegrityError` (`LEDGER_DAMAGED`) when one is missing or no hash.
        """
        wanted = range(first, first + count)
        stored = self._reader.execute(_ROW, (level, wanted.start, wanted.stop))
        found = dict(map(tuple, stored))
        for position in wanted:
            digest = found.get(position)
            if not isinstance(digest, bytes) or len(digest) != HASH_SIZE:
                raise _lacking(level, position)
        return b"".join(found[position] for position in wanted)

    def root(self, size: int) -> bytes:
        """The root over the first `size` entries."""
        return self.tree.root(size)


def _lacking(level: int, position: int) -> IntegrityError:
    return IntegrityError(
        "LEDGER_DAMAGED",
        "the log lacks the node at level {level}, position {position}.",
        level=level,
        position=position,
    )


class LogWriter:
    """Gathers the nodes of new entries until `flush`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._frontier: Frontier | None = None
        self._nodes: list[Node] = []

    def forget(self) -> None:
        """Drop what was gathered and the kept edge: it was rolled back."""
        self._frontier = None
        self._nodes = []

    def at(self, size: int) -> None:
        """Make sure the edge is that of a log of `size` entries."""
        if self._frontier is None or self._frontier.size != size:
            self._frontier = Frontier.load(LogReader(self._store).node, size)

    def append(self, data: bytes) -> None:
        """Gather the nodes that one more leaf completes."""
        if self._frontier is None:
            self._frontier = Frontier()
        self._nodes.extend(self._frontier.append(leaf_hash(data)))

    def skip(self, data: bytes) -> None:
        """Pass a leaf whose nodes another writer wrote."""
        if self._frontier is not None:
            self._frontier.append(leaf_hash(data))

    def flush(self) -> None:
        """Write what was gathered."""
        if self._nodes:
            self._store.executemany(_INSERT, self._nodes)
            self._nodes = []


def nodes_of(leaves: Iterable[bytes]) -> Iterable[Node]:
    """All nodes of a log with these leaf hashes, in the order of their writing."""
    frontier = Frontier()
    for leaf in leaves:
        yield from frontier.append(leaf)
