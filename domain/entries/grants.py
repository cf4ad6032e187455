"""A grant's life: award, change, payments, determination, recovery (Awb 4.2)."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.entries.advances import AdvanceSchedule
from domain.entries.command import Dated, Documented, OnCurrentAccount, Paying
from domain.entries.event import LedgerEvent
from domain.entries.ties import TiedEvent
from domain.values.fields import (
    Day,
    DecisionRef,
    Declared,
    Line,
    Movement,
    ProjectRef,
    Remark,
    Text,
)
from domain.values.money import Cents

_DECISION = Field(description="Number of the steering group's decision it rests on.")
_AMOUNT = Field(description="Euros, more than zero.")
_JUDGEMENT = Field(description="The steering group's judgement on third parties (Z16).")
_PROJECT = Field(description="Project id, such as grecor.")


class OfProject(Dated, Documented):
    """A posting on a project with a voucher."""

    project: Annotated[ProjectRef, _PROJECT]


class _GrantTotal(OfProject):
    """A decision on the total of a grant."""

    amount: Annotated[Declared, Field(description="The grant in euros.")]
    decision: Annotated[DecisionRef, _DECISION]
    third_party_judgement: Annotated[Remark, _JUDGEMENT] = None


class AwardGrant(_GrantTotal):
    """Award a grant (verlening, Awb 4:29); the conditions Z10-Z19 are assessed."""

    name = "award_grant"
    example = {
        "project": "grecor",
        "amount": "28000.00",
        "date": "2011-11-01",
        "decision": "SG-2011-01",
        "document": "BES-2011-003",
    }

    amount: Annotated[Movement, Field(description="The grant in euros.")]
    legal_basis: Annotated[
        Remark, Field(description="The regulation it is given under.")
    ] = None
    start_date: Annotated[
        Day | None, Field(description="First day of what is subsidised.")
    ] = None
    end_date: Annotated[
        Day | None, Field(description="Last day of what is subsidised.")
    ] = None
    determination_due: Annotated[
        Day | None,
        Field(description="Day by which the grant is to be determined."),
    ] = None
    advance_schedule: Annotated[
        AdvanceSchedule, Field(description="Advances that are planned, by date.")
    ] = None


class ChangeGrant(_GrantTotal):
    """Change a grant to a new total, before or after determination (Awb 4:48, 4:49)."""

    name = "change_grant"
    example = {
        "project": "grecor",
        "amount": "25000.00",
        "date": "2012-02-01",
        "decision": "SG-2011-01",
        "document": "BES-2012-001",
    }


class PayGrant(OfProject, Paying):
    """Pay an advance (voorschot) or, after determination, the balance of a grant."""

    name = "pay_grant"
    example = {
        "project": "grecor",
        "amount": "14000.00",
        "date": "2011-11-20",
        "payee": "Gemeente Emmen",
        "document": "BANK-2011-0071",
    }

    amount: Annotated[Movement, _AMOUNT]
    payee: Annotated[
        Line | None, Field(description="Who was paid (the project's recipient).")
    ] = None


class DetermineGrant(OfProject):
    """Determine a grant finally (vaststelling, Awb 4:42); releases the rest."""

    name = "determine_grant"
    example = {
        "project": "grecor",
        "amount": "24000.00",
        "date": "2012-09-01",
        "document": "VAST-2012-001",
    }

    amount: Annotated[Declared, Field(description="The determined grant in euros.")]
    decision: Annotated[DecisionRef | None, _DECISION] = None
    actual_cost: Annotated[
        Declared | None,
        Field(description="What the project cost in the end (Awb 4:46)."),
    ] = None
    ground: Annotated[
        Line | None, Field(description="Ground of a lower amount (Awb 4:46).")
    ] = None


class WithdrawGrant(OfProject):
    """Withdraw a grant (intrekking, Awb 4:48); releases all of it."""

    name = "withdraw_grant"
    example = {
        "project": "grecor",
        "date": "2012-09-01",
        "decision": "SG-2011-01",
        "document": "INTR-2012-001",
        "reason": "The bid was not honoured",
    }

    decision: Annotated[DecisionRef, _DECISION]
    reason: Annotated[Text, Field(description="Why it is withdrawn.")]
    ground: Annotated[
        Line | None, Field(description="Ground of the withdrawal (Awb 4:48, 4:49).")
    ] = None


class ReceiveRefund(OfProject, OnCurrentAccount):
    """Book money a recipient paid back (terugvordering); clears what is recoverable."""

    name = "receive_refund"
    example = {
        "project": "grecor",
        "amount": "1000.00",
        "date": "2012-10-01",
        "document": "BANK-2012-0080",
    }

    amount: Annotated[Movement, _AMOUNT]


class WriteOffRecoverable(OfProject):
    """Write off what can't be recovered (oninbaar); a cost of the programme."""

    name = "write_off_recoverable"
    example = {
        "project": "grecor",
        "amount": "500.00",
        "date": "2013-01-10",
        "decision": "SG-2011-01",
        "document": "MEMO-2013-001",
    }

    amount: Annotated[Movement, _AMOUNT]
    decision: Annotated[DecisionRef, _DECISION]


class AssessedCondition(BaseModel):
    """One condition as it was assessed: verdict, facts and what it leaned on."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    rule: str
    number: str
    verdict: Literal["met", "not_met", "not_set"]
    facts: dict[str, object]
    deviation: list[int] = []
    """Entries of the deviations it leaned on."""


Day_ = date
"""A name for the type where a field is called `date`."""


class Assessment(BaseModel):
    """A whole assessment, stored with the award it belongs to (Z10-Z19)."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    project: str
    amount: Cents
    date: Day_
    conditions: list[AssessedCondition]
    financing: dict[str, str] | None = None
    """How the cost is covered, in euros; None in assessments of version 0.1.0."""
    outcome: Literal["met", "deviation", "not_met"]


class GrantAwarded(LedgerEvent):
    """A grant awarded on a year's programme, with its assessment."""

    given: AwardGrant
    year: str
    programme: str
    assessment: Assessment


class Release(BaseModel):
    """What a settlement sets free, in cents (*vrijval*)."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    year: str
    programme: str
    released: Cents
    overpaid: Cents
    """The part of it that was already paid and is now recoverable."""


class GrantChanged(LedgerEvent):
    """A grant's total changed; a raise is assessed, a lower total releases."""

    given: ChangeGrant
    year: str
    programme: str
    raised: Cents = 0
    release: Release | None = None
    assessment: Assessment | None = None


class GrantPaid(TiedEvent):
    """An advance or the balance of a grant paid."""

    given: PayGrant
    year: str
    programme: str


class GrantDetermined(LedgerEvent):
    """A grant finally determined."""

    given: DetermineGrant
    release: Release


class GrantWithdrawn(LedgerEvent):
    """A grant withdrawn."""

    given: WithdrawGrant
    release: Release


class RefundReceived(TiedEvent):
    """Money paid back; `recovered` of it cleared what was recoverable."""

    given: ReceiveRefund
    year: str
    programme: str
    recovered: Cents


class RecoverableWrittenOff(LedgerEvent):
    """What could not be recovered, written off on the programme."""

    given: WriteOffRecoverable
    year: str
    programme: str
