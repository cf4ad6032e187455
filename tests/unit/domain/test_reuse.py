"""A number, year or project id is free again when what held it was reversed."""

import pytest

from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    Row,
    contribution,
    deviation,
    funds,
    grant,
    meeting,
    proposal,
    reversal,
    transfer,
)


def recorded(on: str, number: str = "SG-9") -> Row:
    return {"number": number, "date": on, "subject": "Decided"}


def opening(on: str, year: str = "2012") -> Row:
    return {"year": year, "date": on, "decision": SG}


# -- decisions -------------------------------------------------------------------


def test_the_number_of_a_reversed_decision_is_recorded_again(
    ledger: LedgerInTest,
) -> None:
    first = ledger.post("record_decision", **recorded("2011-09-01"))
    ledger.post("reverse", **reversal(first, "2011-10-01"))
    ledger.refused("DECISION_EXISTS", "record_decision", **recorded("2011-09-30"))
    ledger.post("record_decision", **recorded("2011-10-01"))
    ledger.refused("DECISION_EXISTS", "record_decision", **recorded("2011-10-02"))
    move = {**transfer("SN", "TL", "1.00", "2011-10-03"), "decision": "SG-9"}
    ledger.post("transfer_budget", **move)
    # It is the new one's date that counts.
    ledger.refused(
        "DECISION_LATER", "transfer_budget", **{**move, "date": "2011-09-15"}
    )


def test_what_was_reversed_on_its_own_date_holds_no_number(
    ledger: LedgerInTest,
) -> None:
    first = ledger.post("record_decision", **recorded("2011-09-01"))
    ledger.post("reverse", **reversal(first, "2011-10-01"))
    second = ledger.post("record_decision", **recorded("2011-12-01"))
    ledger.post("reverse", **reversal(second, "2011-12-01"))
    # The second was never in force; the first was, until October.
    ledger.refused("DECISION_EXISTS", "record_decision", **recorded("2011-09-30"))
    third = ledger.post("record_decision", **recorded("2011-10-01"))
    ledger.post("reverse", **reversal(third, "2012-01-01"))
    ledger.refused("DECISION_EXISTS", "record_decision", **recorded("2011-12-31"))
    ledger.post("record_decision", **recorded("2012-01-01"))


def test_a_decision_recorded_again_is_reversible_on_its_own(
    ledger: LedgerInTest,
) -> None:
    first = ledger.post("record_decision", **recorded("2011-09-01"))
    ledger.post("reverse", **reversal(first, "2011-10-01"))
    second = ledger.post("record_decision", **recorded("2011-10-01"))
    ledger.refused("ALREADY_REVERSED", "reverse", **reversal(first, "2011-10-02"))
    ledger.post("reverse", **reversal(second, "2011-10-02"))
    ledger.refused(
        "DECISION_UNKNOWN",
        "transfer_budget",
        **{**transfer("SN", "TL", "1.00", "2011-10-03"), "decision": "SG-9"},
    )


def test_a_decision_holds_its_minutes_and_meeting(ledger: LedgerInTest) -> None:
    ledger.post("record_meeting", **meeting("SG/2011.3", date="2011-09-01"))
    given = {
        **recorded("2011-09-01"),
        "document": "MIN-2011-3",
        "document_sha256": "a" * 64,
        "meeting": "SG/2011.3",
        "strategic": True,
    }
    fields = ledger.show(ledger.post("record_decision", **given))["fields"]
    assert given.items() <= fields.items()


def test_a_decision_that_is_not_strategic_says_nothing_of_it(
    ledger: LedgerInTest,
) -> None:
    first = ledger.accept("record_decision", **recorded("2011-09-01"), id="x")
    again = ledger.accept(
        "record_decision", **recorded("2011-09-01"), id="x", strategic=False
    )
    assert (again.entry, again.duplicate) == (first.entry, True)


# -- budget years ------------------------------------------------------------------


