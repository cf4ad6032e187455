"""Z18: the steering group may deviate with reasons, from exactly these rules."""

from typing import Any

import pytest

from projections.answers import decisions
from tests.unit.domain.posting import (
    SG,
    LedgerInTest,
    Row,
    cost,
    deviation,
    grant,
    proposal,
    reversal,
    shape_refused,
    transfer,
)

PROJECT_RULES = (
    "non_physical",
    "vision_fit",
    "two_municipalities",
    "maximum_per_project",
    "participation_share",
    "third_parties_contribute",
    "external_funding_sought",
)
CEILINGS: dict[str, Row] = {
    "programme_ceiling": {"programme": "TL", "year": "2011", "amount": "1.00"},
    "process_ceiling": {"year": "2011", "amount": "1.00"},
    "process_reserve": {"year": "2011", "amount": "1.00"},
    "current_account": {"amount": "1.00"},
}
EVERY: Row = {"project": "grecor", "programme": "TL", "year": "2011", "amount": "1.00"}
OF_PROJECT: Row = {"project": "grecor"}
SCOPES = {**dict.fromkeys(PROJECT_RULES, OF_PROJECT), **CEILINGS}


@pytest.fixture
def proposed(ledger: LedgerInTest) -> LedgerInTest:
    ledger.post("propose_project", **proposal(date="2011-07-01"))
    return ledger


@pytest.mark.parametrize("rule", SCOPES)
def test_a_deviation_has_the_fields_its_rule_uses(
    proposed: LedgerInTest, rule: str
) -> None:
    entry = proposed.deviate(rule, **SCOPES[rule])
    [found] = proposed.decision()["deviations"]
    assert found["entry"] == entry
    assert found["rule"] == rule
    for field in EVERY:
        assert found[field] == SCOPES[rule].get(field)


@pytest.mark.parametrize("rule", SCOPES)
def test_a_field_it_needs_may_not_be_missing(proposed: LedgerInTest, rule: str) -> None:
    for field in SCOPES[rule]:
        scope = {k: v for k, v in SCOPES[rule].items() if k != field}
        error = proposed.refused("SCOPE_INVALID", "deviate", **deviation(rule, **scope))
        assert field in error.message


@pytest.mark.parametrize("rule", SCOPES)
def test_a_field_it_does_not_use_is_refused(proposed: LedgerInTest, rule: str) -> None:
    for field, value in EVERY.items():
        if field in SCOPES[rule]:
            continue
        if field == "amount" and rule in ("maximum_per_project", "participation_share"):
            continue
        scope = {**SCOPES[rule], field: value}
        proposed.refused("SCOPE_INVALID", "deviate", **deviation(rule, **scope))


def test_a_borrowed_capacity_is_never_deviated_from() -> None:
    shape_refused("BAD_COMMAND", "deviate", **deviation("borrowed_capacity"))


def test_the_reasons_are_at_least_20_characters(proposed: LedgerInTest) -> None:
    fields = deviation("non_physical", project="grecor")
    shape_refused("BAD_COMMAND", "deviate", **{**fields, "motivation": "x" * 19})
    proposed.post("deviate", **{**fields, "motivation": "x" * 20})


def test_it_may_name_any_year_of_the_framework(proposed: LedgerInTest) -> None:
    proposed.deviate("process_ceiling", year="2013", amount="1.00")
    proposed.refused(
        "YEAR_UNKNOWN",
        "deviate",
        **deviation("process_ceiling", year="2014", amount="1.00"),
    )


@pytest.mark.parametrize("programme", ["UNALLOCATED", "XX"])
def test_not_for_what_is_no_programme(proposed: LedgerInTest, programme: str) -> None:
    scope = {"programme": programme, "year": "2011", "amount": "1.00"}
    proposed.refused(
        "PROGRAMME_UNKNOWN", "deviate", **deviation("programme_ceiling", **scope)
    )


# -- from a ceiling ------------------------------------------------------------


def _sn(amount: str) -> Row:
    return {"programme": "SN", "year": "2011", "amount": amount}


def test_the_floor_of_the_ceiling_goes_down_by_the_amount(
    ledger: LedgerInTest,
) -> None:
    ledger.deviate("programme_ceiling", **_sn("2500.00"))
    ledger.refused(
        "CEILING_EXCEEDED", "transfer_budget", **transfer("SN", "TL", "34500.01")
    )
    ledger.post("transfer_budget", **transfer("SN", "TL", "34500.00"))
    row = ledger.programme("SN")
    assert row["available"] == "-2500.00"
    assert row["deviation"] == "2500.00"


