"""Adopting another framework (*herijking*, Z22): what is in force on a date."""

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from domain.framework.course import CATEGORY, PARTNER, PROGRAMME, YEAR
from domain.values.errors import Refusal
from ledger.frameworks import load
from ledger.posting.judging import books_of, judged, proposed
from ledger.reading import read_frameworks
from projections.frameworks import Frameworks
from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    Row,
    built,
    contribution,
    cost,
    deviation,
    grant,
    money,
    other,
    payment,
    proposal,
    reversal,
    transfer,
)

DAY, LATER = "2012-08-01", "2013-01-01"
DAYS = [date(2011, 1, 1), *map(date.fromisoformat, (DAY, LATER))]
NEXT = [
    {"code": str(year), "start": f"{year}-08-01", "end": f"{year + 1}-07-31"}
    for year in (2014, 2015, 2016)
]
Change = Callable[[dict[str, Any]], object]


def mapping(*changes: Change) -> dict[str, Any]:
    """The built-in framework with some changes."""
    source: Any = copy.deepcopy(load("drentse-zuidas").to_mapping())
    for change in changes:
        change(source)
    found: dict[str, Any] = source
    return found


def without(kind: str, code: str) -> Change:
    def change(source: dict[str, Any]) -> None:
        source[kind] = [each for each in source[kind] if each["code"] != code]
        for key in source["keys"].values():
            for part in ("amounts", "fixed"):
                key.get(part, {}).pop(code, None)
        for programme in source["programmes"]:
            leads = programme.get("leads", [])
            programme["leads"] = [lead for lead in leads if lead != code]

    return change


def joined(code: str = "noordenveld", kind: str = "municipality") -> Change:
    def change(source: dict[str, Any]) -> None:
        partner = {"code": code, "name": code, "kind": kind, "inhabitants": 33000}
        source["partners"].append(partner)
        source["keys"]["published"]["amounts"][code] = "3200.00"

    return change


def programme(code: str, name: str = "New") -> Change:
    return lambda source: source["programmes"].append({"code": code, "name": name})


def set_to(field: str, value: object) -> Change:
    return lambda source: source.update({field: value})


def years(*more: dict[str, str]) -> Change:
    return lambda source: source["years"].extend(more)


def adoption(*changes: Change, on: str = DAY, **more: object) -> Row:
    return {"framework": mapping(*changes), "date": on, "decision": SG, **more}


def adopt(ledger: LedgerInTest, *changes: Change, on: str = DAY, **more: object) -> int:
    return ledger.post("adopt_framework", **adoption(*changes, on=on, **more))


def complaints(ledger: LedgerInTest, *changes: Change, on: str = DAY) -> list[str]:
    """The places that an adoption is refused for."""
    refusal = ledger.refused(
        "FRAMEWORK_INVALID", "adopt_framework", **adoption(*changes, on=on)
    )
    found: Any = refusal.details["complaints"]
    return [each["place"] for each in found]


# -- adopting ----------------------------------------------------------------------


def known(frameworks: Frameworks) -> dict[str, object]:
    """Everything that is known of frameworks without reading one whole."""
    course = frameworks.course()
    return {
        "adoptions": frameworks.adoptions(),
        "spelling": course.spelling,
        "codes": [
            [
                (course.ever(kind), course.codes(kind, day), course.named(kind, day))
                for kind in (PARTNER, PROGRAMME, YEAR, CATEGORY)
            ]
            for day in DAYS
        ],
        "floors": [frameworks.floors().on((day - DAYS[0]).days) for day in DAYS],
    }


def test_who_keeps_the_ledger_open_knows_what_who_opens_it_does(
    ledger: LedgerInTest,
) -> None:
    """An adoption adds to what is kept; nothing of before is read again."""
    kept = ledger.ledger.books.frameworks
    known(kept)
    adopt(ledger, joined(), programme("NW"), on=DAY)
    assert known(kept) == known(read_frameworks(ledger.store))
    second = LedgerInTest(ledger.path)
    taken_in = second.ledger.books.frameworks
    # It has looked under the lock, and looks again when others have posted.
    second.post("receive_contribution", **contribution("emmen", "1.00", "2011-12-02"))
    known(taken_in)
    left = without("partners", "meppel")
    adopt(ledger, joined(), left, set_to("current_account_floor", "-5.00"), on=LATER)
    adopt(ledger, joined("aa"), joined(), on=LATER)
    second.post("receive_contribution", **contribution("emmen", "1.00", "2011-12-03"))
    fresh = known(read_frameworks(ledger.store))
    assert known(kept) == fresh
    assert known(taken_in) == fresh
    assert fresh["floors"] == [0, None, None]
    second.close()


