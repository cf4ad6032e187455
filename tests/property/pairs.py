"""A ledger and its model side by side, and what to show when they disagree."""

import json
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from domain.entries.event import Actor
from domain.entries.parsing import command_from_mapping
from domain.values.errors import LedgerError
from ledger.posting.application import Ledger, Receipt
from ledger.reading import read_frameworks
from ledger.storage.sqlite import SQLiteStore
from projections.answers.balances import balance
from projections.days import from_number
from projections.snapshot import View, known_entry, last_entry
from tests.naive import NaiveLedger
from tests.naive.shape import faults
from tests.property.partnerships import TODAY, Fields, Partnership, beginning

ACTOR = Actor(name="officer", source="option", login="officer")
NOON = datetime(2014, 12, 31, 12, tzinfo=UTC)
PATIENCE = 60.0
"""Seconds to look for a shorter history in."""
Posted = tuple[Fields, int]
"""A command and the writer that posts it."""


class Disagreement(Exception):
    """Ledger and model say different things; `kind` is what stays when shrunk."""

    def __init__(self, kind: tuple[object, ...], what: str) -> None:
        super().__init__(what)
        self.kind = kind


class Pair:
    """A ledger, opened by one or more writers, and the model of it."""

    def __init__(self, partnership: Partnership, path: Path, writers: int = 1) -> None:
        self.model = NaiveLedger(partnership.model, TODAY)
        self.stores = [_store(path) for _ in range(writers)]
        self.ledgers = [Ledger(store, now=lambda: NOON) for store in self.stores]
        self.spares_refusals = False
        """Only what the model accepts is posted: after a refusal a ledger forgets."""

    def close(self) -> None:
        for store in self.stores:
            store.connection.close()

    def post(self, fields: Fields, writer: int = 0) -> str | None:
        """Give both the command and compare what they say; the model's answer."""
        before = len(self.model.entries)
        expected = self.model.post(fields)
        if expected is not None and self.spares_refusals:
            return expected
        code, receipt, message = accepted(self.ledgers[writer], fields)
        either = {expected} if expected is None else {expected, *self.model.as_well}
        if code not in either and code not in faults(self.model.books.codes, fields):
            raise Disagreement(
                (fields["command"], code, expected),
                f"the ledger says {code} ({message}), the model {expected}",
            )
        if receipt is not None:
            self._compare(receipt, before)
        return expected

    def _compare(self, receipt: Receipt, before: int) -> None:
        """The entry number and the journal lines of an accepted command."""
        duplicate = len(self.model.entries) == before
        last = self.model.entries[-1]
        if receipt.duplicate != duplicate:
            raise Disagreement(("duplicate",), f"duplicate is {receipt.duplicate}")
        if duplicate:
            return
        if receipt.entry != last.number:
            raise Disagreement(("entry",), f"entry {receipt.entry}, not {last.number}")
        ours, theirs = journal_sums(receipt.lines), journal_sums(last.lines)
        if ours != theirs:
            raise Disagreement(
                ("lines", last.command),
                f"lines\n  ledger {ours}\n  model  {theirs}",
            )

    def compare_journals(self) -> None:
        """Every line that is stored, against the model's journal."""
        rows = self.stores[0].execute(
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
            raise Disagreement(
                ("journal",), f"journal: {nonzero(stored)} is not {nonzero(ours)}"
            )

    def compare_balances(self, at: date, known_at: int | None) -> None:
        """The balances at a date, as known after an entry."""
        known = None if known_at is None else f"#{known_at}"
        ours = balance(self.view(at, known))
        theirs = self.model.balance(at, known_at)
        if ours != theirs:
            rows = dict(differences("", ours, theirs))
            raise Disagreement(
                ("balance", at, known is None),
                f"balance at {at} known at {known}: {rows}",
            )

    def view(self, at: date, known: str | None) -> View:
        store = self.stores[0]
        frameworks = read_frameworks(store)
        return View(
            reader=store,
            frameworks=frameworks,
            at=at,
            entry=known_entry(store, frameworks.opening, known),
            last_entry=last_entry(store),
            known_at=known,
        )


def _store(path: Path) -> SQLiteStore:
    store = SQLiteStore.open(path, writing=True)
    # Nothing has to outlive a power cut here, and syncing takes most of the time.
    store.connection.execute("PRAGMA synchronous=OFF")
    return store


def accepted(ledger: Ledger, fields: Fields) -> tuple[str | None, Receipt | None, str]:
    try:
        return None, ledger.accept(command_from_mapping(fields), ACTOR), ""
    except LedgerError as error:
        return error.code, None, error.message


def nonzero(sums: Counter[Any]) -> dict[Any, int]:
    return {key: amount for key, amount in sums.items() if amount}


def journal_sums(lines: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Per account, memorandum accounts left out."""
    sums: Counter[str] = Counter()
    for account, amount in lines:
        if not account.startswith("memo:"):
            sums[account] += amount
    return nonzero(sums)


def differences(
    place: str, ours: object, theirs: object
) -> Iterator[tuple[str, tuple[object, object]]]:
    """Where two JSON values differ."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in dict.fromkeys([*ours, *theirs]):
            there = ours.get(name), theirs.get(name)
            yield from differences(f"{place}.{name}", *there)
    elif isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            yield f"{place} length", (len(ours), len(theirs))
        for n, there in enumerate(zip(ours, theirs, strict=False)):
            yield from differences(f"{place}[{n}]", *there)
    elif ours != theirs:
        yield place, (ours, theirs)


class Start:
    """A partnership's ledger as it is copied for each history: empty, or begun."""

    def __init__(self, partnership: Partnership, folder: Path) -> None:
        self.partnership = partnership
        self.folder = folder
        self.empty, self.begun = folder / "empty.db", folder / "begun.db"
        store = SQLiteStore.create(self.empty)
        ledger = Ledger(store, now=lambda: NOON)
        ledger.initialise(partnership.framework, None, ACTOR)
        store.connection.close()
        shutil.copy(self.empty, self.begun)
        pair = Pair(partnership, self.begun)
        for fields in beginning(partnership):
            assert pair.post(fields) is None, fields
        pair.close()
        self.entries = list(pair.model.entries)

    def pair(self, *, begun: bool, writers: int = 1) -> Pair:
        """A new pair; of two at a time only the newest is of use."""
        path = self.folder / "history.db"
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        shutil.copy(self.begun if begun else self.empty, path)
        pair = Pair(self.partnership, path, writers)
        if begun:
            pair.model.entries = list(self.entries)
        return pair

    def report(self, posted: list[Posted], found: Disagreement) -> str:
        """The disagreement after the shortest history that still shows it."""
        shortest = _Shrinker(self, posted, found)
        lines = [json.dumps(fields) for fields, _ in shortest.posted]
        return "\n".join([str(shortest.found), "after", *lines])


class _Shrinker:
    """Leaves out commands while the same disagreement remains."""

    def __init__(self, start: Start, posted: list[Posted], found: Disagreement) -> None:
        self.start = start
        self.found = found
        self.posted = posted
        ends = time.monotonic() + PATIENCE
        size = len(posted) // 2
        while size:
            place = len(self.posted) - size
            while place >= 0 and time.monotonic() < ends:
                self._without(place, size)
                place -= size
            size //= 2

    def _without(self, place: int, size: int) -> None:
        kept = [n for n in range(len(self.posted)) if not place <= n < place + size]
        shorter, found = self._played(kept)
        if found is not None and found.kind == self.found.kind:
            self.posted, self.found = shorter, found

    def _played(self, kept: list[int]) -> tuple[list[Posted], Disagreement | None]:
        """The commands that are kept, with their entry numbers as they become."""
        numbers = self._numbers()
        pair = self.start.pair(begun=False, writers=2)
        played: list[Posted] = []
        became: dict[int, int] = {}
        try:
            for n in kept:
                fields, writer = self.posted[n]
                entry = fields.get("entry")
                if isinstance(entry, int) and entry in numbers.values():
                    fields = {**fields, "entry": became.get(entry, 9999)}
                played.append((fields, writer))
                if pair.post(fields, writer) is None and n in numbers:
                    became[numbers[n]] = len(pair.model.entries)
            self._compare(pair)
        except Disagreement as found:
            return played, found
        finally:
            pair.close()
        return played, None

    def _numbers(self) -> dict[int, int]:
        """By place in the history: the entry that the command became."""
        model = NaiveLedger(self.start.partnership.model, TODAY)
        numbers = {}
        for n, (fields, _) in enumerate(self.posted):
            before = len(model.entries)
            model.post(fields)
            if len(model.entries) > before:
                numbers[n] = len(model.entries)
        return numbers

    def _compare(self, pair: Pair) -> None:
        kind = self.found.kind
        if kind[0] == "journal":
            pair.compare_journals()
        if kind[0] == "balance":
            at, latest = kind[1:]
            assert isinstance(at, date)
            entries = len(pair.model.entries)
            for known in [None] if latest else range(1, entries + 1):
                pair.compare_balances(at, known)
