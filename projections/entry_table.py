"""Entries as a table: the same columns wherever entries are listed."""

from collections.abc import Collection, Sequence
from typing import Any

from domain.values.messages import Told, Value, message
from domain.values.texts import format_cents
from projections.answers.movements import (
    Movement,
    direction,
    movements,
    repeats_title,
)
from projections.report import Column, Row, Table, sheet
from projections.snapshot import View

COLUMNS = (
    Column("entry", "Entry", "number"),
    Column("recorded_at", "Recorded", "moment", spare=True, shared=True),
    Column("date", "Date"),
    Column("actor", "Actor", "name", spare=True, shared=True),
    Column("command", "Command"),
    Column("document", "Document", "name"),
    # A decision of its own, or the one that it follows: people need one column.
    Column("authority", "Rests on", "name"),
    Column("project", "Project", "name"),
    Column("amount", "Amount", "movement"),
    Column("reversed_by", "Reversed by", "number", spare=True),
    Column("budgets", "Budget", flexible=True, below=True),
    Column("rule", "Rule", flexible=True, below=True),
    Column("counterparty", "Counterparty", flexible=True),
    Column("description", "Description", flexible=True),
)
_SHEET = (
    *("entry", "recorded_at", "date", "actor", "command", "decision", "authority"),
    *("counterparty", "description", "document", "project", "amount", "reversed_by"),
    "id",
)


def entries_table(
    view: View, title: Value, found: Sequence[Row], without: Collection[str] = ()
) -> Table:
    """Rows of `entry_json`, one a line, the columns of `without` left out.

    An amount has a sign where it moved the current account. A description that only
    repeats the title of the entry's project is left out.
    """
    columns = [column for column in COLUMNS if column.name not in without]
    moved = movements(view, found)
    repeating = repeats_title(view, found)
    rows = [
        _told(
            {**row, "description": None} if row["entry"] in repeating else row,
            moved.get(row["entry"], Movement()),
        )
        for row in found
    ]
    return Table(columns, rows, title)


def _told(row: Row, moved: Movement) -> dict[str, Any]:
    amount = row["amount"]
    if moved.cents is not None:
        amount = f"{'+' * (moved.cents > 0)}{format_cents(moved.cents)}"
    elif amount is not None:
        amount = f"{('', '+', '-')[direction(row['command'])]}{amount}"
    words = row["description"]
    if moved.number is not None:
        said = message("{number}: {words}", number=moved.number, words=words)
        words = Told(said)
    return {
        **row,
        "amount": amount,
        "budgets": moved.budgets,
        "rule": moved.rule,
        "description": words,
    }


def entries_sheet(found: Sequence[Row]) -> Table:
    """Entries for CSV."""
    return sheet(found, _SHEET)
