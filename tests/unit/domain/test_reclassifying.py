"""Booking money of the bank otherwise (*memoriaal*), in every direction."""

from itertools import product

import pytest

from projections.answers import statements
from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    Row,
    contribution,
    cost,
    deviation,
    funds,
    grant,
    money,
    other,
    payment,
    proposal,
    reversal,
    shape_refused,
    spending,
    withdrawal,
    written_off,
)

RECEIPTS: dict[str, Row] = {
    "receive_contribution": contribution("emmen", "100.00"),
    "receive_other": other("100.00", "2011-11-01"),
    "receive_refund": money("100.00", "2011-11-01"),
    "receive_funds": funds("100.00", "2011-11-01"),
}
PAYMENTS: dict[str, Row] = {
    "repay_contribution": contribution("emmen", "100.00"),
    "post_process_cost": cost("100.00", "2011-11-01"),
    "pay_other": other("100.00", "2011-11-01", "bank-charges"),
    "pay_grant": payment("100.00", "2011-11-01"),
    "spend_funds": spending("100.00", "2011-11-01"),
}
ELSEWHERE: dict[str, Row] = {
    "receive_contribution": {"partner": "hoogeveen"},
    "receive_other": {"category": "interest"},
    "receive_refund": {"project": "second"},
    "receive_funds": {"project": "second"},
    "repay_contribution": {"partner": "hoogeveen"},
    "post_process_cost": {"programme": "IBO"},
    "pay_other": {"category": "suspense"},
    "pay_grant": {"project": "second"},
    "spend_funds": {"project": "second"},
}
"""The same command for somebody or something else."""
PAIRS = [*product(RECEIPTS, RECEIPTS), *product(PAYMENTS, PAYMENTS)]


def held(command: str, fields: Row, **changes: object) -> Row:
    without = ("amount", "date", "document")
    kept = {name: value for name, value in fields.items() if name not in without}
    return {"command": command, **kept, **changes}


def booked_as(
    entry: int, as_: Row, on: str = "2011-12-01", amount: str | None = None
) -> Row:
    part = {} if amount is None else {"amount": amount}
    return {"entry": entry, "date": on, "reason": "Booked wrong", "as": as_, **part}


def target(source: str, command: str) -> Row:
    known = {**RECEIPTS, **PAYMENTS}
    return {**known[command], **(ELSEWHERE[command] if command == source else {})}


def prepare(ledger: LedgerInTest) -> None:
    """Two projects with a grant and an advance, and money of others for both."""
    ledger.post("propose_project", **proposal("second", requested="9000.00"))
    ledger.post("award_grant", **grant("9000.00", project="second"))
    for project in ("grecor", "second"):
        ledger.pay("1000.00", "2011-10-15", project)
        ledger.post("receive_funds", **funds("500.00", "2011-10-15", project))


def trial_balance(ledger: LedgerInTest) -> dict[str, str]:
    rows = statements.trial_balance(ledger.view())
    return {row["account"]: row["closing"] for row in rows if row["closing"] != "0.00"}


@pytest.fixture
def two(awarded: LedgerInTest) -> LedgerInTest:
    prepare(awarded)
    return awarded


@pytest.mark.parametrize(("source", "command"), PAIRS)
def test_it_is_as_if_the_right_command_had_been_posted(
    two: LedgerInTest, source: str, command: str
) -> None:
    fields = {**RECEIPTS, **PAYMENTS}[source]
    right = {**target(source, command), "amount": "100.00", "date": "2011-12-01"}
    posted = two.post(command, **{**right, "document": "RIGHT"})
    expected, cash = trial_balance(two), two.cash()
    two.post("reverse", **reversal(posted, "2011-12-01"))
    entry = two.post(source, **fields)
    before = two.cash()["balance"]
    moved = two.post("reclassify", **booked_as(entry, held(command, right)))
    assert trial_balance(two) == expected
    assert two.cash()["balance"] == before
    assert "assets:current-account" not in two.lines(moved)
    assert two.cash() == cash


