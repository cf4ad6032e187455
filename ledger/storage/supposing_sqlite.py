"""Supposing what is posted to a ledger in one SQLite file: nothing of it is written.

The connection reads; temporary tables are in its memory. It sees the ledger as it was
when a dry run began, while others go on posting.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from ledger.storage import outdated, schema
from ledger.storage.sqlite import SQLiteStore
from ledger.storage.sqlite_errors import translated
from ledger.storage.store import Row
from ledger.storage.supposing import Places, Supposed, making

_PLACES = Places("main", "temp", names_index=True)


class SupposingSQLite(SQLiteStore):
    """Posts into temporary tables, and forgets them."""

    @classmethod
    def open_supposing(cls, path: Path) -> Self:
        """Open an existing ledger file to suppose what is posted.

        Raises `Refusal` or `IntegrityError` as `open` does, and `LEDGER_OUTDATED`.
        """
        store = cls.open(path)
        try:
            outdated.check_current(path, store.layout)
            store._make()
        except BaseException:
            store.close()
            raise
        return store

    def _make(self) -> None:
        self._supposed = Supposed(_PLACES)
        with translated(self.path):
            self.connection.execute("PRAGMA temp_store=MEMORY")
            for statement in making(_PLACES, schema.SQLITE_TYPES):
                self.connection.execute(statement)

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        """Rows of a query, the supposed ones among them."""
        return super().execute(self._supposed.asked(sql), parameters)

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Suppose rows."""
        listed = list(rows)
        super().executemany(self._supposed.added(sql, listed), listed)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One dry run, on the ledger as it is now: no lock, and all of it forgotten."""
        try:
            with self.reading():
                self._look_again()
                outdated.check_current(self.path, self.layout)
                yield
        finally:
            self._supposed.forget()

    @contextmanager
    def erasing(self) -> Iterator[None]:
        """See `Store`: nothing is erased, so nothing has to be cleared."""
        yield
