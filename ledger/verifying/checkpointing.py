"""Signing the log of a ledger that is being served, in a process of its own.

Only what was verified whole is signed, and that takes as long as it takes: the service
goes on with its work meanwhile, and gives the checkpoint before.
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from threading import Lock
from time import monotonic

from domain.values.errors import LedgerError, Refusal
from ledger.reading import open_reader
from ledger.storage.location import Location
from ledger.transparency.checkpoints import Checkpoint
from ledger.transparency.keys import SigningKey
from ledger.transparency.notes import Note
from ledger.verifying.audit import check_extends
from ledger.verifying.signing import vouched

PATIENCE = 5.0
"""Seconds that whoever asks waits for a newer checkpoint than there is."""
REST = 5.0
"""Times as long as a verification took, nothing is verified after it."""


def signed_now(place: str, key: str, before: str | None = None) -> bytes:
    """The checkpoint of a ledger as it is, verified whole and signed.

    `place` is as `--db` has it, `key` the text form of a key, `before` the text of what
    was signed last: the log must extend it. Raises `LedgerError`.
    """
    with open_reader(Location.parse(place)) as ledger:
        found = vouched(ledger.store)
        if before is not None:
            check_extends(ledger.store, found.present.size, Checkpoint.parse(before))
        return found.signed(SigningKey.parse(key)).encode()


class Checkpoints:
    """The newest checkpoint of a log, signed anew when it grew and is asked for."""

    def __init__(
        self,
        location: Location,
        key: SigningKey | None,
        size: Callable[[], int],
        executor: Callable[[], Executor] | None = None,
    ) -> None:
        self._location = location
        self._key = key
        self._size = size
        self._make_executor = executor or _one_process
        self._executor: Executor | None = None
        self._lock = Lock()
        self._newest: Note | None = None
        self._work: Future[bytes] | None = None
        self._began = self._ended = 0.0

    def newest_if_any(self) -> Note | None:
        """The same; None where no key was given."""
        return None if self._key is None else self.newest()

    def newest(self) -> Note:
        """The newest checkpoint there is after some patience.

        Raises `Refusal` (`LOG_KEY_MISSING`; `BUSY` while the first is being made), or
        why the ledger can't be vouched for.
        """
        if self._key is None:
            raise Refusal(
                "LOG_KEY_MISSING",
                "this service has no key of the log, so it signs no checkpoint; start"
                " it with zuidas serve --key FILE.",
            )
        size = self._size()
        with self._lock:
            newest, work = self._newest, self._wanted(size, self._key)
        if work is None:
            assert newest is not None  # noqa: S101  # without one there is work
            return newest
        try:
            done = Note.parse(work.result(PATIENCE))
        except TimeoutError:
            if newest is not None:
                return newest
            raise _being_made() from None
        except LedgerError:
            raise
        except Exception as error:
            raise _being_made() from error
        return done

    def _wanted(self, size: int, key: SigningKey) -> "Future[bytes] | None":
        """The verification that is due or under way; None where the newest will do."""
        if self._work is not None and not self._work.done():
            return self._work
        newest = self._newest
        if newest is not None:
            if Checkpoint.parse(newest.text).size == size:
                return None
            if monotonic() - self._ended < REST * (self._ended - self._began):
                return None
        if self._executor is None:
            self._executor = self._make_executor()
        self._began = monotonic()
        before = None if newest is None else newest.text
        place = self._location.url
        self._work = self._executor.submit(signed_now, place, key.encode(), before)
        self._work.add_done_callback(self._done)
        return self._work

    def _done(self, work: "Future[bytes]") -> None:
        self._ended = monotonic()
        if work.cancelled():
            return
        if work.exception() is None:
            self._newest = Note.parse(work.result())
        elif not isinstance(work.exception(), LedgerError):
            self._executor = None  # its process is gone; the next one has another

    def close(self) -> None:
        """Stop; what is being verified is given up."""
        with self._lock:
            executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=False, cancel_futures=True)


def _one_process() -> Executor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def _being_made() -> Refusal:
    return Refusal("BUSY", "the log is being verified before it is signed; ask again.")
