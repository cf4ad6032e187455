"""What is wrong with a ledger's tables in PostgreSQL, told from its catalogue."""

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg

from ledger.storage import layouts, schema
from ledger.storage.tables import Layout
from projections.finding import Finding

Connection = psycopg.Connection[tuple[Any, ...]]

_TRIGGERS = """
    SELECT c.relname::text, t.tgname::text, t.tgenabled::text, p.prosrc
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE n.nspname = $1 AND c.relname = ANY($2) AND NOT t.tgisinternal
    ORDER BY c.relname, t.tgname
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
    ORDER BY 1, 2
"""


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
        yield _differs(f"the rule {rule} on {table} does not belong in a ledger.")
    for table, user in connection.execute(_CHANGERS, place):
        yield _differs(f"{user} has the right to change or delete in {table}.")


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
            yield _differs(f"the ledger lacks the table {table}.")
    for table in unknown:
        if table in present:
            number = own[-1].number
            yield _differs(f"the table {table} does not belong in layout {number}.")


def _indexes(
    connection: Connection, own: Sequence[Layout], place: tuple[str, list[str]]
) -> Iterator[Finding]:
    present: dict[str, bool] = dict(connection.execute(_INDEXES, place).fetchall())
    for index in (index.name for layout in own for index in layout.indexes):
        if index not in present:
            yield _differs(f"the ledger lacks the index {index}.")
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
    for table, name, enabled, body in connection.execute(_TRIGGERS, place):
        wanted = expected.pop((table, name), None)
        if wanted is None:
            yield _differs(f"the trigger {name} on {table} does not belong in it.")
        elif body.strip() != wanted.strip():
            yield _differs(f"the trigger {name} on {table} does something else.")
        elif enabled != "A":
            yield _differs(f"the trigger {name} on {table} does not always fire.")
    for table, name in expected:
        yield _differs(f"the ledger lacks the trigger {name} on {table}.")


def _differs(message: str) -> Finding:
    return Finding("verify", "SCHEMA_DIFFERS", "error", message)
