"""Meetings, and the decisions and the advice that they had (Z19, Z20, Z26)."""

import pytest

from domain.deciding import decisions, references
from projections.answers.decisions import decision as decided
from projections.answers.meetings import meeting as one_meeting
from projections.answers.meetings import meetings
from tests.unit.domain.posting import (
    LedgerInTest,
    Row,
    built,
    meeting,
    proposal,
    reversal,
    team,
)

DAY = "2011-06-15"


def decision(number: str, place: str | None, on: str = DAY) -> Row:
    return {"number": number, "date": on, "subject": "x", "meeting": place}


def advice(place: str | None, on: str = DAY, **more: object) -> Row:
    fixed = {"date": on, "body": "reo", "subject": "x", "solicited": False}
    return {**fixed, "meeting": place, **more}


def test_one_meeting_stands_under_a_number(ledger: LedgerInTest) -> None:
    first = ledger.post("record_meeting", **meeting())
    ledger.refused("MEETING_EXISTS", "record_meeting", **meeting(date="2011-09-01"))
    ledger.post("reverse", **reversal(first, "2011-09-01"))
    # A meeting was when it was: that it is recorded anew changes no date.
    ledger.post("record_meeting", **meeting())


def test_a_meeting_was_held(ledger: LedgerInTest) -> None:
    future = "2999-01-01"
    ledger.refused("FUTURE_DATE", "record_meeting", **meeting(date=future))
    entry = ledger.post("record_meeting", **meeting())
    ledger.refused("FUTURE_DATE", "reverse", **reversal(entry, future))
    ledger.refused("BEFORE_START", "record_meeting", **meeting("A", date="2010-12-31"))


def test_a_programme_team_alone_names_a_programme(ledger: LedgerInTest) -> None:
    without = {k: v for k, v in team("TL-1", DAY).items() if k != "programme"}
    ledger.refused("SCOPE_INVALID", "record_meeting", **without)
    ledger.refused("SCOPE_INVALID", "record_meeting", **meeting(programme="TL"))
    ledger.post("record_meeting", **team("TL-1", DAY, emmen=1))


def test_nothing_is_refused_for_attendance(ledger: LedgerInTest) -> None:
    ledger.post("record_meeting", **meeting(chair=None, present={}))
    ledger.post("record_meeting", **meeting("SG-M2", present={"emmen": 9, "meppel": 0}))


def test_present_are_partners_in_their_own_spelling(ledger: LedgerInTest) -> None:
    entry = ledger.post(
        "record_meeting",
        **meeting(chair="DRENTHE", present={"Emmen": "2", "MEPPEL": 0}),
    )
    fields = ledger.show(entry)["fields"]
    assert fields["chair"] == "drenthe"
    assert fields["present"] == {"emmen": 2, "meppel": 0}
    twice = meeting("B", present={"emmen": 1, "EMMEN": 1})
    ledger.refused("BAD_COMMAND", "record_meeting", **twice)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"present": {"assen": 1}}, "PARTNER_UNKNOWN"),
        ({"chair": "assen"}, "PARTNER_UNKNOWN"),
        ({"body": "programme_team", "programme": "OUTSIDE"}, "PROGRAMME_UNKNOWN"),
        # In the order of the fields.
        ({"programme": "XX", "chair": "assen"}, "PROGRAMME_UNKNOWN"),
    ],
)
def test_what_a_meeting_refers_to(
    ledger: LedgerInTest, changes: Row, code: str
) -> None:
    ledger.refused(code, "record_meeting", **meeting(**changes))


def test_a_decision_is_taken_in_a_meeting_of_the_steering_group_that_day(
    ledger: LedgerInTest,
) -> None:
    ledger.refused("MEETING_UNKNOWN", "record_decision", **decision("A", "SG-M1"))
    ledger.post("record_meeting", **meeting())
    ledger.post("record_meeting", **meeting("REO-1", body="reo"))
    ledger.refused("SCOPE_INVALID", "record_decision", **decision("A", "REO-1"))
    for day in ("2011-06-14", "2011-06-16"):
        ledger.refused("BAD_DATE", "record_decision", **decision("A", "SG-M1", day))
    ledger.post("record_decision", **decision("A", "SG-M1"))


