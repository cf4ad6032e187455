"""What the model judges of years, money and queries by the framework in force."""

from datetime import date
from typing import Any

from .mappings import Mapping, changed, key, partner, rows, without
from .scenario import (
    LATE,
    MOTIVATION,
    adopt,
    awarded,
    ok,
    pay,
    refused,
    started,
)

NEW_YEAR = "2012-01-01"
BEFORE = "2011-12-31"
DECIDED = {"year": "2011", "decision": "SG-1"}
COST = {"year": "2011", "amount": "1", "payee": "x", "description": "x"}
ENDED = changed(programmes=rows("programmes", "TL"))


def test_a_year_is_opened_by_the_framework_of_its_date_and_keeps_that() -> None:
    ledger = started()
    figures = {"annual_budget": "90000", "process_ceiling": "9000"}
    partners = rows("partners", "drenthe")
    keys = {"k": key(**{row["code"]: "10000" for row in partners})}
    new = {"partners": partners, "keys": keys, "payment_term_days": 5, **figures}
    years = [*rows("years"), {"code": "2014", "start": "2014-08-01"}]
    years[-1]["end"] = "2015-07-31"
    adopt(ledger, changed(years=years, **new))
    on = {"decision": "SG-1"}
    early = {"year": "2014", "date": BEFORE, **on}
    assert refused(ledger, "open_budget_year", **early) == "YEAR_UNKNOWN"
    ok(ledger, "open_budget_year", year="2012", date=BEFORE, **on)
    ok(ledger, "open_budget_year", year="2014", date=NEW_YEAR, **on)
    adopt(ledger, changed(years=years))  # nothing is judged again
    found: Any = ledger.balance(LATE)
    rows_of = {row["year"]: row for row in found["years"]}
    due = {
        (r["year"], r["partner"]): (r["due"], r["due_date"]) for r in found["partners"]
    }
    assert rows_of["2012"]["budget"] == "160000.00"
    assert rows_of["2014"]["budget"] == "90000.00"
    assert rows_of["2014"]["process_ceiling"] == "9000.00"
    assert rows_of["2014"]["gap"] == "40000.00"
    assert due["2012", "emmen"] == ("44800.00", "2012-01-30")
    assert due["2014", "emmen"] == ("10000.00", "2012-01-06")
    assert ("2014", "drenthe") not in due


def test_years_in_the_order_of_the_date_then_those_it_lacks() -> None:
    ledger = started()
    adopt(ledger, changed(years=rows("years", "2013")))
    ok(ledger, "open_budget_year", year="2013", date=BEFORE, decision="SG-1")
    ok(ledger, "open_budget_year", year="2012", date=NEW_YEAR, decision="SG-1")
    found: Any = ledger.balance(LATE)["years"]
    assert [row["year"] for row in found] == ["2011", "2012", "2013"]
    fields = {"partner": "emmen", "amount": "1", "date": NEW_YEAR, "document": "x"}
    ok(ledger, "receive_contribution", year="2013", **fields)
    limits = {"date": NEW_YEAR, "decision": "SG-1", "max_grants": {"SN": "5"}}
    late = refused(ledger, "set_funding_limits", year="2013", **limits)
    assert late == "YEAR_UNKNOWN"


def test_allocating_names_the_programmes_of_the_date() -> None:
    ledger = started()
    adopt(ledger, ENDED)
    ok(ledger, "open_budget_year", year="2012", date=BEFORE, decision="SG-1")
    on = {"year": "2012", "decision": "SG-1", "shares": {"TL": "100"}}
    late = refused(ledger, "allocate", date=NEW_YEAR, **on)
    assert late == "PROGRAMME_UNKNOWN"
    ok(ledger, "allocate", date=BEFORE, **on)


def with_floor(floor: str | None) -> Mapping:
    return changed(current_account_floor=floor)


def test_the_floor_of_a_day_is_that_of_the_framework_in_force() -> None:
    ledger = awarded()
    ok(ledger, "pay_grant", **pay("2011-12-01", "30000"))
    back = {"year": "2011", "document": "x", "date": "2011-12-02"}
    for partner_code, amount in (("drenthe", "52800"), ("emmen", "17200")):
        paid = {"partner": partner_code, "amount": amount}
        ok(ledger, "repay_contribution", **back, **paid)  # 0 is left
    adopt(ledger, with_floor("1000.00"))  # below it already: not judged
    cost = {**COST, "programme": "SN", "document": "x"}
    # on its own day there is no floor, but later there is
    late = refused(ledger, "post_process_cost", **cost, date="2011-12-03")
    assert late == "OVERDRAFT"
    deviation = {"rule": "current_account", "amount": "1001", "decision": "SG-1"}
    deviation["motivation"] = MOTIVATION
    early = refused(ledger, "deviate", **deviation, date=BEFORE)
    assert early == "SCOPE_INVALID"
    ok(ledger, "deviate", **deviation, date=NEW_YEAR)
    ok(ledger, "post_process_cost", **cost, date="2011-12-03")
    late = refused(ledger, "post_process_cost", **cost, date=NEW_YEAR)
    assert late == "OVERDRAFT"
    adopt(ledger, with_floor(None), date="2012-02-01")
    ok(ledger, "post_process_cost", **cost, date="2012-02-01")
    adopt(ledger, with_floor("0.00"), date="2012-03-01")
    # the deviation counts again: 1,001 less the 2 that are gone
    more = {**cost, "date": "2012-02-01"}
    late = refused(ledger, "post_process_cost", **{**more, "amount": "999.01"})
    assert late == "OVERDRAFT"
    ok(ledger, "post_process_cost", **{**more, "amount": "998"})


def test_categories_and_kinds_of_cost_are_those_of_the_date() -> None:
    ledger = started()
    adopt(ledger, changed(categories=["rent"], process_cost_kinds=None))
    other = {"amount": "1", "counterparty": "x", "description": "x", "document": "x"}
    early = refused(ledger, "pay_other", category="rent", **other, date=BEFORE)
    assert early == "CATEGORY_UNKNOWN"
    for category in ("rent", "suspense", "interest", "bank-charges", "business"):
        ok(ledger, "pay_other", category=category, **other, date=NEW_YEAR)
    cost = {**COST, "programme": "SN", "document": "x", "cost_kind": "lobby"}
    late = refused(ledger, "post_process_cost", **cost, date=NEW_YEAR)
    assert late == "SCOPE_INVALID"
    entry = ok(ledger, "post_process_cost", **cost, date=BEFORE)
    told = {"entry": entry, "field": "cost_kind", "value": "office", "reason": "x"}
    ok(ledger, "annotate", **told)


def test_what_was_known_before_an_adoption_stays() -> None:
    ledger = awarded()
    known = len(ledger.entries)
    days = [date(2011, 8, 31), date(2012, 1, 1), LATE]
    before = [(ledger.balance(d, known), ledger.journal(d, known)) for d in days]
    adopt(ledger, without("emmen", also=(partner("assen"),)), date="2011-08-01")
    adopt(ledger, ENDED, date="2011-08-01")
    after = [(ledger.balance(d, known), ledger.journal(d, known)) for d in days]
    assert after == before
    assert ledger.balance(LATE) != before[-1][0]
