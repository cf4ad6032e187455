"""Kill -9 in the middle of a migration: the old layout is there, whole and usable."""

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger.reading import open_store
from ledger.storage.location import Location
from ledger.storage.sqlite_opening import connect
from ledger.verifying.migrating import migrate
from ledger.verifying.verify import verify
from tests.storage.conftest import lived_at
from tests.storage.forking import forked
from tests.storage.ledgers import StoredLedger
from tests.storage.old_layouts import program_of_layout
from tests.storage.server import Server
from tests.unit.domain.posting import contribution

pytestmark = pytest.mark.faults
Kill = Callable[[Location, int, bool], int]


class Killer:
    """Kills its own process at the n-th thing that it counts."""

    def __init__(self, at: int) -> None:
        self.left = at

    def count(self, *_: object) -> None:
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)


def killed_in_sqlite(place: Location, at: int, rebuild: bool) -> int:
    """Migrate in a process that dies before its n-th statement; gives its exit code."""
    killer = Killer(at)

    def traced(path: Path, mode: str) -> sqlite3.Connection:
        connection = connect(path, mode)
        connection.set_trace_callback(killer.count)
        return connection

    def action() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("ledger.storage.sqlite.connect", traced)
            migrate(place, rebuild=rebuild)

    return forked(action)


def killed_in_postgres(place: Location, at: int, rebuild: bool) -> int:
    """The same, dying before the n-th statement is sent."""
    import psycopg

    killer, execute = Killer(at), psycopg.Connection.execute

    def counted(connection: Any, *arguments: Any, **more: Any) -> Any:
        killer.count()
        return execute(connection, *arguments, **more)

    def action() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(psycopg.Connection, "execute", counted)
            migrate(place, rebuild=rebuild)

    return forked(action)


def kill_at_every(
    step: int, renewed: Callable[[], Location], kill: Kill, *, rebuild: bool
) -> int:
    """Kill after ever more steps until one gets through; how many were killed."""
    at = 1
    while True:
        place = renewed()
        code = kill(place, at, rebuild)
        assert code in (0, -signal.SIGKILL)
        if code == 0:
            assert at > 1
            return at // step
        assert_old_and_usable(place)
        at += step


def assert_old_and_usable(place: Location) -> None:
    """Of layout 1, verified whole, posted to by its program, and migrated after all."""
    store = open_store(place)
    result, layout = verify(store), store.layout
    store.close()
    assert (result.findings, result.entries, layout) == ([], 26, 1)
    with program_of_layout(1):
        ledger = StoredLedger(place)
        ledger.post("receive_contribution", **contribution("emmen", "1.00"))
        ledger.close()
    if place.path is not None:
        Path(f"{place.path}.layout-1").unlink(missing_ok=True)
    assert migrate(place).before == 1


@pytest.mark.thorough
@pytest.mark.parametrize(("rebuild", "step"), [(False, 1), (True, 12)])
def test_killed_in_a_file(tmp_path: Path, rebuild: bool, step: int) -> None:
    template, folder = tmp_path / "template.db", tmp_path / "killed"
    with program_of_layout(1):
        lived_at(Location.parse(str(template))).close()

    def renewed() -> Location:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        shutil.copyfile(template, folder / "zuidas.db")
        return Location.parse(str(folder / "zuidas.db"))

    assert kill_at_every(step, renewed, killed_in_sqlite, rebuild=rebuild) > 10


@pytest.mark.thorough
@pytest.mark.postgres
@pytest.mark.parametrize(("rebuild", "step"), [(False, 5), (True, 16)])
def test_killed_in_postgres(server: Server, rebuild: bool, step: int) -> None:
    def renewed() -> Location:
        place = server.schema().location
        with program_of_layout(1):
            lived_at(place).close()
        return place

    assert kill_at_every(step, renewed, killed_in_postgres, rebuild=rebuild) > 5