def test_an_unknown_meeting_is_told_before_a_number_in_use(
    ledger: LedgerInTest,
) -> None:
    ledger.refused(
        "MEETING_UNKNOWN", "record_decision", **decision("SG-2011-01", "SG-M1")
    )


def test_a_reversed_meeting_took_no_decision(ledger: LedgerInTest) -> None:
    first = ledger.post("record_meeting", **meeting())
    ledger.post("reverse", **reversal(first, DAY))
    ledger.refused("MEETING_UNKNOWN", "record_decision", **decision("A", "SG-M1"))


def test_what_was_stored_in_meeting_as_text_is_read_as_it_is() -> None:
    """Version 0.1.0 asked nothing of it but its form."""
    fields = decision("A", "a..b")
    model = type(built("record_decision", decision("A", None)))
    assert model.from_given(fields).given()["meeting"] == "a..b"


def test_a_meeting_is_reversible_while_nothing_rests_on_it(
    ledger: LedgerInTest,
) -> None:
    first = ledger.post("record_meeting", **meeting())
    resting = [
        ledger.post("record_decision", **decision("A", "SG-M1")),
        ledger.post("record_advice", **advice("SG-M1")),
    ]
    for entry in resting:
        error = ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(first, DAY))
        assert f"entry {entry}" in error.message
        ledger.post("reverse", **reversal(entry, DAY))
    ledger.post("reverse", **reversal(first, DAY))
    ledger.refused("ALREADY_REVERSED", "reverse", **reversal(first, DAY))


def test_what_named_an_earlier_meeting_does_not_rest_on_this_one(
    ledger: LedgerInTest,
) -> None:
    first = ledger.post("record_meeting", **meeting())
    ledger.post("record_decision", **decision("A", "SG-M1"))
    other = ledger.post("record_meeting", **meeting("SG-M2"))
    ledger.post("reverse", **reversal(other, DAY))
    again = ledger.post("record_meeting", **meeting("SG-M2"))
    ledger.post("reverse", **reversal(again, DAY))
    ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(first, DAY))


