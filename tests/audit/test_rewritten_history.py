"""A history rewritten by someone who knows the program, so that all fits in itself."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.audit.ledgers import (
    Change,
    Log,
    codes,
    in_state,
    rewrite_history,
    set_state,
    sql,
    tamper,
    verified,
)
from tests.audit.tamperings import LAST
from tests.functional.program import InProcess
from tests.unit.domain.posting import LedgerInTest

pytestmark = pytest.mark.faults
Prepared = Callable[[str], Path]


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
