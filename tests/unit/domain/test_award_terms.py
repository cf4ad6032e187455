"""What papers need of awards, settlements and recipients: optional fields."""

import pytest

from projections.answers.projects import project
from tests.unit.domain.posting import (
    LATE,
    LedgerInTest,
    Row,
    grant,
    money,
    proposal,
    reversal,
    withdrawal,
)

TERMS: Row = {
    "legal_basis": "Subsidieregeling Zuidas 2011, article 4",
    "start_date": "2011-09-01",
    "end_date": "2012-08-31",
    "determination_due": "2012-11-30",
    "advance_schedule": [
        {"date": "2011-10-01", "amount": "10000.00"},
        {"date": "2011-10-01", "amount": "5000.00"},
        {"date": "2012-03-01", "amount": "15000.00"},
    ],
}


@pytest.fixture
def proposed(ledger: LedgerInTest) -> LedgerInTest:
    ledger.post("propose_project", **proposal())
    return ledger


@pytest.fixture
def awarded(proposed: LedgerInTest) -> LedgerInTest:
    proposed.post("award_grant", **grant())
    return proposed


def advances(*planned: tuple[str, str]) -> list[Row]:
    return [{"date": day, "amount": amount} for day, amount in planned]


def test_an_award_holds_its_terms(proposed: LedgerInTest) -> None:
    given = proposed.show(proposed.post("award_grant", **grant(), **TERMS))["fields"]
    assert {name: given[name] for name in TERMS} == TERMS


def test_an_award_without_terms_stores_none(proposed: LedgerInTest) -> None:
    entry = proposed.post("award_grant", **grant())
    assert proposed.show(entry)["fields"] == {"command": "award_grant", **grant()}


def told(ledger: LedgerInTest, at: str = LATE) -> Row:
    """What `project` answers of these fields."""
    names = (*TERMS, "ground", "recipient_kind", "recipient_kvk")
    found = project(ledger.view(at), "grecor")
    return {name: found[name] for name in names}


NOTHING: Row = {**dict.fromkeys(TERMS), "advance_schedule": [], "ground": None}
NOTHING |= {"recipient_kind": None, "recipient_kvk": None}


def test_project_tells_the_terms_of_the_award_that_stands(
    proposed: LedgerInTest,
) -> None:
    assert told(proposed) == NOTHING
    first = proposed.post("award_grant", **grant(), **TERMS)
    assert told(proposed) == {**NOTHING, **TERMS}
    assert told(proposed, "2011-09-30") == NOTHING
    proposed.post("reverse", **reversal(first, "2011-11-01"))
    assert told(proposed) == NOTHING
    again = {**grant(on="2011-12-01"), "legal_basis": "Another regulation"}
    proposed.post("award_grant", **again)
    assert told(proposed) == {**NOTHING, "legal_basis": "Another regulation"}


def test_project_tells_the_ground_of_the_newest_settlement(
    awarded: LedgerInTest,
) -> None:
    awarded.post("determine_grant", **money("1.00", "2012-01-01"), ground="Low")
    entry = awarded.post("withdraw_grant", **withdrawal("2012-02-01"))
    assert told(awarded)["ground"] is None
    assert told(awarded, "2012-01-31")["ground"] == "Low"
    awarded.post("reverse", **reversal(entry, "2012-03-01"))
    assert told(awarded)["ground"] == "Low"


def test_project_tells_what_the_recipient_is(proposed: LedgerInTest) -> None:
    about = {"recipient_kind": "legal_entity", "recipient_kvk": "01234567"}
    proposed.post("amend_project", **amendment(**about))
    assert told(proposed) == {**NOTHING, **about}
    person = {"recipient_kind": "person", "recipient_kvk": ""}
    proposed.post("amend_project", **amendment(**person, date="2011-09-17"))
    assert told(proposed) == {**NOTHING, "recipient_kind": "person"}


@pytest.mark.parametrize(
    ("schedule", "code"),
    [
        ([("2011-09-30", "1.00")], "BAD_DATE"),
        ([("2012-03-02", "1.00"), ("2012-03-01", "1.00")], "BAD_DATE"),
        ([("2011-10-01", "30000.00"), ("2011-10-01", "0.01")], "SCOPE_INVALID"),
    ],
)
def test_advances_from_the_award_on_in_order_and_at_most_the_grant(
    proposed: LedgerInTest, schedule: list[tuple[str, str]], code: str
) -> None:
    planned = advances(*schedule)
    proposed.refused(code, "award_grant", **grant(), advance_schedule=planned)


