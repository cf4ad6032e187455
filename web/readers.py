"""Readers of the ledger that are kept open, one for each request at work."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from threading import Lock

from domain.values.errors import LedgerError, Refusal
from ledger.reading import LedgerReader, open_store, read_frameworks
from ledger.storage.location import Location
from ledger.storage.store import Store
from projections.frameworks import Frameworks

MOST_KEPT = 8
"""Connections that wait for the next request."""
OF_THE_DATABASE = ("BUSY", "DISK_FULL", "LEDGER_READ_ONLY", "LEDGER_NOT_FOUND")
"""Refusals after which a connection is opened anew."""
Mark = tuple[int, ...]
"""What tells a file, and its schema, from another in its place."""


@dataclass(frozen=True)
class _Kept:
    """A store that was opened and checked, with its frameworks."""

    store: Store
    frameworks: Frameworks
    mark: Mark


class Readers:
    """Opens readers as they are needed; each serves one request at a time."""

    def __init__(self, location: Location) -> None:
        self.location = location
        self._idle: list[_Kept] = []
        self._lock = Lock()

    @contextmanager
    def reading(self) -> Iterator[LedgerReader]:
        """A ledger in one consistent view.

        Raises `LedgerError` where it can't be read. A connection that failed is not
        used again; one that broke while it waited is replaced without a word.
        """
        kept, view = self._entered()
        whole = False
        try:
            with view:
                yield LedgerReader(kept.store, kept.frameworks)
            whole = True
        except Refusal as refusal:
            whole = refusal.code not in OF_THE_DATABASE
            raise
        finally:
            self._give_back(kept, whole=whole)

    def _entered(self) -> tuple[_Kept, AbstractContextManager[object]]:
        """A store with its view open; an idle one that fails at that is closed."""
        while (kept := self._taken()) is not None:
            view = _View(kept.store)
            try:
                view.open()
                if kept.mark == self._mark(kept.store):
                    kept.frameworks.forget()
                    return kept, view
            except LedgerError:
                pass
            view.close()
            kept.store.close()
        return self._opened()

    def _taken(self) -> _Kept | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _opened(self) -> tuple[_Kept, AbstractContextManager[object]]:
        store = open_store(self.location)
        view = _View(store)
        try:
            view.open()
            kept = _Kept(store, read_frameworks(store), self._mark(store))
        except BaseException:
            view.close()
            store.close()
            raise
        return kept, view

    def _mark(self, store: Store) -> Mark:
        """Where this changes, what was checked when the store was opened may not hold.

        A server's tables are guarded by its rights; a file may be another by now.
        """
        path = self.location.path
        if path is None:
            return ()
        try:
            found = path.stat()
        except OSError:
            return ()
        ((version,),) = store.execute("PRAGMA schema_version")
        return found.st_dev, found.st_ino, int(version)

    def _give_back(self, kept: _Kept, *, whole: bool) -> None:
        with self._lock:
            if whole and len(self._idle) < MOST_KEPT:
                self._idle.append(kept)
                return
        kept.store.close()

    def close(self) -> None:
        """Let go of what waits."""
        with self._lock:
            idle, self._idle = self._idle, []
        for kept in idle:
            kept.store.close()


class _View(AbstractContextManager[object]):
    """A store's consistent view, opened by itself so that its failure is told apart."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._view: AbstractContextManager[None] | None = None

    def open(self) -> None:
        """Begin; raises `LedgerError` where the connection is lost."""
        view = self._store.reading()
        view.__enter__()
        self._view = view
        for _ in self._store.execute("SELECT MAX(entry) FROM stored_events"):
            pass

    def close(self) -> None:
        """End it, of a connection that is lost as well as may be."""
        view, self._view = self._view, None
        if view is not None:
            try:
                view.__exit__(None, None, None)
            except LedgerError:
                return

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """End it, whatever happened in it."""
        view, self._view = self._view, None
        if view is not None:
            view.__exit__(kind, error, trace)  # type: ignore[arg-type]
