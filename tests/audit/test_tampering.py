"""Each way to tamper with a ledger is done with plain SQL, and named by `audit verify`.

The triggers are dropped first and put back afterwards, so that nothing but the
tampering itself can be what is found; once more without putting them back.
"""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.audit.ledgers import (
    Change,
    Log,
    codes,
    guards,
    in_state,
    raw,
    rewrite_history,
    rewrite_schema,
    set_state,
    sql,
    tamper,
    unguarded,
    verified,
)
from tests.functional.program import InProcess, Program
from tests.unit.domain.posting import LedgerInTest

pytestmark = pytest.mark.faults
Prepared = Callable[[str], Path]
LAST = 26
"""Entries of the ledger `lived`; 14 is a process cost, 23 reverses 22."""


@dataclass(frozen=True)
class Tampering:
    """A manipulation, and what is to be said of it first."""

    name: str
    code: str
    entry: int | None
    change: Change


def _shift(first: int, by: int) -> tuple[str, str]:
    """Renumber entries from `first` on; by way of negative numbers, as keys clash."""
    return (
        f"UPDATE stored_events SET entry = -entry WHERE entry >= {first}",
        f"UPDATE stored_events SET entry = -entry + {by} WHERE entry < 0",
    )


def _flip_byte(entry: int) -> Change:
    def change(connection: sqlite3.Connection) -> None:
        query = "SELECT state FROM stored_events WHERE entry = ?"
        (state,) = connection.execute(query, (entry,)).fetchone()
        middle = len(state) // 2
        flipped = bytes([state[middle] ^ 1])
        set_state(connection, entry, state[:middle] + flipped + state[middle + 1 :])

    return change


_EVENTS = [
    Tampering("a byte", "LOG_DIFFERS", 9, _flip_byte(9)),
    Tampering("a byte of entry 1", "LOG_DIFFERS", 1, in_state(1, "Emmen", "Ommen")),
    Tampering("an amount", "LOG_DIFFERS", 14, in_state(14, '"1200.00"', '"1300.00"')),
    Tampering(
        "an actor", "LOG_DIFFERS", 7, in_state(7, '"name":"officer"', '"name":"deputy"')
    ),
    Tampering(
        "a login", "LOG_DIFFERS", 7, in_state(7, '"login":"officer"', '"login":"root"')
    ),
    Tampering("a time", "LOG_DIFFERS", 8, in_state(8, "T12:00:00Z", "T11:59:00Z")),
    Tampering("a space", "LOG_DIFFERS", 14, in_state(14, '":', '": ')),
    Tampering("a repeated key", "LOG_DIFFERS", 14, in_state(14, "}", ',"entry":14}')),
    Tampering(
        "bytes after it",
        "LOG_DIFFERS",
        14,
        sql(
            "UPDATE stored_events SET state = CAST(state || ' ' AS BLOB)"
            " WHERE entry = 14"
        ),
    ),
    Tampering(
        "nothing in it",
        "LOG_DIFFERS",
        14,
        sql("UPDATE stored_events SET state = x'' WHERE entry = 14"),
    ),
    Tampering(
        "a topic",
        "LOG_DIFFERS",
        20,
        sql("UPDATE stored_events SET topic = 'other-paid.v1' WHERE entry = 20"),
    ),
    Tampering(
        "a stream",
        "LOG_DIFFERS",
        3,
        sql("UPDATE stored_events SET originator_id = 'year:2012' WHERE entry = 3"),
    ),
    Tampering(
        "a version",
        "STREAM_BROKEN",
        26,
        sql("UPDATE stored_events SET originator_version = 9 WHERE entry = 26"),
    ),
    Tampering(
        "a removed event",
        "ENTRY_MISSING",
        9,
        sql("DELETE FROM stored_events WHERE entry = 9"),
    ),
    Tampering(
        "a removed event, the rest renumbered",
        "LOG_DIFFERS",
        9,
        sql("DELETE FROM stored_events WHERE entry = 9", *_shift(10, -1)),
    ),
    Tampering(
        "the first event removed",
        "ENTRY_MISSING",
        1,
        sql("DELETE FROM stored_events WHERE entry = 1"),
    ),
    Tampering(
        "every event removed", "ENTRY_MISSING", 1, sql("DELETE FROM stored_events")
    ),
    Tampering(
        "an inserted event",
        "LOG_DIFFERS",
        9,
        sql(
            *_shift(9, 1),
            "INSERT INTO stored_events SELECT 9, 'cash', 1, topic, state"
            " FROM stored_events WHERE entry = 20",
        ),
    ),
    Tampering(
        "an event before the first",
        "ENTRY_DIFFERS",
        -3,
        sql(
            "INSERT INTO stored_events SELECT -3, 'cash', 1, topic, state"
            " FROM stored_events WHERE entry = 20"
        ),
    ),
    Tampering(
        "an appended event",
        "LOG_DIFFERS",
        LAST + 1,
        sql(
            f"INSERT INTO stored_events SELECT {LAST + 1}, 'cash', 1, topic, state"
            " FROM stored_events WHERE entry = 20"
        ),
    ),
    Tampering(
        "two events in another order",
        "LOG_DIFFERS",
        9,
        sql(
            "UPDATE stored_events SET entry = -10 WHERE entry = 9",
            "UPDATE stored_events SET entry = 9 WHERE entry = 10",
            "UPDATE stored_events SET entry = 10 WHERE entry = -10",
        ),
    ),
    Tampering(
        "a tail cut off",
        "LOG_DIFFERS",
        LAST - 2,
        sql(f"DELETE FROM stored_events WHERE entry > {LAST - 3}"),
    ),
]

