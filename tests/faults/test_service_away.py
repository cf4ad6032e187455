"""The database goes away while many post, and comes back: told, and nothing lost."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.faults.harness import (
    assert_nothing_lost,
    new_ledger,
    stop_hard,
    stored_ids,
)
from tests.faults.serving import People, Service, Told, receipt, repeated, served

pytestmark = pytest.mark.faults
CLIENTS = 8
READ = ("/v1/programmes", "/v1/health", "/v1/entries?limit=1")
PATIENCE_SECONDS = 30


def assert_away(told: Told) -> None:
    """What HTTP says of a ledger that is not there just now."""
    assert told.status == 503, told
    assert told.headers["retry-after"].isdigit()
    assert told.headers["content-type"] == "application/problem+json"
    assert told.code in ("BUSY", "LEDGER_NOT_FOUND"), told.body


def assert_all_away(service: Service) -> None:
    """Reading, posting and dry runs: all of them say so, and none waits for ever."""
    client = service.client()
    for path in READ:
        assert_away(client.get(path))
    assert_away(client.post(receipt("while-away")))
    assert_away(client.post(receipt("while-away"), "/v1/entries?dryRun=true"))


def assert_all_back(service: Service, name: str) -> None:
    client = service.client()
    for path in READ:
        assert client.get(path).status == 200
    assert client.post(receipt(name), "/v1/entries?dryRun=true").status == 200
    assert client.post(receipt(name)).status == 201


def through(
    service: Service, away: Callable[[], None], back: Callable[[], None], name: str
) -> People:
    """People who go on posting while the database is away, until they are told."""
    people = People([service], CLIENTS, name, patient=True)
    people.begin(at_least=20)
    away()
    until(lambda: len(people.acknowledged.refusals) >= CLIENTS)
    assert_all_away(service)
    back()
    people.wait(at_least=len(people.acknowledged.entries) + 20)
    people.end()
    assert_all_back(service, f"{name}-back")
    return people


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def assert_all_there(service: Service, people: People) -> None:
    """Each command once, at the entry that its sender was told."""
    assert len(people.acknowledged.entries) == len(people.asked)
    again = repeated(service, people.asked)
    told = {name: (200, entry) for name, entry in people.acknowledged.entries.items()}
    assert again == told
    assert len(set(stored_ids(service.place).values())) == len(told) + 1
    assert_nothing_lost(service.place, people.acknowledged)
    assert set(people.acknowledged.refusals) <= {"BUSY", "LEDGER_NOT_FOUND"}


# -- a file ------------------------------------------------------------------------


def moved(ledger: Path, to: Path) -> None:
    """A ledger and the files beside it."""
    for suffix in ("", "-wal", "-shm"):
        beside = Path(f"{ledger}{suffix}")
        if beside.exists():
            beside.rename(f"{to}{suffix}")


def test_a_file_that_is_moved_away_and_back(tmp_path: Path) -> None:
    path, away = new_ledger(tmp_path / "zuidas.db"), tmp_path / "away.db"
    with served(str(path), tmp_path / "accounts") as service:
        people = through(
            service, lambda: moved(path, away), lambda: moved(away, path), "moved"
        )
        assert_all_there(service, people)
        assert service.stop() == 0
        assert service.faults() == []


def backup(path: Path, place: Path) -> None:
    with (
        closing(sqlite3.connect(path)) as origin,
        closing(sqlite3.connect(place)) as to,
    ):
        origin.backup(to)


def test_a_file_that_is_replaced_by_its_backup(tmp_path: Path) -> None:
    """What is acknowledged from then on is in the backup, and stays."""
    path, away = new_ledger(tmp_path / "zuidas.db"), tmp_path / "away.db"
    kept = tmp_path / "backup.db"
    with served(str(path), tmp_path / "accounts") as service:
        client = service.client()
        # Every connection that it keeps is of the file that goes away.
        assert_all_back(service, "before")
        backup(path, kept)
        assert client.post(receipt("after-the-backup")).json["entry"] == 3
        moved(path, away)
        kept.rename(path)
        for number in range(3, 30):
            told = client.post(receipt(f"replaced-{number}"))
            assert (told.status, told.json["entry"]) == (201, number)
            # One of those that wait to read is still of the other file.
            assert client.get("/v1/health").json["entries"] == number
        assert client.post(receipt("x"), "/v1/entries?dryRun=true").status == 200
        assert service.stop() == 0
        assert service.faults() == []
    ids = stored_ids(str(path))
    assert sorted(ids.values()) == list(range(2, 30))
    assert "after-the-backup" not in ids
    assert stored_ids(str(away))["after-the-backup"] == 3


def test_a_file_that_is_replaced_while_many_post(tmp_path: Path) -> None:
    """Whatever was acknowledged after the swap is in the ledger that is there."""
    path, away = new_ledger(tmp_path / "zuidas.db"), tmp_path / "away.db"
    kept = tmp_path / "backup.db"
    with served(str(path), tmp_path / "accounts") as service:
        people = People([service], CLIENTS, "swap", patient=True)
        people.begin(at_least=20)
        backup(path, kept)
        moved(path, away)
        kept.rename(path)
        # What is on its way now may be of either; its successors are not.
        known = set(people.acknowledged.entries)
        people.wait(at_least=len(known) + CLIENTS)
        known = set(people.acknowledged.entries)
        people.wait(at_least=len(known) + 50)
        people.end()
        assert service.stop() == 0
        assert service.faults() == []
    stored = stored_ids(str(path))
    later = {k: v for k, v in people.acknowledged.entries.items() if k not in known}
    assert len(later) >= 50
    assert {name: stored.get(name) for name in later} == later


# -- a server ------------------------------------------------------------------------


@pytest.mark.postgres
def test_a_server_that_is_stopped_and_started(
    server: Any, place: str, tmp_path: Path
) -> None:
    with served(place, tmp_path / "accounts") as service:
        people = through(
            service,
            lambda: stop_hard(server),
            server.ensure_postgres_running,
            "stopped",
        )
        assert_all_there(service, people)
        assert service.stop() == 0
        assert service.faults() == []
