"""Entries that answer bank lines, and what opens them again (section 8)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.budgets.accounts import CURRENT_ACCOUNT
from domain.catalogue import Trait
from domain.deciding.books import Draft
from domain.entries.ties import Tie, TiedEvent, TiedLine, line_number
from domain.values.errors import Refusal
from domain.values.messages import Euro

if TYPE_CHECKING:
    from domain.deciding.books import Books, PostedEntry
    from domain.entries.command import Command
    from domain.entries.event import Envelope, LedgerEvent
    from domain.entries.ties import LineNumber
    from domain.states.bank import Open, OpenLine
    from domain.values.money import Cents


_OF_BANK = ("register_statement", "open_bank_account")


def line_of(number: LineNumber, books: Books) -> OpenLine:
    """A line that stands; raises `Refusal` (`LINE_UNKNOWN`)."""
    found = books.bank_line(number)
    if found is None:
        raise Refusal(
            "LINE_UNKNOWN",
            "there is no bank line {line}: no statement in entry {statement} that"
            " stands, or none of that number (zuidas bank open).",
            line=str(number),
            statement=number.statement,
        )
    return found


def entry_of(number: int, books: Books) -> Open:
    """What is open of what an entry moved; raises `Refusal`.

    Codes: `ENTRY_UNKNOWN`, `SCOPE_INVALID` where it moved nothing.
    """
    posted = books.posted(number)
    if posted is None:
        raise Refusal("ENTRY_UNKNOWN", "there is no entry {number}.", number=number)
    found = books.open_of(number)
    if found is None:
        raise Refusal(
            "SCOPE_INVALID",
            "entry {number} ({name}) does not move the current account.",
            number=number,
            name=posted.event.given.name,
        )
    return found


def check_line(command: Command, books: Books) -> None:
    """The bank line that a command names stands; raises `LINE_UNKNOWN`."""
    text = getattr(command, "bank_line", None)
    if text is not None:
        line_of(line_number(text), books)


def answering(command: Command, draft: Draft, books: Books) -> Draft:
    """The draft of a command that names a bank line, with the tie that follows.

    Raises `Refusal` (`BANK_LINE_EXCEEDED`).
    """
    text, day = getattr(command, "bank_line", None), command.effective_date
    if text is None or day is None:
        return draft
    line = line_of(line_number(text), books)
    moved = _moved(command)
    _check_fits(moved, line)
    tie = Tie(
        day=max(day, line.found.free_from),
        lines=(TiedLine(line=str(line.number), account=line.account, amount=moved),),
        own=moved,
    )

    def tied(envelope: Envelope) -> LedgerEvent:
        return draft.event(envelope).model_copy(update={"ties": (tie,)})

    return Draft(draft.stream, tied)


def _moved(command: Command) -> Cents:
    """What the command moves on the current account."""
    amount: Cents = getattr(command, "amount", 0)
    return amount if command.has(Trait.RECEIPT) else -amount


def _check_fits(moved: Cents, line: OpenLine) -> None:
    left = line.found.open
    if moved * left > 0 and abs(moved) <= abs(left):
        return
    raise Refusal(
        "BANK_LINE_EXCEEDED",
        "line {line} is of {amount}, of which {left} is open; {moved} does not fit.",
        {"line": str(line.number)},
        line=str(line.number),
        amount=Euro(line.found.amount),
        left=Euro(left),
        moved=Euro(moved),
    )


def untied(posted: PostedEntry, day: date, books: Books) -> tuple[Tie, ...] | None:
    """What the reversal of an entry opens again, from its day on at the earliest.

    A statement takes its lines back on the days they counted on. What answered them for
    a while answered nothing then: that is taken back on its own days too.
    """
    event = posted.event
    if event.given.name in _OF_BANK:
        past = books.ties_of(event.entry)
        return tuple(tie.opposite(tie.day, entry) for entry, tie in past) or None
    ties = event.ties if isinstance(event, TiedEvent) else None
    if ties is None:
        return None
    return tuple(tie.opposite(max(day, tie.day), event.entry) for tie in ties)


def moves_account(posted: PostedEntry) -> bool:
    """It has a line on the current account."""
    return any(account == CURRENT_ACCOUNT for account, _ in posted.lines)
