"""Reaching a ledger file, and what must hold before it is read."""

import errno
import os
import sqlite3
import stat
from typing import NamedTuple

from domain.values.errors import IntegrityError, Refusal
from ledger.storage import schema
from ledger.storage.files import Name, found_at, named, size_of

MAX_VALUE_BYTES = 32_000_000
"""No event comes near; a damaged or hostile file may say a value has a gigabyte."""
CACHE_KIB, SMALL_CACHE_KIB = 65_536, 4_096
"""Of a writer: for a file of a million commands; for one that is kept open long."""
BUSY_SECONDS = 30
"""How long a writer waits for another one's transaction."""


class Stamp(NamedTuple):
    """A file's size and time, and whether nothing of it stands in a log beside it."""

    size_bytes: int
    changed_ns: int
    is_whole: bool


def reserve(path: Name) -> None:
    """Make an empty file where nothing is yet: of two at once, one succeeds.

    It is for its owner alone (mode 0600), whatever the umask. Raises
    `FileExistsError`, or `Refusal`: why it can't be made.
    """
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            os.fchmod(handle, 0o600)
        finally:
            os.close(handle)
    except FileExistsError:
        raise
    except OSError as error:
        code = "DISK_FULL" if error.errno == errno.ENOSPC else "LEDGER_READ_ONLY"
        raise Refusal(
            code,
            "{path} can't be made: {strerror}.",
            path=named(path),
            strerror=error.strerror,
        ) from None


def connect(path: Name, mode: str) -> sqlite3.Connection:
    """A connection that leaves transactions to us; `mode` is SQLite's: `ro`, `rw`."""
    connection = sqlite3.connect(
        f"{_uri(path)}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_SECONDS,
        check_same_thread=False,
    )
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)
    return connection


def _uri(path: Name) -> str:
    """The file's address (https://sqlite.org/uri.html#the_uri_path)."""
    whole = os.fspath(path)
    if not os.path.isabs(whole):
        whole = os.path.join(os.getcwd(), whole)
    for mark in "%?#":
        whole = whole.replace(mark, f"%{ord(mark):02x}")
    return f"file://{whole}"


def bound(connection: sqlite3.Connection) -> None:
    """Let no question asked from now on take for ever.

    In a hostile file the pages of a table may lead to each other over and over: what
    it may take is a great many times what reading every byte once would.
    """
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    left = iter(range(_LEAST_TICKS + _STEPS_PER_BYTE * pages * size // _TICK))
    connection.set_progress_handler(lambda: int(next(left, None) is None), _TICK)


_TICK = 1_000_000
"""Steps of SQLite's machine between two looks at the bound: some ten milliseconds."""
_LEAST_TICKS = 10
"""Ticks that any file may take."""
_STEPS_PER_BYTE = 100


def connect_to_read(path: Name) -> tuple[sqlite3.Connection, Stamp | None]:
    """A connection that only reads, and the file's stamp where it must stay the same.

    SQLite reads a write-ahead log's database with the help of files beside it, which
    read-only media and foreign directories don't let it make. Without a log there the
    database is whole by itself, and is read as a file that nobody changes.
    """
    connection, before = connect(path, "ro"), stamp(path)
    try:
        layout_of(connection)
    except sqlite3.Error as error:
        connection.close()
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _NO_ROOM and before.is_whole:
            return connect(path, "ro&immutable=1"), before
        raise
    return connection, None


def stamp(path: Name) -> Stamp:
    """What changes with every change to a ledger file."""
    found = os.stat(path)
    return Stamp(found.st_size, found.st_mtime_ns, not size_of(f"{path}-wal"))


def stamp_at(path: Name) -> Stamp | None:
    """The same; None where there is no file any more."""
    try:
        return stamp(path)
    except OSError:
        return None


def file_at(path: Name) -> tuple[int, int] | None:
    """What tells the file there from another in its place; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


_NO_ROOM = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


def prepared(
    connection: sqlite3.Connection, cache_kib: int = CACHE_KIB
) -> sqlite3.Connection:
    """A connection that writes: durable, and replacing counts as deleting."""
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA recursive_triggers=ON")
    # Pages that fall free are overwritten: what was erased stands on none of them.
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute(f"PRAGMA cache_size=-{cache_kib}")
    return connection


def check_file(path: Name) -> None:
    """There is an ordinary file that may be read; raises `Refusal`.

    It isn't opened here: closing it would give up the locks of whoever in this process
    has it open already (POSIX), and another program that is done with the ledger would
    then move its log into it and delete it, with all that is written to it afterwards.
    What is no database SQLite itself tells.
    """
    try:
        found = found_at(path)
        if found is None:
            raise Refusal(
                "LEDGER_NOT_FOUND",
                "there is no ledger at {path}; make one with zuidas init, or"
                " name another with --db or ZUIDAS_DB.",
                path=named(path),
            )
        if stat.S_ISDIR(found.st_mode):
            raise Refusal(
                "NOT_A_LEDGER",
                "{path} is a directory, not a ledger.",
                path=named(path),
            )
        if not stat.S_ISREG(found.st_mode):
            raise Refusal(
                "NOT_A_LEDGER", "{path} is no ordinary file.", path=named(path)
            )
        if not os.access(path, os.R_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise Refusal(
            "LEDGER_READ_ONLY",
            "{path} can't be read: {strerror}.",
            path=named(path),
            strerror=error.strerror,
        ) from None
    if not found.st_size:
        raise Refusal(
            "NOT_A_LEDGER", "{path} is empty, so it is no ledger.", path=named(path)
        )


def check_beside(path: Name) -> None:
    """No rollback journal lies beside it, as beside no ledger of ours.

    SQLite would write what it holds into the ledger, delete the file that it names, or
    wait for it, were it a pipe. Raises `IntegrityError`.
    """
    journal = f"{os.path.realpath(path)}-journal"
    found = found_at(journal)
    if found is None or (stat.S_ISREG(found.st_mode) and not found.st_size):
        return
    raise IntegrityError(
        "LEDGER_DAMAGED",
        "{journal} lies beside the ledger: another program writes to it in a way of"
        " its own, was interrupted at that, or somebody put it there. Nothing was"
        " read. Move it away, and hold the ledger against a kept checkpoint (zuidas"
        " audit verify --checkpoint).",
        journal=named(journal),
    )


def check_kind(path: Name, connection: sqlite3.Connection) -> None:
    """It is a ledger; raises `Refusal` (`NOT_A_LEDGER`)."""
    (kind,) = connection.execute("PRAGMA application_id").fetchone()
    if kind != schema.APPLICATION_ID:
        raise Refusal(
            "NOT_A_LEDGER", "{path} is a database of another program.", path=named(path)
        )


def layout_of(connection: sqlite3.Connection) -> int:
    """The layout that the file says it has."""
    (layout,) = connection.execute("PRAGMA user_version").fetchone()
    return int(layout)


def check_length(path: Name, connection: sqlite3.Connection) -> None:
    """A file that was cut off reads well until the missing page is needed."""
    if size_of(f"{path}-wal"):
        return  # the pages may still be in the log
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    there = size_of(path)
    if there < pages * size:
        raise IntegrityError(
            "LEDGER_DAMAGED",
            "{path} was cut off: {there} bytes of {pages} are there. Restore"
            " a backup and verify it (zuidas audit verify).",
            path=named(path),
            there=there,
            pages=pages * size,
        )
