"""The row by which an entry is found: who, when, what command, about what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from domain.entries.statement_ids import is_of_statement
from projections.days import day_number

if TYPE_CHECKING:
    from domain.entries.command import Command
    from domain.entries.event import LedgerEvent
    from domain.entries.frameworks import FrameworkAdopted

COLUMNS = (
    "entry, recorded_at, day, actor, command, decision, document, project, partner,"
    " programme, year, amount, reverses, command_id"
)
INSERT = f"INSERT INTO entries ({COLUMNS}) VALUES ({', '.join('?' * 14)})"

Row = tuple[Any, ...]
Source = tuple[str, str]
"""In the command or the event, and under which name."""
_OWN = ("decision", "document", "project", "partner", "programme", "year", "amount")
_DOCUMENT, _AMOUNT = _OWN.index("document"), _OWN.index("amount")
_GIVEN_DOCUMENT, _GIVEN_AMOUNT = ("given", "document"), ("given", "amount")
_TARGETS = {"programme": "to_programme", "year": "to_year"}
"""A transfer is found by its target; its source is in the command."""


@cache
def _plan(event: type[LedgerEvent], command: type[Command]) -> tuple[Source, ...]:
    """Where each column of an event's row is found: looked up once per type."""
    return tuple(_source(event, command, column) for column in _OWN)


def _source(event: type[LedgerEvent], command: type[Command], column: str) -> Source:
    """What the event says, else the command's field, or the target of a transfer."""
    if column in event.model_fields:
        return "event", column
    for field in (column, _TARGETS.get(column, column)):
        if field in command.model_fields:
            return "given", field
    return "", column


def entry_row(event: LedgerEvent) -> Row:
    """The row of the entry index for one event."""
    given: Any = event.given
    own = [
        getattr(given if place == "given" else event, field) if place else None
        for place, field in _plan(type(event), type(event.given))
    ]
    decision, document, project, partner, programme, year, amount = own
    command, reverses = given.name, None
    if command == "reverse":
        reverses = given.entry
    elif command == "record_decision":
        decision = given.number
    day = event.effective_date
    return (
        event.entry,
        timestamp(event),
        None if day is None else day_number(day),
        event.actor.name,
        command,
        decision,
        document,
        project,
        partner,
        programme,
        year,
        amount,
        reverses,
        None if is_of_statement(given.id) else given.id,
    )


def voucher(event: LedgerEvent) -> str | None:
    """The voucher that an entry used for an amount, or corrects another's to."""
    given: Any = event.given
    if given.name == "annotate":
        corrected: str | None = given.value if given.field == "document" else None
        return corrected
    names = _plan(type(event), type(event.given))
    if names[_DOCUMENT] != _GIVEN_DOCUMENT or names[_AMOUNT] != _GIVEN_AMOUNT:
        return None
    found: str | None = given.document
    return found


def timestamp(event: LedgerEvent) -> str:
    """The recording time in one sortable form, UTC to the microsecond."""
    # Without its zone it is written four times as fast.
    return event.recorded_at.replace(tzinfo=None).isoformat("T", "microseconds") + "Z"


def jump_row(event: LedgerEvent) -> Row | None:
    """An entry that is earlier than the one ahead of it; None where it is not."""
    behind = event.previous_recorded_at is not None
    return (event.entry, timestamp(event)) if behind else None


def framework_row(event: FrameworkAdopted) -> Row:
    """An adoption: from when on, and what nobody wants to read a framework for."""
    floor = event.floor
    return event.entry, day_number(event.given.date), event.contribution_key, floor


def code_rows(event: FrameworkAdopted) -> Iterator[Row]:
    """What the adoption says of codes, in the order of the event."""
    for number, change in enumerate(event.codes):
        yield (
            *(event.entry, number, change.kind, change.code, change.place),
            *map(_day_or_none, (change.starts, change.ends)),
        )


def _day_or_none(day: date | None) -> int | None:
    return None if day is None else day_number(day)
