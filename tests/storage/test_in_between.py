"""Somebody on the network between program and PostgreSQL, who poses as the server."""

import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.certificates import own_certificate
from tests.functional.program import InProcess

pytest.importorskip("psycopg")
pytestmark = pytest.mark.postgres
ASKS_FOR_THE_PASSWORD = b"R" + struct.pack(">II", 8, 3)
"""The server's message AuthenticationCleartextPassword."""
YES_TO_TLS = b"S"


class Between:
    """Answers as a server with a certificate of its own; keeps what it is told."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.heard: list[bytes] = []
        self._context = context
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def url(self, more: str) -> str:
        port = self._listening.getsockname()[1]
        return f"postgresql://reader@127.0.0.1:{port}/ledger?{more}"

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            with client, suppress(OSError):
                self._pose(client)

    def _pose(self, client: socket.socket) -> None:
        client.settimeout(5)
        client.recv(8)  # the request for TLS
        client.sendall(YES_TO_TLS)
        with self._context.wrap_socket(client, server_side=True) as talk:
            self.heard.append(talk.recv(1000))
            talk.sendall(ASKS_FOR_THE_PASSWORD)
            self.heard.append(talk.recv(1000))


@pytest.fixture
def between(tmp_path: Path) -> Iterator[Between]:
    context, _ = own_certificate(tmp_path / "theirs.pem")
    between = Between(context)
    yield between
    between.close()


@pytest.fixture(autouse=True)
def _password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is in a file, as the README asks."""
    place = tmp_path / "pgpass"
    place.write_text("*:*:*:*:hunter2\n", encoding="utf-8")
    place.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(place))


def test_who_has_not_the_server_s_certificate_hears_nothing(
    between: Between, cli: InProcess, tmp_path: Path
) -> None:
    _, honest = own_certificate(tmp_path / "honest.pem")
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes(honest)
    place = between.url(f"sslmode=verify-full&sslrootcert={trusted}")
    for command in (
        ("balance",),
        ("audit", "verify"),
        ("lock-period", "--until", "2011-01-01"),
    ):
        assert cli.refused(*command, "--db", place) == "LEDGER_NOT_FOUND"
    assert between.heard == []


def test_with_less_it_gets_even_the_password(between: Between, cli: InProcess) -> None:
    """Why the address must say so: encryption alone does not tell who is there."""
    told = cli("balance", "--db", between.url("sslmode=require"), "-O", "json")
    assert told.code == 1
    assert b"reader" in between.heard[0]
    assert b"hunter2" in between.heard[1]
