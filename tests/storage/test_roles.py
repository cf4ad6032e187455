"""Officers append, auditors read, only the owner changes: PostgreSQL sees to it."""

import pytest

from cli.main import run
from domain.values.errors import LedgerError
from ledger.reading import open_reader, open_store
from ledger.storage import layouts
from ledger.storage import schema as tables
from ledger.verifying.rules import Counted
from ledger.verifying.verify import verify
from tests.functional.program import InProcess
from tests.storage.ledgers import StoredLedger
from tests.storage.server import AUDITOR, OFFICER, OWNER, STRANGER, Schema, Server
from tests.unit.domain.posting import contribution

psycopg = pytest.importorskip("psycopg")
pytestmark = pytest.mark.postgres

PRESENT = layouts.upto(layouts.CURRENT)
TABLES = tables.postgres_names(PRESENT)
PROJECTIONS = layouts.names_of(PRESENT, *layouts.PROJECTIONS)
APPEND_ONLY = {
    "stored_events": "topic",
    "log_nodes": "hash",
    "migrations": "program",
    "sealed_values": "value",
    "sealed_withheld": "program",
}
"""And a column of each."""
NEXT_EVENT = """INSERT INTO stored_events
    SELECT entry + 1, originator_id, originator_version + 1, topic,
        convert_to(replace(replace(convert_from(state, 'UTF8'),
            '"entry":' || entry, '"entry":' || entry + 1), '{old}', '{new}'), 'UTF8')
    FROM stored_events ORDER BY entry DESC LIMIT 1"""
NOBODY_MAY = [
    *(
        statement
        for table, column in APPEND_ONLY.items()
        for statement in (
            f"UPDATE {table} SET {column} = {column}",
            f"DELETE FROM {table}",
            f"TRUNCATE {table}",
        )
    ),
    "TRUNCATE " + ", ".join(TABLES),
    NEXT_EVENT.format(old=OWNER, new="someone"),
    (
        "INSERT INTO stored_events"
        " SELECT entry + 2, originator_id, originator_version + 1,"
        " topic, state FROM stored_events ORDER BY entry DESC LIMIT 1"
    ),
]
"""Not even the owner, while the triggers stand."""
ONLY_THE_OWNER_MAY = [
    *(f"DROP TABLE {table}" for table in TABLES),
    *(f"DELETE FROM {table}" for table in PROJECTIONS),
    *(f"TRUNCATE {table}" for table in PROJECTIONS),
    *(f"ALTER TABLE {table} ADD COLUMN x int" for table in TABLES),
    *(f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in TABLES),
    *(f"CREATE INDEX ON {table} ((1))" for table in TABLES),
    *(f"CREATE RULE r AS ON INSERT TO {table} DO INSTEAD NOTHING" for table in TABLES),
    *(
        f"CREATE TRIGGER t BEFORE INSERT ON {table} FOR EACH ROW"
        " EXECUTE FUNCTION ledger_is_append_only()"
        for table in TABLES
    ),
    "UPDATE entries SET actor = 'someone'",
    "UPDATE accounts SET name = 'x' WHERE account = 1",
    "UPDATE lines SET amount = 0",
    "UPDATE day_totals SET day = day + 1",
    "UPDATE ledger_meta SET layout = 2",
    "DELETE FROM ledger_meta",
    "INSERT INTO ledger_meta VALUES ('x', 1)",
    "INSERT INTO migrations VALUES (99, 1, 'x', 'x')",
    "DROP TRIGGER stored_events_no_change ON stored_events",
    "DROP FUNCTION ledger_is_append_only() CASCADE",
    (
        "CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger"
        " LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
    ),
    "CREATE TABLE more (x int)",
    f"SET ROLE {OWNER}",
    f"SET SESSION AUTHORIZATION {OWNER}",
    "SET session_replication_role = replica",
]
OFFICERS_MAY = [
    NEXT_EVENT.format(old="", new=""),
    "INSERT INTO log_nodes VALUES (62, 0, '')",
    (
        "INSERT INTO entries SELECT entry + 1000, recorded_at, day, actor, command"
        " FROM entries WHERE entry = 1"
    ),
    "INSERT INTO accounts VALUES (9999, 'x')",
    "INSERT INTO lines VALUES (9999, 1, 1, 20110801, 0)",
    "INSERT INTO day_totals VALUES (1, 1, 0)",
    "UPDATE day_totals SET amount = amount",
    "SELECT * FROM lines FOR UPDATE",
]
"""And nobody without the role; what it breaks, `zuidas audit verify` finds."""


