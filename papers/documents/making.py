"""A file of a document: its JSON said in a language, laid out as PDF or for Word."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from domain.values.errors import UsageError
from domain.values.messages import Quoted
from papers.documents.markdown import names_of
from papers.documents.reporting import document_of
from papers.documents.typesetting import pdf
from papers.documents.writing import Writer
from papers.wording.telling import Language

_OWN = "text."
"""Before the name of a place that only own words can fill, among what is missing."""


def made(
    data: Mapping[str, Any],
    suffix: str,
    lang: Language,
    own: str | None = None,
    templates: Path | None = None,
) -> bytes:
    """The file of a document, `.pdf` or `.docx`.

    Raises `UsageError` (`BAD_COMMAND`) for own words without a place, for a folder of
    templates that is none, and as `pdf` and `docx` do.
    """
    if templates is not None and not templates.is_dir():
        raise UsageError(
            "BAD_COMMAND",
            "{place} is no folder of templates.",
            place=Quoted(str(templates)),
        )
    data = told_by(data, own)
    written = Writer(lang, own=own).written(document_of(data), data)
    if suffix == ".docx":
        from papers.documents.word import docx

        return docx(written, data, templates)
    return pdf(written, data, templates)


def told_by(data: Mapping[str, Any], own: str | None) -> dict[str, Any]:
    """The same JSON, lacking no more what own words say (`text.hearing`)."""
    said = set() if own is None else {f"{_OWN}{name}" for name in names_of(own)}
    return {**data, "missing": [path for path in data["missing"] if path not in said]}
