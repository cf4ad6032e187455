"""Every sealed value is held against its digest, what is missing against entries."""

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.storage import sealed
from ledger.storage.sqlite import SQLiteStore
from ledger.verifying.verify import Verification
from projections.finding import Finding
from tests.audit.ledgers import (
    Change,
    codes,
    in_state,
    rewrite_history,
    sql,
    tamper,
    verified,
)
from tests.functional.program import InProcess
from tests.sealing.names import NAME, fields
from tests.unit.domain.posting import LedgerInTest

SET = "UPDATE sealed_values SET {} WHERE entry = {} AND place = '{}'"
DELETE = "DELETE FROM sealed_values WHERE entry = {} AND place = '{}'"
INSERT = "INSERT INTO sealed_values VALUES ({}, '{}', x'00', x'00')"
ERASING = {"before": "2011-09-02", "reason": "Kept long enough"}


@pytest.fixture
def named(opened: LedgerInTest) -> LedgerInTest:
    """Entries 4 and 6 have names, entry 5 has none."""
    assert opened.post(NAME, **fields()) == 4
    opened.receive("emmen", "1.00")
    opened.post(NAME, **fields(remark="Other"))
    return opened


def found_in(ledger: LedgerInTest, *changes: str) -> list[Finding]:
    """What is found after these changes; nothing but sealed values differs."""
    tamper(ledger.path, sql(*changes))
    found = verified(ledger.path, rules=True)
    assert set(codes(found)) <= {"SEALED_DIFFERS"}
    return found.findings


def counts(found: Verification) -> tuple[int, int, int | None]:
    assert found.sealed is not None
    return found.sealed.checked, found.sealed.erased, found.sealed.withheld


def test_sound_values_are_counted(named: LedgerInTest) -> None:
    found = verified(named.path, rules=True)
    assert (found.is_clean, counts(found)) == (True, (10, 0, None))
    named.post("erase_sealed", **ERASING)
    found = verified(named.path, rules=True)
    assert (found.is_clean, counts(found)) == (True, (2, 8, None))


def setting(change: str) -> str:
    """A change of the value of one place, which is named by entry and place."""
    return SET.replace("{}", change, 1)


