"""A database made to break the program: every query answers or says what is wrong."""

import os
import sqlite3
import struct
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.audit.ledgers import Change, in_state, raw, set_state, sql, tamper
from tests.functional.program import InProcess, Result

pytestmark = pytest.mark.faults
Prepared = Callable[[str], Path]
QUERIES = (
    ("balance",),
    ("balance", "--known-at", "#20"),
    ("balance", "--known-at", "2014-12-31"),
    ("journal",),
    ("statement", "current-account"),
    ("statement", "project:grecor"),
    ("explain", "programme:SN:2011"),
    ("trial-balance",),
    ("history",),
    ("history", "--document", "INV-SN-2011-10-12"),
    ("show", "1"),
    ("show", "13"),
    ("show", "14"),
    ("decisions",),
    ("decision", "SG-2011-01"),
    ("diff", "#5", "#20"),
    ("assess", "grecor"),
    ("check",),
    ("framework", "show"),
    ("audit", "checkpoint", "--key", "log.key"),
    ("audit", "prove", "14", "--key", "log.key"),
    ("audit", "verify"),
    ("audit", "verify", "--fast"),
    ("audit", "verify", "--rules"),
    ("db", "status"),
)
_TEXTS = (
    ("balance",),
    ("journal", "-O", "hledger"),
    ("statement", "current-account"),
    ("history",),
    ("show", "13"),
    ("show", "14"),
    ("decision", "SG-2011-01"),
    ("audit", "verify"),
)
_SAID = (
    *("LEDGER_DAMAGED", "NOT_A_LEDGER", "LOG_DIFFERS"),
    # What the damage made away with is unknown.
    *("ENTRY_UNKNOWN", "DECISION_UNKNOWN", "PROJECT_UNKNOWN", "FILTER_UNKNOWN"),
    # With another entry 1 it is another log than the key's.
    "this key is of zuidas-ledger/",
)
GIANT = 2**63 - 1


def _nested(connection: sqlite3.Connection) -> None:
    deep = b"[" * 100_000 + b"]" * 100_000
    query = "SELECT state FROM stored_events WHERE entry = 14"
    (state,) = connection.execute(query).fetchone()
    set_state(connection, 14, state[:-1] + b',"more":' + deep + b"}")


def _tables(verb: str) -> dict[str, Change]:
    return {
        f"{verb} {table}": sql(f"{verb} {table}")
        for table in (
            *("stored_events", "log_nodes", "entries", "accounts", "lines"),
            *("day_totals", "month_totals", "block_totals", "part_balances"),
        )
    }