def test_advances_above_the_grant_are_refused_with_the_sum(
    proposed: LedgerInTest,
) -> None:
    planned = advances(("2011-10-01", "20000.00"), ("2012-01-01", "10000.01"))
    refusal = proposed.refused(
        "SCOPE_INVALID", "award_grant", **grant(), advance_schedule=planned
    )
    said = "20,000.00 + € 10,000.01 = € 30,000.01"
    assert said in refusal.message
    assert "grant of € 30,000.00" in refusal.message
    assert refusal.details["field"] == "advance_schedule"


def test_an_empty_schedule_is_one_that_is_left_out(proposed: LedgerInTest) -> None:
    award = grant(id="award")
    entry = proposed.post("award_grant", **award, advance_schedule=[])
    assert proposed.post("award_grant", **award) == entry
    assert "advance_schedule" not in proposed.show(entry)["fields"]


def test_a_period_does_not_end_before_it_starts(proposed: LedgerInTest) -> None:
    period = {"start_date": "2011-10-02", "end_date": "2011-10-01"}
    refusal = proposed.refused("BAD_DATE", "award_grant", **grant(), **period)
    assert refusal.details["field"] == "end_date"
    proposed.post("award_grant", **grant(), **{**period, "end_date": "2011-10-02"})


@pytest.mark.parametrize("name", ["start_date", "end_date"])
def test_a_period_may_be_half_known_and_of_any_day(
    proposed: LedgerInTest, name: str
) -> None:
    proposed.post("award_grant", **grant(), **{name: "2010-01-01"})


def test_an_order_of_dates_is_told_before_amounts(proposed: LedgerInTest) -> None:
    above = grant("30000.01")
    early = advances(("2011-09-30", "99999.00"))
    late = advances(("2011-10-01", "99999.00"))
    proposed.refused("BAD_DATE", "award_grant", **above, advance_schedule=early)
    proposed.refused("AWARD_EXCEEDED", "award_grant", **above, advance_schedule=late)


def test_a_settlement_holds_its_ground(awarded: LedgerInTest) -> None:
    ground = "Awb 4:46, lid 2, onder a: de activiteiten zijn niet geheel verricht"
    low = {**money("20000.00", "2012-01-01"), "ground": ground}
    entry = awarded.post("determine_grant", **low)
    assert awarded.show(entry)["fields"]["ground"] == ground
    wrong = "Awb 4:49, lid 1, onder b: de vaststelling was onjuist"
    entry = awarded.post("withdraw_grant", **withdrawal("2012-02-01"), ground=wrong)
    assert awarded.show(entry)["fields"]["ground"] == wrong


@pytest.mark.parametrize("kind", ["government", "legal_entity", None])
def test_a_recipient_has_a_kind_and_a_number(
    ledger: LedgerInTest, kind: str | None
) -> None:
    about: Row = {"recipient_kind": kind, "recipient_kvk": "01234567"}
    given = ledger.show(ledger.post("propose_project", **proposal(**about)))["fields"]
    assert given["recipient_kvk"] == "01234567"
    assert given.get("recipient_kind") == kind


def test_a_person_has_no_number(ledger: LedgerInTest) -> None:
    about = {"recipient_kind": "person", "recipient_kvk": "01234567"}
    refusal = ledger.refused("SCOPE_INVALID", "propose_project", **proposal(**about))
    assert "01234567" in refusal.message
    ledger.post("propose_project", **proposal(recipient_kind="person"))


def amendment(**changes: object) -> Row:
    return {"project": "grecor", "date": "2011-09-16", **changes}


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ({"recipient_kind": "person"}, {"recipient_kvk": "01234567"}),
        ({"recipient_kvk": "01234567"}, {"recipient_kind": "person"}),
    ],
)
def test_a_person_gets_no_number_in_two_steps(
    proposed: LedgerInTest, first: Row, then: Row
) -> None:
    proposed.post("amend_project", **amendment(**first))
    proposed.refused("SCOPE_INVALID", "amend_project", **amendment(**then))


def test_a_blank_number_takes_away_the_one_there_was(proposed: LedgerInTest) -> None:
    proposed.post("amend_project", **amendment(recipient_kvk="01234567"))
    to_person = amendment(recipient_kind="person", recipient_kvk=" ")
    entry = proposed.post("amend_project", **to_person)
    assert proposed.show(entry)["fields"]["recipient_kvk"] == ""
    later = amendment(recipient_kind="legal_entity", recipient_kvk="87654321")
    proposed.post("amend_project", **later)
    assert told(proposed)["recipient_kvk"] == "87654321"
