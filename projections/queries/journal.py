"""`journal`: every line as posted."""

from collections.abc import Iterator
from datetime import date

from projections.answers import journal as journals
from projections.query import Asked, query
from projections.ranges import FROM, TO
from projections.report import FORMATS, Column, Part, Report, Row, Table, sheet

_COLUMNS = (
    Column("entry", "Entry", "number"),
    Column("date", "Date"),
    Column("account", "Account", flexible=True),
    Column("debit", "Debit", "amount"),
    Column("credit", "Credit", "amount"),
)


@query(
    "journal",
    FROM,
    TO,
    formats=(*FORMATS, "hledger"),
    examples="""
    zuidas journal --from 2011-08-01 --to 2011-08-31
    zuidas journal -O hledger -o zuidas.journal
    """,
)
def journal(asked: Asked, start: date | None = None, end: date | None = None) -> Report:
    """Every line of the journal, in the order of entries."""
    view = asked.view
    if asked.shape == "hledger":
        made = {"hledger": lambda: journals.hledger(view, start, end)}
        return Report(None, tuple, texts=made)
    rows = [journals.line_json(x) for x in journals.journal(view, start, end)]

    def parts() -> Iterator[Part]:
        yield Table(_COLUMNS, [_sided(row) for row in rows], "Journal")

    return Report(rows, parts, sheet(rows, ("entry", "date", "account", "amount")))


def _sided(row: Row) -> Row:
    amount = str(row["amount"])
    credit = amount.startswith("-")
    return {
        **row,
        "debit": "" if credit else amount,
        "credit": amount[1:] if credit else "",
    }
