"""Version 2's rules on a ledger that 0.1.0 made: its years keep what they had."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.program import ROOT, InProcess
from tests.unit.domain.posting import LedgerInTest, Row, cost, other

LEDGER = ROOT / "tests" / "golden" / "ledgers" / "v1.ledger"


@pytest.fixture
def old(cli: InProcess, tmp_path: Path) -> Iterator[LedgerInTest]:
    """A migrated copy; 2013 is open, and no process cost is booked on it."""
    path = tmp_path / "zuidas.db"
    shutil.copyfile(LEDGER, path)
    cli.ok("db", "migrate")
    ledger = LedgerInTest(path)
    yield ledger
    ledger.close()


def change(**fields: object) -> Row:
    rest = {"year": "2013", "date": "2014-02-01", "decision": "GOLD-1"}
    return {**rest, **fields}


def costs(amount: str, on: str) -> Row:
    return cost(amount, on, year="2013")


def test_its_process_ceiling_still_holds(old: LedgerInTest) -> None:
    assert old.year("2013")["process_ceiling"] == "20000.00"
    old.post("post_process_cost", **costs("15000.00", "2014-01-20"))
    more = costs("5000.01", "2014-01-21")
    old.refused("PROCESS_CEILING_EXCEEDED", "post_process_cost", **more)
    old.post("post_process_cost", **{**more, "amount": "5000.00"})


def test_its_process_ceiling_can_be_amended(old: LedgerInTest) -> None:
    old.post("amend_budget_year", **change(process_ceiling="16000.00"))
    assert old.year("2013")["process_ceiling"] == "16000.00"
    assert old.year("2013", at="2014-01-31")["process_ceiling"] == "20000.00"
    much = costs("16000.01", "2014-02-02")
    old.refused("PROCESS_CEILING_EXCEEDED", "post_process_cost", **much)
    # Before the amendment too, for it would hold on a later day.
    early = {**much, "date": "2014-01-20"}
    old.refused("PROCESS_CEILING_EXCEEDED", "post_process_cost", **early)
    old.post("post_process_cost", **{**much, "amount": "16000.00"})
    again = change(process_ceiling="15999.99")
    old.refused("PROCESS_CEILING_EXCEEDED", "amend_budget_year", **again)
    former = change(process_ceiling="9664.99", year="2011")
    old.refused("PROCESS_CEILING_EXCEEDED", "amend_budget_year", **former)
    old.post("amend_budget_year", **{**former, "process_ceiling": "9665.00"})


def test_money_in_suspense_since_then_can_be_cleared(old: LedgerInTest) -> None:
    item = old.post("receive_other", **other("10.00", "2014-02-01"))
    back = {**other("10.00", "2014-02-02"), "clears": item}
    old.post("pay_other", **back)
    old.refused("SCOPE_INVALID", "pay_other", **back)


def test_what_it_booked_can_be_booked_otherwise(old: LedgerInTest) -> None:
    repaid = 113
    before = old.cash()["balance"]
    as_ = {"command": "repay_contribution", "year": "2013", "partner": "emmen"}
    moved = {"entry": repaid, "date": "2014-02-01", "reason": "Emmen's", "as": as_}
    entry = old.post("reclassify", **moved)
    assert old.lines(entry) == {
        "assets:receivable:meppel:2013": "-100.00",
        "assets:receivable:emmen:2013": "100.00",
    }
    assert old.cash()["balance"] == before


def test_it_verifies_with_them(old: LedgerInTest, cli: InProcess) -> None:
    old.post("amend_budget_year", **change(process_ceiling="16000.00"))
    old.post("post_process_cost", **costs("16000.00", "2014-02-02"))
    old.close()
    cli.ok("audit", "verify")
