"""The write-ahead log goes into the file while nobody else can commit.

What SQLite would do by itself may lose pages, beside another program's commit
(https://sqlite.org/wal.html#walresetbug).
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ledger.storage import sqlite_checkpoint
from ledger.storage.sqlite import SQLiteStore
from ledger.storage.sqlite_opening import connect
from tests.unit.domain.posting import LedgerInTest

SHORT = 100_000
"""Bytes: some twenty pages, so that a few entries are more."""


@pytest.fixture
def short(
    prepared: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[LedgerInTest]:
    monkeypatch.setattr(sqlite_checkpoint, "LOG_BYTES", SHORT)
    ledger = LedgerInTest(prepared("opened"))
    yield ledger
    ledger.close()


def log_of(ledger: LedgerInTest) -> int:
    return Path(f"{ledger.path}-wal").stat().st_size


def receive(ledger: LedgerInTest, times: int) -> None:
    for cents in range(1, times + 1):
        ledger.receive("emmen", f"0.{cents:02}")


@pytest.mark.parametrize("opened", [SQLiteStore.create, SQLiteStore.open])
def test_sqlite_never_does_it_by_itself(
    opened: object, prepared: Callable[[str], Path], tmp_path: Path
) -> None:
    if opened is SQLiteStore.create:
        store = SQLiteStore.create(tmp_path / "new.db")
    else:
        store = SQLiteStore.open(prepared("opened"), writing=True)
    found = store.connection.execute("PRAGMA wal_autocheckpoint").fetchone()
    store.close()
    assert found == (0,)


def test_the_log_stays_short(short: LedgerInTest) -> None:
    """However long a writer holds the file; each commit is of some ten pages."""
    longest = 0
    for _ in range(4):
        receive(short, 20)
        longest = max(longest, log_of(short))
    assert longest < 3 * SHORT


def test_all_of_it_is_in_the_file_afterwards(short: LedgerInTest) -> None:
    receive(short, 1)
    while log_of(short) <= SHORT:
        receive(short, 1)
    last = short.last_entry
    # The file alone, without its log, has every entry.
    alone = short.path.with_name("alone.db")
    alone.write_bytes(short.path.read_bytes())
    with closing(sqlite3.connect(f"{alone.as_uri()}?immutable=1", uri=True)) as found:
        assert found.execute("SELECT MAX(entry) FROM entries").fetchone() == (last,)


def test_nobody_commits_meanwhile(short: LedgerInTest) -> None:
    met: list[str] = []

    def look(statement: str) -> None:
        if "wal_checkpoint" not in statement:
            return
        with closing(connect(short.path, "rw")) as other:
            other.execute("PRAGMA busy_timeout=0")
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                met.append(str(error))
            else:
                met.append("could have committed")

    short.store.connection.set_trace_callback(look)
    receive(short, 40)
    assert set(met) == {"database is locked"}


def test_a_writer_who_is_busy_is_let_be(short: LedgerInTest) -> None:
    """The log waits for a later commit, and the commit that was done stays done."""
    with closing(connect(short.path, "rw")) as other:
        tried: list[Path] = []

        def taken(path: Path, mode: str) -> sqlite3.Connection:
            other.execute("BEGIN IMMEDIATE")
            tried.append(path)
            return connect(path, mode)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("ledger.storage.sqlite_checkpoint.connect", taken)
            while not tried:
                receive(short, 1)
        last, size = short.last_entry, log_of(short)
        assert size > SHORT
        other.execute("ROLLBACK")
    receive(short, 2)
    assert short.last_entry == last + 2
    assert log_of(short) <= SHORT
