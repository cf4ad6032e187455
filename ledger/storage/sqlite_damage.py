"""What is wrong with a ledger file itself: its guards, tables, pages and indexes."""

import sqlite3
from collections.abc import Iterator

from domain.values.messages import Value
from ledger.storage import layouts, schema
from projections.finding import Finding


def damage(
    connection: sqlite3.Connection, layout: int, *, fast: bool
) -> Iterator[Finding]:
    """Dropped or changed guards and tables of the layout; damaged pages and indexes."""
    expected = set(schema.sqlite_statements(layouts.upto(layout)))
    stored = {
        str(row[0]): str(row[1])
        for row in connection.execute(
            "SELECT sql, name FROM sqlite_master WHERE sql IS NOT NULL"
        )
    }
    for text in sorted(expected - set(stored)):
        yield _damage(
            "SCHEMA_DIFFERS",
            "the ledger lacks: {split}…",
            split=" ".join(text.split())[:90],
        )
    for text in sorted(set(stored) - expected):
        yield _damage(
            "SCHEMA_DIFFERS",
            "{stored} does not belong in a ledger.",
            stored=stored[text],
        )
    check = "quick_check" if fast else "integrity_check"
    for (said,) in connection.execute(f"PRAGMA {check}(20)").fetchall():
        if said != "ok":
            yield _damage("DATABASE_DAMAGED", "SQLite finds: {row}.", row=said)


def _damage(code: str, template: str, **values: Value) -> Finding:
    return Finding("verify", code, "error", template, **values)