def test_a_posting_goes_by_programmes_and_floors_adopted_since_the_last(
    divided: LedgerInTest,
) -> None:
    ledger = divided
    ledger.refused("OVERDRAFT", "post_process_cost", **cost("1.00", "2011-12-02"))
    floored(ledger, "-500.00", "2011-12-01")
    ledger.post("post_process_cost", **cost("1.00", "2011-12-02"))
    floored(ledger, "0.00", "2011-12-01")
    ledger.refused("OVERDRAFT", "post_process_cost", **cost("1.00", "2011-12-02"))


def test_a_partner_that_no_framework_named_by_then_is_unknown(
    ledger: LedgerInTest,
) -> None:
    before = ledger.last_entry
    adopt(ledger, joined(), on=DAY)
    frameworks = ledger.ledger.books.frameworks
    assert frameworks.partner("noordenveld", DAYS[0]).code == "noordenveld"
    with pytest.raises(Refusal, match="'noordenveld'") as caught:
        frameworks.partner("noordenveld", DAYS[0], before)
    assert caught.value.code == "PARTNER_UNKNOWN"


def test_it_moves_nothing_and_is_not_locked(ledger: LedgerInTest) -> None:
    ledger.post("lock_period", until="2012-12-31")
    before = ledger.balance("2012-07-31")
    entry = adopt(ledger, set_to("annual_budget", "150000.00"))
    assert ledger.lines(entry) == {}
    assert ledger.balance("2012-07-31") == {**before, "entry": entry}


def test_it_may_be_dated_after_today_and_rests_on_a_decision(
    ledger: LedgerInTest,
) -> None:
    adopt(ledger, on="2030-01-01")
    ledger.refused(
        "DECISION_UNKNOWN",
        "adopt_framework",
        **adoption(on="2030-01-02") | {"decision": "nope"},
    )
    ledger.refused("BEFORE_START", "adopt_framework", **adoption(on="2010-12-31"))


def test_it_is_not_dated_before_the_newest_and_not_reversed(
    ledger: LedgerInTest,
) -> None:
    entry = adopt(ledger, set_to("title", "A"))
    ledger.refused("BAD_DATE", "adopt_framework", **adoption(on="2012-07-31"))
    adopt(ledger, set_to("title", "B"))
    assert ledger.view("2012-08-01").framework.title == "B"
    assert ledger.view("2012-07-31").framework.title.startswith("Drentse Zuidas")
    assert ledger.view("2012-08-01", f"#{entry}").framework.title == "A"
    ledger.refused("NOT_REVERSIBLE", "reverse", **reversal(entry, "2012-09-01"))


def test_all_that_may_not_change_is_told_at_once(ledger: LedgerInTest) -> None:
    def moved(source: dict[str, Any]) -> None:
        source["years"][0]["end"] = "2012-07-30"

    assert complaints(
        ledger,
        set_to("name", "another"),
        set_to("start", "2010-01-01"),
        set_to("time_zone", "Europe/Berlin"),
        moved,
        without("partners", "meppel"),
        joined("MEPPEL", "church"),
    ) == ["name", "start", "time_zone", "years", "partners", "partners[6].kind"]


def test_the_mapping_alone_is_checked_first_all_of_it() -> None:
    fields = adoption(set_to("annual_budget", 5), set_to("title", ""))
    with pytest.raises(Refusal) as caught:
        built("adopt_framework", fields)
    assert caught.value.code == "FRAMEWORK_INVALID"
    for place in ("annual_budget", "title"):
        assert f"{place}: " in caught.value.message


def test_an_opened_year_stays_and_so_does_one_that_something_names(
    ledger: LedgerInTest,
) -> None:
    assert complaints(ledger, without("years", "2011")) == ["years"]
    adopt(ledger, without("years", "2012"))
    back = adopt(ledger)
    project = ledger.post("propose_project", **proposal(year="2012"))
    assert complaints(ledger, without("years", "2012")) == ["years"]
    ledger.post("reverse", **reversal(project, "2012-08-02"))
    adopt(ledger, without("years", "2012"))
    assert ledger.view(DAY, f"#{back}").framework.year_codes[1] == "2012"


