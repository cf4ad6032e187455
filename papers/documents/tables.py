"""Tables and bars that several reports have, of the rows of their JSON."""

from collections.abc import Iterator, Sequence

from domain.values.messages import Message, Words, message
from papers.documents.blocks import Bar, Bars, Block, Grid, Paragraph
from papers.documents.naming import placed, programme_said
from projections.report import Column, Row, Table
from projections.sums import cents, totals

_FIGURES = ("ceiling", "spent", "committed", "available")
_POSITION = (
    Column("name", "Programme"),
    Column("year", "Budget year", "name"),
    Column("ceiling", "Ceiling", "amount"),
    Column("spent", "Spent", "amount"),
    Column("process_costs", "Of which process costs", "amount", rare=True),
    Column("committed", "Committed", "amount"),
    Column("available", "Available", "amount"),
)
_POSITION_SUMS = (*_FIGURES, "process_costs")
_OVERDUE = (
    Column("name", "Partner"),
    Column("year", "Budget year"),
    Column("due_date", "Due date"),
    Column("overdue", "Overdue", "amount"),
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
    drawn = [row for row in rows if row["open"] and cents(row["ceiling"]) > 0]
    if drawn:
        yield Bars(title, [_bar(row) for row in drawn], tabled=True)
    told = [{**row, "name": programme_said(row)} for row in rows]
    remark = message(
        "Budget year: the budget of one year. Ceiling: what a programme may spend of"
        " it. Spent: grants paid, less what came or comes back, with process costs."
        " Committed: awarded and not yet paid. Available: the rest."
    )
    sums = total(rows, "name", _POSITION_SUMS)
    yield Grid(
        Table(_POSITION, told, message("All budget years"), totals=sums, remark=remark)
    )


def _bar(row: Row) -> Bar:
    spent, committed, available, ceiling = (
        cents(row[name]) for name in ("spent", "committed", "available", "ceiling")
    )
    return Bar(placed(row), spent, committed, available, ceiling)


def overdue_table(rows: Sequence[Row]) -> Grid:
    """Contributions that were to be paid by now."""
    return Grid(Table(_OVERDUE, rows, totals=total(rows, "name", ("overdue",))))
