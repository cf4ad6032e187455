"""Deviations from a rule or ceiling, with reasons (*gemotiveerd afwijken*), Z18."""

from typing import Annotated, Literal

from pydantic import Field

from domain.entries.command import Dated
from domain.entries.event import LedgerEvent
from domain.values.fields import (
    DecisionRef,
    Movement,
    Percentage,
    ProgrammeOrOutsideRef,
    ProjectRef,
    Reason,
    YearRef,
)

_DECISION = Field(description="Number of the steering group's decision it rests on.")


Rule = Literal[
    "non_physical",
    "vision_fit",
    "two_municipalities",
    "maximum_per_project",
    "participation_share",
    "programme_ceiling",
    "third_parties_contribute",
    "external_funding_sought",
    "process_ceiling",
    "process_reserve",
    "current_account",
]
"""The rules from which the steering group may deviate (Z18 and its own ceilings)."""


class Deviate(Dated):
    """Deviate from a rule or ceiling with reasons (gemotiveerd afwijken), Z18."""

    name = "deviate"
    example = {
        "rule": "programme_ceiling",
        "decision": "SG-2011-01",
        "date": "2011-09-01",
        "motivation": "The corridor bid can't wait for the next tranche.",
        "programme": "TL",
        "year": "2011",
        "amount": "5000.00",
    }

    rule: Annotated[Rule, Field(description="The rule that is deviated from.")]
    decision: Annotated[DecisionRef, _DECISION]
    motivation: Annotated[
        Reason, Field(description="The reasons, at least 20 characters.")
    ]
    project: Annotated[
        ProjectRef | None, Field(description="Project (rules Z10-Z14, Z16, Z17).")
    ] = None
    programme: Annotated[
        ProgrammeOrOutsideRef | None, Field(description="Programme (its ceiling).")
    ] = None
    year: Annotated[YearRef | None, Field(description="Year (a ceiling of it).")] = None
    amount: Annotated[
        Movement | None,
        Field(description="How far beyond a ceiling; the new maximum per project."),
    ] = None
    share: Annotated[
        Percentage | None,
        Field(description="The new maximum share of the project, in percent (Z14)."),
    ] = None


class DeviationDecided(LedgerEvent):
    """A deviation from a rule, with its reasons."""

    given: Deviate