def test_a_partner_keeps_a_kind_that_it_had(tmp_path: Any) -> None:
    source = mapping()
    source["partners"][0]["kind"] = "republic"
    ledger = LedgerInTest.of(tmp_path / "odd.db", source)
    ledger.decide(SG)
    ledger.post("adopt_framework", framework=source, date=DAY, decision=SG)
    source["partners"][1]["kind"] = "republic"
    ledger.refused(
        "FRAMEWORK_INVALID",
        "adopt_framework",
        framework=source,
        date=DAY,
        decision=SG,
    )
    ledger.close()


# -- years and keys ----------------------------------------------------------------


def test_a_year_is_opened_by_the_framework_of_its_date(ledger: LedgerInTest) -> None:
    adopt(
        ledger,
        joined(),
        set_to("annual_budget", "170000.00"),
        set_to("process_ceiling", "10000.00"),
        set_to("payment_term_days", 10),
        years(*NEXT),
        on="2014-01-01",
    )
    ledger.refused(
        "YEAR_UNKNOWN", "open_budget_year", year="2014", date="2013-12-31", decision=SG
    )
    ledger.open("2012", "2013-12-31")
    ledger.open("2014", "2014-08-01")
    old, new = ledger.year("2012"), ledger.year("2014")
    assert (old["budget"], old["process_ceiling"]) == ("160000.00", "20000.00")
    assert (new["budget"], new["process_ceiling"]) == ("170000.00", "10000.00")
    row = ledger.partner("noordenveld", year="2014")
    assert (row["due"], row["due_date"]) == ("3200.00", "2014-08-11")
    partners = ledger.balance("2014-12-31")["partners"]
    assert "noordenveld" not in {r["partner"] for r in partners if r["year"] == "2012"}


def test_the_key_is_the_one_named_else_the_one_so_far_else_the_first(
    ledger: LedgerInTest,
) -> None:
    def called(year: str) -> object:
        return ledger.partner("emmen", year=year)["due"]

    adopt(ledger, contributions="computed", on="2012-01-01")
    ledger.open("2012", "2012-08-01")
    adopt(ledger, years(*NEXT), on="2013-01-01")
    ledger.open("2013", "2013-08-01")
    assert called("2012") == called("2013") == "45416.67"
    adopt(
        ledger,
        years(*NEXT),
        lambda source: source["keys"].pop("computed"),
        on="2014-01-01",
    )
    ledger.open("2014", "2014-08-01")
    assert called("2014") == "44800.00"
    refusal = ledger.refused(
        "FRAMEWORK_INVALID",
        "adopt_framework",
        **adoption(years(*NEXT), on="2014-02-01", contributions="nope"),
    )
    assert "contributions: " in refusal.message


# -- partners ----------------------------------------------------------------------


def test_who_left_still_pays_and_proposes_no_more(ledger: LedgerInTest) -> None:
    adopt(ledger, without("partners", "meppel"))
    ledger.receive("meppel", "1.00", "2012-09-01")
    for fields in (
        proposal("a", date=DAY, participants=["emmen", "coevorden", "meppel"]),
        proposal("b", date=DAY, own_contributions={"meppel": "1.00"}),
    ):
        refusal = ledger.refused("PARTNER_UNKNOWN", "propose_project", **fields)
        assert "meppel ended on 2012-08-01" in refusal.message
    ledger.post(
        "propose_project",
        **proposal(
            "c", date="2012-07-31", participants=["emmen", "coevorden", "meppel"]
        ),
    )


def test_who_joined_pays_what_was_called_from_it(ledger: LedgerInTest) -> None:
    adopt(ledger, joined())
    fields = contribution("noordenveld", "1.00", "2012-09-01")
    refusal = ledger.refused("PARTNER_UNKNOWN", "receive_contribution", **fields)
    assert "no contribution was called" in refusal.message
    ledger.post(
        "amend_budget_year",
        year="2011",
        date="2012-09-01",
        decision=SG,
        contributions={"noordenveld": "0.00"},
    )
    ledger.post("receive_contribution", **fields)
    ledger.refused(
        "PARTNER_UNKNOWN",
        "receive_contribution",
        **contribution("noordenveld", "1.00", "2012-08-31"),
    )


