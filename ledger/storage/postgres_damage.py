"""What is wrong with a ledger's tables in PostgreSQL, told from its catalogue."""

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg

from domain.values.messages import Value
from ledger.storage import layouts, schema
from ledger.storage.tables import Layout
from projections.finding import Finding

Connection = psycopg.Connection[tuple[Any, ...]]

_TRIGGERS = """
    SELECT c.relname::text, t.tgname::text, t.tgenabled::text, p.prosrc,
        t.tgtype::int, t.tgqual IS NULL AND t.tgattr = ''::int2vector
            AND NOT p.prosecdef AND p.proconfig = ARRAY[$3]
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE n.nspname = $1 AND c.relname = ANY($2) AND NOT t.tgisinternal
    ORDER BY c.relname, t.tgname
"""
# A view of a table's name may be endless; a table that others inherit from, or one with
# row security, gives rows that are not its own, or not all of them.
_RELATIONS = """
    SELECT c.relname::text, c.relkind::text, c.relpersistence::text,
        c.relrowsecurity OR c.relforcerowsecurity,
        EXISTS (SELECT 1 FROM pg_inherits i WHERE c.oid IN (i.inhparent, i.inhrelid)),
        ARRAY(SELECT a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
            || a.attgenerated::text FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = ANY($2) ORDER BY c.relname
"""
_RULES = """
    SELECT tablename::text, rulename::text FROM pg_rules
    WHERE schemaname = $1 AND tablename = ANY($2) ORDER BY tablename, rulename
"""
_TABLES = """
    SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = ANY($2) AND c.relkind = 'r'
"""
_INDEXES = """
    SELECT x.relname::text, i.indisvalid FROM pg_index i
    JOIN pg_class x ON x.oid = i.indexrelid
    JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = ANY($2) ORDER BY x.relname
"""
_CHANGERS = """
    SELECT DISTINCT c.relname::text, COALESCE(r.rolname::text, 'everyone')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
    LEFT JOIN pg_roles r ON r.oid = acl.grantee
    WHERE n.nspname = $1 AND c.relname = ANY($2) AND acl.grantee <> c.relowner
        AND acl.privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER')
    UNION
    SELECT c.relname::text, COALESCE(r.rolname::text, 'everyone')
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL aclexplode(a.attacl) AS acl
    LEFT JOIN pg_roles r ON r.oid = acl.grantee
    WHERE n.nspname = $1 AND c.relname = ANY($2) AND acl.grantee <> c.relowner
        AND acl.privilege_type = 'UPDATE'
        AND NOT (c.relname = ANY($3) AND a.attname = 'amount')
    ORDER BY 1, 2
"""
_COLUMN_TYPES = {"integer": "bigint", "text": "text", "blob": "bytea"}
_META_COLUMNS = ["program text", "layout bigint"]


def strangers(connection: Connection, layout: int, namespace: str) -> Iterator[Finding]:
    """What has the name of a ledger's table and is none: nothing of it may be read."""
    own = layouts.upto(layout)
    wanted = {
        table.name: [f"{name} {_COLUMN_TYPES[kind]}" for name, kind in table.columns]
        for table in layouts.tables_of(own)
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
                "the table {name} has {what}; it was not read.", name=name, what=what
            )


def damage(
    connection: Connection, layout: int, namespace: str, quoted: str
) -> Iterator[Finding]:
    """Guards that are gone or changed, tables that are missing, rights too wide.

    What a ledger of this layout has is expected, and nothing of later ones.
    `namespace` is the tables' schema, `quoted` the same as SQL writes it.
    """
    own, later = layouts.upto(layout), layouts.after(layout)
    place = (namespace, list(schema.postgres_names(own)))
    yield from _tables(connection, own, later, namespace)
    yield from _indexes(connection, own, place)
    yield from _guards(connection, own, place, quoted)
    for table, rule in connection.execute(_RULES, place):
        yield _differs(
            "the rule {rule} on {table} does not belong in a ledger.",
            rule=rule,
            table=table,
        )
    totals = list(layouts.names_of(own, "totals"))
    for table, user in connection.execute(_CHANGERS, (*place, totals)):
        yield _differs(
            "{user} has the right to change or delete in {table}.",
            user=user,
            table=table,
        )


def _tables(
    connection: Connection,
    own: Sequence[Layout],
    later: Sequence[Layout],
    namespace: str,
) -> Iterator[Finding]:
    wanted, unknown = schema.postgres_names(own), layouts.names_of(later)
    place = (namespace, [*wanted, *unknown])
    present = {row[0] for row in connection.execute(_TABLES, place)}
    for table in wanted:
        if table not in present:
            yield _differs("the ledger lacks the table {table}.", table=table)
    for table in unknown:
        if table in present:
            number = own[-1].number
            yield _differs(
                "the table {table} does not belong in layout {number}.",
                table=table,
                number=number,
            )


def _indexes(
    connection: Connection, own: Sequence[Layout], place: tuple[str, list[str]]
) -> Iterator[Finding]:
    present: dict[str, bool] = dict(connection.execute(_INDEXES, place).fetchall())
    for index in (index.name for layout in own for index in layout.indexes):
        if index not in present:
            yield _differs("the ledger lacks the index {index}.", index=index)
    for index, is_valid in present.items():
        if not is_valid:
            yield Finding(
                "verify",
                "DATABASE_DAMAGED",
                "error",
                "{index} is not valid.",
                index=index,
            )


def _guards(
    connection: Connection,
    own: Sequence[Layout],
    place: tuple[str, list[str]],
    quoted: str,
) -> Iterator[Finding]:
    expected = {
        (table, name): body
        for table, name, body in schema.postgres_guard_bodies(own, quoted)
    }
    found = connection.execute(_TRIGGERS, (*place, schema.POSTGRES_PATH))
    for table, name, enabled, body, fires, always in found:
        wanted = expected.pop((table, name), None)
        if wanted is None:
            yield _differs(
                "the trigger {name} on {table} does not belong in it.",
                name=name,
                table=table,
            )
        elif body.strip() != wanted.strip():
            yield _differs(
                "the trigger {name} on {table} does something else.",
                name=name,
                table=table,
            )
        elif enabled != "A" or not always or fires != _fires(name):
            yield _differs(
                "the trigger {name} on {table} does not always fire.",
                name=name,
                table=table,
            )
    for table, name in expected:
        yield _differs(
            "the ledger lacks the trigger {name} on {table}.", name=name, table=table
        )


def _fires(name: str) -> int:
    """When a guard fires, in the bits of pg_trigger.h."""
    row, before, insert, delete, update, truncate = (1 << bit for bit in range(6))
    if name.endswith("no_change"):
        return before + update + delete + truncate
    return row + before + insert


def _differs(template: str, /, **values: Value) -> Finding:
    return Finding("verify", "GUARDS_DIFFER", "error", template, **values)
