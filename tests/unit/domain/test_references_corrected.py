"""An annotation that corrects a reference: what rests on what goes by it."""

import pytest

from domain.budgets import accounts
from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    cost,
    grant,
    meeting,
    money,
    proposal,
    reversal,
    shape_refused,
    transfer,
)


def correct(
    ledger: LedgerInTest, entry: int, value: str, field: str = "decision"
) -> int:
    return ledger.post(
        "annotate", entry=entry, field=field, value=value, reason="Typing error"
    )


@pytest.fixture
def moved(ledger: LedgerInTest) -> LedgerInTest:
    """Decisions RIGHT and WRONG, and a transfer that rests on the wrong one."""
    ledger.decide("RIGHT")
    ledger.decide("WRONG")
    ledger.post(
        "transfer_budget", **{**transfer("SN", "TL", "1.00"), "decision": "WRONG"}
    )
    return ledger


RIGHT, WRONG, MOVED = 12, 13, 14


def test_an_entry_rests_on_the_decision_that_it_was_corrected_to(
    moved: LedgerInTest,
) -> None:
    correct(moved, MOVED, "RIGHT")
    error = moved.refused("NOT_REVERSIBLE", "reverse", **reversal(RIGHT, "2012-01-01"))
    assert f"entry {MOVED}" in error.message
    moved.post("reverse", **reversal(WRONG, "2012-01-01"))


def test_the_newest_correction_of_a_decision_counts(moved: LedgerInTest) -> None:
    correct(moved, MOVED, "RIGHT")
    correct(moved, MOVED, "WRONG")
    moved.refused("NOT_REVERSIBLE", "reverse", **reversal(WRONG, "2012-01-01"))
    moved.post("reverse", **reversal(RIGHT, "2012-01-01"))


def test_a_reversed_entry_rests_on_nothing_whatever_it_was_corrected_to(
    moved: LedgerInTest,
) -> None:
    correct(moved, MOVED, "RIGHT")
    moved.post("reverse", **reversal(MOVED, "2011-12-01"))
    moved.post("reverse", **reversal(RIGHT, "2012-01-01"))


def test_another_field_corrected_leaves_the_decision(moved: LedgerInTest) -> None:
    correct(moved, MOVED, "RIGHT", "note")
    moved.post("reverse", **reversal(RIGHT, "2012-01-01"))
    moved.refused("NOT_REVERSIBLE", "reverse", **reversal(WRONG, "2012-01-01"))


def test_a_decision_exists_on_the_date_of_the_corrected_entry(
    moved: LedgerInTest,
) -> None:
    moved.decide("LATE", "2011-10-04")
    moved.decide("SAME", "2011-10-03")
    gone = moved.decide("GONE")
    moved.post("reverse", **reversal(gone, "2012-01-01"))
    for number, code in (
        ("LATE", "DECISION_LATER"),
        ("GONE", "DECISION_UNKNOWN"),
        ("NEVER", "DECISION_UNKNOWN"),
    ):
        moved.refused(
            code, "annotate", entry=MOVED, field="decision", value=number, reason="x"
        )
    correct(moved, MOVED, "SAME")


def test_of_an_entry_without_a_date_the_day_it_was_recorded_counts(
    ledger: LedgerInTest,
) -> None:
    ledger.post("lock_period", until="2011-08-02")
    entry = ledger.post(
        "reopen_period", from_date="2011-08-02", reason="x", decision=SG
    )
    ledger.decide("LATE", "2015-01-01")
    ledger.decide("SAME", "2014-12-31")
    ledger.refused(
        "DECISION_LATER",
        "annotate",
        entry=entry,
        field="decision",
        value="LATE",
        reason="x",
    )
    correct(ledger, entry, "SAME")
    ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(15, "2015-01-01"))


def test_only_of_an_entry_that_rests_on_one(ledger: LedgerInTest) -> None:
    for entry in (2, 6):
        ledger.refused(
            "SCOPE_INVALID",
            "annotate",
            entry=entry,
            field="decision",
            value=SG,
            reason="x",
        )


@pytest.mark.parametrize("command", ["amend_budget_year", "reopen_period"])
def test_these_rest_on_a_decision_too(ledger: LedgerInTest, command: str) -> None:
    entry = ledger.decide("SG-9")
    ledger.post("lock_period", until="2011-08-02")
    fields = {
        "amend_budget_year": {"year": "2011", "date": "2011-09-01", "budget": "170000"},
        "reopen_period": {"from_date": "2011-08-02", "reason": "x"},
    }[command]
    resting = ledger.post(command, **fields, decision="SG-9")
    error = ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(entry, "2012-01-01"))
    assert f"entry {resting}" in error.message


@pytest.mark.parametrize("field", ["decision", "meeting"])
@pytest.mark.parametrize("value", ["a b", "x" * 41, "SG_1"])
def test_a_number_has_the_form_of_one(field: str, value: str) -> None:
    shape_refused(
        "BAD_COMMAND", "annotate", entry=2, field=field, value=value, reason="x"
    )


def test_a_meeting_is_corrected_of_a_decision_alone(ledger: LedgerInTest) -> None:
    first = ledger.post("record_meeting", **meeting("SG/2011.3"))
    correct(ledger, 2, "SG/2011.3", "meeting")
    assert ledger.decision()["meeting"] == "SG/2011.3"
    # Where a meeting is recorded that is its own number.
    for entry in (3, first):
        ledger.refused(
            "SCOPE_INVALID",
            *("annotate",),
            entry=entry,
            field="meeting",
            value="SG/2011.3",
            reason="x",
        )