_STATES = (1, 14)
_MORE_STATES = (3, 13, 24)
"""A year's opening, an award and an annotation: left to the slow run."""
HOSTILE: dict[str, Change] = {
    **_tables("DROP TABLE"),
    **_tables("DELETE FROM"),
    **{
        f"state of {entry} is {value}": sql(
            f"UPDATE stored_events SET state = {value} WHERE entry = {entry}"
        )
        for entry in (*_STATES, *_MORE_STATES)
        for value in (
            *("x''", "x'ff'", "'{}'", "CAST('{}' AS BLOB)", "CAST('[]' AS BLOB)"),
            *("99999999999999", "-1", "1.5", "CAST('null' AS BLOB)"),
            """CAST('{"given":{}}' AS BLOB)""",
            """CAST('{"given":[]}' AS BLOB)""",
            """CAST('{"given":{"framework":{},"contributions":1}}' AS BLOB)""",
        )
    },
    "a deeply nested state": _nested,
    "topics as bytes": sql("UPDATE stored_events SET topic = CAST(topic AS BLOB)"),
    "topics no UTF-8": sql("UPDATE stored_events SET topic = CAST(x'ff' AS TEXT)"),
    "topics unknown": sql("UPDATE stored_events SET topic = 'x'"),
    "a giant number of an entry": sql(
        f"UPDATE stored_events SET entry = {GIANT} WHERE entry = 26"
    ),
    "a giant number everywhere": sql(
        *(
            f"UPDATE {table} SET entry = {GIANT} WHERE entry = 26"
            for table in ("stored_events", "entries", "lines")
        )
    ),
    "entries below one": sql(
        "UPDATE stored_events SET entry = entry - 26",
        "UPDATE entries SET entry = entry - 26",
    ),
    "giant versions": sql(
        f"UPDATE stored_events SET originator_version = {GIANT} - entry"
    ),
    "giant amounts": sql(f"UPDATE lines SET amount = {GIANT}"),
    "giant totals": sql(
        f"UPDATE day_totals SET amount = {GIANT}",
        f"UPDATE month_totals SET amount = {GIANT}",
        f"UPDATE block_totals SET amount = {GIANT}",
    ),
    "giant amounts of entries": sql(f"UPDATE entries SET amount = {GIANT}"),
    "amounts of text": raw("lines", "UPDATE lines SET amount = 'much'"),
    "amounts of bytes": raw("lines", "UPDATE lines SET amount = x'ff'"),
    "amounts that are no numbers": raw("lines", "UPDATE lines SET amount = 9e999"),
    "totals that are no numbers": raw(
        "day_totals", "UPDATE day_totals SET amount = 9e999"
    ),
    "totals of text": raw("month_totals", "UPDATE month_totals SET amount = 'much'"),
    "days of text": raw("lines", "UPDATE lines SET day = 'monday'"),
    "days beyond the calendar": sql("UPDATE lines SET day = 999999999999"),
    "days that are not": sql("UPDATE lines SET day = 20111399"),
    "days of entries that are not": sql("UPDATE entries SET day = 20111399"),
    "days of entries beyond": sql(f"UPDATE entries SET day = -{GIANT}"),
    "accounts that are not": sql("UPDATE lines SET account = 1000 + account"),
    "accounts of text": raw("lines", "UPDATE lines SET account = 'a' || account"),
    "names no UTF-8": sql(
        "UPDATE accounts SET name = CAST(x'ff' || name AS TEXT) WHERE account > 2"
    ),
    "names as bytes": sql("UPDATE accounts SET name = CAST(name AS BLOB)"),
    "times of text": sql("UPDATE entries SET recorded_at = 'yesterday'"),
    "times no UTF-8": sql("UPDATE entries SET recorded_at = CAST(x'ff' AS TEXT)"),
    "actors as bytes": sql("UPDATE entries SET actor = CAST(actor AS BLOB)"),
    "commands unknown": sql("UPDATE entries SET command = 'rob'"),
    "amounts of entries as text": raw("entries", "UPDATE entries SET amount = 'x'"),
    "reversed by text": raw("entries", "UPDATE entries SET reverses = 'x' || entry"),
    "reversed in a circle": sql(
        "UPDATE entries SET reverses = NULL", "UPDATE entries SET reverses = entry"
    ),
    "hashes of text": sql("UPDATE log_nodes SET hash = 'x'"),
    "hashes of numbers": sql("UPDATE log_nodes SET hash = 32"),
    "hashes that are short": sql("UPDATE log_nodes SET hash = x'00'"),
    "giant levels": raw("log_nodes", f"UPDATE log_nodes SET level = {GIANT} - level"),
    "no framework": in_state(1, '"framework":', '"frame":'),
    "a framework of numbers": in_state(1, '"programmes":', '"programmes":1,"p":'),
    "a zone that is not": in_state(1, "Europe/Amsterdam", "Europe/Atlantis"),
    "a zone that is a path": in_state(1, "Europe/Amsterdam", "../../../etc/passwd"),
    "a start that is not": in_state(1, "2011-01-01", "2011-13-01"),
    "a correction of nothing": in_state(24, '"entry":14', '"entry":"x"'),
    "a date that is not": in_state(13, '"date":"2011-10-01"', '"date":"soon"'),
    "an assessment of text": in_state(13, '"conditions":[', '"conditions":"x","c":['),
    "an amount of text": in_state(13, '"amount":3000000', '"amount":"x"'),
}


@pytest.fixture
def key(prepared: Prepared, cli: InProcess) -> Path:
    """The log's key, made while the ledger was whole."""
    prepared("lived")
    cli.ok("audit", "keygen", "log.key")
    return Path("log.key")


def _slow(name: str) -> bool:
    return name.startswith(tuple(f"state of {entry} is" for entry in _MORE_STATES))


