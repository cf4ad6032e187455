"""Hours and lent capacity (Z19), results and letters (Z21)."""

import pytest

from tests.unit.domain.posting import (
    LedgerInTest,
    Row,
    hours,
    lent,
    proposal,
    reversal,
)

DAY = "2011-10-31"


def committed(number: str, on: str = DAY, **more: object) -> Row:
    return {**hours(number), "date": on, "document": "MT-1", **more}


def result(**more: object) -> Row:
    return {"project": "grecor", "date": DAY, "summary": "x", **more}


def letter(**more: object) -> Row:
    fixed: Row = {"year": "2011", "date": "2012-10-15", "document": "LETTER-1"}
    return {**fixed, "addressees": ["emmen"], **more}


@pytest.mark.parametrize(
    ("given", "kept"),
    [("8", "8.00"), ("7.5", "7.50"), ("0.01", "0.01"), ("0032.50", "32.50")],
)
def test_hours_are_kept_in_hundredths(
    ledger: LedgerInTest, given: str, kept: str
) -> None:
    entry = ledger.post("commit_hours", **committed(given), id="hours")
    assert ledger.show(entry)["fields"]["hours"] == kept
    assert ledger.accept("commit_hours", **committed(kept), id="hours").duplicate


def test_hours_are_of_a_year_and_a_partner_of_the_framework(
    ledger: LedgerInTest,
) -> None:
    for command, more in (("commit_hours", {"document": "x"}), ("record_hours", {})):
        fields = {**hours("8"), "date": DAY, **more}
        ledger.refused("YEAR_UNKNOWN", command, **{**fields, "year": "1999"})
        ledger.refused("PARTNER_UNKNOWN", command, **{**fields, "partner": "assen"})
        early = {**fields, "date": "2010-12-31"}
        ledger.refused("BEFORE_START", command, **early)
        # The year need not be open yet.
        ledger.post(command, **{**fields, "year": "2013"})


def test_hours_for_a_programme_or_a_project(ledger: LedgerInTest) -> None:
    fields = {**hours("8"), "date": DAY}
    outside = {**fields, "programme": "OUTSIDE"}
    ledger.refused("PROGRAMME_UNKNOWN", "record_hours", **outside)
    ledger.refused("PROJECT_UNKNOWN", "record_hours", **fields, project="grecor")
    ledger.post("propose_project", **proposal(date=DAY))
    early = {**fields, "date": "2011-10-30", "project": "grecor"}
    ledger.refused("NOT_YET", "record_hours", **early)
    ledger.post("record_hours", **fields, project="grecor", programme="tl")


def test_hours_move_no_money_and_are_reversible(ledger: LedgerInTest) -> None:
    entry = ledger.post("commit_hours", **committed("400"))
    assert ledger.lines(entry) == {}
    ledger.post("reverse", **reversal(entry, DAY))
    ledger.refused("ALREADY_REVERSED", "reverse", **reversal(entry, DAY))


# -- capacity ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "rate", "amount"),
    [
        ("80", "62.50", 500000),
        ("0.01", "0.50", 1),  # half a cent is rounded up
        ("0.01", "0.49", 0),
        ("33.33", "33.33", 111089),  # 1110.8889
        ("9999999.99", "99999.99", 99999989900000),
    ],
)
def test_capacity_costs_hours_times_rate_half_up(
    awarded: LedgerInTest, number: str, rate: str, amount: int
) -> None:
    receipt = awarded.accept("lend_capacity", **lent(number, rate))
    assert getattr(receipt.event, "cost", None) == amount
    assert receipt.lines == ()
    assert awarded.show(receipt.entry)["amount"] is None


def test_who_lends_to_whom(awarded: LedgerInTest) -> None:
    itself = lent(lender="emmen", borrower="EMMEN")
    awarded.refused("SCOPE_INVALID", "lend_capacity", **itself)
    awarded.refused("SCOPE_INVALID", "lend_capacity", **lent(borrower="coevorden"))
    awarded.refused("PARTNER_UNKNOWN", "lend_capacity", **lent(lender="assen"))
    unknown = lent(project="none", lender="assen")
    awarded.refused("PROJECT_UNKNOWN", "lend_capacity", **unknown)
    awarded.refused("NOT_YET", "lend_capacity", **lent(date="2011-09-14"))
    entry = awarded.post("lend_capacity", **lent(lender="coevorden", borrower="meppel"))
    awarded.post("reverse", **reversal(entry, "2012-02-01"))


# -- results and letters -------------------------------------------------------------


def test_a_result_is_of_a_project(awarded: LedgerInTest) -> None:
    awarded.refused("PROJECT_UNKNOWN", "record_result", **result(project="none"))
    awarded.refused("NOT_YET", "record_result", **result(date="2011-09-14"))
    entry = awarded.post("record_result", **result(indicator="x", target="3"))
    awarded.post("reverse", **reversal(entry, DAY))


def test_a_letter_is_of_a_year_to_partners(ledger: LedgerInTest) -> None:
    unknown = letter(year="1999", addressees=["assen"])
    ledger.refused("YEAR_UNKNOWN", "record_accountability", **unknown)
    addressed = letter(addressees=["assen"])
    ledger.refused("PARTNER_UNKNOWN", "record_accountability", **addressed)
    twice = letter(addressees=["emmen", "EMMEN"])
    ledger.refused("SCOPE_INVALID", "record_accountability", **twice)
    entry = ledger.post("record_accountability", **letter())
    ledger.post("record_accountability", **letter())
    ledger.post("reverse", **reversal(entry, "2012-10-15"))