_TYPES = [
    Tampering(
        "a state as text",
        "EVENT_UNREADABLE",
        9,
        sql("UPDATE stored_events SET state = CAST(state AS TEXT) WHERE entry = 9"),
    ),
    Tampering(
        "a state as a number",
        "EVENT_UNREADABLE",
        9,
        sql("UPDATE stored_events SET state = 99999999999999 WHERE entry = 9"),
    ),
    Tampering(
        "a topic as bytes",
        "EVENT_UNREADABLE",
        9,
        sql("UPDATE stored_events SET topic = CAST(topic AS BLOB) WHERE entry = 9"),
    ),
    Tampering(
        "a topic that is no UTF-8",
        "EVENT_UNREADABLE",
        9,
        sql(
            "UPDATE stored_events SET topic = CAST(x'ff00' || topic AS TEXT)"
            " WHERE entry = 9"
        ),
    ),
    Tampering(
        "a version as text",
        "DATABASE_DAMAGED",
        26,
        raw(
            "stored_events",
            "UPDATE stored_events SET originator_version ="
            " CAST(originator_version AS TEXT) WHERE entry = 26",
        ),
    ),
    Tampering(
        "an amount as a real",
        "PROJECTION_DIFFERS",
        14,
        raw("lines", "UPDATE lines SET amount = amount + 0.0 WHERE entry = 14"),
    ),
    Tampering(
        "an amount as text",
        "DATABASE_DAMAGED",
        14,
        raw("lines", "UPDATE lines SET amount = amount || '' WHERE entry = 14"),
    ),
    Tampering(
        "an account as a real",
        "PROJECTION_DIFFERS",
        14,
        raw("lines", "UPDATE lines SET account = account + 0.0 WHERE entry = 14"),
    ),
    Tampering(
        "a total as a real",
        "PROJECTION_DIFFERS",
        None,
        raw("day_totals", "UPDATE day_totals SET amount = amount + 0.0"),
    ),
    Tampering(
        "a negative zero",
        "PROJECTION_DIFFERS",
        None,
        raw("day_totals", "UPDATE day_totals SET amount = -0.0"),
    ),
    Tampering(
        "an index row's amount as a real",
        "PROJECTION_DIFFERS",
        14,
        raw("entries", "UPDATE entries SET amount = amount + 0.0 WHERE entry = 14"),
    ),
    Tampering(
        "an actor that is no UTF-8",
        "PROJECTION_DIFFERS",
        14,
        sql("UPDATE entries SET actor = CAST(x'ff41' AS TEXT) WHERE entry = 14"),
    ),
    Tampering(
        "an account's name that is no UTF-8",
        "PROJECTION_DIFFERS",
        None,
        sql("UPDATE accounts SET name = CAST(x'ff41' AS TEXT) WHERE account = 3"),
    ),
]

