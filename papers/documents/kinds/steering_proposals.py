"""Applications at hand: what awarding them in order leaves, and each one judged."""

from collections.abc import Iterator, Sequence
from typing import Any

from domain.framework.framework import OUTSIDE
from domain.values.messages import Message, Value, Words, message, parts
from papers.documents.blocks import Block, Grid, Heading, Paragraph, Rows
from papers.documents.conditions import conditions_table
from papers.documents.given import day, euro
from papers.documents.naming import placed
from projections.report import Column, Row, Table

_IN_ORDER = (
    Column("title", "Application"),
    Column("placed", "Charged to"),
    Column("requested", "Requested", "amount"),
    Column("available", "Left of programme", "amount"),
    Column("for_projects", "Left of the year", "amount"),
    Column("verdict", "Outcome"),
)


def proposals(rows: Sequence[Row]) -> Iterator[Block]:
    """All of them in their order, then each by itself."""
    yield Heading(message("Applications at hand"))
    yield Paragraph(
        message(
            "If they are awarded as requested and in the order of submission, this is"
            " left after each of them."
        )
    )
    yield Grid(Table(_IN_ORDER, [*map(_planned, rows)]), wide=True)
    for each in rows:
        yield from _proposal(each)


def _planned(row: Row) -> dict[str, Any]:
    after = row["in_order"]
    verdict: Value = Words(after["outcome"])
    if after["failing"]:
        failing = parts(
            [Words(each.lower()) for each in dict.fromkeys(after["failing"])]
        )
        verdict = message("{outcome}: {failing}", outcome=verdict, failing=failing)
    return {
        **{name: row[name] for name in ("title", "requested")},
        "placed": placed(row),
        "available": after["available"],
        "for_projects": after["for_projects"],
        "verdict": verdict,
    }


def _proposal(row: Row) -> Iterator[Block]:
    yield Heading(row["title"], deep=True)
    yield Rows(
        [
            (message("applied for by"), row["recipient"]),
            (message("submitted on"), day(row, "date")),
            (message("charged to"), placed(row)),
            (
                message("participants"),
                parts([each["name"] for each in row["participants"]]),
            ),
            (message("aim"), row["goal"]),
            (message("requested"), _of_cost(row)),
            (message("assessment"), Words(row["outcome"])),
            (message("in the way"), _obstacles(row)),
        ]
    )
    named = None if row["programme"] == OUTSIDE else row["name"]
    told = {"participants": row["participants"], "programme_name": named}
    yield Grid(conditions_table({"project": told}, row["conditions"]), wide=True)


def _of_cost(row: Row) -> Message:
    return message(
        "{requested} of a total cost of {cost}",
        requested=euro(row, "requested"),
        cost=euro(row, "total_cost"),
    )


def _obstacles(row: Row) -> Value:
    codes = dict.fromkeys(row["obstacles"])
    return parts([Words(each.lower()) for each in codes]) if codes else None
