"""`meetings`: who met, when, and what was decided there."""

import json
from collections.abc import Iterator
from typing import Any

from projections.answers import meetings as answers
from projections.answers.ori import ori
from projections.answers.registers import in_force
from projections.query import Asked, Parameter, query
from projections.report import FORMATS, Column, Part, Report, Row, Table, sheet
from projections.snapshot import View

_COLUMNS = (
    Column("entry", "Entry", "number"),
    Column("meeting", "Meeting", "name"),
    Column("body", "Body", "words"),
    Column("date", "Date"),
    Column("programme", "Programme"),
    Column("chair", "Chair"),
    Column("there", "Present", flexible=True),
    Column("document", "Minutes", "name"),
    Column("taken", "Decisions", flexible=True),
)
_SHEET = (
    *("entry", "meeting", "body", "date", "programme", "chair", "present", "agenda"),
    *("document", "decisions"),
)


@query(
    "meetings",
    Parameter("body", "choice", "Of this body alone.", choices=answers.BODIES),
    formats=(*FORMATS, "ori"),
    examples="""
    zuidas meetings
    zuidas meetings --body steering_group -O ori
    """,
)
def meetings(asked: Asked, body: str | None = None) -> Report:
    """The meetings, who was there, and the decisions that they took.

    With -O ori in the names of Open Raads- en StatenInformatie (VNG), version 2.0.0.
    """
    rows = answers.meetings(asked.view, body)
    if asked.shape == "ori":
        view = asked.view
        return Report(None, tuple, texts={"ori": lambda: _ori(view, rows)})

    def parts() -> Iterator[Part]:
        yield Table(_COLUMNS, [_told(row) for row in rows], "Meetings")

    return Report(rows, parts, sheet(rows, _SHEET))


def _ori(view: View, rows: list[dict[str, Any]]) -> Iterator[str]:
    decisions = {
        each.given["number"]: each.given for each in in_force(view, "record_decision")
    }
    yield json.dumps(ori(rows, decisions), indent=2, ensure_ascii=False)


def _told(row: Row) -> Row:
    return {
        **row,
        "there": ", ".join(f"{who} {n}" for who, n in row["present"].items()),
        "taken": ", ".join(row["decisions"]),
    }