_LINES = [
    Tampering(
        "an amount",
        "PROJECTION_DIFFERS",
        14,
        sql("UPDATE lines SET amount = amount + 1 WHERE entry = 14 AND line = 2"),
    ),
    Tampering(
        "two amounts that balance",
        "PROJECTION_DIFFERS",
        14,
        sql("UPDATE lines SET amount = amount * 2 WHERE entry = 14"),
    ),
    Tampering(
        "a day",
        "PROJECTION_DIFFERS",
        14,
        sql("UPDATE lines SET day = day + 1 WHERE entry = 14 AND line = 1"),
    ),
    Tampering(
        "an account",
        "PROJECTION_DIFFERS",
        14,
        sql("UPDATE lines SET account = account + 1 WHERE entry = 14 AND line = 1"),
    ),
    Tampering(
        "an account that isn't there",
        "PROJECTION_DIFFERS",
        14,
        sql("INSERT INTO lines VALUES (14, 9, 999, 20111012, 100)"),
    ),
    Tampering(
        "a line inserted",
        "PROJECTION_DIFFERS",
        5,
        sql("INSERT INTO lines VALUES (5, 1, 1, 20111012, 100)"),
    ),
    Tampering(
        "a line inserted after the last",
        "PROJECTION_DIFFERS",
        99,
        sql("INSERT INTO lines VALUES (99, 1, 1, 20111012, 100)"),
    ),
    Tampering(
        "a line removed",
        "PROJECTION_DIFFERS",
        14,
        sql("DELETE FROM lines WHERE entry = 14 AND line = 2"),
    ),
    Tampering("no lines at all", "PROJECTION_DIFFERS", 3, sql("DELETE FROM lines")),
    *(
        Tampering(f"{what} of {table}", "PROJECTION_DIFFERS", None, sql(statement))
        for table, keys in (
            ("day_totals", "9, 20110101"),
            ("month_totals", "9, 201101"),
            ("block_totals", "9, 9, 201101"),
        )
        for what, statement in (
            ("one amount", f"UPDATE {table} SET amount = amount + 1 LIMIT 1"),
            ("a row too many", f"INSERT INTO {table} VALUES ({keys}, 0)"),
            ("a row missing", f"DELETE FROM {table} WHERE account = 5"),
            ("an account", f"UPDATE {table} SET account = 999 WHERE account = 5"),
        )
    ),
    Tampering(
        "an account's name",
        "PROJECTION_DIFFERS",
        None,
        sql("UPDATE accounts SET name = name || ':x' WHERE account = 5"),
    ),
    Tampering(
        "two accounts' names exchanged",
        "PROJECTION_DIFFERS",
        None,
        sql(
            "UPDATE accounts SET account = -6 WHERE account = 5",
            "UPDATE accounts SET account = 5 WHERE account = 6",
            "UPDATE accounts SET account = 6 WHERE account = -6",
        ),
    ),
    Tampering(
        "an account too many",
        "PROJECTION_DIFFERS",
        None,
        sql("INSERT INTO accounts VALUES (999, 'assets:elsewhere')"),
    ),
    *(
        Tampering(
            f"the {column} of an index row",
            "PROJECTION_DIFFERS",
            14,
            sql(f"UPDATE entries SET {column} = {value} WHERE entry = 14"),
        )
        for column, value in (
            ("actor", "'deputy'"),
            ("recorded_at", "'2014-12-31T12:00:00.000001Z'"),
            ("day", "20111013"),
            ("command", "'pay_other'"),
            ("decision", "'SG-2011-01'"),
            ("document", "NULL"),
            ("project", "'grecor'"),
            ("partner", "'emmen'"),
            ("programme", "'TL'"),
            ("year", "'2012'"),
            ("amount", "amount + 1"),
            ("reverses", "3"),
            ("command_id", "'x'"),
        )
    ),
    Tampering(
        "an index row removed",
        "PROJECTION_DIFFERS",
        14,
        sql("DELETE FROM entries WHERE entry = 14"),
    ),
    Tampering(
        "an index row too many",
        "PROJECTION_DIFFERS",
        99,
        sql(
            "INSERT INTO entries (entry, recorded_at, actor, command)"
            " VALUES (99, '', '', '')"
        ),
    ),
]

