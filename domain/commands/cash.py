"""Commands of the current account (rekening-courant): what the bank shows."""

from typing import Annotated

from pydantic import Field

from domain.commands.base import Dated, Documented
from domain.fields import (
    CategoryRef,
    Line,
    Movement,
    OpenYearRef,
    PartnerRef,
    ProgrammeRef,
    Text,
)

_YEAR = Field(description="Budget year (jaarschijf), such as 2011.")
_AMOUNT = Field(description="Euros, more than zero.")


class _Contribution(Dated, Documented):
    """A movement of a partner's contribution."""

    moves_cash = True
    reversible = True

    year: Annotated[OpenYearRef, _YEAR]
    partner: Annotated[PartnerRef, Field(description="Partner, such as emmen.")]
    amount: Annotated[Movement, _AMOUNT]


class ReceiveContribution(_Contribution):
    """Book a partner's contribution as received, Z4."""

    name = "receive_contribution"
    receipt = True
    example = {
        "year": "2011",
        "partner": "emmen",
        "amount": "44800.00",
        "date": "2011-08-20",
        "document": "BANK-2011-0001",
    }


class RepayContribution(_Contribution):
    """Pay back part of a partner's contribution."""

    name = "repay_contribution"
    example = {
        "year": "2011",
        "partner": "emmen",
        "amount": "100.00",
        "date": "2011-09-20",
        "document": "BANK-2011-0044",
    }


class PostProcessCost(Dated, Documented):
    """Book a process cost paid for a programme, Z8."""

    name = "post_process_cost"
    moves_cash = True
    reversible = True
    example = {
        "year": "2011",
        "programme": "SN",
        "amount": "1200.00",
        "date": "2011-10-12",
        "payee": "Stenden Hogeschool",
        "description": "Hall and catering, steering group",
        "document": "INV-2011-017",
    }

    year: Annotated[OpenYearRef, _YEAR]
    programme: Annotated[ProgrammeRef, Field(description="Programme, such as SN.")]
    amount: Annotated[Movement, _AMOUNT]
    payee: Annotated[Line, Field(description="Who was paid.")]
    description: Annotated[Line, Field(description="What was paid for.")]


class _Other(Dated, Documented):
    """A movement of the bank account beside the budget."""

    moves_cash = True
    reversible = True
    fact = True

    category: Annotated[
        CategoryRef, Field(description="suspense, interest, bank-charges, ...")
    ]
    amount: Annotated[Movement, _AMOUNT]
    counterparty: Annotated[Text, Field(description="The other party at the bank.")]
    description: Annotated[Line, Field(description="What the bank shows.")]


class ReceiveOther(_Other):
    """Book money received beside the budget (suspense: unknown or mistaken)."""

    name = "receive_other"
    receipt = True
    example = {
        "category": "interest",
        "amount": "12.34",
        "date": "2011-12-31",
        "counterparty": "Bank",
        "description": "Interest fourth quarter",
        "document": "BANK-2011-0099",
    }


class PayOther(_Other):
    """Book money paid beside the budget."""

    name = "pay_other"
    example = {
        "category": "bank-charges",
        "amount": "7.50",
        "date": "2011-12-31",
        "counterparty": "Bank",
        "description": "Charges fourth quarter",
        "document": "BANK-2011-0100",
    }
