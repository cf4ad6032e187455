"""Giving and taking roles in PostgreSQL, and what `db status` says of everyone."""

from typing import Any

import pytest

from cli.main import run
from domain.values.errors import LedgerError
from ledger.reading import open_store
from tests.functional.program import InProcess
from tests.storage.ledgers import StoredLedger, initialised
from tests.storage.server import OWNER, READER, SERVICE, STRANGER, Schema, Server
from tests.unit.domain.posting import contribution

psycopg = pytest.importorskip("psycopg")
pytestmark = pytest.mark.postgres


def posted(ledger: Schema, user: str) -> bool:
    """Whether a user can post."""
    try:
        opened = StoredLedger(ledger.location_of(user))
    except LedgerError as error:
        if error.code != "LEDGER_READ_ONLY":
            raise
        return False
    opened.post("receive_contribution", **contribution("emmen", "1.00"))
    opened.close()
    return True


def grant(cli: InProcess, ledger: Schema, user: str, role: str, by: str = OWNER) -> str:
    result = cli("db", "grant", "--role", role, user, "--db", ledger.url(by), "-Ojson")
    return "" if result.code == 0 else str(result.error["code"])


def roles(cli: InProcess, ledger: Schema) -> dict[str, str]:
    rows = cli.json("db", "status", "--db", ledger.url())["roles"]
    return {row["user"]: row["role"] for row in rows}


def test_a_role_replaces_the_one_before(served: Schema, cli: InProcess) -> None:
    assert roles(cli, served) == {SERVICE: "service", READER: "reader"}
    assert grant(cli, served, SERVICE, "reader") == ""
    assert grant(cli, served, READER, "service") == ""
    assert grant(cli, served, STRANGER, "reader") == ""
    assert roles(cli, served) == {
        SERVICE: "reader",
        READER: "service",
        STRANGER: "reader",
    }
    for user, role in roles(cli, served).items():
        assert posted(served, user) == (role == "service")


def test_only_the_owner_grants(served: Schema, cli: InProcess) -> None:
    for user in (SERVICE, READER):
        assert grant(cli, served, STRANGER, "service", by=user) == "LEDGER_READ_ONLY"
    assert roles(cli, served) == {SERVICE: "service", READER: "reader"}


@pytest.mark.parametrize(
    "user",
    [OWNER, "postgres", "nobody", "PUBLIC", "public", "", 'x"; DROP TABLE lines; --'],
)
def test_roles_are_for_users_whom_they_hold(
    served: Schema, cli: InProcess, user: str
) -> None:
    assert grant(cli, served, user, "service") == "BAD_COMMAND"


def test_a_file_has_no_roles(cli: InProcess) -> None:
    cli.ok("init")
    assert run(["db", "grant", "--role", "service", "anna"]) == 2


@pytest.mark.parametrize(
    ("role", "way_out"), [("officer", "through the service"), ("auditor", "reader")]
)
def test_roles_of_version_1_are_refused_with_the_way_out(
    served: Schema, cli: InProcess, role: str, way_out: str
) -> None:
    told = cli("db", "grant", "--role", role, STRANGER, "--db", served.url())
    assert told.code == 2
    assert f"{role} was a role of version 1" in told.err
    assert way_out in told.err
    assert roles(cli, served) == {SERVICE: "service", READER: "reader"}


# -- taking away --------------------------------------------------------------------


def revoke(cli: InProcess, ledger: Schema, user: str, by: str = OWNER) -> Any:
    result = cli("db", "revoke", user, "--db", ledger.url(by), "-O", "json")
    return result.json["role"] if result.code == 0 else result.error["code"]


def test_whose_role_was_taken_has_no_right_left(served: Schema, cli: InProcess) -> None:
    served.run(f"GRANT DELETE, UPDATE (amount) ON lines TO {READER}")
    assert revoke(cli, served, READER) == "reader"
    assert revoke(cli, served, SERVICE) == "service"
    assert roles(cli, served) == {}
    assert status(cli, served)["complaints"] == []
    for user in (READER, SERVICE):
        assert cli.refused("balance", "--db", served.url(user)) == "LEDGER_READ_ONLY"
        assert not posted(served, user)
    cli.ok("audit", "verify", "--db", served.url())


def test_what_everyone_was_given_can_be_taken(served: Schema, cli: InProcess) -> None:
    served.run("GRANT SELECT ON lines, entries TO PUBLIC")
    assert revoke(cli, served, "PUBLIC") is None
    cli.ok("audit", "verify", "--db", served.url())


def test_what_was_passed_on_goes_too(served: Schema, cli: InProcess) -> None:
    served.run(f"GRANT SELECT ON lines TO {READER} WITH GRANT OPTION")
    served.run(f"GRANT SELECT ON lines TO {STRANGER}", READER)
    assert revoke(cli, served, READER) == "reader"
    assert (
        served.run("SELECT relacl::text FROM pg_class WHERE oid = 'lines'::regclass")[
            0
        ][0].count(STRANGER)
        == 0
    )


def test_only_the_owner_takes_and_only_what_was_given(
    served: Schema, cli: InProcess
) -> None:
    for user in (SERVICE, READER):
        assert revoke(cli, served, SERVICE, by=user) == "LEDGER_READ_ONLY"
    for user in (OWNER, STRANGER, "postgres", "nobody", ""):
        assert revoke(cli, served, user) == "BAD_COMMAND"
    assert posted(served, OWNER)
    assert roles(cli, served) == {SERVICE: "service", READER: "reader"}


