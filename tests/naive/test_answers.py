"""What the model answers to queries, from examples worked out by hand."""

from datetime import date
from typing import Any

from . import answers, findings
from .deviations import deviation_uses
from .model import NaiveLedger
from .scenario import MOTIVATION, awarded, grant, ok, pay, proposal, started
from .statements import statement, trial_balance

TL = {"programme": "TL", "year": "2011"}


def deviate(ledger: NaiveLedger, on: str, amount: str, rule: str, **scope: str) -> int:
    fields = {"decision": "SG-1", "motivation": MOTIVATION, "amount": amount}
    return ok(ledger, "deviate", rule=rule, date=on, **fields, **scope)


def move(ledger: NaiveLedger, source: str, target: str, amount: str, on: str) -> int:
    places = {"from_programme": source, "to_programme": target}
    years = {"from_year": "2011", "to_year": "2011"}
    given = {**places, **years, "amount": amount, "date": on, "decision": "SG-1"}
    return ok(ledger, "transfer_budget", **given)


def test_a_statement_opens_with_what_was_before_its_first_day() -> None:
    ledger = awarded()
    ok(ledger, "pay_grant", **pay("2011-11-01", "10000"))
    ok(ledger, "pay_grant", **pay("2011-11-02", "5000"))
    start, end = date(2011, 11, 1), date(2011, 11, 1)
    found = statement(ledger.books, "current-account", start, end)
    assert (found["opening"], found["closing"]) == ("100000.00", "90000.00")
    amounts = [(row["amount"], row["balance"]) for row in found["lines"]]
    assert amounts == [("-10000.00", "90000.00")]
    owed = statement(ledger.books, "project:grecor", None, date(2012, 1, 1))
    assert owed["closing"] == "-15000.00"
    [cash] = [
        row
        for row in trial_balance(ledger.books, start, end)
        if row["account"] == "assets:current-account"
    ]
    assert list(cash.values())[1:] == ["100000.00", "0.00", "10000.00", "90000.00"]


def test_a_ceilings_deviations_are_used_by_date_and_not_by_entry() -> None:
    ledger = started()
    later = deviate(ledger, "2011-09-02", "400", "programme_ceiling", **TL)
    first = deviate(ledger, "2011-09-01", "300", "programme_ceiling", **TL)
    moved = move(ledger, "TL", "SN", "64350", "2011-10-01")
    found = {row["entry"]: row for row in deviation_uses(ledger.books, date.max)}
    of_first, of_later = found[first], found[later]
    assert (of_first["used"], of_first["left"]) == ("300.00", "0.00")
    assert (of_later["used"], of_later["left"]) == ("50.00", "350.00")
    assert of_first["used_by"] == of_later["used_by"] == [moved]


def test_a_reversed_award_uses_no_deviation_any_more() -> None:
    ledger = started()
    ok(ledger, "propose_project", **proposal(physical=True))
    scope = {"rule": "non_physical", "project": "grecor", "motivation": MOTIVATION}
    ok(ledger, "deviate", **scope, decision="SG-1", date="2011-09-01")
    award = ok(ledger, "award_grant", **grant("2011-10-01"))
    ok(ledger, "reverse", entry=award, date="2011-11-01", reason="x")
    before, after = date(2011, 10, 31), date(2011, 11, 1)
    assert [row["used_by"] for row in deviation_uses(ledger.books, before)] == [[award]]
    assert [row["used_by"] for row in deviation_uses(ledger.books, after)] == [[]]


def test_a_decision_has_what_rests_on_it() -> None:
    ledger = awarded()
    paid = ok(ledger, "pay_grant", **pay("2011-11-01", "10000"))
    recorded = ledger.entries[1]
    found: Any = answers.decision(ledger.books, recorded, date(2012, 1, 1), None)
    assert found["entries"] == [3, 4, 5, paid - 1]
    assert found["flows"] == [paid]
    assert [row["paid"] for row in found["grants"]] == ["10000.00"]


def test_check_finds_gaps_late_partners_and_open_items() -> None:
    ledger = started()
    other = {"counterparty": "x", "description": "x", "document": "bank"}
    fields = {"category": "suspense", "amount": "5", "date": "2011-09-01", **other}
    item = ok(ledger, "receive_other", **fields)
    assert findings.findings(ledger.books, date(2011, 9, 1)) == {
        "KEY_GAP/2011/3200.00",
        f"SUSPENSE_OPEN/{item}/5.00",
        "CONTRIBUTION_OVERDUE/2011/coevorden/14400.00",
        "CONTRIBUTION_OVERDUE/2011/dewolden/9600.00",
        "CONTRIBUTION_OVERDUE/2011/hoogeveen/20000.00",
        "CONTRIBUTION_OVERDUE/2011/meppel/12800.00",
    }


def test_check_finds_what_was_taken_without_a_floor() -> None:
    ledger = started(receipts=False)
    other = {"counterparty": "x", "description": "x", "document": "bank"}
    paid = {"category": "interest", "amount": "7", "date": "2011-08-02", **other}
    ok(ledger, "pay_other", **paid)
    ok(ledger, "receive_other", **(paid | {"amount": "9", "date": "2011-08-04"}))
    found = findings.findings(ledger.books, date(2011, 8, 5))
    assert found == {"KEY_GAP/2011/3200.00", "OVERDRAWN/2011-08-02/7.00"}
