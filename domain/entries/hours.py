"""Hours of the partners' officials: the yearly minimum and what was worked, Z19."""

from typing import Annotated

from pydantic import Field

from domain.entries.command import Dated, Documented
from domain.entries.event import LedgerEvent
from domain.values.fields import (
    Document,
    Line,
    PartnerRef,
    ProgrammeRef,
    ProjectRef,
    Sha256,
    YearRef,
)
from domain.values.registers import Hours

_YEAR = Field(description="Budget year (jaarschijf), such as 2011.")
_PARTNER = Field(description="Partner, such as emmen.")


class CommitHours(Dated, Documented):
    """Set the yearly minimum of hours that a partner commits, Z19."""

    name = "commit_hours"
    example = {
        "year": "2011",
        "partner": "emmen",
        "hours": "400.00",
        "date": "2011-08-01",
        "document": "MT-EMMEN-2011-03",
    }

    year: Annotated[YearRef, _YEAR]
    partner: Annotated[PartnerRef, _PARTNER]
    hours: Annotated[Hours, Field(description="The minimum for the year, in hours.")]


class RecordHours(Dated):
    """Record hours that a partner's officials worked for the partnership, Z19."""

    name = "record_hours"
    example = {
        "year": "2011",
        "partner": "emmen",
        "hours": "32.50",
        "date": "2011-10-31",
        "programme": "TL",
        "description": "October",
    }

    year: Annotated[YearRef, _YEAR]
    partner: Annotated[PartnerRef, _PARTNER]
    hours: Annotated[Hours, Field(description="Hours worked.")]
    programme: Annotated[
        ProgrammeRef | None, Field(description="Programme they were worked for.")
    ] = None
    project: Annotated[
        ProjectRef | None, Field(description="Project they were worked for.")
    ] = None
    description: Annotated[
        Line | None, Field(description="What was done, or when.")
    ] = None
    document: Annotated[
        Document | None, Field(description="Reference of the time sheet.")
    ] = None
    document_sha256: Annotated[
        Sha256 | None, Field(description="SHA-256 of the time sheet's file, in hex.")
    ] = None


class HoursCommitted(LedgerEvent):
    """A yearly minimum of hours; the newest effective one per partner holds."""

    given: CommitHours


class HoursRecorded(LedgerEvent):
    """Hours worked."""

    given: RecordHours
