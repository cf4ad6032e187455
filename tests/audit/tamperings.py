"""Ways to tamper with the ledger `lived` in plain SQL, and what is said of each."""

import sqlite3
from dataclasses import dataclass

from tests.audit.ledgers import Change, in_state, raw, set_state, sql

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


EVENTS = [
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

TYPES = [
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

LINES = [
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

NODES = [
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

EVERY = EVENTS + TYPES + LINES + NODES


def name_of(tampering: Tampering) -> str:
    """What it is called among the cases of a test."""
    return tampering.name
