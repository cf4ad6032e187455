"""Who can do what with a ledger in PostgreSQL, as `zuidas db status` tells it."""

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg

from domain.values.messages import Message, message
from ledger.storage import layouts
from ledger.storage.postgres_powers import (
    Place,
    members,
    others,
    superusers,
    weakening,
)
from ledger.storage.postgres_rights import OFFICER, Held, excess, held, lacking
from ledger.storage.status import StoreStatus

Connection = psycopg.Connection[tuple[Any, ...]]


_NO_TEMPORARY = """
    SELECT r.rolname::text FROM pg_roles r WHERE r.rolname = ANY($1)
        AND NOT has_database_privilege(r.oid, current_database(), 'TEMPORARY')
    ORDER BY 1
"""


def status_of(
    connection: Connection, layout: int, namespace: str, owner: str, size_bytes: int
) -> StoreStatus:
    """The ledger's size, and everyone's rights with what is wrong about them."""
    everyone = held(connection, layouts.upto(layout), namespace)
    roles = {str(each.user): each.role for each in everyone if each.role}
    readers = [user for user, role in roles.items() if role == "reader"]
    services = [user for user, role in roles.items() if role == "service"]
    through = members(connection, readers)
    complaints = _complaints(connection, everyone, Place(namespace, owner, services))
    return StoreStatus(
        "postgresql",
        layout,
        size_bytes,
        owner,
        roles,
        {user: role for role, user in through if user not in (owner, *roles)},
        superusers(connection),
        list(complaints),
    )


def _complaints(
    connection: Connection, everyone: Sequence[Held], place: Place
) -> Iterator[Message]:
    for each in everyone:
        if each.role == OFFICER:
            yield message(
                "{user} is an officer of version 1, who could write what the program"
                " refuses; zuidas db migrate takes that right away.",
                user=each.user,
            )
    yield from excess(everyone)
    yield from lacking(everyone)
    yield from _unable_to_suppose(connection, place.services)
    yield from weakening(connection, place)
    yield from others(connection, place)


def _unable_to_suppose(
    connection: Connection, services: Sequence[str]
) -> Iterator[Message]:
    """Services whose dry runs would have no place beside the ledger."""
    for (user,) in connection.execute(_NO_TEMPORARY, (list(services),)):
        yield message(
            "{user} may make no temporary tables, which dry runs of a service need; the"
            " database's owner gives that right (GRANT TEMPORARY ON DATABASE).",
            user=user,
        )
