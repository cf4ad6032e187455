"""Commands of a project's life: proposal, grant (Awb 4.2), money of others."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.commands.base import Dated, Documented
from domain.fields import (
    DecisionRef,
    Declared,
    Line,
    Movement,
    PartnerRef,
    PossiblyBlank,
    ProgrammeOrOutsideRef,
    ProjectId,
    ProjectRef,
    Remark,
    Text,
    Truth,
    YearRef,
    bad,
)

_PROJECT = Field(description="Project id, such as grecor.")
_DECISION = Field(description="Number of the steering group's decision it rests on.")
_AMOUNT = Field(description="Euros, more than zero.")
_JUDGEMENT = Field(description="The steering group's judgement on third parties (Z16).")


class ThirdParty(BaseModel):
    """A party outside the partnership with its part in the project (Z16)."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: Text
    active: Truth
    contribution: Declared


class ProposeProject(Dated):
    """Propose a project to the steering group, Z10-Z19."""

    name = "propose_project"
    posts = False
    example = {
        "project": "grecor",
        "title": "Green Corridors in the North Sea Region",
        "date": "2011-09-15",
        "year": "2011",
        "programme": "TL",
        "recipient": "Gemeente Emmen",
        "applicants": ["emmen"],
        "participants": ["emmen", "meppel"],
        "physical": False,
        "themes": ["transport-logistics"],
        "vision_goal": "Sustainable logistic axis",
        "total_cost": "60000.00",
        "requested": "30000.00",
        "own_contributions": {"emmen": "20000.00"},
        "external_funding": "Interreg IVB North Sea Region",
    }

    project: Annotated[ProjectId, _PROJECT]
    title: Annotated[Line, Field(description="Title of the project.")]
    year: Annotated[YearRef, Field(description="Budget year it is proposed for.")]
    programme: Annotated[
        ProgrammeOrOutsideRef, Field(description="Programme, or OUTSIDE.")
    ]
    kind: Annotated[
        Literal["grant", "commission"],
        Field(description="A grant, or a commission of the collective itself."),
    ] = "grant"
    recipient: Annotated[Text, Field(description="Who would be paid.")]
    applicants: Annotated[
        list[PartnerRef], Field(description="Partners that submit it.", max_length=100)
    ]
    participants: Annotated[
        list[PartnerRef], Field(description="Partners that take part.", max_length=100)
    ]
    physical: Annotated[Truth, Field(description="A physical investment (Z10).")]
    themes: Annotated[
        list[Text], Field(description="Themes it serves (Z11).", max_length=100)
    ]
    vision_goal: Annotated[
        PossiblyBlank, Field(description="The vision's goal it serves; may be blank.")
    ]
    total_cost: Annotated[Declared, Field(description="Total cost in euros.")]
    requested: Annotated[Declared, Field(description="Grant asked for in euros.")]
    own_contributions: Annotated[
        dict[PartnerRef, Declared],
        Field(description="Own contribution per participant (Z14)."),
    ] = {}
    third_parties: Annotated[
        list[ThirdParty], Field(description="Third parties (Z16).", max_length=100)
    ] = []
    external_funding: Annotated[
        PossiblyBlank, Field(description="Money sought elsewhere (Z17); may be blank.")
    ]
    borrowed_capacity: Annotated[
        Declared,
        Field(description="Capacity borrowed from partners, never granted (Z19)."),
    ] = 0


