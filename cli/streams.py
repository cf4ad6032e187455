"""Standard input, output and error, also where they are closed, full or not UTF-8.

A stream that was closed before the program began is opened on nothing: its number would
else be given to the next file that is opened, perhaps the ledger's. What can't be
written to standard output is `Unwritten`; what can't be said on standard error is lost,
and the exit code alone tells.
"""

import io
import os
import select
import sys
from typing import TYPE_CHECKING

from domain.values.messages import Message, Value, message

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

STDIN, STDOUT, STDERR = 0, 1, 2
_CLOSED = "it is closed"
"""Told as one of the program's own, where the rest are the operating system's."""
UNWRITTEN = 4
"""Exit code of what was done and whose answer could not be written."""


class Unwritten(Exception):
    """An answer that can't be written: to which place, and why.

    `exit_code` is what the command came to, where that says more than 4.
    """

    def __init__(self, place: Message | str, reason: str) -> None:
        super().__init__(place, reason)
        self.place = place
        self.reason = reason
        self.exit_code = 0


def said_of(reason: str) -> Value:
    """Why something can't be written: the operating system's words, or ours."""
    return message("it is closed") if reason == _CLOSED else reason


class _Stream(io.RawIOBase):
    """Writes to a file descriptor; nothing more after what failed or was interrupted.

    So what is left in buffers at the end neither fails a second time nor waits for a
    reader that never comes.
    """

    def __init__(self, number: int, *, closed: bool) -> None:
        super().__init__()
        self._number = number
        self._closed = closed
        self._given_up = False

    def fileno(self) -> int:
        return self._number

    def isatty(self) -> bool:
        return os.isatty(self._number)

    def writable(self) -> bool:
        return True

    def write(self, data: "ReadableBuffer") -> int:
        whole = memoryview(data).nbytes
        if self._given_up:
            return whole
        try:
            return self._written(data)
        except OSError as error:
            self._given_up = True
            self._fail(error.strerror or str(error))
            return whole
        except BaseException:
            self._given_up = True
            raise

    def _written(self, data: "ReadableBuffer") -> int:
        if self._closed:
            raise OSError(_CLOSED)
        while True:
            try:
                return os.write(self._number, data)
            except BlockingIOError:  # somebody else made it so that it does not wait
                select.select([], [self._number], [])

    def _fail(self, reason: str) -> None:
        """What becomes of a stream that can't be written."""


class _Output(_Stream):
    def _fail(self, reason: str) -> None:
        raise Unwritten(message("standard output"), reason)


def prepare() -> None:
    """Make the three streams such that nothing the program does can fail on them."""
    closed = [number for number in (STDIN, STDOUT, STDERR) if _on_nothing(number)]
    if sys.stdin is None:
        sys.stdin = open(STDIN, encoding="utf-8", closefd=False)  # noqa: SIM115  # it stays open
    sys.stdout = _text(_Output(STDOUT, closed=STDOUT in closed), sys.stdout, "replace")
    sys.stderr = _text(
        _Stream(STDERR, closed=STDERR in closed), sys.stderr, "backslashreplace"
    )


def _on_nothing(number: int) -> bool:
    """Open a closed stream on nothing; the numbers below it are taken by now."""
    try:
        os.fstat(number)
    except OSError:
        os.open(os.devnull, os.O_RDWR)
        return True
    return False


def _text(raw: _Stream, former: object, errors: str) -> io.TextIOWrapper:
    """A stream of text: UTF-8 for programs, what the terminal can show for people."""
    encoding = "utf-8"
    if raw.isatty():
        encoding = getattr(former, "encoding", None) or encoding
    return io.TextIOWrapper(
        io.BufferedWriter(raw), encoding, errors, newline="\n", line_buffering=True
    )


def can_be_told() -> bool:
    """Standard error takes a line now; a full pipe would stop us for ever."""
    try:
        return bool(select.select([], [STDERR], [], 0)[1])
    except (OSError, ValueError):
        return False