def test_a_text_of_before_is_no_reference(
    ledger: LedgerInTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As version 0.1.0 stored it: the meeting that is recorded later is another."""
    with monkeypatch.context() as old:
        old.setitem(references._CHECKS, "meeting", lambda *_: None)
        old.setattr(decisions, "check_took_decision", lambda *_: None)
        ledger.post("record_decision", **decision("OLD", "SG-M1"))
    first = ledger.post("record_meeting", **meeting())
    assert [row["decisions"] for row in meetings(ledger.view())] == [[]]
    assert ledger.decision("OLD")["meeting"] == "SG-M1"
    ledger.post("reverse", **reversal(first, DAY))


def test_what_named_a_number_before_its_meeting_names_another(
    ledger: LedgerInTest,
) -> None:
    first = ledger.post("record_meeting", **meeting())
    named = ledger.post("record_advice", **advice("SG-M1"))
    ledger.post("reverse", **reversal(named, "2012-01-01"))
    ledger.post("reverse", **reversal(first, DAY))
    ledger.post("record_meeting", **meeting())
    assert one_meeting(ledger.view("2011-12-31"), "SG-M1")["advice"] == []
    again = ledger.post("record_advice", **advice("SG-M1"))
    [found] = one_meeting(ledger.view("2011-12-31"), "SG-M1")["advice"]
    assert found["entry"] == again


# -- advice ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"decision": "NONE"}, "DECISION_UNKNOWN"),
        ({"decision": "LATER"}, "DECISION_LATER"),
        ({"project": "none"}, "PROJECT_UNKNOWN"),
        ({"project": "grecor"}, "NOT_YET"),
        ({"meeting": "NONE"}, "MEETING_UNKNOWN"),
        ({"meeting": "LATER"}, "BAD_DATE"),
        # In the order of the fields.
        ({"project": "none", "decision": "NONE"}, "DECISION_UNKNOWN"),
        ({"meeting": "NONE", "project": "none"}, "PROJECT_UNKNOWN"),
    ],
)
def test_what_an_advice_is_on(ledger: LedgerInTest, more: Row, code: str) -> None:
    ledger.decide("LATER", "2011-06-16")
    ledger.post("propose_project", **proposal(date="2011-06-16"))
    ledger.post("record_meeting", **meeting("LATER", date="2011-06-16"))
    ledger.refused(code, "record_advice", **advice(None, **more))


def test_an_advice_rests_on_its_decision(ledger: LedgerInTest) -> None:
    recorded = ledger.decide("A", DAY)
    entry = ledger.post("record_advice", **advice(None, decision="A"))
    ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(recorded, DAY))
    ledger.post("reverse", **reversal(entry, DAY))
    ledger.post("reverse", **reversal(recorded, DAY))


# -- ratification --------------------------------------------------------------------


def ratification(number: str, on: str = "2011-09-06", **more: object) -> Row:
    return {
        "decision": number,
        "partner": "emmen",
        "date": on,
        "outcome": "ratified",
        "document": "BW-1",
        **more,
    }


def strategic(ledger: LedgerInTest, number: str = "STRATEGIC") -> int:
    return ledger.post("record_decision", **decision(number, None), strategic=True)


def test_only_a_strategic_decision_is_ratified(ledger: LedgerInTest) -> None:
    ledger.decide("ORDINARY", DAY)
    ledger.refused("SCOPE_INVALID", "ratify_decision", **ratification("ORDINARY"))
    ledger.refused("DECISION_UNKNOWN", "ratify_decision", **ratification("STRATEGIC"))
    strategic(ledger)
    before = ratification("STRATEGIC", "2011-06-14")
    ledger.refused("DECISION_LATER", "ratify_decision", **before)
    unknown = ratification("STRATEGIC", partner="assen")
    ledger.refused("PARTNER_UNKNOWN", "ratify_decision", **unknown)
    ledger.post("ratify_decision", **ratification("STRATEGIC", DAY))


def test_a_partner_may_come_back_on_it(ledger: LedgerInTest) -> None:
    recorded = strategic(ledger)
    first = ledger.post("ratify_decision", **ratification("STRATEGIC"))
    second = ledger.post(
        "ratify_decision", **ratification("STRATEGIC", outcome="refused")
    )
    ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(recorded, "2011-10-01"))
    for entry in (first, second):
        ledger.post("reverse", **reversal(entry, "2011-10-01"))
    # The reversal of a ratification leaves the decision as it is.
    ledger.post("ratify_decision", **ratification("STRATEGIC", "2011-10-02"))


def test_answers_and_advice_are_of_the_decision_that_stood(
    ledger: LedgerInTest,
) -> None:
    """A decision that was never in force frees its number for its own date."""
    first = strategic(ledger)
    rest = [
        ledger.post("ratify_decision", **ratification("STRATEGIC")),
        ledger.post("record_advice", **advice(None, decision="STRATEGIC")),
    ]
    for entry in rest:
        ledger.post("reverse", **reversal(entry, "2012-01-01"))
    ledger.post("reverse", **reversal(first, DAY))
    strategic(ledger)
    found = decided(ledger.view("2011-12-01"), "STRATEGIC")
    assert {row["outcome"] for row in found["ratification"]} == {None}
    assert found["advice"] == []
    ledger.post("ratify_decision", **ratification("STRATEGIC"))
    found = decided(ledger.view("2011-12-01"), "STRATEGIC")
    assert next(row["outcome"] for row in found["ratification"]) == "ratified"