PARTY = (4, "lines.0.party")
TAMPERING: dict[str, tuple[str, int, str]] = {
    "a changed value": (setting("value = CAST('J. Jansens' AS BLOB)"), *PARTY),
    "another case": (setting("value = CAST(upper(value) AS BLOB)"), *PARTY),
    "no value": (setting("value = x''"), *PARTY),
    "a changed salt": (setting("salt = zeroblob(16)"), *PARTY),
    # The hash is over both together: the border between them may not move.
    "a longer salt": (
        setting(
            "salt = CAST(salt || substr(value, 1, 1) AS BLOB), value = substr(value, 2)"
        ),
        *PARTY,
    ),
    "a shorter salt": (
        setting(
            "salt = substr(salt, 1, 15),"
            " value = CAST(substr(salt, 16) || value AS BLOB)"
        ),
        *PARTY,
    ),
    "a value of a text": (setting("value = CAST(value AS TEXT)"), *PARTY),
    "a salt of a text": (setting("salt = hex(salt)"), *PARTY),
    "a missing value": (DELETE, *PARTY),
    "the last missing": (DELETE, 6, "remark"),
    "a value that is not sealed": (INSERT, 4, "lines.0.what"),
    "a place beyond": (INSERT, 4, "lines.9.party"),
    "an entry without any": (INSERT, 5, "payee_account"),
    "an entry beyond": (INSERT, 99, "payee_account"),
    "the last number": (INSERT, 2**63 - 1, "payee_account"),
    "an entry before": (INSERT, -3, "payee_account"),
    "entry 1": (INSERT, 1, "framework"),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_with_one_value_is_named(named: LedgerInTest, what: str) -> None:
    statement, entry, place = TAMPERING[what]
    [found] = found_in(named, statement.format(entry, place))
    assert found.entries == [entry]
    assert place in found.message
    assert f"entry {entry}" in found.message


def test_a_value_moved_to_another_place(named: LedgerInTest) -> None:
    swap = (
        SET.format("place = 'x'", 4, "remark"),
        SET.format("place = 'remark'", 4, "payee_account"),
    )
    told = [found.message for found in found_in(named, *swap)]
    assert len(told) == 3
    assert any("payee_account" in each and "missing" in each for each in told)
    assert any("remark" in each and "not the one" in each for each in told)
    assert any("'x'" in each and "nothing is sealed" in each for each in told)


def test_all_are_counted_and_the_first_are_listed(named: LedgerInTest) -> None:
    tamper(named.path, sql("DELETE FROM sealed_values"))
    found = verified(named.path)
    assert (found.errors, counts(found)) == (10, (0, 0, None))
    assert found.first_bad_entry == 4


# -- erasures --------------------------------------------------------------------------


def test_what_an_erasure_does_not_cover_is_missing(named: LedgerInTest) -> None:
    named.post("erase_sealed", **ERASING)
    [found] = found_in(named, DELETE.format(4, "lines.1.party"))  # of October
    assert (found.entries, "lines.1.party" in found.message) == ([4], True)
    assert counts(verified(named.path)) == (1, 8, None)


def test_what_was_recorded_after_an_erasure_is_missing(named: LedgerInTest) -> None:
    named.post("erase_sealed", **ERASING)
    entry = named.post(NAME, **fields())
    [found] = found_in(named, DELETE.format(entry, "remark"))
    assert found.entries == [entry]


def test_what_was_erased_may_not_be_there(named: LedgerInTest) -> None:
    """Whoever put it back from a backup undid the erasure."""
    rows = list(sealed.all_rows(named.store))
    named.post("erase_sealed", **ERASING)

    def put_back(connection: sqlite3.Connection) -> None:
        insert = "INSERT INTO sealed_values VALUES (?, ?, ?, ?)"
        connection.execute(insert, rows[0])

    tamper(named.path, put_back)
    [found] = verified(named.path).findings
    assert (found.code, found.entries) == ("SEALED_DIFFERS", [4])
    assert "erased" in found.message
    assert rows[0].place in found.message


def test_the_widest_of_several_erasures_counts(named: LedgerInTest) -> None:
    for before in ("2011-10-03", "2011-09-02"):
        named.post("erase_sealed", before=before, reason="x")
    found = verified(named.path)
    assert (found.is_clean, counts(found)) == (True, (0, 10, None))


# -- the event itself ------------------------------------------------------------------


def test_a_value_in_the_log_as_it_is(named: LedgerInTest) -> None:
    """A sealed field holds a digest: text in it is no entry of this program."""
    [row] = [each for each in sealed.all_rows(named.store) if each[:2] == (4, "remark")]
    digest = json.loads(_state(named, 4))["given"]["remark"]
    old = json.dumps(digest, separators=(",", ":"))
    rewrite_history(named.path, in_state(4, old, f'"{row.text}"'), projected=False)
    assert "EVENT_UNREADABLE" in codes(verified(named.path))


def test_a_changed_digest(named: LedgerInTest) -> None:
    """Rewritten so that log and books fit: the value tells, as a checkpoint would."""
    digest = json.loads(_state(named, 4))["given"]["remark"]["sealed"]
    rewrite_history(named.path, in_state(4, digest, "0" * 64))
    found = verified(named.path, rules=True)
    assert [(each.code, each.entries) for each in found.findings] == [
        ("SEALED_DIFFERS", [4])
    ]


def _state(ledger: LedgerInTest, entry: int) -> str:
    query = "SELECT state FROM stored_events WHERE entry = ?"
    [(state,)] = ledger.store.execute(query, (entry,))
    return bytes(state).decode()


# -- tables that are hostile -----------------------------------------------------------


def loose(*rows: tuple[object, ...]) -> Change:
    """Rows in a table that takes any type, under the name and text of the own one."""

    def change(connection: sqlite3.Connection) -> None:
        (own,) = connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'sealed_values'"
        ).fetchone()
        stored = connection.execute("SELECT * FROM sealed_values").fetchall()
        connection.execute("DROP TABLE sealed_values")
        made = re.sub(r" (INTEGER|TEXT|BLOB) NOT NULL", " BLOB", own)
        connection.execute(made)
        insert = "INSERT INTO sealed_values VALUES (?, ?, ?, ?)"
        connection.executemany(insert, [*stored, *rows])
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = ? WHERE name = 'sealed_values'", (own,)
        )
        connection.execute("PRAGMA writable_schema=RESET")

    return change


