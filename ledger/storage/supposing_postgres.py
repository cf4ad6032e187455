"""Supposing what is posted to a ledger in PostgreSQL: nothing of it is written.

A dry run is a read-only transaction on one snapshot, in which PostgreSQL lets nothing
be written but temporary tables. So it locks nothing that a writer needs.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Self

import psycopg

from domain.values.errors import Refusal
from ledger.storage import outdated, schema
from ledger.storage.postgres import LAYOUT_ASKED, PostgresStore
from ledger.storage.postgres_errors import translated
from ledger.storage.store import Row
from ledger.storage.supposing import OWN_NAMES, Places, Supposed, making

MOST_LEFT = 5_000
"""Supposed rows after which the room that they took is given back."""
# A database may have another default.
_READ_WRITE = b"SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE"
_BEGIN = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class SupposingPostgres(PostgresStore):
    """Posts into temporary tables, and forgets them."""

    @classmethod
    def open_supposing(cls, url: str) -> Self:
        """Open an existing ledger to suppose what is posted.

        Raises `Refusal` or `IntegrityError` as `open` does, `LEDGER_OUTDATED`, and
        `LEDGER_READ_ONLY` for who may make no temporary tables.
        """
        store = cls.open(url)
        try:
            outdated.check_current(store.place, store.layout)
            store._make()
        except BaseException:
            store.close()
            raise
        return store

    def _make(self) -> None:
        places = Places(self._quoted_namespace, "pg_temp", names_index=False)
        self._supposed, self._left = Supposed(places), 0
        with translated(self.place):
            try:
                self.connection.execute(_READ_WRITE)
                with self.connection.transaction():
                    for statement in making(places, schema.POSTGRES_TYPES):
                        self.connection.execute(statement.encode())
            except psycopg.errors.InsufficientPrivilege:
                raise Refusal(
                    "LEDGER_READ_ONLY",
                    "{session_user} may make no temporary tables at {place}, which a"
                    " dry run beside others' writing needs; the database's owner gives"
                    " that right: GRANT TEMPORARY ON DATABASE ... TO {session_user}.",
                    session_user=self.session_user,
                    place=self.place,
                ) from None
        # What is asked without a place is never asked of the stored tables alone.
        self._look_in(f"pg_temp, {self._quoted_namespace}")

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        """Rows of a query, the supposed ones among them."""
        return super().execute(self._supposed.asked(sql), parameters)

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Suppose rows."""
        listed = list(rows)
        self._left += len(listed)
        super().executemany(self._supposed.added(sql, listed), listed)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One dry run, on the ledger as it is now: no lock, and all of it forgotten."""
        try:
            with translated(self.place):
                self.connection.execute(_BEGIN)
                self._transaction = "writing"
                row = self.connection.execute(LAYOUT_ASKED).fetchone()
            (self.layout,) = row or (self.layout,)
            outdated.check_current(self.place, self.layout)
            yield
        finally:
            self._rollback()
            self._supposed.forget()
            self._tidy()

    def _tidy(self) -> None:
        """What was rolled back still takes room in temporary tables."""
        if self._left < MOST_LEFT or self.connection.closed:
            return
        own = ", ".join(f"pg_temp.{name}" for name in OWN_NAMES)
        with translated(self.place):
            self.connection.execute(f"TRUNCATE {own}".encode())
        self._left = 0

    def check_erasing(self) -> None:
        """See `Store`: asked of the stored tables, not of the views of their names."""
        self._look_in(f"{self._quoted_namespace}, pg_temp")
        try:
            super().check_erasing()
        finally:
            self._look_in(f"pg_temp, {self._quoted_namespace}")

    def _look_in(self, path: str) -> None:
        """Where a name is looked up, first to last."""
        with translated(self.place):
            self.connection.execute(f"SET search_path = {path}".encode())

    @contextmanager
    def erasing(self) -> Iterator[None]:
        """See `Store`."""
        self.check_erasing()
        yield
