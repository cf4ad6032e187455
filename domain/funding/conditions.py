"""The funding conditions of section 6 (*Indiening van projecten en participatie*).

One pure function per condition, in the source's order: facts in, verdict and facts
out. A lawyer can read this module beside section 6. `not_set` says that the steering
group has not set or judged it yet. Whether a verdict may be set aside is decided by
`domain.funding.assessment`, not here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from domain.entries.projects import ProposeProject
from domain.framework.framework import Framework
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

    @property
    def eligible(self) -> Cents:
        """Total cost without capacity borrowed from partners (Z19)."""
        return self.proposal.total_cost - self.proposal.borrowed_capacity


def non_physical(facts: Application) -> tuple[Verdict, Facts]:
    """Z10: in principle only a non-physical investment is financed."""
    physical = facts.proposal.physical
    return _met(not physical), {"physical": physical}


def vision_fit(facts: Application) -> tuple[Verdict, Facts]:
    """Z11: serves the development vision and fits a priority theme."""
    priority = {theme.lower() for theme in facts.framework.priority_themes}
    fitting = [theme for theme in facts.proposal.themes if theme.lower() in priority]
    goal = facts.proposal.vision_goal
    return _met(bool(goal.strip()) and bool(fitting)), {
        "vision_goal": goal,
        "themes": list(facts.proposal.themes),
        "priority_themes": fitting,
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
    """Z13: at most the maximum contribution per project of the programme."""
    known: Facts = {
        "programme": facts.proposal.programme,
        "amount": format_cents(facts.amount),
    }
    if facts.max_grant is None:
        return "not_set", known
    known["maximum"] = format_cents(facts.max_grant)
    return _met(facts.amount <= facts.max_grant), known


def participation_share(facts: Application) -> tuple[Verdict, Facts]:
    """Z14: full financing only with all partners; else a maximum percentage."""
    participants = len(set(facts.proposal.participants))
    known: Facts = {
        "participants": participants,
        "partners": len(facts.framework.partners),
        "eligible": format_cents(facts.eligible),
        "amount": format_cents(facts.amount),
    }
    if participants == len(facts.framework.partners):
        share = Fraction(100)
    else:
        keys = [k for k in facts.max_shares or {} if k <= participants]
        if not keys or facts.max_shares is None:
            return "not_set", known
        share = facts.max_shares[max(keys)]
    # Rounded down to the cent: a share is never exceeded.
    maximum = (share * facts.eligible / 100).__floor__()
    known |= {"share": format_percentage(share), "maximum": format_cents(maximum)}
    return _met(facts.amount <= maximum), known


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
    sought = facts.proposal.external_funding
    return _met(bool(sought.strip())), {"external_funding": sought}


def borrowed_capacity(facts: Application) -> tuple[Verdict, Facts]:
    """Z19: borrowed capacity is paid from own budgets, never from the grant."""
    proposal = facts.proposal
    own = sum(proposal.own_contributions.values())
    third = sum(party.contribution for party in proposal.third_parties)
    met = (
        facts.amount <= facts.eligible
        and own >= proposal.borrowed_capacity
        and facts.amount + own + third <= proposal.total_cost
    )
    return _met(met), {
        "total_cost": format_cents(proposal.total_cost),
        "borrowed_capacity": format_cents(proposal.borrowed_capacity),
        "eligible": format_cents(facts.eligible),
        "amount": format_cents(facts.amount),
        "own_contributions": format_cents(own),
        "third_party_contributions": format_cents(third),
        "financed": format_cents(facts.amount + own + third),
    }


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
)
CAPPED = frozenset({"maximum_per_project", "participation_share"})
"""Conditions whose deviation may carry an amount."""
NO_DEVIATION = frozenset({"borrowed_capacity"})
"""Section 6 names the borrowed capacity after its sentence on deviations."""
