"""`adopt_framework` in the model: when it is refused, and what it says is in force."""

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from . import DRENTSE_ZUIDAS, NaiveLedger
from .framework_file import UnusableError, read
from .mappings import Mapping, changed, key, mapping_of, partner, rows, without
from .scenario import ADOPT, MOTIVATION, adopt, ok, proposal, refused, started


def not_adopted(ledger: NaiveLedger, framework: object, **more: object) -> str | None:
    fields = {**ADOPT, "framework": framework, **more}
    return refused(ledger, "adopt_framework", **fields)


def test_a_framework_is_read_as_it_was_written() -> None:
    assert read(mapping_of(DRENTSE_ZUIDAS)) == DRENTSE_ZUIDAS
    floor = replace(DRENTSE_ZUIDAS, current_account_floor=-1)
    assert read(mapping_of(floor)) == floor


def test_shares_are_split_to_the_cent() -> None:
    people = {"emmen": 3, "coevorden": 1, "meppel": 3}
    partners = [partner(code) | {"inhabitants": n} for code, n in people.items()]
    keys = {"s": {"source": "x", "method": "shares", "fixed": {"drenthe": "1/4"}}}
    partners.append(partner("drenthe"))
    figures = {"annual_budget": "10000.01", "process_ceiling": "1.00"}
    found = read(changed(partners=partners, keys=keys, **figures)).keys["s"]
    assert list(found.values()) == [3214_29, 1071_43, 3214_29, 2500_00]


SPOILS: dict[str, Callable[[Any], object]] = {
    "no field left out": lambda fw: fw.pop("title"),
    "none that isn't known": lambda fw: fw.update(colour="red"),
    "money is a text": lambda fw: fw.update(annual_budget=160000),
    "dates are ISO": lambda fw: fw.update(start="1-1-2011"),
    "at least one partner": lambda fw: fw.update(partners=[]),
    "no code twice": lambda fw: fw["programmes"].append({"code": "sn", "name": "x"}),
    "OUTSIDE is no programme": lambda fw: fw["programmes"][0].update(code="OUTSIDE"),
    "years don't overlap": lambda fw: fw["years"][1].update(start="2012-07-31"),
    "years don't end early": lambda fw: fw["years"][0].update(end="2011-07-31"),
    "a ceiling below the budget": lambda fw: fw.update(process_ceiling="160000.01"),
    "a key names every partner": lambda fw: fw["partners"].append(partner("assen")),
    "a zone there is": lambda fw: fw.update(time_zone="Europe/Emmen"),
}


@pytest.mark.parametrize("what", SPOILS)
def test_the_mapping_alone_is_shape(what: str) -> None:
    spoilt = copy.deepcopy(mapping_of(DRENTSE_ZUIDAS))
    SPOILS[what](spoilt)
    with pytest.raises(UnusableError):
        read(spoilt)
    # shape goes before all else
    code = not_adopted(started(), spoilt, date="2001-01-01", decision="nothing")
    assert code == "FRAMEWORK_INVALID"
    assert not_adopted(started(), "drentse-zuidas") == "BAD_COMMAND"


KEPT: dict[str, Mapping] = {
    "the name": changed(name="other"),
    "the start": changed(start="2011-01-02"),
    "the time zone": changed(time_zone="UTC"),
    "an opened year": changed(years=rows("years", "2011")),
    "its dates": changed(
        years=[
            {"code": "2011", "start": "2011-08-01", "end": "2012-07-30"},
            *rows("years", "2011"),
        ]
    ),
    "the case of a partner": without("emmen", also=(partner("Emmen"),)),
    "the case of a programme": changed(
        programmes=[*rows("programmes", "SN"), {"code": "sn", "name": "x"}]
    ),
    "the kinds": without(also=(partner("assen", "village"),)),
}


@pytest.mark.parametrize("what", KEPT)
def test_what_may_not_change(what: str) -> None:
    ledger = started()
    read(KEPT[what])
    assert not_adopted(ledger, KEPT[what]) == "FRAMEWORK_INVALID"
    # the rules come after what it refers to
    assert not_adopted(ledger, KEPT[what], decision="x") == "DECISION_UNKNOWN"


def test_the_case_of_a_code_that_has_left_stays_too() -> None:
    ledger = started()
    adopt(ledger, changed(programmes=rows("programmes", "SN")))
    back = [*rows("programmes", "SN"), {"code": "Sn", "name": "x"}]
    assert not_adopted(ledger, changed(programmes=back)) == "FRAMEWORK_INVALID"


def test_a_partner_keeps_a_kind_that_it_had() -> None:
    old = replace(DRENTSE_ZUIDAS, partners=(("emmen", "village"),), keys={"k": {}})
    old = replace(old, keys={"k": {"emmen": 1}})
    ledger = NaiveLedger(old, date(2012, 12, 31))
    ok(ledger, "record_decision", number="SG-1", date="2011-02-01", subject="x")
    partners = [partner("emmen", "village"), partner("assen", "village")]
    keys = {"k": key(emmen="1", assen="1")}
    both = changed(partners=partners, keys=keys)
    assert not_adopted(ledger, both) == "FRAMEWORK_INVALID"
    adopt(ledger, mapping_of(old))


