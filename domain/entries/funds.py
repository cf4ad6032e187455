"""Money of others, earmarked for a project, Z23."""

from typing import Annotated

from pydantic import Field

from domain.entries.command import OnCurrentAccount, Paying
from domain.entries.grants import OfProject
from domain.entries.ties import TiedEvent
from domain.values.fields import Line, Movement, Text
from domain.values.money import Cents

_AMOUNT = Field(description="Euros, more than zero.")


class ReceiveFunds(OfProject, OnCurrentAccount):
    """Book money of others, earmarked for a project, as received, Z23."""

    name = "receive_funds"
    example = {
        "project": "grecor",
        "source": "Interreg North Sea Region",
        "amount": "50000.00",
        "date": "2012-03-01",
        "document": "BANK-2012-0020",
    }

    source: Annotated[Text, Field(description="Whose money it is.")]
    amount: Annotated[Movement, _AMOUNT]


class SpendFunds(OfProject, Paying):
    """Book earmarked money as spent on the project or returned to its giver, Z23."""

    name = "spend_funds"
    example = {
        "project": "grecor",
        "amount": "10000.00",
        "date": "2012-04-01",
        "payee": "Buck Consultants",
        "description": "Corridor study, first part",
        "document": "INV-2012-009",
    }

    amount: Annotated[Movement, _AMOUNT]
    payee: Annotated[Line, Field(description="Who was paid.")]
    description: Annotated[Line, Field(description="What was paid for.")]


class FundsReceived(TiedEvent):
    """Earmarked money received; by day what that changed in what is earmarked."""

    given: ReceiveFunds
    earmarked: dict[str, Cents]


class FundsSpent(TiedEvent):
    """Earmarked money spent; by day what that changed in what is earmarked."""

    given: SpendFunds
    earmarked: dict[str, Cents]
