"""Whatever is changed in the schema of a ledger's file is told, by name."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ledger.storage.location import Location
from tests.audit.ledgers import rewrite_schema
from tests.functional.program import InProcess
from tests.storage.conftest import lived_at

NEXT = "stored_events_next_only"
REFUSES = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
Rewritten = tuple[str, str, str]
"""In the statement that made this, one text becomes another."""
REWRITTEN: list[Rewritten] = [
    ("lines", "amount INTEGER NOT NULL", "amount INTEGER"),
    ("lines", "amount INTEGER", "amount NUMERIC"),
    ("lines", "amount INTEGER", "amount INTEGER CHECK (amount < 9)"),
    ("entries", "actor TEXT NOT NULL", "actor TEXT NOT NULL COLLATE NOCASE"),
    ("entries", "command TEXT NOT NULL", "command TEXT NOT NULL DEFAULT 'x'"),
    ("accounts", "NOT NULL UNIQUE", "NOT NULL UNIQUE ON CONFLICT IGNORE"),
    ("accounts", "account INTEGER", "account  INTEGER"),
    ("entries_by_project", "project, entry", "project, day"),
    ("entries_by_command_id", "CREATE UNIQUE INDEX", "CREATE INDEX"),
    ("entries_by_year", "WHERE year IS NOT NULL", "WHERE year > 0"),
    (NEXT, "WHEN", "WHEN 0 AND"),
    ("log_nodes_no_delete", "RAISE(ABORT", "RAISE(FAIL"),
    ("log_nodes_no_update", "BEFORE UPDATE", "AFTER UPDATE"),
]
CHANGED: list[tuple[str, tuple[str, ...]]] = [
    # Gone: found, and what is there is read.
    *(
        (trigger, (f"DROP TRIGGER {trigger}",))
        for trigger in (NEXT, "log_nodes_no_replace", "migrations_no_update")
    ),
    ("entries_by_project", ("DROP INDEX entries_by_project",)),
    # Of somebody else: nothing is read.
    ("more", ("CREATE TABLE more (a)",)),
    ("more", ("CREATE VIEW more AS SELECT 1",)),
    ("more", ("CREATE INDEX more ON lines (abs(day))",)),
    ("more", ("CREATE UNIQUE INDEX more ON vouchers (document)",)),
    ("more", (f"CREATE TRIGGER more BEFORE INSERT ON lines {REFUSES}",)),
    ("more", ("CREATE VIRTUAL TABLE more USING fts5(a)",)),
    ("writer_lock", ("CREATE TABLE writer_lock (writer INTEGER)",)),
    ("ledger_meta", ("CREATE TABLE ledger_meta (program TEXT, layout INTEGER)",)),
    ("sqlite_stat1", ("ANALYZE",)),
    (
        "sqlite_sequence",
        ("CREATE TABLE more (a INTEGER PRIMARY KEY AUTOINCREMENT)", "DROP TABLE more"),
    ),
    ("lines", ("ALTER TABLE lines ADD COLUMN more TEXT",)),
    ("lines", ("ALTER TABLE lines RENAME COLUMN amount TO more",)),
    (
        "lines",
        (
            "ALTER TABLE lines RENAME TO hidden",
            "CREATE VIEW lines AS SELECT * FROM hidden",
        ),
    ),
    ("migrations", ("PRAGMA user_version=1",)),
]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """The ledger `lived` in a file."""
    path = tmp_path / "zuidas.db"
    lived_at(Location.parse(str(path))).close()
    return path


def told(cli: InProcess, path: Path) -> str:
    """What `audit verify` says of a file whose guards are not as they were."""
    result = cli("audit", "verify", "--db", str(path), "-O", "json")
    assert result.code == 3
    said = result.json["findings"] if result.out else [result.error]
    assert {each["code"] for each in said} == {"GUARDS_DIFFER"}
    return "\n".join(each["message"] for each in said)


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("name", "statements"),
    CHANGED,
    ids=[statements[-1].replace(" ", "-")[:60] for _, statements in CHANGED],
)
def test_a_changed_schema_is_found(
    ledger: Path, cli: InProcess, name: str, statements: tuple[str, ...]
) -> None:
    with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
    assert name in told(cli, ledger)


@pytest.mark.parametrize(("name", "old", "new"), REWRITTEN)
def test_a_statement_that_says_something_else_is_found(
    ledger: Path, cli: InProcess, name: str, old: str, new: str
) -> None:
    """By hand in SQLite's own table, as no statement of SQL's could."""
    with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
        asked = "SELECT sql FROM sqlite_master WHERE name = ?"
        (text,) = connection.execute(asked, (name,)).fetchone()
        assert old in text
        rewrite_schema(connection, name, text.replace(old, new))
    assert name in told(cli, ledger)
    assert cli.refused("balance", "--db", str(ledger), exit_code=3) == "GUARDS_DIFFER"


def test_a_file_that_says_it_is_another_programs_is_no_ledger(
    ledger: Path, cli: InProcess
) -> None:
    with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
        connection.execute("PRAGMA application_id=1")
    for command in (
        ("audit", "verify"),
        ("balance",),
        ("lock-period", "--until", "2011-01-01"),
    ):
        assert cli.refused(*command, "--db", str(ledger)) == "NOT_A_LEDGER"


def test_what_another_connection_makes_for_itself_is_no_harm(
    ledger: Path, cli: InProcess
) -> None:
    with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
        for statement in (
            "VACUUM",
            "REINDEX",
            "CREATE TEMP TRIGGER more BEFORE INSERT ON main.lines BEGIN SELECT 1; END",
            "CREATE TEMP TABLE lines AS SELECT * FROM main.lines",
        ):
            connection.execute(statement)
        cli.ok("audit", "verify", "--db", str(ledger))
