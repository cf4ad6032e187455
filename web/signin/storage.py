"""The file that holds accounts: opening it, transactions, and what its failures mean.

One connection, used by one thread at a time: what is asked of it takes microseconds.
Several programs may have the file open (WAL). Where another file took its place (a
backup that was restored), that one counts from then on: who was disabled in it is.
"""

import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any

from domain.values.errors import LedgerError, Refusal
from domain.version import VERSION
from web.signin.file_failures import damaged, not_accounts, translated, unusable
from web.signin.moments import Clock, text_of
from web.signin.schema import APPLICATION_ID, LAYOUT, TABLES

BUSY_S = 10
"""How long a writer waits for another program's."""
Row = tuple[Any, ...]


class AccountsFile:
    """An open accounts file."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._opened = _identity(path)
        self._lock = RLock()

    @staticmethod
    def open(path: Path, clock: Clock, *, create: bool = False) -> "AccountsFile":
        """Open the file, or with `create` make it where there is none.

        Raises `LedgerError`: `ACCOUNTS_NOT_FOUND`, `NOT_ACCOUNTS`, `ACCOUNTS_EXPOSED`,
        `ACCOUNTS_DAMAGED`, `ACCOUNTS_READ_ONLY`, `PROGRAM_OUTDATED`, `BUSY`,
        `DISK_FULL`.
        """
        if create:
            _reserve(path)
        _check_file(path)
        with translated(path):
            connection = _connect(path)
        opened = AccountsFile(path, connection)
        try:
            with opened.writing():
                if create:
                    opened._make_tables(clock)
                opened._check_tables()
            # Last: nothing is changed in a file that is somebody else's.
            opened.rows("PRAGMA journal_mode=WAL")
        except BaseException:
            opened.close()
            raise
        return opened

    def _follow(self) -> None:
        """Open the file that is there now, if it is another; raises `LedgerError`."""
        if self._connection.in_transaction or _identity(self.path) == self._opened:
            return
        _check_file(self.path)
        connection = _connect(self.path)
        self._connection.close()
        self._connection, self._opened = connection, _identity(self.path)
        try:
            self._check_tables()
            self.rows("PRAGMA journal_mode=WAL")
        except LedgerError:
            self._opened = None  # so it is looked at anew each time
            raise

    def close(self) -> None:
        """Close the file; nothing can be asked of it any more."""
        with self._lock:
            self._connection.close()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """What a statement gives, all of it; raises `LedgerError`."""
        with self._lock, translated(self.path):
            self._follow()
            return self._connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        """The first row of what a statement gives."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def change(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """How many rows a statement changed."""
        with self._lock, translated(self.path):
            self._follow()
            return self._connection.execute(sql, parameters).rowcount

    def note(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Change what nobody waits for; where there is no room for it, not now."""
        with suppress(Refusal):
            self.change(sql, parameters)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All that is done inside is done, or nothing of it."""
        with self._lock:
            with translated(self.path):
                self._follow()
                self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                with translated(self.path):
                    self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _make_tables(self, clock: Clock) -> None:
        if self.row("SELECT 1 FROM sqlite_master"):
            return
        # The header is changed in this transaction too.
        self.change(f"PRAGMA application_id = {APPLICATION_ID}")
        for statement in TABLES:
            self.change(statement)
        made = (LAYOUT, VERSION, text_of(clock()))
        self.change("INSERT INTO layout VALUES (?, ?, ?)", made)

    def _check_tables(self) -> None:
        if self.row("PRAGMA application_id") != (APPLICATION_ID,):
            raise not_accounts(self.path)
        found = self.row("SELECT max(version) FROM layout")
        layout = found[0] if found else None
        if isinstance(layout, int) and layout > LAYOUT:
            raise Refusal(
                "PROGRAM_OUTDATED",
                "{path} has layout {layout}, and this program knows {known}: use a"
                " newer one.",
                path=self.path,
                layout=layout,
                known=LAYOUT,
            )
        stored = self.rows("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        if layout != LAYOUT or {sql for (sql,) in stored} != set(TABLES):
            raise damaged(self.path, "its tables are not those of an accounts file")
        checked = self.row("PRAGMA quick_check(1)")
        if checked != ("ok",):
            raise damaged(self.path, str(checked and checked[0]))


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file is at a place; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _reserve(path: Path) -> None:
    """An empty file for its owner alone, where there is none, whatever the umask."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    except (OSError, ValueError) as error:
        raise unusable(path, error) from None
    os.fchmod(handle, 0o600)
    os.close(handle)


def _check_file(path: Path) -> None:
    """There is an ordinary file there that nobody else reads.

    It isn't opened: to close it would give up the locks of whoever in this process
    has it open already (POSIX).
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        raise Refusal(
            "ACCOUNTS_NOT_FOUND",
            "there are no accounts at {path}: zuidas account add makes the first, or"
            " name another file with --accounts.",
            path=path,
        ) from None
    except (OSError, ValueError) as error:
        raise unusable(path, error) from None
    if not stat.S_ISREG(found.st_mode):
        raise not_accounts(path)
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise Refusal(
            "ACCOUNTS_EXPOSED",
            "others than its owner may open {path}: chmod 600 it first. Whoever read"
            " it knows the secrets of the second factors.",
            path=path,
        )


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        timeout=BUSY_S,
        check_same_thread=False,
    )
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        # What was deleted is overwritten: it stands on no page any more.
        connection.execute("PRAGMA secure_delete=ON")
    except BaseException:
        connection.close()
        raise
    return connection
