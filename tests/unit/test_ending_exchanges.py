"""Asking another server leaves no thread and no connection, however it went."""

import gc
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import cast

import pytest

from ledger.publishing import exchange
from ledger.publishing.exchange import Address, Asked, FailedError, Request
from ledger.storage.location import Host

SECONDS = 0.3
Served = Callable[[StreamRequestHandler], None]
HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"


class _Handler(StreamRequestHandler):
    def handle(self) -> None:
        while self.rfile.readline().strip():
            pass
        with suppress(OSError):
            cast("_Server", self.server).served(self)


class _Server(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    served: Served
    released = threading.Event()


@pytest.fixture
def server() -> Iterator[_Server]:
    """Answers each test in its own way, until it is released."""
    with _Server(("127.0.0.1", 0), _Handler) as found:
        found.released = threading.Event()
        threading.Thread(target=found.serve_forever, args=(0.01,)).start()
        yield found
        found.released.set()
        found.shutdown()


def _asked(server: _Server, most: int = 100) -> Asked:
    host = Host("http", "127.0.0.1", server.server_address[1])
    found = Asked(host, Request("GET", "/", seconds=60, most=most))
    found.start()
    return found


def test_a_body_that_drips_holds_no_thread(server: _Server) -> None:
    def drips(handler: StreamRequestHandler) -> None:
        handler.wfile.write(HEAD)
        while not server.released.wait(0.02):
            handler.wfile.write(b" ")

    server.served = drips
    asked = _asked(server, most=10**9)
    with pytest.raises(FailedError, match="no whole answer"):
        asked.within(SECONDS)
    asked.join(10)
    assert not asked.is_alive()


def test_a_body_that_is_too_long_holds_no_connection(server: _Server) -> None:
    gone = threading.Event()

    def endless(handler: StreamRequestHandler) -> None:
        handler.wfile.write(HEAD)
        try:
            while not server.released.is_set():
                handler.wfile.write(bytes(10_000))
        except OSError:
            gone.set()

    server.served = endless
    gc.disable()  # else it might be let go of by chance
    try:
        asked = _asked(server)
        with pytest.raises(FailedError, match="answered with more than"):
            asked.within(60)
        assert gone.wait(10)
    finally:
        gc.enable()


def test_a_failure_is_that_of_the_address() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as nobody:
        port = nobody.getsockname()[1]
    address = Address.parse(f"http://127.0.0.1:{port}/witness")
    with pytest.raises(FailedError, match="can't be reached"):
        exchange.post(address, "add-checkpoint", b"")
