"""The row by which an entry is found: who, when, what command, about what."""

from typing import Any

from domain.events import EntryReversed, LedgerEvent, LedgerOpened
from domain.money import Cents

COLUMNS = (
    "entry, recorded_at, day, actor, command, decision, document, project, partner,"
    " programme, year, amount, reverses, command_id"
)
INSERT = f"INSERT INTO entries ({COLUMNS}) VALUES ({', '.join('?' * 14)})"

Row = tuple[Any, ...]


def entry_row(event: LedgerEvent) -> Row:
    """The row of the entry index for one event."""
    given: Any = event.given
    day = event.effective_date
    amount: Cents | None = getattr(given, "amount", None)
    if isinstance(event, EntryReversed):
        command, project = "reverse", event.subject
        reverses: int | None = given.entry
    else:
        command = "init" if isinstance(event, LedgerOpened) else given.name
        project, reverses = getattr(given, "project", None), None
    return (
        event.entry,
        timestamp(event),
        None if day is None else day.year * 10000 + day.month * 100 + day.day,
        event.actor.name,
        command,
        given.number
        if command == "record_decision"
        else (getattr(given, "decision", None)),
        getattr(given, "document", None),
        project,
        getattr(given, "partner", None),
        _either(given, event, "programme"),
        _either(given, event, "year"),
        amount,
        reverses,
        given.id,
    )


def timestamp(event: LedgerEvent) -> str:
    """The recording time in one sortable form, UTC to the microsecond."""
    return event.recorded_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _either(given: Any, event: LedgerEvent, name: str) -> str | None:  # noqa: ANN401
    """The command's own field, the target of a transfer, or the award's."""
    for source, field in ((given, name), (given, f"to_{name}"), (event, name)):
        value: str | None = getattr(source, field, None)
        if value is not None:
            return value
    return None
