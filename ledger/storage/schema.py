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
        originator_id TEXT NOT NULL,
        originator_version {integer} NOT NULL,
        topic TEXT NOT NULL,
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
        recorded_at TEXT NOT NULL,
        day {integer},
        actor TEXT NOT NULL,
        command TEXT NOT NULL,
        decision TEXT,
        document TEXT,
        project TEXT,
        partner TEXT,
        programme TEXT,
        year TEXT,
        amount {integer},
        reverses {integer},
        command_id TEXT
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
        name TEXT NOT NULL UNIQUE
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
)

PROJECTION_TABLES = ("entries", "accounts", "lines", "day_totals")
APPEND_ONLY_TABLES = ("stored_events", "log_nodes")

SQLITE_TYPES = {"integer": "INTEGER", "blob": "BLOB", "clustered": " WITHOUT ROWID"}
POSTGRES_TYPES = {"integer": "BIGINT", "blob": "BYTEA", "clustered": ""}

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


def sqlite_statements() -> tuple[str, ...]:
    """Everything that makes an empty SQLite file a ledger's."""
    tables = (*EVENTS, *PROJECTIONS)
    return (*(t.format(**SQLITE_TYPES) for t in tables), *SQLITE_GUARDS)
