"""A folder that any web server serves: tiles that never change, and one checkpoint.

Each file is written beside its place, synced, and renamed: a reader sees it whole or
not at all, and so does the next run after a crash. One run works on a folder at a time.
"""

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from domain.values.errors import IntegrityError, Refusal
from ledger.transparency.evidence import read_evidence
from ledger.transparency.tiles import CHECKPOINT, WIDTH, Tile


class Folder:
    """The published files; made when it is first worked on."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Work on it alone. Raises `Refusal`: `BUSY`, or why there is no folder."""
        with _written(self.path):
            self.path.mkdir(exist_ok=True)
            handle = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Refusal(
                    "BUSY", "{path} is being published to; wait.", path=self.path
                ) from None
            yield
        finally:
            os.close(handle)

    def checkpoint(self) -> bytes | None:
        """What is published as its checkpoint; None where nothing is yet.

        Raises `Refusal` (`PROOF_EMPTY`) for what is empty or can't be read.
        """
        place = self.path / CHECKPOINT
        return read_evidence(place) if os.path.lexists(place) else None

    def holds(self, tile: Tile, content: Callable[[], bytes]) -> bool:
        """The tile is there, as the log gives it.

        Raises `IntegrityError` (`TILE_DIFFERS`) where the file says something else:
        readers may have taken it for what the checkpoint vouches for.
        """
        place = self.path / tile.path
        if not os.path.lexists(place):
            return False
        wanted, found = content(), None
        if place.is_file():  # a pipe would let us wait for ever
            with _read(place), place.open("rb") as file:
                found = file.read(len(wanted) + 1)
        if found != wanted:
            raise IntegrityError(
                "TILE_DIFFERS",
                "{path} is not what the log gives: it is of another log, or was changed"
                " or cut off. Find out why; without that file it is written anew.",
                path=place,
            )
        return True

    def put(self, tile: Tile, content: bytes) -> None:
        """Write a tile that is not there."""
        self._write(self.path / tile.path, content)

    def replace_checkpoint(self, content: bytes) -> None:
        """Write the checkpoint; what it vouches for is there already."""
        self._write(self.path / CHECKPOINT, content)

    def drop_parts(self, tile: Tile) -> None:
        """Delete the partial tiles of a place whose full tile is there (tlog-tiles)."""
        folder = self.path / tile.parts_path
        if not tile.is_full or not folder.is_dir():
            return
        with _written(folder):
            for width in range(1, WIDTH):
                (folder / str(width)).unlink(missing_ok=True)
        with suppress(OSError):  # something else is in it
            folder.rmdir()

    def _write(self, place: Path, content: bytes) -> None:
        beside = place.with_name(f"{place.name}.new")
        with _written(place):
            self._make_folder(place.parent)
            # What an interrupted run left, or a link of somebody else's.
            beside.unlink(missing_ok=True)
            with beside.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(place)
            _sync(place.parent)

    def _make_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            self._make_folder(folder.parent)
            folder.mkdir(exist_ok=True)
            _sync(folder.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _written(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refusal(
            "DISK_FULL" if error.errno == errno.ENOSPC else "BAD_COMMAND",
            "{place} can't be written: {reason}.",
            place=place,
            reason=error.strerror or str(error),
        ) from None


@contextmanager
def _read(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refusal(
            "BAD_COMMAND",
            "{place} can't be read: {reason}.",
            place=place,
            reason=error.strerror or str(error),
        ) from None
