"""What keeps a ledger append-only in PostgreSQL, compared with what it should be.

Triggers with their functions, and whatever could act beside them: rules, policies,
subscriptions, and functions and operators that would be taken for the server's own.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg

from domain.values.messages import Message, Words, message
from ledger.storage import schema
from ledger.storage.tables import Layout

Connection = psycopg.Connection[tuple[Any, ...]]
Place = tuple[str, list[str]]
"""The schema and the names of the ledger's tables."""

_TRIGGERS = """
    SELECT c.relname::text, t.tgname::text, t.tgenabled::text, p.proname::text,
        p.prosrc, t.tgtype::int,
        t.tgqual IS NULL AND t.tgattr = ''::int2vector AND t.tgnargs = 0
            AND t.tgconstraint = 0 AND NOT t.tgdeferrable
            AND t.tgoldtable IS NULL AND t.tgnewtable IS NULL AND t.tgparentid = 0,
        p.pronamespace = c.relnamespace AND p.proowner = c.relowner
            AND l.lanname = 'plpgsql' AND p.prokind = 'f' AND p.pronargs = 0
            AND p.prorettype = 'trigger'::regtype AND NOT p.prosecdef
            AND p.proconfig = ARRAY[$3]
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_proc p ON p.oid = t.tgfoid
    JOIN pg_language l ON l.oid = p.prolang
    WHERE n.nspname = $1 AND c.relname = ANY($2) AND NOT t.tgisinternal
    ORDER BY c.relname, t.tgname
"""
_RULES = """
    SELECT tablename::text, rulename::text FROM pg_rules
    WHERE schemaname = $1 AND tablename = ANY($2) ORDER BY tablename, rulename
"""
_POLICIES = """
    SELECT tablename::text, policyname::text FROM pg_policies
    WHERE schemaname = $1 AND tablename = ANY($2) ORDER BY tablename, policyname
"""
_SUBSCRIBED = """
    SELECT DISTINCT c.relname::text FROM pg_subscription_rel s
    JOIN pg_class c ON c.oid = s.srrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = ANY($2) ORDER BY 1
"""
# The server looks in its own catalogue first, but for other types of arguments it takes
# what fits better. What an extension brought is the extension's.
_SHADOWS = """
    SELECT 'function', p.proname::text FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = $1 AND NOT EXISTS (SELECT 1 FROM pg_depend d
            WHERE d.objid = p.oid AND d.classid = 'pg_proc'::regclass
            AND d.deptype = 'e')
        AND EXISTS (SELECT 1 FROM pg_proc q WHERE q.proname = p.proname
            AND q.pronamespace = 'pg_catalog'::regnamespace)
    UNION
    SELECT 'operator', o.oprname::text FROM pg_operator o
    JOIN pg_namespace n ON n.oid = o.oprnamespace
    WHERE n.nspname = $1 AND NOT EXISTS (SELECT 1 FROM pg_depend d
            WHERE d.objid = o.oid AND d.classid = 'pg_operator'::regclass
            AND d.deptype = 'e')
        AND EXISTS (SELECT 1 FROM pg_operator q WHERE q.oprname = o.oprname
            AND q.oprnamespace = 'pg_catalog'::regnamespace)
    ORDER BY 1, 2
"""


def wrong_guards(
    connection: Connection, own: Sequence[Layout], place: Place, quoted: str
) -> Iterator[Message]:
    """Triggers that are gone or changed, and what acts beside them."""
    yield from _triggers(connection, own, place, quoted)
    for what, query in (("rule", _RULES), ("policy", _POLICIES)):
        for table, name in connection.execute(query.encode(), place):
            yield message(
                "the {what} {name} on {table} does not belong in a ledger.",
                what=Words(what),
                name=name,
                table=table,
            )
    for (table,) in connection.execute(_SUBSCRIBED, place):
        yield message("rows of {table} come from another server too.", table=table)
    for what, name in connection.execute(_SHADOWS, place[:1]):
        yield message(
            "the {what} {name} in the ledger's schema would be taken for the server's"
            " own.",
            what=Words(what),
            name=name,
        )


def _triggers(
    connection: Connection, own: Sequence[Layout], place: Place, quoted: str
) -> Iterator[Message]:
    expected = {
        (table, name): body.strip()
        for table, name, body in schema.postgres_guard_bodies(own, quoted)
    }
    functions = schema.postgres_guard_functions(own)
    found = connection.execute(_TRIGGERS, (*place, schema.POSTGRES_PATH))
    for table, name, enabled, function, body, fires, always, same in found:
        wanted = expected.pop((table, name), None)
        said = "does not always fire"
        if wanted is None:
            said = "does not belong in it"
        elif not same or (function, body.strip()) != (functions[table, name], wanted):
            said = "does something else"
        elif enabled == "A" and always and fires == _fires(name):
            continue
        yield message(
            "the trigger {name} on {table} {said}.",
            name=name,
            table=table,
            said=message(said),
        )
    for table, name in expected:
        yield message(
            "the ledger lacks the trigger {name} on {table}.", name=name, table=table
        )


def _fires(name: str) -> int:
    """When a guard fires, in the bits of pg_trigger.h."""
    row, before, insert, delete, update, truncate = (1 << bit for bit in range(6))
    if name.endswith("no_change"):
        return before + update + delete + truncate
    return row + before + insert
