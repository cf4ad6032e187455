"""A project's proposal, its amendments, rejection and retraction, Z10-Z19."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.entries.command import Dated
from domain.entries.event import LedgerEvent
from domain.values.fields import (
    DecisionRef,
    Declared,
    Document,
    KvkNumber,
    KvkNumberOrNone,
    Line,
    PartnerRef,
    PossiblyBlank,
    ProgrammeOrOutsideRef,
    ProjectId,
    ProjectRef,
    Sha256,
    Text,
    Truth,
    YearRef,
    bad,
)

_DECISION = Field(description="Number of the steering group's decision it rests on.")
_PROJECT = Field(description="Project id, such as grecor.")


RecipientKind = Literal["government", "legal_entity", "person"]
PERSON: RecipientKind = "person"
"""A natural person, whom no public paper names."""


class ThirdParty(BaseModel):
    """A party outside the partnership with its part in the project (Z16)."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: Text
    active: Truth
    contribution: Declared


class ProposeProject(Dated):
    """Propose a project to the steering group, Z10-Z19."""

    name = "propose_project"
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
    recipient_kind: Annotated[
        RecipientKind | None, Field(description="What the recipient is in law.")
    ] = None
    recipient_kvk: Annotated[
        KvkNumber | None,
        Field(description="Its number in the trade register (KvK), 8 digits."),
    ] = None
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
    external_chance: Annotated[
        Truth,
        Field(
            description="There is a real chance of money elsewhere (Z17); yes unless"
            " said otherwise."
        ),
    ] = True
    borrowed_capacity: Annotated[
        Declared,
        Field(
            description="Capacity borrowed from partners, never granted (Z19).",
            json_schema_extra={"default": "0.00"},
        ),
    ] = 0


class AmendProject(Dated):
    """Change a proposal; lists and mappings are replaced whole."""

    name = "amend_project"
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
    recipient_kind: Annotated[
        RecipientKind | None, Field(description="What the recipient is in law.")
    ] = None
    recipient_kvk: Annotated[
        KvkNumberOrNone | None,
        Field(description="Its number in the trade register (KvK); blank: none."),
    ] = None
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
    external_chance: Annotated[
        Truth | None, Field(description="Whether there is a real chance of it.")
    ] = None
    borrowed_capacity: Annotated[
        Declared | None, Field(description="New borrowed capacity.")
    ] = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if all(getattr(self, name) is None for name in AMENDABLE):
            raise bad("BAD_COMMAND", "an amendment changes at least one field.")
        return self


class RejectProject(Dated):
    """Reject a proposed project (afwijzing)."""

    name = "reject_project"
    example = {
        "project": "grecor",
        "date": "2011-11-01",
        "decision": "SG-2011-01",
        "reason": "No municipality but one takes part",
    }

    project: Annotated[ProjectRef, _PROJECT]
    decision: Annotated[DecisionRef, _DECISION]
    reason: Annotated[Text, Field(description="Why it is rejected.")]


class RetractProject(Dated):
    """Retract a proposed project: the applicant's own withdrawal (intrekking)."""

    name = "retract_project"
    example = {
        "project": "grecor",
        "date": "2011-10-20",
        "reason": "The applicant found other funding",
    }

    project: Annotated[ProjectRef, _PROJECT]
    reason: Annotated[Text, Field(description="Why the applicant retracts it.")]
    document: Annotated[
        Document | None, Field(description="Reference of the applicant's letter.")
    ] = None
    document_sha256: Annotated[
        Sha256 | None, Field(description="SHA-256 of the letter's file, in hex.")
    ] = None


AMENDABLE: tuple[str, ...] = tuple(
    name
    for name in ProposeProject.model_fields
    if name not in ("id", "note", "project", "date")
)
"""What an amendment may replace."""


class ProjectProposed(LedgerEvent):
    """A project proposed."""

    given: ProposeProject


class ProjectAmended(LedgerEvent):
    """A proposal changed."""

    given: AmendProject


class ProjectRejected(LedgerEvent):
    """A project rejected."""

    given: RejectProject


class ProjectRetracted(LedgerEvent):
    """A project retracted by its applicant."""

    given: RetractProject
