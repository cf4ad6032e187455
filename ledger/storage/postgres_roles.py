"""Who may do what with a ledger in PostgreSQL: officers append, auditors read.

The rights are PostgreSQL's own, given to users the database already knows; nobody but
the owner of the tables can change or delete, and triggers stop even the owner where the
ledger is append-only.
"""

from collections.abc import Sequence
from typing import Any, Literal, get_args

import psycopg
from psycopg import sql

from domain.values.errors import Refusal
from ledger.storage import schema
from ledger.storage.layouts import PROJECTIONS, names_of
from ledger.storage.tables import Layout

Role = Literal["officer", "auditor"]
ROLES: tuple[str, ...] = get_args(Role)
Connection = psycopg.Connection[tuple[Any, ...]]

_GRANTED = """
    SELECT r.rolname::text, bool_or(acl.privilege_type = 'INSERT')
    FROM pg_class c
    CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
    JOIN pg_roles r ON r.oid = acl.grantee
    WHERE c.oid = 'stored_events'::regclass AND acl.grantee <> c.relowner
        AND acl.privilege_type IN ('SELECT', 'INSERT')
    GROUP BY r.rolname ORDER BY r.rolname
"""
_OWNER = """
    SELECT pg_has_role(relowner, 'USAGE') FROM pg_class
    WHERE oid = 'stored_events'::regclass
"""
_ABOUT = """
    SELECT r.rolsuper, pg_has_role(r.oid, c.relowner, 'MEMBER'),
        n.nspname::text,
        has_schema_privilege(r.oid, n.oid, 'USAGE')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_roles r ON r.rolname = $1
    WHERE c.oid = 'stored_events'::regclass
"""


def granted(connection: Connection) -> dict[str, Role]:
    """The role of every user that was given one."""
    return {
        user: "officer" if may_append else "auditor"
        for user, may_append in connection.execute(_GRANTED)
    }


def check_owner(connection: Connection, said: str) -> None:
    """Say so (`LEDGER_READ_ONLY`) to anyone but the owner of the ledger."""
    if connection.execute(_OWNER).fetchone() != (True,):
        raise Refusal("LEDGER_READ_ONLY", said)


def grant(
    connection: Connection, layouts: Sequence[Layout], role: Role, user: str
) -> None:
    """Give a user of the database a role, instead of the one it had.

    Raises `Refusal`: `LEDGER_READ_ONLY` for anyone but the owner, `BAD_COMMAND` for a
    user that does not exist or that no grant could hold.
    """
    check_owner(connection, "only the owner of the ledger gives rights.")
    row = connection.execute(_ABOUT, (user,)).fetchone()
    is_super, owns, namespace, sees_schema = row or (None,) * 4
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
    names = _listed(schema.postgres_names(layouts))
    with connection.transaction():
        if not sees_schema:
            connection.execute(
                sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(
                    sql.Identifier(str(namespace)), sql.Identifier(user)
                )
            )
        connection.execute(
            sql.SQL("REVOKE ALL ON {} FROM {}").format(names, sql.Identifier(user))
        )
        connection.execute(
            sql.SQL("GRANT SELECT ON {} TO {}").format(names, sql.Identifier(user))
        )
        _give(connection, layouts, role, user)


def extend(connection: Connection, layouts: Sequence[Layout]) -> None:
    """Give everyone who has a role the rights of it to these layouts' tables."""
    for user, role in granted(connection).items():
        _give(connection, layouts, role, user)


def _give(
    connection: Connection, layouts: Sequence[Layout], role: Role, user: str
) -> None:
    to = sql.Identifier(user)
    rights = [("SELECT", names_of(layouts))]
    if role == "officer":
        rights.append(("INSERT", names_of(layouts, "log", "sealed", *PROJECTIONS)))
        rights.append(("UPDATE (amount)", names_of(layouts, "totals")))
    for right, names in rights:
        if names:
            connection.execute(
                sql.SQL("GRANT {} ON {} TO {}").format(
                    sql.SQL(right), _listed(names), to
                )
            )


def _listed(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
