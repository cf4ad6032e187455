"""Determination, withdrawal, lower change and write-off, and the past they settle."""

import pytest

from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    Row,
    grant,
    money,
    other,
    payment,
    reversal,
    withdrawal,
    written_off,
)


@pytest.fixture
def paid(awarded: LedgerInTest) -> LedgerInTest:
    """20,000 of the 30,000 is paid on 20 November 2011."""
    awarded.pay("20000.00", "2011-11-20")
    return awarded


def figures(ledger: LedgerInTest) -> dict[str, str | None]:
    row = ledger.project()
    names = ("status", "determined", "released", "committed", "recoverable")
    return {name: row[name] for name in names}


# -- determination (vaststelling) ----------------------------------------------


def test_a_determination_releases_the_rest(paid: LedgerInTest) -> None:
    entry = paid.post("determine_grant", **money("24000.00", "2012-09-01"))
    assert paid.lines(entry) == {
        "liabilities:grants:grecor": "6000.00",
        "expenses:grants:2011:TL:grecor": "-6000.00",
        "budget:available:2011:TL": "6000.00",
        "budget:committed:2011:TL:grecor": "-6000.00",
    }
    assert figures(paid) == {
        "status": "determined",
        "determined": "24000.00",
        "released": "6000.00",
        "committed": "4000.00",
        "recoverable": "0.00",
    }
    assert paid.project(at="2012-08-31")["determined"] is None


def test_what_was_paid_too_much_is_recoverable(paid: LedgerInTest) -> None:
    entry = paid.post("determine_grant", **money("15000.00", "2012-09-01"))
    lines = paid.lines(entry)
    assert lines["assets:recoverable:grecor"] == "5000.00"
    assert lines["budget:available:2011:TL"] == "15000.00"
    assert lines["budget:committed:2011:TL:grecor"] == "-10000.00"
    assert lines["budget:spent:2011:TL:grecor"] == "-5000.00"
    assert figures(paid) == {
        "status": "determined",
        "determined": "15000.00",
        "released": "15000.00",
        "committed": "0.00",
        "recoverable": "5000.00",
    }


def test_at_most_the_grant(paid: LedgerInTest) -> None:
    error = paid.refused(
        "AWARD_EXCEEDED", "determine_grant", **money("30000.01", "2012-09-01")
    )
    assert "change_grant" in error.message
    paid.post("determine_grant", **money("30000.00", "2012-09-01"))


def test_once(paid: LedgerInTest) -> None:
    paid.post("determine_grant", **money("24000.00", "2012-09-01"))
    paid.refused("PROJECT_STATUS", "determine_grant", **money("23000.00", "2012-09-02"))


def test_it_may_rest_on_a_decision(paid: LedgerInTest) -> None:
    paid.refused(
        "DECISION_UNKNOWN",
        "determine_grant",
        **money("24000.00", "2012-09-01"),
        decision="SG-X",
    )
    paid.post("determine_grant", **money("24000.00", "2012-09-01"), decision=SG)


def test_the_balance_is_paid_after_it(paid: LedgerInTest) -> None:
    paid.post("determine_grant", **money("24000.00", "2012-09-01"))
    paid.refused("AWARD_EXCEEDED", "pay_grant", **payment("4000.01", "2012-10-01"))
    paid.pay("4000.00", "2012-10-01")
    assert paid.project()["committed"] == "0.00"


def test_a_change_after_it_replaces_the_determined_amount(paid: LedgerInTest) -> None:
    paid.post("determine_grant", **money("24000.00", "2012-09-01"))
    paid.post("change_grant", **grant("22000.00", "2012-10-01"))
    assert figures(paid)["determined"] == "22000.00"
    paid.post("change_grant", **grant("25000.00", "2012-11-01"))
    assert figures(paid)["determined"] == "25000.00"
    assert figures(paid)["status"] == "determined"
    assert figures(paid)["committed"] == "5000.00"


def test_its_reversal_makes_it_an_award_again(paid: LedgerInTest) -> None:
    entry = paid.post("determine_grant", **money("15000.00", "2012-09-01"))
    paid.post("reverse", **reversal(entry, "2012-09-02"))
    assert figures(paid) == {
        "status": "awarded",
        "determined": None,
        "released": "0.00",
        "committed": "10000.00",
        "recoverable": "0.00",
    }
    # What is reversed counts as never having been there, but the past stays settled.
    paid.refused("PROJECT_STATUS", "pay_grant", **payment("1.00", "2012-09-01"))
    paid.post("determine_grant", **money("24000.00", "2012-09-02"))