def test_a_reversed_opening_takes_everything_away_and_the_year_opens_again(
    ledger: LedgerInTest,
) -> None:
    before = ledger.balance()
    entry = ledger.post("open_budget_year", **opening("2012-08-01"))
    ledger.post("reverse", **reversal(entry, "2012-09-01"))
    assert {**ledger.balance(), "entry": 0} == {**before, "entry": 0}
    assert ledger.account("assets:receivable:emmen:2012") == "0.00"
    assert ledger.year("2012", at="2012-08-31")["budget"] == "160000.00"
    ledger.refused(
        "YEAR_NOT_OPEN",
        "receive_contribution",
        **contribution("emmen", "1.00", "2012-08-10", "2012"),
    )
    ledger.refused("YEAR_ALREADY_OPEN", "open_budget_year", **opening("2012-08-31"))
    ledger.post("open_budget_year", **opening("2012-09-01"), due="2012-12-24")
    ledger.refused("YEAR_ALREADY_OPEN", "open_budget_year", **opening("2012-10-01"))
    assert ledger.partner("emmen", year="2012")["due_date"] == "2012-12-24"
    assert ledger.partner("emmen", "2012-08-31", "2012")["due_date"] == "2012-08-31"
    assert ledger.year("2012")["budget"] == "160000.00"


def test_an_opening_reversed_on_its_own_date_was_never_in_force(
    ledger: LedgerInTest,
) -> None:
    entry = ledger.post("open_budget_year", **opening("2012-08-01"))
    ledger.post("reverse", **reversal(entry, "2012-08-01"))
    ledger.post("open_budget_year", **opening("2012-01-01"))
    assert ledger.year("2012", at="2012-01-01")["status"] == "open"


def test_an_opening_reversed_after_its_allocation_is_allocated_again(
    opened: LedgerInTest,
) -> None:
    shares = {"decision": SG, "shares": {"SN": "20", "TL": "40", "IBO": "40"}}
    divided = opened.post("allocate", **shares, year="2011", date="2011-08-05")
    error = opened.refused("NOT_REVERSIBLE", "reverse", **reversal(3, "2011-09-01"))
    assert str(divided) in error.message
    opened.post("reverse", **reversal(divided, "2011-09-10"))
    # Not before what lived on it was undone.
    opened.refused("BAD_DATE", "reverse", **reversal(3, "2011-09-09"))
    opened.post("reverse", **reversal(3, "2011-09-10"))
    opened.open("2011", "2011-10-01")
    opened.post("allocate", **shares, year="2011", date="2011-10-01")
    assert opened.programme("TL")["allocated"] == "64000.00"
    assert opened.year()["unallocated"] == "0.00"


def test_a_closing_of_a_reversed_opening_is_gone(opened: LedgerInTest) -> None:
    closed = opened.post("close_budget_year", **opening("2011-09-01", "2011"))
    opened.refused("NOT_REVERSIBLE", "reverse", **reversal(3, "2011-09-10"))
    opened.post("reverse", **reversal(closed, "2011-09-10"))
    opened.post("reverse", **reversal(3, "2011-09-10"))
    opened.open("2011", "2011-10-01")
    assert opened.year()["status"] == "open"
    opened.post("close_budget_year", **opening("2011-12-01", "2011"))


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("receive_contribution", contribution("emmen", "1.00")),
        (
            "set_funding_limits",
            {**opening("2011-08-01", "2011"), "max_grants": {"TL": "1.00"}},
        ),
        ("deviate", deviation("process_reserve", year="2011", amount="1.00")),
        ("propose_project", proposal()),
    ],
)
def test_an_opening_stands_while_something_names_its_year(
    opened: LedgerInTest, command: str, fields: Row
) -> None:
    later = opened.post(command, **fields)
    error = opened.refused("NOT_REVERSIBLE", "reverse", **reversal(3, "2012-01-01"))
    assert str(later) in error.message
    opened.post("reverse", **reversal(later, "2011-12-01"))
    opened.post("annotate", entry=later, field="note", value="x", reason="y")
    opened.refused("BAD_DATE", "reverse", **reversal(3, "2011-11-30"))
    opened.post("reverse", **reversal(3, "2011-12-01"))


