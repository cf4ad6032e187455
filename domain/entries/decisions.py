"""Decisions of the steering group (*stuurgroepbesluiten*): command and event, Z20."""

from typing import Annotated

from pydantic import Field

from domain.entries.command import Dated
from domain.entries.event import LedgerEvent
from domain.values.fields import (
    DecisionNumber,
    Document,
    Line,
    MeetingRef,
    Remark,
    Sha256,
    TrueOrAbsent,
)


class RecordDecision(Dated):
    """Record a decision of the steering group (stuurgroep), Z20."""

    name = "record_decision"
    example = {
        "number": "SG-2011-01",
        "date": "2011-06-15",
        "subject": "Budget 2011 and its division",
        "strategic": True,
    }

    number: Annotated[
        DecisionNumber, Field(description="Unique number, such as SG-2011-01.")
    ]
    subject: Annotated[Line, Field(description="What was decided, in one line.")]
    motivation: Annotated[Remark, Field(description="Why it was decided so.")] = None
    document: Annotated[
        Document | None, Field(description="Reference of the minutes.")
    ] = None
    document_sha256: Annotated[
        Sha256 | None, Field(description="SHA-256 of the minutes' file, in hex.")
    ] = None
    meeting: Annotated[
        MeetingRef | None,
        Field(description="Number of the steering group's meeting that took it."),
    ] = None
    strategic: Annotated[
        TrueOrAbsent, Field(description="Whether it is a strategic decision.")
    ] = None


class DecisionRecorded(LedgerEvent):
    """A decision of the steering group."""

    given: RecordDecision
