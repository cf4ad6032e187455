"""Budget years: opened once, amended, divided in percentages (Z7), closed."""

import pytest

from tests.functional.scenario import CONTRIBUTIONS
from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    Row,
    contribution,
    cost,
    grant,
    proposal,
    reversal,
    transfer,
)


def rest(on: str = "2011-08-01", year: str = "2011") -> Row:
    return {"year": year, "date": on, "decision": SG}


# -- opening -------------------------------------------------------------------


def test_z3_z5_opening_sets_the_budget_and_calls_by_the_key(
    opened: LedgerInTest,
) -> None:
    year = opened.year()
    assert year["budget"] == "160000.00"
    assert year["unallocated"] == "160000.00"
    assert year["contributions_due"] == "156800.00"
    assert year["gap"] == "3200.00"
    for partner, amount in CONTRIBUTIONS.items():
        assert opened.partner(partner)["due"] == amount


def test_z5_the_gap_has_a_line_of_its_own(opened: LedgerInTest) -> None:
    lines = opened.lines(3)
    assert lines["budget:unallocated:2011"] == "160000.00"
    assert lines["budget:covered:2011"] == "-156800.00"
    assert lines["budget:uncovered:2011"] == "-3200.00"
    assert lines["assets:receivable:emmen:2011"] == "44800.00"
    assert lines["income:contributions:emmen:2011"] == "-44800.00"


def test_due_is_the_date_and_the_payment_term(opened: LedgerInTest) -> None:
    assert opened.partner("emmen")["due_date"] == "2011-08-31"


def test_due_may_be_given_but_not_before_the_opening(opened: LedgerInTest) -> None:
    opened.refused(
        "BAD_DATE", "open_budget_year", **rest("2012-08-01", "2012"), due="2012-07-31"
    )
    opened.post("open_budget_year", **rest("2012-08-01", "2012"), due="2012-08-01")
    assert opened.partner("emmen", year="2012")["due_date"] == "2012-08-01"


def test_a_year_opens_once(opened: LedgerInTest) -> None:
    opened.refused("YEAR_ALREADY_OPEN", "open_budget_year", **rest("2011-09-01"))
    opened.post("close_budget_year", **rest("2012-08-01"))
    opened.refused("YEAR_ALREADY_OPEN", "open_budget_year", **rest("2012-09-01"))


def test_an_unknown_year_can_not_be_opened(opened: LedgerInTest) -> None:
    opened.refused("YEAR_UNKNOWN", "open_budget_year", **rest("2014-08-01", "2014"))


def test_before_it_opens_a_year_is_not_listed(opened: LedgerInTest) -> None:
    assert opened.balance("2011-07-31")["years"] == []
    assert len(opened.balance("2011-08-01")["years"]) == 1


@pytest.mark.parametrize("day", ["2011-07-31", "2011-06-15"])
def test_nothing_of_a_year_is_dated_before_its_opening(
    opened: LedgerInTest, day: str
) -> None:
    opened.refused(
        "YEAR_NOT_OPEN", "receive_contribution", **contribution("emmen", "1.00", day)
    )
    opened.refused("YEAR_NOT_OPEN", "allocate", **rest(day), shares={"SN": "100"})
    opened.refused("YEAR_NOT_OPEN", "amend_budget_year", **rest(day), budget="1.00")
    opened.refused("YEAR_NOT_OPEN", "close_budget_year", **rest(day))
    opened.refused("YEAR_NOT_OPEN", "post_process_cost", **cost("1.00", day))


def test_limits_may_name_a_year_that_is_not_open(opened: LedgerInTest) -> None:
    opened.post("set_funding_limits", **rest(year="2013"), max_grants={"TL": "1000.00"})


# -- amending ------------------------------------------------------------------


def test_another_budget_is_a_difference_of_the_unallocated(
    opened: LedgerInTest,
) -> None:
    entry = opened.post("amend_budget_year", **rest("2011-09-01"), budget="170000.00")
    assert opened.lines(entry) == {
        "budget:unallocated:2011": "10000.00",
        "budget:uncovered:2011": "-10000.00",
    }
    assert opened.year()["budget"] == "170000.00"
    assert opened.year(at="2011-08-31")["budget"] == "160000.00"


def test_other_contributions_are_new_totals(opened: LedgerInTest) -> None:
    entry = opened.post(
        "amend_budget_year", **rest("2011-09-01"), contributions={"EMMEN": "45000.00"}
    )
    assert opened.lines(entry) == {
        "budget:covered:2011": "-200.00",
        "budget:uncovered:2011": "200.00",
        "assets:receivable:emmen:2011": "200.00",
        "income:contributions:emmen:2011": "-200.00",
    }
    assert opened.partner("emmen")["due"] == "45000.00"
    assert opened.partner("meppel")["due"] == "12800.00"
    assert opened.year()["gap"] == "3000.00"


