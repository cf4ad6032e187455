"""What is left of a statement, booked beside the budget so that bank and ledger tie."""

from collections.abc import Iterator

from domain.deciding.answering import line_of
from domain.entries.command import Command
from domain.entries.event import LedgerEvent
from domain.entries.parsing import command_from_mapping
from domain.entries.statements import BankAccountOpened, StatementRegistered
from domain.entries.ties import LineNumber
from domain.values.errors import Refusal
from domain.values.messages import Coded
from ledger.posting.books import LedgerBooks
from ledger.suggesting.days import day_of
from projections.suggesting.commands import answer


def resting(statement: int, category: str, books: LedgerBooks) -> Iterator[Command]:
    """A command for each line of the statement of which something is open.

    `statement` is its entry, or that of an account for its opening balance. Raises
    `Refusal`: `ENTRY_UNKNOWN`, `SCOPE_INVALID` for another entry, `LINE_UNKNOWN` for
    one that was reversed.
    """
    event = books.event(statement)
    if event is None:
        raise Refusal("ENTRY_UNKNOWN", "there is no entry {entry}.", entry=statement)
    numbers, document = _lines(event)
    periods = books.periods()
    for number in numbers:
        line = line_of(LineNumber(statement, number), books)
        left = line.found.open
        if left:
            name = "receive_other" if left > 0 else "pay_other"
            fields = {"command": name, "category": category}
            day = day_of(line.day, periods)
            given = answer(fields, str(line.number), left, day, document)
            yield command_from_mapping(given)


def _lines(event: LedgerEvent) -> tuple[list[int], str]:
    """The numbers of its lines, and its voucher."""
    match event:
        case StatementRegistered(given=given):
            return [line.n for line in given.lines], given.document
        case BankAccountOpened(given=opened):
            return [0], opened.document
    raise Refusal(
        "SCOPE_INVALID",
        "entry {entry} ({command}) is no bank statement (zuidas bank statements).",
        entry=event.entry,
        command=Coded(event.given.name),
    )
