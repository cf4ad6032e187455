"""What the owner of a ledger in PostgreSQL can do to weaken what guards it.

Each with a part of what is said of it, quotes apart, and with the statements.
"""

from tests.storage.server import OWNER, READER, SERVICE, STRANGER


def again(create: str, table: str, name: str) -> tuple[str, ...]:
    """A trigger made anew, and always firing."""
    return (
        f"DROP TRIGGER {name} ON {table}",
        f"CREATE TRIGGER {name} {create}",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
    )


NEXT, NO_CHANGE = "stored_events_next_only", "log_nodes_no_change"
CALLS_NEXT = "EXECUTE FUNCTION ledger_next_event_only()"
REFUSES = "EXECUTE FUNCTION ledger_is_append_only()"
BODY = (
    "CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE"
    " plpgsql {more} AS $$\n    BEGIN\n        RAISE EXCEPTION 'the ledger is"
    " append-only' USING ERRCODE = 'ZL001';\n    END$$"
)
PINNED = "SET search_path = pg_catalog, pg_temp"
WEAKENED: list[tuple[str, tuple[str, ...]]] = [
    # Triggers: there, firing always and for everything, doing what they should.
    (NEXT, (f"DROP TRIGGER {NEXT} ON stored_events",)),
    (NO_CHANGE, (f"DROP TRIGGER {NO_CHANGE} ON log_nodes",)),
    ("writer_lock_no_change", ("DROP TRIGGER writer_lock_no_change ON writer_lock",)),
    (NEXT, (f"ALTER TABLE stored_events DISABLE TRIGGER {NEXT}",)),
    (NO_CHANGE, (f"ALTER TABLE log_nodes ENABLE TRIGGER {NO_CHANGE}",)),
    (NO_CHANGE, (f"ALTER TABLE log_nodes ENABLE REPLICA TRIGGER {NO_CHANGE}",)),
    (
        NEXT,
        again(
            f"BEFORE INSERT ON stored_events FOR EACH ROW WHEN (false) {CALLS_NEXT}",
            "stored_events",
            NEXT,
        ),
    ),
    (
        NEXT,
        again(
            f"AFTER INSERT ON stored_events FOR EACH ROW {CALLS_NEXT}",
            "stored_events",
            NEXT,
        ),
    ),
    (
        NEXT,
        again(
            "BEFORE INSERT ON stored_events FOR EACH ROW"
            " EXECUTE FUNCTION ledger_next_event_only('x')",
            "stored_events",
            NEXT,
        ),
    ),
    (
        NO_CHANGE,
        again(
            f"BEFORE DELETE ON log_nodes FOR EACH STATEMENT {REFUSES}",
            "log_nodes",
            NO_CHANGE,
        ),
    ),
    (
        NO_CHANGE,
        again(
            "BEFORE UPDATE OF level OR DELETE OR TRUNCATE ON log_nodes"
            f" FOR EACH STATEMENT {REFUSES}",
            "log_nodes",
            NO_CHANGE,
        ),
    ),
    (
        NO_CHANGE,
        (
            (
                "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql"
                f" {PINNED} AS 'BEGIN RETURN NULL; END'"
            ),
            *again(
                "BEFORE UPDATE OR DELETE OR TRUNCATE ON log_nodes"
                " FOR EACH STATEMENT EXECUTE FUNCTION nothing()",
                "log_nodes",
                NO_CHANGE,
            ),
        ),
    ),
    (
        NO_CHANGE,
        (
            BODY.format(more=PINNED).replace("ledger_is_append_only()", "other()"),
            *again(
                "BEFORE UPDATE OR DELETE OR TRUNCATE ON log_nodes"
                " FOR EACH STATEMENT EXECUTE FUNCTION other()",
                "log_nodes",
                NO_CHANGE,
            ),
        ),
    ),
    (
        "more on lines",
        (f"CREATE TRIGGER more BEFORE INSERT ON lines FOR EACH ROW {REFUSES}",),
    ),
    # Their functions.
    (
        NO_CHANGE,
        (
            (
                "CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger"
                f" LANGUAGE plpgsql {PINNED} AS 'BEGIN RETURN NULL; END'"
            ),
        ),
    ),
    (NO_CHANGE, (BODY.format(more=""),)),
    (NO_CHANGE, (BODY.format(more="SET search_path = pg_temp"),)),
    (NO_CHANGE, (BODY.format(more=f"SECURITY DEFINER {PINNED}"),)),
    (NEXT, ("ALTER FUNCTION ledger_next_event_only() RESET search_path",)),
    (NEXT, ("ALTER FUNCTION ledger_next_event_only() SECURITY DEFINER",)),
    (NEXT, ("ALTER FUNCTION ledger_next_event_only() SET row_security = off",)),
    # What acts beside them.
    ("quiet", ("CREATE RULE quiet AS ON INSERT TO log_nodes DO INSTEAD NOTHING",)),
    ("hide", ("CREATE POLICY hide ON lines USING (false)",)),
    ("lines has row security", ("ALTER TABLE lines ENABLE ROW LEVEL SECURITY",)),
    ("lines has row security", ("ALTER TABLE lines FORCE ROW LEVEL SECURITY",)),
    (
        "function substr",
        (
            (
                "CREATE FUNCTION substr(text, bigint) RETURNS text LANGUAGE sql"
                " AS $$SELECT 'x'$$"
            ),
        ),
    ),
    (
        "operator =",
        (
            (
                "CREATE FUNCTION same(bigint, text) RETURNS boolean LANGUAGE sql"
                " AS 'SELECT true'"
            ),
            "CREATE OPERATOR = (FUNCTION = same, LEFTARG = bigint, RIGHTARG = text)",
        ),
    ),
    # Rights on tables and columns, of users and of everyone.
    *(
        (
            f"{READER} has the right {right} on lines",
            (f"GRANT {right} ON lines TO {READER}",),
        )
        for right in ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    ),
    (
        f"{READER} has the right UPDATE on writer_lock",
        (f"GRANT UPDATE ON writer_lock TO {READER}",),
    ),
    (
        f"{READER} has the right UPDATE (writer) on writer_lock",
        (f"GRANT UPDATE (writer) ON writer_lock TO {READER}",),
    ),
    (
        f"{READER} has the right SELECT WITH GRANT OPTION on lines",
        (f"GRANT SELECT ON lines TO {READER} WITH GRANT OPTION",),
    ),
    (
        f"{SERVICE} has the right UPDATE (state) on stored_events",
        (f"GRANT UPDATE (state) ON stored_events TO {SERVICE}",),
    ),
    (
        f"{SERVICE} has the right INSERT on migrations",
        (f"GRANT INSERT ON migrations TO {SERVICE}",),
    ),
    (
        f"{SERVICE} has the right UPDATE on day_totals",
        (f"GRANT UPDATE ON day_totals TO {SERVICE}",),
    ),
    (
        f"{STRANGER} has the right INSERT on stored_events",
        (f"GRANT SELECT, INSERT ON stored_events TO {STRANGER}",),
    ),
    (
        f"{STRANGER} has the right INSERT (state) on stored_events",
        (f"GRANT INSERT (state) ON stored_events TO {STRANGER}",),
    ),
    (
        f"{STRANGER} has the right SELECT on lines, and no role",
        (f"GRANT SELECT ON lines TO {STRANGER}",),
    ),
    ("everyone (PUBLIC) has the right SELECT", ("GRANT SELECT ON lines TO PUBLIC",)),
    (
        "everyone (PUBLIC) has the right SELECT (name)",
        ("GRANT SELECT (name) ON accounts TO PUBLIC",),
    ),
    (
        f"{STRANGER} is given rights on every table",
        (f"ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO {STRANGER}",),
    ),
    (
        "everyone (PUBLIC) is given rights on every table",
        (
            (
                "ALTER DEFAULT PRIVILEGES IN SCHEMA SCHEMA_NAME GRANT SELECT ON TABLES"
                " TO PUBLIC"
            ),
        ),
    ),
    (
        f"{READER} may make tables",
        (f"GRANT CREATE ON SCHEMA SCHEMA_NAME TO {READER}",),
    ),
    (
        "everyone (PUBLIC) may make tables",
        ("GRANT CREATE ON SCHEMA SCHEMA_NAME TO PUBLIC",),
    ),
    (f"{READER} is a member of {OWNER}", (f"GRANT {OWNER} TO {READER}",)),
    (
        f"{READER} is a member of {OWNER}",
        (f"GRANT {OWNER} TO {READER} WITH INHERIT FALSE, SET TRUE",),
    ),
    # Tables, columns, keys, conditions and indexes.
    ("lacks the table block_totals", ("DROP TABLE block_totals",)),
    ("lines has inheritance", ("CREATE TABLE more () INHERITS (lines)",)),
    ("lines is not kept", ("ALTER TABLE lines SET UNLOGGED",)),
    ("lines has other columns", ("ALTER TABLE lines ADD COLUMN more TEXT",)),
    (
        "lines has other columns",
        ("ALTER TABLE lines ADD COLUMN a BIGINT GENERATED ALWAYS AS (1/day) STORED",),
    ),
    ("lines has other columns", ("ALTER TABLE lines ALTER amount SET DEFAULT 0",)),
    ("lines has other columns", ("ALTER TABLE lines ALTER amount DROP NOT NULL",)),
    ("lines has other columns", ("ALTER TABLE lines ALTER amount TYPE NUMERIC",)),
    (
        "entries has other columns",
        ('ALTER TABLE entries ALTER actor TYPE TEXT COLLATE "default"',),
    ),
    (
        "lines has other columns",
        ("ALTER TABLE lines ALTER line ADD GENERATED ALWAYS AS IDENTITY",),
    ),
    (
        "lines lacks its constraint PRIMARY KEY (entry, line)",
        ("ALTER TABLE lines DROP CONSTRAINT lines_pkey",),
    ),
    (
        "accounts lacks its constraint UNIQUE (name)",
        ("ALTER TABLE accounts DROP CONSTRAINT accounts_name_key",),
    ),
    (
        "writer_lock lacks its constraint CHECK ((writer = 1))",
        ("ALTER TABLE writer_lock DROP CONSTRAINT writer_lock_writer_check",),
    ),
    (
        "accounts lacks its constraint UNIQUE (name)",
        (
            "ALTER TABLE accounts DROP CONSTRAINT accounts_name_key",
            "ALTER TABLE accounts ADD UNIQUE (name) DEFERRABLE",
        ),
    ),
    (
        "few on lines",
        ("ALTER TABLE lines ADD CONSTRAINT few CHECK (amount < 1) NOT VALID",),
    ),
    (
        "known on lines",
        (
            (
                "ALTER TABLE lines ADD CONSTRAINT known FOREIGN KEY (account)"
                " REFERENCES accounts NOT VALID"
            ),
        ),
    ),
    ("lacks the index entries_by_project", ("DROP INDEX entries_by_project",)),
    ("index more", ("CREATE INDEX more ON lines (abs(day))",)),
    (
        "index entries_by_year",
        (
            "DROP INDEX entries_by_year",
            "CREATE INDEX entries_by_year ON entries (year, entry)",
        ),
    ),
    (
        "index entries_by_command_id",
        (
            "DROP INDEX entries_by_command_id",
            (
                "CREATE INDEX entries_by_command_id ON entries (command_id)"
                " WHERE command_id IS NOT NULL"
            ),
        ),
    ),
    # What says which ledger this is, and whose.
    ("migrations does not belong in layout 1", ("UPDATE ledger_meta SET layout = 1",)),
    ("table ledger_meta", ("INSERT INTO ledger_meta VALUES ('x', 1)",)),
    (
        "table writer_lock",
        (
            "DROP TRIGGER writer_lock_no_change ON writer_lock",
            "DELETE FROM writer_lock",
        ),
    ),
]
