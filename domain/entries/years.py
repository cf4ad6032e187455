"""Budget years (*jaarschijven*): opening, amendment, allocation, limits, closing."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.catalogue import Trait
from domain.entries.command import Dated
from domain.entries.event import LedgerEvent
from domain.values.fields import (
    CalledOrPartnerRef,
    Day,
    DecisionRef,
    Declared,
    OpenYearRef,
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
    """Give an open year another budget, contributions, cover or process ceiling."""

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
        dict[CalledOrPartnerRef, Declared] | None,
        Field(description="New total per partner."),
    ] = None
    other_cover: Annotated[
        Declared | None,
        Field(description="New total of the budget that other income covers."),
    ] = None
    process_ceiling: Annotated[
        Declared | None, Field(description="The new ceiling of process costs (Z8).")
    ] = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        others = (self.budget, self.other_cover, self.process_ceiling)
        if not self.contributions and all(each is None for each in others):
            raise bad(
                "BAD_COMMAND",
                "give a new budget, contributions, other_cover or process_ceiling.",
            )
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
    """Close a budget year; existing grants go on.

    With carry_to what is left goes to the same places of another year, in this entry.
    """

    name = "close_budget_year"
    example = {"year": "2011", "date": "2012-10-01", "decision": "SG-2011-01"}

    year: Annotated[OpenYearRef, _YEAR]
    decision: Annotated[DecisionRef, _DECISION]
    carry_to: Annotated[
        OpenYearRef | None,
        Field(description="Open year that gets what is left of each programme."),
    ] = None

    def has(self, trait: Trait) -> bool:
        """With carry_to it moves budget, so the lock stops it."""
        if trait is Trait.LOCKED:
            return self.carry_to is not None
        return super().has(trait)


class BudgetYearOpened(LedgerEvent):
    """A year's budget and the contributions called for it, in cents."""

    given: OpenBudgetYear
    budget: Cents
    contributions: dict[str, Cents]
    due: date
    process_ceiling: Cents | None = None
    """None in openings of version 0.1.0: the framework's."""


class BudgetYearAmended(LedgerEvent):
    """The differences an amendment made, in cents."""

    given: AmendBudgetYear
    budget_change: Cents
    contribution_changes: dict[str, Cents]
    cover_change: Cents = 0
    """Of the budget that other income of the collective covers."""
    ceiling_change: Cents = 0
    """Of the process ceiling."""


class BudgetAllocated(LedgerEvent):
    """A year's budget divided over the programmes."""

    given: Allocate
    amounts: dict[str, Cents]


class FundingLimitsSet(LedgerEvent):
    """Limits on grants of a year's projects."""

    given: SetFundingLimits


class BudgetYearClosed(LedgerEvent):
    """A budget year closed; what was carried from each place, in cents."""

    given: CloseBudgetYear
    carried: dict[str, Cents] = {}
    """By programme, `OUTSIDE` or `UNALLOCATED`, to the same place of the other year."""
    ended: list[str] = []
    """Of these the programmes that are in force no more: carried to `UNALLOCATED`."""