def test_a_year_that_something_standing_names_stays() -> None:
    ledger = started()
    less = changed(years=rows("years", "2012"))
    entry = ok(ledger, "propose_project", **proposal(year="2012"))
    assert not_adopted(ledger, less) == "FRAMEWORK_INVALID"
    moved = {"project": "grecor", "date": "2011-09-02", "year": "2013"}
    ok(ledger, "amend_project", **moved)
    later = {"year": "2012", "date": "2011-09-01", "decision": "SG-1"}
    limits = ok(ledger, "set_funding_limits", **later, max_grants={"SN": "5"})
    assert not_adopted(ledger, less) == "FRAMEWORK_INVALID"
    back = {"date": "2011-10-01", "reason": "x"}
    ok(ledger, "reverse", entry=limits, **back)
    more = {"rule": "process_ceiling", "amount": "5", "motivation": MOTIVATION}
    deviation = ok(ledger, "deviate", **later, **more)
    assert not_adopted(ledger, less) == "FRAMEWORK_INVALID"
    ok(ledger, "reverse", entry=deviation, **back)
    adopt(ledger, less)
    gone = changed(years=rows("years", "2012", "2013"))
    assert not_adopted(ledger, gone) == "FRAMEWORK_INVALID"
    assert ledger.books.find(entry) is not None


def test_a_year_opened_whatever_its_date_keeps_the_dates_it_had_last() -> None:
    ledger = started()
    shorter = {"code": "2013", "start": "2013-08-01", "end": "2013-12-31"}
    adopt(ledger, changed(years=[*rows("years", "2013"), shorter]))
    ok(ledger, "open_budget_year", year="2013", date="2011-12-31", decision="SG-1")
    assert not_adopted(ledger, changed()) == "FRAMEWORK_INVALID"
    adopt(ledger, changed(years=[*rows("years", "2013"), shorter]))


def test_dates_of_adoptions() -> None:
    ledger = started()
    assert not_adopted(ledger, changed(), date="2010-12-31") == "BEFORE_START"
    assert not_adopted(ledger, changed(), date="2011-01-31") == "DECISION_LATER"
    ok(ledger, "lock_period", until="2012-06-30")
    adopt(ledger, changed())  # not subject to the lock
    assert not_adopted(ledger, changed(), date="2011-12-31") == "BAD_DATE"
    adopt(ledger, changed())
    adopt(ledger, changed(), date="2030-01-01")
    assert not_adopted(ledger, changed(), date="2029-12-31") == "BAD_DATE"


def test_an_adoption_is_not_reversed() -> None:
    ledger = started()
    decided = {"number": "SG-2", "date": "2012-01-01", "subject": "herijking"}
    decision = ok(ledger, "record_decision", **decided)
    entry = adopt(ledger, changed(), decision="SG-2", reason="evaluated")
    back = {"date": "2012-02-01", "reason": "x"}
    assert refused(ledger, "reverse", entry=entry, **back) == "NOT_REVERSIBLE"
    assert refused(ledger, "reverse", entry=decision, **back) == "NOT_REVERSIBLE"
    told = {"entry": entry, "field": "reason", "value": "for good", "reason": "x"}
    ok(ledger, "annotate", **told)


def test_the_same_id_once_more() -> None:
    ledger = started()
    entry = adopt(ledger, changed(), id="k")
    fields = {**ADOPT, "framework": changed(), "id": "k"}
    assert ledger.post({"command": "adopt_framework", **fields}) is None
    assert len(ledger.entries) == entry
    other = changed(title="Another title")
    assert not_adopted(ledger, other, id="k") == "IDEMPOTENCY_CONFLICT"


def test_in_force_by_date_and_the_later_entry_of_a_day() -> None:
    ledger = started()
    for budget, day in (("1", "2012-01-01"), ("2", "2012-01-01"), ("3", "2012-02-01")):
        framework = changed(annual_budget=budget, process_ceiling="0")
        adopt(ledger, framework, date=day)
    days = ("2011-12-31", "2012-01-01", "2012-01-31", "2012-02-01")
    books = ledger.books
    found = [books.on(date.fromisoformat(day)).annual_budget for day in days]
    assert found == [160_000_00, 2_00, 2_00, 3_00]


def test_the_key_is_the_one_named_else_the_one_so_far_else_the_first() -> None:
    ledger = started()
    names = dict.fromkeys([row["code"] for row in rows("partners")], "1")
    one = key(**names)
    steps: tuple[tuple[list[str], str | None, str], ...] = (
        (["computed", "published"], None, "published"),  # the one so far
        (["published", "computed"], "computed", "computed"),
        (["published", "computed"], None, "computed"),
        (["a", "b"], None, "a"),  # gone: the first
        (["b", "a", "published"], None, "a"),
    )
    for keys, named, expected in steps:
        more = {} if named is None else {"contributions": named}
        adopt(ledger, changed(keys=dict.fromkeys(keys, one)), **more)
        assert ledger.books.key_on(date(2012, 1, 1)) == expected
    assert ledger.books.key_on(date(2011, 12, 31)) == "published"
    unknown = not_adopted(ledger, changed(), contributions="a")
    assert unknown == "FRAMEWORK_INVALID"
    late = not_adopted(ledger, changed(), contributions="a", date="2011-12-31")
    assert late == "BAD_DATE"
