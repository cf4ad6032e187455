"""Reversals and annotations: the original stays, the correction is an entry."""

import pytest

from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    Row,
    contribution,
    cost,
    funds,
    grant,
    money,
    other,
    proposal,
    reversal,
    spending,
    transfer,
)


def test_a_reversal_posts_the_opposite_lines_on_its_own_date(
    ledger: LedgerInTest,
) -> None:
    entry = ledger.post("post_process_cost", **cost("99.00", "2011-10-13"))
    lines = ledger.lines(entry)
    undone = ledger.post("reverse", **reversal(entry, "2011-10-20"))
    opposite = {
        a: x.removeprefix("-") if x[0] == "-" else f"-{x}" for a, x in lines.items()
    }
    assert ledger.lines(undone) == opposite
    assert ledger.lines(entry) == lines
    assert ledger.show(entry)["reversed_by"] == undone
    assert ledger.programme("SN", at="2011-10-19")["process_costs"] == "99.00"
    assert ledger.programme("SN")["process_costs"] == "0.00"


def test_an_entry_is_reversed_once(ledger: LedgerInTest) -> None:
    undone = ledger.post("reverse", **reversal(6, "2011-10-20"))
    error = ledger.refused("ALREADY_REVERSED", "reverse", **reversal(6, "2011-10-21"))
    assert str(undone) in error.message
    ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(undone, "2011-10-22"))


def test_not_before_its_original(ledger: LedgerInTest) -> None:
    ledger.refused("BAD_DATE", "reverse", **reversal(6, "2011-08-19"))
    ledger.post("reverse", **reversal(6, "2011-08-20"))


@pytest.mark.parametrize("entry", [99, 2**62, 10**18])
def test_an_entry_that_is_not_there(ledger: LedgerInTest, entry: int) -> None:
    ledger.refused("ENTRY_UNKNOWN", "reverse", **reversal(entry, "2011-10-20"))
    ledger.refused(
        "ENTRY_UNKNOWN", "annotate", entry=entry, field="note", value="x", reason="y"
    )


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("transfer_budget", transfer("SN", "TL", "1.00")),
        ("deviate", None),
        ("receive_contribution", None),
        ("repay_contribution", None),
        ("post_process_cost", cost("1.00", "2011-10-12")),
        ("receive_other", other("1.00", "2011-10-12")),
        ("pay_other", other("1.00", "2011-10-12")),
        ("receive_funds", funds("1.00", "2011-10-12")),
    ],
)
def test_postings_are_reversible(
    awarded: LedgerInTest, command: str, fields: Row | None
) -> None:
    before = awarded.balance()
    if command == "deviate":
        entry = awarded.deviate("current_account", amount="1.00")
    elif fields is None:
        entry = awarded.post(
            command,
            year="2011",
            partner="emmen",
            amount="1.00",
            date="2011-10-12",
            document="B",
        )
    else:
        entry = awarded.post(command, **fields)
    day = "2011-10-12" if command != "deviate" else "2011-08-01"
    awarded.post("reverse", **reversal(entry, day))
    assert {**awarded.balance(), "entry": 0} == {**before, "entry": 0}


@pytest.mark.parametrize(
    ("entry", "way_out"),
    [(1, "annotate"), (14, "Amend the year"), (16, "Amend the project")],
)
def test_what_is_not_reversible_says_what_to_do(
    awarded: LedgerInTest, entry: int, way_out: str
) -> None:
    day = "2012-10-20"
    awarded.post(
        "amend_budget_year", year="2011", date=day, decision=SG, budget="170000.00"
    )
    awarded.post("propose_project", **proposal("second"))
    awarded.post("amend_project", project="second", date=day, title="New")
    error = awarded.refused("NOT_REVERSIBLE", "reverse", **reversal(entry, day))
    assert way_out in error.message


def test_amendments_and_locks_are_not_reversible(ledger: LedgerInTest) -> None:
    day = "2012-10-20"
    ledger.post("propose_project", **proposal())
    entries = [
        ledger.post(
            "amend_budget_year", year="2011", date=day, decision=SG, budget="170000.00"
        ),
        ledger.post("amend_project", project="grecor", date=day, title="New"),
        ledger.post("lock_period", until="2011-08-02"),
        ledger.post("reopen_period", from_date="2011-08-02", reason="x"),
        ledger.post("annotate", entry=6, field="note", value="x", reason="y"),
    ]
    for entry in entries:
        ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(entry, day))


