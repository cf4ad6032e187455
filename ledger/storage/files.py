"""Files by their names alone: to import `pathlib` would cost every query time."""

import errno
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Name = str | os.PathLike[str]

_NOTHING_THERE = (errno.ENOENT, errno.ENOTDIR, errno.EBADF, errno.ELOOP)


def named(name: Name) -> "Path":
    """The file as messages name it, and as who changes files has it."""
    from pathlib import Path

    return Path(name)


def found_at(name: Name) -> os.stat_result | None:
    """What is there; None where nothing is. Raises `OSError` where nobody can tell."""
    try:
        return os.stat(name)
    except ValueError:  # a name that no file can have
        return None
    except OSError as error:
        if error.errno in _NOTHING_THERE:
            return None
        raise


def size_of(name: Name) -> int:
    """Bytes of a file; of one that is not there none. Raises `OSError`."""
    found = found_at(name)
    return 0 if found is None else found.st_size
