"""Reversals and annotations: corrections that leave the original as it was."""

from datetime import date

from domain.deciding.answering import untied
from domain.deciding.bank import check_cost_kind
from domain.deciding.books import Books, Draft, PostedEntry
from domain.deciding.earmarks import earmarked
from domain.deciding.meetings import check_had_advice, check_took_decision
from domain.deciding.ratification import check_strategic
from domain.deciding.references import check_decision
from domain.deciding.register import decides
from domain.deciding.reversibility import (
    check_not_reversed,
    check_not_taken,
    check_reversible,
)
from domain.deciding.statements import taken_back
from domain.entries.advice import RecordAdvice
from domain.entries.corrections import Annotate, EntryAnnotated, EntryReversed, Reverse
from domain.entries.decisions import RecordDecision
from domain.entries.event import Actor
from domain.entries.meetings import RecordMeeting
from domain.entries.ratification import RatifyDecision
from domain.entries.register import command_model
from domain.entries.statements import BankAccountOpened, StatementRegistered
from domain.states.corrections import stream
from domain.values.errors import Refusal
from domain.values.money import Cents


def original(number: int, books: Books) -> PostedEntry:
    """The entry of that number; raises `Refusal` (`ENTRY_UNKNOWN`)."""
    posted = books.posted(number)
    if posted is None:
        raise Refusal("ENTRY_UNKNOWN", "there is no entry {number}.", number=number)
    return posted


@decides(Reverse)
def reverse(command: Reverse, actor: Actor, books: Books) -> Draft:
    """The opposite lines on a stated date; each entry once."""
    posted = original(command.entry, books)
    given = posted.event.given
    check_not_reversed(command.entry, posted)
    check_not_taken(command.entry, books)
    check_reversible(command.entry, posted, command.date, books)
    lines = [(account, -amount) for account, amount in posted.lines]
    changes = earmarked(lines, command.date, books)
    ties = untied(posted, command.date, books)
    dated = _of_the_bank(posted)
    return Draft(
        posted.event.originator_id,
        lambda envelope: EntryReversed(
            **envelope,
            given=command,
            original=given.name,
            project=about(posted, "project"),
            partner=about(posted, "partner"),
            programme=about(posted, "programme"),
            year=about(posted, "year"),
            lines=lines,
            earmarked=changes,
            ties=ties,
            dated=dated,
        ),
    )


def _of_the_bank(posted: PostedEntry) -> list[tuple[date, str, Cents]] | None:
    """What a statement or an opening counted, taken back on the same days."""
    match posted.event:
        case StatementRegistered() | BankAccountOpened() as event:
            return taken_back(event)
    return None


def about(posted: PostedEntry, name: str) -> str | None:
    """What the original was about: its project, partner, programme or year."""
    for source, field in (
        (posted.event.given, name),
        (posted.event.given, f"to_{name}"),
        (posted.event, name),
    ):
        value: str | None = getattr(source, field, None)
        if value is not None:
            return value
    return None


@decides(Annotate)
def annotate(command: Annotate, actor: Actor, books: Books) -> Draft:
    """Only a field that the command of the entry has, by that field's own rule."""
    posted = original(command.entry, books)
    if command.field == "decision":
        check_decision(command.value, _day(posted, books), books)
    _check_has_field(command, posted)
    _check_of_register(command, posted, books)
    if command.field == "cost_kind":
        check_cost_kind(command.value, _day(posted, books), books)
    return Draft(
        stream(command.entry),
        lambda envelope: EntryAnnotated(**envelope, given=command),
    )


def _day(posted: PostedEntry, books: Books) -> date:
    """The date of an entry; of one that has none, the day it was recorded on."""
    day = posted.event.effective_date
    if day is not None:
        return day
    return posted.event.recorded_at.astimezone(books.opening.zone).date()


def _check_has_field(command: Annotate, posted: PostedEntry) -> None:
    name = posted.event.given.name
    model = command_model(name)
    # The number that a meeting is recorded under is no reference to one.
    own = command.field == "meeting" and model is RecordMeeting
    if model is None or command.field not in model.model_fields or own:
        raise Refusal(
            "SCOPE_INVALID",
            "entry {entry} ({name}) has no field {field}.",
            entry=command.entry,
            name=name,
            field=command.field,
        )


def _check_of_register(command: Annotate, posted: PostedEntry, books: Books) -> None:
    """A meeting or a strategic decision by the rules of the field it stands in."""
    match posted.event.given, command.field:
        case RecordDecision(date=day), "meeting":
            check_took_decision(command.value, day, books)
        case RecordAdvice(date=day), "meeting":
            check_had_advice(command.value, day, books)
        case RatifyDecision(), "decision":
            check_strategic(command.value, books)
