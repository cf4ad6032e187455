"""Servers that are no service of a ledger, or a bad one: they answer what they like."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ssl import SSLContext
from threading import Thread

Trick = Callable[[socket.socket, bytes], None]
"""What is done with a connection, whose request has been read."""
REPORT = "application/vnd.zuidas.report+json"
PROBLEM = "application/problem+json"


@contextmanager
def pretending(trick: Trick, tls: SSLContext | None = None) -> Iterator[str]:
    """Listen on a free port of this computer; gives the address."""
    listening = socket.create_server(("127.0.0.1", 0))
    thread = Thread(target=_serve, args=(listening, trick, tls), daemon=True)
    thread.start()
    scheme = "http" if tls is None else "https"
    try:
        yield f"{scheme}://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def _serve(listening: socket.socket, trick: Trick, tls: SSLContext | None) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        Thread(target=_one, args=(connection, trick, tls), daemon=True).start()


def _one(connection: socket.socket, trick: Trick, tls: SSLContext | None) -> None:
    with suppress(OSError, ValueError), connection:
        connection.settimeout(10)
        if tls is None:
            trick(connection, _request(connection))
            return
        with tls.wrap_socket(connection, server_side=True) as inside:
            trick(inside, _request(inside))


def _request(connection: socket.socket) -> bytes:
    """The whole request: its headers, and as much of a body as they say."""
    found = b""
    while b"\r\n\r\n" not in found:
        found += connection.recv(65_536)
    head, _, body = found.partition(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    while len(body) < length:
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body


def answers(body: bytes, kind: str = REPORT, status: str = "200 OK") -> Trick:
    """Answers always the same."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}"
    return sends(f"{head}\r\nConnection: close\r\n\r\n".encode() + body)


def sends(raw: bytes) -> Trick:
    """Sends these bytes, and hangs up."""
    return lambda connection, _: connection.sendall(raw)


def drips(raw: bytes, then: bytes) -> Trick:
    """Sends something, and then bytes without end, until nobody is there."""

    def trick(connection: socket.socket, _: bytes) -> None:
        connection.sendall(raw)
        while True:
            connection.sendall(then)

    return trick


def waits(connection: socket.socket, _: bytes) -> None:
    """Says nothing until the other hangs up."""
    connection.settimeout(60)
    connection.recv(1)
