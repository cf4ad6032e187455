"""What is wrong with a ledger's tables in PostgreSQL, told from its catalogue.

Everything is compared exactly with what the layout makes: tables and columns, keys and
indexes, guards, and who may do what.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg

from domain.values.messages import Message, Value, Words, message
from ledger.storage import layouts, schema
from ledger.storage.postgres_guards import Place, wrong_guards
from ledger.storage.postgres_powers import Place as Powers
from ledger.storage.postgres_powers import weakening
from ledger.storage.postgres_rights import excess, held
from ledger.storage.tables import Layout, Table
from projections.finding import Finding

Connection = psycopg.Connection[tuple[Any, ...]]

# A view of a table's name may be endless; a table that others inherit from, or one with
# row security, gives rows that are not its own, or not all of them. The numbers of the
# two collations are PostgreSQL's own and the same everywhere.
_RELATIONS = """
    SELECT c.relname::text, c.relkind::text, c.relpersistence::text,
        c.relrowsecurity OR c.relforcerowsecurity,
        c.reloftype <> 0 OR EXISTS (
            SELECT 1 FROM pg_inherits i WHERE c.oid IN (i.inhparent, i.inhrelid)),
        ARRAY(SELECT concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
                CASE a.attcollation WHEN 0 THEN NULL WHEN 950 THEN 'C'
                    WHEN 100 THEN 'default' ELSE 'another collation' END,
                CASE WHEN a.attnotnull THEN 'NOT NULL' END,
                CASE WHEN a.atthasdef THEN 'DEFAULT' END,
                NULLIF(a.attidentity::text || a.attgenerated::text, ''))
            FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = ANY($2) ORDER BY c.relname
"""
_OWNERS = """
    SELECT c.relname::text, c.relkind::text, r.rolname::text, c.relpersistence::text
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.oid = c.relowner
    WHERE n.nspname = $1 AND c.relname = ANY($2) ORDER BY c.relname
"""
_CONSTRAINTS = """
    SELECT COALESCE(c.relname::text, ''), k.conname::text, k.contype::text,
        pg_get_constraintdef(k.oid), k.convalidated
    FROM pg_constraint k LEFT JOIN pg_class c ON c.oid = k.conrelid
    WHERE k.contype <> 't' AND EXISTS (SELECT 1 FROM pg_class o
        JOIN pg_namespace n ON n.oid = o.relnamespace
        WHERE n.nspname = $1 AND o.relname = ANY($2)
            AND o.oid IN (k.conrelid, k.confrelid))
    ORDER BY 1, 2
"""
# The index of a key is told by its key.
_INDEXES = """
    SELECT x.relname::text, i.indisvalid AND i.indisready AND i.indislive,
        CASE WHEN EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.oid
            AND k.conrelid = c.oid AND k.contype IN ('p', 'u'))
        THEN NULL ELSE pg_get_indexdef(x.oid) END
    FROM pg_index i
    JOIN pg_class x ON x.oid = i.indexrelid
    JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = ANY($2) ORDER BY x.relname
"""
_COLUMN_TYPES = {"integer": "bigint", "text": "text C", "blob": "bytea"}
_META_COLUMNS = ["program text default NOT NULL", "layout bigint NOT NULL"]
_ROWS = (
    (schema.META_TABLE, f"SELECT program FROM {schema.META_TABLE}", "zuidas-ledger"),
    (schema.LOCK_TABLE, f"SELECT writer FROM {schema.LOCK_TABLE}", 1),
)
"""Tables of one row, and what stands in it."""


def strangers(connection: Connection, layout: int, namespace: str) -> Iterator[Finding]:
    """What has the name of a ledger's table and is none: nothing of it may be read."""
    wanted = {
        table.name: _columns(table) for table in layouts.tables_of(layouts.upto(layout))
    }
    wanted[schema.META_TABLE] = _META_COLUMNS
    place = (namespace, list(wanted))
    for name, kind, lasting, rows, family, columns in connection.execute(
        _RELATIONS, place
    ):
        if kind != "r" or lasting == "t":
            yield _differs(
                "{name} is no table of a ledger; nothing of it was read.", name=name
            )
        elif columns != wanted[name]:
            yield _differs(
                "the table {name} has other columns; it was not read.", name=name
            )
        elif rows or family:
            what = "row security" if rows else "inheritance"
            yield _differs(
                "the table {name} has {what}; it was not read.",
                name=name,
                what=Words(what),
            )


