"""Sanity tests of the naive model, from examples worked out by hand."""

from datetime import date
from typing import Any

from . import DRENTSE_ZUIDAS, NaiveLedger
from .scenario import (
    LATE,
    MOTIVATION,
    awarded,
    grant,
    money,
    ok,
    pay,
    programme,
    project,
    proposal,
    receive,
    refused,
    started,
)


def test_opening_allocating_and_receiving() -> None:
    ledger = started()
    balance: Any = ledger.balance(date(2011, 9, 1))
    assert balance["years"][0] == {
        "year": "2011",
        "status": "open",
        "budget": "160000.00",
        "unallocated": "0.00",
        "contributions_due": "156800.00",
        "contributions_received": "100000.00",
        "other_cover": "0.00",
        "gap": "3200.00",
        "process_costs": "0.00",
        "process_ceiling": "20000.00",
        "for_projects": "140000.00",
    }
    assert [row["allocated"] for row in balance["programmes"]] == [
        "48000.00",
        "64000.00",
        "48000.00",
        "0.00",
    ]
    late: Any = ledger.balance(date(2011, 9, 1))["partners"]
    assert late[2]["outstanding"] == late[2]["overdue"] == "20000.00"
    in_time: Any = ledger.balance(date(2011, 8, 31))["partners"]
    assert in_time[2]["due_date"] == "2011-08-31"
    assert in_time[2]["overdue"] == "0.00"


def test_split_gives_leftover_cents_to_the_largest_remainders() -> None:
    ledger = NaiveLedger(DRENTSE_ZUIDAS, date(2012, 12, 31))
    ok(ledger, "record_decision", number="SG-1", date="2011-02-01", subject="start")
    rest = {"year": "2011", "date": "2011-08-01", "decision": "SG-1"}
    ok(ledger, "open_budget_year", **rest)
    thirds = {"SN": "33.3333", "TL": "33.3333", "IBO": "33.3334"}
    ok(ledger, "allocate", **rest, shares=thirds)
    # 53333.28, 53333.28, 53333.44: exact
    assert programme(ledger, "IBO")["allocated"] == "53333.44"
    assert refused(ledger, "allocate", **rest, shares=thirds) == "ALREADY_ALLOCATED"
    half = {"SN": "50"}
    later = {**rest, "year": "2012"}
    assert refused(ledger, "allocate", **later, shares=half) == "YEAR_NOT_OPEN"
    ok(ledger, "open_budget_year", **later)
    assert refused(ledger, "allocate", **later, shares=half) == "SHARES_NOT_100"


def test_idempotency() -> None:
    ledger = started()
    receive(ledger, "meppel", "100", id="a")
    entries = len(ledger.entries)
    assert receive(ledger, "MEPPEL", "100.00", id="a") == entries
    fields = {"year": "2011", "partner": "meppel", "date": "2011-08-31"}
    more = {"amount": "101", "document": "bank", "id": "a"}
    code = refused(ledger, "receive_contribution", **fields, **more)
    assert code == "IDEMPOTENCY_CONFLICT"


def test_order_of_refusal() -> None:
    ledger = started()
    fields = {"year": "2014", "partner": "x", "amount": "1", "document": "b"}
    command = "receive_contribution"
    assert refused(ledger, command, **fields, date="2013-01-01") == "FUTURE_DATE"
    assert refused(ledger, command, **fields, date="2010-01-01") == "BEFORE_START"
    ok(ledger, "lock_period", until="2011-08-31")
    assert refused(ledger, command, **fields, date="2011-08-31") == "PERIOD_LOCKED"
    assert refused(ledger, command, **fields, date="2011-09-01") == "YEAR_UNKNOWN"
    fields["year"] = "2012"
    assert refused(ledger, command, **fields, date="2011-09-01") == "YEAR_NOT_OPEN"
    fields["year"] = "2011"
    assert refused(ledger, command, **fields, date="2011-09-01") == "PARTNER_UNKNOWN"
    fields["amount"] = "0"
    assert refused(ledger, command, **fields, date="2011-09-01") == "BAD_AMOUNT"