def test_not_while_something_came_later(paid: LedgerInTest) -> None:
    entry = paid.post("determine_grant", **money("24000.00", "2012-09-01"))
    balance = paid.pay("1.00", "2012-10-01")
    error = paid.refused("NOT_REVERSIBLE", "reverse", **reversal(entry, "2012-10-02"))
    assert str(balance) in error.message
    paid.post("reverse", **reversal(balance, "2012-10-02"))
    paid.post("reverse", **reversal(entry, "2012-10-02"))


# -- withdrawal (intrekking) ---------------------------------------------------


def test_a_withdrawal_releases_all(paid: LedgerInTest) -> None:
    paid.post("withdraw_grant", **withdrawal("2012-09-01"))
    assert figures(paid) == {
        "status": "withdrawn",
        "determined": "0.00",
        "released": "30000.00",
        "committed": "0.00",
        "recoverable": "20000.00",
    }
    assert paid.programme("TL")["available"] == "64000.00"


def test_also_after_determination_but_once(paid: LedgerInTest) -> None:
    paid.post("determine_grant", **money("24000.00", "2012-09-01"))
    paid.post("withdraw_grant", **withdrawal("2012-09-02"))
    paid.refused("PROJECT_STATUS", "withdraw_grant", **withdrawal("2012-09-03"))
    paid.refused("PROJECT_STATUS", "determine_grant", **money("1.00", "2012-09-03"))


def test_nothing_is_paid_or_changed_after_it(paid: LedgerInTest) -> None:
    paid.post("withdraw_grant", **withdrawal("2012-09-01"))
    error = paid.refused("AWARD_EXCEEDED", "pay_grant", **payment("1.00", "2012-09-02"))
    assert "withdrawn" in error.message
    paid.refused("PROJECT_STATUS", "change_grant", **grant("1.00", "2012-09-02"))


def test_a_refund_on_it_is_at_most_what_is_recoverable(paid: LedgerInTest) -> None:
    paid.post("withdraw_grant", **withdrawal("2012-09-01"))
    error = paid.refused(
        "REFUND_EXCEEDED", "receive_refund", **money("20000.01", "2012-10-01")
    )
    assert "suspense" in error.message
    paid.post("receive_refund", **money("20000.00", "2012-10-01"))
    assert figures(paid)["recoverable"] == "0.00"


# -- refunds and write-offs ----------------------------------------------------


@pytest.fixture
def overpaid(paid: LedgerInTest) -> LedgerInTest:
    """Determined at 15,000: 5,000 is recoverable."""
    paid.post("determine_grant", **money("15000.00", "2012-09-01"))
    return paid


def test_a_refund_clears_what_is_recoverable_first(overpaid: LedgerInTest) -> None:
    entry = overpaid.post("receive_refund", **money("6000.00", "2012-10-01"))
    assert overpaid.lines(entry) == {
        "assets:current-account": "6000.00",
        "assets:recoverable:grecor": "-5000.00",
        "liabilities:grants:grecor": "-1000.00",
        "budget:committed:2011:TL:grecor": "1000.00",
        "budget:spent:2011:TL:grecor": "-1000.00",
    }
    overpaid.pay("1000.00", "2012-11-01")


def test_a_write_off_is_a_cost_of_the_programme(overpaid: LedgerInTest) -> None:
    entry = overpaid.post(
        "write_off_recoverable", **written_off("500.00", "2013-01-10")
    )
    assert overpaid.lines(entry) == {
        "expenses:grants:2011:TL:grecor": "500.00",
        "assets:recoverable:grecor": "-500.00",
        "budget:spent:2011:TL:grecor": "500.00",
        "budget:available:2011:TL": "-500.00",
    }
    row = overpaid.programme("TL")
    # 64,000 ceiling - (30,000 - 15,000) - 500
    assert (row["written_off"], row["available"]) == ("500.00", "48500.00")


