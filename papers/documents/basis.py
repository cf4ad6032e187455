"""What the JSON of every document has: of which ledger, when, known when, by whom."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.framework.framework import Framework
from domain.framework.organisation import Organisation
from papers.documents.given import lacking
from projections.answers.decisions import recorded
from projections.snapshot import View

PROVINCE = "province"


def document_json(
    view: View, kind: str, needed: Iterable[str], **told: object
) -> dict[str, Any]:
    """The JSON of a document: what all have, what this one tells, what it lacks.

    `needed` are the paths of what its kind must hold.
    """
    data = {
        "kind": kind,
        "ledger": view.framework.title,
        "at": view.at.isoformat(),
        "known_at": view.known_at,
        "entry": view.entry,
        "recorded_at": recorded_at(view),
        "organisation": organisation_json(view.framework),
        **told,
    }
    return {**data, "missing": lacking(data, needed)}


def organisation_json(framework: Framework) -> dict[str, str | None]:
    """Who decides and writes, as the framework in force says it.

    `authority` is the province among the partners (Gedeputeerde Staten decide for it),
    else the organisation itself.
    """
    organisation: Organisation = framework.organisation
    province = next(
        (each.name for each in framework.partners if each.kind == PROVINCE), None
    )
    return {
        **organisation._asdict(),
        "name": organisation.name or province,
        "province": province,
    }


def programme_name(view: View, code: str | None) -> str | None:
    """A programme's name as at the date, or as it last was; None outside them."""
    known = [view.frameworks.of(each) for each in view.frameworks.adoptions(view.entry)]
    for framework in (view.framework, *reversed(known)):
        for programme in framework.programmes:
            if programme.code == code:
                return programme.name
    return None


def partner_json(view: View, code: str) -> dict[str, str]:
    """A partner by its code and name."""
    found = view.frameworks.partner(code, view.at, view.entry)
    return {"partner": code, "name": found.name}


def decision_json(view: View, number: str | None) -> dict[str, Any] | None:
    """The steering group's decision that something rests on, if it rests on any."""
    if number is None:
        return None
    recording = recorded(view, number)
    return {
        "number": number,
        "date": recording.date,
        "subject": recording.words,
        "motivation": recording.given.get("motivation"),
    }


def recorded_at(view: View) -> str | None:
    """When the last entry that is known was recorded: the day the document is of."""
    rows = view.rows("SELECT recorded_at FROM entries WHERE entry = ?", view.entry)
    return next((str(row[0]) for row in rows), None)


def first(rows: Iterable[Mapping[str, Any]], **wanted: object) -> dict[str, Any] | None:
    """The first row with these values, or None."""
    for row in rows:
        if all(row.get(name) == value for name, value in wanted.items()):
            return dict(row)
    return None
