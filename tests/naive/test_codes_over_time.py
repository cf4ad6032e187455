"""Partners and programmes that come and go, in the model."""

from datetime import date
from typing import Any

from . import NaiveLedger
from .conditions import Asked, Assessment, assess
from .mappings import changed, key, partner, rows, without
from .scenario import (
    LATE,
    MOTIVATION,
    adopt,
    awarded,
    grant,
    money,
    ok,
    pay,
    proposal,
    receive,
    refused,
    started,
)

NEW_YEAR = "2012-01-01"
BEFORE = "2011-12-31"
DECIDED = {"year": "2011", "decision": "SG-1"}
COST = {"year": "2011", "amount": "1", "payee": "x", "description": "x"}
ENDED = changed(programmes=rows("programmes", "TL"))


def codes(ledger: NaiveLedger, kind: str, at: str | date = LATE) -> list[str]:
    """Of the rows of 2011."""
    day = date.fromisoformat(at) if isinstance(at, str) else at
    found: Any = ledger.balance(day)[kind]
    return [row[kind[:-1]] for row in found if row["year"] == "2011"]


def judged(ledger: NaiveLedger, cents: int, on: str) -> Assessment:
    asked = Asked("grecor", cents, cents, date.fromisoformat(on))
    return assess(ledger.books, asked)


def test_who_has_left_applies_no_more_and_who_joined_does() -> None:
    ledger = started()
    adopt(ledger, without("meppel", also=(partner("assen"),)))
    late = proposal(date=NEW_YEAR)
    assert refused(ledger, "propose_project", **late) == "PARTNER_UNKNOWN"
    joined = {"participants": ["emmen", "assen"]}
    early = proposal(date=BEFORE, **joined)
    assert refused(ledger, "propose_project", **early) == "PARTNER_UNKNOWN"
    ok(ledger, "propose_project", **proposal(date=NEW_YEAR, **joined))


def test_amending_looks_up_only_what_it_names() -> None:
    ledger = started()
    ok(ledger, "propose_project", **proposal())
    adopt(ledger, without("meppel"))
    change = {"project": "grecor", "date": NEW_YEAR}
    ok(ledger, "amend_project", **change, requested="29000.00")
    named = {"participants": ["emmen", "meppel"]}
    assert refused(ledger, "amend_project", **change, **named) == "PARTNER_UNKNOWN"


def test_who_is_called_pays_and_is_paid_back() -> None:
    ledger = started()
    new = without("emmen", also=(partner("assen"), partner("norg", "other")))
    adopt(ledger, new)
    fields = {"year": "2011", "amount": "1", "document": "bank", "date": NEW_YEAR}
    receive(ledger, "emmen", "1", date=NEW_YEAR)
    ok(ledger, "repay_contribution", partner="emmen", **fields)
    paid = refused(ledger, "receive_contribution", partner="assen", **fields)
    assert paid == "PARTNER_UNKNOWN"
    amend = {**DECIDED, "date": "2012-02-01"}
    ok(ledger, "amend_budget_year", **amend, contributions={"assen": "0.00"})
    paid = refused(ledger, "receive_contribution", partner="assen", **fields)
    assert paid == "PARTNER_UNKNOWN"  # not called yet on that date
    receive(ledger, "assen", "1", date="2012-02-01")
    # who left may be called less, as it was called; who joined not before it did
    ok(ledger, "amend_budget_year", **amend, contributions={"emmen": "40000"})
    early = {**DECIDED, "date": BEFORE, "contributions": {"norg": "1"}}
    assert refused(ledger, "amend_budget_year", **early) == "PARTNER_UNKNOWN"


def test_rows_of_partners_are_those_ever_called() -> None:
    ledger = started()
    partners = [partner("assen"), *rows("partners", "emmen", "meppel")]
    keys = {"k": key(**{row["code"]: "1" for row in partners})}
    adopt(ledger, changed(partners=partners[::-1], keys=keys))
    kept = ["drenthe", "dewolden", "hoogeveen", "coevorden"]
    assert codes(ledger, "partners") == [*kept, "emmen", "meppel"]
    amend = {**DECIDED, "date": "2012-02-01"}
    ok(ledger, "amend_budget_year", **amend, contributions={"assen": "0.00"})
    assert codes(ledger, "partners") == [*kept, "assen", "emmen", "meppel"]
    assert "assen" not in codes(ledger, "partners", "2012-01-31")
    assert codes(ledger, "partners", BEFORE)[0] == "emmen"


