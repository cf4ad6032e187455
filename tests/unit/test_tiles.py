"""Tiles and entry bundles are named and filled as C2SP's tlog-tiles says."""

import pytest

from ledger.transparency.encodings import NoteError
from ledger.transparency.tiles import WIDTH, Tile, entry_bundle, tiles_of


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0, 1), "tile/0/000.p/1"),
        (Tile(0, 999, WIDTH), "tile/0/999"),
        (Tile(0, 1000, 255), "tile/0/x001/000.p/255"),
        (Tile(2, 1234067, WIDTH), "tile/2/x001/x234/067"),
        (Tile(None, 1234067, 7), "tile/entries/x001/x234/067.p/7"),
    ],
)
def test_where_a_tile_is(tile: Tile, path: str) -> None:
    assert tile.path == path


def _counted(size: int) -> dict[int | None, tuple[int, int]]:
    """Full tiles, and the width of the partial one, by level."""
    found: dict[int | None, tuple[int, int]] = {}
    for tile in tiles_of(size):
        full, width = found.get(tile.level, (0, 0))
        assert tile.number == full
        assert width == 0
        found[tile.level] = (full + 1, 0) if tile.is_full else (full, tile.width)
    return found


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        # The specification's own examples come last.
        (0, {}),
        (1, {None: (0, 1), 0: (0, 1)}),
        (255, {None: (0, 255), 0: (0, 255)}),
        (257, {None: (1, 1), 0: (1, 1), 1: (0, 1)}),
        (65536, {None: (256, 0), 0: (256, 0), 1: (1, 0), 2: (0, 1)}),
        (256, {None: (1, 0), 0: (1, 0), 1: (0, 1)}),
        (70000, {None: (273, 112), 0: (273, 112), 1: (1, 17), 2: (0, 1)}),
    ],
)
def test_which_tiles_a_log_has(
    size: int, expected: dict[int | None, tuple[int, int]]
) -> None:
    assert _counted(size) == expected


def test_entries_stand_behind_their_lengths() -> None:
    assert entry_bundle([b"ab", b"", b"c" * 300]) == (
        b"\x00\x02ab\x00\x00\x01\x2c" + b"c" * 300
    )
    assert len(entry_bundle([bytes(65535)])) == 65537
    with pytest.raises(NoteError, match="65536"):
        entry_bundle([bytes(65536)])
