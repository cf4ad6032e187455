"""Checks of meetings, ratification, letters, hours, capacity and participation."""

import pytest

from projections.checks import CODES
from projections.finding import Finding
from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    Row,
    grant,
    hours,
    lent,
    meeting,
    money,
    proposal,
    reversal,
    team,
)

STRATEGIC = {"number": "STRATEGIC", "date": "2011-09-01", "subject": "x"}


def names(found: list[Finding]) -> list[str]:
    assert {each.severity for each in found} <= {"warning"}
    assert {CODES[each.code] for each in found} <= {each.check for each in found}
    return [each.name for each in found]


def test_fewer_than_two_meetings_in_a_year_that_ended(ledger: LedgerInTest) -> None:
    assert names(ledger.findings("meetings", "2011-12-31")) == []
    assert names(ledger.findings("meetings", "2012-01-01")) == [
        "MEETINGS_TOO_FEW/2011/0"
    ]
    entry = ledger.post("record_meeting", **meeting("A"))
    [found] = ledger.findings("meetings", "2012-01-01")
    assert (found.name, found.entries) == ("MEETINGS_TOO_FEW/2011/1", [entry])
    ledger.post("record_meeting", **meeting("B"))
    assert names(ledger.findings("meetings", "2012-01-01")) == []


def test_programme_teams_without_a_partner(ledger: LedgerInTest) -> None:
    all_but_two = {"coevorden": 1, "hoogeveen": 1, "dewolden": 1, "drenthe": 1}
    first = ledger.post("record_meeting", **team("T1", "2011-09-01", **all_but_two))
    second = ledger.post(
        "record_meeting", **team("T2", "2011-10-01", **all_but_two, emmen=1, meppel=0)
    )
    # Of another body nothing is asked.
    ledger.post("record_meeting", **meeting(present={}))
    found = ledger.findings("meetings", "2011-12-31")
    assert names(found) == [
        "MEETING_WITHOUT_PARTNER/emmen/1",
        "MEETING_WITHOUT_PARTNER/meppel/2",
    ]
    assert [each.entries for each in found] == [[first], [first, second]]


def ratify(ledger: LedgerInTest, partner: str, outcome: str = "ratified") -> int:
    return ledger.post(
        "ratify_decision",
        decision="STRATEGIC",
        partner=partner,
        date="2011-10-01",
        outcome=outcome,
        document=f"BW-{partner}",
    )


def test_not_ratified_while_entries_rest_on_it(ledger: LedgerInTest) -> None:
    decision = ledger.post("record_decision", **STRATEGIC, strategic=True)
    for partner in ("coevorden", "hoogeveen", "dewolden", "drenthe"):
        ratify(ledger, partner)
    ratify(ledger, "emmen", "noted")
    # The ratifications themselves are nothing that rests on it.
    assert names(ledger.findings("ratification", "2012-01-01")) == []
    limits = {"year": "2011", "date": "2011-09-02", "decision": "STRATEGIC"}
    resting = ledger.post("set_funding_limits", **limits, max_grants={"TL": "1.00"})
    assert names(ledger.findings("ratification", "2011-11-30")) == []
    [found] = ledger.findings("ratification", "2011-12-01")
    assert found.name == "NOT_RATIFIED/STRATEGIC/meppel"
    assert found.entries == [decision, resting]
    ledger.post("reverse", **reversal(resting, "2011-12-15"))
    assert len(ledger.findings("ratification", "2011-12-14")) == 1
    assert names(ledger.findings("ratification", "2011-12-15")) == []


def test_a_refused_ratification(ledger: LedgerInTest) -> None:
    decision = ledger.post("record_decision", **STRATEGIC, strategic=True)
    refused = ratify(ledger, "emmen", "refused")
    assert names(ledger.findings("ratification", "2011-09-30")) == []
    [found] = ledger.findings("ratification", "2011-10-01")
    assert found.name == "RATIFICATION_REFUSED/STRATEGIC/emmen"
    assert found.entries == [decision, refused]
    ratify(ledger, "emmen")
    assert names(ledger.findings("ratification", "2011-10-01")) == []


def test_an_ordinary_decision_is_not_ratified(ledger: LedgerInTest) -> None:
    assert names(ledger.findings("ratification", "2014-01-01")) == []