# -- decisions -----------------------------------------------------------------


def test_a_decision_is_reversible_while_nothing_rests_on_it(
    ledger: LedgerInTest,
) -> None:
    error = ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(2, "2011-06-15"))
    assert "entry" in error.message
    entry = ledger.decide("SG-9")
    moved = ledger.post(
        "transfer_budget", **{**transfer("SN", "TL", "1.00"), "decision": "SG-9"}
    )
    ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(entry, "2011-10-04"))
    # What is reversed counts as never having been there.
    ledger.post("reverse", **reversal(moved, "2011-10-04"))
    ledger.post("reverse", **reversal(entry, "2011-10-05"))


def test_a_reversed_decision_is_no_ground_at_any_date(ledger: LedgerInTest) -> None:
    entry = ledger.decide("SG-9")
    ledger.post("reverse", **reversal(entry, "2012-01-01"))
    for day in ("2011-10-03", "2012-06-01"):
        ledger.refused(
            "DECISION_UNKNOWN",
            "transfer_budget",
            **{**transfer("SN", "TL", "1.00", day), "decision": "SG-9"},
        )


def test_one_decision_stands_under_a_number_and_its_case_counts(
    ledger: LedgerInTest,
) -> None:
    ledger.refused(
        "DECISION_EXISTS", "record_decision", number=SG, date="2012-02-01", subject="x"
    )
    ledger.decide(SG.lower())


# -- awards, payments, rejections ----------------------------------------------


def test_an_award_is_reversible_only_while_nothing_was_done_with_it(
    awarded: LedgerInTest,
) -> None:
    paid = awarded.pay("1.00", "2011-11-01")
    awarded.refused("NOT_REVERSIBLE", "reverse", **reversal(13, "2011-11-01"))
    awarded.post("reverse", **reversal(paid, "2011-11-01"))
    awarded.post("reverse", **reversal(13, "2011-11-01"))
    assert awarded.project()["status"] == "proposed"
    assert awarded.project()["awarded"] == "0.00"
    assert awarded.programme("TL")["available"] == "64000.00"


def test_after_its_reversal_the_project_can_be_awarded_again(
    awarded: LedgerInTest,
) -> None:
    awarded.post("reverse", **reversal(13, "2011-11-01"))
    awarded.refused("PROJECT_STATUS", "award_grant", **grant(on="2011-10-31"))
    awarded.post("award_grant", **grant("20000.00", on="2011-11-01"))
    assert awarded.project()["awarded"] == "20000.00"
    assert awarded.project(at="2011-10-31")["awarded"] == "30000.00"


def test_earmarked_money_does_not_stand_in_the_way(awarded: LedgerInTest) -> None:
    awarded.post("receive_funds", **funds("1.00", "2011-11-01"))
    awarded.post("reverse", **reversal(13, "2011-11-01"))


def test_a_change_stands_in_the_way_until_it_is_reversed(awarded: LedgerInTest) -> None:
    changed = awarded.post("change_grant", **grant("29000.00", "2011-11-01"))
    awarded.refused("NOT_REVERSIBLE", "reverse", **reversal(13, "2011-11-01"))
    awarded.post("reverse", **reversal(changed, "2011-11-02"))
    awarded.post("reverse", **reversal(13, "2011-11-02"))


def test_a_payment_is_not_reversible_after_a_settlement(awarded: LedgerInTest) -> None:
    paid = awarded.pay("15000.00", "2011-11-01")
    determined = awarded.post("determine_grant", **money("15000.00", "2012-09-01"))
    awarded.refused("NOT_REVERSIBLE", "reverse", **reversal(paid, "2012-09-02"))
    awarded.post("reverse", **reversal(determined, "2012-09-02"))
    # And not dated into the settled past.
    awarded.refused("PROJECT_STATUS", "reverse", **reversal(paid, "2012-09-01"))
    awarded.post("reverse", **reversal(paid, "2012-09-02"))


def test_a_rejection_only_while_nothing_came_later(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal())
    rejected = ledger.post(
        "reject_project", project="grecor", date="2011-10-01", decision=SG, reason="No"
    )
    received = ledger.post("receive_funds", **funds("1.00", "2011-11-01"))
    ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(rejected, "2011-11-01"))
    ledger.post("reverse", **reversal(received, "2011-11-01"))
    ledger.deviate("vision_fit", "2011-11-01", project="grecor")
    ledger.post("annotate", entry=rejected, field="reason", value="x", reason="y")
    ledger.post("reverse", **reversal(rejected, "2011-11-01"))
    assert ledger.project()["status"] == "proposed"
    ledger.refused("PROJECT_STATUS", "award_grant", **grant(on="2011-10-31"))
    ledger.post("award_grant", **grant(on="2011-11-01"))