# -- what is told -------------------------------------------------------------------


def status(cli: InProcess, ledger: Schema, user: str = OWNER) -> dict[str, Any]:
    return dict(cli.json("db", "status", "--db", ledger.url(user)))


def test_everyone_is_told_who_may_do_what(served: Schema, cli: InProcess) -> None:
    for user in (OWNER, SERVICE, READER):
        found = status(cli, served, user)
        assert (found["owner"], found["session_user"]) == (OWNER, user)
        assert found["roles"] == [
            {"user": READER, "role": "reader", "through": None},
            {"user": SERVICE, "role": "service", "through": None},
        ]
        assert found["superusers"] == ["postgres"]
        assert found["complaints"] == []
    said = cli.ok("db", "status", "--db", served.url()).out
    assert f"reader {READER}\nservice {SERVICE}\n" in said
    assert "superusers, who can do everything: postgres" in said
    assert "complaint" not in said


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        (
            f"GRANT INSERT ON lines TO {READER}",
            f"{READER} has the right INSERT on lines",
        ),
        (f"GRANT SELECT (name) ON accounts TO {STRANGER} WITH GRANT OPTION", STRANGER),
        ("GRANT SELECT ON lines TO PUBLIC", "everyone (PUBLIC) has the right SELECT"),
        (f"REVOKE SELECT ON lines FROM {READER}", f"{READER} lacks rights"),
        (f"REVOKE UPDATE (amount) ON day_totals FROM {SERVICE}", f"{SERVICE} lacks"),
        (
            (
                f"ALTER DEFAULT PRIVILEGES IN SCHEMA SCHEMA_NAME GRANT ALL ON TABLES"
                f" TO {STRANGER}"
            ),
            f"{STRANGER} is given rights on every table",
        ),
        (f"GRANT CREATE ON SCHEMA SCHEMA_NAME TO {READER}", "may make tables"),
    ],
)
def test_what_goes_beyond_the_roles_is_complained_of(
    served: Schema, cli: InProcess, statement: str, complaint: str
) -> None:
    served.run(statement.replace("SCHEMA_NAME", served.name))
    for user in (OWNER, SERVICE):
        (told,) = status(cli, served, user)["complaints"]
        assert complaint in told
    said = cli.ok("db", "status", "--db", served.url()).out
    assert f"complaint: {told[:40]}" in said


@pytest.mark.parametrize(
    ("role", "what"),
    [
        (OWNER, "which owns the ledger"),
        (SERVICE, "which may write to it"),
        ("pg_write_all_data", "may write or lock every table"),
        ("pg_read_all_data", "may read every table"),
        ("pg_signal_backend", "break off"),
    ],
)
def test_members_of_what_can_do_more_are_complained_of(
    served: Schema, server: Server, cli: InProcess, role: str, what: str
) -> None:
    server.run(f"GRANT {role} TO {STRANGER}")
    try:
        (told,) = status(cli, served)["complaints"]
    finally:
        server.run(f"REVOKE {role} FROM {STRANGER}")
    assert told.startswith(f"{STRANGER} is a member of {role}")
    assert what in told


def test_whoever_could_become_the_service_is_told(
    served: Schema, server: Server, cli: InProcess
) -> None:
    """Whoever made a role is such a member of it: he can't act as it, but see to it."""
    admin = f"GRANT {SERVICE} TO {STRANGER} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE"
    server.run(admin)
    try:
        (told,) = status(cli, served)["complaints"]
        cli.ok("audit", "verify", "--db", served.url(READER))
    finally:
        server.run(f"REVOKE {SERVICE} FROM {STRANGER}")
    assert told == f"{STRANGER} may make members of {SERVICE}, himself too."


def test_members_of_readers_read(
    served: Schema, server: Server, cli: InProcess
) -> None:
    server.run(f"GRANT {READER} TO {STRANGER}")
    try:
        found = status(cli, served, STRANGER)
    finally:
        server.run(f"REVOKE {READER} FROM {STRANGER}")
    assert {"user": STRANGER, "role": "reader", "through": READER} in found["roles"]
    assert found["complaints"] == []


# -- the place and the lock ---------------------------------------------------------


def test_no_ledger_is_made_where_everyone_may_make_things(
    schema: Schema, cli: InProcess
) -> None:
    schema.run(f"GRANT CREATE ON SCHEMA {schema.name} TO PUBLIC")
    assert cli.refused("init", "--db", schema.url()) == "NOT_A_LEDGER"
    schema.run(f"REVOKE CREATE ON SCHEMA {schema.name} FROM PUBLIC")
    initialised(schema.location).close()


def test_without_the_row_to_lock_nothing_is_posted(served: Schema) -> None:
    """Two could write at once."""
    served.run("ALTER TABLE writer_lock DISABLE TRIGGER writer_lock_no_change")
    served.run("DELETE FROM writer_lock")
    store = open_store(served.location, writing=True)
    with pytest.raises(LedgerError) as caught, store.writing():
        pass
    assert (caught.value.code, caught.value.exit_code) == ("GUARDS_DIFFER", 3)
    with store.reading():
        assert list(store.execute("SELECT MAX(entry) FROM entries")) == [(11,)]
    store.close()


def test_whoever_lost_the_right_to_the_lock_is_told_at_once(
    served: Schema, cli: InProcess
) -> None:
    served.run(f"REVOKE UPDATE (writer) ON writer_lock FROM {SERVICE}")
    assert not posted(served, SERVICE)
