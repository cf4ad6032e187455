"""Recording a meeting, and what may be said to have been done there (Z19, Z20)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.deciding.books import Draft
from domain.deciding.register import decides
from domain.entries.meetings import (
    PROGRAMME_TEAM,
    STEERING_GROUP,
    MeetingRecorded,
    RecordMeeting,
)
from domain.states.meetings import stream
from domain.values.errors import Refusal
from domain.values.messages import Words

if TYPE_CHECKING:
    from domain.deciding.books import Books
    from domain.entries.event import Actor
    from domain.states.meetings import Meeting


@decides(RecordMeeting)
def record_meeting(command: RecordMeeting, actor: Actor, books: Books) -> Draft:
    """One meeting stands under a number; nothing is refused for attendance (Z20)."""
    earlier = books.meeting(command.meeting)
    if earlier is not None and not earlier.reversed:
        raise Refusal(
            "MEETING_EXISTS",
            "meeting {meeting} is recorded already, dated {date}; take another number,"
            " or reverse that one first.",
            meeting=command.meeting,
            date=earlier.date,
        )
    is_team = command.body == PROGRAMME_TEAM
    if is_team != (command.programme is not None):
        raise Refusal(
            "SCOPE_INVALID",
            "a meeting of a programme team names its programme, one of another body"
            " none; this one is of the {body}.",
            body=Words(command.body),
        )
    return Draft(
        stream(command.meeting),
        lambda envelope: MeetingRecorded(**envelope, given=command),
    )


def check_known_meeting(number: str, books: Books) -> Meeting:
    """The meeting that stands under a number; raises `Refusal` (`MEETING_UNKNOWN`)."""
    meeting = books.meeting(number)
    if meeting is None or meeting.reversed:
        raise Refusal(
            "MEETING_UNKNOWN",
            "meeting {number} is not recorded; record it first (record_meeting).",
            number=number,
        )
    return meeting


def check_took_decision(number: str | None, day: date, books: Books) -> None:
    """The steering group met that day, Z20; raises `Refusal`.

    Codes: `MEETING_UNKNOWN`, `BAD_DATE`, `SCOPE_INVALID`.
    """
    if number is None:
        return
    meeting = check_known_meeting(number, books)
    if meeting.date != day:
        raise Refusal(
            "BAD_DATE",
            "meeting {number} was on {date}; a decision that it took is not of {day}.",
            number=number,
            date=meeting.date,
            day=day,
        )
    if meeting.body != STEERING_GROUP:
        raise Refusal(
            "SCOPE_INVALID",
            "meeting {number} is one of the {body}; decisions are the steering"
            " group's.",
            number=number,
            body=Words(meeting.body),
        )


def check_had_advice(number: str | None, day: date, books: Books) -> None:
    """The meeting was held by that day; raises `Refusal` like `check_took_decision`."""
    if number is None:
        return
    meeting = check_known_meeting(number, books)
    if meeting.date > day:
        raise Refusal(
            "BAD_DATE",
            "meeting {number} was on {date}, later than {day}.",
            number=number,
            date=meeting.date,
            day=day,
        )
