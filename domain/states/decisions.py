"""Decisions of the steering group (*stuurgroepbesluiten*), Z20."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.entries.corrections import EntryReversed
from domain.entries.decisions import DecisionRecorded
from domain.states.interval import free_from

if TYPE_CHECKING:
    from domain.entries.event import LedgerEvent


def stream(number: str) -> str:
    """Name of a decision's stream."""
    return f"decision:{number}"


@dataclass(frozen=True)
class Decision:
    """The decision last recorded under a number, which others rest on while it stands.

    A number that is free again can be used for another one.
    """

    number: str
    date: dt.date
    version: int
    strategic: bool = False
    """Its ratification by the executives is asked for (annex D)."""
    reversed: bool = False
    free_from: dt.date | None = None
    """From when on its number can be used again; None where any day will do."""


def evolve(decision: Decision | None, event: LedgerEvent) -> Decision | None:
    """The decision after one more event of its stream."""
    if isinstance(event, DecisionRecorded):
        return Decision(
            event.given.number,
            event.given.date,
            version=event.originator_version,
            strategic=bool(event.given.strategic),
            free_from=None if decision is None else decision.free_from,
        )
    if isinstance(event, EntryReversed) and decision is not None:
        return replace(
            decision,
            reversed=True,
            version=event.originator_version,
            free_from=free_from(decision.free_from, decision.date, event.given.date),
        )
    return decision
