"""Verifying and rebuilding with a second process find what they find without one."""

import re
import shutil
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from ledger.reading import open_store
from ledger.storage import layouts
from ledger.storage.events import EventRow
from ledger.storage.location import Location
from ledger.storage.sqlite import SQLiteStore
from ledger.verifying import second_process, sharing
from ledger.verifying.copying import copy
from ledger.verifying.following import Worked
from ledger.verifying.rebuilding import replace_projections
from ledger.verifying.second_process import SecondProcess
from ledger.verifying.verify import Verification
from tests.audit.ledgers import (
    in_state,
    rewrite_history,
    set_state,
    tamper,
    unguarded,
    verified,
)
from tests.audit.tamperings import EVERY, Tampering, name_of
from tests.functional.asked_ledgers import AskedLedgers

Answers = Counter[str]
Prepared = Callable[[str], Path]
SOME = ("empty", "old", "lived", "people", "told", "demo", "drentse-zuidas")
SMALL = 7
"""Events of a batch here: ledgers of tests are small."""


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Every ledger gets the second process, at once; how it answered."""
    counted: Answers = Counter()
    exchanged = SecondProcess._exchange

    def exchange(self: SecondProcess, rows: Sequence[EventRow]) -> Worked | None:
        found = exchanged(self, rows)
        counted["none" if found is None else "answered"] += 1
        return found

    monkeypatch.setattr(SecondProcess, "_exchange", exchange)
    monkeypatch.setattr(SecondProcess, "has_room", lambda _: True)
    monkeypatch.setattr(sharing, "ALONE_FOR", 1)
    monkeypatch.setattr(sharing, "BATCH", SMALL)
    # On a machine with one processor too.
    monkeypatch.setattr(second_process, "_processors", lambda: 2)
    return counted


def copies(
    asked: AskedLedgers, place: Path, names: Collection[str]
) -> Iterator[tuple[str, Path]]:
    """Ledgers that may be spoilt."""
    for name in names:
        yield name, Path(shutil.copyfile(asked(name), place / f"{name}.db"))


def alone(path: Path) -> Verification:
    """What is found without a second process, event by event."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sharing, "ALONE_FOR", 10**9)
        patched.setattr(sharing, "BATCH", 1)
        return verified(path)


def same(path: Path) -> Verification:
    """What is found with one is what is found without."""
    found, wanted = verified(path), alone(path)
    assert [str(each) for each in found.findings] == [
        str(each) for each in wanted.findings
    ]
    assert replace(found, findings=[]) == replace(wanted, findings=[])
    return found


def test_every_kind_of_ledger_is_found_sound(
    asked: AskedLedgers, tmp_path: Path, answers: Answers
) -> None:
    for name, path in copies(asked, tmp_path, SOME):
        found = same(path)
        assert found.is_clean, (name, found.findings)
    assert answers["answered"]
    assert not answers["none"]


@pytest.mark.parametrize("tampering", EVERY, ids=name_of)
@pytest.mark.one_in(6)
def test_what_was_tampered_with_is_found(
    prepared: Prepared, answers: Answers, tampering: Tampering
) -> None:
    path = prepared("lived")
    tamper(path, tampering.change)
    found = same(path)
    assert found.first_bad_entry == tampering.entry
    assert answers.total() or found.entries < SMALL


_BESIDE = (rb'"person":"[^"]*"', rb'"balances_root":"[^"]*"', rb'"sealed":"[^"]*"')
"""What only those before an entry, or what is kept beside it, tell to be wrong."""


@pytest.mark.parametrize("what", _BESIDE, ids=["person", "seal", "sealed value"])
def test_what_takes_the_events_before_it_is_found(
    asked: AskedLedgers, tmp_path: Path, answers: Answers, what: bytes
) -> None:
    wrong = 0
    for _, path in copies(asked, tmp_path, {"people", "lived", "told"}):
        entries = _entries_with(path, what)[-2:]
        rewrite_history(path, partial(_spoil, entries, what))
        wrong += not same(path).is_clean
    assert wrong
    assert answers["answered"]


def _entries_with(path: Path, what: bytes) -> list[int]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT entry, state FROM stored_events").fetchall()
    return [entry for entry, state in rows if re.search(what, state)]


