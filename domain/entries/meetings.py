"""Meetings of the partnership's bodies (*overleggen*): command and event, Z19, Z20."""

from typing import Annotated, Literal

from pydantic import Field

from domain.entries.command import Dated
from domain.entries.event import LedgerEvent
from domain.values.fields import (
    DecisionNumber,
    Document,
    Line,
    PartnerRef,
    ProgrammeRef,
    Sha256,
)
from domain.values.registers import Delegates

STEERING_GROUP, PROGRAMME_TEAM = "steering_group", "programme_team"


class RecordMeeting(Dated):
    """Record a meeting and who was there (partners and roles, no names), Z19, Z20."""

    name = "record_meeting"
    example = {
        "meeting": "SG-2011-M1",
        "body": "steering_group",
        "date": "2011-06-15",
        "chair": "drenthe",
        "present": {"emmen": 2, "coevorden": 2, "hoogeveen": 1, "drenthe": 1},
        "agenda": ["Budget 2011", "Division over the programmes"],
        "document": "MIN-2011-01",
    }

    meeting: Annotated[
        DecisionNumber, Field(description="Unique number, such as SG-2011-M1.")
    ]
    body: Annotated[
        Literal["steering_group", "officials_group", "programme_team", "reo"],
        Field(description="Who met."),
    ]
    programme: Annotated[
        ProgrammeRef | None, Field(description="Programme (of a programme team).")
    ] = None
    chair: Annotated[PartnerRef | None, Field(description="Partner in the chair.")] = (
        None
    )
    present: Annotated[
        dict[PartnerRef, Delegates],
        Field(description="Delegates per partner, 0 to 9."),
    ]
    agenda: Annotated[
        list[Line], Field(description="Items of the agenda.", max_length=100)
    ] = []
    document: Annotated[
        Document | None, Field(description="Reference of the minutes.")
    ] = None
    document_sha256: Annotated[
        Sha256 | None, Field(description="SHA-256 of the minutes' file, in hex.")
    ] = None


class MeetingRecorded(LedgerEvent):
    """A meeting that was held."""

    given: RecordMeeting
