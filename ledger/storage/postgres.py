"""A ledger in a PostgreSQL database: the tables of one schema.

A write transaction first takes an advisory lock and only then looks. It runs in READ
COMMITTED on purpose: there every statement sees what was committed before it began, so
whatever is read after the lock is the newest state, and nothing can change under it
until the commit gives the lock up. In REPEATABLE READ the snapshot would be as old as
the wait for the lock. Readers take one snapshot for all their queries and no lock.

What is written waits for the next question or the commit and travels with it, so a
posting costs few round trips. Nothing here imports eventsourcing: queries read through
this module too.
"""

import logging
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any, Literal, NoReturn

from domain.errors import IntegrityError, LedgerError, Refusal, UsageError
from ledger.storage import schema
from ledger.storage.location import without_password
from ledger.storage.store import Row, StoreStatus
from projections.finding import Finding

try:
    import psycopg
    from psycopg import sql
    from psycopg.conninfo import conninfo_to_dict
    from psycopg.types.numeric import Int8Dumper
except ImportError as missing:
    raise UsageError(
        "BAD_COMMAND",
        "PostgreSQL needs psycopg, which is not installed: install"
        " zuidas-ledger[postgres].",
    ) from missing

from ledger.storage import postgres_roles as roles
from ledger.storage.postgres_damage import damage
from ledger.storage.postgres_errors import translated, translation, unreachable

# The driver's warnings repeat what is raised anyway; they are not for the terminal.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

LOCK_ATTEMPTS = 3
LOCK_SECONDS = 10
"""A writer waits this long for another one's transaction, so many times."""
CONNECT_SECONDS = 10
FETCHED_AT_ONCE = 1_000
SMALL_TIMES = 3
COPIED_FROM = 100
"""Rows of one insert from which COPY is faster than a statement a row."""
SETTLE_PAUSES = (0.0, 0.1, 0.4, 1.0, 2.0)
"""Seconds between attempts to learn what became of a commit."""

_PLACEHOLDERS = re.compile(r"'(?:[^']|'')*'|\?")
_PLAIN_INSERT = re.compile(r"INSERT INTO (\w+)( \([\w, ]+\))? VALUES \([?, ]+\)")
_UNCODED = re.compile(r"://[^@]*:[^@]*[/?#@][^=]*@")
"""A password with a character that ends it."""
_LOOK = """
    SELECT session_user::text, current_schema()::text, n.nspname::text,
        r.rolname::text, current_setting('synchronous_commit'),
        current_setting('server_encoding')
    FROM (SELECT 1) AS always
    LEFT JOIN pg_class c ON c.oid = to_regclass($1)
    LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_roles r ON r.oid = c.relowner
"""
Connection = psycopg.Connection[tuple[Any, ...]]


