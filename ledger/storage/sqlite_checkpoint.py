"""Moving the write-ahead log into the database file, while nobody can commit.

SQLite itself does it after a commit, beside other writers' commits. In versions 3.7.0
to 3.51.2 (without the fix that 3.44.6 and 3.50.7 have too) one that begins while
another program's commit starts the log anew may leave pages of a later transaction out
of the file (https://sqlite.org/wal.html#walresetbug). So it never runs by itself here:
a second connection holds the writers' lock meanwhile. What SQLite does when the last
connection is closed is under a lock of its own.
"""

import sqlite3
from contextlib import closing, suppress
from time import sleep

from ledger.storage.files import Name, size_of
from ledger.storage.sqlite_opening import connect, layout_of

LOG_BYTES = 4_000_000
"""How long the log may become before it is moved: as SQLite's own 1,000 pages."""
READER_PAUSES = (0.0, 0.1, 0.4, 1.0, 2.0)
"""Seconds between attempts to clear a log that somebody still reads."""
_HEADERS_BYTES = 32 + 24
"""Of a log and of its first page (https://sqlite.org/fileformat2.html#walformat)."""


def unhurried(connection: sqlite3.Connection) -> None:
    """Let SQLite not do it by itself, and cut a log that begins anew to its length."""
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute(f"PRAGMA journal_size_limit={LOG_BYTES}")


def checkpoint(path: Name, connection: sqlite3.Connection) -> None:
    """Move the log if it is long; if that can't be done now, after a later commit.

    What was committed is safe either way, so nothing is said of a failure.
    """
    with suppress(OSError, sqlite3.Error):
        if size_of(f"{path}-wal") <= LOG_BYTES:
            return
        with closing(connect(path, "rw")) as holder:
            holder.execute("PRAGMA busy_timeout=0")
            holder.execute("BEGIN IMMEDIATE")
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def cleared(path: Name, connection: sqlite3.Connection) -> bool:
    """Move the whole log and cut it off: nothing that it held is left in it.

    False where another program goes on reading the ledger as it was before.
    """
    for pause in READER_PAUSES:
        sleep(pause)
        with suppress(OSError, sqlite3.Error):
            if _cut(path, connection):
                return True
    return False


def _cut(path: Name, connection: sqlite3.Connection) -> bool:
    with closing(connect(path, "rw")) as holder:
        holder.execute("PRAGMA wal_autocheckpoint=0")
        holder.execute("PRAGMA journal_size_limit=0")
        holder.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        holder.execute("ROLLBACK")
        # A log that was moved whole begins anew with the next transaction, and is cut
        # after it. Not by a checkpoint of SQLite's that truncates: that goes on without
        # the writers' lock where it can't have it.
        holder.execute("BEGIN IMMEDIATE")
        holder.execute(f"PRAGMA user_version={layout_of(holder)}")
        holder.execute("COMMIT")
        (page,) = holder.execute("PRAGMA page_size").fetchone()
        return size_of(f"{path}-wal") == _HEADERS_BYTES + int(page)
