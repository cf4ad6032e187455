"""The current account (*rekening-courant*): what the bank shows beside projects."""

from typing import Annotated

from pydantic import Field

from domain.entries.command import Dated, OnCurrentAccount, Paying
from domain.entries.ties import TiedEvent
from domain.values.fields import (
    CalledPartnerRef,
    CategoryRef,
    EntryNumber,
    Line,
    Movement,
    OpenYearRef,
    ProgrammeRef,
    Text,
)

_AMOUNT = Field(description="Euros, more than zero.")
_YEAR = Field(description="Budget year (jaarschijf), such as 2011.")


class _Contribution(Dated, OnCurrentAccount):
    """A movement of a partner's contribution."""

    year: Annotated[OpenYearRef, _YEAR]
    partner: Annotated[CalledPartnerRef, Field(description="Partner, such as emmen.")]
    amount: Annotated[Movement, _AMOUNT]


class ReceiveContribution(_Contribution):
    """Book a partner's contribution as received, Z4."""

    name = "receive_contribution"
    example = {
        "year": "2011",
        "partner": "emmen",
        "amount": "44800.00",
        "date": "2011-08-20",
        "document": "BANK-2011-0001",
    }


class RepayContribution(_Contribution, Paying):
    """Pay back part of a partner's contribution."""

    name = "repay_contribution"
    example = {
        "year": "2011",
        "partner": "emmen",
        "amount": "100.00",
        "date": "2011-09-20",
        "document": "BANK-2011-0044",
    }


class PostProcessCost(Dated, Paying):
    """Book a process cost paid for a programme, Z8."""

    name = "post_process_cost"
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
    cost_kind: Annotated[
        Line | None, Field(description="Kind of cost, of the framework's list.")
    ] = None


class _Other(Dated, OnCurrentAccount):
    """A movement of the bank account beside the budget."""

    category: Annotated[
        CategoryRef, Field(description="suspense, interest, bank-charges, ...")
    ]
    amount: Annotated[Movement, _AMOUNT]
    counterparty: Annotated[Text, Field(description="The other party at the bank.")]
    description: Annotated[Line, Field(description="What the bank shows.")]
    clears: Annotated[
        EntryNumber | None,
        Field(description="Entry of the open suspense item that this clears."),
    ] = None


class ReceiveOther(_Other):
    """Book money received beside the budget (suspense: unknown or mistaken)."""

    name = "receive_other"
    example = {
        "category": "interest",
        "amount": "12.34",
        "date": "2011-12-31",
        "counterparty": "Bank",
        "description": "Interest fourth quarter",
        "document": "BANK-2011-0099",
    }


class PayOther(_Other, Paying):
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


class ContributionReceived(TiedEvent):
    """A partner's contribution received."""

    given: ReceiveContribution


class ContributionRepaid(TiedEvent):
    """Part of a contribution paid back."""

    given: RepayContribution


class ProcessCostPosted(TiedEvent):
    """A process cost paid."""

    given: PostProcessCost


class OtherReceived(TiedEvent):
    """Money received beside the budget."""

    given: ReceiveOther


class OtherPaid(TiedEvent):
    """Money paid beside the budget."""

    given: PayOther