def test_at_most_what_is_recoverable(overpaid: LedgerInTest) -> None:
    overpaid.refused(
        "REFUND_EXCEEDED",
        "write_off_recoverable",
        **written_off("5000.01", "2013-01-10"),
    )
    overpaid.post("receive_refund", **money("2000.00", "2012-10-01"))
    overpaid.refused(
        "REFUND_EXCEEDED",
        "write_off_recoverable",
        **written_off("3000.01", "2013-01-10"),
    )
    overpaid.post("write_off_recoverable", **written_off("3000.00", "2013-01-10"))


def test_no_refund_while_a_write_off_stands(overpaid: LedgerInTest) -> None:
    entry = overpaid.post(
        "write_off_recoverable", **written_off("500.00", "2013-01-10")
    )
    error = overpaid.refused(
        "PROJECT_STATUS", "receive_refund", **money("1.00", "2013-02-01")
    )
    assert "reverse" in error.message
    assert "receive_other" in error.message
    overpaid.post("receive_other", **other("1.00", "2013-02-01"))
    overpaid.post("reverse", **reversal(entry, "2013-02-01"))
    overpaid.post("receive_refund", **money("5000.00", "2013-02-01"))


def test_a_write_off_needs_available_budget(overpaid: LedgerInTest) -> None:
    from tests.unit.domain.posting import transfer

    overpaid.post("transfer_budget", **transfer("TL", "SN", "49000.00", "2012-10-01"))
    overpaid.refused(
        "CEILING_EXCEEDED", "write_off_recoverable", **written_off("0.01", "2013-01-10")
    )


def test_nothing_recoverable_nothing_to_write_off(awarded: LedgerInTest) -> None:
    awarded.refused(
        "REFUND_EXCEEDED", "write_off_recoverable", **written_off("0.01", "2013-01-10")
    )


# -- a settled past ------------------------------------------------------------


SETTLEMENTS: dict[str, tuple[str, Row]] = {
    "determination": ("determine_grant", money("24000.00", "2012-09-01")),
    "withdrawal": ("withdraw_grant", withdrawal("2012-09-01")),
    "lower change": ("change_grant", grant("25000.00", "2012-09-01")),
}


@pytest.mark.parametrize("settlement", SETTLEMENTS)
def test_no_settlement_before_what_was_paid_or_refunded(
    paid: LedgerInTest, settlement: str
) -> None:
    command, fields = SETTLEMENTS[settlement]
    last = paid.pay("1.00", "2012-09-02")
    error = paid.refused("PROJECT_STATUS", command, **fields)
    assert "2012-09-02" in error.message
    # Its reversal counts too.
    paid.post("reverse", **reversal(last, "2012-09-03"))
    paid.refused("PROJECT_STATUS", command, **{**fields, "date": "2012-09-02"})
    paid.post(command, **{**fields, "date": "2012-09-03"})


@pytest.mark.parametrize("settlement", SETTLEMENTS)
def test_nothing_is_posted_before_a_settlement(
    paid: LedgerInTest, settlement: str
) -> None:
    command, fields = SETTLEMENTS[settlement]
    entry = paid.post(command, **fields)
    day = "2012-08-31"
    paid.refused("PROJECT_STATUS", "pay_grant", **payment("1.00", day))
    paid.refused("PROJECT_STATUS", "receive_refund", **money("1.00", day))
    paid.refused("PROJECT_STATUS", "withdraw_grant", **withdrawal(day))
    paid.refused("PROJECT_STATUS", "change_grant", **grant("1.00", day))
    paid.refused("PROJECT_STATUS", "determine_grant", **money("1.00", day))
    paid.refused("PROJECT_STATUS", "write_off_recoverable", **written_off("1.00", day))
    paid.post("reverse", **reversal(entry, "2012-09-10"))
    # And not before the reversal of one.
    paid.refused("PROJECT_STATUS", "pay_grant", **payment("1.00", "2012-09-09"))
    paid.pay("1.00", "2012-09-10")


def test_earmarked_money_may_still_come_before_it(paid: LedgerInTest) -> None:
    from tests.unit.domain.posting import funds

    paid.post("determine_grant", **money("24000.00", "2012-09-01"))
    paid.post("receive_funds", **funds("1.00", "2012-08-01"))


def test_the_release_is_available_to_others_from_its_date(paid: LedgerInTest) -> None:
    paid.post("determine_grant", **money("20000.00", "2012-09-01"))
    assert paid.programme("TL", at="2012-08-31")["available"] == "34000.00"
    assert paid.programme("TL", at="2012-09-01")["available"] == "44000.00"
