"""Z23: money of others is earmarked; it never hides an overdraft of the partners."""

import pytest

from tests.unit.domain.posting import (
    LedgerInTest,
    cost,
    funds,
    proposal,
    reversal,
    spending,
)


@pytest.fixture
def proposed(ledger: LedgerInTest) -> LedgerInTest:
    ledger.post("propose_project", **proposal())
    ledger.post("propose_project", **proposal("leven-lang-leren"))
    return ledger


def test_received_money_is_owed_and_earmarked(proposed: LedgerInTest) -> None:
    entry = proposed.post("receive_funds", **funds("550000.00", "2012-03-01"))
    assert proposed.lines(entry) == {
        "assets:current-account": "550000.00",
        "liabilities:funds:grecor": "-550000.00",
    }
    cash = proposed.cash()
    assert cash["funds"] == "550000.00"
    assert cash["balance"] == "706800.00"
    assert cash["earmarked"] == "550000.00"
    assert cash["free"] == "156800.00"
    assert proposed.project()["funds_received"] == "550000.00"


def test_spending_it_frees_nothing(proposed: LedgerInTest) -> None:
    proposed.post("receive_funds", **funds("100.00", "2012-03-01"))
    entry = proposed.post("spend_funds", **spending("60.00", "2012-04-01"))
    assert proposed.lines(entry) == {
        "liabilities:funds:grecor": "60.00",
        "assets:current-account": "-60.00",
    }
    cash = proposed.cash()
    assert (cash["funds_spent"], cash["earmarked"]) == ("60.00", "40.00")
    assert cash["free"] == "156800.00"


def test_no_more_is_spent_than_was_received_on_every_day(
    proposed: LedgerInTest,
) -> None:
    proposed.post("receive_funds", **funds("100.00", "2012-03-01"))
    proposed.refused("FUNDS_EXCEEDED", "spend_funds", **spending("1.00", "2012-02-29"))
    proposed.post("spend_funds", **spending("60.00", "2012-05-01"))
    error = proposed.refused(
        "FUNDS_EXCEEDED", "spend_funds", **spending("40.01", "2012-04-01")
    )
    assert error.details["date"] == "2012-05-01"
    assert error.details["short"] == "0.01"
    proposed.post("spend_funds", **spending("40.00", "2012-04-01"))


def test_one_projects_money_is_not_anothers(proposed: LedgerInTest) -> None:
    proposed.post("receive_funds", **funds("100.00", "2012-03-01"))
    proposed.refused(
        "FUNDS_EXCEEDED",
        "spend_funds",
        **spending("1.00", "2012-04-01", "leven-lang-leren"),
    )


def test_an_overspending_never_hides_behind_anothers_money(
    proposed: LedgerInTest,
) -> None:
    received = proposed.post("receive_funds", **funds("100.00", "2012-03-01"))
    proposed.post("spend_funds", **spending("100.00", "2012-04-01"))
    proposed.post("receive_funds", **funds("70.00", "2012-04-01", "leven-lang-leren"))
    # The bank took the first receipt back: grecor now stands at -100.
    proposed.post("reverse", **reversal(received, "2012-05-01"))
    cash = proposed.cash()
    assert cash["earmarked"] == "70.00"
    assert cash["balance"] == "156770.00"
    assert cash["free"] == "156700.00"


def test_funds_can_be_held_for_a_project_of_any_status(proposed: LedgerInTest) -> None:
    proposed.post(
        "reject_project",
        project="grecor",
        date="2011-10-01",
        decision="SG-2011-01",
        reason="No",
    )
    proposed.post("receive_funds", **funds("100.00", "2012-03-01"))
    proposed.post("spend_funds", **spending("100.00", "2012-03-02"))


def test_not_in_the_future(proposed: LedgerInTest) -> None:
    proposed.refused("FUTURE_DATE", "receive_funds", **funds("1.00", "2015-01-01"))
    proposed.refused("FUTURE_DATE", "spend_funds", **spending("1.00", "2015-01-01"))


def test_money_of_others_counts_for_no_ceiling(proposed: LedgerInTest) -> None:
    before = proposed.programme("TL")
    proposed.post("receive_funds", **funds("100.00", "2012-03-01"))
    proposed.post("spend_funds", **spending("100.00", "2012-03-02"))
    assert proposed.programme("TL") == before


def test_the_reversal_of_a_spending_gives_it_back(proposed: LedgerInTest) -> None:
    proposed.post("receive_funds", **funds("100.00", "2012-03-01"))
    spent = proposed.post("spend_funds", **spending("100.00", "2012-03-02"))
    proposed.post("reverse", **reversal(spent, "2012-03-05"))
    assert proposed.project()["funds_spent"] == "0.00"
    assert proposed.cash()["earmarked"] == "100.00"
    assert proposed.cash(at="2012-03-04")["earmarked"] == "0.00"


def test_a_cost_is_paid_from_free_money_only(opened: LedgerInTest) -> None:
    from tests.unit.domain.posting import transfer

    opened.post("transfer_budget", **transfer("UNALLOCATED", "SN", "50000.00"))
    opened.post("propose_project", **proposal())
    opened.post("receive_funds", **funds("100.00", "2011-10-10"))
    opened.receive("emmen", "10.00")
    opened.refused("OVERDRAFT", "post_process_cost", **cost("10.01", "2011-10-12"))
    opened.post("post_process_cost", **cost("10.00", "2011-10-12"))