def test_a_transfer_out_of_the_year_names_it_too(ledger: LedgerInTest) -> None:
    ledger.open("2012", "2011-09-01")
    opened = ledger.open("2013", "2011-09-02")
    moved = ledger.post(
        "transfer_budget",
        **transfer("UNALLOCATED", "UNALLOCATED", "1.00", years=("2013", "2012")),
    )
    error = ledger.refused(
        "NOT_REVERSIBLE", "reverse", **reversal(opened, "2012-01-01")
    )
    assert str(moved) in error.message


def test_so_does_an_entry_of_a_project_that_was_proposed_for_it_before(
    ledger: LedgerInTest,
) -> None:
    ledger.post("propose_project", **proposal(year="2012"))
    ledger.post("propose_project", **proposal("second", year="2013"))
    opened = ledger.open("2012", "2011-10-01")
    ledger.post("receive_funds", **funds("5.00", "2011-10-02", "second"))
    received = ledger.post("receive_funds", **funds("5.00", "2011-10-02"))
    error = ledger.refused(
        "NOT_REVERSIBLE", "reverse", **reversal(opened, "2012-01-01")
    )
    assert f"entry {received}" in error.message
    ledger.post("reverse", **reversal(received, "2011-10-02"))
    ledger.post("reverse", **reversal(opened, "2011-10-02"))


def test_a_reversal_names_no_year_but_is_of_its_project(ledger: LedgerInTest) -> None:
    limits = ledger.post(
        "set_funding_limits", **opening("2011-09-01"), max_grants={"TL": "1.00"}
    )
    gone = ledger.post("propose_project", **proposal("gone", year="2012"))
    ledger.post("propose_project", **proposal(year="2012"))
    received = ledger.post("receive_funds", **funds("5.00", "2011-09-20"))
    first = ledger.open("2012", "2011-10-01")
    ledger.post("reverse", **reversal(limits, "2011-10-02"))
    ledger.post("reverse", **reversal(gone, "2011-10-02"))
    ledger.post("reverse", **reversal(first, "2011-10-03"))
    second = ledger.open("2012", "2011-10-03")
    undone = ledger.post("reverse", **reversal(received, "2011-10-04"))
    error = ledger.refused(
        "NOT_REVERSIBLE", "reverse", **reversal(second, "2011-10-05")
    )
    assert f"entry {undone}" in error.message


def test_limits_set_before_the_opening_outlive_it(ledger: LedgerInTest) -> None:
    ledger.post(
        "set_funding_limits",
        **opening("2011-09-01"),
        max_grants={"TL": "40000.00"},
        max_shares={"2": "50"},
    )
    entry = ledger.open("2012", "2011-09-02")
    ledger.post("reverse", **reversal(entry, "2011-09-03"))
    ledger.open("2012", "2011-09-03")
    year = ledger.ledger.books.year("2012")
    assert [limits.max_grants for limits in year.limits] == [{"TL": 4000000}]


def test_the_lock_stops_the_reversal_of_an_opening(opened: LedgerInTest) -> None:
    opened.post("lock_period", until="2011-09-30")
    opened.refused("PERIOD_LOCKED", "reverse", **reversal(3, "2011-09-30"))
    opened.post("reverse", **reversal(3, "2011-10-01"))


# -- proposals ---------------------------------------------------------------------


def test_a_reversed_proposal_frees_its_id(ledger: LedgerInTest) -> None:
    entry = ledger.post("propose_project", **proposal())
    ledger.post("reverse", **reversal(entry, "2011-10-01"))
    assert ledger.balance()["projects"] == []
    assert ledger.project(at="2011-09-30")["requested"] == "30000.00"
    ledger.refused("PROJECT_UNKNOWN", "award_grant", **grant())
    ledger.refused("PROJECT_EXISTS", "propose_project", **proposal(date="2011-09-30"))
    ledger.post("propose_project", **proposal(date="2011-10-01", requested="20000.00"))
    ledger.refused("PROJECT_EXISTS", "propose_project", **proposal(date="2011-10-02"))
    assert ledger.project()["requested"] == "20000.00"
    assert ledger.project(at="2011-09-30")["requested"] == "30000.00"
    ledger.post("award_grant", **grant("20000.00"))


