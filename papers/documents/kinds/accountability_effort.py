"""The account of a year: who met, what was decided, how many hours were worked."""

from collections.abc import Iterator, Sequence
from typing import Any

from domain.values.messages import Value, Words, message, parts
from papers.documents import tables
from papers.documents.blocks import Block, Grid, Heading, Paragraph
from papers.documents.given import Data
from papers.documents.naming import programme_said
from projections.report import Column, Row, Table

_ATTENDANCE = (
    Column("name", "Partner"),
    Column("steering_group", "Steering group", "number"),
    Column("officials_group", "Officials' group", "number"),
    Column("programme_team", "Programme teams", "number"),
    Column("reo", "REO", "number"),
)
_MEETINGS = (
    Column("date", "Date"),
    Column("body", "Body"),
    Column("present", "Present"),
    Column("decisions", "Decisions"),
)
_DECISIONS = (
    Column("number", "Decision", "name"),
    Column("date", "Date"),
    Column("subject", "Subject"),
)
_FIGURES = ("committed", "recorded", "borrowed", "lent")
_HOURS = (
    Column("name", "Partner"),
    Column("year", "Budget year"),
    Column("committed", "Committed", "amount"),
    Column("recorded", "Worked", "amount"),
    Column("borrowed", "Borrowed", "amount"),
    Column("lent", "Lent", "amount"),
)


def blocks(data: Data) -> Iterator[Block]:
    """Meetings with attendance, decisions, and hours."""
    yield Heading(message("Efforts"))
    yield from _meetings(data)
    yield from _decisions(data["decisions"])
    yield from _hours(data["hours"])


def _meetings(data: Data) -> Iterator[Block]:
    yield Heading(message("Meetings"), deep=True)
    if not data["meetings"]:
        yield Paragraph(message("No meetings were recorded in this year."))
        return
    title = message("How many meetings each partner attended")
    met = {row["body"] for row in data["meetings"]}
    columns = [each for each in _ATTENDANCE if each.name in ("name", *met)]
    yield Grid(Table(columns, data["attendance"], title))
    yield Grid(Table(_MEETINGS, [*map(_met, data["meetings"])]), wide=True)


def _met(row: Row) -> dict[str, Any]:
    present = [
        message("{name} {delegates}", name=each["name"], delegates=each["delegates"])
        for each in row["present"]
    ]
    return {
        "date": row["date"],
        "body": _body(row),
        "present": parts(present),
        "decisions": parts(row["decisions"]) if row["decisions"] else None,
    }


def _body(row: Row) -> Value:
    """Who met: a programme's team by its programme."""
    body = Words(row["body"])
    if row["name"] is None:
        return body
    return message("{body} {programme}", body=body, programme=programme_said(row))


def _decisions(rows: Sequence[Row]) -> Iterator[Block]:
    yield Heading(message("Decisions of the steering group"), deep=True)
    if not rows:
        yield Paragraph(message("No decisions were recorded in this year."))
        return
    yield Grid(Table(_DECISIONS, rows), wide=True)


def _hours(rows: Sequence[Row]) -> Iterator[Block]:
    yield Heading(message("Hours"), deep=True)
    if not rows:
        yield Paragraph(message("No hours were recorded."))
        return
    title = message("Hours per budget year, as recorded so far")
    sums = tables.total(rows, "name", _FIGURES)
    yield Grid(Table(_HOURS, rows, title, sums))
