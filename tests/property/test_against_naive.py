"""The ledger against the naive reading of the contract, command by command."""

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import LedgerError
from domain.events import Actor
from domain.parsing import command_from_mapping
from ledger.application import Ledger, Receipt
from ledger.reading import read_opening
from ledger.storage.sqlite import SQLiteStore
from projections.days import from_number
from projections.queries.balances import balance
from projections.view import View, known_entry, last_entry
from tests.naive import NaiveLedger
from tests.naive.shape import faults
from tests.property.histories import Historian
from tests.property.partnerships import (
    PARTNERSHIPS,
    TODAY,
    Fields,
    Partnership,
    beginning,
)

HISTORIES = int(os.environ.get("ZUIDAS_TEST_HISTORIES", "60"))
"""How many histories each partnership lives through; more is a longer hunt."""
LENGTH = 60
ACTOR = Actor(name="officer", source="option", login="officer")
NOON = datetime(2014, 12, 31, 12, tzinfo=UTC)
Sums = dict[str, int]


class Pair:
    """A ledger and the model of it, given the same commands."""

    def __init__(
        self, partnership: Partnership, path: Path, *, writers: int = 1
    ) -> None:
        self.model = NaiveLedger(partnership.model, TODAY)
        self.ledgers = [open_ledger(path) for _ in range(writers)]
        self.commands: list[Fields] = []

    def close(self) -> None:
        for ledger in self.ledgers:
            ledger.store.connection.close()  # type: ignore[attr-defined]

    def post(self, fields: Fields, writer: int = 0) -> str | None:
        """Give both the command and compare what they say; the model's answer."""
        self.commands.append(fields)
        before = len(self.model.entries)
        expected = self.model.post(fields)
        code, receipt, message = accepted(self.ledgers[writer], fields)
        if code != expected and code not in faults(self.model.framework, fields):
            self.fail(f"the ledger says {code} ({message}), the model {expected}")
        if receipt is None:
            return expected
        if receipt.duplicate != (len(self.model.entries) == before):
            self.fail(f"duplicate: {receipt.duplicate}")
        if receipt.duplicate:
            return expected
        entry = self.model.entries[-1]
        if receipt.entry != entry.number:
            self.fail(f"entry {receipt.entry}, not {entry.number}")
        ours, theirs = journal_sums(receipt.lines), journal_sums(entry.lines)
        if ours != theirs:
            self.fail(f"lines\n  ledger {ours}\n  model  {theirs}")
        return expected

    def compare_journals(self) -> None:
        """Every line that is stored, against the model's journal."""
        rows = self.ledgers[0].store.execute(
            "SELECT l.entry, l.day, a.name, l.amount FROM lines l"
            " JOIN accounts a ON a.account = l.account"
        )
        stored: Counter[tuple[int, str, str]] = Counter()
        for entry, day, account, amount in rows:
            if not account.startswith("memo:"):
                stored[entry, from_number(day).isoformat(), account] += int(amount)
        ours: Counter[tuple[int, str, str]] = Counter()
        for each in self.model.entries:
            for account, amount in each.lines:
                ours[each.number, each.date.isoformat(), account] += amount
        if nonzero(stored) != nonzero(ours):
            self.fail(f"journal: {nonzero(stored)} is not {nonzero(ours)}")

    def compare_balances(self, at: date, known_at: int | None) -> None:
        """The balances at a date, as known after an entry."""
        known = None if known_at is None else f"#{known_at}"
        ours = balance(self.view(at, known))
        theirs = self.model.balance(at, known_at)
        if ours != theirs:
            rows = dict(differences("", ours, theirs))
            self.fail(f"balance at {at} known at {known}: {rows}")

    def view(self, at: date, known: str | None) -> View:
        store = self.ledgers[0].store
        framework, key = read_opening(store)
        return View(
            reader=store,
            framework=framework,
            key=key,
            at=at,
            entry=known_entry(store, framework, known),
            last_entry=last_entry(store),
            known_at=known,
        )

    def fail(self, what: str) -> None:
        history = "\n".join(json.dumps(fields) for fields in self.commands)
        pytest.fail(f"{what}\nafter\n{history}", pytrace=False)


