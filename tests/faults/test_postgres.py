"""PostgreSQL: writers killed, the server stopped hard; nothing acknowledged is lost."""

import random
import time
from typing import Any

import pytest

from tests.faults.harness import (
    Acknowledged,
    assert_nothing_lost,
    rounds_of_kills,
    start_writer,
    stop_hard,
)

pytestmark = [pytest.mark.faults, pytest.mark.postgres]


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
    assert rounds_of_kills(place, writers=2, count=1, seed=1).entries


def test_a_server_stopped_hard_loses_nothing(server: Any, place: str) -> None:
    assert hard_stops(server, place, count=1, seed=1).entries


@pytest.mark.slow
def test_many_kills_and_stops_lose_nothing(server: Any, place: str) -> None:
    killed = rounds_of_kills(place, writers=4, count=40, seed=2)
    stopped = hard_stops(server, place, count=20, seed=3)
    print(f"40 kills: {len(killed.entries)}; 20 stops: {len(stopped.entries)}")