def _spoil(entries: list[int], what: bytes, connection: sqlite3.Connection) -> None:
    query = "SELECT state FROM stored_events WHERE entry = ?"
    for entry in entries:
        (state,) = connection.execute(query, (entry,)).fetchone()
        name, _, _ = re.search(what, state)[0].partition(b":")  # type: ignore[index]
        other = b"nobody" if name == b'"person"' else b"0" * 64
        set_state(connection, entry, re.sub(what, name + b':"' + other + b'"', state))


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_second_process_that_is_gone_is_done_without(
    asked: AskedLedgers,
    tmp_path: Path,
    answers: Answers,
    monkeypatch: pytest.MonkeyPatch,
    after: int,
) -> None:
    exchanged = SecondProcess._exchange

    def exchange(self: SecondProcess, rows: Sequence[EventRow]) -> Worked | None:
        if answers.total() == after:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
        return exchanged(self, rows)

    monkeypatch.setattr(SecondProcess, "_exchange", exchange)
    for _, path in copies(asked, tmp_path, {"lived"}):
        assert same(path).is_clean
    assert answers["none"]


@pytest.mark.parametrize("program", ["", "/no/such/program"])
def test_where_none_can_be_started_it_is_done_without(
    asked: AskedLedgers,
    tmp_path: Path,
    answers: Answers,
    monkeypatch: pytest.MonkeyPatch,
    program: str,
) -> None:
    monkeypatch.setattr("sys.executable", program)
    for _, path in copies(asked, tmp_path, {"lived"}):
        assert same(path).is_clean
    assert not answers.total()


def test_a_verification_that_is_broken_off_leaves_no_process(
    prepared: Prepared, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[SecondProcess] = []
    start = second_process.started

    def started() -> SecondProcess | None:
        found = start()
        assert found is not None
        begun.append(found)
        return found

    def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(second_process, "started", started)
    monkeypatch.setattr("ledger.verifying.clocks.Clocks.pass_over", broken_off)
    with pytest.raises(KeyboardInterrupt):
        verified(prepared("lived"))
    assert [each._process.returncode for each in begun] == [-signal.SIGKILL]


def test_projections_are_rebuilt_to_the_same_rows(
    asked: AskedLedgers, tmp_path: Path, answers: Answers
) -> None:
    for name, path in copies(asked, tmp_path, {"lived", "people", "demo"}):
        before = _projections(path)
        assert any(before.values())
        store = SQLiteStore.open(path, writing=True)
        with closing(store), store.migrating():
            replace_projections(store)
        assert _projections(path) == before, name
    assert answers["answered"]


def test_a_copy_is_the_same_ledger(
    asked: AskedLedgers, tmp_path: Path, answers: Answers
) -> None:
    for name, path in copies(asked, tmp_path, {"lived", "people", "told"}):
        target = tmp_path / f"copy of {name}.db"
        copy(Location.parse(str(path)), Location.parse(str(target)))
        assert _projections(target) == _projections(path), name
        store = open_store(Location.parse(str(target)))
        store.close()
        assert alone(target).is_clean
    assert answers["answered"]


def test_an_event_that_can_not_be_read_is_named_wherever_it_is_read(
    prepared: Prepared, answers: Answers
) -> None:
    path = prepared("lived")
    tamper(path, in_state(14, '"1200.00"', '"12x00.00"'))
    found = same(path)
    assert "EVENT_UNREADABLE" in [each.code for each in found.findings]
    assert found.first_bad_entry == 14


def _projections(path: Path) -> dict[str, list[tuple[object, ...]]]:
    tables = layouts.names_of(layouts.upto(layouts.CURRENT), *layouts.PROJECTIONS)
    with unguarded(path) as connection:
        present = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master")
        }
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr)
            for table in tables
            if table in present
        }


def test_what_lies_in_the_working_directory_is_no_part_of_the_program(
    prepared: Prepared, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = prepared("lived").absolute()
    place = path.parent / "elsewhere"
    place.mkdir()
    for name in ("struct", "marshal", "ledger", "domain"):
        (place / f"{name}.py").write_text("raise SystemExit", encoding="utf-8")
    monkeypatch.chdir(place)
    assert same(path).is_clean
    assert answers["answered"]
    assert not answers["none"]
