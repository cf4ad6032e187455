"""Opening a ledger to read it, without anything that writing needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from domain.framework.contribution_keys import read_key
from domain.framework.framework_file import read_framework
from domain.values.errors import IntegrityError, Refusal, UsageError
from ledger.storage import events
from ledger.storage.location import Location
from ledger.storage.store import Reader, Store
from projections.frameworks import Frameworks
from projections.snapshot import View, known_entry, last_entry
from projections.stored import State, opening

if TYPE_CHECKING:
    from ledger.storage.postgres import PostgresStore

UNREADABLE = (
    *(ValueError, KeyError, TypeError, IndexError, AttributeError),
    *(ArithmeticError, RecursionError, MemoryError),
)
"""What reading stored data that was tampered with comes to."""


class LedgerReader(NamedTuple):
    """A ledger open for reading, with its framework."""

    store: Store
    frameworks: Frameworks

    @property
    def today(self) -> date:
        """Today in the framework's time zone."""
        return self._today(datetime.now(UTC))

    def _today(self, now: datetime) -> date:
        return now.astimezone(self.frameworks.opening.zone).date()

    def view(self, at: date | None = None, known_at: str | None = None) -> View:
        """The ledger at a date (today) as known at WHEN (now)."""
        now = datetime.now(UTC)
        return View(
            reader=self.store,
            frameworks=self.frameworks,
            at=at or self._today(now),
            entry=known_entry(self.store, self.frameworks.opening, known_at),
            last_entry=last_entry(self.store),
            known_at=known_at,
            now=now,
        )


def read_frameworks(reader: Reader) -> Frameworks:
    """The frameworks of a ledger; that of entry 1 is read and checked.

    Raises `IntegrityError` (`LEDGER_DAMAGED`) when it can't be read.
    """
    try:
        opened = read_first(reader)
        if opened is not None:
            given = opened["given"]
            framework = read_framework(given["framework"])
            key = str(given["contributions"])
            read_key(framework, key)
            return Frameworks(reader, framework, key)
    except (*UNREADABLE, Refusal) as error:
        raise IntegrityError(
            "LEDGER_DAMAGED", "entry 1 can't be read: {error}.", error=repr(error)
        ) from None
    raise IntegrityError("LEDGER_DAMAGED", "the ledger has no entry 1.")


def read_first(reader: Reader) -> State | None:
    """The state of entry 1; None where it does not open a ledger."""
    row = events.row_of(reader, 1)
    return None if row is None else opening(iter([(row.topic, row.state)]))


@contextmanager
def open_reader(location: Location) -> Iterator[LedgerReader]:
    """A ledger open for reading, in one consistent view.

    Raises `LedgerError` when there is no readable ledger.
    """
    store = open_store(location)
    try:
        with store.reading():
            yield LedgerReader(store, read_frameworks(store))
    finally:
        store.close()


def open_store(
    location: Location, *, writing: bool = False, suspect: bool = False
) -> Store:
    """The store at a location.

    A schema that is not a ledger's is refused (`IntegrityError`, `GUARDS_DIFFER`), or
    of a `suspect` ledger told by its `strangers`. Raises `UsageError` for a service.
    """
    location.check_database()
    if location.file is None:
        return postgres_store().open(location.url, writing=writing, suspect=suspect)
    from ledger.storage.sqlite import SQLiteStore

    return SQLiteStore.open(location.file, writing=writing, suspect=suspect)


def open_to_serve(location: Location) -> Store:
    """The store at a location, to post to for long: it takes little memory."""
    if location.path is None:
        return open_store(location, writing=True)
    from ledger.storage.sqlite import SQLiteStore
    from ledger.storage.sqlite_opening import SMALL_CACHE_KIB

    return SQLiteStore.open(location.path, writing=True, cache_kib=SMALL_CACHE_KIB)


def create_store(location: Location) -> Store:
    """A place for a new ledger; its tables come in a write transaction.

    Raises `Refusal`: `LEDGER_EXISTS`, or why it can't be made; `UsageError` for a
    service, which serves a ledger that is there.
    """
    location.check_database()
    if location.path is None:
        return postgres_store().create(location.url)
    from ledger.storage.sqlite import SQLiteStore

    return SQLiteStore.create(location.path)


def postgres_store() -> "type[PostgresStore]":
    """The store of PostgreSQL, whose driver not everyone installs.

    Raises `UsageError` (`BAD_COMMAND`) where it is missing.
    """
    try:
        from ledger.storage.postgres import PostgresStore
    except ImportError as missing:
        if not (missing.name or "psycopg").startswith("psycopg"):
            raise
        raise UsageError(
            "BAD_COMMAND",
            "PostgreSQL needs psycopg, which can't be loaded: install"
            " zuidas-ledger[postgres].",
        ) from missing
    return PostgresStore
