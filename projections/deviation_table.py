"""Deviations as a table: the same columns wherever they are listed."""

from collections.abc import Sequence
from typing import Any

from projections.report import Column, Row, Table

_COLUMNS = (
    Column("entry", "Entry", "number"),
    Column("rule", "Rule", "words"),
    Column("scope", "Scope", flexible=True),
    Column("new_limit", "New limit", "amount"),
    Column("new_share", "New share"),
    Column("beyond", "Beyond the ceiling", "amount"),
    Column("used", "Used", "amount"),
    Column("used_by", "Used by", "entries", flexible=True),
    Column("left", "Left", "amount", alarming=True),
    Column("motivation", "Motivation", "prose"),
)
_OF_A_PROJECT = ("maximum_per_project", "participation_share")
"""Their amount is the new limit; of a ceiling it is how far one may go beyond."""


def deviation_table(deviations: Sequence[Row]) -> Table:
    """Rows of `deviation_json`, with what each is about."""
    return Table(_COLUMNS, [_told(row) for row in deviations], "Deviations")


def _told(row: Row) -> dict[str, Any]:
    scope = [row[name] for name in ("project", "programme", "year") if row[name]]
    amount = "new_limit" if row["rule"] in _OF_A_PROJECT else "beyond"
    return {
        **row,
        "scope": " ".join(scope) or "all",
        amount: row["amount"],
        "new_share": None if row["share"] is None else f"{row['share']}%",
    }
