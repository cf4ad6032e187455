"""Notes: what an accepted entry causes or makes worse."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ledger.frameworks import load
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
    other,
    payment,
    proposal,
    reversal,
    spending,
)


def noted(ledger: LedgerInTest, command: str, **fields: object) -> list[str]:
    """The codes of the notes on an accepted command."""
    ledger.post(command, **fields)
    return codes(ledger)


def codes(ledger: LedgerInTest) -> list[str]:
    return [
        note.code
        for number in sorted(ledger.ledger.notes)
        for note in ledger.ledger.notes[number]
    ]


def said(ledger: LedgerInTest) -> str:
    [[note]] = ledger.ledger.notes.values()
    return str(note.said)


@pytest.fixture
def free(tmp_path: Path) -> Iterator[LedgerInTest]:
    """2011 opened and divided, nothing received, no floor under the account."""
    source: dict[str, Any] = load("drentse-zuidas").to_mapping()
    source.pop("current_account_floor", None)
    ledger = LedgerInTest.of(tmp_path / "free.db", source)
    ledger.decide(SG)
    ledger.open("2011", "2011-08-01")
    rest = {"year": "2011", "date": "2011-08-01", "decision": SG}
    ledger.post("allocate", **rest, shares={"SN": "20", "TL": "40", "IBO": "40"})
    yield ledger
    ledger.close()


def test_a_clean_command_has_none(ledger: LedgerInTest) -> None:
    assert noted(ledger, "post_process_cost", **cost("1.00", "2011-10-12")) == []


# -- the gap of a year -----------------------------------------------------------


def test_the_gap_is_that_of_the_year_as_it_stands(empty: LedgerInTest) -> None:
    empty.decide(SG)
    opening = {"year": "2011", "date": "2011-08-01", "decision": SG}
    assert noted(empty, "open_budget_year", **opening) == ["KEY_GAP"]
    assert "€ 3,200.00" in said(empty)

    def amended(amount: str) -> list[str]:
        call = {"contributions": {"drenthe": amount}}
        return noted(empty, "amend_budget_year", **opening, **call)

    assert amended("55000.00") == ["KEY_GAP"]
    assert "€ 1,000.00" in said(empty)
    [found] = empty.findings("key")
    assert found.name == "KEY_GAP/2011/1000.00"
    assert amended("56000.00") == []
    assert empty.findings("key") == []
    assert empty.findings("coverage") == []
    assert amended("57000.00") == ["KEY_GAP"]
    assert "more than the budget" in said(empty)
    [found] = empty.findings("key")
    assert found.name == "KEY_GAP/2011/-1000.00"


# -- receipts --------------------------------------------------------------------


def test_more_than_was_called(opened: LedgerInTest) -> None:
    first = contribution("emmen", "44800.00")
    assert noted(opened, "receive_contribution", **first) == []
    more = contribution("emmen", "0.01", "2011-08-01")
    assert noted(opened, "receive_contribution", **more) == ["OVER_RECEIVED"]
    assert "€ 0.01" in said(opened)


def test_less_called_than_was_received(opened: LedgerInTest) -> None:
    opened.receive("emmen", "44800.00")
    call = {"contributions": {"emmen": "44000.00"}}
    rest = {"year": "2011", "date": "2011-09-01", "decision": SG}
    assert noted(opened, "amend_budget_year", **rest, **call) == [
        "KEY_GAP",
        "OVER_RECEIVED",
    ]


def test_a_receipt_that_was_repaid_later_is_too_much_in_between(
    opened: LedgerInTest,
) -> None:
    opened.receive("emmen", "44800.00", "2011-08-20")
    opened.post("repay_contribution", **contribution("emmen", "100.00", "2011-09-20"))
    more = contribution("emmen", "50.00", "2011-08-25")
    assert noted(opened, "receive_contribution", **more) == ["OVER_RECEIVED"]
    assert "€ 50.00" in said(opened)
    later = contribution("emmen", "20.00", "2011-09-21")
    assert noted(opened, "receive_contribution", **later) == []


# -- vouchers --------------------------------------------------------------------


def test_vouchers_are_compared_without_case_spaces_and_punctuation(
    ledger: LedgerInTest,
) -> None:
    first = ledger.post(
        "post_process_cost", **cost("9.00", "2011-10-01", document="A 12/3")
    )
    again = cost("9.00", "2011-10-02", document="a-12-3", payee="STENDEN hogeschool")
    assert noted(ledger, "post_process_cost", **again) == ["DOCUMENT_REUSED"]
    assert f"in entry {first}" in said(ledger)
    assert "the same € 9.00" in said(ledger)
    another = cost("8.00", "2011-10-03", document="A12-3")
    assert noted(ledger, "post_process_cost", **another) == ["DOCUMENT_REUSED"]
    assert "€ 8.00" in said(ledger)
    assert [(f.entries, f.name) for f in ledger.findings("documents")] == [
        ([first, first + 1], f"DOCUMENT_REUSED/{first}-{first + 1}/9.00"),
        ([first, first + 2], f"DOCUMENT_REUSED/{first}-{first + 2}/8.00"),
    ]


def test_the_voucher_of_another_party_is_another_voucher(ledger: LedgerInTest) -> None:
    ledger.post("post_process_cost", **cost("9.00", "2011-10-01", document="12"))
    other_party = cost("9.00", "2011-10-01", document="12", payee="Bureau Z")
    assert noted(ledger, "post_process_cost", **other_party) == []
    assert ledger.findings("documents") == []


def test_a_reversed_use_is_none(ledger: LedgerInTest) -> None:
    fields = cost("9.00", "2011-10-01", document="12")
    first = ledger.post("post_process_cost", **fields)
    ledger.post("reverse", **reversal(first, "2011-10-02"))
    assert noted(ledger, "post_process_cost", **fields) == []
    assert ledger.findings("documents") == []


def test_a_correction_of_the_voucher_counts(ledger: LedgerInTest) -> None:
    first = ledger.post("post_process_cost", **cost("9.00", "2011-10-01", document="1"))
    ledger.post("post_process_cost", **cost("9.00", "2011-10-01", document="2"))
    to_two = {"entry": first, "field": "document", "value": "no. 2", "reason": "x"}
    assert noted(ledger, "annotate", **to_two) == []
    back = cost("9.00", "2011-10-01", document="1")
    assert noted(ledger, "post_process_cost", **back) == []
    third = cost("9.00", "2011-10-01", document="No 2")
    assert noted(ledger, "post_process_cost", **third) == ["DOCUMENT_REUSED"]
    same = {"entry": first, "field": "document", "value": "2", "reason": "x"}
    assert noted(ledger, "annotate", **same) == ["DOCUMENT_REUSED"]


def test_an_order_and_its_payment_are_one_use_of_a_voucher(
    awarded: LedgerInTest,
) -> None:
    fields = {"payment": "P-1", "due": "2012-01-15", "document": "GF-1"}
    paid = payment("5000.00", "2012-01-16") | {"document": "GF-1"}
    inner = {k: x for k, x in paid.items() if k not in ("amount", "date", "document")}
    order = {
        **fields,
        "as": {"command": "pay_grant", **inner},
        "amount": "5000.00",
        "date": "2012-01-02",
    }
    assert noted(awarded, "order_payment", **order) == []
    assert noted(awarded, "order_payment", **{**order, "payment": "P-2"}) == [
        "DOCUMENT_REUSED"
    ]
    assert noted(awarded, "pay_grant", **paid, payment="P-1") == []
    # Without the order's number it looks like what it may be: paid twice.
    assert "DOCUMENT_REUSED" in noted(awarded, "pay_grant", **paid)
    pairs = [each.entries for each in awarded.findings("documents")]
    assert pairs == [[14, 15], [14, 17]]


def test_vouchers_of_one_transaction(ledger: LedgerInTest) -> None:
    command = built("post_process_cost", cost("9.00", "2011-10-01", document="1"))
    ledger.ledger.accept_all([command, command, command], OFFICER)
    assert codes(ledger) == ["DOCUMENT_REUSED", "DOCUMENT_REUSED"]


# -- projects --------------------------------------------------------------------


def test_a_payee_who_is_not_the_recipient(awarded: LedgerInTest) -> None:
    same = {**payment("10.00", "2011-11-01"), "payee": "gemeente  EMMEN."}
    assert noted(awarded, "pay_grant", **same) == []
    another = {**payment("11.00", "2011-11-01"), "payee": "J. Jansen"}
    assert noted(awarded, "pay_grant", **another) == ["PAYEE_DIFFERS"]
    [found] = awarded.findings("payees")
    assert found.entries == [awarded.last_entry]
    awarded.post(
        "annotate",
        entry=awarded.last_entry,
        field="payee",
        value="Gemeente Emmen",
        reason="The bank shows it so",
    )
    assert awarded.findings("payees") == []


def test_after_the_year(ledger: LedgerInTest) -> None:
    assert noted(ledger, "post_process_cost", **cost("1.00", "2012-07-31")) == []
    late = cost("1.00", "2012-08-01")
    assert noted(ledger, "post_process_cost", **late) == ["AFTER_YEAR"]
    ledger.post("propose_project", **proposal())
    assert noted(ledger, "award_grant", **grant("28000.00", "2012-08-01")) == [
        "AFTER_YEAR",
        "PLAN_GAP",
    ]
    raised = grant("29000.00", "2012-08-02")
    assert noted(ledger, "change_grant", **raised) == ["AFTER_YEAR"]
    lowered = grant("27000.00", "2012-08-03")
    assert noted(ledger, "change_grant", **lowered) == []
    assert [f.entries for f in ledger.findings("years")] == [[15], [16], [13]]


# -- what is booked as something else --------------------------------------------


def reclassified(entry: int, on: str, as_: Mapping[str, object], **more: object) -> Row:
    return {"entry": entry, "date": on, "reason": "as it was meant", "as": as_, **more}


def booked_cost(on: str = "2011-10-01") -> dict[str, object]:
    cost_fields = cost("100.00", on)
    names = ("year", "programme", "payee", "description")
    return {"command": "post_process_cost", **{n: cost_fields[n] for n in names}}


def test_money_booked_as_a_cost_after_the_year(ledger: LedgerInTest) -> None:
    paid = ledger.post("pay_other", **other("100.00", "2012-07-01"))
    within = reclassified(paid, "2012-07-31", booked_cost(), amount="40.00")
    assert noted(ledger, "reclassify", **within) == []
    late = reclassified(paid, "2012-08-01", booked_cost(), amount="60.00")
    assert noted(ledger, "reclassify", **late) == ["AFTER_YEAR"]
    [found] = ledger.findings("years")
    assert (found.entries, found.name) == ([14], "AFTER_YEAR/14/60.00")


def test_a_cost_that_was_booked_elsewhere_is_none_of_that_year_any_more(
    ledger: LedgerInTest,
) -> None:
    late = ledger.post("post_process_cost", **cost("100.00", "2012-08-01"))
    suspense = {
        "command": "pay_other",
        "category": "suspense",
        "counterparty": "X",
        "description": "unknown",
    }
    part = reclassified(late, "2012-08-02", suspense, amount="99.99")
    assert noted(ledger, "reclassify", **part) == []
    assert [f.name for f in ledger.findings("years")] == [f"AFTER_YEAR/{late}/0.01"]
    rest = reclassified(late, "2012-08-02", suspense, amount="0.01")
    assert noted(ledger, "reclassify", **rest) == []
    assert ledger.findings("years") == []


def test_money_booked_as_a_payment_to_another(awarded: LedgerInTest) -> None:
    paid = awarded.post("pay_other", **other("10.00", "2011-11-01"))
    as_: dict[str, object] = {"command": "pay_grant", "project": "grecor"}
    own = reclassified(paid, "2011-11-02", as_, amount="4.00")
    assert noted(awarded, "reclassify", **own) == []
    another = {**as_, "payee": "J. Jansen"}
    booked = reclassified(paid, "2011-11-02", another, amount="6.00")
    assert noted(awarded, "reclassify", **booked) == ["PAYEE_DIFFERS"]
    [found] = awarded.findings("payees")
    assert found.name == f"PAYEE_DIFFERS/{awarded.last_entry}/6.00"


def test_a_payment_to_another_that_was_booked_elsewhere(awarded: LedgerInTest) -> None:
    wrong = {**payment("11.00", "2011-11-01"), "payee": "J. Jansen"}
    entry = awarded.post("pay_grant", **wrong)
    assert len(awarded.findings("payees")) == 1
    awarded.post("reclassify", **reclassified(entry, "2011-11-02", booked_cost()))
    assert awarded.findings("payees") == []


def test_money_booked_as_a_contribution_beyond_the_call(opened: LedgerInTest) -> None:
    came = opened.post("receive_other", **other("20000.00", "2011-09-01"))
    partner = {
        "command": "receive_contribution",
        "year": "2011",
        "partner": "coevorden",
    }
    booked = reclassified(came, "2011-09-02", partner, amount="14400.00")
    assert noted(opened, "reclassify", **booked) == []
    more = reclassified(came, "2011-09-02", partner, amount="0.01")
    assert noted(opened, "reclassify", **more) == ["OVER_RECEIVED"]


def proposed(ledger: LedgerInTest) -> int:
    rows = ledger.store.execute(
        "SELECT entry FROM entries WHERE command = 'propose_project'"
    )
    [[entry]] = rows
    return int(str(entry))


def test_the_recipient_is_the_corrected_one(awarded: LedgerInTest) -> None:
    awarded.post(
        "annotate",
        entry=proposed(awarded),
        field="recipient",
        value="Gemeente Meppel",
        reason="misread",
    )
    old = {**payment("10.00", "2011-11-01"), "payee": "Gemeente Emmen"}
    assert noted(awarded, "pay_grant", **old) == ["PAYEE_DIFFERS"]
    new = {**payment("11.00", "2011-11-01"), "payee": "Gemeente Meppel"}
    assert noted(awarded, "pay_grant", **new) == []
    assert [f.entries for f in awarded.findings("payees")] == [[awarded.last_entry - 1]]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2012-07-31", ["FAR_DATE"]),
        ("2012-08-01", []),
        ("2014-12-31", []),
        ("2015-07-31", []),
        ("2015-08-01", ["FAR_DATE"]),
    ],
)
def test_far_from_the_year(empty: LedgerInTest, on: str, expected: list[str]) -> None:
    far = proposal("far", year="2013", date=on)
    assert noted(empty, "propose_project", **far) == expected


def test_a_decision_of_a_day_to_come(empty: LedgerInTest) -> None:
    fields = {"number": "S-1", "date": "2015-01-01", "subject": "x"}
    assert noted(empty, "record_decision", **fields) == ["FAR_DATE"]
    fields = {"number": "S-2", "date": "2014-12-31", "subject": "x"}
    assert noted(empty, "record_decision", **fields) == []


def test_costs_that_nobody_covers(ledger: LedgerInTest) -> None:
    whole = {"own_contributions": {"emmen": "30000.00"}}
    ledger.post("propose_project", **proposal("whole", **whole))
    assert noted(ledger, "award_grant", **grant(project="whole")) == []
    ledger.post("propose_project", **proposal("short"))
    assert noted(ledger, "award_grant", **grant("9000.00", project="short")) == [
        "PLAN_GAP"
    ]
    assert "€ 31,000.00 of the costs" in said(ledger)


# -- the current account ---------------------------------------------------------


def test_an_overdrawn_account_is_said_and_not_refused(free: LedgerInTest) -> None:
    early = cost("100.00", "2011-08-10")
    assert noted(free, "post_process_cost", **early) == ["OVERDRAWN"]
    assert "€ 100.00" in said(free)
    free.receive("emmen", "44800.00", "2011-08-20")
    # The later day is not overdrawn; the earlier one is more so.
    assert noted(free, "post_process_cost", **cost("1.00", "2011-08-20")) == []
    earlier = cost("1.00", "2011-08-09")
    assert noted(free, "post_process_cost", **earlier) == ["OVERDRAWN"]
    [found] = free.findings("current-account")
    assert found.severity == "warning"
    assert found.name == "OVERDRAWN/2011-08-09/101.00"


def test_money_of_others_that_is_used(free: LedgerInTest) -> None:
    free.post("propose_project", **proposal())
    assert noted(free, "receive_funds", **funds("500.00", "2011-10-01")) == []
    spent = cost("200.00", "2011-10-02")
    assert noted(free, "post_process_cost", **spent) == ["EARMARKED_USED"]
    assert "€ 200.00 of the € 500.00" in said(free)
    # Spent on its own project it is not used for other ends.
    own = spending("300.00", "2011-10-03")
    assert noted(free, "spend_funds", **own) == []
    [found] = free.findings("current-account")
    assert found.name == "EARMARKED_USED/2011-10-02/200.00"


def test_money_of_others_that_comes_into_an_overdrawn_account(
    free: LedgerInTest,
) -> None:
    free.post("propose_project", **proposal())
    free.post("post_process_cost", **cost("200.00", "2011-09-20"))
    received = funds("500.00", "2011-10-01")
    assert noted(free, "receive_funds", **received) == ["EARMARKED_USED"]


def test_below_a_floor_of_the_framework_s_own(
    prepared: Callable[[str], Path], tmp_path: Path
) -> None:
    source: dict[str, Any] = load("drentse-zuidas").to_mapping()
    source["current_account_floor"] = "-50.00"
    ledger = LedgerInTest.of(tmp_path / "floor.db", source)
    assert noted(ledger, "pay_other", **other("50.00", "2011-12-01")) == []
    assert noted(ledger, "pay_other", **other("0.01", "2011-12-02")) == ["OVERDRAFT"]
    [found] = ledger.findings("current-account")
    assert (found.code, found.severity) == ("OVERDRAFT", "error")
    ledger.close()


def test_a_reversed_receipt_overdraws_too(free: LedgerInTest) -> None:
    received = free.receive("emmen", "100.00", "2011-08-20")
    free.post("post_process_cost", **cost("60.00", "2011-08-21"))
    assert noted(free, "reverse", **reversal(received, "2011-08-22")) == ["OVERDRAWN"]


def test_a_deviation_has_no_notes(ledger: LedgerInTest) -> None:
    scope = {"programme": "TL", "year": "2011", "amount": "1.00"}
    assert noted(ledger, "deviate", **deviation("programme_ceiling", **scope)) == []
