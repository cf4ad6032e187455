"""`meeting`: one meeting with its agenda, decisions and advice."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from domain.values.messages import Words, parts
from projections.answers import meetings as answers
from projections.governing_parts import governing_parts
from projections.query import Asked, Parameter, query
from projections.report import Column, Facts, Part, Report, Table, heading, sheet

_DECISIONS = (
    Column("number", "Number", "name"),
    Column("subject", "Subject", flexible=True),
    Column("entry", "Entry", "number"),
    Column("document", "Minutes", "name"),
)


@query(
    "meeting",
    Parameter("meeting", "meeting", place="argument", required=True, metavar="ID"),
    examples="""
    zuidas meeting SG-2011-M1
    zuidas meeting SG-2011-M1 -O json
    """,
)
def meeting(asked: Asked, meeting: str) -> Report:
    """One meeting: who was there, its agenda, its decisions, the advice it had."""
    data = answers.meeting(asked.view, meeting)
    return Report(data, lambda: _parts(data), sheet([data], data))


def _parts(data: Mapping[str, Any]) -> Iterator[Part]:
    yield heading(
        "Meeting {meeting} of {date}: {body}",
        meeting=data["meeting"],
        date=date.fromisoformat(data["date"]),
        body=Words(data["body"]),
    )
    present = [f"{partner} {number}" for partner, number in data["present"].items()]
    yield Facts(
        [
            ("programme", data["programme"]),
            ("chair", data["chair"]),
            ("present", parts(present or [Words("nobody")])),
            ("minutes", data["document"]),
            *((f"item {n}", item) for n, item in enumerate(data["agenda"], start=1)),
        ]
    )
    if data["decisions"]:
        yield Table(_DECISIONS, data["decisions"], "Decisions")
    yield from governing_parts(data)