@pytest.mark.parametrize(("source", "command"), PAIRS)
def test_two_halves_and_then_no_more(
    two: LedgerInTest, source: str, command: str
) -> None:
    entry = two.post(source, **{**RECEIPTS, **PAYMENTS}[source])
    as_ = held(command, target(source, command))
    whole = booked_as(entry, as_)
    first = two.post("reclassify", **booked_as(entry, as_, amount="40.00"))
    second = two.post("reclassify", **booked_as(entry, as_, amount="60.00"))
    halves = trial_balance(two)
    two.refused("SCOPE_INVALID", "reclassify", **{**whole, "amount": "0.01"})
    two.refused("NOT_REVERSIBLE", "reverse", **reversal(entry, "2011-12-01"))
    for number in (second, first):
        two.post("reverse", **reversal(number, "2011-12-02"))
    two.post("reclassify", **booked_as(entry, as_, "2011-12-02"))
    assert trial_balance(two) == halves


@pytest.mark.parametrize(("source", "command"), PAIRS)
def test_its_reversal_brings_all_back_and_frees_the_original(
    two: LedgerInTest, source: str, command: str
) -> None:
    before = trial_balance(two)
    entry = two.post(source, **{**RECEIPTS, **PAYMENTS}[source])
    posted = trial_balance(two)
    as_ = held(command, target(source, command))
    moved = two.post("reclassify", **booked_as(entry, as_))
    two.post("reverse", **reversal(moved, "2011-12-05"))
    assert trial_balance(two) == posted
    two.post("reverse", **reversal(entry, "2011-12-05"))
    assert trial_balance(two) == before
    two.refused("ALREADY_REVERSED", "reclassify", **booked_as(entry, as_, "2011-12-06"))


@pytest.mark.parametrize(
    ("source", "command"),
    [*product(RECEIPTS, PAYMENTS), *product(PAYMENTS, RECEIPTS)],
)
def test_never_in_the_other_direction(
    two: LedgerInTest, source: str, command: str
) -> None:
    known = {**RECEIPTS, **PAYMENTS}
    entry = two.post(source, **known[source])
    as_ = held(command, known[command])
    two.refused("SCOPE_INVALID", "reclassify", **booked_as(entry, as_))


@pytest.mark.parametrize("command", [*RECEIPTS, *PAYMENTS])
def test_where_nothing_would_change(two: LedgerInTest, command: str) -> None:
    fields = {**RECEIPTS, **PAYMENTS}[command]
    entry = two.post(command, **fields)
    two.refused(
        "SCOPE_INVALID", "reclassify", **booked_as(entry, held(command, fields))
    )


@pytest.mark.parametrize("entry", [1, 2, 3, 4, 12, 13])
def test_only_of_what_moved_the_current_account(two: LedgerInTest, entry: int) -> None:
    as_ = held("receive_other", RECEIPTS["receive_other"])
    two.refused("SCOPE_INVALID", "reclassify", **booked_as(entry, as_))


def test_a_reclassification_is_not_reclassified(two: LedgerInTest) -> None:
    entry = two.post("receive_other", **other("100.00", "2011-11-01"))
    as_ = held("receive_funds", RECEIPTS["receive_funds"])
    moved = two.post("reclassify", **booked_as(entry, as_))
    two.refused("SCOPE_INVALID", "reclassify", **booked_as(moved, as_))


def test_what_it_can_not_refer_to(two: LedgerInTest) -> None:
    entry = two.post("receive_other", **other("100.00", "2011-11-01"))
    as_ = held("receive_contribution", RECEIPTS["receive_contribution"])
    refused = two.refused
    refused("ENTRY_UNKNOWN", "reclassify", **booked_as(9999, as_))
    refused("BAD_DATE", "reclassify", **booked_as(entry, as_, "2011-10-31"))
    refused("FUTURE_DATE", "reclassify", **booked_as(entry, as_, "2015-01-01"))
    refused("YEAR_NOT_OPEN", "reclassify", **booked_as(entry, {**as_, "year": "2012"}))
    refused(
        "PARTNER_UNKNOWN", "reclassify", **booked_as(entry, {**as_, "partner": "assen"})
    )
    funds_ = held("receive_funds", RECEIPTS["receive_funds"], project="nosuch")
    refused("PROJECT_UNKNOWN", "reclassify", **booked_as(entry, funds_))
    two.post("lock_period", until="2011-12-31")
    refused("PERIOD_LOCKED", "reclassify", **booked_as(entry, as_))


