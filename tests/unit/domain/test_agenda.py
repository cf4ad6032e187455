"""The officer's list: each kind of item on both sides of its date."""

from collections.abc import Callable

import pytest

from projections.answers.agenda import Item, agenda
from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    cost,
    deviation,
    grant,
    meeting,
    money,
    other,
    proposal,
    reversal,
)


def items(ledger: LedgerInTest, at: str, rule: str) -> list[tuple[str, str, str]]:
    """Date, subject and command of the items of a rule."""
    found = agenda(ledger.view(at))
    return [
        (item.date.isoformat(), item.subject, item.command)
        for item in found
        if item.rule == rule
    ]


def late(ledger: LedgerInTest, at: str, rule: str) -> list[str]:
    """What the check of deadlines says of a rule, by name of the finding."""
    names = [finding.name for finding in ledger.findings("deadlines", at)]
    return [name for name in names if name.startswith(f"DEADLINE_PASSED/{rule}/")]


def test_contributions_are_listed_from_the_opening_and_late_after_their_due_date(
    opened: LedgerInTest,
) -> None:
    due = "2011-08-31"
    rule = "contribution_due"
    assert items(opened, "2011-07-31", rule) == []
    found = items(opened, "2011-08-01", rule)
    assert len(found) == 6
    assert (due, "emmen 2011", "receive_contribution") in found
    assert late(opened, due, rule) == []
    assert len(late(opened, "2011-09-01", rule)) == 6
    opened.receive("emmen", "44800.00")
    assert len(late(opened, "2011-09-01", rule)) == 5
    assert "DEADLINE_PASSED/contribution_due/meppel 2011/2011-08-31" in late(
        opened, "2011-09-01", rule
    )


def propose(ledger: LedgerInTest) -> object:
    return ledger.post("propose_project", **proposal())


def due(ledger: LedgerInTest) -> object:
    propose(ledger)
    award = {**grant(), "determination_due": "2012-09-01"}
    return ledger.post("award_grant", **award)


def owe(ledger: LedgerInTest) -> object:
    propose(ledger)
    ledger.post("award_grant", **grant())
    ledger.pay("30000.00", "2011-11-20")
    return ledger.post("determine_grant", **money("24000.00", "2012-03-01"))


def decide(ledger: LedgerInTest) -> object:
    fields = {"number": "STRATEGIC", "date": "2011-09-01", "subject": "x"}
    return ledger.post("record_decision", **fields, strategic=True)


def nothing(_: LedgerInTest) -> object:
    return None


def ratify(ledger: LedgerInTest) -> None:
    for partner in ledger.view().framework.partner_codes:
        ledger.post(
            "ratify_decision",
            decision="STRATEGIC",
            partner=partner,
            date="2011-10-01",
            outcome="noted" if partner == "emmen" else "ratified",
            document=f"BW-{partner}",
        )


def reject(ledger: LedgerInTest) -> None:
    fields = {"project": "grecor", "date": "2011-10-01", "decision": SG, "reason": "x"}
    ledger.post("reject_project", **fields)


def write(ledger: LedgerInTest) -> None:
    ledger.post(
        "record_accountability",
        year="2011",
        date="2012-10-15",
        document="LETTER-1",
        addressees=["emmen"],
    )


def close(ledger: LedgerInTest) -> None:
    year = {"year": "2011", "date": "2012-08-01", "decision": SG}
    ledger.post("close_budget_year", **year)


Step = Callable[[LedgerInTest], object]
TERMS: dict[str, tuple[Step, str, str, str, str, Step]] = {
    # what begins it; subject; last day without it; first day with it; command; end
    "decision_term": (
        *(propose, "grecor", "2011-11-10", "2011-11-11", "award_grant"),
        reject,
    ),
    "determination_due": (
        *(due, "grecor", "2012-09-01", "2012-09-02", "determine_grant"),
        lambda x: x.post("determine_grant", **money("1.00", "2012-08-01")),
    ),
    "recoverable": (
        *(owe, "grecor", "2012-04-12", "2012-04-13", "receive_refund"),
        lambda x: x.post("receive_refund", **money("6000.00", "2012-04-01")),
    ),
    "ratification": (
        *(decide, "STRATEGIC", "2011-11-30", "2011-12-01", "ratify_decision"),
        ratify,
    ),
    "accountability": (
        *(nothing, "2011", "2013-01-31", "2013-02-01", "record_accountability"),
        write,
    ),
    "year_to_close": (
        *(nothing, "2011", "2012-07-31", "2012-08-01", "close_budget_year"),
        close,
    ),
}
"""What is listed when its term is past."""


@pytest.mark.parametrize("rule", TERMS)
def test_what_has_a_term_is_listed_when_it_is_past(
    ledger: LedgerInTest, rule: str
) -> None:
    begin, subject, last, first, command, end = TERMS[rule]
    begin(ledger)
    assert items(ledger, last, rule) == []
    assert items(ledger, first, rule) == [(last, subject, command)]
    assert late(ledger, first, rule) == [f"DEADLINE_PASSED/{rule}/{subject}/{last}"]
    end(ledger)
    assert items(ledger, first, rule) == []


def test_an_award_that_names_no_day_is_never_due(ledger: LedgerInTest) -> None:
    propose(ledger)
    ledger.post("award_grant", **grant())
    assert items(ledger, "2020-01-01", "determination_due") == []


def test_what_is_owed_again_is_owed_from_then_on(ledger: LedgerInTest) -> None:
    owe(ledger)
    ledger.post("receive_refund", **money("6000.00", "2012-04-01"))
    lower = grant("23000.00", "2012-05-01")
    ledger.post("change_grant", **lower)
    assert items(ledger, "2012-06-12", "recoverable") == []
    assert items(ledger, "2012-06-13", "recoverable") == [
        ("2012-06-12", "grecor", "receive_refund")
    ]


