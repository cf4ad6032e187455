"""The states behind streams: which function evolves each, by the stream's name."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from domain.entries.event import LedgerEvent
    from ledger.posting.recording import Evolve


def evolved(stream: str, state: object, event: LedgerEvent) -> object:
    """The state behind a stream after one more event."""
    return evolving(stream)(state, event)


def evolving(stream: str) -> Evolve[object]:
    """How the state behind a stream evolves; streams without one keep nothing."""
    place = _EVOLVE.get(stream.partition(":")[0])
    return _unmoved if place is None else _evolution(place)


def has_state(stream: str) -> bool:
    """There is a state behind a stream."""
    return stream.partition(":")[0] in _EVOLVE


def _unmoved(state: object, _: object) -> object:
    return state


@cache
def _evolution(place: str) -> Evolve[object]:
    """Imported when a stream of its kind is looked at: a command looks at few."""
    module, _, name = place.partition(":")
    return cast(
        "Evolve[object]", getattr(import_module(f"domain.states.{module}"), name)
    )


_EVOLVE = {
    "approval-policy": "approvals:evolve_policy",
    "submission": "approvals:evolve",
    "annotations": "corrections:evolve",
    "decision": "decisions:evolve",
    "exports": "exports:evolve",
    "meeting": "meetings:evolve",
    "year": "years:evolve",
    "project": "projects:evolve",
    "payment": "payments:evolve",
    "people": "people:evolve",
    "periods": "periods:evolve",
}
"""By the first word of a stream: its module in `domain.states`, and the function."""
