"""The statements that make the tables of a ledger, for both databases.

`stored_events` and `log_nodes` are the ledger itself and append-only; so is the record
of migrations. So are the values behind sealed fields, save that an erasure deletes
some. All other tables are projections: they can be deleted and rebuilt from the events
alone. Which tables there are stands in `layouts.py`.
"""

import re
from collections.abc import Sequence

from ledger.storage.layouts import (
    GUARDED,
    PROJECTIONS,
    STORED,
    names_of,
    tables_of,
)
from ledger.storage.tables import Kind, Layout

ERASABLE = "sealed_values"
"""The table whose rows an erasure deletes."""
APPLICATION_ID = 0x5A554944
"""`ZUID`: what SQLite's header says of the file's kind."""

SQLITE_TYPES = {
    "integer": "INTEGER",
    "text": "TEXT",
    "blob": "BLOB",
    "clustered": " WITHOUT ROWID",
}
# SQLite compares texts byte by byte; so must PostgreSQL, whatever the locale of its
# database, or ranges of names and of moments would hold other rows.
POSTGRES_TYPES = {
    "integer": "BIGINT",
    "text": 'TEXT COLLATE "C"',
    "blob": "BYTEA",
    "clustered": "",
}
SQLITE_NULLS = {"integer": "NULL", "text": "NULL", "blob": "NULL"}
POSTGRES_NULLS = {
    "integer": "NULL::BIGINT",
    "text": 'NULL::TEXT COLLATE "C"',
    "blob": "NULL::BYTEA",
}


def _made(
    layouts: Sequence[Layout], types: dict[str, str], *kinds: Kind
) -> tuple[str, ...]:
    """What makes the tables of these layouts, of some kinds or all, and the indexes."""
    tables = tables_of(layouts, *kinds)
    others = set(names_of(layouts)) - {table.name for table in tables}
    indexes = [
        index.statement
        for layout in layouts
        for index in layout.indexes
        if index.table not in others
    ]
    statements = [*(table.statement for table in tables), *indexes]
    return tuple(statement.format(**types) for statement in statements)


def _if_missing(statements: Sequence[str]) -> tuple[str, ...]:
    """The same, where it is not there."""
    return tuple(re.sub(_MAKES, r"\g<0>IF NOT EXISTS ", text) for text in statements)


_MAKES = "^CREATE (TABLE|INDEX|UNIQUE INDEX) "


# -- SQLite -------------------------------------------------------------------------

_SQLITE_CHANGING = """CREATE TRIGGER {table}_no_{end} BEFORE {verb} ON {table}
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"""
_SQLITE_ADDING = """CREATE TRIGGER {table}_{end} BEFORE INSERT ON {table}
        WHEN {when}
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"""
# INSERT OR REPLACE deletes without asking the delete trigger (unless recursive triggers
# are on), so the insert itself is guarded: of events only the next may come.
_SQLITE_NOT_ADDED = {
    "stored_events": (
        "next_only",
        """NEW.entry IS NOT (SELECT COALESCE(MAX(entry), 0) + 1 FROM stored_events)
        OR EXISTS (SELECT 1 FROM stored_events
            WHERE originator_id = NEW.originator_id
            AND originator_version = NEW.originator_version)""",
    ),
    "log_nodes": (
        "no_replace",
        """EXISTS (SELECT 1 FROM log_nodes
            WHERE level = NEW.level AND position = NEW.position)""",
    ),
    "migrations": (
        "no_replace",
        "EXISTS (SELECT 1 FROM migrations WHERE layout = NEW.layout)",
    ),
    "sealed_values": (
        "no_replace",
        """EXISTS (SELECT 1 FROM sealed_values
            WHERE entry = NEW.entry AND place = NEW.place)""",
    ),
    "sealed_withheld": (
        "no_replace",
        "EXISTS (SELECT 1 FROM sealed_withheld WHERE entry = NEW.entry)",
    ),
}


def sqlite_tables(layouts: Sequence[Layout]) -> tuple[str, ...]:
    """Tables and indexes in SQLite; `sqlite_guards` keeps them append-only."""
    return _made(layouts, SQLITE_TYPES, *STORED)


