"""`report liquidity`: by hand on the demo, and each way in which money gets a day."""

from pathlib import Path
from typing import Any

import pytest

from tests.functional.demo import demo_ledger
from tests.functional.program import InProcess
from tests.unit.domain.posting import (
    LedgerInTest,
    funds,
    grant,
    money,
    payment,
    proposal,
)
from tests.unit.domain.test_payments import order


@pytest.fixture
def demo(cli: InProcess, tmp_path: Path, templates: Path) -> InProcess:
    demo_ledger(cli, templates, tmp_path)
    return cli


def months(found: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {row["month"]: row for row in found["rows"]}


def test_first_month_of_the_demo_by_hand(demo: InProcess) -> None:
    found = demo.json("report", "liquidity", "--months", "3", "--at", "2011-08-16")
    assert found["at"] == "2011-08-16"
    # #6: drenthe paid 52,800 on 15 August; the others, 156,800 - 52,800 = 104,000, are
    # due 30 days after 1 August.
    assert months(found)["2011-08"] == {
        "month": "2011-08",
        "opening": "52800.00",
        "contributions": "104000.00",
        "payments": "0.00",
        "funds_out": "0.00",
        "closing": "156800.00",
    }
    assert list(months(found)) == ["2011-08", "2011-09", "2011-10"]
    assert months(found)["2011-10"]["closing"] == "156800.00"
    # The lowest of equal months is the first.
    assert found["lowest"] == {"month": "2011-08", "closing": "156800.00"}
    assert found["unscheduled"] == "0.00"


def test_a_year_ahead_of_the_demo_by_hand(demo: InProcess) -> None:
    found = demo.json("report", "liquidity", "--at", "2012-12-31")
    assert len(found["rows"]) == 12
    # Awarded and not paid: vezelchemie 6,000 (its project ends today),
    # ondernemersnetwerk 9,000 (planned for 1 January), panorama-a37 5,500 (1 April),
    # blueport 30,000 (ends 31 December 2013), terreinenvisie 36,000 and dryport 8,000
    # (both in 2014): 94,500, of which 74,000 after November 2013. SAKS's 2,450 is for
    # 2014 too.
    paid = {m: row["payments"] for m, row in months(found).items()}
    assert {m: amount for m, amount in paid.items() if amount != "0.00"} == {
        "2012-12": "6000.00",
        "2013-01": "9000.00",
        "2013-04": "5500.00",
    }
    assert found["unscheduled"] == "0.00"
    # 2012's current account: 156,800 - 86,315 (see report passiva) + 374.25 of 2011's
    # interest, + 156,800 of 2012 - 32,000, + 2,450 held.
    assert found["rows"][0]["opening"] == "198109.25"
    # 198,109.25 - 6,000 - 9,000 - 5,500
    assert found["lowest"] == {"month": "2013-04", "closing": "177609.25"}
    assert found["rows"][-1]["closing"] == "177609.25"
    said = " ".join(demo.ok("report", "liquidity", "--at", "2012-12-31").out.split())
    assert "€ 74,000.00 and € 2,450.00 of others goes out" in said


def test_what_is_overdue_is_of_the_first_month(demo: InProcess) -> None:
    found = demo.json("report", "liquidity", "--months", "1", "--at", "2013-10-15")
    # Emmen paid its 44,800 of 2013 in November (#111); it was due on 31 August.
    assert found["rows"][0]["contributions"] == "44800.00"
    assert len(found["rows"]) == 1
    for number in ("0", "121"):
        asked = ("report", "liquidity", "--months", number)
        assert demo.refused(*asked, exit_code=2) == "BAD_COMMAND"


def awarded_with(ledger: LedgerInTest, **said: Any) -> None:
    """A grant of 30,000 to `hall`, whose award says more; grecor's says nothing."""
    ledger.post("propose_project", **proposal("hall"))
    ledger.post("award_grant", **grant("30000.00", project="hall", **said))


SCHEDULE = [
    {"date": "2011-11-15", "amount": "8000.00"},
    {"date": "2012-03-15", "amount": "10000.00"},
]


def test_advances_orders_and_the_end(awarded: LedgerInTest, cli: InProcess) -> None:
    awarded_with(awarded, advance_schedule=SCHEDULE, end_date="2012-05-31")
    # Of the first advance 3,000 was paid and 1,000 is ordered: 4,000 is left of it.
    awarded.post("pay_grant", **payment("3000.00", "2011-10-20", "hall"))
    whole = payment("1000.00", "2011-10-21", "hall")
    awarded.post("order_payment", **order(whole=whole, due="2011-12-20"))
    awarded.post("receive_funds", **funds("500.00", "2011-10-22", "hall"))
    awarded.close()
    found = cli.json("report", "liquidity", "--at", "2011-10-31")
    paid = {m: row["payments"] for m, row in months(found).items()}
    assert {m: amount for m, amount in paid.items() if amount != "0.00"} == {
        "2011-11": "4000.00",
        "2011-12": "1000.00",
        "2012-03": "10000.00",
        # 30,000 - 3,000 - 1,000 - 4,000 - 10,000
        "2012-05": "12000.00",
    }
    assert months(found)["2012-05"]["funds_out"] == "500.00"
    # Of grecor nobody said when.
    assert found["unscheduled"] == "30000.00"
    # A shorter look leaves out what comes after, and its text says so.
    short = ("report", "liquidity", "--at", "2011-10-31", "--months", "3")
    assert sum(float(row["payments"]) for row in cli.json(*short)["rows"]) == 5000
    assert "€ 22,000.00 and € 500.00 of others goes out" in " ".join(
        cli.ok(*short).out.split()
    )


def test_advances_are_never_more_than_what_is_committed(
    awarded: LedgerInTest, cli: InProcess
) -> None:
    """Of what was released since nothing is paid; a day that is past is of now."""
    whole = [{"date": "2011-11-01", "amount": "30000.00"}]
    awarded_with(awarded, advance_schedule=whole)
    awarded.post("determine_grant", **money("20000.00", "2011-12-01", "hall"))
    awarded.close()
    found = cli.json("report", "liquidity", "--at", "2011-12-31")
    assert found["rows"][0]["payments"] == "20000.00"
    assert found["unscheduled"] == "30000.00"
