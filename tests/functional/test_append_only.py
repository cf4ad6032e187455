"""What is stored stays: no connection that the program opens can change it."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.values.errors import LedgerError
from ledger.storage.sqlite import SQLiteStore
from tests.functional.program import InProcess

pytestmark = pytest.mark.faults


@pytest.fixture
def store(prepared: Callable[[str], Path]) -> Iterator[SQLiteStore]:
    store = SQLiteStore.open(prepared("lived"), writing=True)
    yield store
    store.close()


_ROW = "'year:2011', 99, 't', x'00'"
TAMPERING = {
    "update": "UPDATE stored_events SET state = x'00' WHERE entry = 3",
    "update of the number": "UPDATE stored_events SET entry = 99 WHERE entry = 26",
    "update that changes nothing": "UPDATE stored_events SET state = state",
    "update or replace": "UPDATE OR REPLACE stored_events SET entry = 3 WHERE entry=4",
    "delete": "DELETE FROM stored_events WHERE entry = 26",
    "delete of everything": "DELETE FROM stored_events",
    "replace by entry": f"REPLACE INTO stored_events VALUES (3, {_ROW})",
    "replace by rowid": (
        "INSERT OR REPLACE INTO stored_events (rowid, originator_id,"
        f" originator_version, topic, state) VALUES (3, {_ROW})"
    ),
    "replace by stream and version": (
        "INSERT OR REPLACE INTO stored_events VALUES (27, 'year:2011', 1, 't', x'00')"
    ),
    "upsert": (
        f"INSERT INTO stored_events VALUES (3, {_ROW}) ON CONFLICT (entry)"
        " DO UPDATE SET state = x'00'"
    ),
    "insert that leaves a gap": f"INSERT INTO stored_events VALUES (28, {_ROW})",
    "insert before the first": f"INSERT INTO stored_events VALUES (0, {_ROW})",
    "insert without a number": f"INSERT INTO stored_events VALUES (NULL, {_ROW})",
    "update of a node": "UPDATE log_nodes SET hash = x'00' WHERE level = 0",
    "delete of a node": "DELETE FROM log_nodes WHERE level = 0 AND position = 25",
    "replace of a node": "REPLACE INTO log_nodes VALUES (0, 0, x'00')",
}


@pytest.mark.parametrize("tampering", TAMPERING)
def test_stored_events_and_the_log_are_append_only(
    store: SQLiteStore, tampering: str
) -> None:
    before = content(store)
    with pytest.raises(LedgerError):
        list(store.execute(TAMPERING[tampering]))
    assert content(store) == before


def content(store: SQLiteStore) -> list[tuple[object, ...]]:
    tables = ("stored_events", "log_nodes")
    return [tuple(row) for t in tables for row in store.execute(f"SELECT * FROM {t}")]


def test_replacing_counts_as_deleting_on_every_writing_connection(
    store: SQLiteStore,
) -> None:
    assert [tuple(r) for r in store.execute("PRAGMA recursive_triggers")] == [(1,)]


def test_every_commit_is_synced_to_disk(store: SQLiteStore) -> None:
    assert [tuple(r) for r in store.execute("PRAGMA synchronous")] == [(2,)]
    assert [tuple(r) for r in store.execute("PRAGMA journal_mode")] == [("wal",)]


@pytest.mark.parametrize("tampering", TAMPERING)
def test_another_program_that_means_no_harm_can_not_either(
    prepared: Callable[[str], Path], tampering: str
) -> None:
    connection = sqlite3.connect(prepared("lived"), isolation_level=None)
    try:
        with pytest.raises(sqlite3.Error):
            connection.execute(TAMPERING[tampering]).fetchall()
    finally:
        connection.close()


def test_a_reader_can_not_write_at_all(prepared: Callable[[str], Path]) -> None:
    reader = SQLiteStore.open(prepared("lived"))
    try:
        for statement in ("DELETE FROM entries", "CREATE TABLE x (y)", "VACUUM"):
            with pytest.raises(LedgerError) as caught:
                list(reader.execute(statement))
            assert caught.value.code == "LEDGER_READ_ONLY"
    finally:
        reader.close()


TRIGGERS = (
    "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    " AND tbl_name IN ('stored_events', 'log_nodes')"
)


def tamper(path: Path, *statements: str) -> None:
    """Whoever owns the file can drop the triggers; that must be found out."""
    connection = sqlite3.connect(path, isolation_level=None)
    for (name,) in connection.execute(TRIGGERS).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.close()


FOUND = {
    "an amount in the lines": (
        "journal",
        (
            "UPDATE lines SET amount = amount + 1 WHERE entry = 14 AND line ="
            " (SELECT MIN(line) FROM lines WHERE entry = 14)"
        ),
    ),
    "a line that is gone": (
        "projections",
        "DELETE FROM lines WHERE entry = 14",
    ),
    "an entry of the index": (
        "projections",
        "UPDATE entries SET actor = 'somebody else' WHERE entry = 14",
    ),
    "a day's total": (
        "projections",
        "UPDATE day_totals SET amount = amount + 1",
    ),
    "an event": (
        "projections",
        (
            "UPDATE stored_events SET state = CAST(REPLACE(CAST(state AS TEXT),"
            " '1200.00', '1300.00') AS BLOB) WHERE entry = 14"
        ),
    ),
    "an event that is unreadable": (
        "projections",
        "UPDATE stored_events SET state = x'ff' WHERE entry = 25",
    ),
    "an event of no known kind": (
        "projections",
        "UPDATE stored_events SET topic = 'money-vanished.v1' WHERE entry = 25",
    ),
}


@pytest.mark.parametrize("what", FOUND)
def test_check_finds_tampering_and_exits_with_3(
    prepared: Callable[[str], Path], cli: InProcess, what: str
) -> None:
    name, statement = FOUND[what]
    path = prepared("lived")
    cli.ok("check", "journal", "projections")
    tamper(path, statement)
    result = cli("check", name, "-O", "json")
    assert result.code == 3
    assert {row["check"] for row in result.json} == {name}
    assert {row["severity"] for row in result.json} == {"error"}
