"""`audit verify` recomputes every seal: what the events don't give differs."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ledger.verifying.replayed_books import MOST_WRONG_SEALS
from tests.audit.ledgers import (
    Change,
    codes,
    in_state,
    rewrite_history,
    set_state,
    verified,
)
from tests.functional.program import InProcess
from tests.unit.domain.posting import LedgerInTest, cost

Prepared = Callable[[str], Path]
LOCK = 27


@pytest.fixture
def path(prepared: Prepared) -> Path:
    """A ledger whose entry 27 seals the balances of 2011, with entries after it."""
    path = prepared("lived")
    with closing(LedgerInTest(path)) as ledger:
        assert ledger.post("lock_period", until="2011-12-31") == LOCK
        ledger.post("post_process_cost", **cost("15.00", "2012-06-05", document="A"))
        ledger.post("lock_period", until="2012-06-30")
    return path


def state_of(path: Path, entry: int = LOCK) -> dict[str, object]:
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT state FROM stored_events WHERE entry = ?"
        (state,) = connection.execute(query, (entry,)).fetchone()
    found: dict[str, object] = json.loads(state)
    return found


def changed(path: Path, **values: object) -> Change:
    """A change of a lock's state; None takes a key away."""
    state = {**state_of(path), **values}
    kept = {name: value for name, value in state.items() if value is not None}
    text = json.dumps(kept, separators=(",", ":"), ensure_ascii=False)
    return lambda connection: set_state(connection, LOCK, text.encode())


def topic(name: str) -> Change:
    return lambda connection: connection.execute(
        "UPDATE stored_events SET topic = ? WHERE entry = ?", (name, LOCK)
    )


def test_what_was_sealed_follows_from_the_events(path: Path) -> None:
    assert verified(path).is_clean


@pytest.mark.parametrize(
    "values",
    [
        {"balances": 0},
        {"balances": 17_000},
        {"balances_root": "0" * 64},
        {"balances": None},
        {"balances_root": None},
        {"balances": None, "balances_root": None},
    ],
    ids=str,
)
def test_another_seal(path: Path, cli: InProcess, values: dict[str, object]) -> None:
    """Hashes, log and tables are made to fit; only the seal doesn't follow."""
    rewrite_history(path, changed(path, **values))
    found = verified(path)
    assert (codes(found), found.first_bad_entry) == (["SEAL_DIFFERS"], LOCK)
    assert verified(path, fast=True).is_clean
    told = cli("audit", "verify", "-O", "json")
    assert (told.code, told.json["first_bad_entry"]) == (3, LOCK)
    text = cli("audit", "verify").out
    assert text.startswith(f"[SEAL_DIFFERS] entry {LOCK} seals ")


@pytest.mark.parametrize(
    "values",
    [
        {"balances": -1},
        {"balances": True},
        {"balances": "20"},
        {"balances": 20.0},
        {"balances": 2**63},
        {"balances_root": "0" * 63},
        {"balances_root": "A" * 64},
        {"balances_root": "0" * 64 + "\n"},
        {"balances_root": 0},
    ],
    ids=str,
)
def test_a_seal_of_another_form(path: Path, values: dict[str, object]) -> None:
    rewrite = changed(path, **values)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER stored_events_no_update")
        rewrite(connection)
        connection.commit()
    found = verified(path)
    assert "EVENT_UNREADABLE" in codes(found)
    assert found.first_bad_entry == LOCK


def test_an_amount_of_before_that_was_rewritten(path: Path) -> None:
    """Both seals tell: everything else was made to fit."""
    rewrite_history(path, in_state(14, '"1200.00"', '"200.00"'))
    found = verified(path)
    assert codes(found) == ["SEAL_DIFFERS"] * 2
    assert [finding.entries for finding in found.findings] == [[LOCK], [LOCK + 2]]


def test_what_is_dated_later_is_not_in_the_earlier_seal(path: Path) -> None:
    rewrite_history(path, in_state(LOCK + 1, '"15.00"', '"16.00"'))
    found = verified(path)
    assert [finding.entries for finding in found.findings] == [[LOCK + 2]]


def test_a_lock_of_before_there_were_seals_seals_nothing(path: Path) -> None:
    """Whatever it says beside that."""
    rewrite_history(path, topic("period-locked.v1"))
    assert verified(path).is_clean
    rewrite_history(path, changed(path, balances="x", balances_root=[]))
    assert verified(path).is_clean
    with closing(LedgerInTest(path)) as ledger:
        shown = ledger.show(LOCK)
    assert (shown["balances"], shown["balances_root"]) == (None, None)


@pytest.mark.parametrize("state", [b"[" * 100_000, b"[]", b"null", b"\xff", b""])
def test_an_old_lock_that_no_program_wrote(path: Path, state: bytes) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER stored_events_no_update")
        topic("period-locked.v1")(connection)
        set_state(connection, LOCK, state)
        connection.commit()
    found = verified(path)
    assert "EVENT_UNREADABLE" in codes(found)
    assert found.first_bad_entry == LOCK


def test_of_very_many_wrong_seals_some_are_told(path: Path) -> None:
    with closing(LedgerInTest(path)) as ledger:
        for day in range(1, 2 * MOST_WRONG_SEALS):
            ledger.post("lock_period", until=f"2012-07-{day:02}")
    rewrite_history(path, in_state(14, '"1200.00"', '"200.00"'))
    assert codes(verified(path)) == ["SEAL_DIFFERS"] * MOST_WRONG_SEALS
