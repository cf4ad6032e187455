"""What the ledger asks of a database, whichever it is."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = Sequence[Any]


class Reader(Protocol):
    """Something that answers SQL with `?` as its placeholder."""

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        """Rows of a statement."""


class Store(Reader, Protocol):
    """A database that holds one ledger."""

    session_user: str | None
    """The database's own session user (PostgreSQL)."""

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once per row."""

    def writing(self) -> AbstractContextManager[None]:
        """One write transaction; its lock is taken before anything is read."""

    def reading(self) -> AbstractContextManager[None]:
        """One consistent view of the ledger for several queries."""

    def create_tables(self) -> None:
        """The tables of a ledger, inside the transaction of entry 1."""

    def close(self) -> None:
        """Close the connection."""