def test_a_lower_budget_only_as_far_as_it_is_unallocated(ledger: LedgerInTest) -> None:
    error = ledger.refused(
        "CEILING_EXCEEDED",
        "amend_budget_year",
        **rest("2011-09-01"),
        budget="159999.99",
    )
    assert "0.01" in error.message
    ledger.post("transfer_budget", **transfer("SN", "UNALLOCATED", "1000.00"))
    ledger.refused(
        "CEILING_EXCEEDED",
        "amend_budget_year",
        **rest("2011-10-03"),
        budget="158999.99",
    )
    ledger.post("amend_budget_year", **rest("2011-10-03"), budget="159000.00")


def test_an_amendment_is_not_dated_before_an_earlier_one(opened: LedgerInTest) -> None:
    opened.post("amend_budget_year", **rest("2011-09-02"), budget="161000.00")
    opened.refused(
        "BAD_DATE", "amend_budget_year", **rest("2011-09-01"), budget="162000.00"
    )
    opened.post("amend_budget_year", **rest("2011-09-02"), budget="162000.00")


def test_a_closed_year_may_still_be_amended(opened: LedgerInTest) -> None:
    opened.post("close_budget_year", **rest("2012-08-01"))
    opened.post("amend_budget_year", **rest("2012-08-02"), budget="161000.00")


# -- dividing ------------------------------------------------------------------


def test_z7_shares_of_the_opening_budget(opened: LedgerInTest) -> None:
    entry = opened.post(
        "allocate", **rest(), shares={"SN": "20", "TL": "40", "IBO": "40"}
    )
    assert opened.lines(entry) == {
        "budget:available:2011:SN": "32000.00",
        "budget:available:2011:TL": "64000.00",
        "budget:available:2011:IBO": "64000.00",
        "budget:unallocated:2011": "-160000.00",
    }


def test_the_budget_is_divided_as_it_stands_on_that_date(opened: LedgerInTest) -> None:
    opened.post("amend_budget_year", **rest(), budget="150000.00")
    shares = {"SN": "25", "TL": "35", "IBO": "40"}
    opened.post("allocate", **rest(), shares=shares)
    ceilings = [opened.programme(code)["ceiling"] for code in shares]
    assert ceilings == ["37500.00", "52500.00", "60000.00"]


def test_an_amendment_of_a_later_day_is_not_divided_yet(opened: LedgerInTest) -> None:
    opened.post("amend_budget_year", **rest("2011-09-01"), budget="200000.00")
    opened.post("allocate", **rest(), shares={"SN": "100"})
    assert opened.programme("SN")["ceiling"] == "160000.00"
    assert opened.year()["unallocated"] == "40000.00"


def test_a_programme_left_out_gets_nothing(opened: LedgerInTest) -> None:
    opened.post("allocate", **rest(), shares={"TL": "100"})
    assert opened.programme("TL")["allocated"] == "160000.00"
    assert opened.programme("SN")["allocated"] == "0.00"


def test_thirds_add_up_to_the_cent(opened: LedgerInTest) -> None:
    opened.post(
        "allocate",
        **rest(),
        shares={"SN": "33.3333", "TL": "33.3333", "IBO": "33.3334"},
    )
    assert [opened.programme(p)["allocated"] for p in ("SN", "TL", "IBO")] == [
        "53333.28",
        "53333.28",
        "53333.44",
    ]
    assert opened.year()["unallocated"] == "0.00"


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"SN": "50", "TL": "49.9999"}, "99.9999"),
        ({"SN": "50", "TL": "51"}, "101"),
        ({}, "none"),
    ],
)
def test_shares_are_exactly_100_together(
    opened: LedgerInTest, shares: dict[str, str], said: str
) -> None:
    error = opened.refused("SHARES_NOT_100", "allocate", **rest(), shares=shares)
    assert said in error.message


def test_a_year_is_allocated_once(ledger: LedgerInTest) -> None:
    error = ledger.refused(
        "ALREADY_ALLOCATED", "allocate", **rest(), shares={"SN": "100"}
    )
    assert "transfer_budget" in error.message


def test_after_a_reversal_it_may_be_allocated_again(ledger: LedgerInTest) -> None:
    ledger.post("reverse", **reversal(4, "2011-08-02"))
    assert ledger.year()["unallocated"] == "160000.00"
    ledger.post("allocate", **rest("2011-08-02"), shares={"SN": "100"})
    assert ledger.programme("SN", at="2011-08-01")["ceiling"] == "32000.00"
    assert ledger.programme("SN")["ceiling"] == "160000.00"


@pytest.mark.parametrize("programme", ["OUTSIDE", "UNALLOCATED", "XX"])
def test_only_real_programmes_get_a_share(opened: LedgerInTest, programme: str) -> None:
    opened.refused("PROGRAMME_UNKNOWN", "allocate", **rest(), shares={programme: "100"})


# -- closing -------------------------------------------------------------------


def closed(ledger: LedgerInTest, on: str = "2012-08-01") -> int:
    return ledger.post("close_budget_year", **rest(on))