def test_participants_that_have_left_do_not_count() -> None:
    ledger = started()
    terms = proposal(participants=["emmen", "meppel"], borrowed_capacity="1000.00")
    ok(ledger, "propose_project", **terms)
    adopt(ledger, without("emmen"))
    before, after = (judged(ledger, 1, day).verdicts for day in (BEFORE, NEW_YEAR))
    rules = ("two_municipalities", "participation_share", "borrowed_capacity")
    assert [before[rule] for rule in rules] == ["met", "met", "met"]
    assert [after[rule] for rule in rules] == ["not_met", "not_met", "not_met"]
    # its own contribution is no money any more
    assert before["financing_plan"] == "met"
    all_of_it = judged(ledger, 100_000_00, NEW_YEAR).verdicts
    assert all_of_it["financing_plan"] == "met"
    assert judged(ledger, 100_000_00, BEFORE).verdicts["financing_plan"] == "not_met"


def test_all_partners_are_those_in_force() -> None:
    ledger = started()
    ok(ledger, "propose_project", **proposal(own_contributions={}))
    adopt(ledger, without("coevorden", "hoogeveen", "dewolden"))
    assert judged(ledger, 1, BEFORE).verdicts["participation_share"] == "not_met"
    assert judged(ledger, 1, NEW_YEAR).verdicts["participation_share"] == "met"
    shares = {"date": NEW_YEAR, **DECIDED, "max_shares": {"3": "50"}}
    assert refused(ledger, "set_funding_limits", **shares) == "LIMITS_INVALID"
    ok(ledger, "set_funding_limits", **{**shares, "date": BEFORE})


def test_kinds_and_themes_are_those_of_the_date() -> None:
    ledger = started()
    ok(ledger, "propose_project", **proposal())
    partners = [*rows("partners", "emmen"), partner("emmen", "other")]
    adopt(ledger, changed(partners=partners, priority_themes=["lobby-marketing"]))
    before, after = (judged(ledger, 1, day).verdicts for day in (BEFORE, NEW_YEAR))
    for rule in ("two_municipalities", "vision_fit"):
        assert (before[rule], after[rule]) == ("met", "not_met")


def test_an_award_keeps_its_assessment() -> None:
    ledger = awarded()
    adopt(ledger, without("emmen", "meppel"))
    more = grant(NEW_YEAR, "31000")
    assert refused(ledger, "change_grant", **more) == "CONDITIONS_NOT_MET"
    ok(ledger, "pay_grant", **pay(NEW_YEAR, "30000"))
    settled = {**money(NEW_YEAR, "30000"), "actual_cost": "100000"}
    ok(ledger, "determine_grant", **settled)  # 50.5 percent, as it was awarded


def test_nothing_new_in_a_programme_that_ended() -> None:
    ledger = started()
    ok(ledger, "propose_project", **proposal())
    adopt(ledger, ENDED)
    on = {"date": NEW_YEAR}
    cost = {**COST, **on, "document": "x"}
    move = {**on, "from_year": "2011", "to_year": "2011", "amount": "1"}
    move |= {"decision": "SG-1"}
    deviation: dict[str, object] = {**DECIDED, **on, "programme": "TL"}
    deviation["amount"] = "1"
    deviation |= {"rule": "programme_ceiling", "motivation": MOTIVATION}
    tried: list[tuple[str, dict[str, object]]] = [
        ("propose_project", proposal(project="p2", **on)),
        ("amend_project", {"project": "grecor", "programme": "TL", **on}),
        ("award_grant", grant(NEW_YEAR)),
        ("post_process_cost", {**cost, "programme": "TL"}),
        ("transfer_budget", {**move, "from_programme": "SN", "to_programme": "TL"}),
        ("set_funding_limits", {**DECIDED, **on, "max_grants": {"TL": "50000"}}),
        ("deviate", deviation),
    ]
    for command, fields in tried:
        assert refused(ledger, command, **fields) == "PROGRAMME_UNKNOWN", command
        early = {**fields, "date": BEFORE}
        if command != "award_grant":
            ok(ledger, command, **early)
    ok(ledger, "transfer_budget", **move, from_programme="TL", to_programme="SN")
    ok(ledger, "award_grant", **grant(BEFORE))


