"""Z15, ontschotten: budget moves between programmes and years; the total stays."""

import pytest

from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    grant,
    proposal,
    reversal,
    transfer,
)


def total(ledger: LedgerInTest) -> list[str]:
    """Per year: the sum of its ceilings and its unallocated budget, in cents."""
    found = ledger.balance()
    sums: dict[str, int] = {}
    for row in found["programmes"]:
        sums[row["year"]] = sums.get(row["year"], 0) + _cents(row["ceiling"])
    for row in found["years"]:
        sums[row["year"]] += _cents(row["unallocated"])
    return [f"{year}: {cents}" for year, cents in sums.items()]


def _cents(amount: str) -> int:
    return int(amount.replace(".", ""))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("SN", "TL"),
        ("SN", "OUTSIDE"),
        ("SN", "UNALLOCATED"),
        ("sn", "outside"),
    ],
)
def test_a_transfer_preserves_the_total(
    ledger: LedgerInTest, source: str, target: str
) -> None:
    before = total(ledger)
    ledger.post("transfer_budget", **transfer(source, target, "1234.56"))
    assert total(ledger) == before
    assert ledger.programme("SN")["transferred"] == "-1234.56"
    ledger.post("transfer_budget", **transfer(target, source, "1234.56"))
    assert total(ledger) == before
    assert ledger.programme("SN")["transferred"] == "0.00"


def test_its_lines(ledger: LedgerInTest) -> None:
    entry = ledger.post("transfer_budget", **transfer("SN", "UNALLOCATED", "10.00"))
    assert ledger.lines(entry) == {
        "budget:available:2011:SN": "-10.00",
        "budget:unallocated:2011": "10.00",
    }
    entry = ledger.post(
        "transfer_budget", **transfer("UNALLOCATED", "OUTSIDE", "10.00")
    )
    assert ledger.lines(entry) == {
        "budget:unallocated:2011": "-10.00",
        "budget:available:2011:OUTSIDE": "10.00",
    }


def test_budget_is_carried_forward_to_a_later_year(ledger: LedgerInTest) -> None:
    ledger.open("2012", "2012-08-01")
    ledger.post(
        "transfer_budget",
        **transfer("SN", "TL", "1000.00", "2012-08-01", ("2011", "2012")),
    )
    assert ledger.programme("SN")["ceiling"] == "31000.00"
    assert ledger.programme("TL", year="2012")["ceiling"] == "1000.00"


def test_the_same_programme_of_two_years_is_no_empty_transfer(
    ledger: LedgerInTest,
) -> None:
    ledger.open("2012", "2012-08-01")
    ledger.post(
        "transfer_budget",
        **transfer("SN", "SN", "1.00", "2012-08-01", ("2011", "2012")),
    )


@pytest.mark.parametrize("end", ["SN", "OUTSIDE", "UNALLOCATED", "sn"])
def test_source_and_target_differ(ledger: LedgerInTest, end: str) -> None:
    ledger.refused(
        "SCOPE_INVALID",
        "transfer_budget",
        **transfer(end, "SN" if end == "sn" else end, "1.00"),
    )


@pytest.mark.parametrize("years", [("2012", "2011"), ("2011", "2012")])
def test_both_years_are_open_on_its_date(
    ledger: LedgerInTest, years: tuple[str, str]
) -> None:
    ledger.open("2012", "2012-08-01")
    ledger.refused(
        "YEAR_NOT_OPEN",
        "transfer_budget",
        **transfer("SN", "SN", "1.00", "2012-07-31", years),
    )


def test_out_of_a_closed_year_but_not_into_it(ledger: LedgerInTest) -> None:
    ledger.open("2012", "2012-08-01")
    ledger.post("close_budget_year", year="2011", date="2012-08-01", decision=SG)
    ledger.post(
        "transfer_budget",
        **transfer("SN", "SN", "1.00", "2012-08-01", ("2011", "2012")),
    )
    ledger.refused(
        "YEAR_CLOSED",
        "transfer_budget",
        **transfer("SN", "SN", "1.00", "2012-08-01", ("2012", "2011")),
    )


def test_a_transfer_rests_on_a_decision(ledger: LedgerInTest) -> None:
    entry = ledger.post("transfer_budget", **transfer("SN", "TL", "1.00"))
    assert entry in [row["entry"] for row in ledger.decision()["entries"]]
    ledger.refused(
        "DECISION_UNKNOWN",
        "transfer_budget",
        **{**transfer("SN", "TL", "1.00"), "decision": "SG-X"},
    )


def test_the_reversal_of_a_transfer_that_was_used_is_refused(
    ledger: LedgerInTest,
) -> None:
    moved = ledger.post("transfer_budget", **transfer("IBO", "OUTSIDE", "30000.00"))
    ledger.post("propose_project", **proposal(programme="OUTSIDE"))
    ledger.post("award_grant", **grant(on="2011-11-01"))
    error = ledger.refused(
        "CEILING_EXCEEDED", "reverse", **reversal(moved, "2011-10-10")
    )
    assert error.details["date"] == "2011-11-01"


def test_a_project_outside_the_programmes_is_paid_from_what_was_moved_there(
    ledger: LedgerInTest,
) -> None:
    ledger.post("propose_project", **proposal(programme="outside"))
    ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant())
    ledger.post(
        "transfer_budget", **transfer("IBO", "OUTSIDE", "30000.00", "2011-10-01")
    )
    ledger.post("award_grant", **grant())
    assert ledger.programme("OUTSIDE")["available"] == "0.00"


def test_the_date_of_a_transfer_may_lie_in_the_future(ledger: LedgerInTest) -> None:
    ledger.post("transfer_budget", **transfer("SN", "TL", "1.00", "2015-06-01"))
