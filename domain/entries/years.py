"""Budget years (*jaarschijven*): opening, amendment, allocation, limits, closing."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.entries.command import Dated
from domain.entries.event import LedgerEvent
from domain.values.fields import (
    Day,
    DecisionRef,
    Declared,
    OpenYearRef,
    PartnerRef,
    Percentage,
    ProgrammeOrOutsideRef,
    ProgrammeRef,
    YearRef,
    bad,
)
from domain.values.money import Cents

_DECISION = Field(description="Number of the steering group's decision it rests on.")
_YEAR = Field(description="Budget year (jaarschijf), such as 2011.")


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


class CloseBudgetYear(Dated):
    """Close a budget year; existing grants go on."""

    name = "close_budget_year"
    example = {"year": "2011", "date": "2012-10-01", "decision": "SG-2011-01"}

    year: Annotated[OpenYearRef, _YEAR]
    decision: Annotated[DecisionRef, _DECISION]


class BudgetYearOpened(LedgerEvent):
    """A year's budget and the contributions called for it."""

    given: OpenBudgetYear
    budget: Cents
    contributions: dict[str, Cents]
    due: date


class BudgetYearAmended(LedgerEvent):
    """The differences an amendment made, in cents."""

    given: AmendBudgetYear
    budget_change: Cents
    contribution_changes: dict[str, Cents]


class BudgetAllocated(LedgerEvent):
    """A year's opening budget divided over the programmes."""

    given: Allocate
    amounts: dict[str, Cents]


class FundingLimitsSet(LedgerEvent):
    """Limits on grants of a year's projects."""

    given: SetFundingLimits


class BudgetYearClosed(LedgerEvent):
    """A budget year closed."""

    given: CloseBudgetYear