def sqlite_projections(layouts: Sequence[Layout]) -> tuple[str, ...]:
    """Tables and indexes of projections, where they are gone."""
    return _if_missing(_made(layouts, SQLITE_TYPES, *PROJECTIONS))


def sqlite_guards(layouts: Sequence[Layout], *tables: str) -> tuple[str, ...]:
    """The triggers that keep tables append-only; of some of them or all."""
    statements = []
    for table in _of(names_of(layouts, *GUARDED), tables):
        end, when = _SQLITE_NOT_ADDED[table]
        statements += [
            *(
                _SQLITE_CHANGING.format(table=table, end=verb.lower(), verb=verb)
                for verb in ("UPDATE", "DELETE")
            ),
            _SQLITE_ADDING.format(table=table, end=end, when=when),
        ]
    return tuple(statements)


def sqlite_statements(layouts: Sequence[Layout]) -> tuple[str, ...]:
    """Everything that makes an empty SQLite file a ledger's."""
    return (*sqlite_tables(layouts), *sqlite_guards(layouts))


def sqlite_unguarded(layouts: Sequence[Layout], *tables: str) -> tuple[str, ...]:
    """What takes these guards away, where they are."""
    guards = sqlite_guards(layouts, *tables)
    return tuple(f"DROP TRIGGER IF EXISTS {text.split()[2]}" for text in guards)


def sqlite_rewritten(layouts: Sequence[Layout], table: str) -> tuple[str, ...]:
    """What writes the rows of a table anew, on pages that held none of its others.

    A row that moved to another page, as a full page was split, leaves its bytes on the
    first one, and deleting it does not reach them. Dropping a table does: all its pages
    fall free, and those are overwritten (`secure_delete`).
    """
    [made] = (each for each in tables_of(layouts) if each.name == table)
    own = made.statement.format(**SQLITE_TYPES)
    kept = f"{table}_kept"
    return (
        own.replace(f"CREATE TABLE {table} ", f"CREATE TABLE {kept} ", 1),
        f"INSERT INTO {kept} SELECT * FROM {table}",
        f"DROP TABLE {table}",
        own,
        f"INSERT INTO {table} SELECT * FROM {kept}",
        f"DROP TABLE {kept}",
    )


