"""What each role may do with a ledger's tables in PostgreSQL, and who may do what.

A service appends and takes the writer's lock, a reader reads; what that means for a
table follows from its kind. Rights are compared one by one, of tables and of columns.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

import psycopg

from domain.values.messages import Message, message, parts
from ledger.storage import schema
from ledger.storage.layouts import tables_of
from ledger.storage.tables import Kind, Layout

Role = Literal["reader", "service"]
ROLES: tuple[Role, ...] = get_args(Role)
OFFICER = "officer"
"""Version 1's role of those who posted: on a layout that has no lock of its own."""
Connection = psycopg.Connection[tuple[Any, ...]]

_WRITES: Mapping[Kind, tuple[tuple[str, str], ...]] = {
    "log": (("INSERT", ""),),
    "projection": (("INSERT", ""),),
    "totals": (("INSERT", ""), ("UPDATE", "amount")),
    "record": (),
    "sealed": (("INSERT", ""),),
    # What locking a row needs; a trigger refuses the update itself.
    "lock": (("UPDATE", "writer"),),
}
"""What whoever posts does with a table of a kind: privileges, and of which column."""
_RIGHTS = """
    SELECT r.rolname::text, c.relname::text, acl.privilege_type, '', acl.is_grantable
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
    LEFT JOIN pg_roles r ON r.oid = acl.grantee
    WHERE n.nspname = $1 AND c.relname = ANY($2) AND acl.grantee <> c.relowner
    UNION ALL
    SELECT r.rolname::text, c.relname::text, acl.privilege_type, a.attname::text,
        acl.is_grantable
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL aclexplode(a.attacl) AS acl
    LEFT JOIN pg_roles r ON r.oid = acl.grantee
    WHERE n.nspname = $1 AND c.relname = ANY($2) AND acl.grantee <> c.relowner
    ORDER BY 1, 2, 3, 4
"""


class Right(NamedTuple):
    """One right on a table, or on one of its columns."""

    table: str
    privilege: str
    column: str = ""
    is_passed_on: bool = False
    """Who has it may give it to others, which no role's holder may."""

    def __str__(self) -> str:
        of = f" ({self.column})" if self.column else ""
        return f"{self.privilege}{of}{' WITH GRANT OPTION' * self.is_passed_on}"


@dataclass(frozen=True)
class Held:
    """What one user of the database, or everyone, may do with a ledger's tables."""

    user: str | None
    """None is PUBLIC: whoever reaches the database."""
    role: str | None
    """`reader`, `service`, on an older layout `officer`; None where it has none."""
    excess: frozenset[Right]
    """What the user's role does not give; without one everything."""
    lacking: frozenset[Right]
    """What the user's role gives and the user has not."""

    @property
    def who(self) -> str:
        """The name as it is told."""
        return "everyone (PUBLIC)" if self.user is None else self.user


def given(role: Role, layouts: Sequence[Layout]) -> frozenset[Right]:
    """The rights of a role on the tables of these layouts."""
    tables = tables_of(layouts)
    found = {Right(name, "SELECT") for name in schema.postgres_names(layouts)}
    if role == "service":
        found |= {
            Right(table.name, privilege, column)
            for table in tables
            for privilege, column in _WRITES[table.kind]
        }
    return frozenset(found)


def held(
    connection: Connection, layouts: Sequence[Layout], namespace: str
) -> list[Held]:
    """What everyone but the owner may do with the tables in this schema."""
    names = list(schema.postgres_names(layouts))
    found: dict[str | None, set[Right]] = {}
    for user, table, privilege, column, passed_on in connection.execute(
        _RIGHTS, (namespace, names)
    ):
        right = Right(table, privilege, column, passed_on)
        found.setdefault(user, set()).add(right)
    return [_judged(user, rights, layouts) for user, rights in found.items()]


def _judged(user: str | None, rights: set[Right], layouts: Sequence[Layout]) -> Held:
    role = None if user is None else _role(rights, layouts)
    writes = role in ("service", OFFICER)
    wanted = given("service" if writes else "reader", layouts)
    allowed = frozenset() if role is None else wanted
    return Held(user, role, frozenset(rights) - allowed, allowed - rights)


def _role(rights: set[Right], layouts: Sequence[Layout]) -> str | None:
    """Told by the events: who may append them and lock the others out, and who reads.

    Other rights may be too many or too few.
    """
    if Right("stored_events", "INSERT") in rights:
        if not schema.has_lock_table(layouts):
            return OFFICER
        if Right(schema.LOCK_TABLE, "UPDATE", "writer") in rights:
            return "service"
    return "reader" if Right("stored_events", "SELECT") in rights else None


def excess(everyone: Sequence[Held]) -> Iterator[Message]:
    """Rights beyond everyone's role, each told once with its tables."""
    for each in everyone:
        by_right: dict[str, list[str]] = {}
        for right in sorted(each.excess):
            by_right.setdefault(str(right), []).append(right.table)
        for told, tables in by_right.items():
            yield message(
                "{who} has the right {right} on {tables}, {why}.",
                who=each.who,
                right=told,
                tables=parts(tables),
                why=message("and no role")
                if each.role is None
                else message("which the role {role} does not give", role=each.role),
            )


def lacking(everyone: Sequence[Held]) -> Iterator[Message]:
    """Rights of a role that somebody lacks: taken away by hand."""
    for each in everyone:
        if each.lacking:
            yield message(
                "{who} lacks rights of the role {role} on {tables}; zuidas db grant"
                " gives them again.",
                who=each.who,
                role=each.role,
                tables=parts(sorted({right.table for right in each.lacking})),
            )