class AmendProject(Dated):
    """Change a proposal; lists and mappings are replaced whole."""

    name = "amend_project"
    posts = False
    example = {"project": "grecor", "date": "2011-10-01", "requested": "28000.00"}

    project: Annotated[ProjectRef, _PROJECT]
    title: Annotated[Line | None, Field(description="New title.")] = None
    year: Annotated[YearRef | None, Field(description="New budget year.")] = None
    programme: Annotated[
        ProgrammeOrOutsideRef | None, Field(description="New programme, or OUTSIDE.")
    ] = None
    kind: Annotated[
        Literal["grant", "commission"] | None, Field(description="New kind.")
    ] = None
    recipient: Annotated[Text | None, Field(description="New recipient.")] = None
    applicants: Annotated[
        list[PartnerRef] | None, Field(description="New applicants.", max_length=100)
    ] = None
    participants: Annotated[
        list[PartnerRef] | None, Field(description="New participants.", max_length=100)
    ] = None
    physical: Annotated[
        Truth | None, Field(description="Whether it is a physical investment.")
    ] = None
    themes: Annotated[
        list[Text] | None, Field(description="New themes.", max_length=100)
    ] = None
    vision_goal: Annotated[
        PossiblyBlank | None, Field(description="New goal of the vision.")
    ] = None
    total_cost: Annotated[Declared | None, Field(description="New total cost.")] = None
    requested: Annotated[Declared | None, Field(description="New request.")] = None
    own_contributions: Annotated[
        dict[PartnerRef, Declared] | None,
        Field(description="New own contributions, all of them."),
    ] = None
    third_parties: Annotated[
        list[ThirdParty] | None,
        Field(description="New third parties, all of them.", max_length=100),
    ] = None
    external_funding: Annotated[
        PossiblyBlank | None, Field(description="New external funding sought.")
    ] = None
    borrowed_capacity: Annotated[
        Declared | None, Field(description="New borrowed capacity.")
    ] = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if all(getattr(self, name) is None for name in AMENDABLE):
            raise bad("BAD_COMMAND", "an amendment changes at least one field.")
        return self


class _OfProject(Dated, Documented):
    """A posting on a project with a voucher."""

    reversible = True

    project: Annotated[ProjectRef, _PROJECT]


class _GrantTotal(_OfProject):
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


class RejectProject(Dated):
    """Reject a proposed project (afwijzing)."""

    name = "reject_project"
    posts = False
    reversible = True
    example = {
        "project": "grecor",
        "date": "2011-11-01",
        "decision": "SG-2011-01",
        "reason": "No municipality but one takes part",
    }

    project: Annotated[ProjectRef, _PROJECT]
    decision: Annotated[DecisionRef, _DECISION]
    reason: Annotated[Text, Field(description="Why it is rejected.")]


class PayGrant(_OfProject):
    """Pay an advance (voorschot) or, after determination, the balance of a grant."""

    name = "pay_grant"
    moves_cash = True
    example = {
        "project": "grecor",
        "amount": "14000.00",
        "date": "2011-11-20",
        "payee": "Gemeente Emmen",
        "document": "BANK-2011-0071",
    }

    amount: Annotated[Movement, _AMOUNT]
    payee: Annotated[Line, Field(description="Who was paid.")]


class DetermineGrant(_OfProject):
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


class WithdrawGrant(_OfProject):
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


class ReceiveRefund(_OfProject):
    """Book money a recipient paid back (terugvordering); clears what is recoverable."""

    name = "receive_refund"
    moves_cash = True
    receipt = True
    example = {
        "project": "grecor",
        "amount": "1000.00",
        "date": "2012-10-01",
        "document": "BANK-2012-0080",
    }

    amount: Annotated[Movement, _AMOUNT]


class WriteOffRecoverable(_OfProject):
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


class ReceiveFunds(_OfProject):
    """Book money of others, earmarked for a project, as received, Z23."""

    name = "receive_funds"
    moves_cash = True
    receipt = True
    example = {
        "project": "grecor",
        "source": "Interreg North Sea Region",
        "amount": "50000.00",
        "date": "2012-03-01",
        "document": "BANK-2012-0020",
    }

    source: Annotated[Text, Field(description="Whose money it is.")]
    amount: Annotated[Movement, _AMOUNT]


class SpendFunds(_OfProject):
    """Book earmarked money as spent on the project or returned to its giver, Z23."""

    name = "spend_funds"
    moves_cash = True
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


AMENDABLE: tuple[str, ...] = tuple(
    name
    for name in ProposeProject.model_fields
    if name not in ("id", "note", "project", "date")
)
"""What an amendment may replace."""
