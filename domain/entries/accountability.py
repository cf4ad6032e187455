"""The yearly letter to the councils on effort and results: command and event, Z21."""

from typing import Annotated

from pydantic import Field

from domain.entries.command import Dated, Documented
from domain.entries.event import LedgerEvent
from domain.values.fields import PartnerRef, YearRef


class RecordAccountability(Dated, Documented):
    """Record the letter that accounts for a year to the councils, Z21."""

    name = "record_accountability"
    example = {
        "year": "2011",
        "date": "2012-10-15",
        "document": "LETTER-2012-031",
        "addressees": ["emmen", "coevorden", "hoogeveen", "dewolden", "meppel"],
    }

    year: Annotated[YearRef, Field(description="Budget year (jaarschijf) it is on.")]
    addressees: Annotated[
        list[PartnerRef],
        Field(description="Partners whose council got it.", max_length=100),
    ]


class AccountabilityRecorded(LedgerEvent):
    """A letter of accountability sent."""

    given: RecordAccountability
