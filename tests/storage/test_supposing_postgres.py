"""Dry runs in PostgreSQL: whose connection, which rights, which locks, what is left."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from domain.entries.event import Actor
from domain.values.errors import Refusal
from ledger.posting.supposing import Supposing
from tests.functional.program import InProcess
from tests.storage.ledgers import initialised
from tests.storage.rehearsing import left_behind, poster_of, told
from tests.storage.server import OWNER, READER, SERVICE, STRANGER, Schema, Server
from tests.unit.domain.posting import NOON, built, contribution

psycopg = pytest.importorskip("psycopg")
supposing_postgres = pytest.importorskip("ledger.storage.supposing_postgres")
pytestmark = pytest.mark.postgres

COMMAND = built("receive_contribution", contribution("emmen", "1.00"))


@contextmanager
def supposing_as(user: str, ledger: Schema) -> Iterator[Supposing]:
    found = Supposing(ledger.location_of(user), lambda: NOON)
    yield found
    found.close()


def _session(user: str) -> Actor:
    return Actor(name=user, source="session", login="x", session_user=user)


def run(supposing: Supposing, user: str) -> tuple[str, ...]:
    return told(supposing.run(COMMAND, poster_of(_session(user))))


@pytest.mark.parametrize("user", [OWNER, SERVICE, READER])
def test_whoever_reads_may_suppose(served: Schema, user: str) -> None:
    with supposing_as(user, served) as supposing:
        assert '"entry": 12' in run(supposing, user)[0]
        assert left_behind(supposing) == []


def test_a_stranger_may_not(served: Schema) -> None:
    with supposing_as(STRANGER, served) as supposing, pytest.raises(Refusal) as caught:
        run(supposing, STRANGER)
    assert caught.value.code == "LEDGER_NOT_FOUND"


def test_a_service_can_not_rehearse_an_erasure(served: Schema) -> None:
    erase = built("erase_sealed", {"before": "2012-01-01", "reason": "x"})
    with supposing_as(SERVICE, served) as supposing:
        run(supposing, SERVICE)
        poster = poster_of(_session(SERVICE))
        with pytest.raises(Refusal) as caught:
            supposing.run(erase, poster)
        assert caught.value.code == "LEDGER_READ_ONLY"
        assert '"entry": 12' in run(supposing, SERVICE)[0]


def connection_of(supposing: Supposing) -> Any:
    store: Any = supposing._store
    return store.connection


# -- locks, and what can't be written ------------------------------------------------


def test_it_only_reads_what_is_stored(served: Schema) -> None:
    with supposing_as(SERVICE, served) as supposing:
        run(supposing, SERVICE)
        connection, ledger = connection_of(supposing), supposing._ledger
        assert ledger is not None
        with ledger.supposing(poster_of(_session(SERVICE))) as post:
            post(COMMAND)
            ledger.flush()
            held = connection.execute(
                "SELECT DISTINCT l.mode FROM pg_locks l JOIN pg_class c"
                " ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE l.pid = pg_backend_pid() AND n.nspname = $1",
                (served.name,),
            ).fetchall()
            assert held == [("AccessShareLock",)]
            with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
                connection.execute(
                    f"INSERT INTO {served.name}.accounts VALUES (99, 'x')".encode()
                )


def test_what_was_forgotten_takes_no_room(
    served: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = "SELECT pg_relation_size('pg_temp.supposed_entries')"
    with supposing_as(SERVICE, served) as supposing:
        run(supposing, SERVICE)
        connection = connection_of(supposing)
        assert connection.execute(size.encode()).fetchone() == (8192,)
        monkeypatch.setattr(supposing_postgres, "MOST_LEFT", 1)
        run(supposing, SERVICE)
        assert connection.execute(size.encode()).fetchone() == (0,)
        run(supposing, SERVICE)


# -- what was open fails -------------------------------------------------------------


def test_a_connection_that_was_lost(served: Schema, server: Server) -> None:
    """Another takes its place, and what was made for the first is made anew."""
    with supposing_as(SERVICE, served) as supposing:
        before = run(supposing, SERVICE)
        number = connection_of(supposing).info.backend_pid
        server.run(f"SELECT pg_terminate_backend({number})")
        assert run(supposing, SERVICE) == before


def test_a_ledger_that_was_made_anew(schema: Schema, server: Server) -> None:
    initialised(schema.location).close()
    decision = built(
        "record_decision", {"number": "SG-1", "date": "2011-06-15", "subject": "Budget"}
    )
    supposing = Supposing(schema.location, lambda: NOON)
    poster = poster_of(_session(OWNER))
    before = told(supposing.run(decision, poster))
    server.run(f"DROP SCHEMA {schema.name} CASCADE")
    with pytest.raises(Refusal) as caught:
        supposing.run(decision, poster)
    assert caught.value.code == "LEDGER_NOT_FOUND"
    server.run(f"CREATE SCHEMA {schema.name} AUTHORIZATION {OWNER}")
    initialised(schema.location).close()
    assert told(supposing.run(decision, poster)) == before
    supposing.close()


# -- the right to make temporary tables ----------------------------------------------


@pytest.fixture
def closed(served: Schema, server: Server) -> Iterator[Schema]:
    """A database in which nobody may make temporary tables but by a grant."""
    on = "ON DATABASE postgres"
    server.run(f"REVOKE TEMPORARY {on} FROM PUBLIC")
    yield served
    server.run(
        f"REVOKE TEMPORARY {on} FROM {OWNER}, {SERVICE} CASCADE",
        f"GRANT TEMPORARY {on} TO PUBLIC",
    )


def test_without_it_there_is_no_dry_run(closed: Schema, cli: InProcess) -> None:
    with supposing_as(SERVICE, closed) as supposing, pytest.raises(Refusal) as caught:
        run(supposing, SERVICE)
    assert caught.value.code == "LEDGER_READ_ONLY"
    assert f"GRANT TEMPORARY ON DATABASE ... TO {SERVICE}" in caught.value.message
    (told_of,) = cli.json("db", "status", "--db", closed.url())["complaints"]
    assert told_of.startswith(f"{SERVICE} may make no temporary tables")
    # The owner of the ledger has nothing to give; the role is given all the same.
    grant = ("db", "grant", "--role", "service", SERVICE, "--db", closed.url())
    cli.ok(*grant)


def test_a_service_is_given_it_by_whoever_may(
    closed: Schema, server: Server, cli: InProcess
) -> None:
    server.run(
        f"GRANT TEMPORARY ON DATABASE postgres TO {OWNER} WITH GRANT OPTION",
    )
    for role, user in (("service", SERVICE), ("reader", READER)):
        cli.ok("db", "grant", "--role", role, user, "--db", closed.url())
    assert cli.json("db", "status", "--db", closed.url())["complaints"] == []
    with supposing_as(SERVICE, closed) as supposing:
        assert '"entry": 12' in run(supposing, SERVICE)[0]
    with supposing_as(READER, closed) as supposing, pytest.raises(Refusal):
        run(supposing, READER)
