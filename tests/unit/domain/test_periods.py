"""A locked period takes no postings; reopening it is an entry with a reason."""

from datetime import date
from hashlib import sha256

import pytest

from domain.entries.exports import RegisterExport
from domain.entries.periods import PeriodLocked
from domain.entries.register import command_models
from ledger.frameworks import load
from ledger.transparency.seals import seal_of
from projections.answers.lawful_records import administration
from projections.answers.sampling import findings
from projections.answers.statements import trial_balance
from tests.unit.domain.posting import (
    OFFICER,
    SG,
    LedgerInTest,
    Row,
    built,
    contribution,
    cost,
    deviation,
    funds,
    grant,
    hours,
    lent,
    meeting,
    money,
    other,
    payment,
    proposal,
    reversal,
    spending,
    transfer,
    withdrawal,
    written_off,
)

DAY = "2011-12-31"
_REST: Row = {"year": "2011", "date": DAY, "decision": SG}
LOCKED: dict[str, Row] = {
    "open_budget_year": {**_REST, "year": "2012"},
    "amend_budget_year": {**_REST, "budget": "170000.00"},
    "allocate": {**_REST, "shares": {"SN": "100"}},
    "transfer_budget": transfer("SN", "TL", "1.00", DAY),
    "receive_contribution": contribution("emmen", "1.00", DAY),
    "repay_contribution": contribution("emmen", "1.00", DAY),
    "post_process_cost": cost("1.00", DAY),
    "receive_other": other("1.00", DAY),
    "pay_other": other("1.00", DAY),
    "order_payment": {
        "payment": "P-1",
        "as": {"command": "pay_grant", "project": "grecor"},
        "amount": "1.00",
        "due": DAY,
        "date": DAY,
        "document": "x",
    },
    "award_grant": grant("1.00", DAY, "second"),
    "change_grant": grant("29000.00", DAY),
    "pay_grant": payment("1.00", DAY),
    "determine_grant": money("1.00", DAY),
    "withdraw_grant": withdrawal(DAY),
    "receive_refund": money("1.00", DAY),
    "write_off_recoverable": written_off("1.00", DAY),
    "receive_funds": funds("1.00", DAY),
    "spend_funds": spending("1.00", DAY),
    "deviate": deviation("current_account", DAY, amount="1.00"),
    "set_funding_limits": {**_REST, "max_grants": {"TL": "40000.00"}},
    "reclassify": {
        "entry": 6,
        "date": DAY,
        "reason": "x",
        "as": {"command": "receive_contribution", "year": "2011", "partner": "meppel"},
    },
}
"""Every command of section 3's table, deviate and set_funding_limits."""
ANNOTATION = {"entry": 6, "field": "document", "value": "x", "reason": "y"}
OPEN: dict[str, Row] = {
    "open_bank_account": {
        "account": "rc",
        "kind": "ledger",
        "holder": "Drenthe",
        "date": DAY,
        "opening": "0.00",
        "document": "x",
    },
    "match_bank_lines": {"entries": [16, 17], "date": DAY},
    "record_decision": {"number": "SG-9", "date": DAY, "subject": "x"},
    "propose_project": proposal("third", date=DAY),
    "amend_project": {"project": "second", "date": DAY, "title": "x"},
    "reject_project": {
        "project": "second",
        "date": DAY,
        "decision": SG,
        "reason": "x",
    },
    "retract_project": {"project": "second", "date": DAY, "reason": "x"},
    "close_budget_year": _REST,
    "grant_role": {"person": "officer", "role": "administrator", "date": DAY},
    "adopt_framework": {
        "framework": load("drentse-zuidas").to_mapping(),
        "date": DAY,
        "decision": SG,
    },
    "set_approval_policy": {"commands": {"pay_grant": "0.00"}, "date": DAY},
    "erase_sealed": {"before": DAY, "reason": "x"},
    "submit": {"as": {"command": "annotate", **ANNOTATION}},
    "annotate": ANNOTATION,
    "accept_finding": {"finding": "KEY_GAP/2011/3200.00", "reason": "x"},
    "record_meeting": meeting(date=DAY),
    "ratify_decision": {
        "decision": "STRATEGIC",
        "partner": "emmen",
        "date": DAY,
        "outcome": "noted",
        "document": "x",
    },
    "record_advice": {"date": DAY, "body": "reo", "subject": "x", "solicited": True},
    "commit_hours": {**hours("8"), "date": DAY, "document": "x"},
    "record_hours": {**hours("8"), "date": DAY},
    "lend_capacity": lent(date=DAY),
    "record_participation": {
        "project": "grecor",
        "participants": [],
        "date": DAY,
        "reason": "x",
        "document": "x",
    },
    "record_result": {"project": "grecor", "date": DAY, "summary": "x"},
    "register_export": dict(RegisterExport.example),
    "record_accountability": {
        "year": "2011",
        "date": DAY,
        "document": "x",
        "addressees": ["emmen"],
    },
}
"""What moves nothing goes on."""