class PostgresStore:
    """One connection to a ledger in a PostgreSQL database."""

    def __init__(self, url: str, connection: Connection, namespace: str) -> None:
        self.url = url
        self.place = without_password(url)
        self.connection = connection
        self.namespace = namespace
        """The schema that holds the tables."""
        self.session_user: str | None = None
        self.owner: str | None = None
        self._transaction: Literal["", "reading", "writing"] = ""
        self._queued: list[tuple[bytes, list[Sequence[object]]]] = []
        self._numbers = count(1)
        self._finished: list[str] = []
        """Cursors of the server's that nobody reads any more."""
        self._small: Counter[str] = Counter()

    @staticmethod
    def create(url: str) -> "PostgresStore":
        """Where a new ledger will be; its tables come with entry 1.

        Raises `Refusal`: `LEDGER_EXISTS`, or why it can't be made.
        """
        place = without_password(url)
        connection = _connect(url)
        try:
            with translated(place):
                found = _look(connection)
                _check_place(place, found)
                store = PostgresStore(url, connection, found.current_schema)
                store._prepare(found)
                store._check_vacant()
        except BaseException:
            connection.close()
            raise
        return store

    @staticmethod
    def open(url: str, *, writing: bool = False) -> "PostgresStore":
        """Open an existing ledger.

        Raises `Refusal` (`LEDGER_NOT_FOUND`, `NOT_A_LEDGER`, `LEDGER_READ_ONLY`).
        """
        place = without_password(url)
        connection = _connect(url)
        try:
            with translated(place):
                found = _look(connection)
                namespace = found.ledger_schema or _no_ledger(place, connection)
                store = PostgresStore(url, connection, namespace)
                store._prepare(found)
                store._check_rights(writing=writing)
                store._check_layout()
        except BaseException:
            connection.close()
            raise
        return store

    def _prepare(self, found: "_Found") -> None:
        """Trust no other schema's names, and never acknowledge an unsynced commit."""
        self.session_user, self.owner = found.session_user, found.owner
        path = sql.SQL("SET search_path = {}, pg_temp").format(
            sql.Identifier(self.namespace)
        )
        self.connection.execute(path)
        if found.synchronous_commit == "off":
            self.connection.execute("SET synchronous_commit = on")

    def _check_rights(self, *, writing: bool) -> None:
        row = self.connection.execute(
            "SELECT has_table_privilege($1, 'SELECT'),"
            " has_table_privilege('stored_events', 'INSERT')",
            (schema.META_TABLE,),
        ).fetchone()
        may_read, may_write = row or (False, False)
        if not may_read or (writing and not may_write):
            raise Refusal(
                "LEDGER_READ_ONLY",
                f"{self.session_user} may not {'post to' if may_read else 'read'}"
                f" {self.place}; its owner {self.owner} gives rights with zuidas db"
                " grant.",
            )

    def _check_layout(self) -> None:
        for (layout,) in self.connection.execute(
            f"SELECT layout FROM {schema.META_TABLE}".encode()
        ):
            if layout == schema.VERSION:
                return
            raise Refusal(
                "NOT_A_LEDGER",
                f"{self.place} has layout {layout}; this program knows"
                f" {schema.VERSION}. Use the program that made it, or a newer one.",
            )
        raise Refusal("NOT_A_LEDGER", f"{self.place} does not say what it is.")

    def _check_vacant(self) -> None:
        """Raise `Refusal` when the schema has a ledger, or tables of that name."""
        rows = self.connection.execute(
            "SELECT c.relname::text FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = $1 AND c.relname = ANY($2)",
            (self.namespace, list(schema.POSTGRES_TABLES)),
        )
        names = {row[0] for row in rows}
        if schema.META_TABLE in names:
            raise Refusal(
                "LEDGER_EXISTS",
                f"{self.place} has a ledger already; init makes a new one only.",
            )
        if names:
            raise Refusal(
                "NOT_A_LEDGER",
                f"schema {self.namespace} of {self.place} has tables of another program"
                f" ({', '.join(sorted(names))}); choose an empty schema.",
            )

    def create_tables(self, *, guarded: bool = True) -> None:
        """See `Store`; of two at the same moment, one makes the ledger."""
        with translated(self.place):
            self._check_vacant()
            for statement in schema.postgres_tables():
                self.connection.execute(statement.encode())
        if guarded:
            self.guard_tables()

    def guard_tables(self) -> None:
        """See `Store`."""
        with translated(self.place):
            self._send()
            for statement in schema.postgres_guards(self._quoted_namespace):
                self.connection.execute(statement.encode())

    @property
    def _quoted_namespace(self) -> str:
        return sql.Identifier(self.namespace).as_string(self.connection)

    def damage(self, *, fast: bool) -> list[Finding]:  # noqa: ARG002  # all of it is fast
        """See `Store`; the server itself checks its pages as they are read."""
        with translated(self.place):
            return list(damage(self.connection, self.namespace, self._quoted_namespace))

    def grant(self, role: roles.Role, user: str) -> None:
        """Give a user a role; raises `Refusal`."""
        with translated(self.place):
            roles.grant(self.connection, role, user)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def remove(self) -> None:
        """See `Store`: what was made was rolled back with its transaction."""
        self.close()

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        """Rows of a statement, read as they are asked for."""
        with translated(self.place):
            self._send()
            if sql.startswith("SELECT") and self._may_be_large(sql, parameters):
                return self._streamed(sql, parameters)
            cursor = self.connection.execute(_native(sql), parameters, binary=True)
            return iter(cursor.fetchall() if cursor.description else [])

    def _may_be_large(self, sql: str, parameters: Sequence[object]) -> bool:
        """Queries may read anything; a writer reads whole tables only in order.

        What was small a few times is a look-up, and faster when asked for directly.
        """
        if self._transaction == "writing":
            return not parameters and "ORDER BY" in sql
        return self._transaction == "reading" and self._small[sql] < SMALL_TIMES

    def _streamed(self, sql: str, parameters: Sequence[object]) -> Iterator[Row]:
        """Rows through a cursor on the server, so that memory stays flat."""
        name = f"rows_{next(self._numbers)}"
        declare = f"DECLARE {name} NO SCROLL CURSOR FOR ".encode() + _native(sql)
        finished, self._finished = self._finished, []
        with self.connection.pipeline():
            for each in finished:
                self.connection.execute(f"CLOSE {each}".encode(), prepare=False)
            self.connection.execute(declare, parameters, prepare=False)
            cursor = self._fetch(name)
        rows = cursor.fetchall()
        self._small[sql] += len(rows) < FETCHED_AT_ONCE
        return self._fetched(name, rows)

    def _fetch(self, name: str) -> "psycopg.Cursor[tuple[Any, ...]]":
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
            self._queued.append((_native(sql), listed))
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
                for row in rows:
                    self.connection.execute(statement, row)
            cursor = None if last is None else self.connection.execute(last)
        return None if cursor is None else cursor.statusmessage

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One write transaction; the lock is taken before anything is read."""
        number = self._begin()
        try:
            yield
        except BaseException:
            self._rollback()
            raise
        self._commit(number)

    def _begin(self) -> str:
        """Begin with the lock; gives the number the server knows the transaction by.

        A wait that ends in vain is repeated a bounded number of times.
        """
        for attempt in range(1, LOCK_ATTEMPTS + 1):
            try:
                return self._locked()
            except psycopg.Error as error:
                self._rollback()
                in_vain = isinstance(error, psycopg.errors.LockNotAvailable)
                if not in_vain or attempt == LOCK_ATTEMPTS:
                    raise translation(self.place, error) from error
        raise AssertionError

    def _locked(self) -> str:
        with self.connection.pipeline():
            self._transaction = "writing"
            self.connection.execute(b"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
            self.connection.execute(
                f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'".encode()
            )
            # Nothing else in this statement: it would see what was there before.
            self.connection.execute(
                "SELECT pg_advisory_xact_lock($1::int, hashtext($2))",
                (schema.APPLICATION_ID, self.namespace),
            )
            cursor = self.connection.execute("SELECT pg_current_xact_id()::text")
        row = cursor.fetchone()
        return str(row[0]) if row else ""

    def _commit(self, number: str) -> None:
        try:
            said = self._send(last=b"COMMIT")
        except psycopg.Error as error:
            if not self.connection.broken:
                self._rollback()
                raise translation(self.place, error) from error
            self._settle(number, error)
            said = "COMMIT"
        except BaseException:
            self._rollback()
            raise
        finally:
            self._ended()
        if said != "COMMIT":
            # A statement failed before, and its failure was let pass.
            raise IntegrityError(
                "LEDGER_DAMAGED",
                f"{self.place} undid the transaction; nothing was recorded.",
            )

    def _settle(self, number: str, lost: psycopg.Error) -> None:
        """Learn what became of a commit whose answer was lost; raises unless it holds.

        The server itself remembers: a transaction it does not know as committed is
        never taken for recorded.
        """
        self.connection.close()
        for pause in SETTLE_PAUSES:
            time.sleep(pause)
            try:
                connection = _connect(self.url)
                row = connection.execute(
                    "SELECT pg_xact_status($1::text::xid8)", (number,)
                ).fetchone()
            except (psycopg.Error, LedgerError):
                continue
            match row:
                case ("committed",):
                    self.connection = connection
                    self._prepare(_look(connection))
                    return
                case ("aborted",):
                    connection.close()
                    raise translation(self.place, lost) from lost
            connection.close()
        raise Refusal(
            "BUSY",
            f"the connection to {self.place} was lost after the commit was sent, so"
            " whether it was recorded is not known. Repeat the command with the same"
            " id: that records it once. Without an id, look at zuidas history first.",
            {"outcome": "unknown"},
        ) from lost

    def _rollback(self) -> None:
        try:
            if not self.connection.closed:
                self.connection.execute(b"ROLLBACK")
        except psycopg.Error:
            # The server rolls back what a lost connection left open.
            self.connection.close()
        finally:
            self._ended()

    def _ended(self) -> None:
        self._transaction = ""
        self._queued, self._finished = [], []

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One consistent view of the ledger for several queries."""
        if self._transaction:
            yield
            return
        with translated(self.place):
            self.connection.execute(b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        self._transaction = "reading"
        try:
            yield
        finally:
            self._rollback()

    def status(self) -> StoreStatus:
        """See `Store`."""
        names = list(schema.POSTGRES_TABLES)
        size = self.execute(
            "SELECT SUM(pg_total_relation_size(c.oid)) FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = ? AND c.relname = ANY(?)",
            (self.namespace, names),
        )
        with translated(self.place):
            found = roles.granted(self.connection)
        return StoreStatus(
            "postgresql",
            schema.VERSION,
            int(next(size)[0]),
            self.owner,
            found,
        )


@dataclass(frozen=True)
class _Found:
    """What a fresh connection says of itself and of the ledger it can see."""

    session_user: str
    current_schema: str
    ledger_schema: str | None
    owner: str | None
    synchronous_commit: str
    server_encoding: str


def _connect(url: str) -> Connection:
    """A connection on which every statement is sent as it is written."""
    place = without_password(url)
    try:
        given = conninfo_to_dict(url)
    except psycopg.Error:
        given = {}
    if not given or _UNCODED.search(url):
        # The driver's words would repeat a part of the password.
        raise UsageError(
            "BAD_COMMAND",
            f"{place} is not a PostgreSQL URL; in a name or password, characters such"
            " as @ / ? are written as %40 %2F %3F.",
        )
    more: dict[str, Any] = {"client_encoding": "UTF8"}
    more |= {"fallback_application_name": "zuidas"}
    if "connect_timeout" not in given:
        more["connect_timeout"] = CONNECT_SECONDS
    try:
        connection = psycopg.connect(
            url, autocommit=True, cursor_factory=psycopg.RawCursor, **more
        )
    except psycopg.Error as error:
        raise unreachable(place, error) from None
    # One type for all numbers: one prepared statement, whatever its parameters.
    connection.adapters.register_dumper(int, Int8Dumper)
    return connection


def _look(connection: Connection) -> _Found:
    row = connection.execute(_LOOK, (schema.META_TABLE,)).fetchone()
    return _Found(*(row or ()))


def _check_place(place: str, found: _Found) -> None:
    """Where a ledger can be made."""
    if not found.current_schema:
        raise Refusal(
            "LEDGER_NOT_FOUND",
            f"the search path of {place} names no schema that exists; the database's"
            " owner makes one (CREATE SCHEMA).",
        )
    if found.server_encoding != "UTF8":
        raise Refusal(
            "NOT_A_LEDGER",
            f"{place} is encoded in {found.server_encoding}; a ledger needs UTF8.",
        )


def _no_ledger(place: str, connection: Connection) -> NoReturn:
    row = connection.execute("SELECT to_regclass('stored_events') IS NULL").fetchone()
    if row == (False,):
        raise Refusal("NOT_A_LEDGER", f"{place} is a database of another program.")
    raise Refusal(
        "LEDGER_NOT_FOUND",
        f"there is no ledger at {place} that you can see; make one with zuidas init, or"
        " name another with --db or ZUIDAS_DB.",
    )


@lru_cache(maxsize=500)
def _native(statement: str) -> bytes:
    """The statement with PostgreSQL's numbered placeholders instead of `?`."""
    numbers = count(1)

    def native(found: re.Match[str]) -> str:
        # A text in quotes stays as it is.
        return f"${next(numbers)}" if found[0] == "?" else found[0]

    return _PLACEHOLDERS.sub(native, statement).encode()
