"""Whoever may only read in PostgreSQL reads everything and stands in nobody's way."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.storage import layouts, postgres
from ledger.storage import schema as tables
from tests.functional.program import InProcess
from tests.storage.conftest import lived_at
from tests.storage.ledgers import StoredLedger
from tests.storage.old_layouts import answers
from tests.storage.server import OWNER, READER, SERVICE, Schema
from tests.unit.domain.posting import contribution

psycopg = pytest.importorskip("psycopg")
pytestmark = pytest.mark.postgres

TABLES = tables.postgres_names(layouts.upto(layouts.CURRENT))
MODES = (
    *("ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE"),
    *("SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"),
)
"""All but that of reading (ACCESS SHARE)."""
SECRET = "hunter2"  # noqa: S105  # it must never be printed


@pytest.fixture
def read(schema: Schema, cli: InProcess) -> Schema:
    """The ledger `lived`, with a reader and a service."""
    lived_at(schema.location).close()
    for role, user in (("reader", READER), ("service", SERVICE)):
        cli.ok("db", "grant", "--role", role, user, "--db", schema.url())
    return schema


def test_a_reader_gets_every_answer(read: Schema, cli: InProcess) -> None:
    assert answers(cli, read.url(READER)) == answers(cli, read.url(OWNER))


def test_a_reader_proves_signs_and_takes_copies(read: Schema, cli: InProcess) -> None:
    place = ("--db", read.url(READER))
    cli.ok("audit", "keygen", "log.key", *place)
    key = ("--key", "log.key", *place)
    cli.ok("audit", "prove", "14", *key, "-o", "14.proof")
    cli.ok("audit", "checkpoint", *key, "-o", "kept.checkpoint")
    kept = ("--checkpoint", "kept.checkpoint", "--vkey", "log.vkey", *place)
    cli.ok("audit", "verify", *kept)
    cli.ok("audit", "watch", *kept)
    cli.ok("audit", "bundle", "the.bundle", *key)
    cli.ok("copy", read.url(READER), "copy.db")
    cli.ok("audit", "verify", "--rules", "--db", "copy.db")
    own = cli.json("audit", "verify", "--rules", *place)
    assert (own["verified"], own["entries"]) == (True, 26)


# -- nobody is kept out -------------------------------------------------------------


def test_a_reader_takes_no_lock_that_anybody_waits_for(read: Schema) -> None:
    statements = [
        *(f"LOCK TABLE {table} IN {mode} MODE" for table in TABLES for mode in MODES),
        *(
            f"SELECT * FROM {table} FOR {strength}"
            for table in TABLES
            for strength in ("UPDATE", "NO KEY UPDATE", "SHARE", "KEY SHARE")
        ),
    ]
    with read.connected(READER) as connection:
        for statement in statements:
            connection.execute("BEGIN")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())
            connection.execute("ROLLBACK")


@pytest.fixture
def holding(read: Schema) -> Iterator[Schema]:
    """While a reader holds all that he can, for as long as he likes."""
    with read.connected(READER) as connection:
        connection.execute("BEGIN")
        for table in TABLES:
            connection.execute(f"LOCK TABLE {table} IN ACCESS SHARE MODE".encode())
            connection.execute(f"SELECT * FROM {table}".encode())
        connection.execute(
            "SELECT pg_advisory_lock(%s::int, hashtext(%s))",
            (tables.APPLICATION_ID, read.name),
        )
        yield read


@pytest.mark.parametrize("user", [OWNER, SERVICE])
def test_a_reader_who_holds_all_he_can_stops_no_posting(
    holding: Schema, monkeypatch: pytest.MonkeyPatch, user: str
) -> None:
    monkeypatch.setattr(postgres, "LOCK_SECONDS", 0.1)
    ledger = StoredLedger(holding.location_of(user))
    assert ledger.post("receive_contribution", **contribution("emmen", "1.00")) == 27
    ledger.close()


def test_a_reader_who_holds_all_he_can_stops_no_rebuilding(
    holding: Schema, cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "LOCK_SECONDS", 0.1)
    holding.run("UPDATE day_totals SET amount = amount + 1")
    assert cli.json("db", "migrate", "--rebuild", "--db", holding.url())["rebuilt"]
    cli.ok("audit", "verify", "--db", holding.url(READER))


# -- no password is told ------------------------------------------------------------


def addresses(ledger: Schema, user: str) -> list[str]:
    """Where the ledger is, with a password that the server does not ask for."""
    plain = ledger.url(user)
    named = plain.replace(f"{user}@", "") + f"&user={user}"
    return [
        plain.replace(f"{user}@", f"{user}:{SECRET}@"),
        plain.replace(f"{user}@", f"{user}:%68unter2@"),
        f"{plain}&password={SECRET}",
        f"{plain}&pass%77ord={SECRET}",
        f"{named}&password=%68unter2",
        f"{named}&sslpassword={SECRET}",
    ]


ASKED = (
    *(("db", "status"), ("audit", "verify"), ("balance",), ("history",)),
    *(("db", "migrate"), ("db", "revoke", "nobody"), ("init",)),
    ("db", "grant", "--role", "reader", "nobody"),
    ("lock-period", "--until", "2010-12-31", "--log", "attempts.log"),
    ("lock-period", "--until", "2010-12-30", "--dry-run"),
    ("lock-period", "--until", "2010-12-30", "--actor", "somebody"),
)


@pytest.mark.thorough
@pytest.mark.parametrize("user", [OWNER, READER])
def test_a_server_that_answers_makes_no_password_told(
    read: Schema, cli: InProcess, user: str
) -> None:
    told = []
    for number, address in enumerate(addresses(read, user)):
        for command in ASKED:
            for shape in ((), ("-O", "json")):
                result = cli(*command, *shape, "--db", address)
                assert result.code in (0, 1, 2), (command, result)
                told.append(result.out + result.err)
        cli("copy", address, f"{number}.db", "-O", "json")
        told.append(cli("copy", "0.db", address).err)
    assert "postgresql" in "".join(told)
    files = [*Path().glob("*.log"), *Path().glob("*.db")]
    assert len(files) > 1
    everything = "".join(told).encode() + b"".join(f.read_bytes() for f in files)
    assert SECRET.encode() not in everything
    assert b"%68unter2" not in everything
