"""A service appends, readers read, only the owner changes: PostgreSQL sees to it."""

import pytest

from domain.values.errors import LedgerError
from ledger.reading import open_reader, open_store
from ledger.storage import layouts
from ledger.storage import schema as tables
from ledger.verifying.rules import Counted
from ledger.verifying.verify import verify
from tests.functional.program import InProcess
from tests.storage.ledgers import StoredLedger
from tests.storage.server import OWNER, READER, SERVICE, STRANGER, Schema, Server
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
UNCHANGING = {**APPEND_ONLY, "writer_lock": "writer"}
"""And a column of each."""
NEXT_EVENT = """INSERT INTO stored_events
    SELECT entry + 1, originator_id, originator_version + 1, topic,
        convert_to(replace(replace(convert_from(state, 'UTF8'),
            '"entry":' || entry, '"entry":' || entry + 1), '{old}', '{new}'), 'UTF8')
    FROM stored_events ORDER BY entry DESC LIMIT 1"""
NOBODY_MAY = [
    *(
        statement
        for table, column in UNCHANGING.items()
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
    "INSERT INTO writer_lock VALUES (1)",
    "LOCK TABLE lines IN SHARE MODE",
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
A_SERVICE_MAY = [
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
    "SELECT * FROM writer_lock FOR UPDATE",
    "LOCK TABLE lines IN ROW EXCLUSIVE MODE",
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
    return [ledger.run(f"SELECT * FROM {table} ORDER BY 1") for table in TABLES]


def test_what_each_user_can_not_do(served: Schema) -> None:
    served.run(f"GRANT USAGE ON SCHEMA {served.name} TO {STRANGER}")
    before = content(served)
    for statement in NOBODY_MAY:
        for user in (OWNER, SERVICE, READER, STRANGER):
            assert refused(served, user, statement), f"{user}: {statement}"
    for statement in ONLY_THE_OWNER_MAY:
        for user in (SERVICE, READER, STRANGER):
            assert refused(served, user, statement), f"{user}: {statement}"
    for statement in A_SERVICE_MAY:
        for user in (READER, STRANGER):
            assert refused(served, user, statement), f"{user}: {statement}"
    for table in TABLES:
        assert refused(served, STRANGER, f"SELECT * FROM {table}")
    assert content(served) == before


def test_what_a_service_and_readers_can_do(served: Schema) -> None:
    event = NEXT_EVENT.format(old=OWNER, new=SERVICE)
    for statement in (event, *A_SERVICE_MAY[1:]):
        assert not refused(served, SERVICE, statement), statement
    for user in (SERVICE, READER):
        for table in TABLES:
            assert not refused(served, user, f"SELECT * FROM {table}")


def test_a_service_can_not_post_under_another_session_user(served: Schema) -> None:
    for name in (OWNER, READER, ""):
        assert refused(served, SERVICE, NEXT_EVENT.format(old=OWNER, new=name))


def test_the_check_of_the_session_user_trusts_nothing_of_the_callers(
    served: Schema, server: Server
) -> None:
    """A function of the caller's own, laid before the server's, is not called."""
    server.run(f"CREATE SCHEMA {served.name}_own AUTHORIZATION {SERVICE}")
    forged = NEXT_EVENT.format(old=OWNER, new="someone")
    with served.connected(SERVICE) as connection:
        connection.execute(
            f"CREATE FUNCTION {served.name}_own.convert_from(bytea, name)"
            " RETURNS text LANGUAGE sql AS $$SELECT '{}'$$"
        )
        connection.execute(
            f"SET search_path = {served.name}_own, {served.name}, pg_catalog"
        )
        with pytest.raises(psycopg.Error, match="session user") as caught:
            connection.execute(forged.replace("convert", "pg_catalog.convert").encode())
    assert caught.value.sqlstate == tables.FORGED_USER


def test_rights_are_not_passed_on(served: Schema) -> None:
    """PostgreSQL only warns of a grant without effect."""
    rights = "SELECT relname, relacl::text FROM pg_class WHERE relname = ANY('{%s}')"
    asked = rights % ",".join(TABLES) + " ORDER BY oid"
    before = served.run(asked)
    for table in TABLES:
        for user in (SERVICE, READER):
            with served.connected(user) as connection:
                connection.execute(
                    f"GRANT SELECT, INSERT, DELETE ON {table} TO PUBLIC".encode()
                )
    assert served.run(asked) == before


def test_a_replica_role_does_not_switch_the_triggers_off(
    served: Schema, server: Server
) -> None:
    for statement in ("DELETE FROM {}", "TRUNCATE {}"):
        for table in UNCHANGING:
            with pytest.raises(psycopg.Error, match="append-only"):
                server.run(
                    "SET session_replication_role = replica",
                    statement.format(f"{served.name}.{table}"),
                )


def test_a_service_posts_under_the_servers_name_for_it(served: Schema) -> None:
    ledger = StoredLedger(served.location_of(SERVICE))
    entry = ledger.post("receive_contribution", **contribution("emmen", "1.00"))
    assert ledger.show(entry)["stored"]["actor"]["session_user"] == SERVICE
    assert ledger.show(1)["stored"]["actor"]["session_user"] == OWNER
    ledger.close()


def test_the_actor_is_the_session_user_and_nobody_else(served: Schema) -> None:
    """Section 1: who posts is who the database says; another name is refused."""
    from domain.entries.event import Actor
    from tests.unit.domain.posting import built

    ledger = StoredLedger(served.location_of(SERVICE))
    command = built("receive_contribution", contribution("emmen", "1.00"))
    before = ledger.last_entry
    for source in ("option", "environment"):
        other = Actor.model_validate({"name": OWNER, "source": source, "login": "x"})
        with pytest.raises(LedgerError) as caught:
            ledger.ledger.accept(command, other)
        assert caught.value.code == "NOT_ALLOWED"
        assert ledger.last_entry == before
    for name, source in ((SERVICE, "option"), ("root", "login")):
        own = Actor.model_validate({"name": name, "source": source, "login": "root"})
        receipt = ledger.ledger.accept(command, own)
        stored = ledger.show(receipt.entry)["stored"]["actor"]
        assert stored == {
            "name": SERVICE,
            "source": "session",
            "login": "root",
            "session_user": SERVICE,
        }
    ledger.close()


def test_naming_another_actor_is_refused_on_the_command_line(
    served: Schema, cli: InProcess
) -> None:
    line = ["--db", served.url(SERVICE), "lock-period", "--until", "2011-01-01"]
    assert cli.refused(*line, "--actor", OWNER) == "NOT_ALLOWED"
    assert cli.ok(*line, "--actor", SERVICE).code == 0


def test_a_reader_reads_and_verifies_with_read_rights_only(
    served: Schema, cli: InProcess
) -> None:
    place = served.url(READER)
    store = open_store(served.location_of(READER))
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
    with open_reader(served.location_of(READER)) as reader:
        assert reader.view().entry == 11


@pytest.mark.parametrize("user", [READER, STRANGER])
def test_whoever_is_no_service_posts_nothing(
    served: Schema, cli: InProcess, user: str
) -> None:
    command = ["record-decision", "--number", "X", "--date", "2011-06-15"]
    more = ["--subject", "x", "--db", served.url(user)]
    assert cli.refused(*command, *more) in ("LEDGER_READ_ONLY", "LEDGER_NOT_FOUND")
    assert cli.refused("db", "migrate", "--db", served.url(user)) in (
        "LEDGER_READ_ONLY",
        "LEDGER_NOT_FOUND",
    )
    assert cli.refused("init", "--db", served.url(user)) in (
        "LEDGER_READ_ONLY",
        "LEDGER_EXISTS",
        "LEDGER_NOT_FOUND",
    )


def test_a_user_who_sees_the_schema_but_no_table_is_told_so(
    served: Schema, cli: InProcess
) -> None:
    served.run(f"GRANT USAGE ON SCHEMA {served.name} TO {STRANGER}")
    assert cli.refused("balance", "--db", served.url(STRANGER)) == "LEDGER_READ_ONLY"
