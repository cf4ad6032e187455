"""Decisions of the steering group (*stuurgroepbesluiten*), Z20."""

from dataclasses import dataclass, replace
from datetime import date

from domain.entries.corrections import EntryReversed
from domain.entries.decisions import DecisionRecorded
from domain.entries.event import LedgerEvent


def stream(number: str) -> str:
    """Name of a decision's stream."""
    return f"decision:{number}"


@dataclass(frozen=True)
class Decision:
    """A decision that other entries can rest on, until it is reversed."""

    number: str
    date: date
    version: int
    reversed: bool = False


def evolve(decision: Decision | None, event: LedgerEvent) -> Decision | None:
    """The decision after one more event of its stream."""
    if isinstance(event, DecisionRecorded):
        return Decision(
            event.given.number, event.given.date, version=event.originator_version
        )
    if isinstance(event, EntryReversed) and decision is not None:
        return replace(decision, reversed=True, version=event.originator_version)
    return decision
