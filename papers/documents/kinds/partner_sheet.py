"""A partner on a few pages: what it paid, and what happened with it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from domain.values.messages import Message, Words, message
from papers.documents import tables
from papers.documents.blocks import (
    Block,
    Document,
    Grid,
    Heading,
    Paragraph,
    Rows,
    Slot,
)
from papers.documents.given import Data, day, euro, text
from projections.report import Column, Row, Table
from projections.sums import cents

NEEDED = ("organisation.name", "organisation.contact")
_SUMS = ("due", "received", "outstanding")
_CONTRIBUTIONS = (
    Column("year", "Budget year"),
    Column("due_date", "Due date"),
    Column("due", "Called", "amount"),
    Column("received", "Received", "amount"),
    Column("outstanding", "Outstanding", "amount"),
    Column("overdue", "Overdue", "amount", rare=True),
    Column("each", "Per inhabitant", "number"),
)
_PAYMENTS = (
    Column("date", "Date"),
    Column("year", "Budget year"),
    Column("document", "Voucher", "name"),
    Column("entry", "Entry", "number"),
    Column("amount", "Amount", "amount"),
)
_PROJECTS = (
    Column("title", "Project"),
    Column("role", "Role", "words"),
    Column("status", "Status", "words"),
    Column("own_contribution", "Own contribution", "amount"),
    Column("grant", "Grant", "amount"),
)
_HOURS = (
    Column("year", "Budget year"),
    Column("committed", "Committed", "amount"),
    Column("recorded", "Worked", "amount"),
    Column("borrowed", "Borrowed", "amount"),
    Column("lent", "Lent", "amount"),
)


def document(data: Data) -> Document:
    """The sheet."""
    title = message("{partner} in the partnership", partner=data["name"])
    return Document(title, [*_blocks(data)], subtitle=data["ledger"])


def _blocks(data: Data) -> Iterator[Block]:
    yield Slot("summary", [Paragraph(_summary(data))])
    yield Rows(
        [
            (message("position on"), day(data, "at")),
            (message("inhabitants"), _counted(data["inhabitants"])),
            (message("from"), text(data, "organisation.name")),
            (message("questions"), text(data, "organisation.contact")),
        ]
    )
    yield from _contributions(data)
    yield from _use(data)
    yield from _projects(data["projects"])
    yield from _hours(data["hours"])
    yield Slot("explanation")


def _each(row: Row) -> Message | None:
    """What was called per inhabitant, in euros with up to four decimals."""
    found = row["per_inhabitant"]
    return None if found is None else message("{euros}", euros=Fraction(found))


def _counted(number: int | None) -> Message | None:
    return None if number is None else message("{number:,}", number=number)


def _summary(data: Data) -> Message:
    if not data["contributions"]:
        return message(
            "Until {day} nothing was asked of {partner}.",
            day=day(data, "at"),
            partner=data["name"],
        )
    if not cents(data["total"]["outstanding"]):
        return message(
            "Until {day} {partner} was asked for {due}, and paid all of it.",
            day=day(data, "at"),
            partner=data["name"],
            due=euro(data, "total.due"),
        )
    return message(
        "Until {day} {partner} was asked for {due}. It paid {received};"
        " {outstanding} is outstanding, of which {overdue} is overdue.",
        day=day(data, "at"),
        partner=data["name"],
        **{name: euro(data, f"total.{name}") for name in (*_SUMS, "overdue")},
    )


def _contributions(data: Data) -> Iterator[Block]:
    yield Heading(message("What was asked and paid"))
    rows = [{**row, "each": _each(row)} for row in data["contributions"]]
    if not rows:
        yield Paragraph(message("No contribution was asked for yet."))
        return
    of_all = {"year": Words("Total"), **data["total"]} if len(rows) > 1 else None
    yield Grid(Table(_CONTRIBUTIONS, rows, message("Contributions"), of_all))
    if data["payments"]:
        sums = tables.total(data["payments"], "date", ("amount",))
        yield Grid(Table(_PAYMENTS, data["payments"], message("Payments"), sums))


def _use(data: Data) -> Iterator[Block]:
    yield Heading(message("What happened with it"))
    yield Paragraph(
        message(
            "Of what all partners paid {spent} was spent on grants and process costs."
            " By the contributions received {share} of that is the share of {partner}.",
            spent=euro(data, "spent"),
            share=euro(data, "share_of_spent"),
            partner=data["name"],
        )
    )
    title = message("The budget of all partners together, by programme")
    yield from tables.position(data["programmes"], title)


def _projects(rows: Sequence[Row]) -> Iterator[Block]:
    yield Heading(message("Projects it takes part in"))
    if not rows:
        yield Paragraph(message("It takes part in no project yet."))
        return
    sums = tables.total(rows, "title", ("own_contribution", "grant"))
    yield Grid(Table(_PROJECTS, rows, totals=sums), wide=True)


def _hours(rows: Sequence[Row]) -> Iterator[Block]:
    yield Heading(message("Hours"))
    if rows:
        yield Grid(Table(_HOURS, rows))
    else:
        yield Paragraph(message("No hours were recorded."))