def test_it_counts_from_its_date_on(ledger: LedgerInTest) -> None:
    ledger.deviate("programme_ceiling", "2011-12-01", **_sn("2500.00"))
    error = ledger.refused(
        "CEILING_EXCEEDED",
        "transfer_budget",
        **transfer("SN", "TL", "34500.00", "2011-11-30"),
    )
    assert error.details["date"] == "2011-11-30"
    ledger.post("transfer_budget", **transfer("SN", "TL", "34500.00", "2011-12-01"))
    assert ledger.programme("SN", at="2011-11-30")["deviation"] == "0.00"


def test_several_add_up(ledger: LedgerInTest) -> None:
    ledger.deviate("programme_ceiling", **_sn("1000.00"))
    ledger.deviate("programme_ceiling", **_sn("1500.00"))
    assert ledger.programme("SN")["deviation"] == "2500.00"
    ledger.post("transfer_budget", **transfer("SN", "TL", "34500.00"))


def test_one_ceiling_is_not_another(ledger: LedgerInTest) -> None:
    ledger.deviate("programme_ceiling", **_sn("2500.00"))
    ledger.refused(
        "CEILING_EXCEEDED", "transfer_budget", **transfer("TL", "SN", "64000.01")
    )
    ledger.refused(
        "PROCESS_CEILING_EXCEEDED",
        "post_process_cost",
        **cost("20000.01", "2011-10-12"),
    )


def test_they_are_used_in_order_of_date_then_entry(ledger: LedgerInTest) -> None:
    last = ledger.deviate("programme_ceiling", "2011-09-02", **_sn("400.00"))
    first = ledger.deviate("programme_ceiling", "2011-09-01", **_sn("300.00"))
    second = ledger.deviate("programme_ceiling", "2011-09-01", **_sn("200.00"))
    moved = ledger.post("transfer_budget", **transfer("SN", "TL", "32450.00"))
    found = {row["entry"]: row for row in ledger.decision()["deviations"]}
    used = {
        entry: (row["used"], row["left"], row["used_by"])
        for entry, row in found.items()
    }
    assert used == {
        first: ("300.00", "0.00", [moved]),
        second: ("150.00", "50.00", [moved]),
        last: ("0.00", "400.00", []),
    }


def test_process_costs_may_go_beyond_their_ceiling(ledger: LedgerInTest) -> None:
    ledger.deviate("process_ceiling", year="2011", amount="500.00")
    ledger.refused(
        "PROCESS_CEILING_EXCEEDED",
        "post_process_cost",
        **cost("20500.01", "2011-10-12"),
    )
    ledger.post("post_process_cost", **cost("20500.00", "2011-10-12"))
    # The ceiling itself is shown without the deviation.
    assert ledger.year()["process_ceiling"] == "20000.00"


def test_the_current_account_may_go_below_its_floor(opened: LedgerInTest) -> None:
    opened.post("transfer_budget", **transfer("UNALLOCATED", "SN", "50000.00"))
    opened.deviate("current_account", amount="750.00")
    opened.refused("OVERDRAFT", "post_process_cost", **cost("750.01", "2011-10-12"))
    opened.post("post_process_cost", **cost("750.00", "2011-10-12"))
    assert opened.findings("current-account") == []


def test_a_used_deviation_can_not_be_reversed_while_it_is_needed(
    ledger: LedgerInTest,
) -> None:
    entry = ledger.deviate("programme_ceiling", **_sn("2500.00"))
    moved = ledger.post("transfer_budget", **transfer("SN", "TL", "34000.00"))
    error = ledger.refused(
        "CEILING_EXCEEDED", "reverse", **reversal(entry, "2011-08-01")
    )
    assert error.details["short"] == "2000.00"
    ledger.post("reverse", **reversal(moved, "2011-10-03"))
    # On 3 October nothing is used any more; it still was in force until then.
    ledger.post("reverse", **reversal(entry, "2011-10-03"))
    assert ledger.programme("SN", at="2011-10-02")["deviation"] == "2500.00"
    assert ledger.programme("SN")["deviation"] == "0.00"


def test_check_tells_of_deviations_that_nothing_used(ledger: LedgerInTest) -> None:
    entry = ledger.deviate("programme_ceiling", **_sn("2500.00"))
    [found] = ledger.findings("ceilings")
    assert (found.code, found.severity, found.entries) == (
        "DEVIATION_UNUSED",
        "warning",
        [entry],
    )


def test_check_tells_of_deviations_beyond_the_years_budget(
    ledger: LedgerInTest,
) -> None:
    ledger.deviate("programme_ceiling", **_sn("160000.01"))
    assert "DEVIATIONS_BEYOND_BUDGET" in {f.code for f in ledger.findings("ceilings")}


# -- from a condition ----------------------------------------------------------