@pytest.mark.parametrize(
    "as_",
    [
        {"command": "award_grant", "project": "grecor"},
        {"command": "reclassify"},
        {"year": "2011", "partner": "emmen"},
        *(
            {**held("receive_funds", funds("1.00", "2011-11-01")), name: value}
            for name, value in {
                "amount": "1.00",
                "date": "2011-12-01",
                "document": "X",
                "document_sha256": "0" * 64,
                "bank_line": "1",
                "payment": "1",
                "id": "x",
                "note": "x",
            }.items()
        ),
    ],
)
def test_what_may_not_stand_in_as(as_: Row) -> None:
    shape_refused("BAD_COMMAND", "reclassify", **booked_as(8, as_))


def test_a_process_cost_to_another_programme_while_the_ceiling_is_full(
    ledger: LedgerInTest,
) -> None:
    entry = ledger.post("post_process_cost", **cost("20000.00", "2011-10-01"))
    ledger.refused(
        "PROCESS_CEILING_EXCEEDED", "post_process_cost", **cost("0.01", "2011-10-02")
    )
    as_ = held("post_process_cost", cost("1.00", "2011-10-01", "TL"))
    ledger.post("reclassify", **booked_as(entry, as_, amount="500.00"))
    assert ledger.programme("SN")["process_costs"] == "19500.00"
    assert ledger.programme("TL")["process_costs"] == "500.00"
    assert ledger.programme("SN", at="2011-11-30")["process_costs"] == "20000.00"


def test_a_grant_paid_that_was_a_process_cost_holds_the_process_ceiling(
    awarded: LedgerInTest,
) -> None:
    awarded.post("post_process_cost", **cost("19950.00", "2011-10-20"))
    entry = awarded.post("pay_grant", **payment("100.00", "2011-11-01"))
    as_ = held("post_process_cost", cost("1.00", "2011-10-01", "TL"))
    awarded.refused("PROCESS_CEILING_EXCEEDED", "reclassify", **booked_as(entry, as_))
    awarded.post("reclassify", **booked_as(entry, as_, amount="50.00"))
    assert awarded.project()["paid"] == "50.00"


def test_of_a_refund_the_part_that_recovered_is_taken_back_last(
    awarded: LedgerInTest,
) -> None:
    awarded.pay("10000.00", "2011-10-10")
    awarded.post("determine_grant", **money("9000.00", "2011-11-01"))
    entry = awarded.post("receive_refund", **money("1500.00", "2011-11-02"))
    assert awarded.project()["recoverable"] == "0.00"
    as_ = held("receive_other", other("1.00", "2011-11-02"))
    # 500.00 of it was to be paid out again; that goes first.
    awarded.post("reclassify", **booked_as(entry, as_, amount="400.00"))
    assert awarded.project()["recoverable"] == "0.00"
    assert awarded.project()["committed"] == "100.00"
    awarded.post("reclassify", **booked_as(entry, as_, amount="300.00"))
    assert awarded.project()["recoverable"] == "200.00"
    assert awarded.project()["committed"] == "0.00"
    assert awarded.project()["refunded"] == "800.00"


def test_funds_that_were_somebody_elses_are_no_longer_earmarked(
    two: LedgerInTest,
) -> None:
    assert two.cash()["earmarked"] == "1000.00"
    entry = two.post("receive_funds", **funds("100.00", "2011-11-01"))
    as_ = held("receive_funds", funds("1.00", "2011-11-01", "second"))
    two.post("spend_funds", **spending("550.00", "2011-11-05"))
    two.post("reclassify", **booked_as(entry, as_))
    # 50.00 more was spent on grecor than it has now: that earmarks nothing.
    assert two.cash()["earmarked"] == "600.00"
    assert two.project()["funds_received"] == "500.00"
    assert two.project("second")["funds_received"] == "600.00"


