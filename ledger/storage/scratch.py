"""A place for the tables of a ledger while the program runs, and no longer.

It is in memory, and beyond a bound in a file without a name in the folder for temporary
files, which goes with the program. Nothing of it is a ledger: what would break a
constraint there may be exactly what is looked for, so it has none.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from ledger.storage import layouts, schema
from ledger.storage.sqlite import SQLiteStore
from ledger.storage.sqlite_errors import translated

TABLES = frozenset(
    (
        *("entries", "accounts", "lines", "frameworks", "framework_codes"),
        *("day_totals", "month_totals", "block_totals", "part_balances"),
        *("bank_statements", "bank_lines", "bank_answers"),
    )
)
"""The projections that rules look at; to ask for another is an error at once."""
_INDEXES = frozenset(
    (
        *("entries_by_command_id", "entries_by_project", "entries_by_decision"),
        *("entries_by_reversed", "entries_by_year", "entries_by_command"),
        *("lines_by_account", "bank_statements_by_account"),
        "bank_statements_by_id",
        *("bank_answers_by_line", "bank_answers_by_entry"),
    )
)
_EVENTS = (
    "CREATE TABLE stored_events (entry INTEGER PRIMARY KEY, originator_id TEXT,"
    " originator_version INTEGER, topic TEXT, state BLOB)"
)
_CACHE = "PRAGMA cache_size=-32768"
"""Kilobytes that stay in memory."""


def scratch_store() -> SQLiteStore:
    """An empty one; it is gone when it is closed."""
    path = Path("a temporary file")
    with translated(path):
        connection = sqlite3.connect("", isolation_level=None)
        for statement in (_CACHE, "PRAGMA journal_mode=OFF", "BEGIN", *_statements()):
            connection.execute(statement)
    return SQLiteStore(path, connection, layouts.CURRENT)


def _statements() -> Iterator[str]:
    present = layouts.upto(layouts.CURRENT)
    yield _EVENTS
    for table in layouts.tables_of(present):
        if table.name in TABLES:
            yield table.statement.format(**schema.SQLITE_TYPES)
    for layout in present:
        for index in layout.indexes:
            if index.name in _INDEXES:
                yield index._replace(unique=False).statement