def test_backdated_cost_may_not_overdraw_a_later_day() -> None:
    ledger = awarded()
    ok(ledger, "pay_grant", **pay("2012-01-10", "30000"))
    cost = {"year": "2011", "programme": "SN", "payee": "hall", "document": "b"}
    cost["description"] = "meetings"
    ok(ledger, "post_process_cost", **cost, amount="20000", date="2012-02-01")
    over = {**cost, "amount": "0.01", "date": "2011-09-01"}
    assert refused(ledger, "post_process_cost", **over) == "PROCESS_CEILING_EXCEEDED"
    deviation = {"year": "2011", "amount": "50000", "date": "2012-01-01"}
    rest = {"decision": "SG-1", "motivation": MOTIVATION}
    ok(ledger, "deviate", rule="process_ceiling", **deviation, **rest)
    # on 2012-02-01 the deviation is in force, on 2011-09-01 the costs are 0.01
    ok(ledger, "post_process_cost", **over)
    # SN: 48000 - 20000.01 = 27999.99 left; the money in the bank: 49999.99
    big = {**cost, "amount": "28000.00", "date": "2011-09-01"}
    assert refused(ledger, "post_process_cost", **big) == "CEILING_EXCEEDED"


def test_process_reserve() -> None:
    ledger = started(receipts=False)
    shift = {"from_programme": "TL", "from_year": "2011", "to_programme": "OUTSIDE"}
    shift |= {"to_year": "2011", "date": "2011-09-01", "decision": "SG-1"}
    ok(ledger, "transfer_budget", **shift, amount="64000")
    shift["from_programme"] = "SN"
    ok(ledger, "transfer_budget", **shift, amount="48000")
    shift["from_programme"] = "IBO"
    code = refused(ledger, "transfer_budget", **shift, amount="28000.01")
    assert code == "PROCESS_RESERVE_EXCEEDED"
    ok(ledger, "transfer_budget", **shift, amount="28000")


def test_awards_and_conditions() -> None:
    ledger = started(limits=False)
    ok(ledger, "propose_project", **proposal())
    code = refused(ledger, "award_grant", **grant("2011-10-01", "30000.01"))
    assert code == "AWARD_EXCEEDED"
    # no limits set: maximum_per_project and participation_share are not_set
    assert refused(ledger, "award_grant", **grant("2011-10-01")) == "CONDITIONS_NOT_MET"
    rest = {"decision": "SG-1", "motivation": MOTIVATION, "project": "grecor"}
    rest["date"] = "2011-10-01"
    ok(ledger, "deviate", rule="participation_share", **rest)
    ok(ledger, "deviate", rule="maximum_per_project", amount="29999.99", **rest)
    assert refused(ledger, "award_grant", **grant("2011-10-01")) == "CONDITIONS_NOT_MET"
    assert refused(ledger, "award_grant", **grant("2011-09-30")) == "CONDITIONS_NOT_MET"
    ok(ledger, "award_grant", **grant("2011-10-01", "29999.99"))
    assert refused(ledger, "award_grant", **grant("2011-10-01")) == "PROJECT_STATUS"


def test_award_beyond_the_ceiling_of_a_later_day() -> None:
    ledger = started()
    shift = {"from_programme": "TL", "from_year": "2011", "to_programme": "SN"}
    shift |= {"to_year": "2011", "date": "2012-05-01", "decision": "SG-1"}
    ok(ledger, "transfer_budget", **shift, amount="34000.01")
    ok(ledger, "propose_project", **proposal())
    # 29999.99 is left from 2012-05-01 on
    assert refused(ledger, "award_grant", **grant("2011-10-01")) == "CONDITIONS_NOT_MET"
    rest = {"decision": "SG-1", "motivation": MOTIVATION, "date": "2012-05-01"}
    more = {"programme": "TL", "year": "2011", "amount": "0.01"}
    deviation = ok(ledger, "deviate", rule="programme_ceiling", **more, **rest)
    ok(ledger, "award_grant", **grant("2011-10-01"))
    assert programme(ledger, "TL")["available"] == "-0.01"
    undo = {"entry": deviation, "date": "2012-06-01", "reason": "mistake"}
    assert refused(ledger, "reverse", **undo) == "CEILING_EXCEEDED"


