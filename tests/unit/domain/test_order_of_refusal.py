"""One command, several faults: the earlier in the contract's order is told."""

import pytest

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
    transfer,
    withdrawal,
)

LOCKED = "2011-09-01"
FUTURE = "2015-01-01"


@pytest.fixture
def locked(awarded: LedgerInTest) -> LedgerInTest:
    awarded.post("lock_period", until=LOCKED)
    return awarded


def test_shape_before_everything(locked: LedgerInTest) -> None:
    fields = contribution("nobody", "0.00", FUTURE)
    shape_refused("BAD_AMOUNT", "receive_contribution", **fields)


def test_a_known_id_before_the_date(locked: LedgerInTest) -> None:
    fields = contribution("emmen", "1.00", "2012-01-01") | {"id": "k-1"}
    locked.post("receive_contribution", **fields)
    locked.refused(
        "IDEMPOTENCY_CONFLICT", "receive_contribution", **fields | {"date": FUTURE}
    )
    locked.refused(
        "IDEMPOTENCY_CONFLICT", "receive_contribution", **fields | {"partner": "nobody"}
    )


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("receive_contribution", contribution("nobody", "1.00", FUTURE, "1999")),
        ("repay_contribution", contribution("nobody", "1.00", FUTURE, "1999")),
        ("post_process_cost", cost("1.00", FUTURE, "XX", "1999")),
        ("receive_other", other("1.00", FUTURE, "lottery")),
        ("pay_other", other("1.00", FUTURE, "lottery")),
        ("pay_grant", payment("1.00", FUTURE, "none")),
        ("receive_refund", money("1.00", FUTURE, "none")),
        ("receive_funds", funds("1.00", FUTURE, "none")),
        ("spend_funds", spending("1.00", FUTURE, "none")),
        ("reverse", reversal(6, FUTURE)),
    ],
)
def test_whatever_moves_cash_is_not_dated_after_today(
    awarded: LedgerInTest, command: str, fields: Row
) -> None:
    awarded.refused("FUTURE_DATE", command, **fields)


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("award_grant", grant("1.00", FUTURE, "second")),
        ("determine_grant", money("1.00", FUTURE)),
        ("withdraw_grant", withdrawal(FUTURE)),
        ("transfer_budget", transfer("SN", "TL", "1.00", FUTURE)),
        ("record_decision", {"number": "SG-9", "date": FUTURE, "subject": "x"}),
        ("propose_project", proposal("third", date=FUTURE)),
        ("deviate", deviation("current_account", FUTURE, amount="1.00")),
        ("reverse", reversal(13, FUTURE)),
    ],
)
def test_what_moves_no_cash_may_be(
    awarded: LedgerInTest, command: str, fields: Row
) -> None:
    awarded.post("propose_project", **proposal("second"))
    awarded.post(command, **fields)


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("record_decision", {"number": SG, "date": "2010-12-31", "subject": "x"}),
        ("receive_contribution", contribution("nobody", "1.00", "2010-12-31")),
        ("propose_project", proposal(date="2010-12-31", year="1999")),
        ("reverse", reversal(6, "2010-12-31")),
        ("reverse", reversal(999, "2010-12-31")),
        ("open_budget_year", {"year": "1999", "date": "2010-12-31", "decision": "X"}),
        ("award_grant", grant("1.00", "2010-12-31", "none")),
    ],
)
def test_nothing_is_dated_before_the_start(
    awarded: LedgerInTest, command: str, fields: Row
) -> None:
    awarded.refused("BEFORE_START", command, **fields)


def test_the_first_day_is_the_start(empty: LedgerInTest) -> None:
    empty.decide("SG-1", "2011-01-01")
    empty.refused(
        "BEFORE_START",
        "record_decision",
        number="SG-2",
        date="0001-01-01",
        subject="x",
    )


def test_before_start_before_period_locked(locked: LedgerInTest) -> None:
    locked.refused("BEFORE_START", "pay_other", **other("1.00", "2010-12-31"))