def refused(ledger: Schema, user: str, statement: str) -> bool:
    """Whether the server refuses a statement; nothing of it stays in any case."""
    with ledger.connected(user) as connection:
        connection.execute("BEGIN")
        try:
            connection.execute(statement.encode())
        except psycopg.Error as error:
            if error.sqlstate in ("42501", tables.NOT_APPENDED, tables.FORGED_USER):
                return True
            raise
        finally:
            connection.execute("ROLLBACK")
    return False


def content(ledger: Schema) -> list[object]:
    return [ledger.run(f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES]


def test_what_each_user_can_not_do(officers: Schema) -> None:
    officers.run(f"GRANT USAGE ON SCHEMA {officers.name} TO {STRANGER}")
    before = content(officers)
    for statement in NOBODY_MAY:
        for user in (OWNER, OFFICER, AUDITOR, STRANGER):
            assert refused(officers, user, statement), f"{user}: {statement}"
    for statement in ONLY_THE_OWNER_MAY:
        for user in (OFFICER, AUDITOR, STRANGER):
            assert refused(officers, user, statement), f"{user}: {statement}"
    for statement in OFFICERS_MAY[:-1]:
        for user in (AUDITOR, STRANGER):
            assert refused(officers, user, statement), f"{user}: {statement}"
    for table in TABLES:
        assert refused(officers, STRANGER, f"SELECT * FROM {table}")
    assert content(officers) == before


def test_what_officers_and_auditors_can_do(officers: Schema) -> None:
    event = NEXT_EVENT.format(old=OWNER, new=OFFICER)
    for statement in (event, *OFFICERS_MAY[1:-1]):
        assert not refused(officers, OFFICER, statement), statement
    for user in (OFFICER, AUDITOR):
        for table in TABLES:
            assert not refused(officers, user, f"SELECT * FROM {table}")


def test_an_officer_can_not_post_under_another_session_user(officers: Schema) -> None:
    for name in (OWNER, AUDITOR, ""):
        assert refused(officers, OFFICER, NEXT_EVENT.format(old=OWNER, new=name))


def test_the_check_of_the_session_user_trusts_nothing_of_the_callers(
    officers: Schema, server: Server
) -> None:
    """A function of the officer's own, laid before the server's, is not called."""
    server.run(f"CREATE SCHEMA {officers.name}_own AUTHORIZATION {OFFICER}")
    forged = NEXT_EVENT.format(old=OWNER, new="someone")
    with officers.connected(OFFICER) as connection:
        connection.execute(
            f"CREATE FUNCTION {officers.name}_own.convert_from(bytea, name)"
            " RETURNS text LANGUAGE sql AS $$SELECT '{}'$$"
        )
        connection.execute(
            f"SET search_path = {officers.name}_own, {officers.name}, pg_catalog"
        )
        with pytest.raises(psycopg.Error, match="session user") as caught:
            connection.execute(forged.replace("convert", "pg_catalog.convert").encode())
    assert caught.value.sqlstate == tables.FORGED_USER


def test_rights_are_not_passed_on(officers: Schema) -> None:
    """PostgreSQL only warns of a grant without effect."""
    rights = "SELECT relname, relacl::text FROM pg_class WHERE relname = ANY('{%s}')"
    asked = rights % ",".join(TABLES) + " ORDER BY oid"
    before = officers.run(asked)
    for table in TABLES:
        for user in (OFFICER, AUDITOR):
            with officers.connected(user) as connection:
                connection.execute(
                    f"GRANT SELECT, INSERT, DELETE ON {table} TO PUBLIC".encode()
                )
    assert officers.run(asked) == before


def test_a_replica_role_does_not_switch_the_triggers_off(
    officers: Schema, server: Server
) -> None:
    for statement in ("DELETE FROM {}", "TRUNCATE {}"):
        for table in APPEND_ONLY:
            with pytest.raises(psycopg.Error, match="append-only"):
                server.run(
                    "SET session_replication_role = replica",
                    statement.format(f"{officers.name}.{table}"),
                )


def test_an_officer_posts_under_the_servers_name_for_him(officers: Schema) -> None:
    ledger = StoredLedger(officers.location_of(OFFICER))
    entry = ledger.post("receive_contribution", **contribution("emmen", "1.00"))
    assert ledger.show(entry)["stored"]["actor"]["session_user"] == OFFICER
    assert ledger.show(1)["stored"]["actor"]["session_user"] == OWNER
    ledger.close()


def test_the_actor_is_the_session_user_and_nobody_else(officers: Schema) -> None:
    """Section 1: who posts is who the database says; another name is refused."""
    from domain.entries.event import Actor
    from tests.unit.domain.posting import built

    ledger = StoredLedger(officers.location_of(OFFICER))
    command = built("receive_contribution", contribution("emmen", "1.00"))
    before = ledger.last_entry
    for source in ("option", "environment"):
        other = Actor.model_validate({"name": OWNER, "source": source, "login": "x"})
        with pytest.raises(LedgerError) as caught:
            ledger.ledger.accept(command, other)
        assert caught.value.code == "NOT_ALLOWED"
        assert ledger.last_entry == before
    for name, source in ((OFFICER, "option"), ("root", "login")):
        own = Actor.model_validate({"name": name, "source": source, "login": "root"})
        receipt = ledger.ledger.accept(command, own)
        stored = ledger.show(receipt.entry)["stored"]["actor"]
        assert stored == {
            "name": OFFICER,
            "source": "session",
            "login": "root",
            "session_user": OFFICER,
        }
    ledger.close()


def test_naming_another_actor_is_refused_on_the_command_line(
    officers: Schema, cli: InProcess
) -> None:
    line = ["--db", officers.url(OFFICER), "lock-period", "--until", "2011-01-01"]
    assert cli.refused(*line, "--actor", OWNER) == "NOT_ALLOWED"
    assert cli.ok(*line, "--actor", OFFICER).code == 0


def test_an_auditor_reads_and_verifies_with_read_rights_only(
    officers: Schema, cli: InProcess
) -> None:
    place = officers.url(AUDITOR)
    store = open_store(officers.location_of(AUDITOR))
    with store.reading():
        judged = verify(store, rules=True)
    store.close()
    assert judged.findings == []
    assert judged.rules == Counted(judged=judged.entries)
    for query in (
        ["balance"],
        ["statement", "current-account"],
        ["history"],
        ["trial-balance"],
        ["journal"],
        ["show", "3"],
        ["decisions"],
        ["check", "projections"],
        ["db", "status"],
    ):
        cli.ok(*query, "--db", place)
    with open_reader(officers.location_of(AUDITOR)) as reader:
        assert reader.view().entry == 11


@pytest.mark.parametrize("user", [AUDITOR, STRANGER])
def test_whoever_is_no_officer_posts_nothing(
    officers: Schema, cli: InProcess, user: str
) -> None:
    command = ["record-decision", "--number", "X", "--date", "2011-06-15"]
    more = ["--subject", "x", "--db", officers.url(user)]
    assert cli.refused(*command, *more) in ("LEDGER_READ_ONLY", "LEDGER_NOT_FOUND")
    assert cli.refused("db", "migrate", "--db", officers.url(user)) in (
        "LEDGER_READ_ONLY",
        "LEDGER_NOT_FOUND",
    )
    assert cli.refused("init", "--db", officers.url(user)) in (
        "LEDGER_READ_ONLY",
        "LEDGER_EXISTS",
        "LEDGER_NOT_FOUND",
    )


def test_a_user_who_sees_the_schema_but_no_table_is_told_so(
    officers: Schema, cli: InProcess
) -> None:
    officers.run(f"GRANT USAGE ON SCHEMA {officers.name} TO {STRANGER}")
    assert cli.refused("balance", "--db", officers.url(STRANGER)) == "LEDGER_READ_ONLY"


# -- granting -----------------------------------------------------------------------


def grant(cli: InProcess, ledger: Schema, user: str, role: str, by: str = OWNER) -> str:
    result = cli("db", "grant", "--role", role, user, "--db", ledger.url(by), "-Ojson")
    return "" if result.code == 0 else str(result.error["code"])


def roles(cli: InProcess, ledger: Schema) -> dict[str, str]:
    rows = cli.json("db", "status", "--db", ledger.url())["roles"]
    return {row["user"]: row["role"] for row in rows}


def test_a_role_replaces_the_one_before(officers: Schema, cli: InProcess) -> None:
    assert roles(cli, officers) == {OFFICER: "officer", AUDITOR: "auditor"}
    assert grant(cli, officers, OFFICER, "auditor") == ""
    assert grant(cli, officers, AUDITOR, "officer") == ""
    assert grant(cli, officers, STRANGER, "auditor") == ""
    assert roles(cli, officers) == {
        OFFICER: "auditor",
        AUDITOR: "officer",
        STRANGER: "auditor",
    }
    assert refused(officers, OFFICER, "UPDATE day_totals SET amount = amount")
    assert refused(officers, OFFICER, OFFICERS_MAY[1])
    assert not refused(officers, AUDITOR, OFFICERS_MAY[1])


def test_only_the_owner_grants(officers: Schema, cli: InProcess) -> None:
    for user in (OFFICER, AUDITOR):
        assert grant(cli, officers, STRANGER, "officer", by=user) == "LEDGER_READ_ONLY"
    assert roles(cli, officers) == {OFFICER: "officer", AUDITOR: "auditor"}


@pytest.mark.parametrize(
    "user",
    [OWNER, "postgres", "nobody", "PUBLIC", "public", "", 'x"; DROP TABLE lines; --'],
)
def test_roles_are_for_users_whom_they_hold(
    officers: Schema, cli: InProcess, user: str
) -> None:
    assert grant(cli, officers, user, "officer") == "BAD_COMMAND"


def test_a_file_has_no_roles(cli: InProcess) -> None:
    cli.ok("init")
    assert run(["db", "grant", "--role", "officer", "anna"]) == 2


# -- damage -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER stored_events_no_change ON stored_events",
        "ALTER TABLE stored_events DISABLE TRIGGER stored_events_next_only",
        "ALTER TABLE log_nodes ENABLE TRIGGER log_nodes_no_change",
        (
            "CREATE OR REPLACE FUNCTION ledger_is_append_only() RETURNS trigger"
            " LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
        ),
        "CREATE RULE quiet AS ON INSERT TO log_nodes DO INSTEAD NOTHING",
        f"GRANT DELETE ON lines TO {OFFICER}",
        "GRANT UPDATE ON stored_events TO PUBLIC",
        f"GRANT UPDATE (state) ON stored_events TO {OFFICER}",
        "ALTER FUNCTION ledger_next_event_only() RESET search_path",
        (
            "DROP TRIGGER stored_events_next_only ON stored_events;"
            "CREATE TRIGGER stored_events_next_only BEFORE INSERT ON stored_events"
            " FOR EACH ROW WHEN (false) EXECUTE FUNCTION ledger_next_event_only();"
            "ALTER TABLE stored_events"
            " ENABLE ALWAYS TRIGGER stored_events_next_only"
        ),
        (
            "DROP TRIGGER log_nodes_no_change ON log_nodes;"
            "CREATE TRIGGER log_nodes_no_change BEFORE DELETE ON log_nodes"
            " FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only();"
            "ALTER TABLE log_nodes ENABLE ALWAYS TRIGGER log_nodes_no_change"
        ),
        "DROP TABLE block_totals",
        "DROP INDEX entries_by_project",
        "DROP INDEX entries_by_document",
        "UPDATE ledger_meta SET layout = 1",
    ],
)
def test_what_the_owner_weakened_is_found(officers: Schema, statement: str) -> None:
    officers.run(statement)
    store = open_store(officers.location_of(AUDITOR))
    found = store.damage(fast=True)
    store.close()
    assert {finding.code for finding in found} == {"GUARDS_DIFFER"}


ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"


