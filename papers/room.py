"""Room for what a paper is made of meanwhile: files of its own, gone afterwards."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from domain.values.errors import Refusal


@contextmanager
def room() -> Iterator[None]:
    """Raises `Refusal` (`DISK_FULL`) where a temporary file can't be written."""
    try:
        yield
    except OSError as error:
        raise Refusal(
            "DISK_FULL" if error.errno == errno.ENOSPC else "BAD_COMMAND",
            "a temporary file can't be written: {reason}. Make room, or let TMPDIR name"
            " a folder that has it, and ask again; nothing was recorded.",
            reason=error.strerror or str(error),
        ) from None
