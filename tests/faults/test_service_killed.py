"""The service is killed while many post: nothing acknowledged is lost, or doubled."""

import random
import time
from pathlib import Path

import pytest

from tests.faults.harness import Acknowledged, assert_nothing_lost, stored_ids
from tests.faults.serving import People, Service, repeated, served

pytestmark = pytest.mark.faults
CLIENTS = 32


def killed(service: Service, name: str, rng: random.Random) -> People:
    """What people knew who posted to a service that was killed meanwhile."""
    people = People([service], CLIENTS, name)
    people.begin(at_least=CLIENTS)
    time.sleep(rng.uniform(0.0, 0.3))
    service.kill()
    people.end()
    return people


def all_posted_once(service: Service, people: People) -> Acknowledged:
    """Everybody repeats all that he sent: what was acknowledged is there."""
    again = repeated(service, people.asked)
    for name, entry in people.acknowledged.entries.items():
        assert again[name] == (200, entry)
    return Acknowledged({name: entry for name, (_, entry) in again.items()})


def rounds(place: str, accounts: Path, turns: int, seed: int) -> int:
    rng, acknowledged = random.Random(seed), 0
    with served(place, accounts) as service:
        for turn in range(turns):
            people = killed(service, f"k{turn}", rng)
            assert_nothing_lost(place, people.acknowledged)
            acknowledged += len(people.acknowledged.entries)
            service.start()
            after = all_posted_once(service, people)
            assert_nothing_lost(place, after)
        ids = stored_ids(place)
        assert len(set(ids.values())) == len(ids)
        assert service.stop() == 0
    return acknowledged


@pytest.mark.one_in(2)
def test_a_killed_service_loses_and_doubles_nothing(
    either: str, tmp_path: Path
) -> None:
    assert rounds(either, tmp_path / "accounts", turns=1, seed=1) >= CLIENTS


@pytest.mark.slow
def test_many_kills_of_a_service_lose_nothing(either: str, tmp_path: Path) -> None:
    found = rounds(either, tmp_path / "accounts", turns=25, seed=2)
    print(f"25 kills of a service: {found} acknowledged")


def two_services(place: str, folder: Path, at_least: int) -> None:
    with (
        served(place, folder / "one") as one,
        served(place, folder / "two") as two,
    ):
        people = People([one, two], CLIENTS, "both", patient=True)
        people.begin(at_least)
        people.end()
        # Whoever repeats it at the other service is told that it is there.
        again = repeated(two, people.asked[:50])
        assert {status for status, _ in again.values()} == {200}
        assert [one.stop(), two.stop()] == [0, 0]
        assert one.faults() + two.faults() == []
    assert len(people.acknowledged.entries) == len(people.asked)
    assert people.hits == 0
    entries = sorted(people.acknowledged.entries.values())
    assert entries == list(range(2, 2 + len(entries)))
    assert_nothing_lost(place, people.acknowledged)


@pytest.mark.postgres
def test_two_services_on_one_ledger_leave_no_gap(place: str, tmp_path: Path) -> None:
    two_services(place, tmp_path, at_least=300)


@pytest.mark.slow
@pytest.mark.postgres
def test_two_services_for_long_leave_no_gap(place: str, tmp_path: Path) -> None:
    two_services(place, tmp_path, at_least=20_000)
