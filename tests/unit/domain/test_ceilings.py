"""Budgets on every day: on a command's date and on every later day in the ledger."""

import pytest

from tests.unit.domain.posting import (
    LedgerInTest,
    cost,
    grant,
    money,
    other,
    payment,
    proposal,
    reversal,
    spending,
    transfer,
)


def test_z15_a_programme_is_not_used_beyond_its_ceiling(ledger: LedgerInTest) -> None:
    ledger.refused(
        "CEILING_EXCEEDED", "transfer_budget", **transfer("SN", "TL", "32000.01")
    )
    ledger.post("transfer_budget", **transfer("SN", "TL", "32000.00"))
    assert ledger.programme("SN")["available"] == "0.00"


def test_the_message_does_the_sum_and_names_the_ways_out(ledger: LedgerInTest) -> None:
    error = ledger.refused(
        "CEILING_EXCEEDED", "post_process_cost", **cost("33000.00", "2011-10-12")
    )
    for said in ("SN", "2011-10-12", "32,000.00", "33,000.00", "1,000.00", "deviate"):
        assert said in error.message
    assert error.details["date"] == "2011-10-12"
    assert error.details["total"] == "32000.00"
    assert error.details["short"] == "1000.00"


def test_a_backdated_posting_can_not_overdraw_a_later_day(
    awarded: LedgerInTest,
) -> None:
    awarded.post("transfer_budget", **transfer("TL", "IBO", "34000.00", "2011-11-01"))
    error = awarded.refused(
        "CEILING_EXCEEDED",
        "transfer_budget",
        **transfer("TL", "SN", "10000.00", "2011-09-01"),
    )
    # On 1 September and 1 October there still is enough.
    assert error.details["date"] == "2011-11-01"
    assert error.details["short"] == "10000.00"
    assert "2011-11-01" in error.message


def test_the_first_such_day_is_named(ledger: LedgerInTest) -> None:
    ledger.post("transfer_budget", **transfer("SN", "TL", "20000.00", "2011-10-01"))
    ledger.post("transfer_budget", **transfer("SN", "TL", "12000.00", "2011-11-01"))
    error = ledger.refused(
        "CEILING_EXCEEDED",
        "transfer_budget",
        **transfer("SN", "TL", "15000.00", "2011-09-01"),
    )
    assert error.details["date"] == "2011-10-01"
    assert error.details["short"] == "3000.00"


def test_what_comes_back_later_does_not_help_an_earlier_day(
    ledger: LedgerInTest,
) -> None:
    ledger.post("transfer_budget", **transfer("SN", "TL", "32000.00", "2011-10-01"))
    ledger.post("transfer_budget", **transfer("TL", "SN", "32000.00", "2011-12-01"))
    ledger.refused(
        "CEILING_EXCEEDED", "post_process_cost", **cost("1.00", "2011-11-01")
    )
    ledger.post("post_process_cost", **cost("1.00", "2011-12-01"))


def test_z8_process_costs_have_a_ceiling_of_their_own(ledger: LedgerInTest) -> None:
    ledger.post("post_process_cost", **cost("15000.00", "2011-10-12", "SN"))
    error = ledger.refused(
        "PROCESS_CEILING_EXCEEDED",
        "post_process_cost",
        **cost("5000.01", "2011-10-13", "TL"),
    )
    assert error.details["short"] == "0.01"
    ledger.post("post_process_cost", **cost("5000.00", "2011-10-13", "TL"))
    assert ledger.year()["process_costs"] == "20000.00"


def test_a_backdated_cost_can_not_break_the_process_ceiling_later(
    ledger: LedgerInTest,
) -> None:
    ledger.post("post_process_cost", **cost("20000.00", "2011-10-12", "TL"))
    error = ledger.refused(
        "PROCESS_CEILING_EXCEEDED", "post_process_cost", **cost("0.01", "2011-09-01")
    )
    assert error.details["date"] == "2011-10-12"


def test_the_reversal_of_an_allocation_that_is_used_is_refused(
    awarded: LedgerInTest,
) -> None:
    error = awarded.refused("CEILING_EXCEEDED", "reverse", **reversal(4, "2011-08-02"))
    assert error.details["date"] == "2011-10-01"
    assert error.details["short"] == "30000.00"