def test_a_proposal_reversed_on_its_own_date_was_never_in_force(
    ledger: LedgerInTest,
) -> None:
    entry = ledger.post("propose_project", **proposal(date="2011-10-01"))
    awarded = ledger.post("award_grant", **grant(on="2011-10-01"))
    ledger.post("reverse", **reversal(awarded, "2011-10-01"))
    ledger.post("reverse", **reversal(entry, "2011-10-01"))
    ledger.post("propose_project", **proposal(date="2011-09-01"))
    # The grant of the other project under that id settles nothing of this one.
    ledger.post("award_grant", **grant(on="2011-09-01"))
    ledger.post("withdraw_grant", **_withdrawn("2011-09-02"))


def _withdrawn(on: str) -> Row:
    return {
        "project": "grecor",
        "date": on,
        "decision": SG,
        "document": "D",
        "reason": "x",
    }


def test_a_proposal_stands_while_something_of_its_project_came_later(
    ledger: LedgerInTest,
) -> None:
    entry = ledger.post("propose_project", **proposal())
    received = ledger.post("receive_funds", **funds("1.00", "2011-10-01"))
    ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(entry, "2012-01-01"))
    ledger.post("reverse", **reversal(received, "2011-12-01"))
    deviated = ledger.deviate("vision_fit", "2011-10-01", project="grecor")
    ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(entry, "2012-01-01"))
    ledger.post("reverse", **reversal(deviated, "2011-11-01"))
    ledger.refused("BAD_DATE", "reverse", **reversal(entry, "2011-11-30"))
    ledger.post("reverse", **reversal(entry, "2011-12-01"))


def test_an_amended_proposal_is_not_reversible(ledger: LedgerInTest) -> None:
    entry = ledger.post("propose_project", **proposal())
    ledger.post("amend_project", project="grecor", date="2011-10-01", title="New")
    ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(entry, "2012-01-01"))


# -- retractions -------------------------------------------------------------------


def retraction(on: str, **more: object) -> Row:
    return {"project": "grecor", "date": on, "reason": "Other funding", **more}


def test_a_retracted_project_is_not_awarded_or_rejected(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal())
    entry = ledger.post("retract_project", **retraction("2011-10-01", document="L-1"))
    assert ledger.project(at="2011-09-30")["status"] == "proposed"
    assert ledger.project()["status"] == "retracted"
    assert ledger.show(entry)["document"] == "L-1"
    assert ledger.lines(entry) == {}
    for command, fields in (
        ("award_grant", grant(on="2011-10-02")),
        ("retract_project", retraction("2011-10-02")),
        ("amend_project", {"project": "grecor", "date": "2011-10-02", "title": "x"}),
    ):
        ledger.refused("PROJECT_STATUS", command, **fields)


def test_only_a_proposed_project_is_retracted(awarded: LedgerInTest) -> None:
    awarded.refused("PROJECT_STATUS", "retract_project", **retraction("2011-11-01"))


def test_a_retraction_is_reversible_while_nothing_came_later(
    ledger: LedgerInTest,
) -> None:
    ledger.post("propose_project", **proposal())
    entry = ledger.post("retract_project", **retraction("2011-10-01"))
    received = ledger.post("receive_funds", **funds("1.00", "2011-10-02"))
    ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(entry, "2011-11-01"))
    ledger.post("reverse", **reversal(received, "2011-10-02"))
    ledger.post("reverse", **reversal(entry, "2011-11-01"))
    assert ledger.project()["status"] == "proposed"
    # A new proposal in all but name: what follows is not dated before it.
    for command, fields in (
        ("award_grant", grant(on="2011-10-31")),
        ("retract_project", retraction("2011-10-31")),
    ):
        ledger.refused("PROJECT_STATUS", command, **fields)
    ledger.post("award_grant", **grant(on="2011-11-01"))


def test_no_retraction_before_the_newest_amendment(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal())
    ledger.post("amend_project", project="grecor", date="2011-10-01", title="New")
    ledger.refused("PROJECT_STATUS", "retract_project", **retraction("2011-09-30"))
    ledger.post("retract_project", **retraction("2011-10-01"))
