"""The account of a year: what came in, what it was spent on, what is left."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.values.messages import Message, Value, message, parts
from papers.documents import tables
from papers.documents.account_tables import account_table, signed
from papers.documents.blocks import Block, Grid, Heading, Paragraph
from papers.documents.given import Data, day
from papers.documents.naming import placed, short
from projections.report import Column, Row, Table
from projections.sums import cents

_SUMS = ("due", "received_in_year", "received", "outstanding")
_CONTRIBUTIONS = (
    Column("name", "Partner"),
    Column("due_date", "Due date"),
    Column("due", "Called", "amount"),
    Column("received_in_year", "Received this year", "amount"),
    Column("received", "Received so far", "amount"),
    Column("outstanding", "Outstanding", "amount", rare=True),
)
_MOVEMENT: Mapping[str, tuple[Message, int]] = {
    "opening": (message("Balance when the year began"), 1),
    "contributions": (message("Contributions of the partners"), 1),
    "funds_received": (message("Money of others, received"), 1),
    "refunds": (message("Grants that were paid back"), 1),
    "other_received": (message("Interest and other receipts"), 1),
    "suspense": (message("Money of unknown origin, on suspense"), 1),
    "grants_paid": (message("Less: grants paid"), -1),
    "process_costs": (message("Less: process costs"), -1),
    "funds_spent": (message("Less: money of others, spent"), -1),
    "other_paid": (message("Less: bank charges and other payments"), -1),
}
"""The terms of the year's movement by name, and their sign in its sum."""
_MOVED = (Column("said", "What"), Column("amount", "Amount", "amount"))
_BUDGET_SUMS = (
    *("opening", "allocated", "changes", "awarded", "released", "process_costs"),
    *("written_off", "available"),
)
_SPENDING = ("awarded", "process_costs", "written_off")
"""What lowers a budget: told with its sign."""
_BUDGET = (
    Column("said", "Programme and budget year"),
    Column("opening", "Available before", "amount"),
    Column("allocated", "New budget", "amount", rare=True),
    Column("changes", "Moved", "amount", rare=True),
    Column("awarded", "Awarded", "amount", rare=True),
    Column("released", "Released", "amount", rare=True),
    Column("process_costs", "Process costs", "amount", rare=True),
    Column("written_off", "Written off", "amount", rare=True),
    Column("available", "Available now", "amount"),
)
_RELEASED = message(
    "Each row adds up. Released: awarded before, and not needed after all, because a"
    " grant was withdrawn or determined lower."
)
_TRANSFERS = (
    Column("from", "From"),
    Column("to", "To"),
    Column("reason", "Reason"),
    Column("amount", "Amount", "amount"),
)
_FUNDS = (
    Column("title", "Project"),
    Column("sources", "Of"),
    Column("received_in_year", "Received this year", "amount"),
    Column("spent_in_year", "Spent this year", "amount"),
    Column("received", "Received so far", "amount"),
    Column("spent", "Spent so far", "amount"),
    Column("held", "Still held", "amount"),
)
_FUNDS_SUMS = ("received_in_year", "spent_in_year", "received", "spent", "held")


def money(data: Data) -> Iterator[Block]:
    """The movement of the year, and what the balance is for."""
    yield Heading(message("The current account"))
    movement = data["movement"]
    rows = [
        {"said": said, "amount": signed(movement[name], sign)}
        for name, (said, sign) in _MOVEMENT.items()
        if name == "opening" or cents(movement[name])
    ]
    end = {
        "said": message("Balance on {day}", day=day(data, "to")),
        "amount": movement["closing"],
    }
    title = message("Movement in {year}", year=data["year"])
    yield Grid(Table(_MOVED, rows, title, end))
    yield account_table(data["account"])


def contributions(rows: Sequence[Row]) -> Iterator[Block]:
    """Per budget year what partners paid this year, and so far."""
    yield Heading(message("Contributions of the partners"))
    if not rows:
        yield Paragraph(message("No contributions fell due or were paid this year."))
        return
    for year in dict.fromkeys(row["year"] for row in rows):
        own = [
            {**row, "name": short(row["name"])} for row in rows if row["year"] == year
        ]
        title = message("Budget year {year}", year=year)
        sums = tables.total(own, "name", _SUMS)
        yield Grid(Table(_CONTRIBUTIONS, own, title, sums))


def budget(data: Data) -> Iterator[Block]:
    """Programmes as they stand."""
    yield Heading(message("Budget by programme"))
    title = message(
        "Spent, committed and available on {day}, by programme", day=day(data, "to")
    )
    yield from tables.position(data["programmes"], title)


def course(data: Data) -> Iterator[Block]:
    """What became of the budget in the year."""
    if data["budget"]:
        yield Heading(message("Course of the budget"))
        yield _budget_table(data)


def _budget_table(data: Data) -> Grid:
    """A row adds up: what is spent has its sign."""
    rows = [
        {
            **row,
            "said": placed(row),
            **{name: signed(row[name], -1) for name in _SPENDING},
        }
        for row in data["budget"]
    ]
    title = message(
        "What became of the budget from {start} to {end}",
        start=day(data, "from"),
        end=day(data, "to"),
    )
    released = any(cents(row["released"]) for row in rows)
    remark = _RELEASED if released else message("Each row adds up.")
    sums = tables.total(rows, "said", _BUDGET_SUMS)
    return Grid(Table(_BUDGET, rows, title, sums, remark))


def transfers(rows: Sequence[Row]) -> Iterator[Block]:
    """Per decision what was moved between programmes and years."""
    yield Heading(message("Transfers of budget"))
    if not rows:
        yield Paragraph(message("No budget was moved in this year."))
        return
    for number in dict.fromkeys(row["decision"] for row in rows):
        own = [row for row in rows if row["decision"] == number]
        title = message(
            "Decision {number} of {day}", number=number, day=day(own[0], "date")
        )
        told = [*map(_moved, own)]
        yield Grid(Table(_TRANSFERS, told, title, tables.total(told, "from", _AMOUNT)))


_AMOUNT = ("amount",)


def _moved(row: Row) -> dict[str, Any]:
    sides = {
        side: placed(row, f"{side}_name", f"{side}_year") for side in ("from", "to")
    }
    return {**row, **sides, "reason": _why(row)}


def _why(row: Row) -> Value:
    if not row["carried"]:
        return row["reason"]
    if row["to_programme"] == row["from_programme"]:
        return message("carried over when the year was closed")
    return message("left when the year was closed; the programme ended")


def funds(data: Data) -> Iterator[Block]:
    """What others gave for projects, where there was any."""
    if not data["funds"]:
        return
    yield Heading(message("Money of others"))
    rows = [{**row, "sources": parts(row["sources"])} for row in data["funds"]]
    sums = tables.total(rows, "title", _FUNDS_SUMS)
    yield Grid(Table(_FUNDS, rows, totals=sums))