def _columns(table: Table) -> list[str]:
    return [
        f"{name} {_COLUMN_TYPES[kind]}{' NOT NULL' * (name in table.required)}"
        for name, kind in table.columns
    ]


def damage(
    connection: Connection, layout: int, namespace: str, quoted: str, owner: str
) -> Iterator[Finding]:
    """Guards that are gone or changed, tables that are missing, rights too wide.

    What a ledger of this layout has is expected, and nothing of later ones.
    `namespace` is the tables' schema, `quoted` the same as SQL writes it.
    """
    own, later = layouts.upto(layout), layouts.after(layout)
    place = (namespace, list(schema.postgres_names(own)))
    yield from _tables(connection, own, later, namespace, owner)
    yield from _constraints(connection, own, place)
    yield from _indexes(connection, own, place)
    for said in wrong_guards(connection, own, place, quoted):
        yield _found(said)
    everyone = held(connection, own, namespace)
    for said in excess(everyone):
        yield _found(said)
    writers = [str(each.user) for each in everyone if each.role == "service"]
    for said in weakening(connection, Powers(namespace, owner, writers)):
        yield _found(said)


def _tables(
    connection: Connection,
    own: Sequence[Layout],
    later: Sequence[Layout],
    namespace: str,
    owner: str,
) -> Iterator[Finding]:
    wanted, unknown = schema.postgres_names(own), layouts.names_of(later)
    place = (namespace, [*wanted, *unknown])
    present = {name: rest for name, *rest in connection.execute(_OWNERS, place)}
    for table in wanted:
        kind, owned_by, lasting = present.get(table, ("", "", ""))
        if kind != "r":
            yield _differs("the ledger lacks the table {table}.", table=table)
            continue
        if owned_by != owner:
            yield _differs(
                "the table {table} belongs to {owned_by}, not to the ledger's owner"
                " {owner}.",
                table=table,
                owned_by=owned_by,
                owner=owner,
            )
        if lasting != "p":
            yield _differs(
                "the table {table} is not kept when the server stops (UNLOGGED).",
                table=table,
            )
    for table in unknown:
        if table in present:
            yield _differs(
                "the table {table} does not belong in layout {number}.",
                table=table,
                number=own[-1].number,
            )
    yield from _single_rows(connection, present)


def _single_rows(
    connection: Connection, present: dict[str, list[Any]]
) -> Iterator[Finding]:
    for table, query, wanted in _ROWS:
        if present.get(table, ("",))[0] != "r":
            continue
        if connection.execute(f"{query} LIMIT 2".encode()).fetchall() != [(wanted,)]:
            yield _differs(
                "the table {table} has not the one row that belongs in it.", table=table
            )


def _constraints(
    connection: Connection, own: Sequence[Layout], place: Place
) -> Iterator[Finding]:
    wanted = {
        (table.name, text)
        for table in layouts.tables_of(own)
        for text in table.constraints
    }
    lacking = set(wanted)
    for table, name, kind, text, is_valid in connection.execute(_CONSTRAINTS, place):
        # Some column names are words of SQL's, which PostgreSQL puts in quotes.
        said = (table, str(text).replace('"', ""))
        lacking.discard(said)
        if not is_valid or (kind != "n" and said not in wanted):
            yield _differs(
                "the constraint {name} on {table} does not belong in it.",
                name=name,
                table=table,
            )
    for table, text in sorted(lacking):
        yield _differs(
            "the table {table} lacks its constraint {text}.", table=table, text=text
        )


def _indexes(
    connection: Connection, own: Sequence[Layout], place: Place
) -> Iterator[Finding]:
    wanted = {
        index.name: index.as_stored(place[0].replace('"', ""))
        for layout in own
        for index in layout.indexes
    }
    for name, is_valid, text in connection.execute(_INDEXES, place):
        if text is not None and str(text).replace('"', "") != wanted.pop(name, None):
            yield _differs(
                "the index {name} is none of the ledger's, or another.", name=name
            )
        if not is_valid:
            yield Finding(
                "verify",
                "DATABASE_DAMAGED",
                "error",
                "{index} is not valid.",
                index=name,
            )
    for name in wanted:
        yield _differs("the ledger lacks the index {index}.", index=name)


def _differs(template: str, /, **values: Value) -> Finding:
    return _found(message(template, **values))


def _found(said: Message) -> Finding:
    return Finding("verify", "GUARDS_DIFFER", "error", said)
