"""A database made to break the program: every query answers or says what is wrong."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.audit.ledgers import Change, in_state, raw, set_state, sql, tamper
from tests.functional.program import InProcess, Result

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
            *("day_totals", "month_totals", "block_totals"),
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
