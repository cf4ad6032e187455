"""Determining on the actual cost (Awb 4:46): at most the share that was held to."""

import pytest

from domain.deciding import deviations
from tests.unit.domain.posting import SG, LedgerInTest, Row, grant, money, proposal

ALL = ["emmen", "coevorden", "hoogeveen", "dewolden", "meppel", "drenthe"]
DAY = "2012-09-01"


def award(ledger: LedgerInTest, amount: str = "30000.00", **changes: object) -> None:
    more: Row = {"requested": "40000.00", **changes}
    ledger.post("propose_project", **proposal(**more))
    ledger.post("award_grant", **grant(amount))


def most(ledger: LedgerInTest, actual: str, amount: str) -> None:
    """That amount, and not a cent more, can be determined on this actual cost."""
    cents = int(amount.replace(".", "")) + 1
    more = f"{cents // 100}.{cents % 100:02d}"
    fields: Row = {**money(more, DAY), "actual_cost": actual}
    error = ledger.refused("SHARE_EXCEEDED", "determine_grant", **fields)
    assert "percent" in error.message
    ledger.post("determine_grant", **{**fields, "amount": amount})
    assert ledger.project()["determined"] == amount


@pytest.mark.parametrize(
    ("actual", "amount"),
    [("50000.00", "25000.00"), ("50000.01", "25000.00"), ("0.01", "0.00")],
)
def test_the_share_of_the_table(ledger: LedgerInTest, actual: str, amount: str) -> None:
    award(ledger)
    most(ledger, actual, amount)


@pytest.mark.parametrize(
    ("actual", "amount"), [("50000.00", "20000.00"), ("9000.00", "0.00")]
)
def test_borrowed_capacity_is_not_eligible(
    ledger: LedgerInTest, actual: str, amount: str
) -> None:
    award(ledger, "25000.00", borrowed_capacity="10000.00")
    most(ledger, actual, amount)


def test_of_all_partners_together_it_is_the_whole_cost(ledger: LedgerInTest) -> None:
    award(ledger, participants=ALL)
    most(ledger, "20000.00", "20000.00")


def test_more_than_the_grant_comes_first(ledger: LedgerInTest) -> None:
    award(ledger)
    fields = {**money("30000.01", DAY), "actual_cost": "1.00"}
    ledger.refused("AWARD_EXCEEDED", "determine_grant", **fields)


def test_without_actual_cost_there_is_no_such_limit(ledger: LedgerInTest) -> None:
    award(ledger)
    ledger.post("determine_grant", **money("30000.00", DAY))


def test_the_share_of_the_deviation_that_it_leans_on(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal(requested="40000.00"))
    ledger.deviate("participation_share", "2011-09-20", project="grecor", share="60")
    ledger.post("award_grant", **grant("36000.00"))
    most(ledger, "50000.00", "30000.00")


def test_a_deviation_that_was_not_needed_changes_nothing(
    ledger: LedgerInTest,
) -> None:
    ledger.post("propose_project", **proposal())
    ledger.deviate("participation_share", "2011-09-20", project="grecor", share="60")
    ledger.post("award_grant", **grant("30000.00"))
    most(ledger, "50000.00", "25000.00")


def test_the_higher_of_the_deviation_and_the_table(ledger: LedgerInTest) -> None:
    own: Row = {"own_contributions": {}, "total_cost": "50000.00"}
    ledger.post("propose_project", **proposal(requested="40000.00", **own))
    ledger.deviate("participation_share", "2011-09-20", project="grecor", share="60")
    limits = {"year": "2011", "date": "2011-09-25", "decision": SG}
    ledger.post("set_funding_limits", **limits, max_shares={"2": "75"})
    ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant("37500.01"))
    ledger.post("award_grant", **grant("37500.00"))
    most(ledger, "40000.00", "30000.00")


def test_a_deviation_that_lifts_the_share_leaves_no_limit(
    ledger: LedgerInTest,
) -> None:
    ledger.post("propose_project", **proposal(requested="40000.00"))
    ledger.deviate("participation_share", "2011-09-20", project="grecor")
    ledger.post("award_grant", **grant("36000.00"))
    ledger.post("determine_grant", **money("36000.00", DAY), actual_cost="10.00")


def test_a_stored_deviation_in_euros_is_a_limit_but_no_share(
    ledger: LedgerInTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.post("propose_project", **proposal(requested="40000.00"))
    # As version 0.1.0 stored it; since then the new limit is a share in percent.
    monkeypatch.setattr(deviations, "_LIMITS", {"participation_share": "amount"})
    monkeypatch.setattr(deviations, "_check_limit", lambda *_: None)
    ledger.deviate(
        "participation_share", "2011-09-20", project="grecor", amount="36000.00"
    )
    ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant("36000.01"))
    ledger.post("award_grant", **grant("36000.00"))
    ledger.post("determine_grant", **money("36000.00", DAY), actual_cost="10.00")


def test_the_newest_assessment_counts_that_of_a_raise(ledger: LedgerInTest) -> None:
    award(ledger)
    limits = {"year": "2011", "date": "2011-11-01", "decision": SG}
    ledger.post("set_funding_limits", **limits, max_shares={"2": "55"})
    change = {**grant("33000.00", "2011-11-02"), "document": "BES-2"}
    ledger.post("change_grant", **change)
    most(ledger, "50000.00", "27500.00")
