"""The disk under a service is full: told, nothing recorded; with room it goes on."""

import os
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from domain.values.errors import Refusal
from tests.faults.harness import new_ledger, stored_ids, verified
from tests.faults.serving import PERSON, Client, Told, receipt, served
from tests.faults.test_disk import small_disk
from web.signin.accounts import Accounts

pytestmark = pytest.mark.faults
ROOM_BLOCKS = 60
READ = ("/v1/programmes", "/v1/health", "/v1/entries?limit=1")


def filled(ballast: Path, *, but: int = 0) -> None:
    """Nothing more fits on the disk, but so many blocks."""
    while (room := os.statvfs(ballast.parent).f_bavail - but) > 0:
        with ballast.open("ab") as file:
            file.write(b"x" * room * 4096)


def posted_until_refused(client: Client, name: str) -> tuple[list[str], Told]:
    accepted: list[str] = []
    for number in range(5_000):
        told = client.post(receipt(f"{name}-{number}"))
        if told.status != 201:
            return accepted, told
        accepted.append(f"{name}-{number}")
    raise AssertionError("never refused")


def assert_full(told: Told) -> None:
    assert (told.status, told.code) == (503, "DISK_FULL"), told
    assert told.headers["retry-after"].isdigit()


def test_a_full_disk_of_the_ledger(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small") as folder:
        path = new_ledger(folder / "zuidas.db")
        ballast = folder / "ballast"
        with served(str(path), tmp_path / "accounts") as service:
            client = service.client()
            assert client.post(receipt("with-room")).status == 201
            filled(ballast, but=ROOM_BLOCKS)
            accepted, told = posted_until_refused(client, "full")
            assert_full(told)
            assert_full(client.post(receipt(f"full-{len(accepted)}")))
            for place in READ:
                assert client.get(place).status == 200
            ballast.unlink()
            again = client.post(receipt(f"full-{len(accepted)}"))
            assert (again.status, again.json["entry"]) == (201, len(accepted) + 3)
            assert service.stop() == 0
            assert service.faults() == []
        wanted = ["with-room", *accepted, f"full-{len(accepted)}"]
        assert stored_ids(str(path)) == {
            name: entry for entry, name in enumerate(wanted, start=2)
        }
        assert verified(str(path)).is_clean


def fits(work: Callable[[], object]) -> bool:
    """It is done; else the disk is full, and that is said."""
    try:
        work()
    except Refusal as refusal:
        if refusal.code != "DISK_FULL":
            raise
        return False
    return True


def test_a_full_disk_of_the_accounts(tmp_path: Path) -> None:
    """Whoever has a token goes on: only what must be kept needs room."""
    path = new_ledger(tmp_path / "zuidas.db")
    with small_disk(tmp_path / "small") as folder:
        kept = folder / "accounts"
        with served(str(path), kept) as service:
            filled(folder / "ballast")
            # Never used, so the first use would be kept.
            client = service.client()
            for place in READ:
                assert client.get(place).status == 200
            assert client.post(receipt("accounts-full")).status == 201
            accounts = Accounts.open(kept)
            try:
                last = date(2999, 1, 1)
                issue = partial(accounts.issue_token, PERSON, ["read"], last)
                while fits(issue):
                    pass
                (folder / "ballast").unlink()
                assert fits(issue)
            finally:
                accounts.close()
            assert client.get("/v1/programmes").status == 200
            assert service.stop() == 0
            assert service.faults() == []