def test_an_assessment_looks_at_the_partners_of_its_date(ledger: LedgerInTest) -> None:
    everybody = [*("emmen", "coevorden", "hoogeveen", "dewolden", "meppel", "drenthe")]
    ledger.post(
        "propose_project", **proposal(participants=everybody, requested="40000")
    )
    adopt(ledger, without("partners", "meppel"), joined(), on="2011-11-01")

    def share(on: str) -> Row:
        day = date.fromisoformat(on)
        books = books_of(ledger.view(on))
        found = judged(proposed("grecor", day, books), 100_00, day, books)
        [share] = [c for c in found["conditions"] if c["rule"] == "participation_share"]
        facts: Row = share["facts"]
        return facts

    assert (share("2011-10-31")["participants"], share("2011-10-31")["partners"]) == (
        *(6, 6),
    )
    assert (share("2011-11-01")["participants"], share("2011-11-01")["partners"]) == (
        *(5, 6),
    )


# -- programmes --------------------------------------------------------------------


def test_a_programme_that_ended(awarded: LedgerInTest) -> None:
    ledger = awarded
    ledger.post("propose_project", **proposal("other"))
    adopt(ledger, without("programmes", "TL"), programme("ENE"), on="2011-11-01")
    on = "2011-11-01"
    for command, fields in {
        "post_process_cost": cost("1.00", on, "TL"),
        "propose_project": proposal("third", date=on),
        "award_grant": grant("1.00", on, "other"),
        "change_grant": grant("30001.00", on),
        "transfer_budget": transfer("SN", "TL", "1.00", on),
        "deviate": deviation(
            "programme_ceiling", on, programme="TL", year="2011", amount="1.00"
        ),
        "set_funding_limits": {
            "year": "2011",
            "date": on,
            "decision": SG,
            "max_grants": {"TL": "5.00"},
        },
    }.items():
        refusal = ledger.refused("PROGRAMME_UNKNOWN", command, **fields)
        assert "TL ended on 2011-11-01" in refusal.message, command
    # What is there goes on: payments, a lower grant, a transfer out of it.
    ledger.pay("100.00", on)
    ledger.post("change_grant", **grant("29000.00", on))
    ledger.post("transfer_budget", **transfer("TL", "ENE", "10.00", on))
    ledger.post("determine_grant", **money("28000.00", "2011-12-01"))
    assert ledger.programme("ENE")["ceiling"] == "10.00"
    ledger.refused(
        "PROGRAMME_UNKNOWN", "post_process_cost", **cost("1.00", "2011-10-31", "ENE")
    )


def test_the_rows_of_a_year(ledger: LedgerInTest) -> None:
    def rows(at: str, known: str | None = None) -> list[str]:
        found = ledger.balance(at, known)["programmes"]
        return [row["programme"] for row in found if row["year"] == "2011"]

    before = ledger.last_entry
    adopt(
        ledger,
        without("programmes", "TL"),
        programme("ENE"),
        lambda source: source["programmes"].reverse(),
        on="2011-11-01",
    )
    assert rows("2011-10-31") == ["SN", "TL", "IBO", "OUTSIDE"]
    assert rows("2011-11-01") == ["ENE", "IBO", "SN", "TL", "OUTSIDE"]
    assert rows("2011-11-01", f"#{before}") == ["SN", "TL", "IBO", "OUTSIDE"]
    ledger.open("2012", "2012-08-01")
    second = ledger.balance("2012-08-01")["programmes"]
    assert [r["programme"] for r in second if r["year"] == "2012"] == [
        *("ENE", "IBO", "SN", "OUTSIDE")
    ]


def test_an_allocation_is_over_the_programmes_of_its_date(ledger: LedgerInTest) -> None:
    adopt(ledger, without("programmes", "TL"), programme("ENE"))
    ledger.open("2012", DAY)
    rest = {"year": "2012", "date": DAY, "decision": SG}
    ledger.refused("PROGRAMME_UNKNOWN", "allocate", **rest, shares={"TL": "100"})
    ledger.post("allocate", **rest, shares={"SN": "50", "ENE": "50"})
    assert ledger.programme("ENE", year="2012")["allocated"] == "80000.00"
    assert ledger.programme("IBO", year="2012")["allocated"] == "0.00"


def test_what_a_closing_carries_of_a_programme_that_ended_is_unallocated(
    ledger: LedgerInTest,
) -> None:
    adopt(ledger, without("programmes", "TL"))
    ledger.open("2012", DAY)
    ledger.post(
        "close_budget_year", year="2011", date=DAY, decision=SG, carry_to="2012"
    )
    assert ledger.programme("SN", year="2012")["transferred"] == "32000.00"
    assert ledger.year("2012")["unallocated"] == "224000.00"


# -- the floor under the current account -------------------------------------------


@pytest.fixture
def divided(opened: LedgerInTest) -> LedgerInTest:
    """2011 is divided; nothing was received yet."""
    rest = {"year": "2011", "date": "2011-08-01", "decision": SG}
    opened.post("allocate", **rest, shares={"SN": "60", "TL": "20", "IBO": "20"})
    return opened


