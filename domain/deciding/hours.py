"""Committing and recording hours (Z19)."""

from domain.deciding.books import Books, Draft
from domain.deciding.register import decides
from domain.entries.event import Actor
from domain.entries.hours import (
    CommitHours,
    HoursCommitted,
    HoursRecorded,
    RecordHours,
)


@decides(CommitHours)
def commit_hours(command: CommitHours, actor: Actor, books: Books) -> Draft:
    """The newest effective minimum holds, so it may be set again."""
    return Draft(
        _stream(command), lambda envelope: HoursCommitted(**envelope, given=command)
    )


@decides(RecordHours)
def record_hours(command: RecordHours, actor: Actor, books: Books) -> Draft:
    """A fact."""
    return Draft(
        _stream(command), lambda envelope: HoursRecorded(**envelope, given=command)
    )


def _stream(command: CommitHours | RecordHours) -> str:
    return f"hours:{command.year}:{command.partner}"
