"""Each way to tamper with a ledger is done with plain SQL, and named by `audit verify`.

The triggers are dropped first and put back afterwards, so that nothing but the
tampering itself can be what is found; once more without putting them back.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.audit.ledgers import (
    Log,
    codes,
    guards,
    in_state,
    rewrite_schema,
    set_state,
    sql,
    tamper,
    unguarded,
    verified,
)
from tests.audit.tamperings import (
    EVENTS,
    EVERY,
    LAST,
    LINES,
    NODES,
    Tampering,
    name_of,
)
from tests.functional.program import InProcess, Program

pytestmark = pytest.mark.faults
Prepared = Callable[[str], Path]


@pytest.mark.parametrize("tampering", EVERY, ids=name_of)
def test_tampering_is_found_and_named(
    prepared: Prepared, cli: InProcess, tampering: Tampering
) -> None:
    path = prepared("lived")
    tamper(path, tampering.change)
    found = verified(path)
    assert "GUARDS_DIFFER" not in codes(found)
    assert (found.findings[0].code, found.first_bad_entry) == (
        tampering.code,
        tampering.entry,
    ), found.findings

    told = cli("audit", "verify")
    assert (told.code, told.err) == (3, "")
    assert told.out.startswith(f"[{tampering.code}] ")
    assert "NOT verified" in told.out
    if tampering.entry is not None:
        assert f"the first bad entry is {tampering.entry})" in told.out


@pytest.mark.parametrize("tampering", EVENTS + LINES[:3] + NODES[:3], ids=name_of)
def test_without_its_triggers_that_is_said_too(
    prepared: Prepared, tampering: Tampering
) -> None:
    path = prepared("lived")
    tamper(path, tampering.change, guards=False)
    found = verified(path)
    assert codes(found).count("GUARDS_DIFFER") == len(list(guards()))
    assert tampering.code in codes(found)
    assert found.first_bad_entry == tampering.entry


@pytest.mark.parametrize("tampering", EVENTS + NODES, ids=name_of)
def test_hashing_alone_finds_what_was_done_to_events_and_log(
    prepared: Prepared, cli: InProcess, tampering: Tampering
) -> None:
    path = prepared("lived")
    tamper(path, tampering.change)
    assert verified(path, fast=True).first_bad_entry == tampering.entry
    assert cli("audit", "verify", "--fast").code == 3


def test_an_honest_ledger_is_verified(prepared: Prepared, cli: InProcess) -> None:
    path = prepared("lived")
    assert verified(path).findings == []
    told = cli.ok("audit", "verify").out
    assert f"{LAST} entries verified: hashes, order, replay, journal" in told
    answer = cli.json("audit", "verify")
    assert (answer["verified"], answer["first_bad_entry"]) == (True, None)
    assert answer["root"] == verified(path, fast=True).root.hex()


def test_dropping_and_putting_back_the_triggers_is_no_tampering(
    prepared: Prepared,
) -> None:
    path = prepared("lived")
    tamper(path, sql())
    assert verified(path).is_clean


def test_any_changed_byte_of_any_event(prepared: Prepared) -> None:
    path = prepared("lived")
    with unguarded(path, guards=False) as connection:
        for entry in range(1, LAST + 1):
            query = "SELECT state FROM stored_events WHERE entry = ?"
            (state,) = connection.execute(query, (entry,)).fetchone()
            for place in {0, 1, len(state) // 3, len(state) - 2, len(state) - 1}:
                changed = bytearray(state)
                changed[place] ^= 0x20
                set_state(connection, entry, bytes(changed))
                found = verified(path, fast=True)
                assert "LOG_DIFFERS" in codes(found)
                assert found.first_bad_entry == entry
            set_state(connection, entry, state)
    assert set(codes(verified(path))) == {"GUARDS_DIFFER"}


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("trigger", guards())
def test_a_dropped_trigger(prepared: Prepared, trigger: str, fast: bool) -> None:
    path = prepared("lived")
    with sqlite3.connect(path) as connection:
        connection.execute(f"DROP TRIGGER {trigger}")
    connection.close()
    found = verified(path, fast=fast)
    assert codes(found) == ["GUARDS_DIFFER"]
    assert trigger in found.findings[0].message


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE secrets (word TEXT)",
        "CREATE VIEW balances AS SELECT 1",
        "CREATE INDEX more ON lines (day)",
        "CREATE TRIGGER skim AFTER INSERT ON lines BEGIN DELETE FROM accounts; END",
        "DROP INDEX lines_by_account",
        "DROP INDEX entries_by_reversed",
        "DROP TABLE block_totals",
        "ALTER TABLE lines ADD COLUMN more TEXT",
        "ALTER TABLE entries RENAME COLUMN actor TO actress",
    ],
)
def test_another_schema(prepared: Prepared, cli: InProcess, statement: str) -> None:
    path = prepared("lived")
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()
    assert codes(verified(path))[0] == "GUARDS_DIFFER"
    assert cli("audit", "verify").code == 3


def test_a_trigger_that_does_nothing_any_more(prepared: Prepared) -> None:
    path = prepared("lived")
    with sqlite3.connect(path, isolation_level=None) as connection:
        name = "stored_events_no_update"
        (text,) = connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = ?", (name,)
        ).fetchone()
        rewrite_schema(connection, name, text.replace("RAISE(ABORT", "coalesce(1"))
    connection.close()
    assert codes(verified(path)) == ["GUARDS_DIFFER"]


def test_a_ledger_without_a_name_is_not_the_one_of_the_key(
    prepared: Prepared, cli: InProcess
) -> None:
    path = prepared("lived")
    vkey = Log(path).key.verifier.encode()
    tamper(path, in_state(1, '"framework"', '"framewerk"'))
    for more in ((), ("--fast",)):
        told = cli("audit", "verify", "--vkey", vkey, *more)
        assert told.code == 3
        assert "this ledger is one without a name" in told.out


def test_a_truncated_file(prepared: Prepared, zuidas: Program) -> None:
    path = prepared("lived")
    whole = path.read_bytes()
    for size in (len(whole) // 2, len(whole) - 4096, 4096, 100):
        path.write_bytes(whole[:size])
        assert zuidas("audit", "verify").code in (1, 3)


def test_more_errors_than_are_listed(prepared: Prepared, cli: InProcess) -> None:
    path = prepared("lived")
    more = (
        f"INSERT INTO stored_events SELECT {LAST + n}, 'x', {1000 - n}, topic, state"
        " FROM stored_events WHERE entry = 20"
        for n in range(1, 60)
    )
    worse = "UPDATE stored_events SET originator_version = 100 - entry"
    tamper(path, sql(worse, *more))
    told = cli("audit", "verify", "--fast")
    assert told.code == 3
    assert "the first 50 listed, the first bad entry is 1)" in told.out


def test_a_hostile_name_does_not_reach_the_terminal(
    prepared: Prepared, cli: InProcess
) -> None:
    path = prepared("lived")
    with sqlite3.connect(path) as connection:
        connection.execute('CREATE TABLE "\x1b[2Jgone" (x)')
    connection.close()
    tamper(path, sql("UPDATE entries SET actor = char(27) || '[2J' WHERE entry = 3"))
    assert "\x1b" not in cli("audit", "verify").out