def test_determination_recoverable_refund_and_write_off() -> None:
    ledger = awarded()
    ok(ledger, "pay_grant", **pay("2011-11-01", "25000"))
    assert refused(ledger, "pay_grant", **pay("2011-11-01", "5000.01")) == (
        "AWARD_EXCEEDED"
    )
    assert refused(ledger, "determine_grant", **money("2011-10-31", "1")) == (
        "PROJECT_STATUS"
    )
    entry = ok(ledger, "determine_grant", **money("2012-01-01", "18000"))
    # R = 12000, committed 5000, so O = 7000
    row = project(ledger)
    assert (row["status"], row["determined"]) == ("determined", "18000.00")
    assert (row["released"], row["committed"]) == ("12000.00", "0.00")
    assert row["recoverable"] == "7000.00"
    assert programme(ledger, "TL")["available"] == "46000.00"
    assert {
        line["account"]: line["amount"]
        for line in ledger.journal(LATE)
        if line["entry"] == entry and str(line["account"]).startswith("budget")
    } == {
        "budget:available:2011:TL": "12000.00",
        "budget:committed:2011:TL:grecor": "-5000.00",
        "budget:spent:2011:TL:grecor": "-7000.00",
    }
    ok(ledger, "receive_refund", **money("2012-02-01", "4000"))
    over = {**money("2012-03-01", "3000.01"), "decision": "SG-1"}
    assert refused(ledger, "write_off_recoverable", **over) == "REFUND_EXCEEDED"
    ok(ledger, "write_off_recoverable", **{**over, "amount": "3000"})
    refund = money("2012-04-01", "1")
    assert refused(ledger, "receive_refund", **refund) == "PROJECT_STATUS"
    assert project(ledger)["recoverable"] == "0.00"
    assert programme(ledger, "TL")["available"] == "43000.00"


def test_backdated_refund_looks_at_later_days() -> None:
    ledger = awarded()
    ok(ledger, "pay_grant", **pay("2011-11-01", "30000"))
    ok(ledger, "determine_grant", **money("2012-01-01", "20000"))
    ok(ledger, "receive_refund", **money("2012-03-01", "8000"))
    # 10000 is recoverable on 2012-02-01, but only 2000 from 2012-03-01 on
    ok(ledger, "receive_refund", **money("2012-02-01", "5000"))
    row = project(ledger)
    assert (row["recoverable"], row["committed"]) == ("0.00", "3000.00")
    assert project(ledger, date(2012, 2, 1))["recoverable"] == "8000.00"
    ok(ledger, "pay_grant", **pay("2012-02-01", "3000"))
    undo = {"entry": len(ledger.entries) - 1, "date": "2012-02-01", "reason": "wrong"}
    assert refused(ledger, "reverse", **undo) == "AWARD_EXCEEDED"


def test_reversal_of_an_award() -> None:
    ledger = awarded()
    award = len(ledger.entries)
    payment = ok(ledger, "pay_grant", **pay("2011-11-01", "10000"))
    undo = {"entry": award, "date": "2012-01-01", "reason": "wrong project"}
    assert refused(ledger, "reverse", **undo) == "NOT_REVERSIBLE"
    early = {**undo, "entry": payment, "date": "2011-10-31"}
    assert refused(ledger, "reverse", **early) == "BAD_DATE"
    ok(ledger, "reverse", **{**undo, "entry": payment})
    ok(ledger, "reverse", **undo)
    assert refused(ledger, "reverse", **undo) == "ALREADY_REVERSED"
    assert project(ledger)["status"] == "proposed"
    assert project(ledger, date(2011, 12, 31))["status"] == "awarded"
    known: Any = ledger.balance(LATE, award)
    assert known["projects"][0]["committed"] == "30000.00"
    assert (known["known_at"], known["entry"]) == (f"#{award}", award)
    assert refused(ledger, "award_grant", **grant("2011-12-31")) == "PROJECT_STATUS"
    ok(ledger, "award_grant", **grant("2012-01-01", "20000"))


def test_settlements_are_reversed_last_in_first_out() -> None:
    ledger = awarded()
    lower = ok(ledger, "change_grant", **grant("2011-11-01", "20000"))
    final = ok(ledger, "determine_grant", **money("2011-12-01", "15000"))
    undo = {"date": "2012-01-01", "reason": "wrong"}
    assert refused(ledger, "reverse", entry=lower, **undo) == "NOT_REVERSIBLE"
    ok(ledger, "reverse", entry=final, **undo)
    early = {"entry": lower, "reason": "wrong", "date": "2011-12-31"}
    assert refused(ledger, "reverse", **early) == "PROJECT_STATUS"
    ok(ledger, "reverse", entry=lower, **undo)
    assert project(ledger)["status"] == "awarded"
    assert project(ledger)["committed"] == "30000.00"


