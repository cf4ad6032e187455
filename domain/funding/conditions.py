"""The funding conditions of section 6 (*Indiening van projecten en participatie*).

One pure function per condition, in the source's order: facts in, verdict and facts
out. A lawyer can read this module beside section 6. `not_set` says that the steering
group has not set or judged it yet. Whether a verdict may be set aside is decided by
`domain.funding.assessment`, not here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from domain.entries.projects import ProposeProject
from domain.framework.course import PARTNER, Course
from domain.framework.framework import OUTSIDE, Framework
from domain.values.money import Cents
from domain.values.texts import format_cents, format_percentage

Verdict = Literal["met", "not_met", "not_set"]
Facts = dict[str, object]


@dataclass(frozen=True)
class Application:
    """All that the conditions look at; amounts in cents."""

    framework: Framework
    proposal: ProposeProject
    amount: Cents
    """The grant as it would be."""
    charge: Cents
    """What of it comes on top of the grant as it is."""
    judgement: str | None
    """The steering group's judgement on third parties, if given."""
    max_grant: Cents | None
    """Maximum per project of the programme, in force on the date (Z13)."""
    max_shares: dict[int, Fraction] | None
    """Maximum percentage by number of participants, in force on the date (Z14)."""
    ceiling: Cents
    """Allocated and transferred to the programme on the date."""
    lowest_available: Cents
    """The programme's lowest available budget on the date and later."""
    lowest_with_deviations: Cents
    """The same, deviations from the ceiling in force added."""
    reserve_short: Cents
    """What the year's process reserve would lack, on the first day that it does."""
    reserve_breaks: date | None
    """That day; None where the reserve stays whole."""

    @property
    def eligible(self) -> Cents:
        """Total cost without capacity borrowed from partners (Z19)."""
        return self.proposal.total_cost - self.proposal.borrowed_capacity

    @property
    def own_contributions(self) -> Cents:
        """What the participants bring themselves (Z14)."""
        return sum(self.proposal.own_contributions.values())

    @property
    def third_parties(self) -> Cents:
        """What others bring, taking an active part or not."""
        return sum(party.contribution for party in self.proposal.third_parties)

    @property
    def ordinary_share(self) -> Fraction | None:
        """The share for the project as it stands, in percent; None: not set (Z14)."""
        return ordinary_share(self.proposal, self.framework, self.max_shares)

    def share_of_cost(self, share: Fraction) -> Cents:
        """A share of the eligible cost, rounded down: it is never exceeded."""
        return (share * self.eligible / 100).__floor__()


def taking_part(proposal: ProposeProject, course: Course, day: date) -> ProposeProject:
    """A proposal with the participants that are partners on a day.

    Those that left, and what they would have brought, don't count.
    """
    present = [
        code for code in proposal.participants if course.is_in_force(PARTNER, code, day)
    ]
    if len(present) == len(proposal.participants):
        return proposal
    own = proposal.own_contributions
    brought = {code: amount for code, amount in own.items() if code in present}
    return proposal.model_copy(
        update={"participants": present, "own_contributions": brought}
    )


def ordinary_share(
    proposal: ProposeProject,
    framework: Framework,
    max_shares: dict[int, Fraction] | None,
) -> Fraction | None:
    """Z14: 100 with all partners, else that of the largest key not above their number.

    None where the table has no such key, or there is no table.
    """
    participants = len(set(proposal.participants))
    if participants == len(framework.partners):
        return Fraction(100)
    keys = [key for key in max_shares or {} if key <= participants]
    return (max_shares or {})[max(keys)] if keys else None


def non_physical(facts: Application) -> tuple[Verdict, Facts]:
    """Z10: in principle only a non-physical investment is financed."""
    physical = facts.proposal.physical
    return _met(not physical), {"physical": physical}


def vision_fit(facts: Application) -> tuple[Verdict, Facts]:
    """Z11: must demonstrably serve the vision, and in principle fits a priority theme.

    Two norms in one sentence of the source: the facts of both are shown apart.
    """
    priority = {theme.lower() for theme in facts.framework.priority_themes}
    fitting = [theme for theme in facts.proposal.themes if theme.lower() in priority]
    goal = facts.proposal.vision_goal
    return _met(bool(goal.strip()) and bool(fitting)), {
        "vision_goal": goal,
        "serves_the_vision": bool(goal.strip()),
        "themes": list(facts.proposal.themes),
        "priority_themes": fitting,
        "fits_a_priority_theme": bool(fitting),
    }


def two_municipalities(facts: Application) -> tuple[Verdict, Facts]:
    """Z12: at least two municipal partners take part."""
    municipalities = [
        partner
        for partner in facts.proposal.participants
        if partner in facts.framework.municipalities
    ]
    return _met(len(municipalities) >= 2), {  # noqa: PLR2004  # the rule's own number
        "municipalities": municipalities,
        "needed": 2,
    }


def maximum_per_project(facts: Application) -> tuple[Verdict, Facts]:
    """Z13: at most the maximum contribution per project, set per programme.

    Outside the programmes there is none, unless it was set.
    """
    known: Facts = {
        "programme": facts.proposal.programme,
        "amount": format_cents(facts.amount),
    }
    if facts.max_grant is None:
        outside = facts.proposal.programme == OUTSIDE
        return ("met" if outside else "not_set"), known
    known["maximum"] = format_cents(facts.max_grant)
    return _met(facts.amount <= facts.max_grant), known


