"""SQLite's own errors as ours, with a stable code and a way out."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from domain.values.errors import IntegrityError, LedgerError, Refusal
from ledger.storage.files import Name, named

if TYPE_CHECKING:
    from pathlib import Path


@contextmanager
def translated(path: Name) -> Iterator[None]:
    """SQLite's own errors as ours, with a stable code and a way out."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translation(named(path), error) from error
    except UnicodeDecodeError as error:
        # SQLite's own message quoted a name that is no UTF-8.
        raise IntegrityError(
            "LEDGER_DAMAGED",
            "{path} has names that can't be read ({error}).",
            path=named(path),
            error=error,
        ) from error


def _translation(path: "Path", error: sqlite3.Error) -> LedgerError:
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


_Make = Callable[["Path", sqlite3.Error], LedgerError]
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
    sqlite3.SQLITE_INTERRUPT: lambda path, _: IntegrityError(
        "LEDGER_DAMAGED",
        "{path} takes longer to read than it can: its pages lead to each other.",
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
