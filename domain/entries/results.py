"""What a project achieved, for the letter to the councils (Z21)."""

from typing import Annotated

from pydantic import Field

from domain.entries.command import Dated
from domain.entries.event import LedgerEvent
from domain.values.fields import Document, Line, ProjectRef, Sha256, Text


class RecordResult(Dated):
    """Record what a project achieved, Z21."""

    name = "record_result"
    example = {
        "project": "grecor",
        "date": "2012-06-30",
        "summary": "The study is done and four carriers take part",
        "indicator": "Carriers taking part",
        "target": "3",
        "actual": "4",
    }

    project: Annotated[ProjectRef, Field(description="Project id, such as grecor.")]
    summary: Annotated[Text, Field(description="What was achieved.")]
    indicator: Annotated[Line | None, Field(description="What it is measured by.")] = (
        None
    )
    target: Annotated[Line | None, Field(description="What was aimed for.")] = None
    actual: Annotated[Line | None, Field(description="What was reached.")] = None
    document: Annotated[
        Document | None, Field(description="Reference of the report.")
    ] = None
    document_sha256: Annotated[
        Sha256 | None, Field(description="SHA-256 of the report's file, in hex.")
    ] = None


class ResultRecorded(LedgerEvent):
    """A result of a project."""

    given: RecordResult