_NODES = [
    Tampering(
        "a leaf's hash",
        "LOG_DIFFERS",
        7,
        sql(
            "UPDATE log_nodes SET hash = zeroblob(32) WHERE level = 0 AND position = 6"
        ),
    ),
    Tampering(
        "an inner hash",
        "LOG_DIFFERS",
        8,
        sql(
            "UPDATE log_nodes SET hash = zeroblob(32) WHERE level = 3 AND position = 0"
        ),
    ),
    Tampering(
        "a hash as text",
        "LOG_DIFFERS",
        7,
        sql("UPDATE log_nodes SET hash = 'x' WHERE level = 0 AND position = 6"),
    ),
    Tampering(
        "a hash as a number",
        "LOG_DIFFERS",
        7,
        sql("UPDATE log_nodes SET hash = 32 WHERE level = 0 AND position = 6"),
    ),
    Tampering(
        "a leaf removed",
        "LOG_DIFFERS",
        7,
        sql("DELETE FROM log_nodes WHERE level = 0 AND position = 6"),
    ),
    Tampering("no nodes", "LOG_DIFFERS", 1, sql("DELETE FROM log_nodes")),
    *(
        Tampering(
            f"a node inserted at level {level}",
            "LOG_DIFFERS",
            LAST + 1,
            sql(f"INSERT INTO log_nodes VALUES ({level}, {position}, zeroblob(32))"),
        )
        for level, position in ((0, LAST), (3, 3), (63, 0), (64, 0), (-1, 0))
    ),
    Tampering(
        "a node inserted before the first",
        "LOG_DIFFERS",
        1,
        sql("INSERT INTO log_nodes VALUES (0, -1, zeroblob(32))"),
    ),
]


def _ids(tampering: Tampering) -> str:
    return tampering.name


@pytest.mark.parametrize("tampering", _EVENTS + _TYPES + _LINES + _NODES, ids=_ids)
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


@pytest.mark.parametrize("tampering", _EVENTS + _LINES[:3] + _NODES[:3], ids=_ids)
def test_without_its_triggers_that_is_said_too(
    prepared: Prepared, tampering: Tampering
) -> None:
    path = prepared("lived")
    tamper(path, tampering.change, guards=False)
    found = verified(path)
    assert codes(found).count("GUARDS_DIFFER") == len(list(guards()))
    assert tampering.code in codes(found)
    assert found.first_bad_entry == tampering.entry


@pytest.mark.parametrize("tampering", _EVENTS + _NODES, ids=_ids)
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


# -- a history rewritten by someone who knows the program --------------------------


def _smaller_cost(connection: sqlite3.Connection) -> None:
    in_state(14, '"1200.00"', '"200.00"')(connection)


def test_a_rewritten_history_fits_in_itself(prepared: Prepared) -> None:
    """Why a checkpoint has to be kept elsewhere."""
    path = prepared("lived")
    rewrite_history(path, _smaller_cost)
    assert verified(path).is_clean


@pytest.mark.parametrize("size", [14, 15, 16, LAST])
def test_a_rewritten_history_is_found_by_an_older_checkpoint(
    prepared: Prepared, cli: InProcess, tmp_path: Path, size: int
) -> None:
    path = prepared("lived")
    log = Log(path)
    kept = tmp_path / "kept"
    kept.write_bytes(log.note(size).encode())
    checkpoint = log.checkpoint(size)
    arguments = "audit", "verify", "--checkpoint", str(kept)
    vkey = log.key.verifier.encode()
    assert f"Extends the checkpoint of {size} entries." in (
        cli.ok(*arguments, "--vkey", vkey).out
    )
    rewrite_history(path, _smaller_cost)
    found = verified(path, checkpoint)
    assert codes(found) == ["CHECKPOINT_DIFFERS"]
    assert f"in entries 1 to {size}" in found.findings[0].message
    told = cli(*arguments, "--vkey", vkey)
    assert told.code == 3
    assert told.out.startswith("[CHECKPOINT_DIFFERS]")
    assert "Extends" not in told.out


def test_checkpoints_tell_between_which_entries_it_was_rewritten(
    prepared: Prepared,
) -> None:
    path = prepared("lived")
    log = Log(path)
    sizes = (5, 13, 17, LAST)
    checkpoints = [log.checkpoint(size) for size in sizes]
    rewrite_history(path, _smaller_cost)
    found = verified(path, *checkpoints)
    assert codes(found) == ["CHECKPOINT_DIFFERS"] * 2
    assert "in entries 14 to 17" in found.findings[0].message


def test_a_checkpoint_of_before_the_change_does_not_tell(prepared: Prepared) -> None:
    path = prepared("lived")
    checkpoint = Log(path).checkpoint(13)
    rewrite_history(path, _smaller_cost)
    assert verified(path, checkpoint).is_clean


def test_two_checkpoints_of_one_size_are_both_looked_at(prepared: Prepared) -> None:
    path = prepared("lived")
    before = Log(path).checkpoint()
    rewrite_history(path, _smaller_cost)
    after = Log(path).checkpoint()
    for order in ((before, after), (after, before)):
        assert codes(verified(path, *order)) == ["CHECKPOINT_DIFFERS"]


