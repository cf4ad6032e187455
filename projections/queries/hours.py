"""`hours`: what partners committed, worked, borrowed and lent."""

from projections.answers import hours as answers
from projections.query import Asked, Parameter, query
from projections.report import Column, Report, Table, of_table

_COLUMNS = (
    Column("year", "Year"),
    Column("partner", "Partner"),
    Column("committed", "Committed hours", "amount"),
    Column("recorded", "Worked", "amount"),
    Column("borrowed", "Borrowed", "amount", rare=True),
    Column("borrowed_amount", "For euros", "amount", rare=True),
    Column("lent", "Lent", "amount", rare=True),
    Column("lent_amount", "At euros", "amount", rare=True),
)


@query(
    "hours",
    Parameter("year", "year", "Of this budget year alone."),
    examples="""
    zuidas hours --year 2011
    """,
)
def hours(asked: Asked, year: str | None = None) -> Report:
    """Hours per partner and year: the minimum, what was worked, borrowed and lent."""
    rows = answers.hours(asked.view, year)
    return of_table(Table(_COLUMNS, rows, "Hours"))
