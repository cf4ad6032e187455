"""What rules ask of the bank: accounts, the last statement, what is open of what.

Everything recorded so far counts, whatever its day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Protocol

from domain.budgets.accounts import CURRENT_ACCOUNT, ordered
from domain.entries.statements import BankAccountOpened, StatementRegistered
from domain.entries.ties import TiedEvent, line_number
from domain.states.bank import (
    BankAccount,
    LastStatement,
    Open,
    OpenLine,
    Unanswered,
)
from projections.answers import bank
from projections.days import from_number

if TYPE_CHECKING:
    from domain.entries.event import LedgerEvent
    from domain.entries.ties import LineNumber, Tie
    from domain.values.money import Cents
    from ledger.storage.store import Row
    from projections.snapshot import View


class Found(Protocol):
    """The books, as these facts need them."""

    known: int

    def rows(self, sql: str, parameters: tuple[object, ...]) -> Iterator[Row]:
        """Rows of a statement, what was gathered among them."""

    def event(self, number: int) -> LedgerEvent | None:
        """The event of an entry, or None."""


_STANDS = "LEFT JOIN entries r ON r.reverses = {0}.entry AND r.entry <= ?"


def bank_accounts(books: Found) -> list[BankAccount]:
    """See `Books`."""
    rows = books.rows(
        f"SELECT e.entry FROM entries e {_STANDS.format('e')}"
        " WHERE e.command = 'open_bank_account' AND e.entry <= ? AND r.entry IS NULL"
        " ORDER BY e.entry",
        (books.known, books.known),
    )
    events = [books.event(int(row[0])) for row in list(rows)]
    return [
        BankAccount(event.entry, event.given)
        for event in events
        if isinstance(event, BankAccountOpened)
    ]


def last_statement(books: Found, account: str) -> LastStatement | None:
    """See `Books`."""
    rows = books.rows(
        "SELECT s.entry, s.number, s.to_day, s.closing FROM bank_statements s"
        f" {_STANDS.format('s')}"
        " WHERE s.account = ? AND s.entry <= ? AND r.entry IS NULL"
        " ORDER BY s.to_day DESC, s.entry DESC LIMIT 1",
        (books.known, account, books.known),
    )
    for entry, number, to_day, closing in rows:
        return LastStatement(int(entry), number, from_number(to_day), int(closing))
    return None


def paid_by(books: Found, payment: str) -> int | None:
    """See `Books`."""
    rows = books.rows(
        "SELECT l.entry FROM lines l JOIN accounts a ON a.account = l.account"
        f" {_STANDS.format('l')} JOIN entries e ON e.entry = l.entry"
        " WHERE a.name = ? AND l.amount < 0 AND l.entry <= ? AND r.entry IS NULL"
        " AND e.command <> 'reverse' ORDER BY l.entry DESC",
        (books.known, ordered(payment), books.known),
    )
    for row in rows:
        return int(row[0])
    return None


def statement_of_id(books: Found, command_id: str) -> int | None:
    """The entry of the statement that stands and is known by that id."""
    rows = books.rows(
        f"SELECT s.entry FROM bank_statements s {_STANDS.format('s')}"
        " WHERE s.command_id = ? AND s.entry <= ? AND r.entry IS NULL",
        (books.known, command_id, books.known),
    )
    for row in rows:
        return int(row[0])
    return None


def bank_line(books: Found, number: LineNumber) -> OpenLine | None:
    """See `Books`."""
    rows = books.rows(
        f"SELECT l.day, l.amount FROM bank_lines l {_STANDS.format('l')}"
        " WHERE l.entry = ? AND l.line = ? AND l.entry <= ? AND r.entry IS NULL",
        (books.known, *number, books.known),
    )
    for day, amount in list(rows):
        account = _account(books, number.statement)
        answers = books.rows(
            "SELECT amount, day FROM bank_answers"
            " WHERE statement = ? AND line = ? AND entry <= ?",
            (*number, books.known),
        )
        own = from_number(day)
        return OpenLine(number, account, own, _open(int(amount), own, answers))
    return None


def _account(books: Found, statement: int) -> str:
    sql = "SELECT account FROM bank_statements WHERE entry = ?"
    for (account,) in books.rows(sql, (statement,)):
        return str(account)
    event = books.event(statement)
    assert isinstance(event, BankAccountOpened)  # noqa: S101  # only these two have lines
    return event.given.account


def ties_of(books: Found, statement: int) -> list[tuple[int, Tie]]:
    """See `Books`."""
    rows = books.rows(
        "SELECT DISTINCT entry FROM bank_answers"
        " WHERE statement = ? AND entry <= ? ORDER BY entry",
        (statement, books.known),
    )
    events = [books.event(int(row[0])) for row in list(rows)]
    return [
        (event.entry, tie)
        for event in events
        if isinstance(event, TiedEvent)
        for tie in event.ties or ()
        if any(line_number(each.line).statement == statement for each in tie.lines)
    ]


def open_of(books: Found, entry: int) -> Open | None:
    """See `Books`."""
    rows = books.rows(
        # Written so that the entry's own lines are looked at, not all of the account.
        "SELECT l.day, SUM(l.amount) FROM lines l JOIN accounts a"
        " ON a.account = +l.account WHERE l.entry = ? AND a.name = ? GROUP BY l.day",
        (entry, CURRENT_ACCOUNT),
    )
    for day, amount in list(rows):
        answers = books.rows(
            "SELECT amount, day FROM bank_answers WHERE answered = ? AND entry <= ?",
            (entry, books.known),
        )
        return _open(int(amount), from_number(day), answers)
    return None


def _open(amount: Cents, own: date, answers: Iterator[Row]) -> Open:
    """What is left of an amount, and when it was opened again last."""
    left, free = amount, own
    for answered, day in answers:
        left -= int(answered)
        if int(answered) * amount < 0:
            free = max(free, from_number(day))
    return Open(amount, left, free)


def unanswered(view: View) -> Unanswered:
    """See `Books`: nothing is where no account was opened by the view's date."""
    opened = (account.given["date"] for account in bank.accounts_of(view))
    if not any(day <= view.at.isoformat() for day in opened):
        return Unanswered()
    found = bank.tying(view)
    return Unanswered(found.lines.number, found.entries.number)


def answered_by(books: Found, entry: int) -> int | None:
    """See `Books`."""
    event = books.event(entry)
    if isinstance(event, StatementRegistered | BankAccountOpened):
        return _last_answer(books, "statement = ?", entry)
    return _last_answer(books, "answered = ?", entry)


def _last_answer(books: Found, which: str, number: int) -> int | None:
    """The newest entry that answers it and was not undone; its own answer apart."""
    rows = books.rows(
        f"SELECT b.entry FROM bank_answers b {_STANDS.format('b')}"
        " JOIN entries e ON e.entry = b.entry"
        f" WHERE b.{which} AND b.entry <= ? AND b.entry <> ? AND r.entry IS NULL"
        " AND e.command <> 'reverse' ORDER BY b.entry DESC LIMIT 1",
        (books.known, number, books.known, number),
    )
    for row in rows:
        return int(row[0])
    return None
