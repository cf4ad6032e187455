"""What the executives say of a strategic decision (*bekrachtiging*): annex D, Z20."""

from typing import Annotated, Literal

from pydantic import Field

from domain.entries.command import Dated, Documented
from domain.entries.event import LedgerEvent
from domain.values.fields import DecisionRef, PartnerRef


class RatifyDecision(Dated, Documented):
    """Record what a partner's executive says of a strategic decision, annex D."""

    name = "ratify_decision"
    example = {
        "decision": "SG-2011-01",
        "partner": "emmen",
        "date": "2011-09-06",
        "outcome": "ratified",
        "document": "BW-EMMEN-2011-117",
    }

    decision: Annotated[
        DecisionRef, Field(description="Number of the strategic decision.")
    ]
    partner: Annotated[PartnerRef, Field(description="Partner, such as emmen.")]
    outcome: Annotated[
        Literal["ratified", "refused", "noted"],
        Field(description="What its executive decided."),
    ]


class DecisionRatified(LedgerEvent):
    """A partner's executive on a strategic decision; the newest per partner holds."""

    given: RatifyDecision
