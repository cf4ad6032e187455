"""Bank accounts, and what is open of a line or of what an entry moved."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from domain.entries.statements import OpenBankAccount
    from domain.entries.ties import LineNumber
    from domain.values.money import Cents


class BankAccount(NamedTuple):
    """An account that stands."""

    entry: int
    given: OpenBankAccount


class LastStatement(NamedTuple):
    """The newest statement of an account that stands."""

    entry: int
    number: str | None
    to_date: date
    closing: Cents


class Open(NamedTuple):
    """What of an amount is not answered, after everything recorded so far."""

    amount: Cents
    open: Cents
    free_from: date
    """From when on a new answer can count: its own day, or when it was opened again."""


class Unanswered(NamedTuple):
    """How many lines and entries are open on a day; none before there are accounts."""

    lines: int = 0
    entries: int = 0

    def __bool__(self) -> bool:
        return bool(self.lines or self.entries)


class OpenLine(NamedTuple):
    """A bank line that stands, and its account."""

    number: LineNumber
    account: str
    day: date
    """The day that it counts on."""
    found: Open


def numbers(number: str | None) -> tuple[int, ...]:
    """The parts of a statement's number that are numbers: `122/1` is (122, 1)."""
    parts = "".join(c if c.isascii() and c.isdigit() else " " for c in number or "")
    return tuple(int(part) for part in parts.split())


def follows(later: str | None, earlier: str | None) -> bool:
    """Statements of one day may follow each other, unless their numbers say no.

    A number of zeros alone says nothing, as many banks have it.
    """
    before, after = numbers(earlier), numbers(later)
    return not (any(before) and any(after)) or after > before
