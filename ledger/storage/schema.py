"""The tables of a ledger, for both databases.

`stored_events` and `log_nodes` are the ledger itself and append-only. All other tables
are projections: they can be deleted and rebuilt from the events alone.

Days are whole numbers such as 20110801: sortable, small, and readable to an auditor
who opens the database with other tools. Amounts are euro cents.
"""

VERSION = 1
"""Version of this layout, in SQLite's `user_version` and PostgreSQL's `ledger_meta`."""
APPLICATION_ID = 0x5A554944
"""`ZUID`: what SQLite's header says of the file's kind."""

EVENTS = (
    """CREATE TABLE stored_events (
        entry {integer} PRIMARY KEY,
        originator_id {text} NOT NULL,
        originator_version {integer} NOT NULL,
        topic {text} NOT NULL,
        state {blob} NOT NULL,
        UNIQUE (originator_id, originator_version)
    )""",
    """CREATE TABLE log_nodes (
        level {integer} NOT NULL,
        position {integer} NOT NULL,
        hash {blob} NOT NULL,
        PRIMARY KEY (level, position)
    ){clustered}""",
)

PROJECTIONS = (
    """CREATE TABLE entries (
        entry {integer} PRIMARY KEY,
        recorded_at {text} NOT NULL,
        day {integer},
        actor {text} NOT NULL,
        command {text} NOT NULL,
        decision {text},
        document {text},
        project {text},
        partner {text},
        programme {text},
        year {text},
        amount {integer},
        reverses {integer},
        command_id {text}
    )""",
    """CREATE UNIQUE INDEX entries_by_command_id ON entries (command_id)
        WHERE command_id IS NOT NULL""",
    """CREATE INDEX entries_by_project ON entries (project, entry)
        WHERE project IS NOT NULL""",
    """CREATE INDEX entries_by_decision ON entries (decision, entry)
        WHERE decision IS NOT NULL""",
    """CREATE UNIQUE INDEX entries_by_reversed ON entries (reverses)
        WHERE reverses IS NOT NULL""",
    """CREATE TABLE accounts (
        account {integer} PRIMARY KEY,
        name {text} NOT NULL UNIQUE
    )""",
    """CREATE TABLE lines (
        entry {integer} NOT NULL,
        line {integer} NOT NULL,
        account {integer} NOT NULL,
        day {integer} NOT NULL,
        amount {integer} NOT NULL,
        PRIMARY KEY (entry, line)
    ){clustered}""",
    "CREATE INDEX lines_by_account ON lines (account, day, entry, amount)",
    """CREATE TABLE day_totals (
        account {integer} NOT NULL,
        day {integer} NOT NULL,
        amount {integer} NOT NULL,
        PRIMARY KEY (account, day)
    ){clustered}""",
    """CREATE TABLE month_totals (
        account {integer} NOT NULL,
        month {integer} NOT NULL,
        amount {integer} NOT NULL,
        PRIMARY KEY (account, month)
    ){clustered}""",
    """CREATE TABLE block_totals (
        block {integer} NOT NULL,
        account {integer} NOT NULL,
        month {integer} NOT NULL,
        amount {integer} NOT NULL,
        PRIMARY KEY (block, account, month)
    ){clustered}""",
)

TOTALS_TABLES = ("day_totals", "month_totals", "block_totals")
"""Sums that a posting brings up to date; no other row ever changes."""
PROJECTION_TABLES = ("entries", "accounts", "lines", *TOTALS_TABLES)
APPEND_ONLY_TABLES = ("stored_events", "log_nodes")

SQLITE_TYPES = {
    "integer": "INTEGER",
    "text": "TEXT",
    "blob": "BLOB",
    "clustered": " WITHOUT ROWID",
}
# SQLite compares texts byte by byte; so must PostgreSQL, whatever the locale of its
# database, or ranges of names and of moments would hold other rows.
POSTGRES_TYPES = {
    "integer": "BIGINT",
    "text": 'TEXT COLLATE "C"',
    "blob": "BYTEA",
    "clustered": "",
}

