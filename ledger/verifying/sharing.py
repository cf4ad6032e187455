"""Batches of events, shared between this process and a second one, taken in in order.

A ledger of some size gets the second process; a small one is looked at before that
could have started.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import NamedTuple

from ledger.storage.events import EventRow
from ledger.verifying import second_process
from ledger.verifying.following import Following, Worked
from ledger.verifying.second_process import SecondProcess

BATCH = 500
"""Events worked out at once."""
ALONE_FOR = 2_000
"""Events before a second process is worth its start."""
_MOST_PENDING = 12
"""Batches that are kept until those before them were taken in; keeps memory flat."""


TakeIn = Callable[[Sequence[EventRow], Worked | None, list[int]], None]
"""Takes in the next batch: the events, and what follows from them.

The list has our number of each account by the number in what follows.
"""


class _Batch(NamedTuple):
    rows: list[EventRow]
    worked: Callable[[], Worked | None]
    is_done: Callable[[], bool]
    numbers: list[int]


class Sharing:
    """Gathers events into batches, and gives each back with what follows from it."""

    def __init__(self, take_in: TakeIn, second: SecondProcess | None = None) -> None:
        """With a `second` process that was started already; `close` ends it too."""
        self._take_in = take_in
        self._here = Following()
        self._numbers_here: list[int] = [0]
        self._second = second
        self._numbers_there: list[int] = [0]
        self._rows: list[EventRow] = []
        self._pending: deque[_Batch] = deque()
        self._seen = 0

    def take(self, row: EventRow) -> None:
        """One more event."""
        self._rows.append(row)
        if len(self._rows) == BATCH:
            self._hand_out()

    def flush(self) -> None:
        """Take in all that was given."""
        if self._rows:
            self._hand_out()
        self._settle(0)

    def close(self) -> None:
        """End the second process; what was not taken in is dropped."""
        if self._second is not None:
            self._second.close()
            self._second = None

    def _hand_out(self) -> None:
        rows, self._rows = self._rows, []
        before, self._seen = self._seen, self._seen + len(rows)
        if self._second is None and before < ALONE_FOR <= self._seen:
            self._second = second_process.started()
        self._pending.append(self._handed_out(rows))
        self._settle(_MOST_PENDING)

    def _handed_out(self, rows: list[EventRow]) -> _Batch:
        if self._second is not None and self._second.has_room():
            future: Future[Worked | None] = self._second.batch(rows)
            return _Batch(rows, future.result, future.done, self._numbers_there)
        worked = self._here.batch(rows)
        return _Batch(rows, lambda: worked, lambda: True, self._numbers_here)

    def _settle(self, most: int) -> None:
        """Take in what is ready, and wait while more than `most` batches are not."""
        pending = self._pending
        while pending and (len(pending) > most or pending[0].is_done()):
            batch = pending.popleft()
            self._take_in(batch.rows, batch.worked(), batch.numbers)