def test_a_deviation_for_the_project_sets_a_verdict_aside(
    ledger: LedgerInTest,
) -> None:
    ledger.post("propose_project", **proposal(physical=True))
    error = ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant())
    assert "non_physical (Z10)" in error.message
    entry = ledger.deviate("non_physical", "2011-09-30", project="grecor")
    awarded = ledger.post("award_grant", **grant())
    assessment = ledger.show(awarded)["assessment"]
    assert assessment["outcome"] == "deviation"
    [first, *others] = assessment["conditions"]
    assert (first["rule"], first["verdict"]) == ("non_physical", "not_met")
    assert first["deviation"] == [entry]
    assert all(c["deviation"] is None for c in others)
    [found] = ledger.decision()["deviations"]
    assert found["used_by"] == [awarded]


def test_not_before_its_date(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal(physical=True))
    ledger.deviate("non_physical", "2011-10-02", project="grecor")
    ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant())
    ledger.post("award_grant", **grant(on="2011-10-02"))


def test_not_after_its_reversal(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal(physical=True))
    entry = ledger.deviate("non_physical", "2011-09-20", project="grecor")
    ledger.post("reverse", **reversal(entry, "2011-10-01"))
    ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant())
    ledger.post("award_grant", **grant(on="2011-09-30"))


def test_not_for_another_project(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal(physical=True))
    ledger.post("propose_project", **proposal("other"))
    ledger.deviate("non_physical", "2011-09-20", project="other")
    ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant())


def test_not_for_another_rule(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal(physical=True))
    ledger.deviate("vision_fit", "2011-09-20", project="grecor")
    ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant())


def _expensive(ledger: LedgerInTest) -> None:
    """All partners take part; 50,000 is more than the maximum of 40,000 per project."""
    everyone = ["emmen", "coevorden", "hoogeveen", "dewolden", "meppel", "drenthe"]
    ledger.post(
        "propose_project",
        **proposal(
            participants=everyone,
            total_cost="80000.00",
            requested="60000.00",
            own_contributions={},
        ),
    )


def test_an_amount_says_how_far_the_grant_may_go(ledger: LedgerInTest) -> None:
    _expensive(ledger)
    ledger.deviate(
        "maximum_per_project", "2011-09-20", project="grecor", amount="45000.00"
    )
    ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant("45000.01"))
    ledger.post("award_grant", **grant("45000.00"))


def test_of_new_limits_the_newest_holds_alone(ledger: LedgerInTest) -> None:
    _expensive(ledger)
    for day, amount in (("2011-09-20", "50000.00"), ("2011-09-21", "46000.00")):
        ledger.deviate("maximum_per_project", day, project="grecor", amount=amount)
    error = ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant("46000.01"))
    assert "46,000.00" in error.message
    assert f"deviation falls short #{ledger.last_entry}" in error.message
    ledger.post("award_grant", **grant("46000.00"))


def test_on_the_same_day_the_later_entry_is_the_newest(ledger: LedgerInTest) -> None:
    _expensive(ledger)
    for amount in ("50000.00", "41000.00", "45000.00"):
        ledger.deviate(
            "maximum_per_project", "2011-09-20", project="grecor", amount=amount
        )
    ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant("45000.01"))
    ledger.post("award_grant", **grant("45000.00"))


def test_a_new_limit_is_above_the_ordinary_one(ledger: LedgerInTest) -> None:
    """[B] of the contract's cases: the amount is the limit, not what comes on top."""
    ledger.post("propose_project", **proposal(date="2011-08-01"))
    error = ledger.refused(
        "SCOPE_INVALID",
        "deviate",
        **deviation("maximum_per_project", project="grecor", amount="40000.00"),
    )
    assert error.message.count("40,000.00") == 2
    scope = {"project": "grecor", "share": "50"}
    error = ledger.refused(
        "SCOPE_INVALID", "deviate", **deviation("participation_share", **scope)
    )
    assert "50 is not above the ordinary 50" in error.message


@pytest.mark.parametrize("share", ["0", "100.0001"])
def test_a_share_lies_above_0_and_is_at_most_100(
    ledger: LedgerInTest, share: str
) -> None:
    ledger.post("propose_project", **proposal(date="2011-08-01"))
    scope = {"project": "grecor", "share": share}
    ledger.refused(
        "SCOPE_INVALID", "deviate", **deviation("participation_share", **scope)
    )


def test_a_share_is_in_percent_and_an_amount_is_none(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal(date="2011-08-01", requested="36000.01"))
    scope = {"project": "grecor", "amount": "60.00"}
    ledger.refused(
        "SCOPE_INVALID", "deviate", **deviation("participation_share", **scope)
    )
    ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant("30000.01"))
    ledger.deviate("participation_share", project="grecor", share="60")
    ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant("36000.01"))
    ledger.post("award_grant", **grant("36000.00"))