SQLITE_GUARDS = (
    *(
        f"""CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"""
        for table in APPEND_ONLY_TABLES
        for verb in ("UPDATE", "DELETE")
    ),
    # INSERT OR REPLACE deletes without asking the delete trigger (unless recursive
    # triggers are on), so the insert itself is guarded: only the next entry may come.
    """CREATE TRIGGER stored_events_next_only BEFORE INSERT ON stored_events
        WHEN NEW.entry IS NOT (SELECT COALESCE(MAX(entry), 0) + 1 FROM stored_events)
        OR EXISTS (SELECT 1 FROM stored_events
            WHERE originator_id = NEW.originator_id
            AND originator_version = NEW.originator_version)
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
    """CREATE TRIGGER log_nodes_no_replace BEFORE INSERT ON log_nodes
        WHEN EXISTS (SELECT 1 FROM log_nodes
            WHERE level = NEW.level AND position = NEW.position)
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END""",
)


def sqlite_tables() -> tuple[str, ...]:
    """The tables of a ledger in SQLite; `SQLITE_GUARDS` keeps them append-only."""
    return tuple(table.format(**SQLITE_TYPES) for table in (*EVENTS, *PROJECTIONS))


def sqlite_statements() -> tuple[str, ...]:
    """Everything that makes an empty SQLite file a ledger's."""
    return (*sqlite_tables(), *SQLITE_GUARDS)


META_TABLE = "ledger_meta"
"""PostgreSQL only: says that this is a ledger, and of which layout."""
POSTGRES_TABLES = (META_TABLE, *APPEND_ONLY_TABLES, *PROJECTION_TABLES)
NOT_APPENDED = "ZL001"
"""SQLSTATE of a change to what is append-only."""
FORGED_USER = "ZL002"
"""SQLSTATE of an event that names another session user than the server does."""

_POSTGRES_META = (
    f"CREATE TABLE {META_TABLE} (program TEXT NOT NULL, layout BIGINT NOT NULL)",
    f"INSERT INTO {META_TABLE} VALUES ('zuidas-ledger', {VERSION})",
)

# The functions trust no name of the caller's: whoever may append could otherwise lay
# a function of their own before the server's. The tables are named in full.
_POSTGRES_FUNCTION = """CREATE FUNCTION {name}() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $${body}$$"""
_POSTGRES_BODIES = {
    "ledger_is_append_only": f"""
    BEGIN
        RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = '{NOT_APPENDED}';
    END""",
    "ledger_next_event_only": f"""
    DECLARE
        event json := convert_from(NEW.state, 'UTF8')::json;
    BEGIN
        IF NEW.entry IS DISTINCT FROM
            (SELECT COALESCE(MAX(entry), 0) + 1 FROM {{schema}}.stored_events)
            OR NEW.entry IS DISTINCT FROM (event ->> 'entry')::bigint
        THEN
            RAISE EXCEPTION 'the ledger is append-only: only the next entry may come'
                USING ERRCODE = '{NOT_APPENDED}';
        END IF;
        IF event -> 'actor' ->> 'session_user' IS DISTINCT FROM session_user THEN
            RAISE EXCEPTION 'the event names session user %, but this is %',
                event -> 'actor' ->> 'session_user', session_user
                USING ERRCODE = '{FORGED_USER}';
        END IF;
        RETURN NEW;
    END""",
}
_CHANGING = "BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT"
_ADDING = "BEFORE INSERT ON {table} FOR EACH ROW"
_POSTGRES_TRIGGERS = (
    ("stored_events", "no_change", _CHANGING, "ledger_is_append_only"),
    ("log_nodes", "no_change", _CHANGING, "ledger_is_append_only"),
    ("stored_events", "next_only", _ADDING, "ledger_next_event_only"),
)
"""Table, end of the trigger's name, when it fires, and the function it calls."""


def postgres_tables() -> tuple[str, ...]:
    """The tables of a ledger in PostgreSQL, closed to everyone but their owner."""
    tables = (*EVENTS, *PROJECTIONS)
    return (
        *(table.format(**POSTGRES_TYPES) for table in tables),
        *_POSTGRES_META,
        f"REVOKE ALL ON {', '.join(POSTGRES_TABLES)} FROM PUBLIC",
    )


def postgres_guards(schema: str) -> tuple[str, ...]:
    """What keeps them append-only; `schema` is their schema as a quoted name.

    The triggers fire always, also for a session that plays a replica.
    """
    statements = [
        _POSTGRES_FUNCTION.format(name=name, body=body.format(schema=schema))
        for name, body in _POSTGRES_BODIES.items()
    ]
    for table, end, when, function in _POSTGRES_TRIGGERS:
        name = f"{table}_{end}"
        fires = when.format(table=table)
        statements += [
            f"CREATE TRIGGER {name} {fires} EXECUTE FUNCTION {function}()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        ]
    return tuple(statements)


def postgres_guard_bodies(schema: str) -> tuple[tuple[str, str, str], ...]:
    """Table, name and function body of every trigger, to see whether it still is so."""
    return tuple(
        (table, f"{table}_{end}", _POSTGRES_BODIES[function].format(schema=schema))
        for table, end, _, function in _POSTGRES_TRIGGERS
    )
