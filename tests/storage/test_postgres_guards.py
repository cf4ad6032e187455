"""Whatever the owner weakens in PostgreSQL is told, by name, to whoever only reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest

from ledger.reading import open_store
from projections.finding import Finding
from tests.functional.program import InProcess
from tests.storage.conftest import lived_at
from tests.storage.old_layouts import make_officer, program_of_layout
from tests.storage.server import OWNER, READER, SERVICE, STRANGER, Schema, Server
from tests.storage.weakened import NO_CHANGE, WEAKENED

pytest.importorskip("psycopg")
pytestmark = pytest.mark.postgres


def found_in(ledger: Schema, user: str = READER) -> list[Finding]:
    """What is wrong with the database, as this user sees it."""
    store = open_store(ledger.location_of(user), suspect=True)
    try:
        with store.reading():
            return [*store.strangers(), *store.damage(fast=True)]
    finally:
        store.close()


@pytest.fixture
def unbound(server: Server) -> Iterator[None]:
    """What was given beyond the ledger's schema is taken back."""
    yield
    with_owner = f"FOR ROLE {OWNER} REVOKE ALL ON TABLES FROM {STRANGER}"
    server.run(
        f"REVOKE {OWNER} FROM {READER}", f"ALTER DEFAULT PRIVILEGES {with_owner}"
    )


def verified(cli: InProcess, ledger: Schema) -> tuple[int, str]:
    """Exit code and what `audit verify` says, asked by a reader."""
    told = cli("audit", "verify", "--db", ledger.url(READER), "-O", "json")
    if not told.out:
        return told.code, f"{told.error['code']}: {told.error['message']}"
    said = (f"{each['code']}: {each['message']}" for each in told.json["findings"])
    return told.code, "\n".join(said)


def test_a_ledger_as_it_was_made_has_nothing_wrong(
    served: Schema, cli: InProcess
) -> None:
    for user in (OWNER, SERVICE, READER):
        assert found_in(served, user) == []
    assert verified(cli, served) == (0, "")


@pytest.mark.one_in(7)
@pytest.mark.usefixtures("unbound")
@pytest.mark.parametrize(
    ("name", "statements"),
    WEAKENED,
    ids=[statements[-1].replace(" ", "-")[:70] for _, statements in WEAKENED],
)
def test_what_the_owner_weakened_is_found(
    served: Schema,
    server: Server,
    cli: InProcess,
    name: str,
    statements: tuple[str, ...],
) -> None:
    for statement in statements:
        statement = statement.replace("SCHEMA_NAME", served.name)  # noqa: PLW2901  # made whole
        if statement.startswith(f"GRANT {OWNER}"):
            server.run(statement)
        else:
            served.run(statement)
    found = found_in(served)
    assert {finding.code for finding in found} == {"GUARDS_DIFFER"}
    assert name in "\n".join(finding.message.replace("'", "") for finding in found)
    code, said = verified(cli, served)
    assert code == 3
    assert "GUARDS_DIFFER" in said
    assert name in said.replace("'", "")


def test_a_schema_may_have_any_name(server: Server, cli: InProcess) -> None:
    name = 'Odd-"one".two'
    quoted = name.replace('"', '""')
    server.run(f'CREATE SCHEMA "{quoted}" AUTHORIZATION {OWNER}')
    ledger = Schema(server.folder, quote(f'"{quoted}"'))
    try:
        lived_at(ledger.location).close()
        for role, user in (("reader", READER), ("service", SERVICE)):
            cli.ok("db", "grant", "--role", role, user, "--db", ledger.url())
        assert verified(cli, ledger) == (0, "")
        assert cli.json("db", "status", "--db", ledger.url())["complaints"] == []
    finally:
        server.run(f'DROP SCHEMA "{quoted}" CASCADE')


def test_a_condition_that_old_rows_need_not_meet_is_found(
    served: Schema, cli: InProcess
) -> None:
    ((version,),) = served.run("SHOW server_version_num")
    if int(version) < 180_000:
        pytest.skip("before version 18 NOT NULL holds for every row")
    served.run("ALTER TABLE lines ALTER amount DROP NOT NULL")
    served.run("ALTER TABLE lines ADD CONSTRAINT late NOT NULL amount NOT VALID")
    code, said = verified(cli, served)
    assert code == 3
    assert "the constraint late on lines does not belong" in said.replace("'", "")


# -- what only a superuser does -----------------------------------------------------


@contextmanager
def undone(server: Server, ledger: Schema, do: str, undo: str) -> Iterator[None]:
    """Something of the whole server's, while a ledger is looked at."""
    server.run(do.replace("SCHEMA_NAME", ledger.name))
    try:
        yield
    finally:
        server.run(undo.replace("SCHEMA_NAME", ledger.name))


