"""What `balance` and `budget-report` say of budgets beside their figures."""

from collections.abc import Callable

import pytest

from tests.functional.program import InProcess
from tests.unit.domain.posting import SG, LedgerInTest, cost, deviation, transfer

AT = ("--at", "2013-07-31")
Shown = Callable[..., str]


@pytest.fixture
def shown(cli: InProcess, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """A report's text on a page of 80 columns, its lines as one."""
    monkeypatch.setenv("COLUMNS", "80")
    return lambda *asked: " ".join(cli.ok(*asked).out.split())


def closed(ledger: LedgerInTest) -> None:
    """2011 ends with 30,000 moved to what is unallocated of 2012."""
    ledger.open("2012", "2012-08-01")
    ledger.post("post_process_cost", **cost("1200.00", "2011-10-12"))
    ledger.post("close_budget_year", year="2011", date="2012-10-01", decision=SG)
    moved = transfer("IBO", "UNALLOCATED", "30000.00", "2012-10-02")
    ledger.post("transfer_budget", **moved | {"to_year": "2012"})


def test_what_is_left_in_closed_years_is_told(
    ledger: LedgerInTest, shown: Shown
) -> None:
    said = "of the available budget is of closed years; transfer-budget moves it."
    assert said not in shown("balance", *AT)
    closed(ledger)
    assert f" 128,800.00 {said}" in shown("balance", *AT)
    assert f" 128,800.00 {said}" in shown("balance", "programmes", *AT)


def test_how_far_a_ceiling_may_be_passed(ledger: LedgerInTest, shown: Shown) -> None:
    scope = {"programme": "TL", "year": "2011", "amount": "5000.00"}
    ledger.post("deviate", **deviation("programme_ceiling", **scope))
    text = shown("balance", "programmes", *AT)
    assert "may go beyond its ceiling by 5,000.00" in text


def test_projects_say_what_they_are_charged_to(
    awarded: LedgerInTest, cli: InProcess, shown: Shown
) -> None:
    awarded.pay("1000.00", "2011-11-01")
    text = shown("balance", "projects", *AT)
    assert "Programme" not in text
    assert "determined" not in text.lower()
    header, _, row = cli.ok("balance", "projects", "--wide", *AT).out.splitlines()[1:4]
    assert header.split()[:4] == ["Project", "Charged", "to", "Status"]
    assert row.split()[:4] == ["grecor", "TL", "2011", "awarded"]
    awarded.post(
        "determine_grant",
        project="grecor",
        amount="25000.00",
        date="2012-01-10",
        decision=SG,
        document="VAST-1",
    )
    assert " determined 25,000.00 " in f"{shown('balance', 'projects', *AT)} "


def test_changes_that_went_to_unallocated_budget_are_explained(
    ledger: LedgerInTest, shown: Shown
) -> None:
    assert "Transfers moved" not in shown("budget-report", *AT)
    closed(ledger)
    text = shown("budget-report", *AT)
    assert " changes -30,000.00 " in text
    assert "Transfers moved 30,000.00 to the unallocated budget of 2012." in text
    assert "Year Unallocated Left for projects" in text
    since = shown("budget-report", "--from", "2012-10-03", *AT)
    assert "Transfers moved" not in since
    assert "2012 190,000.00 " in since
    back = transfer("UNALLOCATED", "TL", "10000.00", "2012-10-04")
    ledger.post("transfer_budget", **back | {"from_year": "2012", "to_year": "2012"})
    since = shown("budget-report", "--from", "2012-10-03", *AT)
    assert "Transfers moved 10,000.00 from the unallocated budget of 2012." in since


def test_an_allocation_is_no_transfer(opened: LedgerInTest, shown: Shown) -> None:
    shares = {"SN": "20", "TL": "40", "IBO": "40"}
    opened.post("allocate", year="2011", date="2011-08-05", decision=SG, shares=shares)
    text = shown("budget-report", "--from", "2011-08-04", *AT)
    assert "2011 SN 32,000.00 32,000.00 " in text
    assert "Transfers moved" not in text


def test_the_budget_report_has_the_bridge_of_balance(
    ledger: LedgerInTest, cli: InProcess, shown: Shown
) -> None:
    closed(ledger)
    bridge = next(
        line
        for line in cli.ok("balance", "--wide", *AT).out.splitlines()
        if line.startswith("For projects: ")
    )
    assert bridge in shown("budget-report", *AT)
    of_closed = shown("budget-report", "--year", "2011", *AT)
    assert "For projects: " not in of_closed
