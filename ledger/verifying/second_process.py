"""A second process that works out batches of events while this one goes on.

It is given the bytes of the events and gives back what follows from them, so both look
at the same bytes, and it opens no ledger. What it can't answer for whatever reason is
worked out here: it only ever saves time.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import signal
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import IO, TYPE_CHECKING, Any

# The models take a while to load: whoever starts the process goes on meanwhile.
if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from ledger.storage.events import EventRow
    from ledger.verifying.following import Worked

_START = (
    "import sys; sys.path[:] = sys.argv[1:];"
    " from ledger.verifying.second_process import main; main()"
)
"""The same program, found where this one was, and nowhere else."""
_THERE = "there"
"""What it says first."""
_LENGTH = struct.Struct(">Q")
EARLY_FROM = 10_000
"""Entries of a ledger for which it is started before the first event is read."""
_MOST_WAITING = 6
"""Batches that are at work or wait: they come in bursts."""
_SWITCH_SECONDS = 0.0001
"""How soon the thread that waits for an answer may take it in: usually 50 times that,
in which the other process has nothing to do."""


class SecondProcess:
    """Answers batches in the order in which they were given."""

    def __init__(self) -> None:
        """Raises `OSError` where no process can be started."""
        self._process = subprocess.Popen(  # noqa: S603  # this very interpreter
            [sys.executable, "-P", "-c", _START, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._asker = ThreadPoolExecutor(1)
        self._usual_switch = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_SECONDS)
        self._waiting: list[Future[Worked | None]] = []
        self._ready = self._asker.submit(self._is_there)

    def _is_there(self) -> bool:
        assert self._process.stdout is not None  # noqa: S101  # it is a pipe
        try:
            return bool(_receive(self._process.stdout) == _THERE)
        except (OSError, EOFError, ValueError):
            return False

    def has_room(self) -> bool:
        """It would come to another batch soon: it has started, and few wait."""
        if not (self._ready.done() and self._ready.result()):
            return False
        self._waiting = [each for each in self._waiting if not each.done()]
        return len(self._waiting) < _MOST_WAITING

    def batch(self, rows: Sequence[EventRow]) -> Future[Worked | None]:
        """See `Following.batch`; None also where no answer comes."""
        found = self._asker.submit(self._exchange, rows)
        self._waiting.append(found)
        return found

    def _exchange(self, rows: Sequence[EventRow]) -> Worked | None:
        from ledger.verifying.following import Worked
        from projections.tables import Gathered

        assert self._process.stdin is not None  # noqa: S101  # both are pipes
        assert self._process.stdout is not None  # noqa: S101
        try:
            _send(self._process.stdin, list(map(tuple, rows)))
            found = _receive(self._process.stdout)
        except (OSError, EOFError, ValueError):
            return None
        if found is None:
            return None
        gathered, alone, is_steady = found
        return Worked(Gathered(*gathered), alone, is_steady, [])

    def close(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._asker.shutdown(cancel_futures=True)
        sys.setswitchinterval(self._usual_switch)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.wait()


def started_for(entries: int) -> SecondProcess | None:
    """Started while other things are done, for a ledger of so many entries."""
    return started() if entries >= EARLY_FROM else None


def started() -> SecondProcess | None:
    """A second process, where there is a processor for it and it can be started."""
    if _processors() == 1 or not sys.executable:
        return None
    try:
        return SecondProcess()
    except OSError:
        return None


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def _send(pipe: IO[bytes], what: Any) -> None:  # noqa: ANN401  # what marshal takes
    data = marshal.dumps(what)
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:  # noqa: ANN401  # what the other end sent
    """Raises `EOFError` where the other end is gone."""
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    # Between two processes of the same interpreter, over a pipe that nobody else has.
    return marshal.loads(_exactly(pipe, length))  # noqa: S302


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    found = pipe.read(size)
    if len(found) != size:
        raise EOFError
    return found


def main() -> None:
    """Answer batches until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it is told
    from ledger.storage.events import EventRow
    from ledger.verifying.following import Following

    given, answers = sys.stdin.buffer, sys.stdout.buffer
    following = Following()
    with contextlib.suppress(EOFError):
        _send(answers, _THERE)
        while True:
            rows = [EventRow(*row) for row in _receive(given)]
            _send(answers, _plain(following.batch(rows)))


def _plain(worked: Worked | None) -> tuple[object, ...] | None:
    """What can be handed over; the events can't."""
    if worked is None:
        return None
    return tuple(worked.gathered), worked.alone, worked.is_steady
