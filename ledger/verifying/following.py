"""What follows from a batch of events, whoever works it out and wherever.

Nothing is asked but the events themselves, so batches can be worked out apart from
each other, in another process too. What takes the events before it (the states behind
streams, approvals) is left to whoever has those: `Worked.alone` names the entries.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from eventsourcing.persistence import MapperDeserialisationError

from domain.budgets.accounts import is_memorandum
from domain.entries.event import LedgerEvent
from domain.entries.sealed_fields import sealed_fields
from domain.entries.sealing import SealedErased
from domain.entries.statements import StatementRegistered
from domain.entries.ties import TiedEvent
from domain.values.messages import Words
from domain.values.money import Cents
from ledger.posting.evolving import has_state
from ledger.posting.recording import read_event
from ledger.storage.events import EventRow
from projections import journal as bookkeeping
from projections.rows import Row
from projections.tables import Gathered, ProjectionWriter

Lines = list[tuple[str, Cents]]
UNFIT = (ValueError, KeyError, TypeError, AttributeError, ArithmeticError)
"""What replaying an event that the program never wrote comes to."""
_MOST_ACCOUNTS = 100_000
"""Numbers of accounts that are kept in mind."""


class Worked(NamedTuple):
    """What follows from a batch of events in which nothing is wrong."""

    gathered: Gathered
    alone: list[int]
    """Entries that are to be looked at beside those before them too."""
    is_steady: bool
    """No recording time is earlier than the one before it."""
    events: list[tuple[LedgerEvent, Lines]]
    """The events with their lines, where they are at hand: nothing from elsewhere."""


class Following:
    """Works out batches of events, one after another."""

    def __init__(self) -> None:
        self._writer = ProjectionWriter(_Nothing())

    def batch(self, rows: Sequence[EventRow]) -> Worked | None:
        """What follows from the events; None where anything at all is wrong.

        What is wrong is told by whoever looks at the events one by one.
        """
        try:
            events = list(_events(rows))
            for event, lines in events:
                self._writer.add(event, lines)
            alone = [
                event.entry
                for event, _ in events
                if _looks_back(event) or any(sealed_fields(event.given))
            ]
        except (MapperDeserialisationError, *UNFIT):
            self._writer.forget()
            return None
        return Worked(self._gathered(), alone, _is_steady(events), events)

    def _gathered(self) -> Gathered:
        found = self._writer.gathered()
        if found.first + len(found.names) > _MOST_ACCOUNTS:
            self._writer.forget()  # accounts are numbered anew, from 1
        return found


def unbalanced(lines: Lines) -> Cents:
    """What the journal lines add up to: zero, if all is well."""
    return sum(amount for account, amount in lines if not is_memorandum(account))


def sides(event: LedgerEvent) -> Iterator[tuple[Words, Cents, Cents]]:
    """Two sums of an event that are equal: of its ties, and of a statement's lines."""
    if isinstance(event, TiedEvent):
        for tie in event.ties or ():
            entries = tie.own + sum(each.amount for each in tie.entries)
            lines = sum(each.amount for each in tie.lines)
            yield Words("ties lines"), lines, entries
    elif isinstance(event, StatementRegistered):
        given = event.given
        total = sum(line.amount for line in given.lines)
        yield Words("has lines"), total, given.closing - given.opening


def _events(rows: Sequence[EventRow]) -> Iterator[tuple[LedgerEvent, Lines]]:
    for row in rows:
        event = read_event(*row[1:])
        lines = bookkeeping.lines(event)
        if event.entry != row.entry or unbalanced(lines):
            raise ValueError(row.entry)
        if any(one != other for _, one, other in sides(event)):
            raise ValueError(row.entry)
        yield event, lines


def _looks_back(event: LedgerEvent) -> bool:
    return (
        event.approval is not None
        or isinstance(event, SealedErased)
        or has_state(event.originator_id)
    )


def _is_steady(events: Sequence[tuple[LedgerEvent, Lines]]) -> bool:
    before: datetime | None = None
    for event, _ in events:
        if event.clock is not None or event.previous_recorded_at is not None:
            return False
        if before is not None and event.recorded_at < before:
            return False
        before = event.recorded_at
    return True


class _Nothing:
    """A target that has no accounts yet, and is never written to."""

    def execute(
        self,
        sql: str,  # noqa: ARG002  # a target is asked about accounts only
        parameters: Sequence[object] = (),
    ) -> Iterator[Row]:
        return iter(()) if parameters else iter([(0,)])

    def executemany(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        raise NotImplementedError(sql)
