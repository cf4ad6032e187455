"""Making the tables of a new ledger in PostgreSQL, where none are yet."""

from collections.abc import Sequence
from typing import Any

import psycopg

from domain.values.errors import Refusal
from domain.values.messages import parts
from ledger.storage import layouts, schema
from ledger.storage.tables import Layout

Connection = psycopg.Connection[tuple[Any, ...]]

_TAKEN = """
    SELECT c.relname::text FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = ANY($2)
"""
_OPEN = "SELECT has_schema_privilege('public', $1, 'CREATE')"


def check_vacant(connection: Connection, place: str, namespace: str) -> None:
    """Raise `Refusal` when the schema is not one for a new ledger.

    `LEDGER_EXISTS` where one is, `NOT_A_LEDGER` where its names are taken or everyone
    may make things beside it.
    """
    wanted = schema.postgres_names(layouts.upto(layouts.CURRENT))
    names = {row[0] for row in connection.execute(_TAKEN, (namespace, list(wanted)))}
    if schema.META_TABLE in names:
        raise _exists(place)
    if names:
        raise Refusal(
            "NOT_A_LEDGER",
            "schema {namespace} of {place} has tables of another program"
            " ({sorted}); choose an empty schema.",
            namespace=namespace,
            place=place,
            sorted=parts(sorted(names)),
        )
    if connection.execute(_OPEN, (namespace,)).fetchone() == (True,):
        raise Refusal(
            "NOT_A_LEDGER",
            "in schema {namespace} of {place} everyone may make tables and functions;"
            " choose another, or let its owner take that away: REVOKE CREATE ON SCHEMA"
            " {namespace} FROM PUBLIC.",
            namespace=namespace,
            place=place,
        )


def make_first(
    connection: Connection, place: str, namespace: str, added: Sequence[Layout]
) -> str:
    """Make the tables of a new ledger, in the open transaction; gives their owner.

    There is no lock before there are tables. Of two at once the second waits for the
    first one's names, and is told (`LEDGER_EXISTS`) if they stay.
    """
    check_vacant(connection, place, namespace)
    try:
        for statement in schema.postgres_tables(added):
            connection.execute(statement.encode())
    except (psycopg.errors.UniqueViolation, psycopg.errors.DuplicateTable):
        raise _exists(place) from None
    ((owner,),) = connection.execute("SELECT current_user::text").fetchall()
    return str(owner)


def _exists(place: str) -> Refusal:
    return Refusal(
        "LEDGER_EXISTS",
        "{place} has a ledger already; init makes a new one only.",
        place=place,
    )
