"""A backup made as docs/reliability.md says is a ledger that verifies, and goes on."""

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.program import InProcess


@pytest.fixture
def ledger(prepared: Callable[[str], Path]) -> Path:
    return prepared("lived")


def checked(cli: InProcess, path: Path, original: Path) -> None:
    """The same root, verified, the same balances; and it accepts postings."""
    verified = cli("--db", str(path), "audit", "verify", "-O", "json").json
    assert verified["findings"] == []
    for report in ("balance", "trial-balance"):
        mine = cli("--db", str(path), report, "--at", "2014-12-31", "-O", "json")
        theirs = cli("--db", str(original), report, "--at", "2014-12-31", "-O", "json")
        assert mine.out == theirs.out
    posted = cli(
        *("--db", str(path), "record-decision", "--number", "AFTER-1"),
        *("--date", "2014-06-01", "--subject", "goes on"),
    )
    assert posted.code == 0


def test_vacuum_into(cli: InProcess, ledger: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    sqlite3.connect(ledger).execute("VACUUM INTO ?", (str(backup),))
    checked(cli, backup, ledger)


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="needs the sqlite3 shell")
def test_the_shells_backup_while_a_writer_is_at_work(
    cli: InProcess, ledger: Path, tmp_path: Path
) -> None:
    writer = sqlite3.connect(ledger, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    backup = tmp_path / "backup.db"
    subprocess.run(
        ["sqlite3", str(ledger), f".backup {backup}"], check=True, cwd=tmp_path
    )
    writer.execute("ROLLBACK")
    checked(cli, backup, ledger)