@pytest.mark.parametrize(
    ("name", "do", "undo"),
    [
        (
            f"{STRANGER} is a member of pg_write_all_data",
            f"GRANT pg_write_all_data TO {STRANGER}",
            f"REVOKE pg_write_all_data FROM {STRANGER}",
        ),
        (
            f"{STRANGER} is a member of {SERVICE}",
            f"GRANT {SERVICE} TO {STRANGER}",
            f"REVOKE {SERVICE} FROM {STRANGER}",
        ),
        (
            f"session_replication_role=replica is set for {SERVICE}",
            f"ALTER ROLE {SERVICE} SET session_replication_role = replica",
            f"ALTER ROLE {SERVICE} RESET session_replication_role",
        ),
        (
            "session_replication_role=replica is set for everyone",
            "ALTER DATABASE postgres SET session_replication_role = replica",
            "ALTER DATABASE postgres RESET session_replication_role",
        ),
        (
            f"lines belongs to {STRANGER}",
            f"ALTER TABLE SCHEMA_NAME.lines OWNER TO {STRANGER}",
            f"ALTER TABLE SCHEMA_NAME.lines OWNER TO {OWNER}",
        ),
        (
            NO_CHANGE,
            f"ALTER FUNCTION SCHEMA_NAME.ledger_is_append_only() OWNER TO {STRANGER}",
            "SELECT 1",
        ),
        (
            f"{STRANGER} owns the schema",
            f"ALTER SCHEMA SCHEMA_NAME OWNER TO {STRANGER}",
            f"ALTER SCHEMA SCHEMA_NAME OWNER TO {OWNER}",
        ),
    ],
)
def test_what_a_superuser_weakened_is_found(
    served: Schema, server: Server, cli: InProcess, name: str, do: str, undo: str
) -> None:
    served.run(f"GRANT USAGE ON SCHEMA {served.name} TO {SERVICE}, {READER}")
    with undone(server, served, do, undo):
        code, said = verified(cli, served)
    assert code == 3
    assert "GUARDS_DIFFER" in said
    assert name in said.replace("'", "")


def test_an_event_trigger_is_found(
    served: Schema, server: Server, cli: InProcess
) -> None:
    server.run(
        f"CREATE FUNCTION {served.name}.watch() RETURNS event_trigger"
        " LANGUAGE plpgsql AS 'BEGIN END'",
        "CREATE EVENT TRIGGER watching ON ddl_command_end"
        f" EXECUTE FUNCTION {served.name}.watch()",
    )
    try:
        code, said = verified(cli, served)
    finally:
        server.run("DROP EVENT TRIGGER watching")
    assert (code, "watching" in said) == (3, True)
    assert verified(cli, served) == (0, "")


def test_a_server_that_feeds_a_table_is_found(
    served: Schema, server: Server, cli: InProcess
) -> None:
    """Rows of a subscription are written as nobody's, and not by the program."""
    name = f"feed_{served.name}"
    server.run(
        f"CREATE SUBSCRIPTION {name} CONNECTION 'dbname=none' PUBLICATION p"
        " WITH (connect = false)",
        "INSERT INTO pg_subscription_rel SELECT oid,"
        f" '{served.name}.lines'::regclass, 'i', NULL FROM pg_subscription"
        f" WHERE subname = '{name}'",
    )
    try:
        code, said = verified(cli, served)
    finally:
        server.run(
            f"ALTER SUBSCRIPTION {name} SET (slot_name = NONE)",
            f"DROP SUBSCRIPTION {name}",
        )
    assert code == 3
    assert "rows of lines come from another server" in said.replace("'", "")


# -- what is no weakening -----------------------------------------------------------


def test_what_weakens_nothing_is_let_be(
    served: Schema, server: Server, cli: InProcess
) -> None:
    served.run("ANALYZE")
    served.run("ALTER TABLE lines SET (autovacuum_enabled = true)")
    served.run("CREATE TABLE notes (x int)")
    served.run("CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    served.run(f"REVOKE SELECT ON lines FROM {SERVICE}")
    server.run(f"GRANT {READER} TO {STRANGER}")
    try:
        assert verified(cli, served) == (0, "")
    finally:
        server.run(f"REVOKE {READER} FROM {STRANGER}")


def test_officers_of_version_1_belong_in_its_layouts(
    schema: Schema, cli: InProcess
) -> None:
    with program_of_layout(3):
        lived_at(schema.location).close()
    make_officer(schema, SERVICE, 3)
    cli.ok("db", "grant", "--role", "reader", READER, "--db", schema.url())
    assert verified(cli, schema) == (0, "")
    schema.run(f"GRANT DELETE ON lines TO {SERVICE}")
    code, said = verified(cli, schema)
    assert (code, f"{SERVICE} has the right DELETE" in said) == (3, True)


# -- what is not read at all --------------------------------------------------------

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"


@pytest.mark.parametrize(
    "statements",
    [
        *(
            (
                f"ALTER TABLE {table} RENAME TO hidden",
                f"CREATE VIEW {table} AS {ENDLESS} SELECT h.* FROM n, hidden h",
                f"GRANT SELECT ON {table} TO {READER}",
            )
            for table in ("entries", "stored_events", "ledger_meta", "writer_lock")
        ),
        ("CREATE TABLE more () INHERITS (lines)",),
        ("ALTER TABLE lines ENABLE ROW LEVEL SECURITY",),
        ("ALTER TABLE lines ADD COLUMN more TEXT",),
        ("ALTER TABLE lines ADD COLUMN a BIGINT GENERATED ALWAYS AS (1/day) STORED",),
    ],
)
def test_what_is_no_table_of_a_ledger_is_not_read(
    served: Schema, cli: InProcess, statements: tuple[str, ...]
) -> None:
    for statement in statements:
        served.run(statement)
    code, said = verified(cli, served)
    assert (code, said.split(":")[0]) == (3, "GUARDS_DIFFER")
    told = cli.refused("balance", "--db", served.url(READER), exit_code=3)
    assert told == "GUARDS_DIFFER"
