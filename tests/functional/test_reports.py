"""The reports that answer an officer's and an auditor's usual questions.

The ledger is `lived`: 2011 open and divided, grecor awarded 30,000 from TL and paid
15,000, process costs of 1,450 on SN, and a proposal proefleven for 30,000.
"""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest

from tests.functional.program import InProcess

AT = ("--at", "2012-07-31")


def cents(amount: str) -> int:
    return int(amount.replace(".", ""))


def tied(rows: list[dict[str, str]], column: str = "amount") -> dict[str, int]:
    return {row["account"]: cents(row[column]) for row in rows}


# -- balance-sheet, income-statement -------------------------------------------


def test_balance_sheet_ties_to_the_trial_balance(lived: InProcess) -> None:
    found = lived.json("balance-sheet", *AT)
    expected = {
        row["account"]: cents(row["closing"])
        for row in lived.json("trial-balance", *AT)
        if row["account"].startswith(("assets:", "liabilities:"))
    }
    assert tied(found["rows"]) == expected
    assert cents(found["total"]) == sum(expected.values())
    assert expected["assets:current-account"] == 18035484


def test_income_statement_ties_to_the_trial_balance(lived: InProcess) -> None:
    period = ("--from", "2011-09-01", "--to", "2012-03-31")
    found = lived.json("income-statement", *period)
    expected = {
        row["account"]: cents(row["debit"]) - cents(row["credit"])
        for row in lived.json("trial-balance", *period)
        if row["account"].startswith(("income:", "expenses:"))
    }
    assert tied(found["rows"]) == expected
    assert cents(found["total"]) == sum(expected.values())
    # The contributions were called in August, before the period.
    assert expected["income:contributions:emmen:2011"] == 0
    assert expected["expenses:process:2011:SN"] == 120000


def test_what_is_left_is_the_result_of_all_time(lived: InProcess) -> None:
    left = cents(lived.json("balance-sheet", *AT)["total"])
    result = cents(lived.json("income-statement", *AT)["total"])
    assert left == -result != 0


def test_a_balance_sheet_beside_that_of_another_date(lived: InProcess) -> None:
    before = lived.json("balance-sheet", "--at", "2011-09-01")
    found = lived.json("balance-sheet", *AT, "--compare", "2011-09-01")
    compared = tied(found["rows"], "compared")
    assert {a: x for a, x in compared.items() if x} == {
        a: x for a, x in tied(before["rows"]).items() if x
    }
    assert "2011-09-01" in lived.ok("balance-sheet", "--compare", "2011-09-01").out


def test_an_income_statement_beside_that_of_an_earlier_period(
    lived: InProcess,
) -> None:
    found = lived.json(
        *("income-statement", "--from", "2011-11-01", "--to", "2011-11-30"),
        *("--compare", "2011-10-30"),
    )
    [row] = [r for r in found["rows"] if r["account"] == "expenses:process:2011:SN"]
    assert (row["amount"], row["compared"]) == ("0.00", "1200.00")


# -- budget-report -------------------------------------------------------------


def test_budget_report_agrees_with_balance(lived: InProcess) -> None:
    found = lived.json("budget-report", *AT)
    balance = lived.json("balance", *AT)
    names = ("ceiling", "awarded", "process_costs", "paid", "available")
    for row, other in zip(found["rows"], balance["programmes"], strict=True):
        assert {n: row[n] for n in names} == {n: other[n] for n in names}
        assert row["opening_budget"] == other["allocated"]
        assert row["changes"] == other["transferred"]
    assert found["years"] == [{"year": "2011", "for_projects": "110000.00"}]


def test_the_figures_of_the_budget_reports_csv_add_up(lived: InProcess) -> None:
    table = lived.ok("budget-report", *AT, "-O", "csv").out
    for row in csv.DictReader(io.StringIO(table)):
        used = ("awarded", "process_costs", "written_off")
        available = Decimal(row["ceiling"]) + Decimal(row["released"])
        assert available - sum(Decimal(row[n]) for n in used) == Decimal(
            row["available"]
        )


def test_budget_report_ties_to_the_trial_balance(lived: InProcess) -> None:
    closing = {
        row["account"]: row["closing"] for row in lived.json("trial-balance", *AT)
    }
    for row in lived.json("budget-report", *AT)["rows"]:
        account = f"budget:available:{row['year']}:{row['programme']}"
        assert row["available"] == closing.get(account, "0.00")


def test_budget_report_of_a_period(lived: InProcess) -> None:
    found = lived.json(
        "budget-report", "--from", "2011-10-02", "--to", "2011-10-31", "--year", "2011"
    )
    [row] = [row for row in found["rows"] if row["programme"] == "TL"]
    assert (row["opening_budget"], row["changes"], row["ceiling"]) == (
        *("64000.00", "5000.00", "69000.00"),
    )
    # Awarded on the first, before the period.
    assert (row["awarded"], row["available"]) == ("0.00", "39000.00")


# -- partner, project ----------------------------------------------------------


