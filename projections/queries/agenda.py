"""`agenda`: what is to be done, by when, and with which command."""

from domain.values.messages import Words
from projections.answers import agenda as answers
from projections.query import Asked, query
from projections.report import Column, Report, Row, Table, of_table, sheet

_COLUMNS = (
    Column("date", "Date"),
    Column("late", "", "text"),
    Column("rule", "What", "words"),
    Column("subject", "Of", flexible=True),
    Column("command", "Command", flexible=True),
)


@query(
    "agenda",
    examples="""
    zuidas agenda
    zuidas agenda --at 2012-08-01 -O json
    """,
)
def agenda(asked: Asked) -> Report:
    """What waits for somebody: contributions, proposals, years, meetings, letters.

    Each with its date and the command that settles it; what is past its date is
    overdue.
    """
    view = asked.view
    rows: list[dict[str, object]] = [
        {
            **item._asdict(),
            "date": item.date.isoformat(),
            "overdue": item.date < view.at,
        }
        for item in answers.agenda(view)
    ]
    names = ("date", "rule", "subject", "command", "overdue")
    table = Table(_COLUMNS, [_told(row) for row in rows], "Agenda")
    return of_table(table, rows, sheet(rows, names))


def _told(row: Row) -> Row:
    return {**row, "late": Words("overdue") if row["overdue"] else ""}
