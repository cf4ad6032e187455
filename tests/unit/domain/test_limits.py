"""Z13 and Z14: maximum grants per programme, maximum shares by participants."""

import pytest

from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    Row,
    grant,
    proposal,
    reversal,
)


def limits(on: str, year: str = "2011", **tables: Row) -> Row:
    return {"year": year, "date": on, "decision": SG, **tables}


@pytest.mark.parametrize(
    "tables",
    [
        {},
        {"max_grants": {}},
        {"max_shares": {}},
        {"max_grants": {}, "max_shares": {}},
    ],
)
def test_at_least_one_of_the_two(ledger: LedgerInTest, tables: Row) -> None:
    ledger.refused(
        "LIMITS_INVALID", "set_funding_limits", **limits("2011-08-01", **tables)
    )


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"0": "50"}, "0"),
        ({"6": "50"}, "6"),
        ({"100": "50"}, "100"),
        ({"2": "0"}, "0"),
        ({"2": "100"}, "100"),
        ({"2": "100.0001"}, "100"),
        ({"2": "50", "3": "49.9999"}, "49.9999"),
        ({"5": "10", "2": "20"}, "10"),
    ],
)
def test_shares_are_for_one_to_all_but_one_and_never_fall(
    ledger: LedgerInTest, shares: Row, said: str
) -> None:
    error = ledger.refused(
        "LIMITS_INVALID",
        "set_funding_limits",
        **limits("2011-08-01", max_shares=shares),
    )
    assert said in error.message


def test_equal_shares_and_both_ends_are_allowed(ledger: LedgerInTest) -> None:
    shares = {"2": "0.0001", "3": "0.0001", "5": "99.9999"}
    ledger.post("set_funding_limits", **limits("2011-08-01", max_shares=shares))


@pytest.mark.parametrize("programme", ["UNALLOCATED", "XX"])
def test_maxima_are_for_programmes_and_outside(
    ledger: LedgerInTest, programme: str
) -> None:
    ledger.refused(
        "PROGRAMME_UNKNOWN",
        "set_funding_limits",
        **limits("2011-08-01", max_grants={programme: "1.00"}),
    )


def test_a_maximum_of_nothing_is_a_maximum(ledger: LedgerInTest) -> None:
    ledger.post("set_funding_limits", **limits("2011-08-01", max_grants={"TL": "0.00"}))
    ledger.post("propose_project", **proposal())
    ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant("0.01"))


# -- which limits are in force -------------------------------------------------


@pytest.fixture
def proposed(ledger: LedgerInTest) -> LedgerInTest:
    """Limits of 1 August: TL at most 40,000; two participants 50 percent."""
    ledger.post("propose_project", **proposal())
    return ledger


def test_the_newest_effective_maximum_of_the_programme(proposed: LedgerInTest) -> None:
    proposed.post(
        "set_funding_limits", **limits("2011-10-01", max_grants={"TL": "10000.00"})
    )
    # A maximum of another programme leaves that of TL alone.
    proposed.post(
        "set_funding_limits", **limits("2011-10-02", max_grants={"SN": "99.00"})
    )
    proposed.refused(
        "CONDITIONS_NOT_MET", "award_grant", **grant("10000.01", "2011-10-02")
    )
    proposed.post("award_grant", **grant("30000.00", "2011-09-30"))


def test_on_the_same_day_the_later_entry(proposed: LedgerInTest) -> None:
    for amount in ("10000.00", "20000.00"):
        proposed.post(
            "set_funding_limits", **limits("2011-10-01", max_grants={"TL": amount})
        )
    proposed.refused("CONDITIONS_NOT_MET", "award_grant", **grant("20000.01"))
    proposed.post("award_grant", **grant("20000.00"))


def test_a_later_entry_with_an_earlier_date_does_not_count(
    proposed: LedgerInTest,
) -> None:
    for on, amount in (("2011-09-20", "20000.00"), ("2011-09-10", "10000.00")):
        proposed.post("set_funding_limits", **limits(on, max_grants={"TL": amount}))
    proposed.refused("CONDITIONS_NOT_MET", "award_grant", **grant("20000.01"))
    proposed.post("award_grant", **grant("20000.00"))


def test_a_table_of_shares_counts_as_a_whole(proposed: LedgerInTest) -> None:
    # The newest table says nothing about two participants: nothing is set any more.
    proposed.post("set_funding_limits", **limits("2011-10-01", max_shares={"3": "90"}))
    error = proposed.refused("CONDITIONS_NOT_MET", "award_grant", **grant("1.00"))
    assert "participation_share (Z14) not set" in error.message


def test_the_share_of_the_largest_number_not_above_the_participants(
    ledger: LedgerInTest,
) -> None:
    three = ["emmen", "meppel", "drenthe"]
    ledger.post("propose_project", **proposal(participants=three))
    # No share for three: that for two, 50 percent of 60,000, counts.
    ledger.post("award_grant", **grant("30000.00"))
    four = [*three, "coevorden"]
    ledger.post(
        "propose_project",
        **proposal("four", participants=four, requested="60000", own_contributions={}),
    )
    ledger.deviate("maximum_per_project", "2011-09-20", project="four")
    ledger.refused(
        "CONDITIONS_NOT_MET", "award_grant", **grant("45000.01", project="four")
    )


def test_a_share_is_rounded_down_to_the_cent(ledger: LedgerInTest) -> None:
    ledger.post(
        "set_funding_limits", **limits("2011-09-01", max_shares={"2": "33.3333"})
    )
    own = {"emmen": "0.01"}
    fields = proposal(total_cost="100.01", own_contributions=own)
    ledger.post("propose_project", **fields)
    # 33.3333 % of 100.01 is 33.336...
    ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant("33.34"))
    ledger.post("award_grant", **grant("33.33"))


def test_limits_are_of_the_projects_year(ledger: LedgerInTest) -> None:
    ledger.open("2012", "2012-08-01")
    ledger.post("propose_project", **proposal(year="2012"))
    error = ledger.refused(
        "CONDITIONS_NOT_MET", "award_grant", **grant("1.00", "2012-08-01")
    )
    assert "maximum_per_project (Z13) not set" in error.message


def test_reversed_limits_are_in_force_until_their_reversal(
    proposed: LedgerInTest,
) -> None:
    proposed.post("reverse", **reversal(5, "2011-10-01"))
    error = proposed.refused("CONDITIONS_NOT_MET", "award_grant", **grant("1.00"))
    assert "not set" in error.message
    proposed.post("award_grant", **grant("30000.00", "2011-09-30"))


def test_limits_set_later_for_an_earlier_day_do_not_win_on_later_days(
    ledger: LedgerInTest,
) -> None:
    """The newest effective one is in force, whatever was posted last."""
    ledger.post("set_funding_limits", **limits("2011-09-01", max_grants={"TL": "10"}))
    ledger.post("set_funding_limits", **limits("2011-08-15", max_grants={"TL": "99"}))
    ledger.post("propose_project", **proposal(programme="TL", requested="50.00"))
    error = ledger.refused(
        "CONDITIONS_NOT_MET", "award_grant", **grant("50.00", "2011-10-04")
    )
    assert "maximum € 10.00" in error.message
