"""Kill -9 at any moment: nothing acknowledged is lost, nothing is there by halves."""

from pathlib import Path

import pytest

from tests.faults.harness import (
    new_ledger,
    rounds_of_kills,
)

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("writers", [1, 3])
def test_a_killed_writer_loses_nothing(tmp_path: Path, writers: int) -> None:
    ledger = new_ledger(tmp_path / "killed.db")
    acknowledged = rounds_of_kills(str(ledger), writers, count=2, seed=writers)
    assert len(acknowledged.entries) > 1


@pytest.mark.slow
@pytest.mark.parametrize("writers", [1, 4])
def test_a_hundred_kills_lose_nothing(tmp_path: Path, writers: int) -> None:
    ledger = new_ledger(tmp_path / "killed.db")
    acknowledged = rounds_of_kills(str(ledger), writers, count=100, seed=writers)
    print(f"{writers} writers: 100 kills, {len(acknowledged.entries)} acknowledged")
