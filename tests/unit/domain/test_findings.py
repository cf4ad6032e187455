"""Findings by their names, and those that are accepted as they are."""

import pytest

from projections.answers.accepted import accepted
from projections.answers.suspense import open_items
from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    grant,
    other,
    proposal,
    reversal,
    transfer,
)

GAP = "KEY_GAP/2011/3200.00"


def accept(ledger: LedgerInTest, finding: str, **more: object) -> int:
    return ledger.post("accept_finding", finding=finding, reason="Seen", **more)


def test_a_finding_is_accepted_under_its_name(ledger: LedgerInTest) -> None:
    entry = accept(ledger, GAP, decision=SG)
    found = accepted(ledger.view())
    assert {name: each.as_json() for name, each in found.items()} == {
        GAP: {"entry": entry, "reason": "Seen", "decision": SG}
    }
    # From its entry on, whatever the date: it says what is known.
    assert GAP in accepted(ledger.view("2011-08-01"))
    assert accepted(ledger.view(known_at=f"#{entry - 1}")) == {}


def test_an_acceptance_is_reversed_at_any_date(ledger: LedgerInTest) -> None:
    entry = accept(ledger, GAP)
    ledger.post("reverse", **reversal(entry, "2011-01-01"))
    assert accepted(ledger.view()) == {}
    ledger.refused("ALREADY_REVERSED", "reverse", **reversal(entry, "2011-01-01"))


@pytest.mark.parametrize(
    "finding",
    [
        "KEY_GAP/2011/3200.01",
        "KEY_GAP/2012/3200.00",
        "KEY_GAP",
        "key_gap/2011/3200.00",
        "JOURNAL_UNBALANCED/1/0.01",
        "PROJECTION_DIFFERS",
        "nothing",
    ],
)
def test_what_no_check_finds_is_not_accepted(
    ledger: LedgerInTest, finding: str
) -> None:
    ledger.refused("SCOPE_INVALID", "accept_finding", finding=finding, reason="x")


def test_it_is_looked_for_as_things_are_today(ledger: LedgerInTest) -> None:
    fields = other("10.00", "2014-12-30")
    entry = ledger.post("receive_other", **fields)
    accept(ledger, f"SUSPENSE_OPEN/{entry}/10.00")


def test_its_decision_is_looked_up(ledger: LedgerInTest) -> None:
    fields = {"finding": GAP, "reason": "x", "decision": "SG-9"}
    ledger.refused("DECISION_UNKNOWN", "accept_finding", **fields)
    ledger.post("record_decision", number="SG-9", date="2015-01-01", subject="x")
    ledger.refused("DECISION_LATER", "accept_finding", **fields)


# -- suspense --------------------------------------------------------------------


def test_suspense_is_open_items_and_never_a_net(ledger: LedgerInTest) -> None:
    stranger = {**other("55.00", "2014-12-01"), "counterparty": "J. Jansen"}
    first = ledger.post("receive_other", **stranger)
    second = ledger.post("pay_other", **other("55.00", "2014-12-11"))
    ledger.post("receive_other", **other("1.00", "2014-12-11", "interest"))
    found = ledger.findings("suspense")
    assert [(f.code, f.entries, f.name) for f in found] == [
        ("SUSPENSE_OPEN", [first], f"SUSPENSE_OPEN/{first}/55.00"),
        ("SUSPENSE_OPEN", [second], f"SUSPENSE_OPEN/{second}/55.00"),
    ]
    assert "€ 55.00 from J. Jansen on 2014-12-01 is open for 30 days" in (
        found[0].message
    )
    assert "€ 55.00 to Bank" in found[1].message
    assert [item.entry for item in open_items(ledger.view("2014-12-10"))] == [first]


def test_a_reversed_item_is_none_from_its_reversal_on(ledger: LedgerInTest) -> None:
    entry = ledger.post("receive_other", **other("55.00", "2014-12-01"))
    ledger.post("reverse", **reversal(entry, "2014-12-05"))
    assert ledger.findings("suspense") == []
    assert [item.left for item in open_items(ledger.view("2014-12-04"))] == [5500]


# -- years and grants --------------------------------------------------------------


def test_the_gap_is_told_by_key_and_by_coverage(ledger: LedgerInTest) -> None:
    assert [f.name for f in ledger.findings("key")] == [GAP]
    assert [f.name for f in ledger.findings("coverage")] == [GAP]
    closing = {"year": "2011", "date": "2014-01-01", "decision": SG}
    ledger.post("close_budget_year", **closing)
    assert ledger.findings("coverage") == []
    assert ledger.findings("coverage", at="2013-12-31") != []


def test_what_a_year_costs_beyond_what_is_called(ledger: LedgerInTest) -> None:
    called = {"contributions": {"drenthe": "0.00", "emmen": "0.00"}}
    rest = {"year": "2011", "date": "2011-09-01", "decision": SG}
    ledger.post("amend_budget_year", **rest, **called)
    ledger.post("amend_budget_year", **rest, contributions={"hoogeveen": "0.00"})
    ledger.post("propose_project", **proposal())
    ledger.post("award_grant", **grant())
    assert "NOT_COVERED" not in {f.code for f in ledger.findings("coverage")}
    zero = {"meppel": "0.00", "coevorden": "0.00"}
    ledger.post("amend_budget_year", **rest, contributions=zero)
    [found] = [f for f in ledger.findings("coverage") if f.code == "NOT_COVERED"]
    # 30,000 awarded, 9,600 called.
    assert found.name == "NOT_COVERED/2011/20400.00"


def test_budget_from_another_year_is_covered_there(ledger: LedgerInTest) -> None:
    ledger.open("2012", "2012-08-01")
    called = dict.fromkeys(
        ("emmen", "coevorden", "hoogeveen", "dewolden", "meppel", "drenthe"), "0.00"
    )
    rest = {"year": "2012", "date": "2012-08-01", "decision": SG}
    ledger.post("amend_budget_year", **rest, contributions=called)
    limits = {"max_grants": {"TL": "30000.00"}, "max_shares": {"2": "50"}}
    ledger.post("set_funding_limits", **rest, **limits)
    years = ("2011", "2012")
    fields = transfer("TL", "TL", "29999.99", "2012-08-01", years)
    ledger.post("transfer_budget", **fields)
    ledger.post("propose_project", **proposal(year="2012", date="2012-08-02"))
    ledger.deviate("programme_ceiling", year="2012", programme="TL", amount="0.01")
    ledger.post("award_grant", **grant("30000.00", "2012-08-03"))
    assert "NOT_COVERED/2012/0.01" in {f.name for f in ledger.findings("coverage")}
    ledger.post("transfer_budget", **transfer("TL", "TL", "0.01", "2012-08-03", years))
    names = {f.name for f in ledger.findings("coverage")}
    assert names == {GAP, "KEY_GAP/2012/160000.00"}


def test_the_same_budget_moved_twice_on_one_decision(ledger: LedgerInTest) -> None:
    first = ledger.post("transfer_budget", **transfer("IBO", "TL", "5000.00"))
    ledger.post("transfer_budget", **transfer("IBO", "TL", "4000.00"))
    assert ledger.findings("transfers") == []
    again = transfer("IBO", "TL", "5000.00", "2012-01-01")
    second = ledger.post("transfer_budget", **again)
    [found] = ledger.findings("transfers")
    assert (found.code, found.entries) == ("TRANSFER_REPEATED", [first, second])
    ledger.post("reverse", **reversal(second, "2012-01-02"))
    assert ledger.findings("transfers") == []
