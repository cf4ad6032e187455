"""Who takes part in a project after its award: command and event."""

from typing import Annotated

from pydantic import Field

from domain.entries.event import LedgerEvent
from domain.entries.grants import OfProject
from domain.values.fields import PartnerRef, Text


class RecordParticipation(OfProject):
    """Record who takes part in an awarded project from a date on; no money moves."""

    name = "record_participation"
    example = {
        "project": "grecor",
        "participants": ["emmen", "meppel", "hoogeveen"],
        "date": "2012-02-01",
        "reason": "Hoogeveen joined the study",
        "document": "LETTER-2012-008",
    }

    participants: Annotated[
        list[PartnerRef],
        Field(description="Partners that take part from then on.", max_length=100),
    ]
    reason: Annotated[Text, Field(description="Why it changed.")]


class ParticipationRecorded(LedgerEvent):
    """Participants from a date on; the list replaces the one before."""

    given: RecordParticipation