def test_partner(lived: InProcess) -> None:
    found = lived.json("partner", "EMMEN", *AT)
    [year] = found["years"]
    figures = {"due": "44800.00", "received": "44800.00", "outstanding": "0.00"}
    assert {name: year[name] for name in figures} == figures
    assert {name: found["total"][name] for name in figures} == figures
    shown = [(p["project"], p["role"]) for p in found["projects"]]
    assert shown == [("grecor", "applicant"), ("proefleven", "applicant")]
    assert found["projects"][0]["own_contribution"] == "20000.00"
    # 16,450.00 was spent; emmen brought 448 of every 1,568 euros.
    assert found["share_of_spent"] == "4700.00"
    assert year["per_inhabitant"] == "0.4110"


def test_the_partners_shares_add_up_to_what_was_spent(lived: InProcess) -> None:
    codes = ("emmen", "coevorden", "hoogeveen", "dewolden", "meppel", "drenthe")
    pages = [lived.json("partner", code, *AT) for code in codes]
    assert sum(cents(page["share_of_spent"]) for page in pages) == 1645000
    assert [p["role"] for p in pages[4]["projects"]] == ["participant"] * 2


def test_project(lived: InProcess) -> None:
    found = lived.json("project", "grecor")
    assert (found["status"], found["title"]) == ("awarded", "Green Corridors")
    assert found["money"]["paid"] == "15000.00"
    assert found["assessment"]["outcome"] == "met"
    assert [row["entry"] for row in found["history"]] == [12, 13, 15, 18, 19]
    assert "pay_grant" in found["next_step"]


def test_a_proposal_is_assessed_as_it_would_be(lived: InProcess) -> None:
    found = lived.json("project", "proefleven", "--at", "2012-03-01")
    assert found["status"] == "proposed"
    assert found["assessment"]["date"] == "2012-03-01"
    assert "award_grant" in found["next_step"]


def test_a_project_that_is_not_there(lived: InProcess) -> None:
    assert lived.refused("project", "nosuch") == "PROJECT_UNKNOWN"
    assert lived.refused("project", "grecor", "--at", "2011-09-01") == (
        "PROJECT_UNKNOWN"
    )


# -- plan ----------------------------------------------------------------------


def test_plan_takes_each_award_off_before_the_next(lived: InProcess) -> None:
    lived.ok(
        *("propose-project", "--project", "third", "--title", "Third"),
        *("--date", "2011-10-15", "--year", "2011", "--programme", "TL"),
        *("--recipient", "Meppel", "--applicant", "emmen", "--participant", "emmen"),
        *("--participant", "meppel", "--no-physical", "--theme", "networking"),
        *("--vision-goal", "Jobs", "--total-cost", "60000", "--requested", "20000"),
        *("--own-contribution", "emmen=20000", "--external-funding", "Sought"),
    )
    day = ("--date", "2012-03-01")
    found = lived.json("plan", "proefleven", "third=15000,00", *day)["rows"]
    fixed = ("project", "amount", "outcome", "available", "for_projects")
    assert [tuple(row[name] for name in fixed) for row in found] == [
        ("proefleven", "30000.00", "met", "9000.00", "80000.00"),
        ("third", "15000.00", "not_met", "-6000.00", "65000.00"),
    ]
    assert "programme_ceiling" in found[1]["failing"]
    turned = lived.json("plan", "third=15000,00", "proefleven", *day)["rows"]
    assert [row["outcome"] for row in turned] == ["met", "not_met"]


def test_plan_records_nothing(lived: InProcess) -> None:
    before = lived.json("balance")
    lived.ok("plan", "proefleven", "--date", "2012-03-01")
    assert lived.json("balance") == before


@pytest.mark.parametrize(
    ("projects", "code", "exit_code"),
    [
        (["nosuch"], "PROJECT_UNKNOWN", 1),
        (["proefleven=1.000"], "BAD_AMOUNT", 1),
        (["proefleven", "proefleven=1"], "BAD_COMMAND", 2),
    ],
)
def test_plan_refuses(
    lived: InProcess, projects: list[str], code: str, exit_code: int
) -> None:
    asked = ("plan", *projects, "--date", "2012-03-01")
    assert lived.refused(*asked, exit_code=exit_code) == code


# -- search --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("stenden", [14, 22, 23, 25]),
        ("INV-2011-017", [14, 24]),
        ("inv-sn-2011-10-12", [14]),
        ("typing error", [24]),
        ("BUCK", [19]),
        ("Bühl", []),
        ("Corrìdor Stüdy", [19]),
        ("booked TWICE", [23]),
    ],
)
def test_search(lived: InProcess, text: str, entries: list[int]) -> None:
    assert [row["entry"] for row in lived.json("search", text)] == entries


def test_search_looks_for_something(lived: InProcess) -> None:
    assert lived.refused("search", "  ") == "BAD_COMMAND"


@pytest.mark.parametrize(
    "asked",
    [
        ["project", "grecor"],
        ["partner", "emmen"],
        ["plan", "proefleven"],
        ["balance-sheet"],
        ["income-statement"],
        ["budget-report"],
        ["search", "stenden"],
    ],
)
def test_every_report_has_its_three_forms(lived: InProcess, asked: list[str]) -> None:
    assert lived.json(*asked)
    assert lived.ok(*asked).out.count("─") > 10
    header, *rows = lived.ok(*asked, "-O", "csv").out.splitlines()
    assert "," in header
    assert rows


def test_a_report_at_a_time_when_nothing_was_known(lived: InProcess) -> None:
    empty: Any = lived.json("balance-sheet", "--at", "2011-01-01", "--known-at", "#1")
    assert (empty["rows"], empty["total"]) == ([], "0.00")
