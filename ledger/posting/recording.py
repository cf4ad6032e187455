"""The eventsourcing library's mapper, recorder and factory, on our transactions.

The library opens a transaction per call; ours is opened once, with its lock, before
anything is looked at. So its recorder joins the transaction that is open, and gives
every event the entry number that it was accepted under.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from eventsourcing.application import ProjectorFunction
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    InfrastructureFactory,
    JSONTranscoder,
    Mapper,
    MapperDeserialisationError,
    Notification,
    ProcessRecorder,
    StoredEvent,
    Subscription,
    Tracking,
    TrackingRecorder,
)
from eventsourcing.utils import Environment, EnvType
from pydantic import ValidationError

from domain import catalogue
from domain.entries.event import LedgerEvent
from domain.entries.register import event_model
from domain.values.errors import IntegrityError
from domain.values.sealed import STORED
from ledger.storage import events
from ledger.storage.events import EventRow
from ledger.storage.store import Store

_STORED = dict(STORED)


class EventMapper(Mapper[str]):
    """Between pydantic events and stored bytes; the state is plain JSON."""

    def __init__(self) -> None:
        super().__init__(transcoder=JSONTranscoder())

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        """The event as it is stored; the columns are not repeated in its state."""
        if not isinstance(domain_event, LedgerEvent):
            raise TypeError(type(domain_event))
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=domain_event.TOPIC,
            # What model_dump_json does, without its text in between.
            state=domain_event.__pydantic_serializer__.to_json(
                domain_event, by_alias=True, exclude_none=True, context=_STORED
            ),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> LedgerEvent:
        """The event of stored bytes.

        Raises `MapperDeserialisationError` for a topic or a state that can't be read.
        """
        return read_event(
            str(stored_event.originator_id),
            stored_event.originator_version,
            stored_event.topic,
            stored_event.state,
        )


def read_event(
    originator_id: str, version: int, topic: str, state: bytes
) -> LedgerEvent:
    """The event of one stored row; raises `MapperDeserialisationError`."""
    try:
        topic, state = _upcast(topic, state)
        model = event_model(topic)
        if model is None:
            raise MapperDeserialisationError(f"the topic {topic!r} is unknown")
        event = model.__pydantic_validator__.validate_json(state)
    except (ValidationError, ValueError, TypeError, RecursionError) as error:
        raise MapperDeserialisationError(
            f"the state of {topic} in stream {originator_id} can't be read: {error}"
        ) from None
    # Set past the frozen model: the columns are part of the event, not of its state.
    event.__dict__["originator_id"] = originator_id
    event.__dict__["originator_version"] = version
    return event  # type: ignore[no-any-return]  # the validator is untyped


def _upcast(topic: str, state: bytes) -> tuple[str, bytes]:
    """A superseded event in the form of the version that took its place."""
    if topic not in catalogue.UPCASTS:
        return topic, state
    stored = json.loads(state)
    if not isinstance(stored, dict):
        raise TypeError("no JSON object")
    newest, found = catalogue.upcast(topic, stored)
    return newest, json.dumps(found, ensure_ascii=False).encode()


class JoiningRecorder(ApplicationRecorder):
    """Records and reads events inside the store's open transaction."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401  # the library's own signature
    ) -> Sequence[int] | None:
        """Insert events as the entries from `first_entry` on; nothing is retried."""
        first: int = kwargs["first_entry"]
        events.append(
            self.store,
            [
                EventRow(
                    number, str(e.originator_id), e.originator_version, e.topic, e.state
                )
                for number, e in enumerate(stored_events, start=first)
            ],
        )
        return range(first, first + len(stored_events))

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Events of one stream, in the order of their versions."""
        rows = events.rows_of_stream(
            self.store,
            str(originator_id),
            after=gt or 0,
            upto=lte or events.BEYOND,
            newest_first=desc,
            limit=limit or events.BEYOND,
        )
        return [StoredEvent(*row[1:]) for row in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Events in the order of their entries; an entry number is its position."""
        first = (start or 1) if inclusive_of_start or start is None else start + 1
        rows = events.rows_between(self.store, first, stop or events.BEYOND, limit)
        return [
            Notification(
                id=row.entry,
                originator_id=row.originator_id,
                originator_version=row.originator_version,
                topic=row.topic,
                state=row.state,
            )
            for row in rows
            if not topics or row.topic in topics
        ]

    def max_notification_id(self) -> int | None:
        """The number of the last entry; None in an empty ledger."""
        return events.last_entry(self.store) or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Not offered: projections are written with the events, nothing waits."""
        raise NotImplementedError


class JoiningFactory(InfrastructureFactory[TrackingRecorder]):
    """Gives the library's application a recorder on our store; creates no tables."""

    def __init__(self, env: Environment | EnvType | None, store: Store) -> None:
        super().__init__(env)
        self.store = store

    def application_recorder(self) -> ApplicationRecorder:
        """The recorder that joins the store's transactions."""
        return JoiningRecorder(self.store)

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:
        """No snapshots are kept: the aggregates are small."""
        raise NotImplementedError(purpose)

    def tracking_recorder(
        self, tracking_recorder_class: type[TrackingRecorder] | None = None
    ) -> TrackingRecorder:
        """No projection runs behind: there is nothing to track."""
        raise NotImplementedError(tracking_recorder_class)

    def process_recorder(self) -> ProcessRecorder:
        """No projection runs behind: there is nothing to track."""
        raise NotImplementedError(Tracking)

    def close(self) -> None:
        """Close the store."""
        self.store.close()


State = TypeVar("State")
Evolve = Callable[[State | None, Any], State | None]


def projector(evolve: Evolve[State]) -> ProjectorFunction[Any, Any]:
    """The library's projector for a state that evolves event by event."""

    def project(state: State | None, events: Iterable[Any]) -> State | None:
        for event in events:
            state = evolve(state, event)
        return state

    return project


def damaged(error: Exception) -> IntegrityError:
    """A stored event that can't be read, as the failure a user sees."""
    return IntegrityError(
        "LEDGER_DAMAGED",
        "a stored event can't be read: {error}. Restore a backup and verify"
        " it (zuidas audit verify).",
        error=error,
    )