def floored(ledger: LedgerInTest, floor: str | None, on: str) -> None:
    change: Change = (
        (lambda _: None) if floor is None else set_to("current_account_floor", floor)
    )
    adopt(ledger, change, on=on)


def test_the_floor_of_a_day_is_that_of_its_framework(divided: LedgerInTest) -> None:
    """The ledger's first framework has a floor of nothing."""
    ledger = divided
    floored(ledger, None, "2011-10-01")
    floored(ledger, "-500.00", "2011-12-01")
    ledger.post("receive_other", **other("100.00", "2011-09-01"))
    # In October nothing is refused, in December a debt of 500 is the most.
    ledger.refused("OVERDRAFT", "post_process_cost", **cost("100.01", "2011-09-02"))
    ledger.post("post_process_cost", **cost("600.00", "2011-10-02"))
    ledger.refused("OVERDRAFT", "post_process_cost", **cost("0.01", "2011-10-02"))
    ledger.refused("OVERDRAFT", "post_process_cost", **cost("0.01", "2011-12-02"))


def test_what_is_below_a_floor_when_it_is_adopted_is_not_judged(
    divided: LedgerInTest,
) -> None:
    ledger = divided
    floored(ledger, None, "2011-08-01")
    ledger.post("post_process_cost", **cost("1000.00", "2011-10-12"))
    floored(ledger, "-500.00", "2011-12-01")
    assert ledger.findings("current-account", at="2011-12-31") == []
    error = ledger.refused(
        "OVERDRAFT", "post_process_cost", **cost("0.01", "2011-12-01")
    )
    assert (error.details["short"], error.details["date"]) == ("500.01", "2011-12-01")
    assert "floor € -500.00" in error.message
    ledger.post("receive_contribution", **contribution("emmen", "700.00", "2011-12-02"))
    ledger.post("post_process_cost", **cost("200.00", "2011-12-02"))
    ledger.refused("OVERDRAFT", "post_process_cost", **cost("0.01", "2011-12-02"))


def test_a_deviation_from_the_floor_needs_one_on_its_date(opened: LedgerInTest) -> None:
    floored(opened, None, "2011-10-01")
    more = {"amount": "5.00"}
    opened.deviate("current_account", "2011-09-30", **more)
    opened.refused(
        "SCOPE_INVALID", "deviate", **deviation("current_account", "2011-10-01", **more)
    )


# -- the rest ----------------------------------------------------------------------


def test_categories_and_cost_kinds_are_those_of_the_date(ledger: LedgerInTest) -> None:
    adopt(
        ledger,
        lambda source: source["categories"].append("fair"),
        set_to("process_cost_kinds", ["travel"]),
        on="2011-11-01",
    )
    fair = other("1.00", "2011-10-31", "fair")
    ledger.refused("CATEGORY_UNKNOWN", "receive_other", **fair)
    ledger.post("receive_other", **other("1.00", "2011-11-01", "fair"))
    ledger.post("post_process_cost", **cost("1.00", "2011-10-31", cost_kind="meetings"))
    late = cost("1.00", "2011-11-01", cost_kind="meetings")
    ledger.refused("SCOPE_INVALID", "post_process_cost", **late)


def test_limits_are_set_for_fewer_than_all_partners_of_the_date(
    ledger: LedgerInTest,
) -> None:
    limits = {"year": "2011", "decision": SG, "max_shares": {"6": "90"}}
    adopt(ledger, joined(), on="2011-11-01")
    ledger.refused("LIMITS_INVALID", "set_funding_limits", **limits, date="2011-10-31")
    ledger.post("set_funding_limits", **limits, date="2011-11-01")


def test_codes_are_spelled_as_the_frameworks_spell_them(ledger: LedgerInTest) -> None:
    adopt(ledger, programme("ENE"), on="2011-11-01")
    ledger.post("transfer_budget", **transfer("SN", "ene", "1.00", "2011-11-02"))
    entry = ledger.post("post_process_cost", **cost("1.00", "2011-11-02", "ene"))
    assert ledger.show(entry)["fields"]["programme"] == "ENE"


def test_a_payment_of_a_grant_whose_partner_left_goes_on(awarded: LedgerInTest) -> None:
    adopt(awarded, without("partners", "coevorden"), on="2011-10-15")
    awarded.post("pay_grant", **payment("10.00", "2011-11-01"))