@pytest.mark.parametrize(
    "statements",
    [
        (
            "ALTER TABLE entries RENAME TO hidden",
            f"CREATE VIEW entries AS {ENDLESS} SELECT h.* FROM n, hidden h",
            f"GRANT SELECT ON entries TO {AUDITOR}",
        ),
        (
            "ALTER TABLE stored_events RENAME TO hidden",
            f"CREATE VIEW stored_events AS {ENDLESS} SELECT h.* FROM n, hidden h",
            f"GRANT SELECT ON stored_events TO {AUDITOR}",
        ),
        (
            "ALTER TABLE ledger_meta RENAME TO hidden",
            f"CREATE VIEW ledger_meta AS {ENDLESS} SELECT h.* FROM n, hidden h",
            f"GRANT SELECT ON ledger_meta TO {AUDITOR}",
        ),
        ("CREATE TABLE more () INHERITS (lines)",),
        ("ALTER TABLE lines ENABLE ROW LEVEL SECURITY",),
        ("ALTER TABLE lines ADD COLUMN more TEXT",),
        ("ALTER TABLE lines ADD COLUMN a BIGINT GENERATED ALWAYS AS (1/day) STORED",),
    ],
)
def test_what_is_no_table_of_a_ledger_is_not_read(
    officers: Schema, cli: InProcess, statements: tuple[str, ...]
) -> None:
    for statement in statements:
        officers.run(statement)
    place = officers.url(AUDITOR)
    found = cli("audit", "verify", "--db", place, "-O", "json")
    code = found.json["findings"][0]["code"] if found.out else found.error["code"]
    assert (found.code, code) == (3, "GUARDS_DIFFER")
    told = cli.refused("balance", "--db", place, exit_code=3)
    assert told == "GUARDS_DIFFER"
