"""Tables in a letter: amounts and days as its sentences have them."""

import re
from datetime import date

from domain.values.messages import Euro
from projections.report import Row, Table
from projections.sums import cents

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def spelled_out(table: Table) -> Table:
    """The same table of typed values: amounts in euros, days as dates."""
    totals = table.totals
    return table._replace(
        rows=[_spelled_row(table, row) for row in table.rows],
        totals=None if totals is None else _spelled_row(table, totals),
    )


def _spelled_row(table: Table, row: Row) -> Row:
    amounts = {each.name for each in table.columns if each.kind == "amount"}
    return {name: _spelled_value(value, name in amounts) for name, value in row.items()}


def _spelled_value(value: object, is_amount: bool) -> object:  # noqa: FBT001  # of a column
    if is_amount and isinstance(value, str):
        return Euro(cents(value))
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    return value