def test_a_corrected_meeting_obeys_the_rule_of_the_field(ledger: LedgerInTest) -> None:
    ledger.post("record_meeting", **meeting("LATER", date="2011-06-16"))
    ledger.post("record_meeting", **meeting("REO", body="reo"))
    for value, code in (
        ("NONE", "MEETING_UNKNOWN"),
        ("LATER", "BAD_DATE"),
        ("REO", "SCOPE_INVALID"),
    ):
        fields = {"entry": 2, "field": "meeting", "value": value, "reason": "x"}
        ledger.refused(code, "annotate", **fields)


def test_a_meeting_that_a_decision_was_corrected_to_is_not_reversible(
    ledger: LedgerInTest,
) -> None:
    first = ledger.post("record_meeting", **meeting("RIGHT"))
    correct(ledger, 2, "RIGHT", "meeting")
    error = ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(first, "2012-01-01"))
    assert "entry 2" in error.message


def test_a_ratification_is_corrected_to_a_strategic_decision_alone(
    ledger: LedgerInTest,
) -> None:
    for number, strategic in (("RIGHT", True), ("WRONG", True), ("OTHER", False)):
        ledger.post(
            "record_decision",
            number=number,
            date="2011-06-15",
            subject="x",
            strategic=strategic,
        )
    ratified = ledger.post(
        "ratify_decision",
        decision="WRONG",
        partner="emmen",
        date="2011-09-06",
        outcome="ratified",
        document="BW-1",
    )
    fields = {"entry": ratified, "field": "decision", "reason": "x"}
    ledger.refused("SCOPE_INVALID", "annotate", **fields, value="OTHER")
    correct(ledger, ratified, "RIGHT")


def test_a_field_of_another_entry_is_no_meeting(ledger: LedgerInTest) -> None:
    ledger.refused(
        "SCOPE_INVALID", "annotate", entry=3, field="meeting", value="M", reason="x"
    )


def test_a_recipient_is_corrected_where_it_was_named(ledger: LedgerInTest) -> None:
    books = ledger.ledger.books
    first = ledger.post("propose_project", **proposal())

    def recipient() -> str:
        project = books.project("grecor")
        assert project is not None
        return project.proposal.recipient

    assert recipient() == "Gemeente Emmen"
    correct(ledger, first, "Gemeente Meppel", "recipient")
    assert recipient() == "Gemeente Meppel"
    amended = ledger.post(
        "amend_project", project="grecor", date="2011-10-01", recipient="Stenden"
    )
    assert recipient() == "Stenden"
    # What the amendment replaced is history; what it says is what counts.
    correct(ledger, first, "Gemeente Borger", "recipient")
    assert recipient() == "Stenden"
    ledger.post("amend_project", project="grecor", date="2011-10-02", title="x")
    correct(ledger, amended, "Stenden Hogeschool", "recipient")
    assert recipient() == "Stenden Hogeschool"


# -- deviations that something leans on --------------------------------------------


def test_a_deviation_stands_while_an_award_leans_on_it(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal(physical=True))
    idle = ledger.deviate("vision_fit", "2011-09-20", project="grecor")
    used = ledger.deviate("non_physical", "2011-09-20", project="grecor")
    awarded = ledger.post("award_grant", **grant())
    error = ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(used, "2012-01-01"))
    assert f"entry {awarded}" in error.message
    ledger.post("reverse", **reversal(idle, "2012-01-01"))
    # Also when what was awarded is withdrawn.
    withdrawn = ledger.post(
        "withdraw_grant", **{**_decided("2011-11-01"), "reason": "x"}
    )
    ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(used, "2012-01-01"))
    ledger.post("reverse", **reversal(withdrawn, "2011-11-02"))
    ledger.post("reverse", **reversal(awarded, "2011-11-03"))
    ledger.post("reverse", **reversal(used, "2011-11-03"))


def _decided(on: str) -> dict[str, str]:
    return {"project": "grecor", "date": on, "decision": SG, "document": "D"}


def test_so_it_does_while_a_raise_leans_on_it(awarded: LedgerInTest) -> None:
    used = awarded.deviate("participation_share", "2011-11-01", project="grecor")
    raised = awarded.post("change_grant", **grant("31000.00", "2011-11-02"))
    error = awarded.refused("NOT_REVERSIBLE", "reverse", **reversal(used, "2012-01-01"))
    assert f"entry {raised}" in error.message
    awarded.post("reverse", **reversal(raised, "2011-11-02"))
    awarded.post("reverse", **reversal(used, "2011-11-02"))


# -- what was taken from an entry --------------------------------------------------


def test_an_entry_of_which_something_was_taken_is_reversed_after_that(
    ledger: LedgerInTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = ledger.post("post_process_cost", **cost("99.00", "2011-10-13"))
    books = ledger.ledger.books
    balance = books.balance
    taken = {accounts.taken(entry): -100}
    monkeypatch.setattr(
        books,
        "balance",
        lambda account, day: taken.get(account, 0) + balance(account, day),
    )
    ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(entry, "2011-10-20"))
    taken[accounts.taken(entry)] = 0
    ledger.post("reverse", **reversal(entry, "2011-10-20"))


def test_a_settlement_stands_while_something_came_later(awarded: LedgerInTest) -> None:
    """What is reversed counts as never having been there, and its reversal with it."""
    awarded.pay("20000.00", "2011-11-01")
    determined = awarded.post("determine_grant", **money("20000.00", "2012-09-01"))
    refunded = awarded.post("receive_refund", **money("1.00", "2012-09-02"))
    awarded.refused("NOT_REVERSIBLE", "reverse", **reversal(determined, "2012-10-01"))
    awarded.post("reverse", **reversal(refunded, "2012-09-03"))
    awarded.post("reverse", **reversal(determined, "2012-10-01"))
