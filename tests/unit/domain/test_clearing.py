"""Open suspense items: what clears them, in the other direction and no further."""

import pytest

from tests.unit.domain.posting import LedgerInTest, Row, funds, other, reversal

OTHER_WAY = {"receive_other": "pay_other", "pay_other": "receive_other"}
BOTH = pytest.mark.parametrize("command", OTHER_WAY)


def clearing(entry: int, amount: str, on: str = "2011-11-10", **more: object) -> Row:
    return {**other(amount, on), "clears": entry, **more}


@BOTH
def test_in_parts_and_no_further(ledger: LedgerInTest, command: str) -> None:
    item = ledger.post(command, **other("55.00", "2011-11-01"))
    back = OTHER_WAY[command]
    ledger.refused("SCOPE_INVALID", back, **clearing(item, "55.01"))
    ledger.post(back, **clearing(item, "40.00"))
    ledger.refused("SCOPE_INVALID", back, **clearing(item, "15.01", "2011-11-11"))
    # On every later day: what clears on the 10th is gone before it, too.
    ledger.refused("SCOPE_INVALID", back, **clearing(item, "15.01", "2011-11-05"))
    ledger.post(back, **clearing(item, "15.00", "2011-11-05"))
    assert ledger.findings("suspense") == []


@BOTH
def test_never_in_the_same_direction(ledger: LedgerInTest, command: str) -> None:
    item = ledger.post(command, **other("55.00", "2011-11-01"))
    ledger.refused("SCOPE_INVALID", command, **clearing(item, "55.00"))


@BOTH
def test_what_clears_is_itself_no_item(ledger: LedgerInTest, command: str) -> None:
    item = ledger.post(command, **other("55.00", "2011-11-01"))
    cleared = ledger.post(OTHER_WAY[command], **clearing(item, "55.00"))
    ledger.refused("SCOPE_INVALID", command, **clearing(cleared, "1.00"))


def test_what_is_no_item(ledger: LedgerInTest) -> None:
    interest = ledger.post("receive_other", **other("9.00", "2011-11-01", "interest"))
    item = ledger.post("receive_other", **other("9.00", "2011-11-01"))
    refused = ledger.refused
    refused("ENTRY_UNKNOWN", "pay_other", **clearing(9999, "9.00"))
    refused("SCOPE_INVALID", "pay_other", **clearing(interest, "9.00"))
    refused("SCOPE_INVALID", "pay_other", **clearing(6, "9.00"))
    charges = clearing(item, "9.00", category="bank-charges")
    refused("SCOPE_INVALID", "pay_other", **charges)
    refused("SCOPE_INVALID", "pay_other", **clearing(item, "9.00", "2011-10-31"))
    ledger.post("reverse", **reversal(item, "2011-11-02"))
    refused("SCOPE_INVALID", "pay_other", **clearing(item, "9.00"))


def test_the_item_is_reversed_only_after_what_clears_it(ledger: LedgerInTest) -> None:
    item = ledger.post("receive_other", **other("55.00", "2011-11-01"))
    cleared = ledger.post("pay_other", **clearing(item, "5.00"))
    ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(item, "2011-11-12"))
    ledger.post("reverse", **reversal(cleared, "2011-11-11"))
    ledger.post("reverse", **reversal(item, "2011-11-12"))


def booked_as(entry: int, as_: Row, on: str, amount: str | None = None) -> Row:
    part = {} if amount is None else {"amount": amount}
    return {"entry": entry, "date": on, "reason": "Booked wrong", "as": as_, **part}


def held(command: str, fields: Row) -> Row:
    without = ("amount", "date", "document")
    kept = {name: value for name, value in fields.items() if name not in without}
    return {"command": command, **kept}


def test_a_clearing_that_is_booked_otherwise_opens_the_item_again(
    ledger: LedgerInTest,
) -> None:
    item = ledger.post("receive_other", **other("55.00", "2011-11-01"))
    cleared = ledger.post("pay_other", **clearing(item, "55.00"))
    charges = held("pay_other", other("1.00", "2011-11-01", "bank-charges"))
    moved = ledger.post("reclassify", **booked_as(cleared, charges, "2011-11-12"))
    again = ledger.post("pay_other", **clearing(item, "10.00", "2011-11-13"))
    ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(moved, "2011-11-14"))
    ledger.post("reverse", **reversal(again, "2011-11-14"))
    ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(moved, "2011-11-13"))
    ledger.post("reverse", **reversal(moved, "2011-11-14"))
    ledger.refused("SCOPE_INVALID", "pay_other", **clearing(item, "1.00", "2011-11-15"))


def test_money_booked_as_suspense_is_an_item_too(awarded: LedgerInTest) -> None:
    entry = awarded.post("receive_funds", **funds("50.00", "2011-11-01"))
    suspense = held("receive_other", other("1.00", "2011-11-01"))
    item = awarded.post("reclassify", **booked_as(entry, suspense, "2011-11-12", "30"))
    early = clearing(item, "30.00", "2011-11-11")
    awarded.refused("SCOPE_INVALID", "pay_other", **early)
    awarded.refused(
        "SCOPE_INVALID", "pay_other", **clearing(item, "30.01", "2011-11-12")
    )
    cleared = awarded.post("pay_other", **clearing(item, "30.00", "2011-11-12"))
    awarded.refused("NOT_REVERSIBLE", "reverse", **reversal(item, "2011-11-15"))
    awarded.post("reverse", **reversal(cleared, "2011-11-15"))
    awarded.post("reverse", **reversal(item, "2011-11-15"))


def test_a_payment_booked_as_what_clears(awarded: LedgerInTest) -> None:
    item = awarded.post("receive_other", **other("55.00", "2011-11-01"))
    paid = awarded.pay("60.00", "2011-11-05")
    clears = held("pay_other", clearing(item, "1.00"))
    too_much = booked_as(paid, clears, "2011-11-12", "55.01")
    awarded.refused("SCOPE_INVALID", "reclassify", **too_much)
    moved = awarded.post("reclassify", **{**too_much, "amount": "55.00"})
    assert awarded.findings("suspense") == []
    awarded.refused("NOT_REVERSIBLE", "reverse", **reversal(item, "2011-11-15"))
    awarded.post("reverse", **reversal(moved, "2011-11-15"))
    awarded.post("reverse", **reversal(item, "2011-11-15"))


def test_a_clearing_booked_as_an_item_of_its_own_changes_no_line(
    ledger: LedgerInTest,
) -> None:
    """What cleared wrongly is reversed; a line of the journal it would not change."""
    item = ledger.post("receive_other", **other("55.00", "2011-11-01"))
    cleared = ledger.post("pay_other", **clearing(item, "5.00"))
    own = {k: v for k, v in other("5.00", "2011-11-10").items() if k != "amount"}
    as_ = held("pay_other", own)
    ledger.refused(
        "SCOPE_INVALID", "reclassify", **booked_as(cleared, as_, "2011-11-12")
    )
