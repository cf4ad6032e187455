"""Advice, asked and unasked (section 5 of the source, Z26): command and event."""

from typing import Annotated, Literal

from pydantic import Field

from domain.entries.command import Dated
from domain.entries.event import LedgerEvent
from domain.values.fields import (
    DecisionRef,
    Document,
    Line,
    MeetingRef,
    ProjectRef,
    Remark,
    Sha256,
    Truth,
)


class RecordAdvice(Dated):
    """Record an advice of the REO or the officials' group, Z26."""

    name = "record_advice"
    example = {
        "date": "2011-10-05",
        "body": "reo",
        "subject": "The corridor as a priority of logistics",
        "solicited": True,
        "text": "The entrepreneurs support the study.",
        "project": "grecor",
    }

    body: Annotated[
        Literal["reo", "officials_group"], Field(description="Who advises.")
    ]
    subject: Annotated[Line, Field(description="On what, in one line.")]
    solicited: Annotated[Truth, Field(description="Whether it was asked for.")]
    text: Annotated[Remark, Field(description="What the advice says.")] = None
    decision: Annotated[
        DecisionRef | None, Field(description="Number of the decision it is on.")
    ] = None
    project: Annotated[
        ProjectRef | None, Field(description="Project it is on, such as grecor.")
    ] = None
    meeting: Annotated[
        MeetingRef | None, Field(description="Number of the meeting that had it.")
    ] = None
    document: Annotated[
        Document | None, Field(description="Reference of the advice.")
    ] = None
    document_sha256: Annotated[
        Sha256 | None, Field(description="SHA-256 of the advice's file, in hex.")
    ] = None


class AdviceRecorded(LedgerEvent):
    """An advice given."""

    given: RecordAdvice
