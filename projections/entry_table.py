"""Entries as a table: the same columns wherever entries are listed."""

from collections.abc import Sequence

from domain.values.messages import Value
from projections.report import Column, Row, Table, sheet

COLUMNS = (
    Column("entry", "Entry", "number"),
    Column("recorded_at", "Recorded", "moment", spare=True),
    Column("date", "Date"),
    Column("actor", "Actor", "name", spare=True),
    Column("command", "Command"),
    # A decision of its own, or the one that it follows: people need one column.
    Column("authority", "Rests on", "name"),
    Column("document", "Document", "name"),
    Column("project", "Project", "name"),
    Column("amount", "Amount", "amount"),
    Column("reversed_by", "Reversed by", "number", spare=True),
    Column("counterparty", "Counterparty", flexible=True),
    Column("description", "Description", flexible=True),
)
_SHEET = (
    *("entry", "recorded_at", "date", "actor", "command", "decision", "authority"),
    *("counterparty", "description", "document", "project", "amount", "reversed_by"),
    "id",
)


def entries_table(title: Value, found: Sequence[Row]) -> Table:
    """Rows of `entry_json`, one a line."""
    return Table(COLUMNS, found, title)


def entries_sheet(found: Sequence[Row]) -> Table:
    """Entries for CSV."""
    return sheet(found, _SHEET)
