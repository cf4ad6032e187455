"""Closing a year with what is left going to the same places of another."""

import pytest

from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    Row,
    cost,
    grant,
    money,
    proposal,
    reversal,
    transfer,
)

DAY = "2012-09-01"


def closing(on: str = DAY, to: str | None = "2012") -> Row:
    carry = {} if to is None else {"carry_to": to}
    return {"year": "2011", "date": on, "decision": SG, **carry}


@pytest.fixture
def next_year(ledger: LedgerInTest) -> LedgerInTest:
    """2012 is open too, and nothing of it is divided."""
    ledger.open("2012", "2012-08-01")
    return ledger


def test_each_place_keeps_its_name(next_year: LedgerInTest) -> None:
    ledger = next_year
    ledger.post("transfer_budget", **transfer("SN", "OUTSIDE", "1000.00"))
    ledger.post("transfer_budget", **transfer("TL", "UNALLOCATED", "2000.00"))
    entry = ledger.post("close_budget_year", **closing())
    assert ledger.lines(entry) == {
        "budget:available:2012:SN": "31000.00",
        "budget:available:2011:SN": "-31000.00",
        "budget:available:2012:TL": "62000.00",
        "budget:available:2011:TL": "-62000.00",
        "budget:available:2012:IBO": "64000.00",
        "budget:available:2011:IBO": "-64000.00",
        "budget:available:2012:OUTSIDE": "1000.00",
        "budget:available:2011:OUTSIDE": "-1000.00",
        "budget:unallocated:2012": "2000.00",
        "budget:unallocated:2011": "-2000.00",
    }
    assert ledger.year("2011")["status"] == "closed"
    assert ledger.year("2011")["for_projects"] == "0.00"
    assert ledger.programme("SN", year="2012")["transferred"] == "31000.00"


def test_a_closed_year_keeps_no_reserve_so_nothing_of_it_is_noted(
    next_year: LedgerInTest,
) -> None:
    ledger = next_year
    entry = ledger.post("close_budget_year", **closing())
    assert [note.code for note in ledger.ledger.notes[entry]] == ["KEY_GAP"]


def test_the_lowest_from_its_date_on_goes(next_year: LedgerInTest) -> None:
    ledger = next_year
    ledger.post("propose_project", **proposal())
    ledger.post("award_grant", **grant("30000.00", "2011-10-01"))
    ledger.post("determine_grant", **money("20000.00", "2012-10-01"))
    entry = ledger.post("close_budget_year", **closing())
    # The release of 1 October is not there yet on the day of the closing.
    assert ledger.lines(entry)["budget:available:2012:TL"] == "34000.00"
    assert ledger.programme("TL", year="2011")["available"] == "10000.00"


def test_a_deviation_is_no_money(next_year: LedgerInTest) -> None:
    ledger = next_year
    scope = {"year": "2011", "programme": "SN", "amount": "5000.00"}
    ledger.deviate("programme_ceiling", **scope)
    entry = ledger.post("close_budget_year", **closing())
    assert ledger.lines(entry)["budget:available:2012:SN"] == "32000.00"


def test_what_is_overdrawn_stays(next_year: LedgerInTest) -> None:
    ledger = next_year
    scope = {"year": "2011", "programme": "SN", "amount": "5000.00"}
    ledger.deviate("programme_ceiling", **scope)
    ledger.post("transfer_budget", **transfer("SN", "TL", "37000.00"))
    entry = ledger.post("close_budget_year", **closing())
    assert "budget:available:2012:SN" not in ledger.lines(entry)
    assert ledger.programme("SN")["available"] == "-5000.00"


def test_where_it_can_not_go(next_year: LedgerInTest) -> None:
    refused = next_year.refused
    refused("SCOPE_INVALID", "close_budget_year", **closing(to="2011"))
    refused("YEAR_NOT_OPEN", "close_budget_year", **closing(to="2013"))
    refused("YEAR_NOT_OPEN", "close_budget_year", **closing("2012-07-31"))
    refused("YEAR_UNKNOWN", "close_budget_year", **closing(to="2030"))
    next_year.post("close_budget_year", year="2012", date="2012-08-15", decision=SG)
    refused("YEAR_CLOSED", "close_budget_year", **closing())


def test_only_with_carry_to_the_lock_holds_for_a_closing(
    next_year: LedgerInTest,
) -> None:
    next_year.post("lock_period", until=DAY)
    next_year.refused("PERIOD_LOCKED", "close_budget_year", **closing())
    entry = next_year.post("close_budget_year", **closing(to=None))
    next_year.post("reverse", **reversal(entry, DAY))


def test_its_reversal_is_as_locked_as_it_was(next_year: LedgerInTest) -> None:
    entry = next_year.post("close_budget_year", **closing())
    next_year.post("lock_period", until="2012-09-30")
    next_year.refused("PERIOD_LOCKED", "reverse", **reversal(entry, DAY))
    next_year.post("reverse", **reversal(entry, "2012-10-01"))


def test_its_reversal_takes_back_only_what_is_still_there(
    next_year: LedgerInTest,
) -> None:
    ledger = next_year
    entry = ledger.post("close_budget_year", **closing())
    move = transfer("SN", "TL", "1.00", "2012-09-02", ("2012", "2012"))
    moved = ledger.post("transfer_budget", **move)
    ledger.refused("CEILING_EXCEEDED", "reverse", **reversal(entry, "2012-09-03"))
    ledger.post("reverse", **reversal(moved, "2012-09-03"))
    ledger.post("reverse", **reversal(entry, "2012-09-03"))
    assert ledger.programme("SN")["available"] == "32000.00"
    assert ledger.programme("SN", year="2012")["available"] == "0.00"
    assert ledger.year()["status"] == "open"


def test_its_reversal_leaves_the_reserve_of_the_target_whole(
    next_year: LedgerInTest,
) -> None:
    ledger = next_year
    entry = ledger.post("close_budget_year", **closing())
    # 2012's own 160,000 goes outside: what was carried is all that it reserves from.
    move = transfer(
        "UNALLOCATED", "OUTSIDE", "160000.00", "2012-09-02", ("2012", "2012")
    )
    ledger.post("transfer_budget", **move)
    ledger.refused(
        "PROCESS_RESERVE_EXCEEDED", "reverse", **reversal(entry, "2012-09-03")
    )


def test_process_costs_of_a_closed_year_are_refused(next_year: LedgerInTest) -> None:
    next_year.post("close_budget_year", **closing())
    next_year.refused("YEAR_CLOSED", "post_process_cost", **cost("1.00", DAY))


def test_no_closing_before_another_year_was_carried_in(
    next_year: LedgerInTest,
) -> None:
    ledger = next_year
    ledger.post("close_budget_year", **closing("2012-12-01"))
    second = {"year": "2012", "decision": SG}
    ledger.refused("BAD_DATE", "close_budget_year", date="2012-11-30", **second)
    ledger.post("close_budget_year", date="2012-12-01", **second)