@pytest.mark.parametrize("way", ["suspense first", "contribution first"])
def test_suspense_to_contribution_and_back(ledger: LedgerInTest, way: str) -> None:
    emmen, suspense = contribution("emmen", "75.00", "2011-11-01"), other("75.00", "")
    first = way == "suspense first"
    if first:
        entry = ledger.post("receive_other", **{**suspense, "date": "2011-11-01"})
        as_ = held("receive_contribution", emmen)
    else:
        entry = ledger.post("receive_contribution", **emmen)
        as_ = held("receive_other", suspense)
    ledger.post("reclassify", **booked_as(entry, as_))
    assert ledger.account("assets:suspense") == ("0.00" if first else "-75.00")
    received = ledger.partner("emmen")["received"]
    assert received == ("44875.00" if first else "44800.00")


# -- a settled past --------------------------------------------------------------


def test_a_part_of_a_payment_is_not_taken_from_before_a_settlement(
    two: LedgerInTest,
) -> None:
    entry = two.post("pay_grant", **payment("100.00", "2011-11-01"))
    settled = two.post("determine_grant", **money("20000.00", "2011-11-20"))
    as_ = held("post_process_cost", cost("1.00", "2011-11-01"))
    two.refused("NOT_REVERSIBLE", "reclassify", **booked_as(entry, as_))
    two.post("reverse", **reversal(settled, "2011-11-25"))
    two.refused("PROJECT_STATUS", "reclassify", **booked_as(entry, as_, "2011-11-24"))
    two.post("reclassify", **booked_as(entry, as_, "2011-11-25"))


def test_nothing_is_given_to_a_project_before_its_settlement(
    two: LedgerInTest,
) -> None:
    entry = two.post("post_process_cost", **cost("100.00", "2011-11-01"))
    two.post("determine_grant", **money("20000.00", "2011-11-20"))
    as_ = held("pay_grant", payment("1.00", "2011-11-01"))
    two.refused("PROJECT_STATUS", "reclassify", **booked_as(entry, as_, "2011-11-19"))
    two.post("reclassify", **booked_as(entry, as_, "2011-11-20"))
    assert two.project()["paid"] == "1100.00"


@pytest.mark.parametrize("project", ["grecor", "second"])
def test_a_settlement_is_not_dated_before_one_that_takes_or_gives(
    two: LedgerInTest, project: str
) -> None:
    entry = two.post("pay_grant", **payment("100.00", "2011-11-01"))
    as_ = held("pay_grant", payment("1.00", "2011-11-01", "second"))
    two.post("reclassify", **booked_as(entry, as_))
    early = money("5000.00", "2011-11-30", project)
    two.refused("PROJECT_STATUS", "determine_grant", **early)
    two.post("determine_grant", **{**early, "date": "2011-12-01"})


@pytest.mark.parametrize("project", ["grecor", "second"])
def test_its_reversal_waits_for_a_settlement_of_either_project(
    two: LedgerInTest, project: str
) -> None:
    entry = two.post("pay_grant", **payment("100.00", "2011-11-01"))
    as_ = held("pay_grant", payment("1.00", "2011-11-01", "second"))
    moved = two.post("reclassify", **booked_as(entry, as_))
    settled = two.post("determine_grant", **money("5000.00", "2011-12-10", project))
    two.refused("NOT_REVERSIBLE", "reverse", **reversal(moved, "2011-12-11"))
    two.post("reverse", **reversal(settled, "2011-12-12"))
    two.refused("PROJECT_STATUS", "reverse", **reversal(moved, "2011-12-11"))
    two.post("reverse", **reversal(moved, "2011-12-12"))


@pytest.mark.parametrize("amount", ["100.00", "99.99"])
def test_what_is_taken_whole_was_never_a_payment_of_the_grant(
    awarded: LedgerInTest, amount: str
) -> None:
    award = awarded.last_entry
    entry = awarded.post("pay_grant", **payment("100.00", "2011-11-01"))
    awarded.refused("NOT_REVERSIBLE", "reverse", **reversal(award, "2011-12-05"))
    as_ = held("post_process_cost", cost("1.00", "2011-11-01"))
    awarded.post("reclassify", **booked_as(entry, as_, amount=amount))
    if amount == "100.00":
        awarded.post("reverse", **reversal(award, "2011-12-05"))
    else:
        awarded.refused("NOT_REVERSIBLE", "reverse", **reversal(award, "2011-12-05"))


