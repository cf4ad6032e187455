"""Sending statements to PostgreSQL in few round trips, and reading rows in flat memory.

What is written waits for the next question or the commit and travels with it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import count
from typing import Any, Literal

from ledger.storage import layouts
from ledger.storage.outdated import readable
from ledger.storage.postgres_connecting import Connection, Cursor
from ledger.storage.postgres_errors import translated
from ledger.storage.schema import POSTGRES_NULLS
from ledger.storage.store import Row

FETCHED_AT_ONCE = 1_000
SMALL_TIMES = 3
"""So often a query must have been small to be taken for a look-up."""
COPIED_FROM = 100
"""Rows of one insert from which COPY is faster than a statement a row."""

_PLACEHOLDERS = re.compile(r"'(?:[^']|'')*'|\?")
_VALUES = re.compile(r"VALUES (\([?, ]+\))")
ROWS_AT_ONCE = 8
"""Rows in one statement; a posting has few, and each statement is a round of work."""
_PLAIN_INSERT = re.compile(r"INSERT INTO (\w+)( \([\w, ]+\))? VALUES \([?, ]+\)")


class Statements:
    """A connection that takes SQL with `?` as its placeholder."""

    def __init__(self, place: str, connection: Connection) -> None:
        self.place = place
        """As it may be printed: without a password."""
        self.connection = connection
        self.layout = layouts.BEFORE_ANY
        """The layout of the tables, where there are any yet."""
        self._transaction: Literal["", "reading", "writing"] = ""
        self._queued: list[tuple[str, list[Sequence[object]]]] = []
        self._numbers = count(1)
        self._finished: list[str] = []
        """Cursors of the server's that nobody reads any more."""
        self._small: Counter[str] = Counter()

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        """Rows of a statement, read as they are asked for."""
        with translated(self.place):
            self._send()
            statement = native(readable(sql, self.layout, POSTGRES_NULLS))
            if sql.startswith("SELECT") and self._may_be_large(sql, parameters):
                return self._streamed(sql, statement, parameters)
            cursor = self.connection.execute(statement, parameters, binary=True)
            return iter(cursor.fetchall() if cursor.description else [])

    def _may_be_large(self, sql: str, parameters: Sequence[object]) -> bool:
        """Queries may read anything; a writer reads whole tables only in order.

        What was small a few times is a look-up, and faster when asked for directly.
        """
        if self._transaction == "writing":
            return not parameters and "ORDER BY" in sql
        return self._transaction == "reading" and self._small[sql] < SMALL_TIMES

    def _streamed(
        self, sql: str, statement: bytes, parameters: Sequence[object]
    ) -> Iterator[Row]:
        """Rows through a cursor on the server, so that memory stays flat."""
        name = f"rows_{next(self._numbers)}"
        declare = f"DECLARE {name} NO SCROLL CURSOR FOR ".encode() + statement
        finished, self._finished = self._finished, []
        with self.connection.pipeline():
            for each in finished:
                self.connection.execute(f"CLOSE {each}".encode(), prepare=False)
            self.connection.execute(declare, parameters, prepare=False)
            cursor = self._fetch(name)
        rows = cursor.fetchall()
        self._small[sql] += len(rows) < FETCHED_AT_ONCE
        return self._fetched(name, rows)

    def _fetch(self, name: str) -> Cursor:
        fetch = f"FETCH {FETCHED_AT_ONCE} FROM {name}".encode()
        return self.connection.execute(fetch, prepare=False, binary=True)

    def _fetched(self, name: str, rows: list[tuple[Any, ...]]) -> Iterator[Row]:
        try:
            yield from rows
            while len(rows) == FETCHED_AT_ONCE:
                with translated(self.place):
                    rows = self._fetch(name).fetchall()
                yield from rows
        finally:
            self._finished.append(name)

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once per row, at the latest before the next question."""
        listed = list(rows)
        if self._transaction and not (
            len(listed) >= COPIED_FROM and _PLAIN_INSERT.fullmatch(sql)
        ):
            self._queued.append((sql, listed))
            return
        with translated(self.place):
            self._send()
            self._copy(sql, listed)

    def _copy(self, sql: str, rows: list[Sequence[object]]) -> None:
        insert = _PLAIN_INSERT.fullmatch(sql)
        if insert is None:
            raise ValueError(sql)
        into = f"COPY {insert[1]}{insert[2] or ''} FROM STDIN".encode()
        with self.connection.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(row)

    def _send(self, *, last: bytes | None = None) -> str | None:
        """Send what waits, and a last statement; gives the word of the last one."""
        queued, self._queued = self._queued, []
        if not queued and last is None:
            return None
        with self.connection.pipeline():
            for statement, rows in queued:
                at_once = ROWS_AT_ONCE if _VALUES.search(statement) else 1
                for start in range(0, len(rows), at_once):
                    some = rows[start : start + at_once]
                    self.connection.execute(
                        native(several(statement, len(some))),
                        [value for row in some for value in row],
                    )
            cursor = None if last is None else self.connection.execute(last)
        return None if cursor is None else cursor.statusmessage

    def _ended(self) -> None:
        """The transaction is over, and with it all that belonged to it."""
        self._transaction = ""
        self._queued, self._finished = [], []


@lru_cache(maxsize=500)
def native(statement: str) -> bytes:
    """The statement with PostgreSQL's numbered placeholders instead of `?`."""
    numbers = count(1)

    def numbered(found: re.Match[str]) -> str:
        # A text in quotes stays as it is.
        return f"${next(numbers)}" if found[0] == "?" else found[0]

    return _PLACEHOLDERS.sub(numbered, statement).encode()


@lru_cache(maxsize=500)
def several(statement: str, rows: int) -> str:
    """An insert of so many rows at once; other statements have one."""
    return _VALUES.sub(
        lambda found: f"VALUES {', '.join([found[1]] * rows)}", statement
    )