@pytest.mark.parametrize(
    "change",
    [
        in_state(14, '"name":"officer"', '"name":"deputy"'),
        in_state(14, '"recorded_at":"2014', '"recorded_at":"2015'),
        in_state(1, "Emmen", "Ommen"),
    ],
    ids=["actor", "time", "framework"],
)
def test_a_rewritten_actor_time_or_framework(
    prepared: Prepared, change: Change
) -> None:
    path = prepared("lived")
    checkpoint = Log(path).checkpoint()
    rewrite_history(path, change)
    assert "CHECKPOINT_DIFFERS" in codes(verified(path, checkpoint))


def test_a_tail_cut_off_without_a_trace(
    prepared: Prepared, cli: InProcess, tmp_path: Path
) -> None:
    path = prepared("lived")
    log = Log(path)
    kept = tmp_path / "kept"
    kept.write_bytes(log.note().encode())
    checkpoint = log.checkpoint()
    rewrite_history(path, sql(f"DELETE FROM stored_events WHERE entry > {LAST - 3}"))
    assert verified(path).is_clean
    found = verified(path, checkpoint)
    assert (codes(found), found.first_bad_entry) == (["LOG_TRUNCATED"], LAST - 2)
    told = cli(
        "audit", "verify", "--checkpoint", "kept", "--vkey", log.key.verifier.encode()
    )
    assert told.code == 3
    assert told.out.startswith("[LOG_TRUNCATED]")


def test_a_swapped_database_file(
    prepared: Prepared, cli: InProcess, tmp_path: Path
) -> None:
    path = prepared("lived")
    log = Log(path)
    (tmp_path / "kept").write_bytes(log.note(5).encode())
    vkey = log.key.verifier.encode()
    path.unlink()
    other = LedgerInTest.new(path)
    other.now = other.now.replace(minute=1)
    other.decide("SG-1")
    other.close()
    cli.ok("audit", "verify")
    # Another moment of `init` is another ledger.
    rewrite_history(path, in_state(1, "T12:00:00Z", "T12:00:01Z"))
    for arguments in (["--checkpoint", "kept", "--vkey", vkey], ["--vkey", vkey]):
        told = cli("audit", "verify", *arguments)
        assert told.code == 3
        assert "[CHECKPOINT_DIFFERS]" in told.out
        assert "this ledger is zuidas-ledger/" in told.out


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


def test_a_rewritten_history_that_no_program_would_write(
    prepared: Prepared,
) -> None:
    """Hashes fit, but the books can't follow from such events."""
    for old, new in (
        ('"amount":"1200.00"', '"amount":"-5.00"'),
        ('"amount":"1200.00"', '"amount":1200'),
        ('"date":"2011-10-12"', '"date":"2011-13-12"'),
        ('"entry":14', '"entry":15'),
        ('"actor":', '"agent":'),
    ):
        path = prepared("lived")
        tamper(path, in_state(14, old, new))
        found = verified(path)
        assert found.first_bad_entry == 14
        assert {"EVENT_UNREADABLE", "ENTRY_DIFFERS"} & set(codes(found)), new


def test_an_event_that_no_replay_can_take(prepared: Prepared) -> None:
    """It reads well, and names a day that is none."""
    path = prepared("lived")

    def change(connection: sqlite3.Connection) -> None:
        query = "SELECT state FROM stored_events WHERE entry = 23"
        state = json.loads(connection.execute(query).fetchone()[0])
        state["earmarked"] = {"no-day": 5}
        set_state(connection, 23, json.dumps(state).encode())

    rewrite_history(path, change, projected=False)
    found = verified(path)
    assert (codes(found)[0], found.first_bad_entry) == ("REPLAY_FAILED", 23)


def test_lines_of_a_reversal_that_do_not_balance(prepared: Prepared) -> None:
    path = prepared("lived")
    rewrite_history(path, in_state(23, "-9900", "-9800"))
    assert "JOURNAL_UNBALANCED" in codes(verified(path))


def test_times_that_run_back(prepared: Prepared) -> None:
    path = prepared("lived")
    rewrite_history(path, in_state(9, '"recorded_at":"2014', '"recorded_at":"2015'))
    found = verified(path)
    assert (codes(found)[0], found.first_bad_entry) == ("TIME_RUNS_BACK", 10)


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
