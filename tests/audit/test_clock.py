"""A clock that ran back is noted and reported, and order is by entry, never by time."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.audit.ledgers import codes, verified
from tests.functional.program import InProcess
from tests.unit.domain.posting import NOON, LedgerInTest

Prepared = Callable[[str], Path]


@pytest.fixture
def ran_back(prepared: Prepared) -> Path:
    """Entry 12 at noon, then the clock runs back half an hour for 13 and 14."""
    path = prepared("funded")
    ledger = LedgerInTest(path)
    ledger.now = NOON + timedelta(minutes=5)
    ledger.receive("emmen", "1.00")
    ledger.now = NOON - timedelta(minutes=30)
    ledger.receive("emmen", "2.00")
    ledger.receive("emmen", "3.00")
    ledger.now = NOON + timedelta(minutes=10)
    ledger.receive("emmen", "4.00")
    ledger.close()
    return path


def test_it_is_noted_in_the_entry(ran_back: Path, cli: InProcess) -> None:
    ledger = LedgerInTest(ran_back)
    stored = {
        entry: json.loads(bytes(state))
        for entry, state in ledger.store.execute(
            "SELECT entry, state FROM stored_events WHERE entry >= 12"
        )
    }
    ledger.close()
    assert [stored[n]["recorded_at"] for n in (12, 13, 14, 15)] == [
        "2014-12-31T12:05:00Z",
        "2014-12-31T12:05:00Z",
        "2014-12-31T12:05:00Z",
        "2014-12-31T12:10:00Z",
    ]
    assert [stored[n].get("clock") for n in (12, 13, 14, 15)] == [
        None,
        "2014-12-31T11:30:00Z",
        "2014-12-31T11:30:00Z",
        None,
    ]


def test_verify_reports_it_without_calling_it_tampering(
    ran_back: Path, cli: InProcess
) -> None:
    found = verified(ran_back)
    assert found.is_clean
    assert codes(found) == ["CLOCK_RAN_BACK"] * 2
    assert [finding.severity for finding in found.findings] == ["warning"] * 2
    assert [finding.entries for finding in found.findings] == [[13], [14]]
    assert found.first_bad_entry is None
    told = cli.ok("audit", "verify").out
    assert told.startswith("Warning [CLOCK_RAN_BACK] when entry 13 was recorded the")
    assert "11:30:00" in told
    assert "15 entries verified" in told
    answer = cli.json("audit", "verify")
    assert answer["verified"] is True
    assert answer["findings"][0]["severity"] == "warning"


def test_show_tells_it(ran_back: Path, cli: InProcess) -> None:
    assert "clock ran back" in cli.ok("show", "13").out
    assert "clock ran back" not in cli.ok("show", "15").out
    assert cli.json("show", "13")["stored"]["clock"] == "2014-12-31T11:30:00Z"


def test_order_is_by_entry(ran_back: Path, cli: InProcess) -> None:
    history = cli.json("history")
    assert [row["entry"] for row in history] == list(range(1, 16))
    moments = [row["recorded_at"] for row in history]
    assert moments == sorted(moments)
    lines = cli.json("statement", "current-account")["lines"]
    assert [line["entry"] for line in lines][-4:] == [12, 13, 14, 15]


def test_known_at_a_moment_takes_in_all_entries_of_it(
    ran_back: Path, cli: InProcess
) -> None:
    """The three entries of 12:05 became known together, in UTC+1 at 13:05."""
    for when, entry in (
        ("2014-12-31T13:04:59", 11),
        ("2014-12-31T13:05:00", 14),
        ("2014-12-31T12:05:00Z", 14),
        ("2014-12-31T13:10:00", 15),
    ):
        assert cli.json("balance", "--known-at", when)["entry"] == entry


def test_a_clock_that_stands_still_is_no_clock_that_ran_back(
    prepared: Prepared,
) -> None:
    path = prepared("lived")
    assert verified(path).findings == []


def test_hashing_alone_does_not_look_at_times(ran_back: Path) -> None:
    assert verified(ran_back, fast=True).findings == []
