"""A ledger in one SQLite file.

Write-ahead log, every commit synced to disk (`synchronous=FULL`), foreign tables and
other programs' files refused. Nothing here imports eventsourcing: queries read through
this module too.
"""

import errno
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from domain.values.errors import IntegrityError, LedgerError, Refusal
from domain.values.messages import Value
from ledger.storage import schema
from ledger.storage.store import StoreStatus
from projections.finding import Finding

_HEADER = b"SQLite format 3\0"
BUSY_SECONDS = 30
"""How long a writer waits for another one's transaction."""

Row = Sequence[Any]


class SQLiteStore:
    """One connection to a ledger file."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection
        self.session_user: str | None = None

    @staticmethod
    def create(path: Path) -> "SQLiteStore":
        """Make a new, empty ledger file (tables only).

        Raises `Refusal`: `LEDGER_EXISTS`, or why the file can't be made.
        """
        try:
            # Exclusive: of two at the same moment, one makes the ledger.
            path.open("xb").close()
        except FileExistsError:
            raise Refusal(
                "LEDGER_EXISTS",
                "{path} exists already; init makes a new ledger only.",
                path=path,
            ) from None
        except OSError as error:
            code = "DISK_FULL" if error.errno == errno.ENOSPC else "LEDGER_READ_ONLY"
            raise Refusal(
                code,
                "{path} can't be made: {strerror}.",
                path=path,
                strerror=error.strerror,
            ) from None
        with translated(path):
            connection = _connect(path, "rwc")
            connection.execute("PRAGMA journal_mode=WAL")
            return SQLiteStore(path, _prepared(connection))

    def create_tables(self, *, guarded: bool = True) -> None:
        """See `Store`; called inside the transaction of entry 1."""
        with translated(self.path):
            for statement in schema.sqlite_tables():
                self.connection.execute(statement)
            self.connection.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
            self.connection.execute(f"PRAGMA user_version={schema.VERSION}")
        if guarded:
            self.guard_tables()

    def guard_tables(self) -> None:
        """See `Store`."""
        with translated(self.path):
            for statement in schema.SQLITE_GUARDS:
                self.connection.execute(statement)

    def status(self) -> StoreStatus:
        """See `Store`."""
        (layout,) = next(self.execute("PRAGMA user_version"))
        files = (Path(f"{self.path}{suffix}") for suffix in ("", "-wal"))
        size = sum(file.stat().st_size for file in files if file.exists())
        return StoreStatus("sqlite", int(layout), size)

    @staticmethod
    def open(path: Path, *, writing: bool = False) -> "SQLiteStore":
        """Open an existing ledger file.

        Raises `Refusal` (`LEDGER_NOT_FOUND`, `NOT_A_LEDGER`, `LEDGER_READ_ONLY`) or
        `IntegrityError` (`LEDGER_DAMAGED`).
        """
        _check_file(path)
        with translated(path):
            connection = _connect(path, "rw" if writing else "ro")
            try:
                _check_header(path, connection)
                _check_length(path, connection)
                if writing:
                    _prepared(connection)
            except BaseException:
                connection.close()
                raise
        return SQLiteStore(path, connection)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def damage(self, *, fast: bool) -> list[Finding]:
        """Dropped or changed guards and tables; damaged pages and indexes."""
        expected = set(schema.sqlite_statements())
        with translated(self.path):
            stored = {
                str(row[0]): str(row[1])
                for row in self.connection.execute(
                    "SELECT sql, name FROM sqlite_master WHERE sql IS NOT NULL"
                )
            }
        found = [
            _damage(
                "SCHEMA_DIFFERS",
                "the ledger lacks: {split}…",
                split=" ".join(text.split())[:90],
            )
            for text in sorted(expected - set(stored))
        ]
        found += [
            _damage(
                "SCHEMA_DIFFERS",
                "{stored} does not belong in a ledger.",
                stored=stored[text],
            )
            for text in sorted(set(stored) - expected)
        ]
        check = "quick_check" if fast else "integrity_check"
        with translated(self.path):
            rows = self.connection.execute(f"PRAGMA {check}(20)").fetchall()
        found += [
            _damage("DATABASE_DAMAGED", "SQLite finds: {row}.", row=row[0])
            for row in rows
            if row[0] != "ok"
        ]
        return found

    def remove(self) -> None:
        """Delete the file again: it never became a ledger."""
        self.close()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        """Rows of a statement, read as they are asked for."""
        with translated(self.path):
            cursor = self.connection.execute(sql, parameters)
        return _rows(cursor, self.path)

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once per row."""
        with translated(self.path):
            self.connection.executemany(sql, rows)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One write transaction; the lock is taken before anything is read."""
        with translated(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._rollback()
            raise
        try:
            with translated(self.path):
                self.connection.execute("COMMIT")
        except BaseException:
            self._rollback()
            raise

    def _rollback(self) -> None:
        # SQLite rolls some failures (a full disk) back by itself.
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One consistent view of the ledger for several queries."""
        if self.connection.in_transaction:
            yield
            return
        with translated(self.path):
            self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self._rollback()


def _damage(code: str, template: str, **values: Value) -> Finding:
    return Finding("verify", code, "error", template, **values)