def test_the_unallocated_budget_is_not_spent_twice(opened: LedgerInTest) -> None:
    opened.refused(
        "CEILING_EXCEEDED",
        "transfer_budget",
        **transfer("UNALLOCATED", "SN", "160000.01"),
    )
    opened.post("transfer_budget", **transfer("UNALLOCATED", "SN", "160000.00"))
    opened.refused(
        "CEILING_EXCEEDED",
        "allocate",
        year="2011",
        date="2011-08-02",
        decision="SG-2011-01",
        shares={"TL": "100"},
    )


def test_the_ceiling_comes_before_the_other_budgets(opened: LedgerInTest) -> None:
    # Nothing divided and nothing received: four budgets would be broken at once.
    opened.refused(
        "CEILING_EXCEEDED", "post_process_cost", **cost("170000.00", "2011-10-12")
    )


# -- the current account (Z9, Z23) ---------------------------------------------


def test_z9_the_partners_money_is_not_overdrawn(opened: LedgerInTest) -> None:
    opened.post("transfer_budget", **transfer("UNALLOCATED", "SN", "50000.00"))
    opened.receive("emmen", "1000.00")
    error = opened.refused(
        "OVERDRAFT", "post_process_cost", **cost("1000.01", "2011-10-12")
    )
    assert error.details["short"] == "0.01"
    assert "current_account" in error.message
    opened.post("post_process_cost", **cost("1000.00", "2011-10-12"))


def test_money_that_comes_later_pays_nothing_earlier(opened: LedgerInTest) -> None:
    opened.post("transfer_budget", **transfer("UNALLOCATED", "SN", "50000.00"))
    opened.receive("emmen", "1000.00", "2011-11-01")
    error = opened.refused(
        "OVERDRAFT", "post_process_cost", **cost("1.00", "2011-10-12")
    )
    assert error.details["date"] == "2011-10-12"


def test_a_backdated_payment_can_not_overdraw_a_later_day(
    awarded: LedgerInTest,
) -> None:
    awarded.post("pay_other", **other("156000.00", "2012-01-10"))
    error = awarded.refused("OVERDRAFT", "pay_grant", **payment("801.00", "2011-12-01"))
    assert error.details["date"] == "2012-01-10"
    assert error.details["short"] == "1.00"


def test_earmarked_money_of_others_pays_nothing_of_the_partners(
    opened: LedgerInTest,
) -> None:
    opened.post("transfer_budget", **transfer("UNALLOCATED", "SN", "50000.00"))
    opened.post("propose_project", **proposal())
    opened.post("receive_funds", **{**money("5000.00", "2011-10-01"), "source": "EU"})
    assert opened.cash()["balance"] == "5000.00"
    assert opened.cash()["free"] == "0.00"
    opened.refused("OVERDRAFT", "post_process_cost", **cost("0.01", "2011-10-12"))


def test_facts_of_the_bank_are_accepted_without_money(opened: LedgerInTest) -> None:
    opened.post("pay_other", **other("12.50", "2011-10-12", "bank-charges"))
    assert opened.cash()["balance"] == "-12.50"
    found = opened.findings("current-account")
    assert [(f.code, f.severity) for f in found] == [("OVERDRAFT", "error")]


def test_below_its_floor_only_what_lowers_it_more_is_refused(
    ledger: LedgerInTest,
) -> None:
    ledger.post("pay_other", **other("200000.00", "2011-10-12"))
    ledger.refused("OVERDRAFT", "post_process_cost", **cost("1.00", "2011-10-13"))
    ledger.receive("emmen", "1.00", "2011-10-13")
    ledger.post("transfer_budget", **transfer("SN", "TL", "1.00", "2011-10-13"))


def test_the_reversal_of_a_receipt_is_a_fact(ledger: LedgerInTest) -> None:
    ledger.post("post_process_cost", **cost("20000.00", "2011-10-12"))
    ledger.post("pay_other", **other("136000.00", "2011-10-12"))
    # 6 is the contribution of Emmen: the bank took it back.
    ledger.post("reverse", **reversal(6, "2011-10-20"))
    assert ledger.cash()["balance"] == "-44000.00"
    assert "OVERDRAFT" in {f.code for f in ledger.findings("current-account")}


def test_the_reversal_of_a_payment_can_break_nothing(awarded: LedgerInTest) -> None:
    paid = awarded.pay("30000.00", "2011-11-01")
    awarded.post("reverse", **reversal(paid, "2011-11-02"))
    assert awarded.cash()["balance"] == "156800.00"
    assert awarded.project()["committed"] == "30000.00"


# -- grants, refunds, contributions --------------------------------------------


