"""Meetings in the names of Open Raads- en StatenInformatie, version 2.0.0 (VNG).

The collections of its API, each resource by its own `url`; what a resource refers to is
named by that. It has no words for who is no person, so attendance is told in a
meeting's `vergadertoelichting`; and no type for other meetings than those of councils
and their committees, which is what ours come nearest to.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_BODIES = {
    "steering_group": ("stuurgroep", "Stuurgroep"),
    "officials_group": ("ambtelijk", "Ambtelijk overleg"),
    "programme_team": ("team", "Programmateam"),
    "reo": ("reo", "Regionaal Economisch Overleg"),
}
_TITLE = 100
"""Characters of an agenda item's title; the whole is its description."""
_LONGEST = 200
"""Characters of a decision's explanation."""
Row = Mapping[str, Any]


def ori(rows: Iterable[Row], decisions: Mapping[str, Row]) -> dict[str, list[Any]]:
    """The resources of some meetings (`answers.meetings`) and of their decisions."""
    found = list(rows)
    taken = [decisions[number] for row in found for number in row["decisions"]]
    return {
        "vergaderingen": [_meeting(row) for row in found],
        "agendapunten": [item for row in found for item in _items(row)],
        "informatieobjecten": [paper for row in found for paper in _papers(row)],
        "besluiten": [_decision(each) for each in taken],
    }


def _url(kind: str, name: object) -> str:
    return f"urn:zuidas:{kind}:{name}"


def _meeting(row: Row) -> dict[str, Any]:
    number, (code, name) = row["meeting"], _BODIES[row["body"]]
    if row["programme"]:
        name = f"{name} {row['programme']}"
    minutes = _minutes(row)
    return {
        "url": _url("vergadering", number),
        "id": number,
        "naam": f"{name} {number}",
        "vergaderdatum": row["date"],
        "status": "gehouden",
        "vergaderingstype": "commissievergadering",
        "georganiseerdDoorGremium": {"gremiumidentificatie": code, "gremiumnaam": name},
        "vergadertoelichting": _attendance(row),
        "agendapunten": [item["url"] for item in _items(row)],
        "informatieobject": minutes and {n: minutes[n] for n in ("url", "id")},
    }


def _attendance(row: Row) -> str:
    present = ", ".join(f"{who} {number}" for who, number in row["present"].items())
    chair = f"Voorzitter: {row['chair']}. " if row["chair"] else ""
    return f"{chair}Aanwezig: {present or 'niemand'}."


def _items(row: Row) -> Iterator[dict[str, Any]]:
    number = row["meeting"]
    for place, item in enumerate(row["agenda"] or (), start=1):
        name = f"{row['entry']}-{place}"
        yield {
            "url": _url("agendapunt", name),
            "id": name,
            "vergadering": {"url": _url("vergadering", number), "id": number},
            "agendapuntvolgnummer": str(place),
            "agendapuntTitel": item[:_TITLE],
            "agendapuntOmschrijving": item,
        }


def _minutes(row: Row) -> dict[str, Any] | None:
    if not row["document"]:
        return None
    name = f"notulen-{row['entry']}"
    return {
        "url": _url("informatieobject", name),
        "id": name,
        "titel": row["document"],
        "genotuleerdeVergadering": _url("vergadering", row["meeting"]),
    }


def _papers(row: Row) -> Iterator[dict[str, Any]]:
    """The minutes, and each decision as the paper that belongs to the meeting.

    In the model a decision is tied to its meeting by votes alone, and here are none.
    """
    minutes = _minutes(row)
    if minutes:
        yield minutes
    number = row["meeting"]
    for decision in row["decisions"]:
        yield {
            "url": _url("informatieobject", decision),
            "id": decision,
            "titel": decision,
            "informatieobjecttype": "besluitvormingsstuk",
            "vergaderingen": [{"url": _url("vergadering", number), "id": number}],
        }


def _decision(given: Row) -> dict[str, Any]:
    found = {
        "url": _url("besluit", given["number"]),
        "id": given["number"],
        "besluitresultaat": given["subject"],
    }
    if given.get("motivation"):
        found["besluittoelichting"] = given["motivation"][:_LONGEST]
    return found
