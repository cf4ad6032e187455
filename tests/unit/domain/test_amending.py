"""Amending a year: other cover, process ceiling, and a budget that holds it."""

import pytest

from tests.unit.domain.posting import SG, LedgerInTest, Row, cost, shape_refused
from tests.unit.domain.test_reserve import down_to_the_reserve


def change(on: str = "2011-10-05", **fields: object) -> Row:
    return {"year": "2011", "date": on, "decision": SG, **fields}


def test_what_others_cover_lowers_the_gap(ledger: LedgerInTest) -> None:
    entry = ledger.post("amend_budget_year", **change(other_cover="3000.00"))
    assert ledger.lines(entry) == {
        "budget:covered:2011": "-3000.00",
        "budget:uncovered:2011": "3000.00",
    }
    row = ledger.year()
    assert (row["other_cover"], row["gap"]) == ("3000.00", "200.00")
    assert row["contributions_due"] == "156800.00"
    ledger.post("amend_budget_year", **change(other_cover="0.00"))
    assert ledger.year()["gap"] == "3200.00"


def test_more_cover_than_the_budget_lacks_is_accepted(ledger: LedgerInTest) -> None:
    receipt = ledger.accept("amend_budget_year", **change(other_cover="5000.00"))
    assert ledger.year()["gap"] == "-1800.00"
    assert receipt.entry == ledger.last_entry


@pytest.mark.parametrize("nothing", [{}, {"contributions": {}}])
def test_none_of_the_four_is_no_amendment(nothing: Row) -> None:
    shape_refused("BAD_COMMAND", "amend_budget_year", **change(), **nothing)


@pytest.mark.parametrize("field", ["other_cover", "process_ceiling", "budget"])
def test_declared_amounts_may_be_nil_but_not_less(field: str) -> None:
    shape_refused("BAD_AMOUNT", "amend_budget_year", **change(**{field: "-0.01"}))


def test_a_process_ceiling_is_at_most_the_budget_that_results(
    opened: LedgerInTest,
) -> None:
    amend, refused = opened.post, opened.refused
    above = change(process_ceiling="160000.01")
    refused("SCOPE_INVALID", "amend_budget_year", **above)
    refused("SCOPE_INVALID", "amend_budget_year", **change(budget="19999.99"))
    amend("amend_budget_year", **change(budget="15000.00", process_ceiling="15000.00"))
    both = change(budget="170000.00", process_ceiling="170000.01")
    refused("SCOPE_INVALID", "amend_budget_year", **both)
    assert opened.year()["process_ceiling"] == "15000.00"


def test_not_below_the_process_costs_of_any_day(ledger: LedgerInTest) -> None:
    ledger.post("post_process_cost", **cost("6000.00", "2011-11-01"))
    refused = ledger.refused
    low = change(process_ceiling="5999.99")
    refused("PROCESS_CEILING_EXCEEDED", "amend_budget_year", **low)
    ledger.post("amend_budget_year", **change(process_ceiling="6000.00"))
    more = cost("0.01", "2011-11-02")
    refused("PROCESS_CEILING_EXCEEDED", "post_process_cost", **more)


def test_a_higher_process_ceiling_may_not_reserve_what_is_gone(
    ledger: LedgerInTest,
) -> None:
    down_to_the_reserve(ledger)
    more = change(process_ceiling="20000.01")
    ledger.refused("PROCESS_RESERVE_EXCEEDED", "amend_budget_year", **more)
    ledger.deviate("process_reserve", year="2011", amount="0.01")
    ledger.post("amend_budget_year", **more)


def test_a_process_ceiling_holds_from_its_date_on(ledger: LedgerInTest) -> None:
    ledger.post("amend_budget_year", **change(process_ceiling="25000.00"))
    early = cost("20000.01", "2011-10-04")
    ledger.refused("PROCESS_CEILING_EXCEEDED", "post_process_cost", **early)
    ledger.post("post_process_cost", **cost("25000.00", "2011-10-05"))
    assert ledger.year(at="2011-10-04")["process_ceiling"] == "20000.00"
    assert ledger.year()["process_ceiling"] == "25000.00"


def test_no_amendment_before_an_earlier_one(ledger: LedgerInTest) -> None:
    ledger.post("amend_budget_year", **change(other_cover="1.00"))
    earlier = change("2011-10-04", process_ceiling="1.00")
    ledger.refused("BAD_DATE", "amend_budget_year", **earlier)