@pytest.fixture
def locked(awarded: LedgerInTest) -> LedgerInTest:
    awarded.post("propose_project", **proposal("second"))
    awarded.post(
        "record_decision", number="STRATEGIC", date=DAY, subject="x", strategic=True
    )
    for command in ("receive_other", "pay_other"):  # 16 and 17, which cancel out
        awarded.post(command, **other("3.21", DAY))
    awarded.post("lock_period", until=DAY, reason="2011 was audited")
    return awarded


def test_every_command_is_either_locked_or_not() -> None:
    others = {"lock_period", "reopen_period", "reverse", "revoke_role"}
    others |= {"approve", "decline", "retract_submission", "register_statement"}
    assert {*LOCKED, *OPEN, *others} == set(command_models())


@pytest.mark.parametrize("name", LOCKED)
def test_nothing_is_posted_in_a_locked_period(locked: LedgerInTest, name: str) -> None:
    error = locked.refused("PERIOD_LOCKED", name, **LOCKED[name])
    assert DAY in error.message
    assert "reopen_period" in error.message


@pytest.mark.parametrize("name", OPEN)
def test_what_moves_nothing_is_accepted(locked: LedgerInTest, name: str) -> None:
    locked.post(name, **OPEN[name])


def test_the_day_after_is_open(locked: LedgerInTest) -> None:
    locked.receive("emmen", "1.00", "2012-01-01")


def test_a_reversal_is_locked_where_its_original_is(locked: LedgerInTest) -> None:
    locked.refused("PERIOD_LOCKED", "reverse", **reversal(6, DAY))
    locked.post("reverse", **reversal(6, "2012-01-01"))
    decision = locked.decide("SG-9")
    locked.post("reverse", **reversal(decision, DAY))
    closing = locked.post("close_budget_year", **_REST)
    locked.post("reverse", **reversal(closing, DAY))


def test_a_lock_only_moves_forward(locked: LedgerInTest) -> None:
    locked.refused("BAD_DATE", "lock_period", until=DAY)
    locked.refused("BAD_DATE", "lock_period", until="2011-12-30")
    locked.post("lock_period", until="2012-01-01")
    locked.refused(
        "PERIOD_LOCKED",
        "receive_contribution",
        **contribution("emmen", "1.00", "2012-01-01"),
    )


def test_not_after_today(locked: LedgerInTest) -> None:
    locked.refused("BAD_DATE", "lock_period", until="2015-01-01")
    locked.post("lock_period", until="2014-12-31")


def test_reopening_moves_the_lock_to_the_day_before(locked: LedgerInTest) -> None:
    locked.post("reopen_period", from_date="2011-12-01", reason="A voucher was found")
    locked.receive("emmen", "1.00", "2011-12-01")
    locked.refused(
        "PERIOD_LOCKED",
        "receive_contribution",
        **contribution("emmen", "1.00", "2011-11-30"),
    )


@pytest.mark.parametrize("day", ["2012-01-01", "2013-06-01"])
def test_what_is_not_locked_is_not_reopened(locked: LedgerInTest, day: str) -> None:
    locked.refused("BAD_DATE", "reopen_period", from_date=day, reason="x")


def test_nothing_is_reopened_where_nothing_was_locked(ledger: LedgerInTest) -> None:
    error = ledger.refused(
        "BAD_DATE", "reopen_period", from_date="2011-12-01", reason="x"
    )
    assert "nothing is locked" in error.message


def test_a_reopening_may_rest_on_a_decision_of_today_or_earlier(
    locked: LedgerInTest,
) -> None:
    reopening = {"from_date": "2011-12-01", "reason": "x"}
    locked.decide("SG-LATER", "2015-01-01")
    locked.refused("DECISION_UNKNOWN", "reopen_period", **reopening, decision="SG-NONE")
    locked.refused("DECISION_LATER", "reopen_period", **reopening, decision="SG-LATER")
    locked.decide("SG-TODAY", "2014-12-31")
    locked.post("reopen_period", **reopening, decision="SG-TODAY")