def test_a_reversed_refund_that_was_paid_out_again(awarded: LedgerInTest) -> None:
    awarded.pay("30000.00", "2011-11-01")
    refunded = awarded.post("receive_refund", **money("5000.00", "2011-12-01"))
    awarded.pay("5000.00", "2012-01-01")
    error = awarded.refused(
        "AWARD_EXCEEDED", "reverse", **reversal(refunded, "2011-12-02")
    )
    assert error.details["short"] == "5000.00"


def test_the_reversal_of_funds_that_were_spent_is_a_fact(
    awarded: LedgerInTest,
) -> None:
    received = awarded.post("receive_funds", **funds("100.00", "2011-11-01"))
    awarded.post("spend_funds", **spending("60.00", "2011-11-02"))
    awarded.post("reverse", **reversal(received, "2011-11-03"))
    found = awarded.findings("current-account")
    assert ("FUNDS_EXCEEDED", "error") in [(f.code, f.severity) for f in found]


def test_the_reversal_of_a_contribution_that_was_repaid_is_a_fact(
    opened: LedgerInTest,
) -> None:
    opened.receive("meppel", "500.00")
    received = opened.receive("emmen", "100.00")
    paid_back = contribution("emmen", "60.00", "2011-08-22")
    repaid = opened.post("repay_contribution", **paid_back)
    opened.post("reverse", **reversal(received, "2011-08-23"))
    found = opened.findings("current-account")
    assert ("REPAYMENT_EXCEEDED", "error") in [(f.code, f.severity) for f in found]
    # A second repayment is no fact: nothing is left of what was received.
    opened.refused(
        "REPAYMENT_EXCEEDED",
        "repay_contribution",
        **contribution("emmen", "0.01", "2011-08-24"),
    )
    opened.post("reverse", **reversal(repaid, "2011-08-24"))


# -- annotations ---------------------------------------------------------------


def test_an_annotation_corrects_a_text_and_the_original_stays(
    ledger: LedgerInTest,
) -> None:
    entry = ledger.post("post_process_cost", **cost("99.00", "2011-10-13"))
    ledger.post(
        "annotate", entry=entry, field="document", value="INV-2", reason="Typing error"
    )
    shown = ledger.show(entry)
    assert shown["document"] == "INV-2"
    assert shown["fields"]["document"] == "INV-SN-2011-10-13"
    [annotation] = shown["annotations"]
    assert annotation["field"] == "document"
    assert annotation["value"] == "INV-2"
    assert annotation["reason"] == "Typing error"


def test_the_newest_annotation_counts(ledger: LedgerInTest) -> None:
    for value in ("B-1", "B-2"):
        ledger.post("annotate", entry=6, field="document", value=value, reason="x")
    assert ledger.show(6)["document"] == "B-2"
    assert len(ledger.show(6)["annotations"]) == 2


@pytest.mark.parametrize(
    ("entry", "field"),
    [(6, "payee"), (6, "subject"), (3, "document"), (1, "note"), (12, "document")],
)
def test_only_a_field_that_the_entry_has(
    awarded: LedgerInTest, entry: int, field: str
) -> None:
    awarded.refused(
        "SCOPE_INVALID", "annotate", entry=entry, field=field, value="x", reason="y"
    )


@pytest.mark.parametrize(
    ("entry", "field", "value"),
    [
        (2, "subject", "Another subject"),
        (2, "note", "A note that was not there"),
        (6, "document_sha256", "a" * 64),
        (12, "title", "Another title"),
    ],
)
def test_every_text_that_it_has(
    awarded: LedgerInTest, entry: int, field: str, value: str
) -> None:
    awarded.post("annotate", entry=entry, field=field, value=value, reason="y")


def test_an_annotation_changes_no_balance(ledger: LedgerInTest) -> None:
    before = ledger.balance()
    entry = ledger.post("annotate", entry=6, field="note", value="x", reason="y")
    assert ledger.lines(entry) == {}
    assert {**ledger.balance(), "entry": 0} == {**before, "entry": 0}