@pytest.mark.parametrize(
    "row",
    [
        ("4", "payee_account", b"s", b"x"),
        (4.5, "payee_account", b"s", b"x"),
        (b"4", "payee_account", b"s", b"x"),
        (4, 7, b"s", b"x"),
        (4, b"payee_account", b"s", b"x"),
        (4, "\x1b[31m", b"s", b"x"),
    ],
)
def test_a_row_that_has_no_place(named: LedgerInTest, row: tuple[object, ...]) -> None:
    named.close()
    tamper(named.path, loose(row))
    found = verified(named.path)
    assert set(codes(found)) <= {"SEALED_DIFFERS", "DATABASE_DAMAGED"}
    assert "SEALED_DIFFERS" in codes(found)
    assert counts(found) == (10, 0, None)
    assert all(each.message.isprintable() for each in found.findings)


# -- what else looks at them -----------------------------------------------------------


def test_hashes_alone_say_nothing_of_values(named: LedgerInTest) -> None:
    tamper(named.path, sql("DELETE FROM sealed_values"))
    found = verified(named.path, fast=True)
    assert (found.is_clean, found.sealed) == (True, None)


def test_nothing_is_signed_with_values_that_differ(
    named: LedgerInTest, cli: InProcess
) -> None:
    named.close()
    cli.ok("audit", "keygen", "log.key")
    tamper(named.path, sql(DELETE.format(4, "remark")))
    told = cli("audit", "checkpoint", "--key", "log.key")
    assert (told.code, "SEALED_DIFFERS" in told.err) == (3, True)


def test_the_program_says_what_it_looked_at(
    named: LedgerInTest, cli: InProcess
) -> None:
    named.post("erase_sealed", **ERASING)
    named.close()
    assert cli.json("audit", "verify")["sealed"] == {"checked": 2, "erased": 8}
    out = " ".join(cli.ok("audit", "verify").out.split())
    assert "2 sealed values" in out
    assert "8 were erased" in out
    assert cli.json("audit", "verify", "--fast")["sealed"] is None
    tamper(named.path, sql(SET.format("value = 'x'", 4, "lines.1.party")))
    told = cli("audit", "verify")
    assert (told.code, "lines.1.party of entry 4" in told.out) == (3, True)


def test_a_ledger_without_any_says_nothing_of_them(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("opened")
    assert cli.json("audit", "verify")["sealed"] == {"checked": 0, "erased": 0}
    assert "sealed" not in cli.ok("audit", "verify").out


def test_a_ledger_of_before_there_was_such_a_table(cli: InProcess) -> None:
    place = str(Path(__file__).parents[1] / "golden/ledgers/v1.ledger")
    told = cli.json("--db", place, "audit", "verify")
    assert told["sealed"] == {"checked": 0, "erased": 0}
    assert cli.json("--db", place, "show", "5")["entry"] == 5


def test_repairing_does_not_mend_them(named: LedgerInTest, cli: InProcess) -> None:
    """Nor does it take them away."""
    named.close()
    cli.ok("audit", "keygen", "log.key")
    cli.ok("audit", "checkpoint", "--key", "log.key", "-o", "kept.checkpoint")
    vkey = Path("log.vkey").read_text(encoding="utf-8").strip()
    repair = ("db", "repair", "--checkpoint", "kept.checkpoint", "--vkey", vkey)
    tamper(named.path, sql("DELETE FROM log_nodes WHERE level = 0"))
    cli.ok(*repair)
    assert cli.json("audit", "verify")["sealed"] == {"checked": 10, "erased": 0}
    Path(f"{named.path}.before-repair").unlink()
    tamper(named.path, sql(DELETE.format(4, "remark")))
    assert cli.refused(*repair, exit_code=3) == "SEALED_DIFFERS"
    store = SQLiteStore.open(named.path)
    assert len(list(sealed.all_rows(store))) == 9
    store.close()
