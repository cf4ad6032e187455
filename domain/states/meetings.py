"""Meetings that others rest on: decisions that were taken there, advice they had."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.entries.corrections import EntryReversed
from domain.entries.meetings import MeetingRecorded

if TYPE_CHECKING:
    from domain.entries.event import LedgerEvent


def stream(number: str) -> str:
    """Name of a meeting's stream."""
    return f"meeting:{number}"


@dataclass(frozen=True)
class Meeting:
    """The meeting last recorded under a number; a reversed one frees it."""

    number: str
    body: str
    date: dt.date
    reversed: bool = False


def evolve(meeting: Meeting | None, event: LedgerEvent) -> Meeting | None:
    """The meeting after one more event of its stream."""
    if isinstance(event, MeetingRecorded):
        given = event.given
        return Meeting(given.meeting, given.body, given.date)
    if isinstance(event, EntryReversed) and meeting is not None:
        return replace(meeting, reversed=True)
    return meeting