def _rows(cursor: sqlite3.Cursor, path: Path) -> Iterator[Row]:
    while True:
        with translated(path):
            rows = cursor.fetchmany(1000)
        if not rows:
            return
        yield from rows


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = path.absolute().as_uri()
    return sqlite3.connect(
        f"{uri}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_SECONDS,
        check_same_thread=False,
    )


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    """A connection that writes: durable, and replacing counts as deleting."""
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA recursive_triggers=ON")
    connection.execute("PRAGMA cache_size=-65536")
    return connection


def _check_file(path: Path) -> None:
    try:
        if path.is_dir():
            raise Refusal(
                "NOT_A_LEDGER", "{path} is a directory, not a ledger.", path=path
            )
        if not path.exists():
            raise Refusal(
                "LEDGER_NOT_FOUND",
                "there is no ledger at {path}; make one with zuidas init, or"
                " name another with --db or ZUIDAS_DB.",
                path=path,
            )
        with path.open("rb") as file:
            header = file.read(len(_HEADER))
    except OSError as error:
        raise Refusal(
            "LEDGER_READ_ONLY",
            "{path} can't be read: {strerror}.",
            path=path,
            strerror=error.strerror,
        ) from None
    if header != _HEADER:
        what = "is empty" if not header else "is not a database"
        raise Refusal(
            "NOT_A_LEDGER", "{path} {what}, so it is no ledger.", path=path, what=what
        )


def _check_header(path: Path, connection: sqlite3.Connection) -> None:
    (kind,) = connection.execute("PRAGMA application_id").fetchone()
    if kind != schema.APPLICATION_ID:
        raise Refusal(
            "NOT_A_LEDGER", "{path} is a database of another program.", path=path
        )
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != schema.VERSION:
        raise Refusal(
            "NOT_A_LEDGER",
            "{path} has layout {version}; this program knows {VERSION}. Use"
            " the program that made it, or a newer one.",
            path=path,
            version=version,
            VERSION=schema.VERSION,
        )


def _check_length(path: Path, connection: sqlite3.Connection) -> None:
    """A file that was cut off reads well until the missing page is needed."""
    log = Path(f"{path}-wal")
    if log.exists() and log.stat().st_size:
        return  # the pages may still be in the log
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    there = path.stat().st_size
    if there < pages * size:
        raise IntegrityError(
            "LEDGER_DAMAGED",
            "{path} was cut off: {there} bytes of {pages} are there. Restore"
            " a backup and verify it (zuidas audit verify).",
            path=path,
            there=there,
            pages=pages * size,
        )


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """SQLite's own errors as ours, with a stable code and a way out."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translation(path, error) from error
    except UnicodeDecodeError as error:
        # SQLite's own message quoted a name that is no UTF-8.
        raise IntegrityError(
            "LEDGER_DAMAGED",
            "{path} has names that can't be read ({error}).",
            path=path,
            error=error,
        ) from error


def _translation(path: Path, error: sqlite3.Error) -> LedgerError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    make = _BY_CODE.get(code)
    if make is not None:
        return make(path, error)
    text = str(error)
    if isinstance(error, sqlite3.IntegrityError) and "append-only" not in text:
        return IntegrityError(
            "LEDGER_DAMAGED", "{path} contradicts itself: {text}.", path=path, text=text
        )
    return IntegrityError(
        "LEDGER_DAMAGED", "{path} can't be used: {text}.", path=path, text=text
    )


_Make = Callable[[Path, sqlite3.Error], LedgerError]
_BY_CODE: dict[int, _Make] = {
    sqlite3.SQLITE_BUSY: lambda path, _: Refusal(
        "BUSY",
        "another program is writing to {path}; nothing was recorded, try again.",
        path=path,
    ),
    sqlite3.SQLITE_LOCKED: lambda path, _: Refusal(
        "BUSY",
        "another program is using {path}; nothing was recorded, try again.",
        path=path,
    ),
    sqlite3.SQLITE_FULL: lambda path, _: Refusal(
        "DISK_FULL",
        "the disk of {path} is full; nothing was recorded. Make room and repeat.",
        path=path,
    ),
    sqlite3.SQLITE_READONLY: lambda path, _: Refusal(
        "LEDGER_READ_ONLY",
        "{path} can't be written to; nothing was recorded.",
        path=path,
    ),
    sqlite3.SQLITE_CANTOPEN: lambda path, _: Refusal(
        "LEDGER_READ_ONLY",
        "{path} can't be opened: check the directory and its permissions.",
        path=path,
    ),
    sqlite3.SQLITE_PERM: lambda path, _: Refusal(
        "LEDGER_READ_ONLY", "{path} may not be opened by you.", path=path
    ),
    sqlite3.SQLITE_IOERR: lambda path, error: Refusal(
        "DISK_FULL",
        "{path} could not be written or"
        " read ({error}); nothing was"
        " recorded. Check the disk's"
        " space, quota and health.",
        path=path,
        error=error,
    ),
    sqlite3.SQLITE_NOTADB: lambda path, _: Refusal(
        "NOT_A_LEDGER", "{path} is not a database, so it is no ledger.", path=path
    ),
    sqlite3.SQLITE_CORRUPT: lambda path, error: IntegrityError(
        "LEDGER_DAMAGED",
        "{path} is damaged ({error})."
        " Restore a backup and verify it"
        " (zuidas audit verify).",
        path=path,
        error=error,
    ),
}
