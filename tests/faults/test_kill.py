"""Kill -9 at any moment: nothing acknowledged is lost, nothing is there by halves."""

import random
from pathlib import Path

import pytest

from tests.faults.harness import (
    Acknowledged,
    assert_nothing_lost,
    kill_at_random,
    new_ledger,
    start_writer,
)

pytestmark = pytest.mark.faults


def rounds(place: str, writers: int, count: int, seed: int) -> Acknowledged:
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


@pytest.mark.parametrize("writers", [1, 3])
def test_a_killed_writer_loses_nothing(tmp_path: Path, writers: int) -> None:
    ledger = new_ledger(tmp_path / "killed.db")
    acknowledged = rounds(str(ledger), writers, count=2, seed=writers)
    assert len(acknowledged.entries) > 1


@pytest.mark.slow
@pytest.mark.parametrize("writers", [1, 4])
def test_a_hundred_kills_lose_nothing(tmp_path: Path, writers: int) -> None:
    ledger = new_ledger(tmp_path / "killed.db")
    acknowledged = rounds(str(ledger), writers, count=100, seed=writers)
    print(f"{writers} writers: 100 kills, {len(acknowledged.entries)} acknowledged")
