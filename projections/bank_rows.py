"""The rows of what the bank showed, and of what answers what (section 8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from domain.budgets.accounts import CURRENT_ACCOUNT
from domain.entries.statement_ids import is_of_statement
from domain.entries.ties import TiedEvent, line_number
from projections.days import day_number

if TYPE_CHECKING:
    from domain.entries.corrections import EntryReversed
    from domain.entries.event import LedgerEvent
    from domain.entries.statements import (
        BankAccountOpened,
        StatementRegistered,
    )

Row = tuple[Any, ...]
_STATEMENT = "INSERT INTO bank_statements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_LINE = "INSERT INTO bank_lines VALUES (?, ?, ?, ?)"
_ANSWER = "INSERT INTO bank_answers VALUES (?, ?, ?, ?, ?, ?, ?)"


class BankRows:
    """Gathers the rows of events until they are written."""

    def __init__(self) -> None:
        self._statements: list[Row] = []
        self._lines: list[Row] = []
        self._answers: list[Row] = []

    def add(self, event: LedgerEvent) -> None:
        """Gather what follows from one event."""
        found: Any = event
        match event.given.name:
            case "register_statement":
                self._statements.append(_statement_row(found))
                self._lines += _line_rows(found)
            case "open_bank_account":
                self._lines.append(_opening_row(found))
            case _ if isinstance(event, TiedEvent):
                self._answers += _answer_rows(event)

    @property
    def rows(self) -> tuple[list[Row], list[Row], list[Row]]:
        """Rows of statements, of lines and of answers."""
        return self._statements, self._lines, self._answers

    def take_over(self, rows: tuple[list[Row], list[Row], list[Row]]) -> None:
        """Gather rows that another gathered."""
        for own, more in zip(self.rows, rows, strict=True):
            own.extend(more)

    def gathered(self) -> Iterator[tuple[str, Sequence[Row]]]:
        """Statements of SQL with their rows."""
        for sql, rows in (
            (_STATEMENT, self._statements),
            (_LINE, self._lines),
            (_ANSWER, self._answers),
        ):
            if rows:
                yield sql, rows


def _opening_row(event: BankAccountOpened) -> Row:
    """The opening balance is line 0."""
    return event.entry, 0, day_number(event.given.date), event.given.opening


def _statement_row(event: StatementRegistered) -> Row:
    given = event.given
    return (
        event.entry,
        given.account,
        given.number,
        day_number(given.from_date),
        day_number(given.to_date),
        given.opening,
        given.closing,
        len(given.lines),
        given.id if is_of_statement(given.id) else None,
    )


def _line_rows(event: StatementRegistered) -> Iterator[Row]:
    given = event.given
    days = {}
    for line in given.lines:
        day = given.counts_on(line)
        if day not in days:
            days[day] = day_number(day)
        yield event.entry, line.n, days[day], line.amount


def _answer_rows(event: TiedEvent) -> Iterator[Row]:
    """Number, line or entry, how much of it, and from which day."""
    for number, found in enumerate(_answers(event), start=1):
        yield event.entry, number, *found


def _answers(event: TiedEvent) -> Iterator[Row]:
    for tie in event.ties or ():
        day = day_number(tie.day)
        for each in tie.lines:
            statement, line = line_number(each.line)
            yield statement, line, None, each.amount, day
        for entry in tie.entries:
            yield None, None, entry.entry, entry.amount, day
        if tie.own:
            yield None, None, event.entry, tie.own, day
    if event.given.name == "reverse":
        yield from _of_pair(cast("EntryReversed", event))


def _of_pair(event: EntryReversed) -> Iterator[Row]:
    """An entry of the current account and its reversal answer each other.

    It follows from the reversal alone, so it is the same for those of before there
    were statements.
    """
    moved = sum(amount for account, amount in event.lines if account == CURRENT_ACCOUNT)
    if moved:
        day = day_number(event.given.date)
        yield None, None, event.given.entry, -moved, day
        yield None, None, event.entry, moved, day
