"""Who takes part after the award, and what a raise is then judged by (Z12, Z14)."""

from datetime import date
from typing import Any

import pytest

from ledger.posting.judging import books_of, judged, proposed
from projections.answers.projects import project
from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    Row,
    deviation,
    grant,
    lent,
    proposal,
    reversal,
)

RAISED = "30000.00"
"""Half of the eligible cost: the most that two participants may have."""


def taking_part(on: str, *participants: str, **more: object) -> Row:
    return {
        "project": "grecor",
        "participants": list(participants),
        "date": on,
        "reason": "x",
        "document": "LETTER-1",
        **more,
    }


@pytest.fixture
def low(ledger: LedgerInTest) -> LedgerInTest:
    """Project grecor (Emmen, Meppel) with a grant of 20,000."""
    ledger.post("propose_project", **proposal())
    ledger.post("award_grant", **grant("20000.00"))
    return ledger


def raised(on: str, amount: str = RAISED) -> Row:
    return grant(amount, on)


def share(ledger: LedgerInTest, on: str) -> Any:
    """What the assessment of the present grant says of the participation share."""
    day = date.fromisoformat(on)
    books = books_of(ledger.view(on))
    found = judged(proposed("grecor", day, books), 3000000, day, books)
    [condition] = [
        each for each in found["conditions"] if each["rule"] == "participation_share"
    ]
    return condition


def test_only_after_the_award(ledger: LedgerInTest) -> None:
    fields = taking_part("2011-09-30", "emmen", "meppel")
    ledger.refused("PROJECT_UNKNOWN", "record_participation", **fields)
    ledger.post("propose_project", **proposal())
    ledger.refused("PROJECT_STATUS", "record_participation", **fields)
    award = ledger.post("award_grant", **grant())
    ledger.refused("PROJECT_STATUS", "record_participation", **fields)
    ledger.post("record_participation", **{**fields, "date": "2011-10-01"})
    ledger.post("reverse", **reversal(award, "2011-10-05"))
    ledger.refused(
        "PROJECT_STATUS", "record_participation", **{**fields, "date": "2011-10-05"}
    )


def test_partners_each_once(low: LedgerInTest) -> None:
    unknown = taking_part("2011-11-01", "assen")
    low.refused("PARTNER_UNKNOWN", "record_participation", **unknown)
    twice = taking_part("2011-11-01", "emmen", "EMMEN")
    low.refused("SCOPE_INVALID", "record_participation", **twice)


def test_no_money_moves(low: LedgerInTest) -> None:
    entry = low.post("record_participation", **taking_part("2011-11-01", "emmen"))
    assert low.lines(entry) == {}


def test_a_raise_is_judged_by_who_takes_part_on_its_date(low: LedgerInTest) -> None:
    low.post("record_participation", **taking_part("2012-01-01", "emmen"))
    error = low.refused("CONDITIONS_NOT_MET", "change_grant", **raised("2012-01-01"))
    assert "two_municipalities" in error.message
    low.post("change_grant", **raised("2011-12-31"))


def test_more_participants_give_a_higher_share(low: LedgerInTest) -> None:
    many = ("emmen", "meppel", "hoogeveen", "coevorden")
    low.post("record_participation", **taking_part("2012-01-01", *many))
    assert share(low, "2011-12-31")["facts"]["maximum"] == "30000.00"
    assert share(low, "2012-01-01")["facts"]["maximum"] == "45000.00"
    low.refused("CONDITIONS_NOT_MET", "change_grant", **raised("2011-12-31", "31000"))
    low.post("change_grant", **raised("2012-01-01", "31000"))


def test_contributions_of_who_left_do_not_count(low: LedgerInTest) -> None:
    assert share(low, "2011-12-31")["facts"]["own_contributions"] == "20000.00"
    others = taking_part("2012-01-01", "meppel", "hoogeveen")
    low.post("record_participation", **others)
    found = share(low, "2012-01-01")
    assert found["facts"]["own_contributions"] == "0.00"
    assert found["verdict"] == "not_met"


def test_the_newest_by_date_holds_until_it_is_reversed(low: LedgerInTest) -> None:
    later = low.post(
        "record_participation", **taking_part("2012-03-01", "emmen", "coevorden")
    )
    low.post("record_participation", **taking_part("2012-02-01", "emmen"))
    assert share(low, "2012-02-29")["facts"]["participants"] == 1
    assert share(low, "2012-03-01")["facts"]["participants"] == 2
    same_day = taking_part("2012-03-01", "emmen", "coevorden", "meppel")
    low.post("record_participation", **same_day)
    assert share(low, "2012-03-01")["facts"]["participants"] == 3
    low.post("reverse", **reversal(low.last_entry, "2012-04-01"))
    assert share(low, "2012-03-31")["facts"]["participants"] == 3
    assert share(low, "2012-04-01")["facts"]["participants"] == 2
    low.post("reverse", **reversal(later, "2012-05-01"))
    assert share(low, "2012-05-01")["facts"]["participants"] == 1


def test_a_new_award_is_judged_by_its_own_proposal(low: LedgerInTest) -> None:
    low.post("record_participation", **taking_part("2011-11-01", "emmen"))
    low.post("reverse", **reversal(13, "2011-11-02"))
    low.post("award_grant", **grant("20000.00", "2011-11-03"))
    assert share(low, "2011-11-03")["facts"]["participants"] == 2
    assert project(low.view("2011-11-03"), "grecor")["participation"] == []
    assert low.findings("participation") == []


def test_capacity_is_borrowed_by_who_takes_part_on_the_date(low: LedgerInTest) -> None:
    low.post("record_participation", **taking_part("2012-01-01", "meppel", "coevorden"))
    low.refused("SCOPE_INVALID", "lend_capacity", **lent(date="2012-01-01"))
    low.post("lend_capacity", **lent(date="2011-12-31"))
    low.post("lend_capacity", **lent(date="2012-01-01", borrower="coevorden"))


def test_a_deviation_from_the_share_is_above_that_of_the_date(
    low: LedgerInTest,
) -> None:
    many = ("emmen", "meppel", "hoogeveen", "coevorden")
    low.post("record_participation", **taking_part("2012-01-01", *many))
    fields = {"project": "grecor", "share": "75"}
    after = deviation("participation_share", "2012-01-01", **fields)
    low.refused("SCOPE_INVALID", "deviate", **after)
    low.deviate("participation_share", "2011-12-31", **fields)


def test_a_determination_is_due_after_the_award(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal())
    due = {**grant(), "determination_due": "2011-09-30"}
    ledger.refused("BAD_DATE", "award_grant", **due)
    # An order of dates is told before an amount.
    ledger.refused("BAD_DATE", "award_grant", **{**due, "amount": "30000.01"})
    entry = ledger.post("award_grant", **{**due, "determination_due": "2011-10-01"})
    assert ledger.show(entry)["fields"]["determination_due"] == "2011-10-01"
    assert ledger.show(entry)["fields"]["decision"] == SG
