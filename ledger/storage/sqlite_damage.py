"""What is wrong with a ledger file itself: its guards, tables, pages and indexes.

The schema is compared to the letter. What does not belong in it is never read: a view
of a table's name may be endless, a trigger or an index run whatever it likes.
"""

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from domain.values.messages import Quoted, Value, message
from ledger.storage import layouts, schema

if TYPE_CHECKING:
    from projections.finding import Finding

_MOST_SHOWN = 20


class Made(NamedTuple):
    """A row of SQLite's schema."""

    kind: str
    name: str
    table: str
    statement: str | None


def strangers(connection: sqlite3.Connection, layout: int) -> "Iterator[Finding]":
    """What is in the schema and not of the layout, or other than it has it."""
    expected = _expected(layout)
    tables = {made.table for made in expected}
    shown = 0
    for made in _stored(connection, len(expected) + len(tables)):
        if made in expected or _is_key(made, tables):
            expected.discard(made)
            continue
        shown += 1
        if shown > _MOST_SHOWN:
            return
        yield _differs(
            "the {kind} {name} does not belong in a ledger; nothing of it was read.",
            kind=message(made.kind) if made.kind in _KINDS else Quoted(made.kind),
            name=Quoted(made.name),
        )


def damage(
    connection: sqlite3.Connection, layout: int, *, fast: bool
) -> "Iterator[Finding]":
    """Dropped guards and tables of the layout; damaged pages and indexes."""
    expected = _expected(layout)
    present = set(_stored(connection, 2 * len(expected)))
    for made in sorted(expected - present):
        yield _differs(
            "the ledger lacks: {split}…",
            split=" ".join(str(made.statement).split())[:90],
        )
    check = "quick_check" if fast else "integrity_check"
    for (said,) in connection.execute(f"PRAGMA {check}(20)").fetchall():
        if said != "ok":
            yield _damage("DATABASE_DAMAGED", "SQLite finds: {row}.", row=said)


_KINDS = ("table", "index", "trigger", "view")


def _expected(layout: int) -> set[Made]:
    return {_made(text) for text in schema.sqlite_statements(layouts.upto(layout))}


def _made(statement: str) -> Made:
    """Of one of our own, `CREATE [UNIQUE] KIND NAME [BEFORE ...] [ON TABLE] ...`.

    By its words: every query looks at the schema, and would wait for a pattern.
    """
    head = statement.partition("(")[0].split()
    if head[1] == "UNIQUE":
        del head[1]
    kind, name = head[1].lower(), head[2]
    table = name if kind == "table" else head[head.index("ON") + 1]
    return Made(kind, name, table, statement)


def _stored(connection: sqlite3.Connection, most: int) -> Iterator[Made]:
    """The schema's rows, those beyond so many left out: something is wrong anyway."""
    rows = connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master LIMIT ?",
        (most + _MOST_SHOWN + 1,),
    )
    for kind, name, table, statement in rows:
        text = None if statement is None else str(statement)
        yield Made(str(kind), str(name), str(table), text)


def _is_key(made: Made, tables: set[str]) -> bool:
    """The index that SQLite itself makes of a key of one of these tables."""
    own = made.kind == "index" and made.statement is None and made.table in tables
    return own and made.name in (
        f"sqlite_autoindex_{made.table}_{number}" for number in range(1, 10)
    )


def _differs(template: str, **values: Value) -> "Finding":
    return _damage("GUARDS_DIFFER", template, **values)


def _damage(code: str, template: str, **values: Value) -> "Finding":
    from projections.finding import Finding

    return Finding("verify", code, "error", template, **values)
