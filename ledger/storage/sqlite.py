"""A ledger in one SQLite file.

Write-ahead log, every commit synced to disk (`synchronous=FULL`), foreign tables and
other programs' files refused. Nothing here imports eventsourcing: queries read through
this module too.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Self

from domain.values.errors import Refusal
from ledger.storage import layouts, outdated, schema
from ledger.storage.files import Name, named, size_of
from ledger.storage.sqlite_checkpoint import checkpoint, cleared, unhurried
from ledger.storage.sqlite_damage import damage, strangers
from ledger.storage.sqlite_errors import translated
from ledger.storage.sqlite_opening import (
    CACHE_KIB,
    Stamp,
    bound,
    check_beside,
    check_file,
    check_kind,
    check_length,
    connect,
    connect_to_read,
    file_at,
    layout_of,
    prepared,
    reserve,
    stamp,
    stamp_at,
)
from ledger.storage.store import Row, check_strangers

if TYPE_CHECKING:
    from pathlib import Path

    from ledger.storage.status import StoreStatus
    from projections.finding import Finding


class SQLiteStore:
    """One connection to a ledger file."""

    def __init__(
        self,
        path: Name,
        connection: sqlite3.Connection,
        layout: int,
        unchanging: Stamp | None = None,
    ) -> None:
        self.place = os.fspath(path)
        self.connection = connection
        self.layout = layout
        self.session_user: str | None = None
        self.uncleared = False
        self._file = file_at(path)
        self._erases = False
        """The open transaction deletes what nothing may be left of."""
        self._unchanging = unchanging
        """The file's stamp, where SQLite reads it as one that nobody changes."""

    @property
    def path(self) -> "Path":
        """The file."""
        return named(self.place)

    @staticmethod
    def create(path: Name) -> "SQLiteStore":
        """Where a new ledger will be: an empty file for its owner alone.

        SQLite gives the files that it makes beside it the same rights.

        Raises `Refusal`: `LEDGER_EXISTS`, or why the file can't be made.
        """
        try:
            reserve(path)
        except FileExistsError:
            raise Refusal(
                "LEDGER_EXISTS",
                "{path} exists already; init makes a new ledger only.",
                path=named(path),
            ) from None
        with translated(path):
            connection = connect(path, "rw")
            connection.execute("PRAGMA journal_mode=WAL")
            unhurried(prepared(connection))
            return SQLiteStore(path, connection, layouts.BEFORE_ANY)

    @classmethod
    def open(
        cls,
        path: Name,
        *,
        writing: bool = False,
        suspect: bool = False,
        cache_kib: int = CACHE_KIB,
    ) -> Self:
        """Open an existing ledger file; a `suspect` one whatever is in its schema.

        Raises `Refusal` (`LEDGER_NOT_FOUND`, `NOT_A_LEDGER`, `LEDGER_READ_ONLY`) or
        `IntegrityError` (`LEDGER_DAMAGED`, `GUARDS_DIFFER`).
        """
        check_file(path)
        check_beside(path)
        with translated(path):
            unchanging = None
            if writing:
                connection = connect(path, "rw")
            else:
                connection, unchanging = connect_to_read(path)
            try:
                check_kind(path, connection)
                layout = layout_of(connection)
                outdated.check_known(path, layout)
                check_length(path, connection)
                if writing:
                    unhurried(prepared(connection, cache_kib))
                store = cls(path, connection, layout, unchanging)
                if not suspect:
                    check_strangers(path, store.strangers())
            except BaseException:
                connection.close()
                raise
        return store

    @staticmethod
    def open_still(path: Name) -> "SQLiteStore":
        """Open a copy that nobody writes to, and leave no file beside it.

        Raises `Refusal` or `IntegrityError` as `open` does.
        """
        check_file(path)
        with translated(path):
            still = stamp(path).is_whole
            connection = connect(path, "ro&immutable=1" if still else "ro")
            try:
                check_kind(path, connection)
                layout = layout_of(connection)
                outdated.check_known(path, layout)
                store = SQLiteStore(path, connection, layout)
                check_strangers(path, store.strangers())
            except BaseException:
                connection.close()
                raise
        return store

    def create_tables(self, *, guarded: bool = True) -> None:
        """See `Store`."""
        self._run(schema.sqlite_tables(layouts.after(self.layout)))
        if guarded:
            self.guard_tables()

    def guard_tables(self) -> None:
        """See `Store`."""
        self._run(schema.sqlite_guards(layouts.after(self.layout)))
        self._run([f"PRAGMA application_id={schema.APPLICATION_ID}"])
        self._run([f"PRAGMA user_version={layouts.CURRENT}"])
        self.layout = layouts.CURRENT

    def retire_officers(self) -> list[str]:
        """See `Store`: a file has no users."""
        return []

    def complete_projections(self) -> None:
        """See `Store`."""
        self._run(schema.sqlite_projections(layouts.upto(self.layout)))

    @contextmanager
    def unguarded(self, table: str) -> Iterator[None]:
        """See `Store`."""
        own = layouts.upto(self.layout)
        self._run(schema.sqlite_unguarded(own, table))
        yield
        self._run(schema.sqlite_guards(own, table))

    def check_erasing(self) -> None:
        """See `Store`: whoever may write to a file may erase."""

    @contextmanager
    def erasing(self) -> Iterator[None]:
        """See `Store`: what is left is written anew, on other pages."""
        own = layouts.upto(self.layout)
        self._run(schema.sqlite_unguarded(own, schema.ERASABLE))
        yield
        self._run(schema.sqlite_rewritten(own, schema.ERASABLE))
        self._run(schema.sqlite_guards(own, schema.ERASABLE))
        self._erases = True

    def _run(self, statements: Iterable[str]) -> None:
        with translated(self.place):
            for statement in statements:
                self.connection.execute(statement)

    def status(self) -> "StoreStatus":
        """See `Store`."""
        from ledger.storage.status import StoreStatus

        size = sum(size_of(f"{self.place}{suffix}") for suffix in ("", "-wal"))
        return StoreStatus("sqlite", self.layout, size)

    def strangers(self) -> "list[Finding]":
        """See `Store`."""
        with translated(self.place):
            return list(strangers(self.connection, self.layout))

    def damage(self, *, fast: bool) -> "list[Finding]":
        """See `Store`."""
        with translated(self.place):
            return list(damage(self.connection, self.layout, fast=fast))

    def keep_copy(self, place: "Path") -> None:
        """Copy the file as it stands to a place where there is none, for us alone.

        Page by page, damaged ones too. Raises `Refusal`: `LEDGER_EXISTS`, or why it
        can't be made; a copy that fails is not there.
        """
        try:
            reserve(place)
        except FileExistsError:
            raise Refusal(
                "LEDGER_EXISTS",
                "{place} exists already, and a copy replaces nothing: move it away, or"
                " name another place with --copy.",
                place=place,
            ) from None
        try:
            with (
                translated(place),
                closing(connect(self.place, "ro")) as origin,
                closing(connect(place, "rw")) as copy,
            ):
                origin.backup(copy)
        except BaseException:
            place.unlink()
            raise

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def remove(self) -> None:
        """Delete the file again: it never became a ledger."""
        self.close()
        for suffix in ("", "-wal", "-shm"):
            named(f"{self.place}{suffix}").unlink(missing_ok=True)

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        """Rows of a statement, read as they are asked for."""
        sql = outdated.readable(sql, self.layout, schema.SQLITE_NULLS)
        with translated(self.place):
            cursor = self.connection.execute(sql, parameters)
        return _rows(cursor, self.place)

    @property
    def can_commit(self) -> bool:
        """See `Store`: SQLite rolls some failures back by itself."""
        return self.connection.in_transaction

    @property
    def is_current(self) -> bool:
        """See `Store`: another file may have taken its place."""
        return file_at(self.place) == self._file

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once per row."""
        with translated(self.place):
            self.connection.executemany(sql, rows)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """See `Store`."""
        with self.migrating():
            if self.layout != layouts.BEFORE_ANY:
                outdated.check_current(self.place, self.layout)
            yield

    @contextmanager
    def migrating(self) -> Iterator[None]:
        """See `Store`."""
        before = self.layout
        self._erases = False
        with translated(self.place):
            self.connection.execute("BEGIN IMMEDIATE")
        try:
            if before != layouts.BEFORE_ANY:
                self._look_again()
            yield
            with translated(self.place):
                self.connection.execute("COMMIT")
        except BaseException:
            self._rollback()
            self.layout = before
            raise
        if self._erases:
            self.uncleared = not cleared(self.place, self.connection)
        else:
            checkpoint(self.place, self.connection)

    def _look_again(self) -> None:
        """Another program may have migrated it since it was opened."""
        with translated(self.place):
            self.layout = layout_of(self.connection)
        outdated.check_known(self.place, self.layout)

    def _rollback(self) -> None:
        # SQLite rolls some failures (a full disk) back by itself.
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See `Store`; raises `Refusal` (`BUSY`) where a change went unseen."""
        if self.connection.in_transaction:
            yield
            return
        with translated(self.place):
            self.connection.execute("BEGIN")
            bound(self.connection)
        try:
            yield
        finally:
            self.connection.set_progress_handler(None, 0)
            self._rollback()
        if self._unchanging is not None and self._unchanging != stamp_at(self.place):
            raise Refusal(
                "BUSY",
                "{path} was written to while it was read; read it again.",
                path=self.path,
            )


def _rows(cursor: sqlite3.Cursor, path: Name) -> Iterator[Row]:
    while True:
        with translated(path):
            rows = cursor.fetchmany(1000)
        if not rows:
            return
        yield from rows