def test_no_letter_six_months_after_a_year(ledger: LedgerInTest) -> None:
    assert names(ledger.findings("accountability", "2013-01-31")) == []
    [found] = ledger.findings("accountability", "2013-02-01")
    assert found.name == "ACCOUNTABILITY_MISSING/2011"
    letter: Row = {"year": "2011", "date": "2013-02-01", "document": "LETTER-1"}
    ledger.post("record_accountability", **letter, addressees=["emmen"])
    assert names(ledger.findings("accountability", "2013-02-01")) == []


def test_hours_below_the_minimum_of_a_year_that_ended(ledger: LedgerInTest) -> None:
    day = {"date": "2011-08-01"}
    ledger.post("commit_hours", **hours("100"), **day, document="MT-1")
    ledger.post("commit_hours", **hours("80"), date="2011-10-01", document="MT-2")
    ledger.post("record_hours", **hours("30.5"), **day)
    ledger.post("record_hours", **hours("10", year="2012"), **day)
    assert names(ledger.findings("hours", "2012-07-31")) == []
    assert names(ledger.findings("hours", "2012-08-01")) == [
        "HOURS_SHORT/2011/emmen/49.50"
    ]
    ledger.post("record_hours", **hours("49.5"), **day)
    assert names(ledger.findings("hours", "2012-08-01")) == []


@pytest.fixture
def borrowing(ledger: LedgerInTest) -> LedgerInTest:
    """Project grecor was awarded with 5,000 of borrowed capacity in its plan."""
    own = {"emmen": "4000.00", "meppel": "16000.00"}
    changes: Row = {"borrowed_capacity": "5000.00", "own_contributions": own}
    ledger.post("propose_project", **proposal(**changes, total_cost="65000.00"))
    assert names(ledger.findings("capacity", "2011-09-30")) == []
    ledger.post("award_grant", **grant())
    return ledger


def test_more_or_less_capacity_than_planned(borrowing: LedgerInTest) -> None:
    assert names(borrowing.findings("capacity")) == ["CAPACITY_DIFFERS/grecor/-5000.00"]
    half = borrowing.post("lend_capacity", **lent("40", borrower="meppel"))
    [found] = borrowing.findings("capacity")
    assert (found.name, found.entries) == ("CAPACITY_DIFFERS/grecor/-2500.00", [half])
    borrowing.post("lend_capacity", **lent("40", borrower="meppel"))
    assert names(borrowing.findings("capacity")) == []
    borrowing.post("lend_capacity", **lent("40", borrower="meppel"))
    assert names(borrowing.findings("capacity")) == ["CAPACITY_DIFFERS/grecor/2500.00"]


def test_the_borrower_pays_from_its_own_contribution(borrowing: LedgerInTest) -> None:
    entry = borrowing.post("lend_capacity", **lent("80"))
    [found] = borrowing.findings("capacity")
    assert found.name == "OWN_CONTRIBUTION_SHORT/grecor/emmen/1000.00"
    assert found.entries == [entry]


def test_fewer_participants_than_the_share_was_given_for(
    awarded: LedgerInTest,
) -> None:
    fields: Row = {"project": "grecor", "reason": "x", "document": "LETTER-1"}

    def takes_part(on: str, *participants: str) -> int:
        return awarded.post(
            *("record_participation",),
            **{**fields, "participants": list(participants), "date": on},
        )

    takes_part("2011-11-01", "emmen", "coevorden")
    assert names(awarded.findings("participation")) == []
    entry = takes_part("2011-12-01", "emmen")
    assert names(awarded.findings("participation", "2011-11-30")) == []
    [found] = awarded.findings("participation")
    assert (found.name, found.entries) == ("PARTICIPATION_FEWER/grecor/1", [entry])
    assert "no share" in found.message
    takes_part("2012-01-01", "emmen", "meppel", "coevorden", "hoogeveen", "drenthe")
    assert names(awarded.findings("participation")) == []
    awarded.post("change_grant", **grant("31000.00", "2012-01-02"))
    takes_part("2012-02-01", "emmen", "meppel", "coevorden", "hoogeveen")
    [found] = awarded.findings("participation")
    assert "75 percent" in found.message
    withdrawal = {**money("0", "2012-03-01"), "decision": SG, "reason": "x"}
    withdrawal.pop("amount")
    awarded.post("withdraw_grant", **withdrawal)
    assert names(awarded.findings("participation", "2012-02-28")) != []
    assert names(awarded.findings("participation")) == []