def test_check_tells_what_was_posted_in_a_reopened_period(
    locked: LedgerInTest,
) -> None:
    opening = locked.post("reopen_period", from_date="2011-12-01", reason="x")
    posted = locked.receive("emmen", "1.00", "2011-12-01")
    locked.receive("emmen", "1.00", "2012-02-01")
    [found] = locked.findings("periods")
    assert (found.code, found.severity) == ("PERIOD_REOPENED", "warning")
    assert found.entries == [opening, posted]


def test_what_a_lock_does_not_stop_is_not_told_of_a_reopened_period(
    locked: LedgerInTest,
) -> None:
    opening = locked.post("reopen_period", from_date="2011-12-01", reason="x")
    decision = locked.decide("SG-9", DAY)
    locked.post("reverse", **reversal(decision, DAY))
    [found] = locked.findings("periods")
    assert found.entries == [opening]
    # An auditor's sample and the statement of lawfulness say the same.
    view = locked.view()
    codes = [r.code for each in findings(view) for r in each.reasons]
    assert "REOPENED_PERIOD" not in codes
    [reopened] = [
        each
        for each in administration(view, date(2011, 1, 1)).findings
        if each.code == "PERIOD_REOPENED"
    ]
    assert list(reopened.entries) == [opening]


def test_check_finds_what_got_past_the_lock_up_to_its_last_day(
    locked: LedgerInTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a ledger that another program wrote in."""
    monkeypatch.setattr("domain.deciding.acceptance.check_lock", lambda *_: None)
    days = ("2011-12-30", DAY, "2012-01-01")
    first, last, _ = [locked.receive("emmen", "1.00", day) for day in days]
    found = [(f.code, f.severity, f.entries) for f in locked.findings("periods")]
    assert found == [("PERIOD_VIOLATED", "error", [n]) for n in (first, last)]


@pytest.mark.parametrize("name", OPEN)
def test_check_reports_nothing_that_the_lock_does_not_stop(
    locked: LedgerInTest, name: str
) -> None:
    """Every kind of entry is said to be locked or not in one place."""
    locked.post(name, **OPEN[name])
    assert [f.code for f in locked.findings("periods")] == []


def test_check_reports_a_reversal_where_its_original_is_locked(
    locked: LedgerInTest,
) -> None:
    received = locked.receive("emmen", "1.00", "2012-01-10")
    locked.post("lock_period", until="2012-02-01")
    locked.post("reverse", **reversal(received, "2012-03-01"))
    assert locked.findings("periods") == []


def test_a_lock_seals_the_balances_of_its_day(awarded: LedgerInTest) -> None:
    lock = awarded.post("lock_period", until=DAY)
    shown = awarded.show(lock)
    seal = seal_of(_balances(awarded, DAY))
    assert shown["balances"] == seal.balances > 10
    assert shown["balances_root"] == seal.root


def test_what_was_posted_in_the_same_transaction_is_sealed(
    awarded: LedgerInTest,
) -> None:
    """Its rows may not be written yet when the lock is decided."""
    commands = [
        built("post_process_cost", cost("5.00", DAY, document="same")),
        built("lock_period", {"until": DAY}),
        built("post_process_cost", cost("7.00", "2012-01-01", document="later")),
    ]
    before = seal_of(_balances(awarded, DAY))
    _, lock, _ = awarded.ledger.accept_all(commands, OFFICER)
    assert isinstance(lock.event, PeriodLocked)
    assert lock.event.seal == seal_of(_balances(awarded, DAY)) != before


def test_what_is_dated_later_is_not_sealed(awarded: LedgerInTest) -> None:
    awarded.post("post_process_cost", **cost("5.00", "2012-01-01"))
    known = _balances(awarded, DAY)
    assert known != _balances(awarded, "2012-01-01")
    shown = awarded.show(awarded.post("lock_period", until=DAY))
    assert shown["balances_root"] == seal_of(known).root


def test_a_lock_before_everything_seals_nothing(awarded: LedgerInTest) -> None:
    shown = awarded.show(awarded.post("lock_period", until="2010-12-31"))
    assert (shown["balances"], shown["balances_root"]) == (0, sha256(b"").hexdigest())


def test_what_is_no_lock_has_no_seal(awarded: LedgerInTest) -> None:
    awarded.post("lock_period", until=DAY)
    reopened = awarded.post("reopen_period", from_date=DAY, reason="An invoice")
    shown = awarded.show(reopened)
    assert (shown["balances"], shown["balances_root"]) == (None, None)


def _balances(ledger: LedgerInTest, at: str) -> dict[str, int]:
    """By another query than the one that seals; memorandum accounts are left out."""
    rows = trial_balance(ledger.view(at))
    return {row["account"]: int(row["closing"].replace(".", "")) for row in rows}