def test_a_raise_in_a_programme_that_ended_and_what_goes_on() -> None:
    ledger = awarded()
    adopt(ledger, ENDED)
    more = grant(NEW_YEAR, "31000")
    assert refused(ledger, "change_grant", **more) == "PROGRAMME_UNKNOWN"
    ok(ledger, "pay_grant", **pay(NEW_YEAR, "29000"))
    ok(ledger, "change_grant", **grant(NEW_YEAR, "28000"))
    ok(ledger, "determine_grant", **money(NEW_YEAR, "27000"))
    ok(ledger, "receive_refund", **money(NEW_YEAR, "500"))
    owed = {**money(NEW_YEAR, "1500"), "decision": "SG-1"}
    ok(ledger, "write_off_recoverable", **owed)
    stopped = {"date": NEW_YEAR, "decision": "SG-1", "reason": "x", "document": "x"}
    ok(ledger, "withdraw_grant", project="grecor", **stopped)
    # what it refers to goes before its status
    assert refused(ledger, "change_grant", **more) == "PROGRAMME_UNKNOWN"


def test_a_transfer_comes_from_any_programme_that_there_was() -> None:
    ledger = started()
    adopt(ledger, changed(programmes=[*rows("programmes"), {"code": "X", "name": "x"}]))
    adopt(ledger, changed())  # so X was never in force
    move = {"from_programme": "X", "from_year": "2011", "amount": "1"}
    move |= {"to_programme": "SN", "to_year": "2011", "decision": "SG-1"}
    early = refused(ledger, "transfer_budget", **move, date=BEFORE)
    assert early == "PROGRAMME_UNKNOWN"
    late = refused(ledger, "transfer_budget", **move, date=NEW_YEAR)
    assert late == "CEILING_EXCEEDED"


def test_what_is_left_of_an_ended_programme_is_carried_to_the_unallocated() -> None:
    ledger = started()
    adopt(ledger, ENDED)
    on = {"date": NEW_YEAR, "decision": "SG-1"}
    ok(ledger, "open_budget_year", year="2012", **on)
    ok(ledger, "close_budget_year", year="2011", carry_to="2012", **on)
    books = ledger.books
    assert books.account("budget:available:2011:TL") == 0
    assert books.account("budget:available:2012:TL") == 0
    assert books.account("budget:available:2012:SN") == 48_000_00
    assert books.account("budget:unallocated:2012") == 224_000_00


def test_the_reserve_counts_what_is_left_of_an_ended_programme() -> None:
    ledger = started()
    before: Any = ledger.balance(LATE)["years"]
    adopt(ledger, changed(programmes=[{"code": "NEW", "name": "x"}]))
    after: Any = ledger.balance(LATE)["years"]
    assert after == before
    cost = {**COST, "amount": "1", "programme": "NEW", "document": "x"}
    late = refused(ledger, "post_process_cost", **cost, date=NEW_YEAR)
    assert late == "CEILING_EXCEEDED"


def test_rows_of_programmes() -> None:
    ledger = started()
    programmes = [{"code": "NEW", "name": "x"}, *rows("programmes", "SN")[::-1]]
    adopt(ledger, changed(programmes=programmes))
    assert codes(ledger, "programmes") == ["NEW", "IBO", "TL", "SN", "OUTSIDE"]
    assert codes(ledger, "programmes", BEFORE) == ["SN", "TL", "IBO", "OUTSIDE"]
    on = {"date": NEW_YEAR, "decision": "SG-1"}
    ok(ledger, "open_budget_year", year="2012", **on)
    found: Any = ledger.balance(LATE)["programmes"]
    later = [row["programme"] for row in found if row["year"] == "2012"]
    assert later == ["NEW", "IBO", "TL", "OUTSIDE"]


def test_a_line_makes_a_row() -> None:
    """Of a programme that ended before the year was opened, this time."""
    ledger = started(limits=False, receipts=False)
    opening, allocation = 3, 4
    on = {"date": "2011-09-01", "reason": "x"}
    ok(ledger, "reverse", entry=allocation, **on)
    ok(ledger, "reverse", entry=opening, **on)
    adopt(ledger, ENDED, date="2011-10-01")
    ok(ledger, "open_budget_year", **DECIDED, date="2011-10-02")
    assert codes(ledger, "programmes") == ["SN", "IBO", "TL", "OUTSIDE"]
