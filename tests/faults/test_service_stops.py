"""The service is told to stop, has many clients, and is copied while they post."""

import resource
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.faults.harness import assert_nothing_lost, new_ledger, stored_ids, verified
from tests.faults.serving import HOST, People, Service, served
from tests.functional.program import Program

pytestmark = pytest.mark.faults
HEALTH = b"GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n"


def test_what_is_at_work_is_finished_when_it_is_told_to_stop(
    either: str, tmp_path: Path
) -> None:
    with served(either, tmp_path / "accounts") as service:
        people = People([service], 32, "stop")
        people.begin(at_least=64)
        assert service.stop() == 0
        people.end()
        assert service.faults() == []
    # Nobody was cut off with his command recorded: whoever was, was not heard at all.
    assert people.acknowledged.refusals == []
    assert stored_ids(either) == people.acknowledged.entries
    assert_nothing_lost(either, people.acknowledged)


def half_sent(service: Service, body: bytes) -> socket.socket:
    """A request of which the body is still to come."""
    asked = socket.create_connection((HOST, service.port), 30)
    asked.sendall(
        b"POST /v1/entries HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Authorization: Bearer %s\r\nContent-Length: %d\r\n"
        b"Expect: 100-continue\r\n\r\n" % (service.token.encode(), len(body))
    )
    assert asked.recv(1_000).startswith(b"HTTP/1.1 100 ")
    return asked


def test_a_request_that_has_begun_is_answered_after_it_is_told_to_stop(
    tmp_path: Path,
) -> None:
    path = new_ledger(tmp_path / "zuidas.db")
    with served(str(path), tmp_path / "accounts") as service:
        body = b'{"command": "record_decision"}'
        with half_sent(service, body) as asked:
            service.process.terminate()
            pause = threading.Event()
            while refuses_none(service):
                pause.wait(0.02)
            asked.sendall(body)
            assert asked.recv(1_000).startswith(b"HTTP/1.1 400 ")
        assert service.process.wait(30) == 0
        assert service.faults() == []


def refuses_none(service: Service) -> bool:
    """It takes new clients still."""
    try:
        socket.create_connection((HOST, service.port), 5).close()
    except OSError:
        return False
    return True


@pytest.fixture
def files() -> Iterator[Callable[[int], None]]:
    """Sets how many files this process, and those that it starts, get at first."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 2_000:
        pytest.skip("no process gets so many files here")
    yield lambda most: resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_thousand_clients_at_once(
    tmp_path: Path, files: Callable[[int], None]
) -> None:
    """Though a system gives few files to a process that asks for nothing."""
    path = new_ledger(tmp_path / "zuidas.db")
    files(256)
    with served(str(path), tmp_path / "accounts") as service, ExitStack() as stack:
        files(2_000)
        clients = [
            stack.enter_context(socket.create_connection((HOST, service.port), 30))
            for _ in range(990)
        ]
        for client in clients:
            client.sendall(HEALTH)
        assert {client.recv(15) for client in clients} == {b"HTTP/1.1 200 OK"}
        stack.close()
        assert service.stop() == 0
        assert service.faults() == []


def test_copies_made_while_many_post_are_ledgers(
    tmp_path: Path, zuidas: Program
) -> None:
    """Each has all that was acknowledged before it was begun, and no gap."""
    path = new_ledger(tmp_path / "zuidas.db")
    with served(str(path), tmp_path / "accounts") as service:
        people = People([service], 8, "copied")
        people.begin(at_least=50)
        for number, copied in enumerate((by_backup, by_vacuum)):
            before = dict(people.acknowledged.entries)
            copied(path, tmp_path / f"{number}.db")
            assert_has(tmp_path / f"{number}.db", before)
            people.wait(len(people.acknowledged.entries) + 20)
        before = dict(people.acknowledged.entries)
        done = zuidas("copy", str(path), "2.db")
        assert done.code == 0, done.err
        people.end()
        assert_has(tmp_path / "2.db", before)
        assert people.acknowledged.refusals == []
        assert service.stop() == 0
        assert service.faults() == []
    assert_nothing_lost(str(path), people.acknowledged)


def by_backup(path: Path, place: Path) -> None:
    with closing(sqlite3.connect(path)) as own, closing(sqlite3.connect(place)) as copy:
        own.backup(copy, pages=20)


def by_vacuum(path: Path, place: Path) -> None:
    with closing(sqlite3.connect(path)) as own:
        own.execute("VACUUM INTO ?", (str(place),))


def assert_has(copy: Path, before: dict[str, int]) -> None:
    found = verified(str(copy))
    assert found.is_clean, found.findings
    stored = stored_ids(str(copy))
    assert found.entries == 1 + len(stored)
    assert before.items() <= stored.items()
