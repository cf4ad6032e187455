"""Deviations as a table: the same columns wherever they are listed."""

from collections.abc import Sequence

from projections.report import Column, Row, Table

_COLUMNS = (
    Column("entry", "Entry", "number"),
    Column("rule", "Rule", "words"),
    Column("scope", "Scope", flexible=True),
    Column("amount", "Amount", "amount"),
    Column("share", "Share"),
    Column("used", "Used", "amount"),
    Column("used_by", "By", "entries", flexible=True),
    Column("left", "Left", "amount"),
    Column("motivation", "Motivation", "prose"),
)


def deviation_table(deviations: Sequence[Row]) -> Table:
    """Rows of `deviation_json`, with what each is about."""
    return Table(_COLUMNS, [_scoped(row) for row in deviations], "Deviations")


def _scoped(row: Row) -> Row:
    scope = [row[name] for name in ("project", "programme", "year") if row[name]]
    return {**row, "scope": " ".join(scope) or "all"}
