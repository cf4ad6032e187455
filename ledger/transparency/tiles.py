"""Tiles: the log as static files, from which anybody computes any proof.

Source: https://c2sp.org/tlog-tiles. A tile has up to 256 hashes of one level of the
tree, an entry bundle the leaf data under a tile of level 0. A file with its number of
hashes in its name never changes once it is there.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ledger.transparency.encodings import NoteError

CHECKPOINT = "checkpoint"
"""The one file that changes."""
HEIGHT = 8
"""Levels of the tree between two levels of tiles."""
WIDTH = 1 << HEIGHT
_MOST_ENTRY_BYTES = (1 << 16) - 1


class Tile(NamedTuple):
    """A tile, or an entry bundle where it has no level."""

    level: int | None
    number: int
    """Its place in the level, from 0."""
    width: int
    """Its hashes or entries: 256 when it is full, else fewer."""

    @property
    def is_full(self) -> bool:
        """It grows no more."""
        return self.width == WIDTH

    @property
    def first(self) -> int:
        """The position of its first hash in the tree's level, or its first leaf."""
        return self.number * WIDTH

    @property
    def path(self) -> str:
        """Where it is, seen from the log's prefix."""
        return self.full_path if self.is_full else f"{self.parts_path}/{self.width}"

    @property
    def full_path(self) -> str:
        """Where the full tile of its place is, or will be."""
        level = "entries" if self.level is None else self.level
        return f"tile/{level}/{_digits(self.number)}"

    @property
    def parts_path(self) -> str:
        """The folder of the partial tiles of its place."""
        return f"{self.full_path}.p"


def tiles_of(size: int) -> Iterator[Tile]:
    """Every tile and entry bundle of a log with so many leaves; the bundles first."""
    yield from _row(None, size)
    level = 0
    while size:
        yield from _row(level, size)
        level, size = level + 1, size >> HEIGHT


def entry_bundle(leaves: Iterable[bytes]) -> bytes:
    """Leaf data, each behind its length in two bytes."""
    return b"".join(_prefixed(leaf) for leaf in leaves)


def _row(level: int | None, hashes: int) -> Iterator[Tile]:
    full, rest = divmod(hashes, WIDTH)
    for number in range(full):
        yield Tile(level, number, WIDTH)
    if rest:
        yield Tile(level, full, rest)


def _digits(number: int) -> str:
    """Three digits a folder, an x before all but the last: x001/x234/067."""
    rest, last = divmod(number, 1000)
    parts = [f"{last:03d}"]
    while rest:
        rest, last = divmod(rest, 1000)
        parts.append(f"x{last:03d}")
    return "/".join(reversed(parts))


def _prefixed(leaf: bytes) -> bytes:
    if len(leaf) > _MOST_ENTRY_BYTES:
        raise NoteError(f"a leaf of {len(leaf)} bytes does not fit in an entry bundle")
    return len(leaf).to_bytes(2) + leaf
