"""The second process of a large ledger starts ahead, and is asked once it is there."""

import shutil
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ledger.storage.location import Location
from ledger.storage.sqlite import SQLiteStore
from ledger.verifying import second_process, sharing
from ledger.verifying.copying import copy
from ledger.verifying.rebuilding import replace_projections
from ledger.verifying.second_process import SecondProcess
from tests.audit.ledgers import in_state, tamper, verified
from tests.functional.asked_ledgers import AskedLedgers

Begun = list[SecondProcess]


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Iterator[Begun]:
    """Every ledger is a large one; none of the processes is left at the end."""
    found: Begun = []
    start = second_process.started

    def started() -> SecondProcess | None:
        process = start()
        assert process is not None
        found.append(process)
        return process

    monkeypatch.setattr(second_process, "started", started)
    monkeypatch.setattr(second_process, "EARLY_FROM", 1)
    monkeypatch.setattr(second_process, "_processors", lambda: 2)
    monkeypatch.setattr(sharing, "BATCH", 7)
    yield found
    assert all(each._process.returncode == -signal.SIGKILL for each in found)


@pytest.fixture
def path(asked: AskedLedgers, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(asked("lived"), tmp_path / "lived.db"))


def test_it_starts_before_the_pages_are_looked_at(
    path: Path, begun: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    damage, started = SQLiteStore.damage, []

    def looked_at(self: SQLiteStore, *, fast: bool) -> object:
        started.append(len(begun))
        return damage(self, fast=fast)

    monkeypatch.setattr(SQLiteStore, "damage", looked_at)
    assert verified(path).is_clean
    assert started == [1]
    assert len(begun) == 1


def test_it_is_not_asked_before_it_is_there(
    path: Path, begun: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_process, "_START", "import time; time.sleep(600)")
    monkeypatch.setattr(SecondProcess, "_exchange", None)
    assert verified(path).is_clean
    assert begun


def test_it_is_asked_once_it_is_there(begun: Begun) -> None:
    process = second_process.started_for(second_process.EARLY_FROM)
    assert process is not None
    with closing(process):
        assert process._ready.result(timeout=60)
        assert process.has_room()
        assert process.batch([]).result(timeout=60) is not None
    assert begun == [process]


def test_one_that_ends_at_once_is_never_asked(
    path: Path, begun: Begun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_process, "_START", "pass")
    monkeypatch.setattr(SecondProcess, "_exchange", None)
    assert verified(path).is_clean
    begun[0]._process.wait()
    begun.clear()  # it ended by itself


def test_a_small_ledger_has_none(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_process, "started", None)
    assert verified(path).is_clean


def test_a_damaged_ledger_is_found_damaged(path: Path, begun: Begun) -> None:
    tamper(path, in_state(14, '"1200.00"', '"12x00.00"'))
    assert verified(path).first_bad_entry == 14
    assert begun


def test_rebuilding_and_copying_start_one_too(
    path: Path, begun: Begun, tmp_path: Path
) -> None:
    with closing(SQLiteStore.open(path, writing=True)) as store, store.migrating():
        replace_projections(store)
    assert len(begun) == 1
    target = tmp_path / "copy.db"
    copy(Location.parse(str(path)), Location.parse(str(target)))
    assert len(begun) > 1
    assert verified(target).is_clean
