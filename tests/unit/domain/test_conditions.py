"""The funding conditions of section 6, one after the other (Z10-Z19)."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.values.errors import LedgerError
from tests.unit.domain.posting import SG, LedgerInTest, Row, grant, proposal, transfer

ALL = ["emmen", "coevorden", "hoogeveen", "dewolden", "meppel", "drenthe"]
Assess = Callable[..., dict[str, str]]


@pytest.fixture
def verdicts(ledger: LedgerInTest) -> Assess:
    """Proposes a project, tries to award it, and tells what stood in the way."""

    def assess(amount: str = "30000.00", judgement: str = "", **changes: Any) -> Row:
        ledger.post("propose_project", **proposal(**changes))
        fields = {**grant(amount), "third_party_judgement": judgement}
        error = ledger.refused("CONDITIONS_NOT_MET", "award_grant", **fields)
        conditions = error.details["conditions"]
        assert isinstance(conditions, list)
        for condition in conditions:
            assert f"{condition['rule']} ({condition['number']})" in error.message
        return {c["rule"]: c["verdict"] for c in conditions}

    return assess


def test_a_project_that_meets_them_all(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal())
    entry = ledger.post("award_grant", **grant())
    assessment = ledger.show(entry)["assessment"]
    assert assessment["outcome"] == "met"
    assert [
        (c["rule"], c["number"], c["verdict"]) for c in assessment["conditions"]
    ] == [
        ("non_physical", "Z10", "met"),
        ("vision_fit", "Z11", "met"),
        ("two_municipalities", "Z12", "met"),
        ("maximum_per_project", "Z13", "met"),
        ("participation_share", "Z14", "met"),
        ("programme_ceiling", "Z15", "met"),
        ("third_parties_contribute", "Z16", "met"),
        ("external_funding_sought", "Z17", "met"),
        ("borrowed_capacity", "Z19", "met"),
        ("financing_plan", "Z14", "met"),
        ("process_reserve", "Z3", "met"),
    ]


def test_z10_a_physical_investment(verdicts: Assess) -> None:
    assert verdicts(physical=True) == {"non_physical": "not_met"}


@pytest.mark.parametrize(
    "changes",
    [
        {"vision_goal": ""},
        {"vision_goal": "   "},
        {"themes": []},
        {"themes": ["tourism"]},
    ],
)
def test_z11_no_goal_or_no_priority_theme(verdicts: Assess, changes: Row) -> None:
    assert verdicts(**changes) == {"vision_fit": "not_met"}


def test_z11_one_priority_theme_is_enough(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal(themes=["tourism", "governance"]))
    ledger.post("award_grant", **grant())


@pytest.mark.parametrize("participants", [["emmen", "drenthe"], ["emmen"]])
def test_z12_the_province_is_no_municipality(
    verdicts: Assess, participants: list[str]
) -> None:
    found = verdicts(participants=participants)
    assert found["two_municipalities"] == "not_met"


def test_z13_above_the_maximum(verdicts: Assess) -> None:
    changes: Row = {
        "participants": ALL,
        "requested": "50000.00",
        "own_contributions": {},
    }
    assert verdicts("40000.01", **changes) == {"maximum_per_project": "not_met"}


def test_z13_no_maximum_was_set(verdicts: Assess) -> None:
    assert verdicts(programme="SN") == {"maximum_per_project": "not_set"}


def test_z14_above_the_share(verdicts: Assess) -> None:
    changes: Row = {"requested": "40000.00", "own_contributions": {}}
    assert verdicts("30000.01", **changes) == {"participation_share": "not_met"}


def test_z14_no_share_for_one_participant(verdicts: Assess) -> None:
    assert verdicts(participants=["emmen"]) == {
        "participation_share": "not_set",
        "two_municipalities": "not_met",
    }


def test_z14_full_financing_only_with_all_partners(ledger: LedgerInTest) -> None:
    full: Row = {
        "requested": "40000.00",
        "total_cost": "40000.00",
        "own_contributions": {},
    }
    ledger.post("propose_project", **proposal("all", participants=ALL, **full))
    ledger.post("award_grant", **grant("40000.00", project="all"))
    ledger.post("propose_project", **proposal("five", participants=ALL[:5], **full))
    ledger.refused(
        "CONDITIONS_NOT_MET",
        "award_grant",
        **grant("24000.00", project="five") | {"amount": "30000.01"},
    )


def test_z15_beyond_the_ceiling(ledger: LedgerInTest) -> None:
    for name in ("one", "two"):
        ledger.post("propose_project", **proposal(name))
        ledger.post("award_grant", **grant(project=name))
    ledger.post("propose_project", **proposal("three"))
    error = ledger.refused(
        "CONDITIONS_NOT_MET", "award_grant", **grant("4000.01", project="three")
    )
    conditions: Any = error.details["conditions"]
    [condition] = conditions
    assert condition["rule"] == "programme_ceiling"
    assert condition["verdict"] == "not_met"


def third(active: bool, contribution: str, name: str = "Chemie Cluster") -> Row:
    return {"name": name, "active": active, "contribution": contribution}


@pytest.mark.parametrize(
    ("parties", "judgement", "verdict"),
    [
        ([third(True, "0.00")], "Reasonable", "not_met"),
        ([third(True, "5.00"), third(True, "0.00", "B")], "Reasonable", "not_met"),
        ([third(True, "5.00")], "", "not_set"),
        ([third(True, "0.00")], "", "not_met"),
    ],
)
def test_z16_active_third_parties_contribute_reasonably(
    verdicts: Assess, parties: list[Row], judgement: str, verdict: str
) -> None:
    assert verdicts(judgement=judgement, third_parties=parties) == {
        "third_parties_contribute": verdict
    }


@pytest.mark.parametrize(
    ("parties", "judgement"),
    [
        ([], ""),
        ([third(False, "0.00")], ""),
        ([third(True, "5.00")], "Reasonable"),
        ([third(True, "5.00"), third(False, "0.00", "B")], "Reasonable"),
    ],
)
def test_z16_met(ledger: LedgerInTest, parties: list[Row], judgement: str) -> None:
    ledger.post("propose_project", **proposal(third_parties=parties))
    ledger.post("award_grant", **{**grant(), "third_party_judgement": judgement})


@pytest.mark.parametrize("sought", ["", "  "])
def test_z17_no_external_funding_was_sought(verdicts: Assess, sought: str) -> None:
    assert verdicts(external_funding=sought) == {"external_funding_sought": "not_met"}


@pytest.mark.parametrize(
    "changes",
    [
        # More borrowed than the own contributions pay for.
        {"borrowed_capacity": "20000.01", "total_cost": "80000.02"},
    ],
)
def test_z19_borrowed_capacity_is_never_paid_from_the_grant(
    verdicts: Assess, changes: Row
) -> None:
    found = verdicts(**changes)
    assert found == {"borrowed_capacity": "not_met"}


@pytest.mark.parametrize(
    "changes",
    [
        {"own_contributions": {"emmen": "30000.01"}},
        {"third_parties": [third(False, "10000.01")]},
    ],
)
def test_a_project_gets_no_more_money_than_it_costs(
    verdicts: Assess, changes: Row
) -> None:
    assert verdicts(**changes) == {"financing_plan": "not_met"}


def test_a_cost_that_nobody_covers_is_no_obstacle(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal(total_cost="80000.00"))
    ledger.post("award_grant", **grant())


@pytest.mark.parametrize("third_parties", [[], [third(False, "10000.00")]])
def test_z14_an_own_contribution_is_required(
    verdicts: Assess, third_parties: list[Row]
) -> None:
    found = verdicts(own_contributions={}, third_parties=third_parties)
    assert found == {"participation_share": "not_met"}


def test_z14_of_all_partners_together_no_own_contribution_is_asked(
    ledger: LedgerInTest,
) -> None:
    changes: Row = {"participants": ALL, "own_contributions": {}}
    ledger.post("propose_project", **proposal(**changes))
    ledger.post("award_grant", **grant())


def test_z14_the_lack_of_it_goes_before_a_share_that_is_not_set(
    verdicts: Assess,
) -> None:
    found = verdicts(participants=["emmen"], own_contributions={})
    assert found["participation_share"] == "not_met"


@pytest.mark.parametrize("more", [{}, {"share": "99"}])
def test_z14_any_deviation_from_the_share_waives_it(
    ledger: LedgerInTest, more: Row
) -> None:
    ledger.post("propose_project", **proposal(own_contributions={}))
    ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant())
    entry = ledger.deviate(
        "participation_share", project="grecor", on="2011-09-20", **more
    )
    award = ledger.post("award_grant", **grant())
    conditions = ledger.show(award)["assessment"]["conditions"]
    leaning = {c["rule"]: c["deviation"] for c in conditions if c["deviation"]}
    assert leaning == {"participation_share": [entry]}


def test_z17_only_where_there_is_a_real_chance(ledger: LedgerInTest) -> None:
    changes: Row = {"external_funding": "", "external_chance": False}
    ledger.post("propose_project", **proposal(**changes))
    ledger.post("award_grant", **grant())


def test_z13_speaks_of_programmes_so_none_outside_them(ledger: LedgerInTest) -> None:
    ledger.post(
        "transfer_budget", **transfer("SN", "OUTSIDE", "31000.00", "2011-09-20")
    )
    ledger.post("propose_project", **proposal(programme="OUTSIDE"))
    award = ledger.post("award_grant", **grant())
    conditions = ledger.show(award)["assessment"]["conditions"]
    verdicts = {c["rule"]: c["verdict"] for c in conditions}
    assert verdicts["maximum_per_project"] == "met"


def test_z11_both_norms_are_shown_apart(ledger: LedgerInTest) -> None:
    ledger.post("propose_project", **proposal(vision_goal="", themes=["x"]))
    error = ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant())
    [vision] = [c for c in conditions_of(error) if c["rule"] == "vision_fit"]
    assert vision["facts"]["serves_the_vision"] is False
    assert vision["facts"]["fits_a_priority_theme"] is False


def conditions_of(error: LedgerError) -> Any:
    return error.details["conditions"]


def test_z19_the_grant_stays_within_the_eligible_cost(ledger: LedgerInTest) -> None:
    changes: Row = {
        "participants": ALL,
        "total_cost": "30000.00",
        "borrowed_capacity": "5000.00",
        "own_contributions": {"emmen": "5000.00"},
    }
    ledger.post("propose_project", **proposal(**changes))
    error = ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant("25000.01"))
    assert "borrowed_capacity (Z19)" in error.message
    ledger.post("award_grant", **grant("25000.00"))


def test_z19_knows_no_deviation_and_the_message_says_so(ledger: LedgerInTest) -> None:
    borrowed = proposal(total_cost="80000.02", borrowed_capacity="20000.01")
    ledger.post("propose_project", **borrowed)
    error = ledger.refused("CONDITIONS_NOT_MET", "award_grant", **grant())
    assert "no deviation" in error.message


def test_all_that_is_not_met_is_listed_at_once(verdicts: Assess) -> None:
    found = verdicts(
        physical=True,
        vision_goal="",
        participants=["emmen"],
        programme="SN",
        external_funding="",
        third_parties=[third(True, "0.00")],
        own_contributions={"emmen": "60000.00"},
    )
    assert found == {
        "non_physical": "not_met",
        "vision_fit": "not_met",
        "two_municipalities": "not_met",
        "maximum_per_project": "not_set",
        "participation_share": "not_set",
        "third_parties_contribute": "not_met",
        "external_funding_sought": "not_met",
        "financing_plan": "not_met",
    }


def test_the_assessment_is_stored_with_its_facts_and_stays(
    ledger: LedgerInTest,
) -> None:
    ledger.post("propose_project", **proposal())
    entry = ledger.post("award_grant", **grant())
    before = ledger.show(entry)["assessment"]
    ledger.post(
        "set_funding_limits",
        year="2011",
        date="2011-09-01",
        decision="SG-2011-01",
        max_grants={"TL": "1.00"},
    )
    assert ledger.show(entry)["assessment"] == before
    [maximum] = [c for c in before["conditions"] if c["rule"] == "maximum_per_project"]
    assert maximum["facts"] == {
        "programme": "TL",
        "amount": "30000.00",
        "maximum": "40000.00",
    }


def test_z18_a_new_limit_is_held_against_the_proposal_of_its_date(
    ledger: LedgerInTest,
) -> None:
    """All partners take part from October on; in September two of them did."""
    ledger.post("propose_project", **proposal())
    change = {"project": "grecor", "date": "2011-10-05", "participants": ALL}
    ledger.post("amend_project", **change)
    share = {"project": "grecor", "share": "99"}
    ledger.deviate("participation_share", on="2011-09-20", **share)
    deviation = {
        "rule": "participation_share",
        "decision": SG,
        "motivation": "All partners take part by now, so all of it is allowed.",
    }
    ledger.refused("SCOPE_INVALID", "deviate", date="2011-10-05", **deviation, **share)
