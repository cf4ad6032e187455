"""The account of a year: who met, what was decided, how many hours were worked."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from domain.values.messages import Message, Value, Words, message
from papers.documents.blocks import Block, Grid, Heading, Items, Paragraph
from papers.documents.given import Data
from papers.documents.naming import listed, programme_said, short
from projections.report import Column, Row, Table
from projections.sums import cents

_BODIES = ("steering_group", "officials_group", "programme_team", "reo")
_ATTENDANCE = (
    Column("name", "Partner"),
    Column("steering_group", "Steering group"),
    Column("officials_group", "Officials' group"),
    Column("programme_team", "Programme teams"),
    Column("reo", "REO"),
)
_DECISIONS = (
    Column("number", "Decision", "name"),
    Column("date", "Date"),
    Column("subject", "Subject"),
)
_HOURS = (
    Column("name", "Partner"),
    Column("committed", "Promised", "number"),
    Column("recorded", "Worked", "number"),
    Column("borrowed", "Borrowed of others", "number"),
    Column("lent", "Lent to others", "number"),
    Column("left", "Still to work", "number"),
)


def blocks(data: Data) -> Iterator[Block]:
    """Meetings with attendance, decisions, and hours."""
    yield Heading(message("What was done"))
    yield from _meetings(data)
    yield from _decisions(data["decisions"])
    yield from _hours(data["hours"])


def met(data: Data) -> Value:
    """How often the steering group met, and how much it decided."""
    held = [each for each in data["meetings"] if each["body"] == _BODIES[0]]
    return message(
        "Meetings of the steering group: {meetings}, of others: {others}. Decisions of"
        " the steering group: {decisions}.",
        meetings=len(held),
        others=len(data["meetings"]) - len(held),
        decisions=len(data["decisions"]),
    )


def _meetings(data: Data) -> Iterator[Block]:
    if not data["meetings"]:
        yield Paragraph(message("No meetings were recorded in this year."))
        return
    yield Items([*_days(data["meetings"])])
    bodies = {row["body"] for row in data["meetings"]}
    columns = [each for each in _ATTENDANCE if each.name in ("name", *bodies)]
    rows = [_attended(row) for row in data["attendance"]]
    remark = message(
        "Attended, and of how many: those that were held while it was a partner."
    )
    title = message("Meetings that each partner attended")
    yield Grid(Table(columns, rows, title, remark=remark))


def _days(rows: Sequence[Row]) -> Iterator[Message]:
    """Per body on which days it met."""
    by_body: dict[str, tuple[Value, list[date]]] = {}
    for row in rows:
        _, days = by_body.setdefault(f"{row['body']} {row['name']}", (_body(row), []))
        days.append(date.fromisoformat(row["date"]))
    for body, days in by_body.values():
        yield message("{body}: {days}", body=body, days=listed(days))


def _attended(row: Row) -> dict[str, Any]:
    told = {
        body: message(
            "{attended} of {held}", attended=row[body], held=row["held"][body]
        )
        for body in _BODIES
        if row["held"][body]
    }
    return {"name": short(row["name"]), **dict.fromkeys(_BODIES), **told}


def _body(row: Row) -> Value:
    """Who met: a programme's team by its programme."""
    body = Words(row["body"])
    if row["name"] is None:
        return body
    return message("{body} {programme}", body=body, programme=programme_said(row))


def _decisions(rows: Sequence[Row]) -> Iterator[Block]:
    if not rows:
        yield Paragraph(message("No decisions were recorded in this year."))
        return
    title = message("Decisions of the steering group")
    yield Grid(Table(_DECISIONS, rows, title))


def _hours(rows: Sequence[Row]) -> Iterator[Block]:
    if not rows:
        yield Paragraph(message("No hours were promised or recorded."))
        return
    for year in dict.fromkeys(row["year"] for row in rows):
        own = [row for row in rows if row["year"] == year]
        title = message("Hours in budget year {year}, so far", year=year)
        yield Grid(
            Table(_HOURS, [*map(hours_row, own)], title, remark=hours_remark(own))
        )


def hours_row(row: Row) -> dict[str, Any]:
    """Hours without needless decimals, and what is left of what was promised."""
    left = max(0, cents(row["committed"]) - cents(row["recorded"]))
    told = {name: hours_said(cents(row[name])) for name in _FIGURES}
    named = {"name": short(row["name"])} if "name" in row else {}
    return {**row, **named, **told, "left": hours_said(left)}


_FIGURES = ("committed", "recorded", "borrowed", "lent")


def hours_said(hundredths: int) -> Message | None:
    """Hours; none is a dash."""
    if not hundredths:
        return None
    return message("{hours}", hours=Fraction(hundredths, 100))


def hours_remark(rows: Sequence[Row]) -> Message:
    """What borrowed is; and where nothing was recorded yet, that."""
    if not any(cents(row["recorded"]) for row in rows):
        return message(
            "No hours worked were recorded yet. Partners that are not named promised"
            " none."
        )
    return message(
        "Borrowed: hours of another partner's officials, paid by who borrows them."
        " Partners that are not named promised and worked none."
    )
