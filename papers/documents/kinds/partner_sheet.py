"""A partner on a few pages: what it paid, and what happened with it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from domain.values.messages import Euro, Message, Value, Words, message, parts
from papers.documents import tables
from papers.documents.account_tables import account_table
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
from papers.documents.kinds.accountability_effort import hours_row
from papers.documents.naming import listed, partner_said, short
from projections.report import Column, Row, Table
from projections.sums import cents

NEEDED = ("organisation.name", "organisation.contact")
_SUMS = ("due", "received", "outstanding")
_CONTRIBUTIONS = (
    Column("year", "Budget year", "name"),
    Column("due_date", "Due date"),
    Column("due", "Called", "amount"),
    Column("received", "Received", "amount"),
    Column("outstanding", "Outstanding", "amount", rare=True),
    Column("overdue", "Overdue", "amount", rare=True),
    Column("each", "Per inhabitant", "number"),
)
_PAYMENTS = (
    Column("document", "Voucher", "name"),
    Column("entry", "Entry", "number"),
    Column("date", "Date"),
    Column("year", "Budget year", "name"),
    Column("late", "In time"),
    Column("amount", "Amount", "amount"),
)
_PROJECTS = (
    Column("about", "Project", flexible=True),
    Column("role", "Role", "words"),
    Column("grant", "Grant to the project", "amount"),
)
_OWN = "own_contribution"
_PROJECT_SUMS = (_OWN, "grant")
_HOURS = (
    Column("year", "Budget year", "name"),
    *(
        Column(name, title, "number")
        for name, title in (
            ("committed", "Promised"),
            ("recorded", "Worked"),
            ("borrowed", "Borrowed of others"),
            ("lent", "Lent to others"),
            ("left", "Still to work"),
        )
    ),
)
_GROUPS = (
    (("proposed", "awarded"), message("Running")),
    (("determined",), message("Settled")),
    (
        ("rejected", "retracted", "withdrawn"),
        message("Rejected, retracted or withdrawn"),
    ),
)
"""Statuses of projects, in the order in which they are told."""


def document(data: Data) -> Document:
    """The sheet."""
    title = message("{partner} in the partnership", partner=data["name"])
    return Document(title, [*_blocks(data)], subtitle=data["ledger"])


def _blocks(data: Data) -> Iterator[Block]:
    yield Rows(
        [
            (message("for"), data["name"]),
            (message("from"), text(data, "organisation.name")),
            (message("position on"), day(data, "at")),
            (message("inhabitants"), _counted(data["inhabitants"])),
            (message("questions"), text(data, "organisation.contact")),
        ]
    )
    yield Slot("summary", [Paragraph(_summary(data)), Paragraph(_next(data))])
    yield from _contributions(data)
    yield from _use(data)
    yield from _projects(data["projects"], short(data["name"]))
    yield from _hours(data)
    yield Slot("explanation")


def _next(data: Data) -> Message:
    found = data["next_due"]
    if found is None:
        return message("No further contribution was called yet.")
    return message(
        "The next contribution is {amount}, of budget year {year}, due on {day}.",
        amount=Euro(cents(found["outstanding"])),
        year=found["year"],
        day=day(found, "due_date"),
    )


def _each(row: Row) -> Message | None:
    """What was called per inhabitant, to the cent."""
    found = row["per_inhabitant"]
    if found is None:
        return None
    return message("{euros}", euros=Euro(round(Fraction(found) * 100)))


def _counted(number: int | None) -> Message | None:
    return None if number is None else message("{number:,}", number=number)


def _summary(data: Data) -> Message:
    if not data["contributions"]:
        return message(
            "Until {day} nothing was asked of {partner}.",
            day=day(data, "at"),
            partner=partner_said(data["name"]),
        )
    if not cents(data["total"]["outstanding"]):
        return message(
            "Until {day} {partner} was asked for {due}, and paid all of it.",
            day=day(data, "at"),
            partner=partner_said(data["name"]),
            due=euro(data, "total.due"),
        )
    return message(
        "Until {day} {partner} was asked for {due}. It paid {received};"
        " {outstanding} is outstanding, of which {overdue} is overdue.",
        day=day(data, "at"),
        partner=partner_said(data["name"]),
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
        told = [{**row, "late": _late(row)} for row in data["payments"]]
        sums = tables.total(told, "document", ("amount",))
        yield Grid(Table(_PAYMENTS, told, message("Payments"), sums))


def _late(row: Row) -> Message:
    if cents(row["amount"]) < 0:
        return message("paid back to the partner")
    if row["days_late"]:
        return message("{days} days after the due date", days=row["days_late"])
    return message("in time")


def _use(data: Data) -> Iterator[Block]:
    yield Heading(message("What the contributions were spent on"))
    if data["percentage"] is not None:
        yield Paragraph(_share(data))
    yield account_table(data["account"])
    yield from tables.position(
        data["programmes"], message("The budget of all partners together, by programme")
    )


def _share(data: Data) -> Value:
    """The partner's share with what it is a share of."""
    said = [
        message(
            "Together the partners paid {all} in contributions; {own} of that,"
            " {percentage}%, is of {partner}.",
            all=euro(data, "received_of_all"),
            own=euro(data, "total.received"),
            percentage=Fraction(data["percentage"]),
            partner=partner_said(data["name"]),
        ),
        message(
            "Of the contributions {spent} was spent on grants and process costs; by"
            " that percentage {share} of it is the partner's. Of what it paid"
            " {unspent} is not spent yet.",
            spent=euro(data, "spent"),
            share=euro(data, "share_of_spent"),
            unspent=euro(data, "unspent"),
        ),
    ]
    if cents(data["account"]["gap"]):
        said.append(
            message(
                "The budgets together are {gap} more than what the partners were asked"
                " for: nobody pays that gap.",
                gap=euro(data, "account.gap"),
            )
        )
    return parts(said, " ")


def _projects(rows: Sequence[Row], partner: str) -> Iterator[Block]:
    yield Heading(message("Projects that {partner} takes part in", partner=partner))
    if not rows:
        yield Paragraph(message("It takes part in no project yet."))
        return
    own_title = message("Contribution of {partner}", partner=partner)
    columns = [*_PROJECTS[:2], Column(_OWN, own_title, "amount"), *_PROJECTS[2:]]
    for statuses, title in _GROUPS:
        own = [
            {**row, "about": parts([row["title"], row["recipient"]], "\n")}
            for row in rows
            if row["status"] in statuses
        ]
        if own:
            counts = statuses != _GROUPS[-1][0]
            sums = tables.total(own, "about", _PROJECT_SUMS) if counts else None
            yield Grid(Table(columns, own, title, sums))
    yield Paragraph(
        message(
            "Below each project: who gets the grant. Its own contribution to a project"
            " is no part of the contributions above; of what was rejected, retracted or"
            " withdrawn it is that of the application."
        )
    )


def _hours(data: Data) -> Iterator[Block]:
    yield Heading(message("Hours"))
    rows = data["hours"]
    if not rows:
        yield Paragraph(message("No hours were promised or recorded."))
        return
    told = {row["year"] for row in rows}
    silent = [row["year"] for row in data["contributions"] if row["year"] not in told]
    remarks = [
        message(
            "Borrowed: hours of another partner's officials, paid by who borrows them."
        )
    ]
    if silent:
        remarks.append(
            message(
                "Of {years} no hours were promised or recorded.", years=listed(silent)
            )
        )
    table = Table(_HOURS, [*map(hours_row, rows)], remark=parts(remarks, " "))
    yield Grid(table)
