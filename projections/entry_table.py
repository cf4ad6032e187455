"""Entries as a table: the same columns wherever entries are listed."""

from collections.abc import Sequence

from domain.values.messages import Value
from projections.answers.entries import Entry, entry_json
from projections.report import Column, Table, sheet

COLUMNS = (
    Column("entry", "Entry", "number"),
    Column("recorded_at", "Recorded", "moment", spare=True),
    Column("date", "Date"),
    Column("actor", "Actor", flexible=True, spare=True),
    Column("command", "Command"),
    Column("decision", "Decision", flexible=True),
    Column("document", "Document", flexible=True),
    Column("project", "Project", flexible=True),
    Column("amount", "Amount", "amount"),
    Column("reversed_by", "Reversed by", "number"),
    Column("counterparty", "Counterparty", flexible=True),
    Column("description", "Description", flexible=True),
)
_SHEET = (*(column.name for column in COLUMNS[:10]), "id")


def entries_table(title: Value, found: Sequence[Entry]) -> Table:
    """Entries, one a line."""
    rows = [
        {
            **entry_json(entry),
            "counterparty": entry.counterparty,
            "description": entry.description,
        }
        for entry in found
    ]
    return Table(COLUMNS, rows, title)


def entries_sheet(found: Sequence[Entry]) -> Table:
    """Entries for CSV."""
    return sheet([entry_json(entry) for entry in found], _SHEET)
