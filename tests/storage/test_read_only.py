"""A ledger in a folder where nothing can be made, as on a disc of an archive."""

import json
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cli.main import run
from domain.values.errors import LedgerError
from ledger.storage.sqlite import SQLiteStore
from tests.storage.forking import forked

LEDGERS = Path(__file__).parents[1] / "golden" / "ledgers"
NOBODY = 65_534
REPORTS = ("balance", "trial-balance", "history")


@pytest.fixture(params=["delete", "wal"])
def archived(request: pytest.FixtureRequest) -> Iterator[Path]:
    """The ledger of version 0.1.0, as it was archived or as it was in use."""
    folder = Path(tempfile.mkdtemp())  # where another user may look
    path = Path(shutil.copy(LEDGERS / "v1.ledger", folder / "zuidas.db"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA journal_mode={request.param}")
    path.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
    folder.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    yield path
    folder.chmod(stat.S_IRWXU)
    shutil.rmtree(folder)


def as_nobody(action: Callable[[], object]) -> None:
    """Do it in a process of a user with no rights; what fails there fails here."""

    def without_rights() -> None:
        if os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        action()

    assert forked(without_rights) == 0


def holds(found: object, before: object) -> bool:
    """An answer says what it said before; newer keys may have come."""
    if isinstance(found, dict) and isinstance(before, dict):
        return all(k in found and holds(found[k], v) for k, v in before.items())
    if isinstance(found, list) and isinstance(before, list):
        return len(found) == len(before) and all(map(holds, found, before))
    return found == before


def asked(path: Path, *arguments: str) -> tuple[int, str]:
    """Exit code and answer of the program inside this process."""
    import contextlib
    import io

    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run(["--db", str(path), *arguments])
    return code, said.getvalue()


def test_an_old_ledger_answers_and_verifies_and_takes_no_postings(
    archived: Path,
) -> None:
    def look() -> None:
        for report in REPORTS:
            code, said = asked(archived, report, "--at", "2014-12-31", "-O", "json")
            expected = json.loads((LEDGERS / f"v1.{report}.json").read_text())
            assert code == 0
            assert holds(json.loads(said), expected), said
        for command in (
            ["audit", "verify"],
            ["audit", "verify", "--rules"],
            ["check", "projections"],
        ):
            assert asked(archived, *command)[0] == 0
        code, said = asked(archived, "db", "status", "-O", "json")
        status = json.loads(said)
        assert (code, status["layout"], status["migrations"]) == (0, 1, [])
        for command in (["lock-period", "--until", "2014-12-30"], ["db", "migrate"]):
            code, said = asked(archived, *command)
            assert code == 1
            assert said.startswith(("Error [LEDGER_OUTDATED]", "Error [LEDGER_READ_ON"))

    before = archived.read_bytes()
    as_nobody(look)
    assert archived.read_bytes() == before
    assert [file.name for file in archived.parent.iterdir()] == ["zuidas.db"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can write in the middle")
@pytest.mark.parametrize("archived", ["wal"], indirect=True)
def test_a_change_while_it_is_read_is_told(archived: Path) -> None:
    """Another user may well write there; SQLite itself would not notice."""

    file = os.open(archived, os.O_RDWR)

    def look() -> None:
        store = SQLiteStore.open(archived)
        with pytest.raises(LedgerError) as caught, store.reading():
            os.pwrite(file, b"S", 0)
        store.close()
        assert caught.value.code == "BUSY"

    as_nobody(look)
    os.close(file)
