"""Accounts with an amount each, and a second column where they are compared."""

from collections.abc import Sequence

from domain.values.messages import Value, Words
from projections.report import Column, Row, Table
from projections.sums import cents, totals


def amounts_table(
    title: Value,
    rows: Sequence[Row],
    dates: Sequence[str],
    total: str,
    *,
    lines: bool = True,
) -> Table:
    """Accounts that are not nil, with their total; with `lines` false that alone."""
    names = ("amount", "compared")[: len(dates)]
    columns = [
        Column("account", "Account", flexible=True),
        *(Column(name, day, "amount") for name, day in zip(names, dates, strict=True)),
    ]
    sums = {"account": Words(total), **totals(rows, names)}
    if not lines:
        return Table(columns, [sums], title)
    moved = [row for row in rows if any(cents(row[name]) for name in names)]
    return Table(columns, moved, title, sums if moved else None)
