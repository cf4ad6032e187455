"""Who in PostgreSQL can do more with a ledger than the rights on its tables say.

Members of the owner's role or a service's, predefined roles of the server, whoever may
make things in the ledger's schema, and settings that would make guards sleep.
Superusers can do everything and are named, no more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from domain.values.messages import Message, Words, message

Connection = psycopg.Connection[tuple[Any, ...]]

# What a member inherits, and what he can have after SET ROLE. Before version 16 every
# member could; since then whoever makes a role is a member that can do neither.
_CAN_BE = """(pg_has_role(m.oid, o.oid, 'USAGE')
        OR pg_has_role(m.oid, o.oid, '{word}'))"""
_WITH_SET = 160_000
_MEMBERS = """
    SELECT o.rolname::text, m.rolname::text FROM pg_roles o, pg_roles m
    WHERE o.rolname = ANY($1) AND m.oid <> o.oid AND NOT m.rolsuper
        AND m.rolname !~ '^pg_' AND {can_be}
    ORDER BY 1, 2
"""
_ADMINISTRATORS = """
    SELECT DISTINCT o.rolname::text, m.rolname::text
    FROM pg_auth_members a JOIN pg_roles o ON o.oid = a.roleid
    JOIN pg_roles m ON m.oid = a.member
    WHERE o.rolname = ANY($1) AND a.admin_option AND NOT m.rolsuper ORDER BY 1, 2
"""
_SUPERUSERS = "SELECT rolname::text FROM pg_roles WHERE rolsuper ORDER BY 1"
_SCHEMA = """
    SELECT s.rolname::text, s.rolsuper, ARRAY(
        SELECT DISTINCT COALESCE(r.rolname::text, '') FROM aclexplode(n.nspacl) AS acl
        LEFT JOIN pg_roles r ON r.oid = acl.grantee
        WHERE acl.privilege_type = 'CREATE' AND acl.grantee <> n.nspowner
            AND COALESCE(NOT r.rolsuper, true) ORDER BY 1)
    FROM pg_namespace n JOIN pg_roles s ON s.oid = n.nspowner WHERE n.nspname = $1
"""
_DEFAULTS = """
    SELECT DISTINCT COALESCE(r.rolname::text, '') FROM pg_default_acl d
    JOIN pg_roles o ON o.oid = d.defaclrole
    LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
    CROSS JOIN LATERAL aclexplode(d.defaclacl) AS acl
    LEFT JOIN pg_roles r ON r.oid = acl.grantee
    WHERE o.rolname = $2 AND d.defaclobjtype = 'r' AND acl.grantee <> d.defaclrole
        AND (d.defaclnamespace = 0 OR n.nspname = $1) ORDER BY 1
"""
_SETTINGS = """
    SELECT COALESCE(r.rolname::text, ''), s.setting
    FROM pg_db_role_setting c LEFT JOIN pg_roles r ON r.oid = c.setrole
    LEFT JOIN pg_database d ON d.oid = c.setdatabase
    CROSS JOIN LATERAL unnest(c.setconfig) AS s (setting)
    WHERE (c.setdatabase = 0 OR d.datname = current_database())
        AND s.setting ~* '^session_replication_role='
        AND s.setting !~* '=\\s*"?origin' ORDER BY 1, 2
"""
# Those of an extension are its own business, as is the extension.
_EVENT_TRIGGERS = """
    SELECT e.evtname::text, e.evtevent::text FROM pg_event_trigger e
    WHERE e.evtenabled <> 'D' AND NOT EXISTS (
        SELECT 1 FROM pg_depend d WHERE d.objid = e.oid AND d.deptype = 'e'
            AND d.classid = 'pg_event_trigger'::regclass)
    ORDER BY 1
"""
_WRITING = ("pg_write_all_data", "pg_maintain")
"""May write every table; may lock every table, so that nobody else can write."""
_OTHER = {
    "pg_read_all_data": "read every table",
    "pg_signal_backend": "break off what others are doing",
    "pg_write_server_files": "write files of the server",
    "pg_execute_server_program": "run programs on the server",
}
"""Roles of the server that take nothing from the ledger's guards."""


@dataclass(frozen=True)
class Place:
    """The ledger as the server knows it."""

    schema: str
    owner: str
    services: Sequence[str]


def weakening(connection: Connection, place: Place) -> Iterator[Message]:
    """Who else can write, or keep others from writing, and what makes guards sleep."""
    yield from _members(connection, place)
    yield from _makers(connection, place)
    for (user,) in connection.execute(_DEFAULTS, (place.schema, place.owner)):
        yield message(
            "{user} is given rights on every table that {owner} will make (ALTER"
            " DEFAULT PRIVILEGES).",
            user=user or Words("everyone (PUBLIC)"),
            owner=place.owner,
        )
    for user, setting in connection.execute(_SETTINGS):
        yield message(
            "{setting} is set for {user}: ordinary triggers don't fire then.",
            setting=setting,
            user=user or Words("everyone"),
        )
    for name, event in connection.execute(_EVENT_TRIGGERS):
        yield message(
            "the event trigger {name} ({event}) runs when tables are changed.",
            name=name,
            event=event,
        )


def _members(connection: Connection, place: Place) -> Iterator[Message]:
    for role, user in members(connection, (place.owner, *place.services, *_WRITING)):
        if user == place.owner:
            continue
        what = "owns the ledger" if role == place.owner else "may write to it"
        yield message(
            "{user} is a member of {role}, which {what}: so may {user}.",
            user=user,
            role=role,
            what=Words("may write or lock every table" if role in _WRITING else what),
        )


def _makers(connection: Connection, place: Place) -> Iterator[Message]:
    """Who may make things in the schema, or drop them: its owner may drop any table."""
    row = connection.execute(_SCHEMA, (place.schema,)).fetchone()
    owner, is_super, makers = row or ("", True, [])
    if owner not in (place.owner, "pg_database_owner") and not is_super:
        yield message(
            "{owner} owns the schema {schema}, and so may drop what is in it.",
            owner=owner,
            schema=place.schema,
        )
    for user in makers:
        if user != place.owner:
            yield message(
                "{user} may make tables and functions in the schema {schema}.",
                user=user or Words("everyone (PUBLIC)"),
                schema=place.schema,
            )


def members(connection: Connection, roles: Sequence[str]) -> list[tuple[str, str]]:
    """Roles with whoever can act as them, directly or through others."""
    is_new = connection.info.server_version >= _WITH_SET
    word = "SET" if is_new else "MEMBER"
    asked = _MEMBERS.format(can_be=_CAN_BE.format(word=word))
    return list(connection.execute(asked.encode(), (list(roles),)))


def superusers(connection: Connection) -> list[str]:
    """Who can do everything, guards or not."""
    return [name for (name,) in connection.execute(_SUPERUSERS)]


def others(connection: Connection, place: Place) -> Iterator[Message]:
    """Further powers of the server's own roles, and who can give himself a role."""
    for role, user in members(connection, list(_OTHER)):
        yield message(
            "{user} is a member of {role}: may {what}.",
            user=user,
            role=role,
            what=_OTHER[role],
        )
    ours = [place.owner, *place.services]
    for role, user in connection.execute(_ADMINISTRATORS, (ours,)):
        yield message(
            "{user} may make members of {role}, himself too.", user=user, role=role
        )
