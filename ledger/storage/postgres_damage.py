"""What is wrong with a ledger's tables in PostgreSQL, told from its catalogue."""

from collections.abc import Iterator
from typing import Any

import psycopg

from ledger.storage import schema
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
    SELECT i.indexrelid::regclass::text FROM pg_index i
    JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = ANY($2) AND NOT i.indisvalid
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


def damage(connection: Connection, namespace: str, quoted: str) -> Iterator[Finding]:
    """Guards that are gone or changed, tables that are missing, rights too wide.

    `namespace` is the tables' schema, `quoted` the same as SQL writes it.
    """
    place = (namespace, list(schema.POSTGRES_TABLES))
    present = {row[0] for row in connection.execute(_TABLES, place)}
    for table in schema.POSTGRES_TABLES:
        if table not in present:
            yield _differs(f"the ledger lacks the table {table}.")
    yield from _guards(connection, place, quoted)
    for table, rule in connection.execute(_RULES, place):
        yield _differs(f"the rule {rule} on {table} does not belong in a ledger.")
    for (index,) in connection.execute(_INDEXES, place):
        yield Finding(
            "verify", "DATABASE_DAMAGED", "error", "{index} is not valid.", index=index
        )
    for table, user in connection.execute(_CHANGERS, place):
        yield _differs(f"{user} has the right to change or delete in {table}.")


def _guards(
    connection: Connection, place: tuple[str, list[str]], quoted: str
) -> Iterator[Finding]:
    expected = {
        (table, name): body
        for table, name, body in schema.postgres_guard_bodies(quoted)
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
