"""Suggestions as commands that would be accepted now, where they are certain."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.deciding.acceptance import decide
from domain.deciding.references import normalised
from domain.entries.event import Actor
from domain.entries.parsing import command_from_mapping
from domain.values.errors import Refusal
from domain.values.messages import message
from ledger.posting.booking import booked
from ledger.posting.books import LOOKING, LedgerBooks
from ledger.posting.judging import books_of
from ledger.suggesting.days import day_of
from projections.days import from_number
from projections.snapshot import View
from projections.stored import state_of_entry
from projections.suggesting.assigning import Suggestion
from projections.suggesting.candidates import Kind
from projections.suggesting.commands import Command, commands
from projections.suggesting.rules import Rule
from projections.suggesting.suggestions import suggestions, suggestions_of

_ANYBODY = Actor(name="suggest", source="program", login="-")
"""Whoever will post: what a role allows is not asked here."""
_MATCHES = (Kind.ENTRY, Kind.RETURN)
"""What is answered by a match: it books nothing, and what is open is known here."""


@dataclass(frozen=True)
class Answer:
    """A suggestion with the commands that would answer its line."""

    suggestion: Suggestion
    commands: Sequence[Command]


def answers(view: View, rules: Sequence[Rule] = ()) -> Iterator[Answer]:
    """All of them, in the order of lines; a certain one would be accepted now."""
    return _answers(view, suggestions(view, rules))


def answers_of(view: View, line: str) -> Iterator[Answer]:
    """Everything that one open line may be, what is suggested first."""
    return _answers(view, suggestions_of(view, line))


def _answers(view: View, found: Iterable[Suggestion]) -> Iterator[Answer]:
    books = books_of(view)
    books.today = view.at
    periods, documents = books.periods(), _Documents(view)
    for each in found:
        day = day_of(from_number(each.shown.line.day), periods)
        made = commands(each, day, documents)
        yield Answer(_judged(each, made, books), made)


class _Documents(dict[int, str]):
    """The vouchers of statements, each read when it is asked for."""

    def __init__(self, view: View) -> None:
        self._view = view

    def __missing__(self, statement: int) -> str:
        given = state_of_entry(self._view.reader, statement)["given"]
        self[statement] = str(given["document"])
        return self[statement]


def _judged(
    suggestion: Suggestion, found: Sequence[Command], books: LedgerBooks
) -> Suggestion:
    """Not certain where a rule would refuse it."""
    if suggestion.level != "certain" or suggestion.candidates[0].kind in _MATCHES:
        return suggestion
    try:
        for command in found:
            _suppose(command, books)
    except Refusal as refusal:
        return suggestion.doubted(
            message(
                "it would be refused [{code}]: {said}",
                code=refusal.code,
                said=refusal.said,
            )
        )
    return suggestion


def _suppose(fields: Command, books: LedgerBooks) -> None:
    """Judge a command, and look at the books as if it were posted."""
    command = normalised(command_from_mapping(fields), books.course)
    draft = decide(command, _ANYBODY, books)
    event = draft.event({**LOOKING, "originator_id": draft.stream})
    lines = booked(event, books).lines
    if event.effective_date is not None:
        books.suppose(event.effective_date, lines)
