"""A file that is only in its place once what it says is recorded."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cli.places import unwritable
from cli.streams import Unwritten


class Waiting:
    """A file written beside its place, whole and on the disk."""

    def __init__(self, place: Path, written: Path) -> None:
        self._place = place
        self._written = written

    def put(self) -> None:
        """Put it in its place, over what was there; raises `Unwritten`."""
        try:
            self._written.replace(self._place)
        except OSError as error:
            raise Unwritten(str(self._place), error.strerror or str(error)) from None


@contextmanager
def waiting(place: str, data: bytes) -> Iterator[Waiting]:
    """Write a file beside its place; unless it is put there, nothing of it is left.

    Raises `Refusal` (`BAD_COMMAND`) where it can't be written.
    """
    path = Path(place)
    try:
        number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except (OSError, ValueError) as error:
        raise unwritable(place, error) from None
    written = Path(name)
    try:
        _write(number, data, place)
        yield Waiting(path, written)
    finally:
        with suppress(FileNotFoundError):
            written.unlink()


def _write(number: int, data: bytes, place: str) -> None:
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(number)
            # As every file that is written here: who may read it, the mask says.
            mask = os.umask(0)
            os.umask(mask)
            os.fchmod(number, 0o666 & ~mask)
    except OSError as error:
        raise unwritable(place, error) from None