def test_period_locked_before_references(locked: LedgerInTest) -> None:
    locked.refused(
        "PERIOD_LOCKED",
        "receive_contribution",
        **contribution("nobody", "1.00", LOCKED),
    )
    locked.refused("PERIOD_LOCKED", "pay_grant", **payment("1.00", LOCKED, "none"))
    locked.refused("PERIOD_LOCKED", "reverse", **reversal(6, LOCKED))


def test_an_unknown_entry_is_a_reference_and_has_no_nature(
    locked: LedgerInTest,
) -> None:
    locked.refused("ENTRY_UNKNOWN", "reverse", **reversal(999, LOCKED))


def test_references_in_field_order(ledger: LedgerInTest) -> None:
    bad_year = contribution("nobody", "1.00", year="1999")
    ledger.refused("YEAR_UNKNOWN", "receive_contribution", **bad_year)
    closed_year = contribution("nobody", "1.00", year="2012")
    ledger.refused("YEAR_NOT_OPEN", "receive_contribution", **closed_year)
    ledger.refused(
        "PARTNER_UNKNOWN", "receive_contribution", **contribution("x", "1.00")
    )
    wrong = transfer("XX", "YY", "1.00", years=("1998", "1999")) | {"decision": "X"}
    ledger.refused("PROGRAMME_UNKNOWN", "transfer_budget", **wrong)
    wrong["from_programme"] = "SN"
    ledger.refused("YEAR_UNKNOWN", "transfer_budget", **wrong)
    wrong["from_year"] = "2012"
    ledger.refused("YEAR_NOT_OPEN", "transfer_budget", **wrong)
    wrong["from_year"] = "2011"
    ledger.refused("PROGRAMME_UNKNOWN", "transfer_budget", **wrong)
    wrong |= {"to_programme": "TL", "to_year": "2011"}
    ledger.refused("DECISION_UNKNOWN", "transfer_budget", **wrong)


def test_the_year_of_a_project_at_the_field_project(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal(year="2012"))
    ledger.refused("YEAR_NOT_OPEN", "award_grant", **{**grant(), "decision": "X"})
    ledger.refused("DECISION_UNKNOWN", "change_grant", **{**grant(), "decision": "X"})


def test_references_before_state(awarded: LedgerInTest) -> None:
    again = {"year": "2011", "date": "2011-08-01", "decision": "X"}
    awarded.refused("DECISION_UNKNOWN", "open_budget_year", **again)
    awarded.refused("DECISION_UNKNOWN", "allocate", **again, shares={"SN": "1"})
    awarded.refused("DECISION_UNKNOWN", "award_grant", **{**grant(), "decision": "X"})


def test_closed_before_allocated_before_shares(ledger: LedgerInTest) -> None:
    fields: Row = {"year": "2011", "date": "2012-08-01", "decision": SG}
    ledger.refused("ALREADY_ALLOCATED", "allocate", **fields, shares={"SN": "1"})
    ledger.post("close_budget_year", **fields)
    ledger.refused("YEAR_CLOSED", "allocate", **fields, shares={"SN": "1"})
    ledger.refused("YEAR_CLOSED", "set_funding_limits", **fields)
    same = transfer("SN", "SN", "99999999.00", "2012-08-01")
    ledger.refused("YEAR_CLOSED", "transfer_budget", **same)


def test_state_before_the_order_of_dates(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal())
    amendment: Row = {"project": "grecor", "title": "x"}
    ledger.post("amend_project", **amendment, date="2011-10-01")
    rejection: Row = {
        "project": "grecor",
        "date": "2011-10-02",
        "decision": SG,
        "reason": "x",
    }
    ledger.post("reject_project", **rejection)
    ledger.refused("PROJECT_STATUS", "amend_project", **amendment, date="2011-09-20")
    undone = ledger.post("reverse", **reversal(6, "2011-10-01"))
    assert undone
    ledger.refused("ALREADY_REVERSED", "reverse", **reversal(6, "2011-08-01"))
    ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(3, "2011-07-01"))


