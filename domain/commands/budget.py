"""Commands of the steering group's budget: decisions, years, ceilings, deviations."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from domain.commands.base import Command, Dated
from domain.fields import (
    Day,
    DecisionNumber,
    DecisionRef,
    Declared,
    Line,
    Movement,
    OpenYearRef,
    PartnerRef,
    Percentage,
    ProgrammeOrOutsideRef,
    ProgrammeRef,
    ProjectRef,
    Reason,
    Remark,
    Text,
    TransferEndRef,
    YearRef,
    bad,
)

_DECISION = Field(description="Number of the steering group's decision it rests on.")
_YEAR = Field(description="Budget year (jaarschijf), such as 2011.")


class RecordDecision(Dated):
    """Record a decision of the steering group (stuurgroep), Z20."""

    name = "record_decision"
    posts = False
    reversible = True
    example = {
        "number": "SG-2011-01",
        "date": "2011-06-15",
        "subject": "Budget 2011 and its division",
    }

    number: Annotated[
        DecisionNumber, Field(description="Unique number, such as SG-2011-01.")
    ]
    subject: Annotated[Line, Field(description="What was decided, in one line.")]
    motivation: Annotated[Remark, Field(description="Why it was decided so.")] = None


class OpenBudgetYear(Dated):
    """Open a budget year and call each partner's contribution, Z3-Z6."""

    name = "open_budget_year"
    example = {"year": "2011", "date": "2011-08-01", "decision": "SG-2011-01"}

    year: Annotated[YearRef, _YEAR]
    decision: Annotated[DecisionRef, _DECISION]
    due: Annotated[
        Day | None,
        Field(description="Day the contributions are due; else date + payment term."),
    ] = None


class AmendBudgetYear(Dated):
    """Give an open year another budget or other contributions."""

    name = "amend_budget_year"
    example = {
        "year": "2011",
        "date": "2011-09-01",
        "decision": "SG-2011-01",
        "contributions": {"emmen": "45000.00"},
    }

    year: Annotated[OpenYearRef, _YEAR]
    decision: Annotated[DecisionRef, _DECISION]
    budget: Annotated[
        Declared | None, Field(description="The new budget of the year.")
    ] = None
    contributions: Annotated[
        dict[PartnerRef, Declared] | None,
        Field(description="New total per partner."),
    ] = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if self.budget is None and not self.contributions:
            raise bad("BAD_COMMAND", "give a new budget, contributions, or both.")
        return self


class Allocate(Dated):
    """Divide a year's budget over the programmes in percentages, Z7."""

    name = "allocate"
    reversible = True
    example = {
        "year": "2011",
        "date": "2011-08-01",
        "decision": "SG-2011-01",
        "shares": {"SN": "20", "TL": "40", "IBO": "40"},
    }

    year: Annotated[OpenYearRef, _YEAR]
    decision: Annotated[DecisionRef, _DECISION]
    shares: Annotated[
        dict[ProgrammeRef, Percentage],
        Field(description="Percentage per programme, exactly 100 together."),
    ]


class SetFundingLimits(Dated):
    """Set maximum grants and maximum shares for a year's projects, Z13, Z14."""

    name = "set_funding_limits"
    reversible = True
    example = {
        "year": "2011",
        "date": "2011-08-01",
        "decision": "SG-2011-01",
        "max_grants": {"TL": "40000.00"},
        "max_shares": {"2": "50", "4": "75"},
    }

    year: Annotated[YearRef, _YEAR]
    decision: Annotated[DecisionRef, _DECISION]
    max_grants: Annotated[
        dict[ProgrammeOrOutsideRef, Declared] | None,
        Field(description="Maximum contribution per project, per programme (Z13)."),
    ] = None
    max_shares: Annotated[
        dict[Annotated[str, Field(pattern=r"^(0|[1-9][0-9]{0,2})$")], Percentage]
        | None,
        Field(description="Maximum percentage by number of participants (Z14)."),
    ] = None


class TransferBudget(Dated):
    """Move budget between programmes or years (ontschotten, virement), Z15."""

    name = "transfer_budget"
    reversible = True
    example = {
        "from_programme": "IBO",
        "from_year": "2011",
        "to_programme": "TL",
        "to_year": "2011",
        "amount": "5000.00",
        "date": "2011-10-03",
        "decision": "SG-2011-01",
    }

    from_programme: Annotated[
        TransferEndRef, Field(description="Source; also OUTSIDE or UNALLOCATED.")
    ]
    from_year: Annotated[OpenYearRef, Field(description="Year of the source.")]
    to_programme: Annotated[
        TransferEndRef, Field(description="Target; also OUTSIDE or UNALLOCATED.")
    ]
    to_year: Annotated[OpenYearRef, Field(description="Year of the target.")]
    amount: Annotated[Movement, Field(description="Euros to move.")]
    decision: Annotated[DecisionRef, _DECISION]
    reason: Annotated[Remark, Field(description="Why it is moved.")] = None


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
    reversible = True
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
        Movement | None, Field(description="How far the deviation reaches.")
    ] = None


class CloseBudgetYear(Dated):
    """Close a budget year; existing grants go on."""

    name = "close_budget_year"
    posts = False
    reversible = True
    example = {"year": "2011", "date": "2012-10-01", "decision": "SG-2011-01"}

    year: Annotated[OpenYearRef, _YEAR]
    decision: Annotated[DecisionRef, _DECISION]


class LockPeriod(Command):
    """Refuse postings dated on or before a day from now on.

    Decisions, proposals, rejections and closings move no money and stay possible.
    """

    name = "lock_period"
    posts = False
    example = {"until": "2011-12-31", "reason": "2011 was audited"}

    until: Annotated[Day, Field(description="Last day of the locked period.")]
    reason: Annotated[Remark, Field(description="Why it is locked.")] = None


class ReopenPeriod(Command):
    """Move the lock of the period back."""

    name = "reopen_period"
    posts = False
    example = {"from_date": "2011-12-01", "reason": "A voucher of December was found"}

    from_date: Annotated[Day, Field(description="First day that is open again.")]
    reason: Annotated[Text, Field(description="Why it is reopened.")]
    decision: Annotated[DecisionRef | None, _DECISION] = None
