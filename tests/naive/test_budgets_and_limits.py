"""Years, limits, deviations and conditions in the model, worked out by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

from . import DRENTSE_ZUIDAS, NaiveLedger
from .conditions import Asked, Assessment, assess
from .scenario import (
    LATE,
    MOTIVATION,
    awarded,
    grant,
    money,
    ok,
    pay,
    programme,
    proposal,
    refused,
    started,
)

DECIDED = {"decision": "SG-1", "motivation": MOTIVATION}
DEVIATE = {**DECIDED, "project": "grecor", "date": "2011-09-15"}
COST = {
    "year": "2011",
    "programme": "SN",
    "payee": "hall",
    "document": "b",
    "description": "meetings",
}


def year(ledger: NaiveLedger, code: str = "2011", at: date = LATE) -> dict[str, Any]:
    rows: Any = ledger.balance(at)["years"]
    row: dict[str, Any] = next(r for r in rows if r["year"] == code)
    return row


def proposed(**changes: object) -> NaiveLedger:
    ledger = started()
    ok(ledger, "propose_project", **proposal(**changes))
    return ledger


def judged(ledger: NaiveLedger, cents: int, on: date) -> Assessment:
    return assess(ledger.books, Asked("grecor", cents, cents, on))


def test_the_budget_as_it_stands_is_divided() -> None:
    ledger = NaiveLedger(DRENTSE_ZUIDAS, date(2012, 12, 31))
    ok(ledger, "record_decision", number="SG-1", date="2011-02-01", subject="start")
    rest = {"year": "2011", "date": "2011-08-01", "decision": "SG-1"}
    ok(ledger, "open_budget_year", **rest)
    ok(ledger, "amend_budget_year", **rest, budget="150000")
    ok(ledger, "allocate", **rest, shares={"SN": "25", "TL": "35", "IBO": "40"})
    found = [programme(ledger, name)["allocated"] for name in ("SN", "TL", "IBO")]
    assert found == ["37500.00", "52500.00", "60000.00"]


def test_other_cover_and_the_process_ceiling() -> None:
    ledger = started()
    rest = {"year": "2011", "date": "2011-08-02", "decision": "SG-1"}
    empty = refused(ledger, "amend_budget_year", **rest, contributions={})
    assert empty == "BAD_COMMAND"
    entry = ok(ledger, "amend_budget_year", **rest, other_cover="1200")
    assert dict(ledger.entries[entry - 1].lines) == {
        "budget:covered:2011": -1200_00,
        "budget:uncovered:2011": 1200_00,
    }
    ok(ledger, "amend_budget_year", **rest, contributions={"drenthe": "55000"})
    assert (year(ledger)["other_cover"], year(ledger)["gap"]) == ("1200.00", "-200.00")
    over = refused(ledger, "amend_budget_year", **rest, process_ceiling="160000.01")
    assert over == "SCOPE_INVALID"
    ok(ledger, "amend_budget_year", **rest, process_ceiling="30000")
    assert year(ledger)["for_projects"] == "130000.00"
    cost = {**COST, "amount": "25000", "date": "2011-09-01"}
    ok(ledger, "post_process_cost", **cost)
    lower = refused(ledger, "amend_budget_year", **rest, process_ceiling="24999.99")
    assert lower == "PROCESS_CEILING_EXCEEDED"
    ok(ledger, "amend_budget_year", **rest, process_ceiling="25000")
    assert year(ledger)["for_projects"] == "135000.00"


def test_the_reserve_is_a_condition_of_an_award() -> None:
    ledger = proposed()
    shift = {"from_programme": "SN", "from_year": "2011", "to_programme": "OUTSIDE"}
    shift |= {"to_year": "2011", "date": "2011-09-01", "decision": "SG-1"}
    ok(ledger, "transfer_budget", **shift, amount="48000")
    shift["from_programme"] = "IBO"
    ok(ledger, "transfer_budget", **shift, amount="48000")
    ok(ledger, "transfer_budget", **{**shift, "from_programme": "TL"}, amount="25000")
    # 39000 is left, of which 20000 is kept
    assert year(ledger)["for_projects"] == "140000.00"
    on = date(2011, 10, 1)
    assert judged(ledger, 19_000_01, on).verdicts["process_reserve"] == "not_met"
    assert judged(ledger, 19_000_00, on).outcome == "met"
    code = refused(ledger, "award_grant", **grant("2011-10-01", "19000.01"))
    assert code == "CONDITIONS_NOT_MET"
    more = {"year": "2011", "amount": "0.01", "date": "2011-10-01", **DECIDED}
    ok(ledger, "deviate", rule="process_reserve", **more)
    ok(ledger, "award_grant", **grant("2011-10-01", "19000.01"))


def test_an_own_contribution_is_required() -> None:
    ledger = proposed(own_contributions={})
    found = judged(ledger, 1_00, date(2011, 10, 1))
    assert found.verdicts["participation_share"] == "not_met"
    ok(ledger, "deviate", rule="participation_share", share="60", **DEVIATE)
    assert judged(ledger, 30_000_00, date(2011, 10, 1)).outcome == "deviation"
    # the deviation's share holds even so
    assert judged(ledger, 60_000_01, date(2011, 10, 1)).outcome == "not_met"


def test_everyone_together_needs_no_own_contribution() -> None:
    everyone = DRENTSE_ZUIDAS.partner_codes
    ledger = proposed(own_contributions={}, participants=everyone)
    assert judged(ledger, 30_000_00, date(2011, 10, 1)).outcome == "met"


def test_no_more_money_than_costs() -> None:
    ledger = proposed(total_cost="30000", own_contributions={"emmen": "1"})
    found = judged(ledger, 30_000_00, date(2011, 10, 1)).verdicts
    assert found["financing_plan"] == "not_met"
    assert found["borrowed_capacity"] == "met"
    for rule in ("financing_plan", "borrowed_capacity"):
        assert refused(ledger, "deviate", rule=rule, **DEVIATE) == "BAD_COMMAND"


def test_external_money_is_sought_where_there_is_a_chance() -> None:
    ledger = proposed(external_funding="")
    rule, on = "external_funding_sought", date(2011, 10, 1)
    assert judged(ledger, 1_00, on).verdicts[rule] == "not_met"
    rest = {"project": "grecor", "date": "2011-09-02"}
    ok(ledger, "amend_project", **rest, external_chance=False)
    assert judged(ledger, 1_00, on).verdicts[rule] == "met"


def test_limits_for_one_participant_up_to_all_but_one() -> None:
    ledger = started()
    rest = {"year": "2011", "date": "2011-08-01", "decision": "SG-1"}
    for shares in ({"0": "10"}, {"6": "10"}, {"1": "0"}, {"1": "100"}):
        code = refused(ledger, "set_funding_limits", **rest, max_shares=shares)
        assert code == "LIMITS_INVALID", shares
    falling = {"1": "50", "2": "49.9999"}
    code = refused(ledger, "set_funding_limits", **rest, max_shares=falling)
    assert code == "LIMITS_INVALID"
    ok(ledger, "set_funding_limits", **rest, max_shares={"1": "20", "5": "20"})


def test_outside_without_a_maximum() -> None:
    ledger = proposed(programme="OUTSIDE")
    on = date(2011, 10, 1)
    assert judged(ledger, 50_000_01, on).verdicts["maximum_per_project"] == "not_met"
    rest = {"year": "2011", "date": "2011-08-01", "decision": "SG-1"}
    bare = started(limits=False)
    ok(bare, "propose_project", **proposal(programme="OUTSIDE"))
    assert judged(bare, 50_000_01, on).verdicts["maximum_per_project"] == "met"
    for more in ({}, {"amount": "60000"}):
        code = refused(bare, "deviate", rule="maximum_per_project", **more, **DEVIATE)
        assert code == "SCOPE_INVALID"
    ok(bare, "set_funding_limits", **rest, max_grants={"OUTSIDE": "10"})
    code = refused(bare, "deviate", rule="maximum_per_project", amount="10", **DEVIATE)
    assert code == "SCOPE_INVALID"
    ok(bare, "deviate", rule="maximum_per_project", amount="10.01", **DEVIATE)


def test_the_newest_deviation_holds_alone() -> None:
    ledger = proposed(requested="70000")
    rest = {**DEVIATE, "rule": "maximum_per_project"}
    ok(ledger, "deviate", **rest, amount="60000")
    ok(ledger, "deviate", **{**rest, "date": "2011-09-16"}, amount="55000")
    share = {**DEVIATE, "rule": "participation_share", "share": "80"}
    ok(ledger, "deviate", **share)
    assert judged(ledger, 55_000_01, date(2011, 9, 15)).outcome == "deviation"
    assert judged(ledger, 55_000_01, date(2011, 9, 16)).outcome == "not_met"
    assert judged(ledger, 55_000_00, date(2011, 9, 16)).outcome == "deviation"
    # entered later for an earlier day: it isn't the newest effective one
    ok(ledger, "deviate", **{**rest, "date": "2011-09-14"})
    assert judged(ledger, 55_000_01, date(2011, 9, 16)).outcome == "not_met"


def test_a_share_is_a_percentage_above_the_ordinary_one() -> None:
    ledger = proposed()
    rest = {**DEVIATE, "rule": "participation_share"}
    assert refused(ledger, "deviate", **rest, amount="60") == "SCOPE_INVALID"
    # three participants: 50.5 percent
    for share in ("50.5", "100.0001", "0"):
        assert refused(ledger, "deviate", **rest, share=share) == "SCOPE_INVALID"
    ok(ledger, "deviate", **rest, share="50.5001")


def test_a_stored_share_in_euros_stays_a_limit_in_euros() -> None:
    ledger = proposed(requested="60000", own_contributions={})
    maximum = {**DEVIATE, "rule": "maximum_per_project"}
    ok(ledger, "deviate", **maximum)
    number = ok(ledger, "deviate", rule="participation_share", share="60", **DEVIATE)
    old = ledger.entries[number - 1]
    stored = {**old.data, "amount": 52_000_00}
    del stored["share"]
    ledger.entries[number - 1] = replace(old, data=stored)
    on = date(2011, 10, 1)
    assert judged(ledger, 52_000_01, on).outcome == "not_met"
    found = judged(ledger, 52_000_00, on)
    assert (found.outcome, found.held) == ("deviation", None)


def test_a_deviation_stays_while_a_grant_leans_on_it() -> None:
    ledger = proposed(requested="60000")
    rest = {**DEVIATE, "rule": "maximum_per_project"}
    first = ok(ledger, "deviate", **rest)
    second = ok(ledger, "deviate", **rest, amount="50500")
    award = ok(ledger, "award_grant", **grant("2011-10-01", "50500"))
    undo = {"date": "2011-12-01", "reason": "wrong"}
    assert refused(ledger, "reverse", entry=second, **undo) == "NOT_REVERSIBLE"
    ok(ledger, "reverse", entry=first, **undo)
    ok(ledger, "reverse", entry=award, **undo)
    ok(ledger, "reverse", entry=second, **undo)


def test_a_determination_within_the_share_of_the_actual_cost() -> None:
    ledger = awarded()
    final = money("2012-01-01", "30000")
    # 50.5 percent of 40000
    code = refused(ledger, "determine_grant", **final, actual_cost="40000")
    assert code == "SHARE_EXCEEDED"
    over = {**final, "amount": "30000.01"}
    code = refused(ledger, "determine_grant", **over, actual_cost="40000")
    assert code == "AWARD_EXCEEDED"
    final["amount"] = "20200"
    ok(ledger, "determine_grant", **final, actual_cost="40000")


def test_closing_carries_what_is_left() -> None:
    ledger = awarded()
    opened = {"year": "2012", "date": "2012-08-01", "decision": "SG-1"}
    close = {"year": "2011", "date": "2012-09-01", "decision": "SG-1"}
    unopened = refused(ledger, "close_budget_year", **close, carry_to="2012")
    assert unopened == "YEAR_NOT_OPEN"
    ok(ledger, "open_budget_year", **opened)
    itself = refused(ledger, "close_budget_year", **close, carry_to="2011")
    assert itself == "SCOPE_INVALID"
    closing = ok(ledger, "close_budget_year", **close, carry_to="2012")
    assert dict(ledger.entries[closing - 1].lines) == {
        "budget:available:2011:SN": -48_000_00,
        "budget:available:2011:TL": -34_000_00,
        "budget:available:2011:IBO": -48_000_00,
        "budget:available:2012:SN": 48_000_00,
        "budget:available:2012:TL": 34_000_00,
        "budget:available:2012:IBO": 48_000_00,
    }
    assert year(ledger)["for_projects"] == "0.00"
    shift = {"from_programme": "TL", "from_year": "2012", "to_programme": "OUTSIDE"}
    shift |= {"to_year": "2012", "date": "2012-10-01", "decision": "SG-1"}
    ok(ledger, "transfer_budget", **shift, amount="0.01")
    undo = {"entry": closing, "date": "2012-11-01", "reason": "too early"}
    assert refused(ledger, "reverse", **undo) == "CEILING_EXCEEDED"
    again = {**close, "year": "2012", "date": "2012-08-31"}
    assert refused(ledger, "close_budget_year", **again) == "BAD_DATE"
    ok(ledger, "lock_period", until="2012-11-01")
    assert refused(ledger, "reverse", **undo) == "PERIOD_LOCKED"


def test_without_a_floor_money_may_be_owed() -> None:
    ledger = started(receipts=False)
    cost = {**COST, "amount": "1", "date": "2011-10-02"}
    ok(ledger, "post_process_cost", **cost)
    rest = {"amount": "1", "date": "2011-10-02", **DECIDED}
    code = refused(ledger, "deviate", rule="current_account", **rest)
    assert code == "SCOPE_INVALID"
    ok(ledger, "propose_project", **proposal())
    ok(ledger, "award_grant", **grant("2011-10-01"))
    ok(ledger, "pay_grant", **pay("2011-10-02", "30000"))


def test_a_kind_of_cost_is_one_of_the_framework() -> None:
    ledger = started()
    cost = {**COST, "amount": "1", "date": "2011-10-02"}
    code = refused(ledger, "post_process_cost", **cost, cost_kind="parties")
    assert code == "SCOPE_INVALID"
    entry = ok(ledger, "post_process_cost", **cost, cost_kind="lobby")
    note = {"entry": entry, "field": "cost_kind", "reason": "typing error"}
    assert refused(ledger, "annotate", **note, value="parties") == "SCOPE_INVALID"
    ok(ledger, "annotate", **note, value="speakers")
