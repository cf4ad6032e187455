"""Reaching a PostgreSQL server, and what a fresh connection finds there."""

import logging
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.numeric import Int8Dumper

from domain.values.errors import IntegrityError, LedgerError, Refusal, UsageError
from ledger.storage import schema
from ledger.storage.location import without_password
from ledger.storage.postgres_errors import unreachable

# The driver's warnings repeat what is raised anyway; they are not for the terminal.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

CONNECT_SECONDS = 10
Connection = psycopg.Connection[tuple[Any, ...]]
Cursor = psycopg.Cursor[tuple[Any, ...]]

_HOST = r"(?:\[[^\]@/?#\s]*\]|[^:@/?#\s,\[\]]*)(?::\d*)?"
_WELL_FORMED = re.compile(
    r"\w+://(?:[^:@/?#\s]*(?::[^@/?#\s]*)?@)?"  # user and password
    rf"{_HOST}(?:,{_HOST})*"
    r"(?:/[^@?#\s]*)?(?:\?[^@#\s]*)?"  # database and options
)
"""A URL that the driver takes apart as whoever wrote it meant: no password has a
character that ends it, so no part of one is taken for a host, whose name is told."""
_OUTCOME = "SELECT pg_xact_status($1::text::xid8)"
_LOOK = """
    SELECT session_user::text, current_schema()::text, n.nspname::text,
        r.rolname::text, current_setting('synchronous_commit'),
        current_setting('server_encoding'), c.relkind::text
    FROM (SELECT 1) AS always
    LEFT JOIN pg_class c ON c.oid = to_regclass($1)
    LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_roles r ON r.oid = c.relowner
"""


@dataclass(frozen=True)
class Found:
    """What a fresh connection says of itself and of the ledger it can see."""

    session_user: str
    current_schema: str
    ledger_schema: str | None
    owner: str | None
    synchronous_commit: str
    server_encoding: str
    kind: str | None
    """Of the relation that says which layout the ledger has: `r` is a table."""


def connect(url: str) -> Connection:
    """A connection on which every statement is sent as it is written."""
    place = without_password(url)
    try:
        given = conninfo_to_dict(url)
    except psycopg.Error:
        given = None
    if given is None or not _WELL_FORMED.fullmatch(url):
        # The driver's words would repeat a part of the password.
        raise UsageError(
            "BAD_COMMAND",
            "{place} is not a PostgreSQL URL; in a name or password,"
            " characters such as @ / ? are written as %40 %2F %3F.",
            place=place,
        )
    more: dict[str, Any] = {"client_encoding": "UTF8"}
    more |= {"fallback_application_name": "zuidas"}
    if "connect_timeout" not in given:
        more["connect_timeout"] = CONNECT_SECONDS
    try:
        connection = psycopg.connect(
            url, autocommit=True, cursor_factory=psycopg.RawCursor, **more
        )
    except psycopg.Error as error:
        secrets = [str(given[name]) for name in given if "pass" in name]
        raise unreachable(place, error, secrets) from None
    # One type for all numbers: one prepared statement, whatever its parameters.
    connection.adapters.register_dumper(int, Int8Dumper)
    return connection


def look(connection: Connection) -> Found:
    """What is there."""
    row = connection.execute(_LOOK, (schema.META_TABLE,)).fetchone()
    return Found(*(row or ()))


def outcome(url: str, transaction: str, pauses: Sequence[float]) -> str | None:
    """What became of a transaction: `committed`, `aborted`, or None for unknown.

    The server itself remembers. It is asked after each pause (in seconds) until it
    knows: it may be starting again, or still at it.
    """
    for pause in pauses:
        time.sleep(pause)
        try:
            with connect(url) as connection:
                row = connection.execute(_OUTCOME, (transaction,)).fetchone()
        except (psycopg.Error, LedgerError):
            continue
        if row in (("committed",), ("aborted",)):
            return str(row[0])
    return None


def check_place(place: str, found: Found) -> None:
    """Raise `Refusal` unless a ledger can be made here."""
    if not found.current_schema:
        raise Refusal(
            "LEDGER_NOT_FOUND",
            "the search path of {place} names no schema that exists; the"
            " database's owner makes one (CREATE SCHEMA).",
            place=place,
        )
    if found.server_encoding != "UTF8":
        raise Refusal(
            "NOT_A_LEDGER",
            "{place} is encoded in {server_encoding}; a ledger needs UTF8.",
            place=place,
            server_encoding=found.server_encoding,
        )


def check_meta(place: str, found: Found) -> None:
    """What says that this is a ledger is a table; raises `IntegrityError`."""
    if found.kind != "r":
        raise IntegrityError(
            "GUARDS_DIFFER",
            "{place}: {table} is no table of a ledger; nothing of it was read.",
            place=place,
            table=schema.META_TABLE,
        )


def refuse_no_ledger(place: str, connection: Connection) -> NoReturn:
    """Raise `Refusal`: why there is no ledger to open."""
    row = connection.execute("SELECT to_regclass('stored_events') IS NULL").fetchone()
    if row == (False,):
        raise Refusal(
            "NOT_A_LEDGER", "{place} is a database of another program.", place=place
        )
    raise Refusal(
        "LEDGER_NOT_FOUND",
        "there is no ledger at {place} that you can see; make one with zuidas"
        " init, or name another with --db or ZUIDAS_DB.",
        place=place,
    )
