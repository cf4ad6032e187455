"""What holds a ledger or a key is for its owner alone, whatever the umask."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ledger.storage import sqlite_opening
from tests.functional.program import InProcess
from tests.unit.domain.posting import LedgerInTest


@pytest.fixture(autouse=True)
def _open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    return {
        path.name: oct(stat.S_IMODE(path.stat().st_mode))
        for path in folder.iterdir()
        if path.is_file()
    }


def test_a_new_ledger_and_the_files_beside_it(cli: InProcess, tmp_path: Path) -> None:
    cli.ok("init")
    ledger = LedgerInTest(tmp_path / "zuidas.db")
    ledger.decide("SG-1")
    found = modes(tmp_path)
    ledger.close()
    assert found == dict.fromkeys(
        ("zuidas.db", "zuidas.db-wal", "zuidas.db-shm"), "0o600"
    )


def test_whatever_is_made_of_it(
    prepared: Callable[[str], Path], cli: InProcess, tmp_path: Path
) -> None:
    prepared("lived").chmod(0o600)
    for command in (
        "copy zuidas.db copied.db",
        "db migrate --rebuild --copy kept.db",
        "audit keygen log.key",
        "audit bundle zuidas.bundle --key log.key",
        "audit replay zuidas.bundle --into replayed.db --vkey log.vkey",
    ):
        cli.ok(*command.split())
    found = modes(tmp_path)
    del found["log.vkey"]  # made to be handed out
    made = {"copied.db", "kept.db", "log.key", "zuidas.bundle", "replayed.db"}
    assert made <= set(found)
    assert found == dict.fromkeys(found, "0o600")


HOLDS = """
import fcntl, os, struct, sys
beside = os.open("zuidas.db-shm", os.O_RDONLY)
writers = struct.pack("hhqqi", fcntl.F_RDLCK, os.SEEK_SET, 120, 1, 0)
fcntl.fcntl(beside, fcntl.F_SETLK, writers)
print("held", flush=True)
sys.stdin.read()
"""
"""Takes a lock to read where SQLite's writers lock (WAL-index, section 2.3.1)."""


def test_whoever_may_read_a_file_may_hold_up_who_writes(
    prepared: Callable[[str], Path],
    cli: InProcess,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rights to read are enough, so a file is for its owner alone: docs/trust.md."""
    monkeypatch.setattr(sqlite_opening, "BUSY_SECONDS", 0.05)
    ledger = LedgerInTest(prepared("lived"))
    holding = subprocess.Popen(
        [sys.executable, "-c", HOLDS],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holding.stdout is not None
    assert holding.stdout.readline() == "held\n"
    assert cli.refused("lock-period", "--until", "2011-09-01") == "BUSY"
    cli.ok("audit", "verify")
    holding.communicate()
    cli.ok("lock-period", "--until", "2011-09-01")
    ledger.close()