def test_a_grant_is_not_overpaid_on_any_day(awarded: LedgerInTest) -> None:
    awarded.pay("20000.00", "2011-12-01")
    error = awarded.refused(
        "AWARD_EXCEEDED", "pay_grant", **payment("10000.01", "2011-11-01")
    )
    assert error.details["date"] == "2011-12-01"
    assert "change_grant" in error.message
    awarded.pay("10000.00", "2011-11-01")


def test_no_more_is_refunded_than_was_paid(awarded: LedgerInTest) -> None:
    awarded.pay("10000.00", "2011-12-01")
    awarded.refused("REFUND_EXCEEDED", "receive_refund", **money("1.00", "2011-11-30"))
    awarded.refused(
        "REFUND_EXCEEDED", "receive_refund", **money("10000.01", "2011-12-01")
    )
    awarded.post("receive_refund", **money("10000.00", "2011-12-01"))


def test_no_more_is_repaid_than_was_received(ledger: LedgerInTest) -> None:
    def repayment(amount: str, on: str) -> dict[str, object]:
        return {
            "year": "2011",
            "partner": "emmen",
            "amount": amount,
            "date": on,
            "document": "B-9",
        }

    ledger.post("receive_other", **other("100.00", "2011-08-01"))
    ledger.refused(
        "REPAYMENT_EXCEEDED", "repay_contribution", **repayment("1.00", "2011-08-19")
    )
    ledger.refused(
        "REPAYMENT_EXCEEDED",
        "repay_contribution",
        **repayment("44800.01", "2011-09-01"),
    )
    ledger.post("repay_contribution", **repayment("44800.00", "2011-09-01"))
    assert ledger.partner("emmen")["received"] == "0.00"
    assert ledger.partner("emmen")["outstanding"] == "44800.00"


def test_z4_more_than_is_due_shows_as_negative_outstanding(
    ledger: LedgerInTest,
) -> None:
    ledger.receive("emmen", "200.00")
    assert ledger.partner("emmen")["outstanding"] == "-200.00"
    assert ledger.partner("emmen")["overdue"] == "0.00"
    assert [f.code for f in ledger.findings("contributions")] == [
        "CONTRIBUTION_OVERPAID"
    ]


@pytest.mark.parametrize(
    ("day", "overdue"), [("2011-08-31", "0.00"), ("2011-09-01", "44800.00")]
)
def test_a_contribution_is_overdue_from_the_day_after_it_was_due(
    opened: LedgerInTest, day: str, overdue: str
) -> None:
    assert opened.partner("emmen", at=day)["overdue"] == overdue


def test_a_refused_command_takes_no_number(ledger: LedgerInTest) -> None:
    last = ledger.last_entry
    for _ in range(3):
        ledger.refused(
            "CEILING_EXCEEDED", "post_process_cost", **cost("33000.00", "2011-10-12")
        )
    assert ledger.receive("emmen", "1.00") == last + 1


def test_several_commands_are_all_or_none(awarded: LedgerInTest) -> None:
    from domain.values.errors import LedgerError
    from tests.unit.domain.posting import OFFICER, built

    before = awarded.content()
    good = built("pay_grant", payment("1000.00", "2011-12-01"))
    bad = built("pay_grant", payment("29000.01", "2011-12-02"))
    with pytest.raises(LedgerError):
        awarded.ledger.accept_all([good, bad], OFFICER)
    assert awarded.content() == before
    # And what was refused is not remembered: the rest of the grant can be paid.
    awarded.pay("29000.01", "2011-12-02")
    awarded.refused("AWARD_EXCEEDED", "pay_grant", **payment("1000.00", "2011-12-03"))
    awarded.pay("999.99", "2011-12-03")


def test_the_same_day_counts_whatever_the_order(opened: LedgerInTest) -> None:
    opened.post("transfer_budget", **transfer("UNALLOCATED", "SN", "50000.00"))
    opened.receive("emmen", "500.00", "2011-10-12")
    opened.post("post_process_cost", **cost("500.00", "2011-10-12"))
    opened.refused("OVERDRAFT", "post_process_cost", **cost("0.01", "2011-10-12"))


def test_an_award_beyond_the_ceiling_is_a_condition_not_met(
    ledger: LedgerInTest,
) -> None:
    ledger.post("propose_project", **proposal())
    ledger.post("transfer_budget", **transfer("TL", "SN", "34000.01", "2012-05-01"))
    # On the award's own day TL has 64,000; in May it would be a cent short.
    error = ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant())
    assert "programme_ceiling" in error.message
    spend = spending("1.00", "2011-10-01")
    ledger.refused("FUNDS_EXCEEDED", "spend_funds", **spend)
