"""`bank statements`: what was registered of each bank account."""

from projections.answers import bank
from projections.bank_parts import ACCOUNT
from projections.query import Asked, query
from projections.report import TO_DAY, Column, Report, Table, of_table

_COLUMNS = (
    Column("entry", "Entry", "number"),
    Column("account", "Account", "name"),
    Column("number", "Number", "name"),
    Column("from", "From"),
    Column("to", TO_DAY),
    Column("opening", "Opening", "amount"),
    Column("sum", "Lines", "movement"),
    Column("closing", "Closing", "amount"),
    Column("lines", "Count", "number"),
)


@query(
    "bank statements",
    ACCOUNT,
    examples="""
    zuidas bank statements
    zuidas bank statements rc -O json
    """,
    chapter="Bank: statements and reconciliation",
)
def bank_statements(asked: Asked, account: str | None = None) -> Report:
    """List the statements that stand, with their balances; none after the date."""
    view = asked.view
    if account is not None:
        bank.account_of(view, account)
    rows = [
        bank.statement_json(each)
        for each in bank.statements_of(view)
        if each.to_day <= view.day and account in (None, each.account)
    ]
    return of_table(Table(_COLUMNS, rows, "Statements"))
