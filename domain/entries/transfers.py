"""Budget moved between programmes and years (*ontschotten*), Z15."""

from typing import Annotated

from pydantic import Field

from domain.entries.command import Dated
from domain.entries.event import LedgerEvent
from domain.values.fields import (
    DecisionRef,
    Movement,
    OpenYearRef,
    Remark,
    TransferSourceRef,
    TransferTargetRef,
)

_DECISION = Field(description="Number of the steering group's decision it rests on.")


class TransferBudget(Dated):
    """Move budget between programmes or years (ontschotten, virement), Z15."""

    name = "transfer_budget"
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
        TransferSourceRef, Field(description="Source; also OUTSIDE or UNALLOCATED.")
    ]
    from_year: Annotated[OpenYearRef, Field(description="Year of the source.")]
    to_programme: Annotated[
        TransferTargetRef, Field(description="Target; also OUTSIDE or UNALLOCATED.")
    ]
    to_year: Annotated[OpenYearRef, Field(description="Year of the target.")]
    amount: Annotated[Movement, Field(description="Euros to move.")]
    decision: Annotated[DecisionRef, _DECISION]
    reason: Annotated[Remark, Field(description="Why it is moved.")] = None


class BudgetTransferred(LedgerEvent):
    """Budget moved between programmes or years."""

    given: TransferBudget