def test_what_is_owed_more_is_owed_since_the_beginning(ledger: LedgerInTest) -> None:
    owe(ledger)
    ledger.post("change_grant", **grant("20000.00", "2012-04-01"))
    assert items(ledger, "2012-04-13", "recoverable") == [
        ("2012-04-12", "grecor", "receive_refund")
    ]


def test_a_refusal_of_an_executive_keeps_it_on_the_list(ledger: LedgerInTest) -> None:
    decide(ledger)
    ratify(ledger)
    ledger.post(
        "ratify_decision",
        decision="STRATEGIC",
        partner="emmen",
        date="2011-10-02",
        outcome="refused",
        document="BW-2",
    )
    assert len(items(ledger, "2011-12-01", "ratification")) == 1


def test_suspense_is_listed_from_its_date_on(ledger: LedgerInTest) -> None:
    entry = ledger.post("receive_other", **other("55.00", "2011-12-01"))
    rule = "suspense_open"
    assert items(ledger, "2011-11-30", rule) == []
    found = [("2011-12-01", f"#{entry}", "reclassify")]
    assert items(ledger, "2011-12-01", rule) == found
    assert late(ledger, "2011-12-01", rule) == []
    assert late(ledger, "2011-12-02", rule) == [
        f"DEADLINE_PASSED/suspense_open/#{entry}/2011-12-01"
    ]


@pytest.mark.parametrize(
    ("scope", "end"),
    [
        ({"programme": "SN", "year": "2012", "amount": "1.00"}, "2013-07-31"),
        ({"project": "grecor"}, "2012-07-31"),
    ],
)
def test_a_deviation_is_used_by_the_end_of_its_year(
    ledger: LedgerInTest, scope: dict[str, str], end: str
) -> None:
    propose(ledger)
    rule = "two_municipalities" if "project" in scope else "programme_ceiling"
    entry = ledger.post("deviate", **deviation(rule, "2011-10-01", **scope))
    found = [(end, f"#{entry}", "reverse")]
    assert items(ledger, "2011-09-30", "deviation_unused") == []
    assert items(ledger, "2011-10-01", "deviation_unused") == found
    assert late(ledger, end, "deviation_unused") == []
    assert late(ledger, "2014-01-01", "deviation_unused") != []
    ledger.post("reverse", **reversal(entry, "2011-11-01"))
    assert items(ledger, "2011-11-01", "deviation_unused") == []


def test_a_deviation_that_was_used_is_not_listed(ledger: LedgerInTest) -> None:
    year = {"year": "2011", "amount": "100.00"}
    ledger.post("deviate", **deviation("process_ceiling", "2011-08-01", **year))
    ledger.post("deviate", **deviation("process_reserve", "2011-08-01", **year))
    assert len(items(ledger, "2011-09-01", "deviation_unused")) == 2
    ledger.post("post_process_cost", **cost("20050.00", "2011-09-02"))
    assert len(items(ledger, "2011-09-02", "deviation_unused")) == 1


def test_years_to_open_and_to_divide(empty: LedgerInTest) -> None:
    assert items(empty, "2011-07-31", "year_to_open") == []
    found = [("2011-08-01", "2011", "open_budget_year")]
    assert items(empty, "2011-08-01", "year_to_open") == found
    assert late(empty, "2011-08-01", "year_to_open") == []
    assert len(late(empty, "2011-08-02", "year_to_open")) == 1
    empty.decide(SG)
    empty.open("2011", "2011-08-01")
    assert items(empty, "2011-08-02", "year_to_open") == []
    found = [("2011-08-01", "2011", "allocate")]
    assert items(empty, "2011-08-01", "year_to_allocate") == found
    assert late(empty, "2011-08-01", "year_to_allocate") == []
    assert len(late(empty, "2011-08-02", "year_to_allocate")) == 1
    whole = {"year": "2011", "date": "2011-08-01", "decision": SG}
    empty.post("allocate", **whole, shares={"SN": "100"})
    assert items(empty, "2011-08-02", "year_to_allocate") == []


def test_two_meetings_of_the_steering_group_a_calendar_year(
    ledger: LedgerInTest,
) -> None:
    found = [("2011-12-31", "2011", "record_meeting")]
    assert items(ledger, "2011-01-01", "meetings") == found
    ledger.post("record_meeting", **meeting("A"))
    ledger.post("record_meeting", **meeting("B", body="reo"))
    assert items(ledger, "2011-12-31", "meetings") == found
    assert late(ledger, "2011-12-31", "meetings") == []
    assert len(late(ledger, "2012-01-01", "meetings")) == 1
    last = ledger.post("record_meeting", **meeting("C", date="2011-12-31"))
    assert items(ledger, "2011-12-30", "meetings") == found
    assert items(ledger, "2011-12-31", "meetings") == []
    ledger.post("reverse", **reversal(last, "2012-02-01"))
    assert late(ledger, "2012-01-31", "meetings") == []
    assert len(late(ledger, "2012-02-01", "meetings")) == 1


def test_calendar_years_end_with_the_last_budget_year(empty: LedgerInTest) -> None:
    subjects = [subject for _, subject, _ in items(empty, "2030-01-01", "meetings")]
    assert subjects == ["2011", "2012", "2013", "2014"]


def test_the_list_is_in_order_of_date(ledger: LedgerInTest) -> None:
    found = agenda(ledger.view("2013-06-01"))
    assert found == sorted(found)
    assert {type(item) for item in found} == {Item}