def test_closing_a_year() -> None:
    ledger = awarded()
    close = {"year": "2011", "decision": "SG-1"}
    early = refused(ledger, "close_budget_year", **close, date="2011-09-30")
    assert early == "BAD_DATE"
    closing = ok(ledger, "close_budget_year", **close, date="2011-12-01")
    again = refused(ledger, "close_budget_year", **close, date="2011-08-01")
    assert again == "YEAR_CLOSED"
    higher = grant("2011-12-01", "31000")
    assert refused(ledger, "change_grant", **higher) == "YEAR_CLOSED"
    ok(ledger, "change_grant", **{**higher, "date": "2011-11-30"})
    ok(ledger, "pay_grant", **pay("2011-12-01", "31000"))
    ok(ledger, "reverse", entry=closing, date="2012-01-01", reason="too early")
    higher = grant("2011-12-31", "32000")
    assert refused(ledger, "change_grant", **higher) == "YEAR_CLOSED"
    ok(ledger, "change_grant", **{**higher, "date": "2012-01-01"})
    years: Any = ledger.balance(date(2011, 12, 31))["years"]
    assert years[0]["status"] == "closed"


def test_earmarked_funds_and_facts() -> None:
    ledger = started(receipts=False)
    ok(ledger, "propose_project", **proposal())
    source = {"source": "Interreg"}
    funds = ok(ledger, "receive_funds", **money("2011-10-01", "5000"), **source)
    spend = {**pay("2011-11-01", "3000"), "description": "study"}
    ok(ledger, "spend_funds", **spend)
    over = {**spend, "amount": "2000.01"}
    assert refused(ledger, "spend_funds", **over) == "FUNDS_EXCEEDED"
    account: Any = ledger.balance(LATE)["current_account"]
    assert (account["balance"], account["earmarked"]) == ("2000.00", "2000.00")
    # a fact: the money was never there
    ok(ledger, "reverse", entry=funds, date="2011-12-01", reason="not ours")
    account = ledger.balance(LATE)["current_account"]
    assert account["balance"] == account["free"] == "-3000.00"
    assert account["earmarked"] == "0.00"


def test_decisions_locks_and_annotations() -> None:
    ledger = started()
    undo = {"entry": 2, "date": "2012-01-01", "reason": "void"}
    assert refused(ledger, "reverse", **undo) == "NOT_REVERSIBLE"
    number = ok(ledger, "record_decision", number="X", date="2012-02-01", subject="x")
    close = {"year": "2011", "date": "2012-01-31", "decision": "X"}
    assert refused(ledger, "close_budget_year", **close) == "DECISION_LATER"
    ok(ledger, "reverse", **{**undo, "entry": number, "date": "2012-03-01"})
    assert refused(ledger, "close_budget_year", **close) == "DECISION_UNKNOWN"
    decision = {"number": "X", "date": "2012-02-01", "subject": "x"}
    assert refused(ledger, "record_decision", **decision) == "DECISION_EXISTS"
    ok(ledger, "lock_period", until="2012-01-31")
    assert refused(ledger, "lock_period", until="2012-01-31") == "BAD_DATE"
    ok(ledger, "reopen_period", from_date="2011-09-01", reason="late invoice")
    assert ledger.lock == date(2011, 8, 31)
    note = {"entry": 2, "value": "letter", "reason": "typing error"}
    assert refused(ledger, "annotate", field="payee", **note) == "SCOPE_INVALID"
    ok(ledger, "annotate", field="subject", **note)


def test_a_raise_is_judged_by_who_takes_part() -> None:
    ledger = awarded()
    award = ledger.entries[-1].date.isoformat()
    terms = ledger.books.terms("grecor")
    letter = {"project": "grecor", "reason": "x", "document": "l"}
    proposal = ledger.books.proposal("grecor")
    assert proposal is not None
    early = {**letter, "participants": ["emmen"], "date": proposal.date.isoformat()}
    assert refused(ledger, "record_participation", **early) == "PROJECT_STATUS"
    twice = {**early, "participants": ["emmen", "emmen"], "date": award}
    assert refused(ledger, "record_participation", **twice) == "SCOPE_INVALID"
    one = ok(ledger, "record_participation", **{**early, "date": "2012-01-01"})
    before = ledger.books.carried_out("grecor", date(2011, 12, 31))
    assert before["participants"] == terms["participants"]
    after = ledger.books.carried_out("grecor", date(2012, 1, 1))
    assert after["participants"] == ["emmen"]
    ok(ledger, "reverse", entry=one, date="2012-02-01", reason="x")
    again = ledger.books.carried_out("grecor", date(2012, 2, 1))
    assert again["participants"] == terms["participants"]
