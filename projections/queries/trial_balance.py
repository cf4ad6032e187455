"""`trial-balance`: opening, debit, credit and closing of every account."""

from datetime import date

from domain.values.messages import Words
from projections.answers import statements
from projections.query import Asked, query
from projections.ranges import FROM, TO
from projections.report import Column, Report, Table, of_table
from projections.sums import totals

_AMOUNTS = ("opening", "debit", "credit", "closing")
_COLUMNS = (
    Column("account", "Account", flexible=True),
    *(Column(name, name.capitalize(), "amount") for name in _AMOUNTS),
)


@query(
    "trial-balance",
    FROM,
    TO,
    examples="""
    zuidas trial-balance --from 2011-08-01 --to 2012-07-31
    """,
)
def trial_balance(
    asked: Asked, start: date | None = None, end: date | None = None
) -> Report:
    """Opening, debit, credit and closing of every account."""
    rows = statements.trial_balance(asked.view, start, end)
    total = {"account": Words("Total"), **totals(rows, _AMOUNTS)}
    return of_table(Table(_COLUMNS, rows, "Trial balance", total))