def participation_share(facts: Application) -> tuple[Verdict, Facts]:
    """Z14: full financing only with all partners; else a maximum percentage.

    Then an own contribution of the applicants is required too.
    """
    participants = len(set(facts.proposal.participants))
    everybody = participants == len(facts.framework.partners)
    known: Facts = {
        "participants": participants,
        "partners": len(facts.framework.partners),
        "eligible": format_cents(facts.eligible),
        "amount": format_cents(facts.amount),
        "own_contributions": format_cents(facts.own_contributions),
    }
    share = facts.ordinary_share
    if share is not None:
        maximum = facts.share_of_cost(share)
        known |= {"share": format_percentage(share), "maximum": format_cents(maximum)}
    if not everybody and facts.own_contributions == 0:
        return "not_met", known
    if share is None:
        return "not_set", known
    return _met(facts.amount <= facts.share_of_cost(share)), known


def programme_ceiling(facts: Application) -> tuple[Verdict, Facts]:
    """Z15: within the programme's ceiling of the tranche, on every day."""
    after = facts.lowest_with_deviations - facts.charge
    deviations = facts.lowest_with_deviations - facts.lowest_available
    return _met(after >= 0), {
        "programme": facts.proposal.programme,
        "year": facts.proposal.year,
        "ceiling": format_cents(facts.ceiling),
        "lowest_available": format_cents(facts.lowest_available),
        "deviations": format_cents(deviations),
        "charge": format_cents(facts.charge),
        "after": format_cents(facts.lowest_available - facts.charge),
    }


def third_parties_contribute(facts: Application) -> tuple[Verdict, Facts]:
    """Z16: active third parties contribute reasonably, as the steering group judges."""
    active = [party for party in facts.proposal.third_parties if party.active]
    known: Facts = {
        "active": {party.name: format_cents(party.contribution) for party in active},
        "judgement": facts.judgement or "",
    }
    if not active:
        return "met", known
    if any(party.contribution == 0 for party in active):
        return "not_met", known
    return ("met" if facts.judgement else "not_set"), known


def external_funding_sought(facts: Application) -> tuple[Verdict, Facts]:
    """Z17: where there is a real chance, money of third parties is sought."""
    sought, chance = facts.proposal.external_funding, facts.proposal.external_chance
    return _met(bool(sought.strip()) or not chance), {
        "external_funding": sought,
        "external_chance": chance,
    }


def borrowed_capacity(facts: Application) -> tuple[Verdict, Facts]:
    """Z19: borrowed capacity is paid from own budgets, never from the grant."""
    proposal = facts.proposal
    met = (
        facts.amount <= facts.eligible
        and facts.own_contributions >= proposal.borrowed_capacity
    )
    return _met(met), {
        "total_cost": format_cents(proposal.total_cost),
        "borrowed_capacity": format_cents(proposal.borrowed_capacity),
        "eligible": format_cents(facts.eligible),
        "amount": format_cents(facts.amount),
        "own_contributions": format_cents(facts.own_contributions),
    }


def financing_plan(facts: Application) -> tuple[Verdict, Facts]:
    """Ours, beside Z14 and Z16: a project gets no more money than it costs."""
    financed = facts.amount + facts.own_contributions + facts.third_parties
    return _met(financed <= facts.proposal.total_cost), {
        "total_cost": format_cents(facts.proposal.total_cost),
        "amount": format_cents(facts.amount),
        "own_contributions": format_cents(facts.own_contributions),
        "third_party_contributions": format_cents(facts.third_parties),
        "financed": format_cents(financed),
    }


def process_reserve(facts: Application) -> tuple[Verdict, Facts]:
    """Z3: what the year reserves for process costs stays whole, on every day."""
    known: Facts = {
        "year": facts.proposal.year,
        "charge": format_cents(facts.charge),
        "short": format_cents(facts.reserve_short),
    }
    if facts.reserve_breaks is not None:
        known["date"] = facts.reserve_breaks.isoformat()
    return _met(facts.reserve_breaks is None), known


def _met(condition: bool) -> Verdict:  # noqa: FBT001  # it is the answer, not a flag
    return "met" if condition else "not_met"


@dataclass(frozen=True)
class Condition:
    """A condition with its number in the rules and its function."""

    number: str
    assess: Callable[[Application], tuple[Verdict, Facts]]

    @property
    def rule(self) -> str:
        """The name of the rule in commands and output."""
        return self.assess.__name__


CONDITIONS: tuple[Condition, ...] = (
    Condition("Z10", non_physical),
    Condition("Z11", vision_fit),
    Condition("Z12", two_municipalities),
    Condition("Z13", maximum_per_project),
    Condition("Z14", participation_share),
    Condition("Z15", programme_ceiling),
    Condition("Z16", third_parties_contribute),
    Condition("Z17", external_funding_sought),
    Condition("Z19", borrowed_capacity),
    Condition("Z14", financing_plan),
    Condition("Z3", process_reserve),
)
NO_DEVIATION = frozenset({"borrowed_capacity", "financing_plan"})
"""Section 6 names the borrowed capacity after its sentence on deviations; that a
project gets no more money than it costs is ours."""
