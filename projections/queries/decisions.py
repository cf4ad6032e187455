"""`decisions`: the steering group's decisions."""

from projections.answers import decisions as answers
from projections.days import day_number
from projections.query import Asked, query
from projections.report import Column, Report, Table, of_table

_COLUMNS = (
    Column("number", "Number", "name"),
    Column("date", "Date"),
    Column("subject", "Subject", flexible=True),
    Column("entry", "Entry", "number"),
    Column("entries", "Resting on it", "number"),
    Column("reversed_by", "Reversed by", "number"),
)


@query(
    "decisions",
    examples="""
    zuidas decisions
    """,
)
def decisions(asked: Asked) -> Report:
    """The steering group's decisions, with what rests on each."""
    until = None if asked.until is None else day_number(asked.until)
    rows = answers.decisions(asked.view, until)
    return of_table(Table(_COLUMNS, rows, "Decisions"))