def test_a_closed_year_takes_no_new_charges(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal())
    closed(ledger)
    assert ledger.year()["status"] == "closed"
    assert ledger.year(at="2012-07-31")["status"] == "open"
    ledger.refused("YEAR_CLOSED", "post_process_cost", **cost("1.00", "2012-08-01"))
    ledger.refused("YEAR_CLOSED", "award_grant", **grant(on="2012-08-01"))
    ledger.refused(
        "YEAR_CLOSED", "transfer_budget", **transfer("SN", "TL", "1.00", "2012-08-01")
    )
    ledger.refused(
        "YEAR_CLOSED",
        "set_funding_limits",
        **rest("2012-08-01"),
        max_grants={"TL": "1.00"},
    )
    ledger.refused(
        "YEAR_CLOSED", "allocate", **rest("2012-08-01"), shares={"SN": "100"}
    )


def test_before_its_date_a_closing_forbids_nothing(ledger: LedgerInTest) -> None:
    closed(ledger)
    ledger.post("post_process_cost", **cost("1.00", "2012-07-31"))


def test_existing_grants_go_on_but_are_not_raised(awarded: LedgerInTest) -> None:
    closed(awarded)
    awarded.pay("1000.00", "2012-09-01")
    awarded.refused("YEAR_CLOSED", "change_grant", **grant("30000.01", "2012-09-01"))
    awarded.post("change_grant", **grant("29000.00", "2012-09-02"))


def test_partners_still_pay_for_a_closed_year(opened: LedgerInTest) -> None:
    closed(opened)
    opened.receive("emmen", "1.00", "2012-09-01")


def test_what_remains_is_carried_forward(ledger: LedgerInTest) -> None:
    closed(ledger)
    ledger.open("2012", "2012-08-01")
    ledger.post(
        "transfer_budget",
        **transfer("SN", "SN", "32000.00", "2012-08-02", ("2011", "2012")),
    )
    assert ledger.programme("SN")["available"] == "0.00"
    assert ledger.programme("SN", year="2012")["transferred"] == "32000.00"


def test_a_year_closes_once_whatever_the_dates(ledger: LedgerInTest) -> None:
    closed(ledger, "2012-08-02")
    ledger.refused("YEAR_CLOSED", "close_budget_year", **rest("2012-08-01"))
    ledger.refused("YEAR_CLOSED", "close_budget_year", **rest("2012-08-03"))


def test_a_closing_is_not_dated_before_what_it_forbids(ledger: LedgerInTest) -> None:
    entry = ledger.post("post_process_cost", **cost("1.00", "2012-07-01"))
    error = ledger.refused("BAD_DATE", "close_budget_year", **rest("2012-06-30"))
    assert "2012-07-01" in error.message
    # Reversed entries don't hinder a closing.
    ledger.post("reverse", **reversal(entry, "2012-07-01"))
    closed(ledger, "2012-06-30")


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("transfer_budget", transfer("SN", "TL", "1.00", "2012-07-01")),
        (
            "set_funding_limits",
            rest("2012-07-01") | {"max_grants": {"TL": "40000.00"}},
        ),
    ],
)
def test_nor_before_a_transfer_or_limits(
    ledger: LedgerInTest, command: str, fields: Row
) -> None:
    ledger.post(command, **fields)
    ledger.refused("BAD_DATE", "close_budget_year", **rest("2012-06-30"))
    closed(ledger, "2012-07-01")


def test_nor_before_an_award_or_raise(awarded: LedgerInTest) -> None:
    awarded.refused("BAD_DATE", "close_budget_year", **rest("2011-09-30"))
    awarded.post("change_grant", **grant("29000.00", "2012-01-01"))
    # What only releases or pays is not forbidden by a closing, so it hinders none.
    awarded.pay("1000.00", "2012-02-01")
    closed(awarded, "2011-10-01")


def test_nor_before_a_raise_that_stands(awarded: LedgerInTest) -> None:
    awarded.post("change_grant", **grant("29000.00", "2012-01-01"))
    raised = awarded.post("change_grant", **grant("30000.00", "2012-02-01"))
    error = awarded.refused("BAD_DATE", "close_budget_year", **rest("2012-01-31"))
    assert "2012-02-01" in error.message
    awarded.post("reverse", **reversal(raised, "2012-02-01"))
    closed(awarded, "2012-01-31")


def test_a_transfer_out_of_a_year_does_not_hinder_its_closing(
    ledger: LedgerInTest,
) -> None:
    ledger.open("2012", "2012-08-01")
    ledger.post(
        "transfer_budget",
        **transfer("SN", "SN", "1.00", "2012-09-01", ("2011", "2012")),
    )
    closed(ledger)


def test_a_reversed_closing_closes_only_until_its_reversal(
    ledger: LedgerInTest,
) -> None:
    entry = closed(ledger)
    ledger.post("reverse", **reversal(entry, "2012-08-10"))
    assert ledger.year(at="2012-08-09")["status"] == "closed"
    assert ledger.year(at="2012-08-10")["status"] == "open"
    ledger.refused("YEAR_CLOSED", "post_process_cost", **cost("1.00", "2012-08-09"))
    ledger.post("post_process_cost", **cost("1.00", "2012-08-10"))
    closed(ledger, "2012-08-10")
