"""The tree's stored nodes, held against those that the events give, many at a time."""

from collections.abc import Iterator
from itertools import islice, zip_longest
from typing import NamedTuple

from ledger.storage.store import Reader, Row
from ledger.transparency.tree import Node

# The level stands in the text: queries without parameters are read in flat memory
# inside a write transaction too.
_NODES = "SELECT position, hash FROM log_nodes WHERE level = {} ORDER BY position"


class Wrong(NamedTuple):
    """A node that is not stored as the events give it."""

    entry: int
    """The one that completed it."""
    level: int
    position: int


class StoredNodes:
    """Reads the nodes of every level along with those that are made."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._stored: list[Iterator[Row]] = []
        self._made: list[list[tuple[int, bytes]]] = []
        self._entries: list[int] = []
        self._leaves = 0
        """Those before the first of `_entries`."""

    def add(self, entry: int, nodes: list[Node]) -> None:
        """The nodes that an entry's leaf completes.

        Raises `IntegrityError` for a level that the database can't give; the others
        can be looked at still.
        """
        made = self._made
        self._entries.append(entry)
        for level, position, digest in nodes:
            if level == len(made):
                self._stored.append(self._reader.execute(_NODES.format(level)))
                made.append([])
            made[level].append((position, digest))

    def first_wrong(self) -> Wrong | None:
        """The first to be completed of those since the last call that isn't stored so.

        Raises `IntegrityError` for what the database can't give.
        """
        found = [wrong for n in range(len(self._made)) for wrong in self._wrong_of(n)]
        self._leaves += len(self._entries)
        self._entries = []
        return min(found, default=None)

    def _wrong_of(self, level: int) -> Iterator[Wrong]:
        made, self._made[level] = self._made[level], []
        stored = list(map(tuple, islice(self._stored[level], len(made))))
        if stored != made:
            pairs = zip_longest(made, stored)
            position = next(own[0] for own, found in pairs if own != found)
            leaf = (position + 1) << level
            yield Wrong(self._entries[leaf - self._leaves - 1], level, position)