@pytest.mark.one_in(5)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.slow if _slow(name) else ())
        for name in HOSTILE
    ],
)
def test_every_query_answers_or_says_that_the_ledger_is_damaged(
    key: Path, prepared: Prepared, cli: InProcess, name: str
) -> None:
    path = prepared("lived")
    tamper(path, HOSTILE[name], guards=False)
    told = {query: cli(*query, "-O", "json") for query in QUERIES}
    told |= {(*query, "as text"): cli(*query) for query in _TEXTS}
    assert {query: result for query, result in told.items() if _odd(result)} == {}
    for query, result in told.items():
        if query[:2] == ("audit", "verify") and "--fast" not in query:
            assert result.code == 3


def _odd(result: Result) -> bool:
    """It neither answers nor names a damaged ledger or something that isn't there."""
    if result.code == 0 or result.out:
        return False
    return not any(code in result.err for code in _SAID)


ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"


def _view(table: str) -> Change:
    """An endless view in the place of a table, of its columns."""
    return sql(
        f"ALTER TABLE {table} RENAME TO hidden",
        f"CREATE VIEW {table} AS {ENDLESS} SELECT hidden.* FROM n, hidden",
    )


STRANGERS: dict[str, Change] = {
    **{
        f"an endless view for {table}": _view(table)
        for table in (
            *("stored_events", "log_nodes", "entries", "accounts", "lines"),
            *("day_totals", "month_totals", "block_totals", "part_balances"),
            "migrations",
        )
    },
    "a view": sql(f"CREATE VIEW more AS {ENDLESS} SELECT i FROM n"),
    "a table": sql("CREATE TABLE more (a)"),
    "statistics": sql("ANALYZE"),
    "an index": sql("CREATE INDEX more ON lines (abs(day))"),
    "a trigger": sql(
        "CREATE TRIGGER more AFTER INSERT ON lines BEGIN DELETE FROM accounts; END"
    ),
    "a trigger on a view": sql(
        "CREATE VIEW more AS SELECT 1 AS a",
        "CREATE TRIGGER most INSTEAD OF INSERT ON more BEGIN SELECT 1; END",
    ),
    "a column": sql("ALTER TABLE lines ADD COLUMN more TEXT"),
    "a computed column": sql(
        "ALTER TABLE lines ADD COLUMN more AS (length(hex(zeroblob(50000000))))"
    ),
    "a virtual table": sql("CREATE VIRTUAL TABLE more USING fts5(a)"),
    "very many tables": lambda connection: [
        connection.execute(f"CREATE TABLE more{n} (a)") for n in range(300)
    ],
}
ASKED = (
    ("audit", "verify"),
    ("audit", "verify", "--fast"),
    ("audit", "verify", "--rules"),
    ("audit", "verify", "-O", "json"),
    ("balance",),
    ("history", "--known-at", "#20"),
    ("show", "14"),
    ("check",),
    ("journal",),
    ("audit", "findings"),
    ("audit", "checkpoint", "--key", "log.key"),
    ("audit", "prove", "14", "--key", "log.key"),
    ("audit", "bundle", "new.bundle"),
    ("audit", "keygen", "new.key"),
    ("db", "status"),
    ("db", "migrate", "--rebuild"),
    ("copy", "zuidas.db", "copy.db"),
    (
        *("receive-contribution", "--year", "2011", "--partner", "emmen", "--amount"),
        *("1.00", "--date", "2011-09-01", "--document", "B-1"),
    ),
)


@pytest.mark.parametrize("stranger", STRANGERS.values(), ids=STRANGERS)
def test_what_does_not_belong_in_a_ledger_is_not_read(
    prepared: Prepared, cli: InProcess, stranger: Change
) -> None:
    path = prepared("lived")
    cli.ok("audit", "keygen", "log.key")
    tamper(path, stranger, guards=False)
    before = path.read_bytes()
    for command in ASKED:
        told = cli(*command)
        assert told.code == 3, command
        assert "GUARDS_DIFFER" in told.out + told.err, command
    found = cli("audit", "verify", "-O", "json").json
    assert (found["verified"], found["entries"]) == (False, 0)
    assert {finding["code"] for finding in found["findings"]} == {"GUARDS_DIFFER"}
    assert len(found["findings"]) <= 20
    assert path.read_bytes() == before
    assert not Path("new.key").exists()
    assert not Path("new.bundle").exists()
    assert not Path("copy.db").exists()


