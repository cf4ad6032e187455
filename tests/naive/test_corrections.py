"""Reclassifying, clearing, re-use after reversal and annotating in the model."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from . import NaiveLedger
from .scenario import (
    LATE,
    awarded,
    grant,
    money,
    ok,
    pay,
    project,
    proposal,
    receive,
    refused,
    started,
)
from .suspense import open_items

OTHER = {
    "category": "suspense",
    "date": "2011-09-10",
    "counterparty": "stranger",
    "description": "?",
    "document": "bank",
}
MEPPEL = {"command": "receive_contribution", "year": "2011", "partner": "meppel"}
HALL = {
    "command": "post_process_cost",
    "year": "2011",
    "programme": "IBO",
    "payee": "hall",
    "description": "meetings",
}
SUSPENSE = {"category": "suspense", "counterparty": "x", "description": "?"}


def shift(entry: int, on: str, booked: Mapping[str, object]) -> dict[str, Any]:
    return {"entry": entry, "date": on, "reason": "wrong", "as": booked}


def received(ledger: NaiveLedger, partner: str) -> str:
    rows: Any = ledger.balance(LATE)["partners"]
    found: str = next(r for r in rows if r["partner"] == partner)["received"]
    return found


def test_money_in_suspense_becomes_a_contribution() -> None:
    ledger = started(receipts=False)
    entry = ok(ledger, "receive_other", **OTHER, amount="100")
    whole = shift(entry, "2011-09-20", MEPPEL)
    early = refused(ledger, "reclassify", **{**whole, "date": "2011-09-09"})
    assert early == "BAD_DATE"
    part = ok(ledger, "reclassify", **whole, amount="30")
    assert dict(ledger.entries[part - 1].lines) == {
        "assets:receivable:meppel:2011": -30_00,
        "assets:suspense": 30_00,
    }
    assert received(ledger, "meppel") == "30.00"
    account: Any = ledger.balance(LATE)["current_account"]
    assert (account["contributions"], account["other_received"]) == ("30.00", "70.00")
    assert open_items(ledger.books, date(2011, 9, 19)) == {entry: 100_00}
    assert open_items(ledger.books, date(2011, 9, 20)) == {entry: 70_00}
    assert refused(ledger, "reclassify", **whole) == "SCOPE_INVALID"
    undo = {"entry": entry, "date": "2011-10-01", "reason": "wrong"}
    assert refused(ledger, "reverse", **undo) == "NOT_REVERSIBLE"
    ok(ledger, "reverse", **{**undo, "entry": part})
    ok(ledger, "reverse", **undo)
    assert refused(ledger, "reclassify", **whole) == "ALREADY_REVERSED"


def test_what_cannot_be_reclassified() -> None:
    ledger = started()
    entry = receive(ledger, "meppel", "100")
    out = {"command": "pay_other", **SUSPENSE}
    code = refused(ledger, "reclassify", **shift(entry, "2011-09-20", out))
    assert code == "SCOPE_INVALID"
    code = refused(ledger, "reclassify", **shift(entry, "2011-09-20", MEPPEL))
    assert code == "SCOPE_INVALID"  # no line changes
    code = refused(ledger, "reclassify", **shift(2, "2011-09-20", MEPPEL))
    assert code == "SCOPE_INVALID"  # a decision moves no money
    award = {"command": "award_grant", "project": "grecor"}
    code = refused(ledger, "reclassify", **shift(entry, "2011-09-20", award))
    assert code == "BAD_COMMAND"
    with_note = {**MEPPEL, "note": "x"}
    code = refused(ledger, "reclassify", **shift(entry, "2011-09-20", with_note))
    assert code == "BAD_COMMAND"
    unopened = {**MEPPEL, "year": "2012"}
    code = refused(ledger, "reclassify", **shift(entry, "2011-09-20", unopened))
    assert code == "YEAR_NOT_OPEN"
    code = refused(ledger, "reclassify", **shift(entry, "2013-01-01", unopened))
    assert code == "FUTURE_DATE"
    ok(
        ledger,
        "reclassify",
        **shift(entry, "2011-09-20", {**MEPPEL, "partner": "emmen"}),
    )


def test_a_cost_moves_to_another_programme_at_the_ceiling() -> None:
    ledger = started()
    cost = {**HALL, "programme": "SN", "amount": "20000", "date": "2011-09-10"}
    del cost["command"]
    entry = ok(ledger, "post_process_cost", **cost, document="b")
    moved = ok(ledger, "reclassify", **shift(entry, "2011-09-20", HALL))
    assert dict(ledger.entries[moved - 1].lines) == {
        "expenses:process:2011:IBO": 20_000_00,
        "budget:spent:2011:IBO:process": 20_000_00,
        "budget:available:2011:IBO": -20_000_00,
        "expenses:process:2011:SN": -20_000_00,
        "budget:spent:2011:SN:process": -20_000_00,
        "budget:available:2011:SN": 20_000_00,
    }
    close = {"year": "2011", "decision": "SG-1"}
    code = refused(ledger, "close_budget_year", **close, date="2011-09-19")
    assert code == "BAD_DATE"


def test_of_a_refund_what_recovered_is_taken_last() -> None:
    ledger = awarded()
    ok(ledger, "pay_grant", **pay("2011-11-01", "30000"))
    ok(ledger, "determine_grant", **money("2012-01-01", "20000"))
    refund = ok(ledger, "receive_refund", **money("2012-02-01", "12000"))
    other = {"command": "receive_other", **SUSPENSE}
    first = ok(ledger, "reclassify", **shift(refund, "2012-02-01", other), amount="500")
    assert dict(ledger.entries[first - 1].lines) == {
        "assets:suspense": -500_00,
        "liabilities:grants:grecor": 500_00,
        "budget:committed:2011:TL:grecor": -500_00,
        "budget:spent:2011:TL:grecor": 500_00,
    }
    rest = ok(ledger, "reclassify", **shift(refund, "2012-02-01", other), amount="3000")
    lines = dict(ledger.entries[rest - 1].lines)
    assert lines["assets:recoverable:grecor"] == 1500_00
    assert lines["liabilities:grants:grecor"] == 1500_00
    assert project(ledger)["refunded"] == "8500.00"
    assert project(ledger)["recoverable"] == "1500.00"


def test_a_payment_taken_from_a_project_obeys_its_settled_past() -> None:
    ledger = awarded()
    payment = ok(ledger, "pay_grant", **pay("2011-11-01", "20000"))
    other = {"command": "pay_other", **SUSPENSE}
    moved = ok(ledger, "reclassify", **shift(payment, "2011-12-01", other))
    final = money("2011-11-30", "0")
    assert refused(ledger, "determine_grant", **final) == "PROJECT_STATUS"
    settled = ok(ledger, "determine_grant", **{**final, "date": "2011-12-01"})
    undo = {"date": "2012-01-01", "reason": "wrong"}
    assert refused(ledger, "reverse", entry=moved, **undo) == "NOT_REVERSIBLE"
    ok(ledger, "reverse", entry=settled, **undo)
    ok(ledger, "reverse", entry=moved, **undo)


def test_a_payment_wholly_taken_away_was_never_there() -> None:
    ledger = awarded()
    award = len(ledger.entries)
    payment = ok(ledger, "pay_grant", **pay("2011-11-01", "20000"))
    undo = {"entry": award, "date": "2012-01-01", "reason": "wrong"}
    other = {"command": "pay_other", **SUSPENSE}
    part = {**shift(payment, "2011-12-01", other), "amount": "19999.99"}
    entry = ok(ledger, "reclassify", **part)
    assert refused(ledger, "reverse", **undo) == "NOT_REVERSIBLE"
    ok(ledger, "reverse", **{**undo, "entry": entry, "date": "2011-12-02"})
    ok(ledger, "reclassify", **shift(payment, "2011-12-02", other))
    ok(ledger, "reverse", **undo)


def test_clearing_an_open_item() -> None:
    ledger = started()
    item = ok(ledger, "receive_other", **OTHER, amount="55")
    back = {**OTHER, "date": "2011-09-15", "amount": "40", "clears": item}
    assert refused(ledger, "receive_other", **back) == "SCOPE_INVALID"
    interest = {**back, "category": "interest"}
    assert refused(ledger, "pay_other", **interest) == "SCOPE_INVALID"
    unknown = {**back, "clears": 999}
    assert refused(ledger, "pay_other", **unknown) == "ENTRY_UNKNOWN"
    early = {**back, "date": "2011-09-09"}
    assert refused(ledger, "pay_other", **early) == "SCOPE_INVALID"
    first = ok(ledger, "pay_other", **back)
    assert refused(ledger, "pay_other", **back) == "SCOPE_INVALID"  # 15 is left
    onto = {**OTHER, "amount": "1", "clears": first}
    assert refused(ledger, "receive_other", **onto) == "SCOPE_INVALID"  # no item
    assert open_items(ledger.books, LATE) == {item: 15_00}
    cost = ok(ledger, "reclassify", **shift(first, "2011-09-20", HALL))
    assert open_items(ledger.books, LATE) == {item: 55_00}
    again = ok(ledger, "pay_other", **{**back, "date": "2011-09-25"})
    undo = {"entry": cost, "date": "2011-09-30", "reason": "wrong"}
    assert refused(ledger, "reverse", **undo) == "NOT_REVERSIBLE"
    ok(ledger, "reverse", **{**undo, "entry": again})
    ok(ledger, "reverse", **undo)


def test_reclassified_as_suspense_it_is_an_item() -> None:
    ledger = started()
    entry = receive(ledger, "meppel", "55")
    booked = {"command": "receive_other", **SUSPENSE}
    item = ok(ledger, "reclassify", **shift(entry, "2011-09-10", booked))
    assert open_items(ledger.books, LATE) == {item: 55_00}
    back = {**OTHER, "date": "2011-09-15", "amount": "55", "clears": item}
    cleared = ok(ledger, "pay_other", **back)
    undo = {"date": "2011-09-30", "reason": "wrong"}
    assert refused(ledger, "reverse", entry=item, **undo) == "NOT_REVERSIBLE"
    ok(ledger, "reverse", entry=cleared, **undo)
    ok(ledger, "reverse", entry=item, **undo)


def test_a_decision_and_a_project_again_after_their_reversal() -> None:
    ledger = started()
    decision = {"number": "X", "subject": "x", "date": "2011-09-01"}
    first = ok(ledger, "record_decision", **decision)
    undo = {"entry": first, "date": "2011-10-01", "reason": "mistyped"}
    ok(ledger, "reverse", **undo)
    assert refused(ledger, "record_decision", **decision) == "DECISION_EXISTS"
    second = ok(ledger, "record_decision", **{**decision, "date": "2011-10-01"})
    ok(ledger, "reverse", **{**undo, "entry": second})
    # it was never in force, but the first one was
    assert refused(ledger, "record_decision", **decision) == "DECISION_EXISTS"

    entry = ok(ledger, "propose_project", **proposal())
    receipt = {**money("2011-10-01", "1"), "source": "Interreg"}
    funds = ok(ledger, "receive_funds", **receipt)
    undo = {"entry": entry, "date": "2011-10-01", "reason": "twice"}
    assert refused(ledger, "reverse", **undo) == "NOT_REVERSIBLE"
    later = {**undo, "entry": funds, "date": "2011-10-05"}
    ok(ledger, "reverse", **later)
    assert refused(ledger, "reverse", **undo) == "BAD_DATE"
    ok(ledger, "reverse", **{**undo, "date": "2011-10-05"})
    assert refused(ledger, "receive_funds", **receipt) == "PROJECT_UNKNOWN"
    early = proposal(date="2011-10-04")
    assert refused(ledger, "propose_project", **early) == "PROJECT_EXISTS"
    ok(ledger, "propose_project", **proposal(date="2011-10-05", title="again"))
    assert refused(ledger, "receive_funds", **receipt) == "NOT_YET"


def test_an_opening_is_reversed_and_done_again() -> None:
    ledger = started()
    opening = {"year": "2012", "date": "2012-08-01", "decision": "SG-1"}
    entry = ok(ledger, "open_budget_year", **opening)
    undo = {"entry": entry, "date": "2012-08-05", "reason": "too early"}
    limits = ok(ledger, "set_funding_limits", **opening, max_grants={"SN": "1"})
    assert refused(ledger, "reverse", **undo) == "NOT_REVERSIBLE"
    ok(ledger, "reverse", **{**undo, "entry": limits})
    ok(ledger, "reverse", **undo)
    years: Any = ledger.balance(date(2012, 8, 4))["years"]
    assert [row["year"] for row in years] == ["2011", "2012"]
    assert len(list(ledger.balance(date(2012, 8, 5))["years"])) == 1  # type: ignore[call-overload]  # a mapping of objects
    shares = {"SN": "100"}
    code = refused(ledger, "allocate", **opening, shares=shares)
    assert code == "YEAR_NOT_OPEN"
    assert refused(ledger, "open_budget_year", **opening) == "YEAR_ALREADY_OPEN"
    ok(ledger, "open_budget_year", **{**opening, "date": "2012-08-05"})


def test_a_retracted_project() -> None:
    ledger = started()
    ok(ledger, "propose_project", **proposal())
    ok(ledger, "amend_project", project="grecor", date="2011-09-05", title="x")
    rest = {"project": "grecor", "reason": "no partners"}
    early = refused(ledger, "retract_project", **rest, date="2011-09-04")
    assert early == "PROJECT_STATUS"
    entry = ok(ledger, "retract_project", **rest, date="2011-09-06")
    assert project(ledger)["status"] == "retracted"
    assert refused(ledger, "award_grant", **grant("2011-10-01")) == "PROJECT_STATUS"
    ok(ledger, "reverse", entry=entry, date="2011-10-01", reason="wrong")
    assert refused(ledger, "award_grant", **grant("2011-09-30")) == "PROJECT_STATUS"
    ok(ledger, "award_grant", **grant("2011-10-01"))


def test_the_decision_of_an_entry_is_corrected() -> None:
    ledger = awarded()
    award = len(ledger.entries)
    ok(ledger, "record_decision", number="B", date="2011-10-01", subject="x")
    ok(ledger, "record_decision", number="C", date="2011-10-02", subject="x")
    note = {"entry": award, "field": "decision", "reason": "wrong number"}
    assert refused(ledger, "annotate", **note, value="Z") == "DECISION_UNKNOWN"
    assert refused(ledger, "annotate", **note, value="C") == "DECISION_LATER"
    ok(ledger, "annotate", **note, value="B")
    undo = {"date": "2012-01-01", "reason": "void"}
    assert refused(ledger, "reverse", entry=award + 1, **undo) == "NOT_REVERSIBLE"
    ok(ledger, "reverse", entry=award + 2, **undo)


def test_null_counts_as_left_out_and_texts_are_seen() -> None:
    ledger = started()
    entries = len(ledger.entries)
    receive(ledger, "meppel", "1", id="caf\u00e9", note=None)
    assert receive(ledger, "meppel", "1", id="cafe\u0301") == entries + 1
    fields = {"year": "2011", "partner": "meppel", "date": "2011-08-31"}
    for document in ("bill\u200b", "\ufeffbill", "bi\u00adll", "bi\u200ell"):
        code = refused(
            ledger, "receive_contribution", **fields, amount="1", document=document
        )
        assert code == "BAD_COMMAND", ascii(document)
    missing = {**fields, "amount": "1", "document": None}
    assert refused(ledger, "receive_contribution", **missing) == "BAD_COMMAND"
    for number in (".x", "a..b", "-1"):
        decision = {"number": number, "date": "2011-09-01", "subject": "x"}
        assert refused(ledger, "record_decision", **decision) == "BAD_COMMAND"
    process = proposal(project="process")
    assert refused(ledger, "propose_project", **process) == "BAD_COMMAND"
