"""`report lawfulness`: by hand on the demo, and each thing that there is to find."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from projections.answers.lawful_finding import share
from tests.functional.demo import demo_ledger
from tests.functional.program import InProcess
from tests.unit.domain.approving import approve, policy, submit
from tests.unit.domain.approving import post as posted_by
from tests.unit.domain.banking import account, statement
from tests.unit.domain.posting import (
    NOON,
    LedgerInTest,
    contribution,
    cost,
    deviation,
    money,
    payment,
    reversal,
    spending,
)

AT = ("--at", "2014-12-31")
ROLES = (("anna", "administrator"), ("bert", "officer"), ("carla", "approver"))
AUTUMN = ("2011-08-01", "2011-12-31")


@pytest.fixture
def demo(cli: InProcess, tmp_path: Path, templates: Path) -> InProcess:
    demo_ledger(cli, templates, tmp_path)
    return cli


@pytest.fixture
def banked(awarded: LedgerInTest) -> LedgerInTest:
    """What the bank paid on 1 December 2011, whatever the ceilings say, in entry 15."""
    amounts = ("-50000.00", "-31000.00", "-13000.00", "-1.00", "-2.00")
    lines = [("2011-12-01", amount) for amount in amounts]
    awarded.post("open_bank_account", **account())
    awarded.post("register_statement", **statement(*lines, period=AUTUMN))
    return awarded


def asked(cli: InProcess, year: str, *more: str) -> dict[str, Any]:
    found: dict[str, Any] = cli.json("report", "lawfulness", "--year", year, *more)
    return found


def criterion(found: dict[str, Any], name: str) -> dict[str, Any]:
    [one] = [each for each in found["criteria"] if each["criterion"] == name]
    assert one["number"] == len(one["findings"])
    amounts = [int(each["amount"].replace(".", "")) for each in one["findings"]]
    assert int(one["amount"].replace(".", "")) == sum(amounts)
    return dict(one)


def of_code(one: dict[str, Any], code: str) -> list[dict[str, Any]]:
    return [each for each in one["findings"] if each["code"] == code]


def test_2013_of_the_demo_by_hand(demo: InProcess) -> None:
    found = asked(demo, "2013", *AT)
    # Costs of 2013: #86 2,500, #90 + 10,000, #104 - 2,500, #107 - 30,000, #108 + 800.
    assert found["expenses"] == "-19200.00"
    # T&L of 2012: 40 per cent of 160,000 and 15,000 of 2011 (#66); of these 40,000
    # (#78) + 30,000 (#79) + 2,500 (#86) + 10,000 (#90): 82,500 of 79,000, until
    # Blueport gave its 30,000 back on 3 October (#107). #89 allowed 5,000 beyond it.
    budget = criterion(found, "budget")
    assert budget["findings"] == [
        {
            "code": "DEVIATION_USED",
            "date": "2013-03-25",
            "entries": [90, 89],
            "amount": "3500.00",
            "message": "ceiling of 2012 TL was € 3,500.00 short at worst, from"
            " 2013-03-25 to 2013-10-02 (192 days); a deviation covered it: #89 on"
            " decision SG-2013-01 of 2013-03-21, decided before.",
        }
    ]
    # A share of costs that are below zero is none.
    assert budget["share"] == "0.0000"
    [raised] = criterion(found, "conditions")["findings"]
    assert (raised["code"], raised["entries"]) == ("CONDITION_DEVIATED", [90, 88])
    assert raised["amount"] == "10000.00"
    assert "maximum per project was not met, set aside by #88" in raised["message"]
    # The grants determined by #92 and #104 have no result; what was recoverable of #104
    # (9,000 - 6,500) came back (1,700, #105) or was written off (800, #108).
    misuse = criterion(found, "misuse")
    assert [each["entries"] for each in misuse["findings"]] == [[92], [104]]
    assert misuse["amount"] == "36500.00"


def test_2012_of_the_demo_by_hand(demo: InProcess) -> None:
    found = asked(demo, "2012", *AT)
    # Awards 120,500 (#78 to #82), costs 2,150 + 3,120 (#45, #46; #38 makes up for #37),
    # less what #47 and #49 released: 1,250 + 1,100.
    assert found["expenses"] == "123420.00"
    conditions = criterion(found, "conditions")
    assert conditions["amount"] == "30000.00"
    assert conditions["share"] == "0.2431"  # 30,000 / 123,420
    # Five awards; the payments #43, #44, #48, #52, #84.
    assert conditions["population"] == 10
    [reversed_] = of_code(criterion(found, "administration"), "REVERSED")
    assert (reversed_["entries"], reversed_["amount"]) == ([37, 26], "2340.00")
    # The whole of December 2011 was reopened (#39), and #40 was posted in it.
    [reopened] = of_code(
        criterion(asked(demo, "2011", *AT), "administration"), "PERIOD_REOPENED"
    )
    assert (reopened["entries"], reopened["amount"]) == ([39, 40], "875.00")
    assert not of_code(criterion(found, "administration"), "PERIOD_REOPENED")


def test_a_share_has_four_decimals() -> None:
    assert share(0, 100) == "0.0000"
    assert share(5, 0) == "0.0000"
    assert share(1, 3) == "0.3333"
    assert share(2, 3) == "0.6667"
    assert share(1, 20_000) == "0.0001"
    assert share(1, 20_001) == "0.0000"
    assert share(300, 200) == "1.5000"


def test_a_ceiling_broken_before_its_deviation(
    banked: LedgerInTest, cli: InProcess
) -> None:
    """It was short for ten days; then it leaned on what was decided afterwards."""
    cause = banked.post(
        "post_process_cost", **cost("50000.00", "2011-12-01"), bank_line="15.1"
    )
    scope = {"year": "2011", "programme": "SN", "amount": "20000.00"}
    later = banked.post(
        "deviate", **deviation("programme_ceiling", "2011-12-11", **scope)
    )
    banked.close()
    findings = criterion(asked(cli, "2011", *AT), "budget")["findings"]
    # SN has 32,000, and 20,000 is the ceiling of process costs.
    broken, leaned, costs = findings
    assert broken == {
        "code": "CEILING_EXCEEDED",
        "date": "2011-12-01",
        "entries": [cause, later],
        "amount": "18000.00",
        "message": "ceiling of 2011 SN was € 18,000.00 short at worst, from 2011-12-01"
        " to 2011-12-10 (10 days); no deviation covered it, one came later:"
        f" #{later} on decision SG-2011-01 of 2011-12-11, decided after.",
    }
    assert (leaned["code"], leaned["date"]) == ("DEVIATION_USED", "2011-12-11")
    assert (leaned["entries"], leaned["amount"]) == ([cause, later], "18000.00")
    assert "to 2011-12-31 (21 days)" in leaned["message"]
    assert leaned["message"].endswith("decided after.")
    assert (costs["code"], costs["amount"]) == ("PROCESS_CEILING_EXCEEDED", "30000.00")
    # As long as nobody knew of it, nothing covered it.
    before = asked(cli, "2011", *AT, "--known-at", f"#{cause}")
    broken = criterion(before, "budget")["findings"][0]
    assert "to 2011-12-31 (31 days); no deviation covered it." in broken["message"]
    # It goes on in the next year, from its first day.
    following = criterion(asked(cli, "2012", *AT), "budget")["findings"]
    assert [each["date"] for each in following] == ["2012-01-01", "2012-01-01"]
    assert following[0]["entries"] == [cause, later]
    # On a date between the two the year ends there.
    cut = criterion(asked(cli, "2011", "--at", "2011-12-05"), "budget")["findings"]
    assert "to 2011-12-05 (5 days)" in cut[0]["message"]


def test_a_deviation_that_covers_a_part(banked: LedgerInTest, cli: InProcess) -> None:
    scope = {"year": "2011", "programme": "SN", "amount": "5000.00"}
    first = banked.post(
        "deviate", **deviation("programme_ceiling", "2011-11-01", **scope)
    )
    banked.post("post_process_cost", **cost("50000.00", "2011-12-01"), bank_line="15.1")
    banked.close()
    broken = criterion(asked(cli, "2011", *AT), "budget")["findings"][0]
    assert (broken["code"], broken["amount"]) == ("CEILING_EXCEEDED", "13000.00")
    assert f"€ 13,000.00 beyond what a deviation covered: #{first}" in broken["message"]
    assert broken["message"].endswith("decided before.")


def test_every_quantity_is_watched(banked: LedgerInTest, cli: InProcess) -> None:
    banked.post("pay_grant", **payment("31000.00", "2011-12-01"), bank_line="15.2")
    repaid = contribution("meppel", "13000.00", "2011-12-01")
    banked.post("repay_contribution", **repaid, bank_line="15.3")
    banked.post("spend_funds", **spending("1.00", "2011-12-01"), bank_line="15.4")
    banked.close()
    found = asked(cli, "2011", *AT)
    codes = {each["code"]: each for each in criterion(found, "budget")["findings"]}
    assert {code: each["amount"] for code, each in codes.items()} == {
        "REPAYMENT_EXCEEDED": "200.00",
        "AWARD_EXCEEDED": "1000.00",
        "FUNDS_EXCEEDED": "1.00",
    }
    [above] = criterion(found, "conditions")["findings"]
    assert (above["code"], above["amount"]) == ("PAID_ABOVE_GRANT", "1000.00")
    # Of the bank's lines the last is answered by nothing, the first neither.
    lines = of_code(criterion(found, "administration"), "BANK_LINE_OPEN")
    assert [each["amount"] for each in lines] == ["50000.00", "2.00"]


def test_what_is_recoverable(awarded: LedgerInTest, cli: InProcess) -> None:
    awarded.pay("30000.00", "2011-11-01")
    settled = awarded.post("determine_grant", **money("20000.00", "2012-02-01"))
    awarded.close()
    misuse = criterion(asked(cli, "2012", *AT), "misuse")
    without, owed = misuse["findings"]
    assert (without["code"], without["entries"]) == ("RESULT_MISSING", [settled])
    assert (owed["code"], owed["amount"]) == ("RECOVERABLE_OPEN", "10000.00")
    assert (owed["date"], owed["entries"]) == ("2012-02-01", [settled])


def test_a_result_accounts_for_a_determination(
    awarded: LedgerInTest, cli: InProcess
) -> None:
    awarded.post("determine_grant", **money("20000.00", "2012-02-01"))
    told = {"project": "grecor", "date": "2012-02-01", "summary": "Done"}
    awarded.post("record_result", **told)
    awarded.close()
    assert criterion(asked(cli, "2012", *AT), "misuse")["number"] == 0


def test_what_was_reversed_and_recorded_late(
    awarded: LedgerInTest, cli: InProcess
) -> None:
    assert NOON.year == 2014
    wrong = awarded.pay("1000.00", "2014-11-01")
    undone = awarded.post("reverse", **reversal(wrong, "2014-12-01"))
    awarded.close()
    found = criterion(asked(cli, "2014", *AT), "administration")
    [reversed_] = of_code(found, "REVERSED")
    assert reversed_["entries"] == [undone, wrong]
    # Recorded on 31 December: 60 days after 1 November, 30 days after 1 December.
    [late] = of_code(found, "BACKDATED")
    assert (late["entries"], late["amount"]) == ([wrong], "1000.00")
    assert not of_code(found, "NO_SECOND_PERSON"), "it was undone"


def test_a_second_person(awarded: LedgerInTest, cli: InProcess) -> None:
    """What nobody approved is found; what somebody did is not."""
    alone = awarded.pay("1000.00", "2011-11-01")
    for person, role in ROLES:
        given = {"person": person, "role": role, "date": "2014-06-01"}
        posted_by(awarded, "anna", "grant_role", **given)
    posted_by(awarded, "anna", "set_approval_policy", **policy(pay_grant="0.00"))
    waiting = submit(awarded, "bert", "pay_grant", **payment("500.00", "2011-11-02"))
    approve(awarded, "carla", waiting)
    awarded.close()
    found = criterion(asked(cli, "2011", *AT), "administration")
    [paid] = [
        each for each in of_code(found, "NO_SECOND_PERSON") if alone in each["entries"]
    ]
    assert (paid["entries"], paid["amount"]) == ([alone], "1000.00")


def test_forms(demo: InProcess) -> None:
    report = ("report", "lawfulness", "--year", "2013", *AT)
    text = demo.ok(*report).out
    assert "calendar year 2013: 2013-01-01 to 2013-12-31" in text
    assert "Expenses of the year: € -19,200.00" in text
    found = demo.json(*report)
    listed = list(csv.DictReader(io.StringIO(demo.ok(*report, "-O", "csv").out)))
    assert len(listed) == sum(each["number"] for each in found["criteria"])
    assert (
        "Budget: nothing was found."
        in demo.ok(*("report", "lawfulness", "--year", "2011", *AT)).out
    )
