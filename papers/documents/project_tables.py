"""Tables of projects: what runs, what is settled, and what gets no money."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from domain.values.messages import Message, Value, message, parts
from papers.documents.blocks import Block, Grid, Paragraph
from papers.documents.naming import placed
from papers.documents.tables import total
from projections.report import Column, Row, Table

_RUNNING = (
    Column("about", "Project", flexible=True),
    Column("awarded", "Awarded", "amount"),
    Column("paid", "Paid", "amount"),
    Column("committed", "Still to pay", "amount"),
    Column("recoverable", "Still to recover", "amount", rare=True),
    Column("said", "Next step"),
)
_RUNNING_SUMS = ("awarded", "paid", "committed", "recoverable")
_SETTLED = (
    Column("about", "Project", flexible=True),
    Column("awarded", "Awarded", "amount"),
    Column("determined", "Determined", "amount"),
    Column("paid", "Paid", "amount"),
    Column("refunded", "Paid back", "amount", rare=True),
    Column("written_off", "Written off", "amount", rare=True),
)
_PAID = (
    Column("paid_in_year", "Paid this year", "amount"),
    Column("paid", "Paid so far", "amount"),
)
_SETTLED_SUMS = ("awarded", "determined", "paid", "refunded", "written_off")
_DROPPED = (
    Column("about", "Project", flexible=True),
    Column("status", "Outcome", "words"),
    Column("requested", "Requested", "amount"),
    Column("awarded", "Awarded", "amount", rare=True),
    Column("reason", "Reason"),
)
_STEPS: Mapping[str, Message] = {
    "decide": message("decide on the application"),
    "pay": message("pay the rest"),
    "determine": message("determine the grant"),
    "pay_balance": message("pay the balance"),
    "recover": message("recover what was paid too much"),
    "spend_funds": message("spend the money of others, or pay it back"),
    "none": message("none"),
}


def project_tables(rows: Sequence[Row], dropped: Sequence[Row]) -> Iterator[Block]:
    """Projects that something is to be done for, without money, and settled."""
    if not rows and not dropped:
        yield Paragraph(message("No project was decided on yet."))
    yield from _running([row for row in rows if row["next_step"] != "none"])
    if dropped:
        told = [{**row, "about": project_said(row)} for row in in_place(dropped)]
        sums = total(dropped, "about", ("requested", "awarded"))
        title = message("Rejected, retracted or withdrawn")
        yield Grid(Table(_DROPPED, told, title, sums))
    yield from _settled([row for row in rows if row["next_step"] == "none"])


def _running(rows: Sequence[Row]) -> Iterator[Block]:
    if rows:
        told = [
            {**row, "about": project_said(row), "said": next_step_said(row)}
            for row in in_place(rows)
        ]
        sums = total(rows, "about", _summed(_RUNNING_SUMS, rows))
        yield Grid(Table(in_year(_RUNNING, rows), told, message("Running"), sums))


def _settled(rows: Sequence[Row]) -> Iterator[Block]:
    if rows:
        told = [{**row, "about": project_said(row)} for row in in_place(rows)]
        determined = [
            {**row, "determined": row["determined"] or "0.00"} for row in rows
        ]
        sums = total(determined, "about", _summed(_SETTLED_SUMS, rows))
        remark = message(
            "Determined: what the grant came to when the project was done. What was"
            " paid above that is paid back or written off."
        )
        columns = in_year(_SETTLED, rows)
        yield Grid(Table(columns, told, message("Settled"), sums, remark))


def in_place(rows: Sequence[Row]) -> list[Row]:
    """Projects by programme and year."""
    return sorted(rows, key=lambda row: (row["name"], row["year"]))


def project_said(row: Row) -> Value:
    """A project, and below it who gets the grant and what it is charged to."""
    whose = message(
        "{recipient}; {placed}", recipient=row["recipient"], placed=placed(row)
    )
    return parts([row["title"], whose], "\n")


def next_step_said(row: Row) -> Value:
    """What is next, and by when where that is known."""
    step = _STEPS[row["next_step"]]
    if row["status"] != "awarded":
        return step
    if row["determination_due"] is None:
        return message("{step}; no date is set for the determination", step=step)
    return message(
        "{step}; the recipient asks for determination by {day}",
        step=step,
        day=date.fromisoformat(row["determination_due"]),
    )


def _summed(names: Sequence[str], rows: Sequence[Row]) -> Sequence[str]:
    return (*names, "paid_in_year") if "paid_in_year" in rows[0] else names


def in_year(columns: Sequence[Column], rows: Sequence[Row]) -> list[Column]:
    """Where a report is of a year, what was paid in it, and not what comes next."""
    if "paid_in_year" not in rows[0]:
        return [*columns]
    place = next(n for n, column in enumerate(columns) if column.name == "paid")
    rest = [column for column in columns[place + 1 :] if column.name != "said"]
    return [*columns[:place], *_PAID, *rest]