def test_without_an_amount_the_limit_is_lifted_whatever_others_say(
    ledger: LedgerInTest,
) -> None:
    _expensive(ledger)
    ledger.deviate(
        "maximum_per_project", "2011-09-20", project="grecor", amount="45000.00"
    )
    ledger.deviate("maximum_per_project", "2011-09-20", project="grecor")
    ledger.post("award_grant", **grant("60000.00"))


def test_an_amount_does_not_bind_a_grant_that_meets_the_condition(
    ledger: LedgerInTest,
) -> None:
    _expensive(ledger)
    ledger.deviate(
        "maximum_per_project", "2011-09-20", project="grecor", amount="40000.01"
    )
    award = ledger.post("award_grant", **grant("40000.00"))
    assert ledger.show(award)["assessment"]["outcome"] == "met"


def test_the_ceiling_is_deviated_from_for_programme_and_year(
    ledger: LedgerInTest,
) -> None:
    ledger.post("propose_project", **proposal())
    ledger.post("transfer_budget", **transfer("TL", "SN", "40000.00", "2011-09-30"))
    ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant())
    scope = {"programme": "TL", "year": "2011", "amount": "6000.00"}
    entry = ledger.deviate("programme_ceiling", "2011-09-30", **scope)
    awarded = ledger.post("award_grant", **grant())
    conditions = ledger.show(awarded)["assessment"]["conditions"]
    [ceiling] = [c for c in conditions if c["rule"] == "programme_ceiling"]
    assert (ceiling["verdict"], ceiling["deviation"]) == ("met", [entry])
    assert ledger.programme("TL")["available"] == "-6000.00"


def test_an_award_leans_on_the_ceilings_deviations_in_order_of_date(
    ledger: LedgerInTest,
) -> None:
    ledger.post("propose_project", **proposal())
    ledger.post("transfer_budget", **transfer("TL", "SN", "40000.00", "2011-09-20"))
    scope = {"programme": "TL", "year": "2011"}
    later = ledger.deviate("programme_ceiling", "2011-09-30", **scope, amount="7000.00")
    first = ledger.deviate("programme_ceiling", "2011-09-29", **scope, amount="5000.00")
    # 24,000 is left in TL: 30,000 needs all of the first, and a part of the later one.
    assert _leans(ledger, "29000.00") == [first]
    assert _leans(ledger, "30000.00") == [first, later]


def _leans(ledger: LedgerInTest, amount: str) -> list[int]:
    """The ceiling's deviations that an award of so much leans on; it is taken back."""
    awarded = ledger.post("award_grant", **grant(amount))
    conditions = ledger.show(awarded)["assessment"]["conditions"]
    ledger.post("reverse", **reversal(awarded, "2011-10-01"))
    [found] = [c for c in conditions if c["rule"] == "programme_ceiling"]
    deviations: list[int] = found["deviation"]
    return deviations


def test_a_deviation_gives_no_money(opened: LedgerInTest) -> None:
    opened.deviate("programme_ceiling", **_sn("1000.00"))
    opened.refused("OVERDRAFT", "post_process_cost", **cost("500.00", "2011-10-12"))


def test_deviations_move_no_account(ledger: LedgerInTest) -> None:
    entry = ledger.deviate("programme_ceiling", **_sn("1000.00"))
    assert ledger.lines(entry) == {}
    before = ledger.cash()
    ledger.deviate("current_account", amount="1000.00")
    assert ledger.cash() == before


def test_a_reversed_award_used_its_deviation_until_its_reversal(
    proposed: LedgerInTest,
) -> None:
    """What was used is asked at a date; a later reversal does not undo it there."""
    proposed.post("amend_project", project="grecor", date="2011-07-02", physical=True)
    deviated = proposed.deviate("non_physical", project="grecor")
    award = proposed.post("award_grant", **grant("20000.00", "2011-09-01"))
    proposed.post("reverse", **reversal(award, "2011-12-10"))

    def used(at: str) -> tuple[str, list[int]]:
        found: Any = decisions.decision(proposed.view(at), SG)
        [row] = found["deviations"]
        assert row["entry"] == deviated
        return row["used"], row["used_by"]

    assert used("2011-08-31") == ("0.00", [])
    assert used("2011-12-09") == ("20000.00", [award])
    assert used("2011-12-10") == ("0.00", [])
    codes = [f.code for f in proposed.findings("ceilings", at="2011-12-09")]
    assert "DEVIATION_UNUSED" not in codes
    codes = [f.code for f in proposed.findings("ceilings", at="2011-12-10")]
    assert "DEVIATION_UNUSED" in codes