def test_what_is_given_is_a_payment_of_the_grant(awarded: LedgerInTest) -> None:
    award = awarded.last_entry
    entry = awarded.post("post_process_cost", **cost("100.00", "2011-11-01"))
    as_ = held("pay_grant", payment("1.00", "2011-11-01"))
    moved = awarded.post("reclassify", **booked_as(entry, as_))
    awarded.refused("NOT_REVERSIBLE", "reverse", **reversal(award, "2011-12-05"))
    awarded.post("reverse", **reversal(moved, "2011-12-05"))
    awarded.post("reverse", **reversal(award, "2011-12-05"))


def test_what_is_taken_after_a_settlement_came_later_than_it(
    two: LedgerInTest,
) -> None:
    settled = two.post("determine_grant", **money("20000.00", "2011-11-20"))
    entry = two.post("receive_funds", **funds("100.00", "2011-11-21"))
    two.refused("NOT_REVERSIBLE", "reverse", **reversal(settled, "2011-12-05"))
    as_ = held("receive_funds", funds("1.00", "2011-11-21", "second"))
    part = two.post("reclassify", **booked_as(entry, as_, amount="10.00"))
    two.refused("NOT_REVERSIBLE", "reverse", **reversal(settled, "2011-12-05"))
    two.post("reverse", **reversal(part, "2011-12-02"))
    two.post("reclassify", **booked_as(entry, as_, "2011-12-03"))
    two.post("reverse", **reversal(settled, "2011-12-05"))


def test_a_proposal_is_free_again_when_all_it_got_is_taken_away(
    two: LedgerInTest,
) -> None:
    proposed = two.post("propose_project", **proposal("third"))
    entry = two.post("receive_funds", **funds("100.00", "2011-11-01", "third"))
    as_ = held("receive_other", other("1.00", "2011-11-01"))
    moved = two.post("reclassify", **booked_as(entry, as_))
    two.post("reverse", **reversal(moved, "2011-12-02"))
    two.refused("NOT_REVERSIBLE", "reverse", **reversal(proposed, "2011-12-05"))
    two.post("reclassify", **booked_as(entry, as_, "2011-12-03"))
    two.post("reverse", **reversal(proposed, "2011-12-05"))


def test_of_a_withdrawn_grant_nothing_is_paid_otherwise(two: LedgerInTest) -> None:
    entry = two.post("post_process_cost", **cost("100.00", "2011-11-01"))
    two.post("withdraw_grant", **withdrawal("2011-11-20"))
    as_ = held("pay_grant", payment("1.00", "2011-11-01"))
    two.refused("AWARD_EXCEEDED", "reclassify", **booked_as(entry, as_))
    refund = two.post("receive_other", **other("2000.00", "2011-11-25"))
    as_ = held("receive_refund", money("1.00", "2011-11-01"))
    two.refused("REFUND_EXCEEDED", "reclassify", **booked_as(refund, as_))
    two.post("reclassify", **booked_as(refund, as_, amount="900.00"))
    two.post("write_off_recoverable", **written_off("100.00", "2011-12-02"))
    rest = booked_as(refund, as_, "2011-12-03", "10.00")
    two.refused("PROJECT_STATUS", "reclassify", **rest)


def test_a_process_cost_in_a_closed_year(two: LedgerInTest) -> None:
    entry = two.post("pay_other", **other("100.00", "2011-11-01"))
    two.post("close_budget_year", year="2011", date="2011-11-30", decision=SG)
    as_ = held("post_process_cost", cost("1.00", "2011-11-01"))
    two.refused("YEAR_CLOSED", "reclassify", **booked_as(entry, as_))


def test_a_deviation_lets_it_pass_like_the_command_itself(two: LedgerInTest) -> None:
    entry = two.post("pay_other", **other("20100.00", "2011-11-01"))
    as_ = held("post_process_cost", cost("1.00", "2011-11-01"))
    two.refused("PROCESS_CEILING_EXCEEDED", "reclassify", **booked_as(entry, as_))
    two.post("deviate", **deviation("process_ceiling", year="2011", amount="100.00"))
    two.post("reclassify", **booked_as(entry, as_))
