"""Giving and taking the roles of a ledger in PostgreSQL: a service posts, readers read.

The rights are PostgreSQL's own, given to users the database already knows; nobody but
the owner of the tables can change or delete, and triggers stop even the owner where the
ledger is append-only.
"""

from collections.abc import Sequence

from psycopg import sql

from domain.values.errors import Refusal
from domain.values.messages import Words
from ledger.storage import schema
from ledger.storage.postgres_rights import (
    OFFICER,
    Connection,
    Right,
    Role,
    given,
    held,
)
from ledger.storage.tables import Layout

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
_TEMPORARY = """
    SELECT has_database_privilege($1, current_database(), 'TEMPORARY'),
        has_database_privilege(current_database(), 'TEMPORARY WITH GRANT OPTION'),
        current_database()::text
"""
_EVERYONE = "PUBLIC"


def check_owner(connection: Connection, said: str) -> None:
    """Say so (`LEDGER_READ_ONLY`) to anyone but the owner of the ledger."""
    if connection.execute(_OWNER).fetchone() != (True,):
        raise Refusal("LEDGER_READ_ONLY", said)


def grant(
    connection: Connection, layouts: Sequence[Layout], role: Role, user: str
) -> None:
    """Give a user of the database a role, instead of the one it had.

    Raises `Refusal`: `LEDGER_READ_ONLY` for anyone but the owner, `BAD_COMMAND` for a
    user that does not exist or that no grant could hold, `LEDGER_OUTDATED` for a
    service on a layout that has no lock for it.
    """
    check_owner(connection, "only the owner of the ledger gives rights.")
    namespace, sees_schema = _holdable(connection, user)
    if role == "service" and not schema.has_lock_table(layouts):
        raise Refusal(
            "LEDGER_OUTDATED",
            "the ledger has a layout from before services; bring it up to date first"
            " (zuidas db migrate).",
        )
    to = sql.Identifier(user)
    with connection.transaction():
        if not sees_schema:
            connection.execute(
                sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(
                    sql.Identifier(namespace), to
                )
            )
        _take_all(connection, layouts, to)
        _give(connection, given(role, layouts), to)
        if role == "service":
            _let_suppose(connection, user)


def _let_suppose(connection: Connection, user: str) -> None:
    """A service makes temporary tables for dry runs, which most databases let anyone.

    Where they do not and the right is not ours to give, `zuidas db status` says so.
    """
    row = connection.execute(_TEMPORARY, (user,)).fetchone()
    has_it, may_give_it, database = row or (True, False, "")
    if may_give_it and not has_it:
        connection.execute(
            sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(
                sql.Identifier(database), sql.Identifier(user)
            )
        )


def _holdable(connection: Connection, user: str) -> tuple[str, bool]:
    """The ledger's schema and whether the user sees it, if a role can hold him."""
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
            what=Words(what),
        )
    return str(namespace), bool(sees_schema)


def revoke(
    connection: Connection, layouts: Sequence[Layout], namespace: str, user: str
) -> str | None:
    """Take all rights on the tables from a user, or from PUBLIC; gives the role it had.

    Raises `Refusal`: `LEDGER_READ_ONLY` for anyone but the owner, `BAD_COMMAND` for
    whoever was given none, the owner among them.
    """
    check_owner(connection, "only the owner of the ledger takes rights away.")
    name = None if user.upper() == _EVERYONE else user
    found = [e for e in held(connection, layouts, namespace) if e.user == name]
    if not found:
        raise Refusal(
            "BAD_COMMAND",
            "{user} was given no right on this ledger; zuidas db status says who was.",
            user=user,
        )
    of = sql.SQL(_EVERYONE) if name is None else sql.Identifier(name)
    _take_all(connection, layouts, of)
    return found[0].role


def extend(
    connection: Connection,
    layouts: Sequence[Layout],
    added: Sequence[Layout],
    namespace: str,
) -> None:
    """Give everyone who has a role on a ledger its rights to the added tables."""
    for each in held(connection, layouts, namespace):
        if each.user is not None and each.role in ("reader", "service"):
            role: Role = "service" if each.role == "service" else "reader"
            _give(connection, given(role, added), sql.Identifier(each.user))


def retire_officers(
    connection: Connection, layouts: Sequence[Layout], namespace: str
) -> list[str]:
    """Let the officers of version 1 read and no more; gives their names."""
    found = [
        each.user
        for each in held(connection, layouts, namespace)
        if each.user is not None and each.role == OFFICER
    ]
    for user in found:
        _take_all(connection, layouts, sql.Identifier(user))
        _give(connection, given("reader", layouts), sql.Identifier(user))
    return found


def _take_all(
    connection: Connection,
    layouts: Sequence[Layout],
    of: sql.Identifier | sql.SQL,
) -> None:
    """Rights of columns go with those of their table."""
    names = _listed(schema.postgres_names(layouts))
    connection.execute(sql.SQL("REVOKE ALL ON {} FROM {} CASCADE").format(names, of))


def _give(connection: Connection, rights: frozenset[Right], to: sql.Identifier) -> None:
    by_right: dict[str, list[str]] = {}
    for right in sorted(rights):
        by_right.setdefault(str(right), []).append(right.table)
    for named, tables in by_right.items():
        connection.execute(
            sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(named), _listed(tables), to)
        )


def _listed(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