def _journal_that_names(victim: Path, pages: int, page_size: int) -> bytes:
    """A rollback journal that SQLite ends by deleting the file it names.

    The format of SQLite's file format, section 3; no page is put back.
    """
    magic = bytes.fromhex("d9d505f920a163d7")
    head = magic + struct.pack(">5I", 0, 0, pages, 512, page_size)
    name = os.fsencode(victim)
    last = struct.pack(">I", 2**30 // page_size + 1) + name
    return (
        head.ljust(512, b"\0") + last + struct.pack(">II", len(name), sum(name)) + magic
    )


WRITES = (
    ("lock-period", "--until", "2011-12-31"),
    ("db", "migrate"),
    ("db", "migrate", "--rebuild"),
)


def test_a_journal_beside_it_deletes_nothing(
    prepared: Prepared, cli: InProcess, tmp_path: Path
) -> None:
    """Whoever opened the ledger to write would lose a file of his own."""
    path = prepared("lived")
    victim = tmp_path / "precious"
    victim.write_text("kept", encoding="utf-8")
    with closing(sqlite3.connect(path)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    journal = Path(f"{path}-journal")
    journal.write_bytes(_journal_that_names(victim, pages, size))
    for command in (("balance",), ("audit", "verify"), *WRITES):
        assert cli.refused(*command, exit_code=3) == "LEDGER_DAMAGED"
    # By a link its journal is the one beside the file itself.
    Path("link.db").symlink_to(path)
    assert cli.refused("db", "migrate", "--db", "link.db", exit_code=3)
    assert victim.read_text("utf-8") == "kept"
    # It is no idle threat: SQLite alone does it.
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version")
    assert not victim.exists()
    cli.ok("audit", "verify")


def test_pipes_are_not_waited_for(prepared: Prepared, cli: InProcess) -> None:
    path = prepared("lived")
    os.mkfifo(f"{path}-journal")
    for command in (("balance",), ("audit", "verify"), *WRITES):
        assert cli.refused(*command, exit_code=3) == "LEDGER_DAMAGED"
    Path(f"{path}-journal").unlink()
    path.unlink()
    os.mkfifo(path)
    for command in (("balance",), ("audit", "verify"), *WRITES):
        assert cli.refused(*command) == "NOT_A_LEDGER"


def _in_circles(path: Path, table: str) -> None:
    """A table's tree: nine levels of pages, ten pointers each to the next one."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (root,) = connection.execute(query, (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    data = bytearray(path.read_bytes())
    first = len(data) // size + 1
    leaf = data[(root - 1) * size : root * size]
    levels = [_above(size, first + level) for level in range(9)]
    data[(root - 1) * size : root * size] = levels[0]
    data += b"".join(levels[1:]) + leaf
    data[28:32] = (len(data) // size).to_bytes(4)
    path.write_bytes(bytes(data))


def _above(size: int, below: int) -> bytes:
    """An interior page of a table (SQLite's file format, section 1.6)."""
    cell = below.to_bytes(4) + b"\x01"
    start = size - 9 * len(cell)
    head = b"\x05\0\0" + (9).to_bytes(2) + start.to_bytes(2) + b"\0"
    places = b"".join((start + n * len(cell)).to_bytes(2) for n in range(9))
    page = head + below.to_bytes(4) + places
    return page.ljust(start, b"\0") + 9 * cell


@pytest.mark.parametrize(
    "table",
    [
        *("stored_events", "log_nodes", "accounts"),
        pytest.param("entries", marks=pytest.mark.slow),
    ],
)
def test_pages_that_lead_to_each_other_are_not_read_for_ever(
    prepared: Prepared, cli: InProcess, table: str
) -> None:
    """A billion rows in a file of some hundred thousand bytes."""
    path = prepared("lived")
    _in_circles(path, table)
    for command in (("audit", "verify"), ("check",)):
        started = time.monotonic()
        assert cli(*command).code == 3
        assert time.monotonic() - started < 200
