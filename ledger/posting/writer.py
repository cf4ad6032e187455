"""The one writer of a service: commits together what waits together.

Requests of many people queue here. Whatever arrived while a commit was on its way goes
into the next one: each command is accepted or refused on its own, and nobody is told
before all of it is on disk. What must stand or fall together has a transaction of its
own, and books of its own, so that its refusal costs nobody else anything.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from queue import Empty, SimpleQueue
from threading import Thread

from domain.entries.command import Command
from domain.values.errors import LedgerError, Refusal
from ledger.posting import clock
from ledger.posting.application import Ledger, Receipt
from ledger.posting.lines import Line, or_raised
from ledger.posting.notes import Note
from ledger.posting.posters import Poster
from ledger.posting.receipt_report import notes_of

MOST_TOGETHER = 1_000
"""Commands of one commit."""
_OF_THE_DATABASE = ("BUSY", "DISK_FULL", "LEDGER_READ_ONLY")
"""Refusals after which the connection is opened anew."""


@dataclass(frozen=True)
class Posted:
    """What became of one command, after its commit; its notes with it."""

    receipt: Receipt
    notes: tuple[Note, ...] = ()


@dataclass
class _Job:
    lines: Sequence[Line]
    poster: Poster
    together: bool
    """All of them or none, in a transaction of their own."""
    size: int | None = None
    """Entries that the ledger must have still."""
    future: "Future[list[Posted]]" = field(default_factory=Future)


class Writer:
    """Posts what is handed to it, in a thread of its own, until it is closed."""

    def __init__(
        self,
        open_ledger: Callable[[], Ledger],
        synchronised: Callable[[], bool] = clock.is_synchronised,
    ) -> None:
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._shared = _Books(open_ledger, synchronised)
        self._apart = _Books(open_ledger, synchronised)
        self._thread = Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def post(
        self, command: Command, poster: Poster, size: int | None = None
    ) -> "Future[list[Posted]]":
        """Post one command; the future raises its refusal.

        With a `size` only where the ledger has so many entries still: else
        `PRECONDITION_FAILED`.
        """
        return self._handed(_Job([(1, command)], poster, together=False, size=size))

    def post_all(
        self, lines: Sequence[Line], poster: Poster, size: int | None = None
    ) -> "Future[list[Posted]]":
        """Post the lines of a file, all or none; a refusal names the line it is of."""
        return self._handed(_Job(lines, poster, together=True, size=size))

    def _handed(self, job: _Job) -> "Future[list[Posted]]":
        self._queue.put(job)
        return job.future

    @property
    def waiting(self) -> int:
        """Commands and files that were not taken up yet."""
        return self._queue.qsize()

    def close(self) -> None:
        """Finish what waits, and let go of the ledger."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        going = True
        while going:
            jobs, going = self._taken()
            for together, some in groupby(jobs, key=lambda job: job.together):
                if together:
                    for job in some:
                        self._apart.post(job)
                else:
                    self._shared.post_each(list(some))
        self._shared.close()
        self._apart.close()

    def _taken(self) -> tuple[list[_Job], bool]:
        """What waits, in order, and whether there will be more."""
        job = self._queue.get()
        jobs: list[_Job] = []
        while job is not None:
            jobs.append(job)
            if len(jobs) == MOST_TOGETHER:
                return jobs, True
            try:
                job = self._queue.get_nowait()
            except Empty:
                return jobs, True
        return jobs, False


class _Books:
    """A ledger with its books in memory, opened when it is first asked to post."""

    def __init__(
        self, open_ledger: Callable[[], Ledger], synchronised: Callable[[], bool]
    ) -> None:
        self._open = open_ledger
        self._synchronised = synchronised
        self._ledger: Ledger | None = None

    def post_each(self, jobs: Sequence[_Job]) -> None:
        """Each on its own, in one commit."""
        waiting: list[tuple[_Job, Receipt]] = []
        with self._told(jobs):
            ledger = self._opened()
            with ledger.serving() as post:
                ledger.check_clock(self._synchronised)
                for job in jobs:
                    ((_, command),) = job.lines
                    try:
                        _check_size(job, ledger)
                        receipt = post(or_raised(command), job.poster)
                        waiting.append((job, receipt))
                    except Refusal as refusal:
                        job.future.set_exception(refusal)
                ledger.flush()
                notes = ledger.notes
            _check_place(ledger)
            for job, receipt in waiting:
                job.future.set_result([_posted(receipt, notes)])

    def post(self, job: _Job) -> None:
        """All of a job, or nothing."""
        with self._told([job]):
            ledger = self._opened()
            receipts = []
            with ledger.serving() as post:
                ledger.check_clock(self._synchronised)
                _check_size(job, ledger)
                for line, command in job.lines:
                    try:
                        receipts.append(post(or_raised(command), job.poster))
                    except LedgerError as error:
                        raise error.at_line(line) from None
                ledger.flush()
                notes = ledger.notes
            _check_place(ledger)
            job.future.set_result([_posted(receipt, notes) for receipt in receipts])

    def _opened(self) -> Ledger:
        if self._ledger is not None and not self._ledger.store.is_current:
            self.close()
        if self._ledger is None:
            self._ledger = self._open()
        return self._ledger

    @contextmanager
    def _told(self, jobs: Sequence[_Job]) -> Iterator[None]:
        """Whatever fails is told to everyone who waits for it.

        A connection that failed is not used again: the next commit opens another.
        """
        try:
            yield
        except Refusal as refusal:
            _tell(jobs, refusal)
            if refusal.code in _OF_THE_DATABASE:
                self.close()
        except BaseException as error:  # noqa: BLE001  # nobody else would hear of it
            _tell(jobs, error)
            self.close()

    def close(self) -> None:
        """Let go of the ledger."""
        ledger, self._ledger = self._ledger, None
        if ledger is not None:
            ledger.close()


def _tell(jobs: Sequence[_Job], error: BaseException) -> None:
    for job in jobs:
        if not job.future.done():
            job.future.set_exception(error)


def _check_place(ledger: Ledger) -> None:
    """What was committed is in the ledger that is there; raises `Refusal` (`BUSY`)."""
    if not ledger.store.is_current:
        raise Refusal(
            "BUSY",
            "the ledger was moved away, or replaced, while this was recorded, so"
            " whether it is in it is not known. Repeat the command with the same id:"
            " that records it once.",
            {"outcome": "unknown"},
        )


def _check_size(job: _Job, ledger: Ledger) -> None:
    """The ledger is as it was when it was looked at; raises `PRECONDITION_FAILED`."""
    if job.size not in (None, ledger.size):
        raise Refusal(
            "PRECONDITION_FAILED",
            "the ledger had {size} entries when it was looked at, and has {now} now;"
            " nothing was recorded.",
            size=job.size,
            now=ledger.size,
        )


def _posted(receipt: Receipt, notes: Mapping[int, Sequence[Note]]) -> Posted:
    return Posted(receipt, tuple(notes_of(receipt, notes)))