def _of(names: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """Those names that are wanted; all where none are named."""
    return tuple(name for name in names if not wanted or name in wanted)


# -- PostgreSQL ---------------------------------------------------------------------

META_TABLE = "ledger_meta"
"""PostgreSQL only: says that this is a ledger, and of which layout."""
_META = f"CREATE TABLE {META_TABLE} (program TEXT NOT NULL, layout BIGINT NOT NULL)"
NOT_APPENDED = "ZL001"
"""SQLSTATE of a change to what is append-only."""
FORGED_USER = "ZL002"
"""SQLSTATE of an event that names another session user than the server does."""

# The functions trust no name of the caller's: whoever may append could otherwise lay
# a function of their own before the server's. The tables are named in full.
POSTGRES_PATH = "search_path=pg_catalog, pg_temp"
_POSTGRES_FUNCTION = """CREATE FUNCTION {name}() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $${body}$$"""
_POSTGRES_BODIES = {
    "ledger_is_append_only": f"""
    BEGIN
        RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = '{NOT_APPENDED}';
    END""",
    "ledger_next_event_only": f"""
    DECLARE
        event json := convert_from(NEW.state, 'UTF8')::json;
    BEGIN
        IF NEW.entry IS DISTINCT FROM
            (SELECT COALESCE(MAX(entry), 0) + 1 FROM {{schema}}.stored_events)
            OR NEW.entry IS DISTINCT FROM (event ->> 'entry')::bigint
        THEN
            RAISE EXCEPTION 'the ledger is append-only: only the next entry may come'
                USING ERRCODE = '{NOT_APPENDED}';
        END IF;
        IF event -> 'actor' ->> 'session_user' IS DISTINCT FROM session_user THEN
            RAISE EXCEPTION 'the event names session user %, but this is %',
                event -> 'actor' ->> 'session_user', session_user
                USING ERRCODE = '{FORGED_USER}';
        END IF;
        RETURN NEW;
    END""",
}
_CHANGING = "BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT"
_ADDING = "BEFORE INSERT ON {table} FOR EACH ROW"


def _postgres_triggers(
    layouts: Sequence[Layout],
) -> tuple[tuple[str, str, str, str], ...]:
    """Table, name of the trigger, when it fires, and the function it calls."""
    found = [
        (table, "no_change", _CHANGING, "ledger_is_append_only")
        for table in names_of(layouts, *GUARDED, "lock")
    ]
    if "stored_events" in names_of(layouts):
        found.append(("stored_events", "next_only", _ADDING, "ledger_next_event_only"))
    return tuple(
        (table, f"{table}_{end}", when.format(table=table), function)
        for table, end, when, function in found
    )


def postgres_tables(layouts: Sequence[Layout]) -> tuple[str, ...]:
    """Tables and indexes in PostgreSQL, closed to everyone but their owner."""
    first, last = layouts[0].number, layouts[-1].number
    names = names_of(layouts) if first > 1 else postgres_names(layouts)
    meta = [f"UPDATE {META_TABLE} SET layout = {last}"]
    if first == 1:
        meta = [_META, f"INSERT INTO {META_TABLE} VALUES ('zuidas-ledger', {last})"]
    locks = [f"INSERT INTO {name} VALUES (1)" for name in names_of(layouts, "lock")]
    closed = [f"REVOKE ALL ON {', '.join(names)} FROM PUBLIC"] if names else []
    return (*_made(layouts, POSTGRES_TYPES), *locks, *meta, *closed)


def postgres_projections(layouts: Sequence[Layout]) -> tuple[str, ...]:
    """Tables and indexes of projections, where they are gone."""
    return _if_missing(_made(layouts, POSTGRES_TYPES, *PROJECTIONS))


def postgres_names(layouts: Sequence[Layout]) -> tuple[str, ...]:
    """Every table of a ledger of these layouts."""
    return (META_TABLE, *names_of(layouts))


def postgres_guards(
    layouts: Sequence[Layout], schema: str, *tables: str
) -> tuple[str, ...]:
    """What keeps them append-only; `schema` is their schema as a quoted name.

    The triggers fire always, also for a session that plays a replica. Of some `tables`
    alone the functions are there already.
    """
    statements = []
    if layouts[0].number == 1 and not tables:
        statements = [
            _POSTGRES_FUNCTION.format(name=name, body=body.format(schema=schema))
            for name, body in _POSTGRES_BODIES.items()
        ]
    for table, name, fires, function in _postgres_triggers(layouts):
        if tables and table not in tables:
            continue
        statements += [
            f"CREATE TRIGGER {name} {fires} EXECUTE FUNCTION {function}()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        ]
    return tuple(statements)


def postgres_unguarded(layouts: Sequence[Layout], *tables: str) -> tuple[str, ...]:
    """What takes the guards of these tables away, where they are."""
    return tuple(
        f"DROP TRIGGER IF EXISTS {name} ON {table}"
        for table, name, _, _ in _postgres_triggers(layouts)
        if table in tables
    )


def postgres_guard_bodies(
    layouts: Sequence[Layout], schema: str
) -> tuple[tuple[str, str, str], ...]:
    """Table, name and function body of every trigger, to see whether it still is so."""
    return tuple(
        (table, name, _POSTGRES_BODIES[function].format(schema=schema))
        for table, name, _, function in _postgres_triggers(layouts)
    )


def postgres_guard_functions(layouts: Sequence[Layout]) -> dict[tuple[str, str], str]:
    """The name of the function that a trigger of that table and name calls."""
    return {
        (table, name): function
        for table, name, _, function in _postgres_triggers(layouts)
    }


LOCK_TABLE = "writer_lock"
"""PostgreSQL only: holds the row that a writer locks."""


def has_lock_table(layouts: Sequence[Layout]) -> bool:
    """Whether ledgers of these layouts have it."""
    return LOCK_TABLE in names_of(layouts, "lock")
