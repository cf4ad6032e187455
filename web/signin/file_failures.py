"""What it is told as that the accounts file can't be used."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.values.errors import IntegrityError, LedgerError, Refusal


def not_accounts(path: Path) -> Refusal:
    """The refusal of a file that is something else."""
    return Refusal("NOT_ACCOUNTS", "{path} is no file of accounts.", path=path)


def damaged(path: Path, reason: str) -> IntegrityError:
    """The failure of a file that can't be trusted."""
    return IntegrityError(
        "ACCOUNTS_DAMAGED",
        "{path} is damaged ({reason}). Restore a copy of it, or make it anew with"
        " zuidas account add: the ledger needs nothing of it.",
        path=path,
        reason=reason,
    )


def unusable(path: Path, error: OSError | ValueError) -> Refusal:
    """The refusal of a file that the system does not give."""
    full = getattr(error, "errno", None) == errno.ENOSPC
    return Refusal(
        "DISK_FULL" if full else "ACCOUNTS_READ_ONLY",
        "{path} can't be used: {reason}.",
        path=path,
        reason=getattr(error, "strerror", None) or str(error),
    )


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """SQLite's own errors as ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translation(path, error) from error
    except UnicodeDecodeError as error:
        raise damaged(path, str(error)) from error


def _translation(path: Path, error: sqlite3.Error) -> LedgerError:
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return Refusal(
                "BUSY", "another program is writing to {path}; try again.", path=path
            )
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return Refusal("DISK_FULL", "the disk of {path} is full.", path=path)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return Refusal(
                "ACCOUNTS_READ_ONLY",
                "{path} can't be written to ({error}).",
                path=path,
                error=error,
            )
        case sqlite3.SQLITE_NOTADB:
            return not_accounts(path)
    return damaged(path, str(error))
