"""Tables and bars that several reports have, of the rows of their JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.values.messages import Message, Value, Words, message
from papers.documents.blocks import Bar, Bars, Block, Grid, Paragraph
from papers.documents.naming import placed, programme_said
from projections.report import Column, Row, Table
from projections.sums import cents, totals

_FIGURES = ("ceiling", "spent", "committed", "available")
_POSITION = (
    Column("name", "Programme"),
    Column("year", "Budget year"),
    *(Column(name, name.capitalize(), "amount") for name in _FIGURES),
)
_GRANT = ("awarded", "paid", "committed")
_PROJECTS = (
    Column("title", "Project"),
    Column("recipient", "Recipient"),
    Column("placed", "Charged to"),
    Column("awarded", "Awarded", "amount"),
    Column("paid", "Paid", "amount"),
    Column("committed", "Still to pay", "amount"),
    Column("said", "Next step"),
)
_SETTLED = (
    *_PROJECTS[:5],
    Column("status", "Status", "words"),
)
_STEPS: Mapping[str, Message] = {
    "decide": message("decide on the application"),
    "pay": message("pay, then determine"),
    "determine": message("determine the grant"),
    "pay_balance": message("pay the balance"),
    "recover": message("recover what was paid too much"),
    "spend_funds": message("spend the money of others, or pay it back"),
    "none": message("none"),
}
_OVERDUE = (
    Column("name", "Partner"),
    Column("year", "Budget year"),
    Column("due_date", "Due date"),
    Column("overdue", "Overdue", "amount"),
)
_DEVIATIONS = (
    Column("decision", "Decision", "name"),
    Column("rule", "Deviation from", "words"),
    Column("scope", "For"),
    Column("room", "Room", "amount"),
    Column("share", "Share", rare=True),
    Column("used", "Used", "amount"),
    Column("left", "Left", "amount"),
)


_SEVERAL = 2


def total(rows: Sequence[Row], label: str, names: Sequence[str]) -> Row | None:
    """The row below a table of more than one row; its label stands in a column."""
    if len(rows) < _SEVERAL:
        return None
    return {label: Words("Total"), **totals(rows, names)}


def position(rows: Sequence[Row], title: Message) -> Iterator[Block]:
    """Per programme what became of its ceiling: drawn, and in figures."""
    if not rows:
        yield Paragraph(message("No programme has a budget yet."))
        return
    drawn = [row for row in rows if cents(row["ceiling"]) > 0]
    if drawn:
        yield Bars(title, [_bar(row) for row in drawn], tabled=True)
    told = [{**row, "name": programme_said(row)} for row in rows]
    yield Grid(Table(_POSITION, told, totals=total(rows, "name", _FIGURES)))


def _bar(row: Row) -> Bar:
    spent, committed, available, ceiling = (
        cents(row[name]) for name in ("spent", "committed", "available", "ceiling")
    )
    return Bar(placed(row), spent, committed, available, ceiling)


def project_tables(rows: Sequence[Row]) -> Iterator[Block]:
    """Projects that something is still to be done for, and those that are settled."""
    if not rows:
        yield Paragraph(message("No project was decided on yet."))
    told = [
        {**row, "placed": placed(row), "said": next_step_said(row)}
        for row in sorted(rows, key=lambda row: (row["name"], row["year"]))
    ]
    running = [row for row in told if row["next_step"] != "none"]
    settled = [row for row in told if row["next_step"] == "none"]
    for some, title, columns, amounts in (
        (running, message("Running"), _PROJECTS, _GRANT),
        (settled, message("Settled"), _SETTLED, _GRANT[:2]),
    ):
        if some:
            sums = total(some, "title", amounts)
            yield Grid(Table(columns, some, title, sums), wide=True)


def next_step_said(row: Row) -> Value:
    """What is next, and by when where that is known."""
    step = _STEPS[row["next_step"]]
    if row["determination_due"] is None:
        return step
    return message(
        "{step} (application by {day})", step=step, day=row["determination_due"]
    )


def overdue_table(rows: Sequence[Row]) -> Grid:
    """Contributions that were to be paid by now."""
    return Grid(Table(_OVERDUE, rows, totals=total(rows, "name", ("overdue",))))


def deviation_table(rows: Sequence[Row]) -> Grid:
    """Deviations with what is left of them."""
    return Grid(Table(_DEVIATIONS, [*map(deviation_row, rows)]), wide=True)


def deviation_row(row: Row) -> dict[str, Any]:
    """A deviation with what it is about in words, and how far it goes."""
    share = row["share"]
    return {
        **row,
        "scope": scope_said(row),
        "room": row["amount"],
        "share": None if share is None else message("{share}%", share=share),
    }


def scope_said(row: Row) -> Value:
    """What a deviation is about."""
    if row["title"] is not None:
        return row["title"]
    if row["name"] is not None:
        return placed(row) if row["year"] else programme_said(row)
    if row["year"] is not None:
        return message("budget year {year}", year=row["year"])
    return message("the current account")
