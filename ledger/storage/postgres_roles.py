"""Who may do what with a ledger in PostgreSQL: officers append, auditors read.

The rights are PostgreSQL's own, given to users the database already knows; nobody but
the owner of the tables can change or delete, and triggers stop even the owner where the
ledger is append-only.
"""

from collections.abc import Iterator
from typing import Any, Literal, get_args

import psycopg
from psycopg import sql

from domain.values.errors import Refusal
from ledger.storage import schema

Role = Literal["officer", "auditor"]
ROLES: tuple[str, ...] = get_args(Role)
Connection = psycopg.Connection[tuple[Any, ...]]

_TABLES = sql.SQL(", ").join(sql.Identifier(name) for name in schema.POSTGRES_TABLES)
_APPENDED = sql.SQL(", ").join(
    sql.Identifier(name)
    for name in (*schema.APPEND_ONLY_TABLES, *schema.PROJECTION_TABLES)
)
_GRANTED = """
    SELECT r.rolname::text, bool_or(acl.privilege_type = 'INSERT')
    FROM pg_class c
    CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
    JOIN pg_roles r ON r.oid = acl.grantee
    WHERE c.oid = 'stored_events'::regclass AND acl.grantee <> c.relowner
        AND acl.privilege_type IN ('SELECT', 'INSERT')
    GROUP BY r.rolname ORDER BY r.rolname
"""
_ABOUT = """
    SELECT r.rolsuper, pg_has_role(r.oid, c.relowner, 'MEMBER'),
        pg_has_role(c.relowner, 'USAGE'), n.nspname::text,
        has_schema_privilege(r.oid, n.oid, 'USAGE')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_roles r ON r.rolname = $1
    WHERE c.oid = 'stored_events'::regclass
"""


def granted(connection: Connection) -> dict[str, str]:
    """The role of every user that was given one."""
    return {
        user: "officer" if may_append else "auditor"
        for user, may_append in connection.execute(_GRANTED)
    }


def grant(connection: Connection, role: Role, user: str) -> None:
    """Give a user of the database a role, instead of the one it had.

    Raises `Refusal`: `LEDGER_READ_ONLY` for anyone but the owner, `BAD_COMMAND` for a
    user that does not exist or that no grant could hold.
    """
    row = connection.execute(_ABOUT, (user,)).fetchone()
    is_super, owns, may_grant, namespace, sees_schema = row or (None,) * 5
    if not may_grant:
        raise Refusal("LEDGER_READ_ONLY", "only the owner of the ledger gives rights.")
    if is_super is None:
        raise Refusal(
            "BAD_COMMAND",
            "the database knows no user {user}; its administrator makes one"
            " with CREATE ROLE ... LOGIN.",
            user=user,
        )
    if is_super or owns:
        what = "is a superuser" if is_super else "owns the ledger"
        raise Refusal(
            "BAD_COMMAND",
            "{user} {what}, whom a role would not hold: name another.",
            user=user,
            what=what,
        )
    with connection.transaction():
        if not sees_schema:
            connection.execute(
                sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(
                    sql.Identifier(str(namespace)), sql.Identifier(user)
                )
            )
        for statement in _statements(role, sql.Identifier(user)):
            connection.execute(statement)


def _statements(role: Role, user: sql.Identifier) -> Iterator[sql.Composed]:
    yield sql.SQL("REVOKE ALL ON {} FROM {}").format(_TABLES, user)
    yield sql.SQL("GRANT SELECT ON {} TO {}").format(_TABLES, user)
    if role == "officer":
        yield sql.SQL("GRANT INSERT ON {} TO {}").format(_APPENDED, user)
        for table in map(sql.Identifier, schema.TOTALS_TABLES):
            yield sql.SQL("GRANT UPDATE (amount) ON {} TO {}").format(table, user)
