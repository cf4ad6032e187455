"""Capacity that one partner lends another for a project, at cost price, Z19."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.entries.event import LedgerEvent
from domain.entries.grants import OfProject
from domain.values.fields import Movement, PartnerRef, bad
from domain.values.money import MAXIMUM_CENTS, Cents
from domain.values.registers import Hours


class LendCapacity(OfProject):
    """Record capacity lent for a project at cost price; never paid from the grant."""

    name = "lend_capacity"
    example = {
        "project": "grecor",
        "lender": "hoogeveen",
        "borrower": "emmen",
        "hours": "80.00",
        "rate": "62.50",
        "date": "2012-01-31",
        "document": "DETA-2012-004",
    }

    lender: Annotated[PartnerRef, Field(description="Partner whose capacity it is.")]
    borrower: Annotated[
        PartnerRef, Field(description="Participant that borrows and pays it.")
    ]
    hours: Annotated[Hours, Field(description="Hours lent.")]
    rate: Annotated[Movement, Field(description="Cost price of an hour in euros.")]

    @property
    def cost(self) -> Cents:
        """Hours times rate, half up to the cent."""
        return (self.hours * self.rate + 50) // 100

    @model_validator(mode="after")
    def _is_an_amount(self) -> Self:
        if self.cost > MAXIMUM_CENTS:
            raise bad("BAD_AMOUNT", "hours x rate is at most 999999999999.99.")
        return self


class CapacityLent(LedgerEvent):
    """Capacity lent; its cost moves no money of the partnership."""

    given: LendCapacity
    cost: Cents
    """No amount of the ledger's: who looks for vouchers or money must not find it."""
