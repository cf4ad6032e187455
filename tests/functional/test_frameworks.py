"""The framework is data: the same life of a partnership under two of them."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.functional.program import ROOT, InProcess

FRAMEWORKS = {
    "built in": "drentse-zuidas",
    "of one's own": str(ROOT / "examples" / "framework.toml"),
}
Row = dict[str, Any]


def cents(amount: str) -> int:
    return int(amount.replace(".", ""))


def euros(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"


class Partnership:
    """A ledger of a framework, spoken to through the program alone."""

    def __init__(self, cli: InProcess, framework: str) -> None:
        self.cli = cli
        cli.ok("init", "--framework", framework)
        self.framework: Row = cli.json("framework", "show")
        self.partners = [p["code"] for p in self.framework["partners"]]
        self.programmes = [p["code"] for p in self.framework["programmes"]]
        year = self.framework["years"][0]
        self.year = str(year["code"])
        self.first_day = date.fromisoformat(year["start"])
        self.budget = cents(self.framework["annual_budget"])

    def day(self, number: int) -> str:
        """A day of the first year, counted from its first."""
        return (self.first_day + timedelta(number)).isoformat()

    def post(self, *commands: Row) -> Row:
        lines = "\n".join(json.dumps(command) for command in commands)
        answer: Row = self.cli.ok("post", "-", "-O", "json", stdin=lines).json
        return answer

    def refused(self, command: Row) -> str:
        result = self.cli("post", "-", "-O", "json", stdin=json.dumps(command))
        assert result.code == 1
        return str(result.error["code"])

    def balance(self) -> Row:
        found: Row = self.cli.json("balance")
        return found

    @property
    def rest(self) -> Row:
        return {"year": self.year, "date": self.day(0), "decision": "SG-1"}

    def live(self) -> None:
        """Open, divide, limit, receive all, pay a cost, and award and pay a grant."""
        last, *others = self.programmes[::-1]
        share = 100 // len(self.programmes)
        shares = dict.fromkeys(others, str(share))
        shares[last] = str(100 - share * len(others))
        start = self.framework["start"]
        self.post(
            {
                "command": "record_decision",
                "number": "SG-1",
                "date": start,
                "subject": "x",
            },
            {"command": "open_budget_year", **self.rest},
            {"command": "allocate", **self.rest, "shares": shares},
            {
                "command": "set_funding_limits",
                **self.rest,
                "max_grants": {self.programmes[0]: euros(self.budget)},
            },
            *self.receipts(),
            {
                "command": "post_process_cost",
                "year": self.year,
                "programme": self.programmes[0],
                "amount": "12.34",
                "date": self.day(20),
                "payee": "x",
                "description": "x",
                "document": "INV-1",
            },
            self.proposal(),
            {**self.grant("100.00"), "command": "award_grant"},
            {
                "command": "pay_grant",
                "project": "first",
                "amount": "60.00",
                "date": self.day(40),
                "payee": "x",
                "document": "BANK-60",
            },
            {
                "command": "determine_grant",
                "project": "first",
                "amount": "80.00",
                "date": self.day(50),
                "document": "VAST-1",
            },
        )

    def receipts(self) -> list[Row]:
        due = {
            row["partner"]: row["due"]
            for row in self.balance()["partners"]
            if row["year"] == self.year
        } or dict.fromkeys(self.partners, "1000.00")
        return [
            {
                "command": "receive_contribution",
                "year": self.year,
                "partner": partner.upper(),
                "amount": amount,
                "date": self.day(10),
                "document": f"BANK-{partner}",
            }
            for partner, amount in due.items()
        ]

    def proposal(self, **changes: object) -> Row:
        return {
            "command": "propose_project",
            "project": "first",
            "title": "First",
            "date": self.day(21),
            "year": self.year,
            "programme": self.programmes[0].lower(),
            "recipient": "x",
            "applicants": self.partners[:1],
            "participants": self.partners,
            "physical": False,
            "themes": self.framework["priority_themes"][:1],
            "vision_goal": "x",
            "total_cost": "1000.00",
            "requested": "500.00",
            "external_funding": "x",
            **changes,
        }

    def grant(self, amount: str) -> Row:
        return {
            "project": "first",
            "amount": amount,
            "date": self.day(30),
            "decision": "SG-1",
            "document": "BES-1",
        }


@pytest.fixture(params=FRAMEWORKS)
def partnership(request: pytest.FixtureRequest, cli: InProcess) -> Partnership:
    name = FRAMEWORKS[request.param]
    if name.endswith(".toml") and not Path(name).exists():
        pytest.skip("there is no second framework")
    return Partnership(cli, name)


@pytest.fixture
def lived(partnership: Partnership) -> Partnership:
    partnership.live()
    return partnership


def test_the_whole_framework_is_in_entry_1(partnership: Partnership) -> None:
    fields = partnership.cli.json("show", "1")["fields"]
    assert fields["framework"] == partnership.framework


def test_rows_are_those_of_the_framework_in_its_order(lived: Partnership) -> None:
    found = lived.balance()
    assert [r["partner"] for r in found["partners"]] == lived.partners
    assert [r["programme"] for r in found["programmes"]] == [
        *lived.programmes,
        "OUTSIDE",
    ]
    assert [r["year"] for r in found["years"]] == [lived.year]


def test_the_budget_is_divided_without_a_cent_left(lived: Partnership) -> None:
    found = lived.balance()
    ceilings = sum(cents(row["ceiling"]) for row in found["programmes"])
    assert ceilings + cents(found["years"][0]["unallocated"]) == lived.budget


def test_the_figures_of_a_grant_and_a_cost(lived: Partnership) -> None:
    found = lived.balance()
    [project] = found["projects"]
    assert project["status"] == "determined"
    assert project["released"] == "20.00"
    assert project["committed"] == "20.00"
    row = found["programmes"][0]
    spent = cents("12.34") + cents("80.00")
    assert cents(row["available"]) == cents(row["ceiling"]) - spent


def test_the_current_account_is_the_sum_of_its_parts(lived: Partnership) -> None:
    cash = {k: cents(v) for k, v in lived.balance()["current_account"].items()}
    received = cash["contributions"] + cash["refunds"] + cash["funds"]
    paid = cash["grants_paid"] + cash["process_costs"] + cash["funds_spent"]
    others = cash["other_received"] - cash["other_paid"]
    assert cash["balance"] == received - paid + others
    assert cash["free"] == cash["balance"] - cash["earmarked"]


def test_the_gap_of_its_key_is_told(lived: Partnership) -> None:
    [year] = lived.balance()["years"]
    due = cents(year["contributions_due"])
    assert cents(year["gap"]) == lived.budget - due
    gap = [f for f in lived.cli.json("check", "key") if f["code"] == "KEY_GAP"]
    assert bool(gap) == (cents(year["gap"]) != 0)


def test_its_journal_adds_up(lived: Partnership) -> None:
    rows = lived.cli.json("trial-balance")
    assert sum(cents(row["closing"]) for row in rows) == 0
    assert lived.cli("check", "journal", "projections", "ceilings").code == 0


def _cost(lived: Partnership, amount: str) -> Row:
    return {
        "command": "post_process_cost",
        "year": lived.year,
        "programme": lived.programmes[0],
        "amount": amount,
        "date": lived.day(20),
        "payee": "x",
        "description": "x",
        "document": "INV-2",
    }


REFUSED: dict[str, Callable[[Partnership], Row]] = {
    "PROGRAMME_UNKNOWN": lambda p: {**_cost(p, "1.00"), "programme": "NONE"},
    "YEAR_UNKNOWN": lambda p: {**_cost(p, "1.00"), "year": "1900"},
    "BEFORE_START": lambda p: {**_cost(p, "1.00"), "date": "1900-01-01"},
    "FUTURE_DATE": lambda p: {**_cost(p, "1.00"), "date": "2999-01-01"},
    "CEILING_EXCEEDED": lambda p: _cost(p, euros(p.budget + 1)),
    "PROCESS_CEILING_EXCEEDED": lambda p: _cost(p, p.framework["process_ceiling"]),
    "YEAR_ALREADY_OPEN": lambda p: {"command": "open_budget_year", **p.rest},
    "PROJECT_EXISTS": lambda p: p.proposal(),
    "PARTNER_UNKNOWN": lambda p: p.proposal(project="x", participants=["nobody"]),
}


@pytest.mark.parametrize("code", REFUSED)
def test_refusals_are_the_frameworks_too(lived: Partnership, code: str) -> None:
    before = lived.balance()
    assert lived.refused(REFUSED[code](lived)) == code
    assert lived.balance() == before


def test_a_year_is_closed_and_what_remains_carried_forward(lived: Partnership) -> None:
    following = lived.framework["years"][1]["code"]
    close = {"date": lived.day(60), "decision": "SG-1"}
    lived.post(
        {"command": "open_budget_year", "year": following, **close},
        {"command": "close_budget_year", "year": lived.year, **close},
        {
            "command": "transfer_budget",
            "from_programme": lived.programmes[0],
            "from_year": lived.year,
            "to_programme": lived.programmes[0],
            "to_year": following,
            "amount": lived.balance()["programmes"][0]["available"],
            **close,
        },
    )
    found = lived.balance()
    assert found["programmes"][0]["available"] == "0.00"
    assert [row["status"] for row in found["years"]] == ["closed", "open"]
    assert lived.cli("check", "ceilings").code == 0


def test_history_can_be_seen_as_it_was_known(lived: Partnership) -> None:
    last = len(lived.cli.json("history"))
    for entry in range(1, last + 1):
        found = lived.cli.json("balance", "--known-at", f"#{entry}")
        assert found["entry"] == entry
    assert lived.cli.json("diff", "#1", f"#{last}")