def open_ledger(path: Path) -> Ledger:
    store = SQLiteStore.open(path, writing=True)
    # Nothing has to outlive a power cut here, and syncing takes most of the time.
    store.connection.execute("PRAGMA synchronous=OFF")
    return Ledger(store, now=lambda: NOON)


def accepted(ledger: Ledger, fields: Fields) -> tuple[str | None, Receipt | None, str]:
    try:
        return None, ledger.accept(command_from_mapping(fields), ACTOR), ""
    except LedgerError as error:
        return error.code, None, error.message


def differences(
    place: str, ours: object, theirs: object
) -> Iterator[tuple[str, tuple[object, object]]]:
    """Where two JSON values differ."""
    if isinstance(ours, dict) and isinstance(theirs, dict) and set(ours) == set(theirs):
        for name, value in ours.items():
            yield from differences(f"{place}.{name}", value, theirs[name])
    elif (
        isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs)
    ):
        for n, value in enumerate(ours):
            yield from differences(f"{place}[{n}]", value, theirs[n])
    elif ours != theirs:
        yield place, (ours, theirs)


def nonzero(sums: Counter[Any]) -> dict[Any, int]:
    return {key: amount for key, amount in sums.items() if amount}


def journal_sums(lines: Any) -> Sums:
    """Per account, memorandum accounts left out."""
    sums: Counter[str] = Counter()
    for account, amount in lines:
        if not account.startswith("memo:"):
            sums[account] += amount
    return nonzero(sums)


class Start:
    """A partnership's ledger as it is copied for each history: empty, or begun."""

    def __init__(self, partnership: Partnership, folder: Path) -> None:
        self.partnership = partnership
        self.folder = folder
        self.empty, self.begun = folder / "empty.db", folder / "begun.db"
        ledger = Ledger(SQLiteStore.create(self.empty), now=lambda: NOON)
        ledger.initialise(partnership.framework, None, ACTOR)
        ledger.store.connection.close()  # type: ignore[attr-defined]
        shutil.copy(self.empty, self.begun)
        pair = Pair(partnership, self.begun)
        for fields in beginning(partnership):
            assert pair.post(fields) is None, fields
        pair.close()
        self.entries = list(pair.model.entries)

    def pair(self, rng: Random) -> Pair:
        """A new pair, mostly begun and written by one writer."""
        bare = rng.randrange(12) == 11
        path = self.folder / "history.db"
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        shutil.copy(self.empty if bare else self.begun, path)
        pair = Pair(self.partnership, path, writers=1 + (rng.randrange(8) == 7))
        if bare:
            pair.commands = []
        else:
            pair.model.entries = list(self.entries)
            pair.commands = beginning(self.partnership)
        return pair


def live(rng: Random, start: Start) -> Counter[str]:
    """One history; how often each command was accepted or refused."""
    pair = start.pair(rng)
    seen: Counter[str] = Counter()
    try:
        historian = Historian(rng, start.partnership, pair.model)
        for _ in range(LENGTH):
            if rng.randrange(LENGTH * 2) == 0:
                break
            fields = historian.next()
            writer = rng.randrange(len(pair.ledgers))
            code = pair.post(fields, writer)
            seen[f"{fields['command']} {code or 'ok'}"] += 1
        pair.compare_journals()
        entries = len(pair.model.entries)
        pair.compare_balances(rng.choice(start.partnership.days), None)
        for _ in range(3):
            known_at = rng.randrange(1, entries + 1)
            pair.compare_balances(rng.choice(start.partnership.days), known_at)
    finally:
        pair.close()
    return seen


@pytest.fixture(scope="module", params=PARTNERSHIPS, ids=lambda p: p.name)
def start(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Start:
    return Start(request.param, tmp_path_factory.mktemp(request.param.name))


@settings(
    max_examples=HISTORIES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rng=st.randoms(use_true_random=False))
def test_the_ledger_answers_as_the_model_does(start: Start, rng: Random) -> None:
    live(rng, start)