def test_already_open_before_due(ledger: LedgerInTest) -> None:
    ledger.refused(
        "YEAR_ALREADY_OPEN",
        "open_budget_year",
        year="2011",
        date="2011-08-01",
        decision=SG,
        due="2011-07-01",
    )


def test_status_before_rules(awarded: LedgerInTest) -> None:
    awarded.refused("PROJECT_STATUS", "award_grant", **grant("99999999.00"))
    awarded.post("determine_grant", **money("1.00", "2012-01-01"))
    awarded.refused(
        "PROJECT_STATUS", "determine_grant", **money("99999999.00", "2012-01-02")
    )


def test_a_closed_year_before_the_projects_status(awarded: LedgerInTest) -> None:
    awarded.post("close_budget_year", year="2011", date="2012-08-01", decision=SG)
    awarded.refused("YEAR_CLOSED", "award_grant", **grant("1.00", "2012-08-01"))


def test_amounts_above_requested_before_conditions(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal(physical=True))
    ledger.refused("AWARD_EXCEEDED", "award_grant", **grant("30000.01"))
    ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant("30000.00"))


def test_conditions_before_budgets(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal(physical=True, requested="99000.00"))
    error = ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant("99000.00"))
    assert "programme_ceiling" in error.message
    assert "non_physical" in error.message


def test_budgets_in_the_order_of_the_table(opened: LedgerInTest) -> None:
    too_much = cost("170000.00", "2011-10-12")
    opened.refused("CEILING_EXCEEDED", "post_process_cost", **too_much)
    # With budget, the process ceiling; within that, the reserve holds; then the money.
    opened.post("transfer_budget", **transfer("UNALLOCATED", "SN", "160000.00"))
    opened.refused(
        "PROCESS_CEILING_EXCEEDED",
        "post_process_cost",
        **cost("20000.01", "2011-10-12"),
    )
    opened.deviate("process_ceiling", year="2011", amount="200000.00")
    opened.refused("OVERDRAFT", "post_process_cost", **cost("160000.00", "2011-10-12"))


def test_the_reserve_before_the_current_account(opened: LedgerInTest) -> None:
    opened.post("transfer_budget", **transfer("UNALLOCATED", "OUTSIDE", "140000.00"))
    opened.post("transfer_budget", **transfer("UNALLOCATED", "SN", "20000.00"))
    opened.deviate("process_ceiling", year="2011", amount="10000.00")
    opened.deviate("programme_ceiling", programme="SN", year="2011", amount="10000.00")
    # 20,000 is left and 20,000 reserved; 20,001 leaves -1 and reserves nothing.
    opened.refused(
        "PROCESS_RESERVE_EXCEEDED",
        "post_process_cost",
        **cost("20001.00", "2011-10-12"),
    )
    opened.refused("OVERDRAFT", "post_process_cost", **cost("20000.00", "2011-10-12"))


def test_funds_before_the_current_account(opened: LedgerInTest) -> None:
    opened.post("propose_project", **proposal())
    opened.refused("FUNDS_EXCEEDED", "spend_funds", **spending("1.00", "2011-10-12"))


def test_the_current_account_before_the_grant(awarded: LedgerInTest) -> None:
    awarded.refused("OVERDRAFT", "pay_grant", **payment("156800.01", "2011-11-01"))
    awarded.refused("AWARD_EXCEEDED", "pay_grant", **payment("30000.01", "2011-11-01"))


def test_today_is_in_the_frameworks_time_zone(awarded: LedgerInTest) -> None:
    from datetime import UTC, datetime

    # 23:30 UTC on 30 June is 1 July in Amsterdam.
    awarded.now = datetime(2015, 6, 30, 23, 30, tzinfo=UTC)
    awarded.pay("1.00", "2015-07-01")
    awarded.refused("FUTURE_DATE", "pay_grant", **payment("1.00", "2015-07-02"))
