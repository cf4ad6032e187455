"""`report passiva` on the demo, checked by hand from the entries of its files."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.functional.demo import demo_ledger
from tests.functional.program import InProcess
from tests.unit.domain.posting import (
    LedgerInTest,
    contribution,
    funds,
    reversal,
    spending,
)

AT = ("--at", "2014-12-31")
PAID_2011 = {
    "emmen": 4_480_000,
    "coevorden": 1_440_000,
    "hoogeveen": 2_240_000,
    "dewolden": 960_000,
    "meppel": 1_280_000,
    "drenthe": 5_280_000,
}
"""Entries 6 to 13: the contributions of table 2, 156,800.00 together."""
OTHER = "proefleven"


@pytest.fixture
def demo(cli: InProcess, tmp_path: Path, templates: Path) -> InProcess:
    demo_ledger(cli, templates, tmp_path)
    return cli


def cents(amount: str) -> int:
    return int(amount.replace(".", ""))


def rows(found: dict[str, Any], **wanted: object) -> list[dict[str, Any]]:
    return [row for row in found["rows"] if all(row[k] == v for k, v in wanted.items())]


def test_2011_by_hand(demo: InProcess) -> None:
    found = demo.json("report", "passiva", "--year", "2011", *AT)
    assert (found["from"], found["to"]) == ("2011-01-01", "2011-12-31")
    # Paid in 2011: grants #24 12,000 and #25 8,000; process costs #19 1,180, #26 2,340
    # (reversed in 2012) and #40 875, which was booked in 2012 on 14 December 2011.
    spent = 12_000_00 + 8_000_00 + 1_180_00 + 2_340_00 + 875_00
    assert cents(found["total"]["spent"]) == spent == 24_395_00
    # Awarded #21 to #23, #31, #32: 15,000 + 8,000 + 24,500 + 30,000 + 7,500.
    committed = 85_000_00 - 20_000_00
    assert cents(found["total"]["committed"]) == committed
    for partner, paid in PAID_2011.items():
        [row] = rows(found, giver=partner)
        assert (row["origin"], row["year"], row["project"]) == (
            *("contribution", "2011"),
            None,
        )
        assert row["own"] is (partner == "drenthe")
        assert cents(row["received"]) == paid
        # Its part by what it paid of 156,800, to the cent below or above.
        assert abs(cents(row["spent"]) * 15_680_000 - spent * paid) < 15_680_000
        assert abs(cents(row["committed"]) * 15_680_000 - committed * paid) < 15_680_000
        assert cents(row["closing"]) == paid - cents(row["spent"])
    # 4,480,000 x 2,439,500 / 15,680,000 = 697,000 exactly.
    assert rows(found, giver="emmen")[0]["spent"] == "6970.00"
    # Interest 412.65 less charges 38.40; nothing is owed by or to partners.
    assert found["tie"] == {
        "closing": "132405.00",  # 156,800.00 - 24,395.00
        "other_result": "-64625.75",  # 412.65 - 38.40 - 65,000.00 awarded, not paid
        "current_account": "132779.25",  # 132,405.00 + 412.65 - 38.40
        "receivables": "0.00",
        "recoverables": "0.00",
        "suspense": "0.00",
        "grants_payable": "65000.00",
        "difference": "0.00",
    }


def test_2012_moves_money_of_2011_on_to_2012(demo: InProcess) -> None:
    found = demo.json("report", "passiva", "--year", "2012", *AT)
    # Entries 66 to 68: 15,000 + 10,000 + 6,000 of the budget of 2011 go to 2012; of
    # emmen, which paid 44,800 of 156,800, that is 8,857.14 (2/7 of 31,000).
    [before] = rows(found, giver="emmen", year="2011")
    [after] = rows(found, giver="emmen", year="2012")
    assert before["released"] == "8857.14"
    assert after["released"] == "-8857.14"
    assert found["total"]["released"] == "0.00"
    # Of 2011 in all 24,395 + (#43 24,000, #44 7,500, #48 1,750, #52 24,500, refund #53
    # -1,100; costs #45 2,150, #46 3,120; #37 and #38 are each other's opposite)
    # = 86,315; of emmen 2/7: 24,661.43, of which 6,970.00 in 2011.
    assert before["spent"] == "17691.43"
    # 37,830.00 - 17,691.43 - 8,857.14
    assert before["closing"] == "11281.43"
    # #84: 32,000 of 2012; 2/7 is 9,142.86. 44,800.00 - 9,142.86 + 8,857.14
    assert (after["spent"], after["closing"]) == ("9142.86", "44514.28")
    # #42 37,500 received, #69 35,050 spent on the project.
    [held] = rows(found, origin="funds")
    assert held["giver"] == "Provincie Drenthe, SAKS"
    assert (held["project"], held["year"]) == ("leven-lang-leren", None)
    assert (held["received"], held["spent"], held["closing"]) == (
        *("37500.00", "35050.00"),
        "2450.00",
    )
    assert found["tie"]["difference"] == "0.00"


def test_what_goes_back_to_its_giver_is_repaid(demo: InProcess) -> None:
    [held] = rows(demo.json("report", "passiva", "--year", "2013", *AT), origin="funds")
    # #94 returns 2,450 to its giver.
    assert (held["opening"], held["repaid"], held["spent"]) == (
        *("2450.00", "2450.00"),
        "0.00",
    )
    assert held["closing"] == "0.00"


def test_an_earlier_date_cuts_the_year(demo: InProcess) -> None:
    found = demo.json("report", "passiva", "--year", "2011", "--at", "2011-09-30")
    assert found["to"] == "2011-09-30"
    # #19 alone was spent by then.
    assert found["total"]["spent"] == "1180.00"
    assert demo.json("report", "passiva", "--at", "2011-09-30") == found
    refused = ("report", "passiva", "--year", "2012", "--at", "2011-09-30")
    assert demo.refused(*refused) == "BAD_DATE"


def test_what_was_known(demo: InProcess) -> None:
    """Before the invoice of 14 December was found 2011 had spent 875.00 less."""
    found = demo.json(
        *("report", "passiva", "--year", "2011", *AT, "--known-at", "#36"),
    )
    assert found["entry"] == 36
    assert found["total"]["spent"] == "23520.00"


def test_forms(demo: InProcess) -> None:
    asked = ("report", "passiva", "--year", "2012", *AT)
    text = demo.ok(*asked).out
    assert "calendar year 2012: 2012-01-01 to 2012-12-31" in text
    assert "The province's own share" in text
    assert "difference € 0.00" in text
    listed = list(csv.DictReader(io.StringIO(demo.ok(*asked, "-O", "csv").out)))
    found = demo.json(*asked)["rows"]
    assert [row["closing"] for row in listed] == [row["closing"] for row in found]


def test_odd_money(prepared: Callable[[str], Path], cli: InProcess) -> None:
    """Two givers of one project share its spending; receipts taken back count not."""
    ledger = LedgerInTest(prepared("lived"))
    wrong = ledger.post("receive_funds", **funds("10.00", "2012-08-03", OTHER))
    ledger.post("receive_funds", **funds("20.00", "2012-08-01", OTHER))
    other = {**funds("10.01", "2012-08-02", OTHER), "source": "Provincie Drenthe"}
    ledger.post("receive_funds", **other)
    ledger.post("spend_funds", **spending("15.01", "2012-08-04", OTHER))
    ledger.post("reverse", **reversal(wrong, "2012-08-05"))
    back = {**contribution("emmen", "1.00", "2012-08-06")}
    ledger.post("repay_contribution", **back)
    ledger.close()
    found = cli.json("report", "passiva", "--year", "2012", "--at", "2012-08-31")
    shared = {row["giver"]: row for row in rows(found, project=OTHER)}
    # 15.01 by 20.00 and 10.01 of 30.01: 10.0033... and 5.0066...
    assert {giver: row["spent"] for giver, row in shared.items()} == {
        "Interreg": "10.00",
        "Provincie Drenthe": "5.01",
    }
    assert {giver: row["own"] for giver, row in shared.items()} == {
        "Interreg": False,
        "Provincie Drenthe": True,
    }
    assert rows(found, giver="emmen")[0]["repaid"] == "1.00"
    assert found["tie"]["difference"] == "0.00"
