"""The bank's identity (section 8): on every date, for every knowledge, whatever came.

Statements, entries with and without a line, splits, matches and reversals in any order:
what the bank says, less its open lines, plus the open entries, is the current account.
What is open is worked out by this file too, from the commands alone.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from domain.values.errors import LedgerError
from ledger.verifying.verify import verify
from tests.unit.domain.banking import account, cents, euros, statement, tied
from tests.unit.domain.posting import LedgerInTest, other

FIRST = date(2012, 1, 1)
DAYS = 60
STEPS = 45


Answers = tuple[list[tuple[str, int]], list[tuple[int, int]]]


class History:
    """Posts at random, and knows what each line and entry should have open."""

    def __init__(self, ledger: LedgerInTest, seed: int) -> None:
        self.ledger = ledger
        self.random = Random(seed)
        self.until = {"rc": FIRST, "gl": FIRST}
        self.closing = {"rc": "0.00", "gl": "0.00"}
        self.accounts: set[str] = set()
        self.lines: dict[str, int] = {}
        """What is open of each line in the end, by all that was accepted."""
        self.moved: dict[int, int] = {}
        self.answers: dict[
            int, tuple[list[tuple[str, int]], list[tuple[int, int]]]
        ] = {}
        """By entry what of lines and entries it answers."""
        self.statements: dict[int, tuple[str, list[str], str, date]] = {}

    def day(self) -> str:
        return (FIRST + timedelta(self.random.randrange(DAYS))).isoformat()

    def amount(self) -> int:
        return self.random.choice((100, 100, 250, 700, 1234))

    def step(self) -> None:
        doing: tuple[Callable[[], None], ...] = (
            *(self.statement, self.statement, self.entry, self.entry),
            *(self.answer, self.answer, self.answer, self.match, self.match),
            *(self.reverse, self.reverse, self.open_account),
        )
        with suppress(LedgerError, IndexError):
            self.random.choice(doing)()

    def post(self, command: str, **fields: object) -> int:
        return self.ledger.accept(command, **fields).entry

    def open_account(self) -> None:
        code = self.random.choice(("rc", "gl"))
        kind: dict[str, Any] = {"kind": "ledger"} if code == "gl" else {}
        given = account(code, date=FIRST.isoformat(), **kind)
        if code == "gl":
            del given["iban"]
        entry = self.post("open_bank_account", **given)
        self.accounts.add(code)
        self.lines[f"{entry}.0"] = 0

    def statement(self) -> None:
        code = self.random.choice(("rc", "gl"))
        start = self.until[code]
        end = start + timedelta(self.random.randrange(1, 12))
        lines = [
            (
                (start + timedelta(self.random.randrange(-1, 13))).isoformat(),
                self.random.choice(("", "-")) + euros(self.amount()),
            )
            for _ in range(self.random.randrange(5))
        ]
        given = statement(
            *lines,
            opening=self.closing[code],
            code=code,
            period=(start.isoformat(), end.isoformat()),
        )
        entry = self.post("register_statement", **given)
        names = [f"{entry}.{n}" for n in range(1, len(lines) + 1)]
        for name, (_, amount) in zip(names, lines, strict=True):
            self.lines[name] = cents(amount)
        self.statements[entry] = (code, names, self.closing[code], start)
        self.until[code], self.closing[code] = end, given["closing"]

    def entry(self) -> None:
        received = self.random.random() < 0.5
        command = "receive_other" if received else "pay_other"
        amount = self.amount()
        fields = other(euros(amount), self.day())
        entry = self.post(command, **fields)
        self.moved[entry] = amount if received else -amount
        self.answers[entry] = ([], [])

    def answer(self) -> None:
        """Book a line, or a part of it."""
        name = self.random.choice([n for n, left in self.lines.items() if left])
        left = self.lines[name]
        part = left if self.random.random() < 0.6 else left // 2
        command = "receive_other" if part > 0 else "pay_other"
        fields = other(euros(abs(part)), self.day())
        entry = self.post(command, **fields, bank_line=name)
        self.moved[entry] = part
        self.answers[entry] = ([(name, part)], [(entry, part)])
        self.lines[name] -= part

    def open_entry(self) -> int:
        return self.random.choice([n for n in self.moved if self.left(n)])

    def left(self, entry: int) -> int:
        answered = (each for _, found in self.answers.values() for each in found)
        return self.moved[entry] - sum(x for n, x in answered if n == entry)

    def match(self) -> None:
        """What happens to be equal, or cancels out."""
        kind = self.random.randrange(3)
        if kind == 0:
            entry = self.open_entry()
            left = self.left(entry)
            names = [n for n, x in self.lines.items() if x == left]
            lines, entries = [self.random.choice(names)], [entry]
        elif kind == 1:
            entries, lines = [self.open_entry(), self.open_entry()], []
        else:
            some = [n for n, x in self.lines.items() if x]
            lines, entries = [self.random.choice(some), self.random.choice(some)], []
        matched = self.post("match_bank_lines", lines=lines, entries=entries)
        self.answers[matched] = (
            [(name, self.lines[name]) for name in lines],
            [(number, self.left(number)) for number in entries],
        )
        for name in lines:
            self.lines[name] = 0

    def reverse(self) -> None:
        entry = self.random.choice([*self.answers, *self.statements])
        undone = self.post("reverse", entry=entry, date=self.late(), reason="Random")
        if entry in self.statements:
            code, names, closing, start = self.statements.pop(entry)
            self.closing[code], self.until[code] = closing, start
            for name in names:
                del self.lines[name]
            return
        lines, _ = self.answers.pop(entry)
        for name, amount in lines:
            self.lines[name] += amount
        if entry in self.moved:
            moved = self.moved[entry]
            self.moved[undone] = -moved
            self.answers[undone] = ([], [(entry, moved), (undone, -moved)])

    def late(self) -> str:
        days = self.random.randrange(DAYS // 2, DAYS + 20)
        return (FIRST + timedelta(days)).isoformat()


@pytest.mark.parametrize("seed", range(25))
def test_bank_and_ledger_are_tied(templates: Path, seed: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "zuidas.db"
        path.write_bytes((templates / "opened.db").read_bytes())
        history = History(LedgerInTest(path), seed)
        history.open_account()
        for _ in range(STEPS):
            history.step()
        _check(history)
        history.ledger.close()


def _check(history: History) -> None:
    ledger = history.ledger
    found = tied(ledger)
    assert {line.name: line.open for line in found.lines} == {
        name: left for name, left in history.lines.items() if left
    }
    assert {entry.entry: entry.open for entry in found.entries} == {
        entry: history.left(entry) for entry in history.moved if history.left(entry)
    }
    for _ in range(40):
        day = FIRST + timedelta(history.random.randrange(-5, DAYS + 25))
        known = history.random.randrange(1, ledger.last_entry + 1)
        tied(ledger, day.isoformat(), f"#{known}")
    assert not verify(ledger.store, rules=True).findings
