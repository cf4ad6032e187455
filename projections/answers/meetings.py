"""Meetings, the decisions that they took, and the advice that they had (Z19, Z20)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from domain.values.errors import Refusal
from domain.values.messages import Quoted
from projections.answers.corrections import Corrections
from projections.answers.registers import Registered, in_force, newest
from projections.snapshot import View

STEERING_GROUP = "steering_group"
BODIES = (STEERING_GROUP, "officials_group", "programme_team", "reo")
_MEETING = (
    *("meeting", "body", "date", "programme", "chair", "present", "agenda"),
    "document",
)
_DECISION = ("number", "subject", "strategic", "document")
_ADVICE = (
    *("date", "body", "subject", "solicited", "text", "decision", "project"),
    *("meeting", "document"),
)


def held(view: View, corrections: Corrections) -> list[Registered]:
    """The meetings by the date, by date and entry; of a number the newest."""
    found = newest(in_force(view, "record_meeting", corrections), "meeting")
    return sorted(found.values(), key=lambda each: (each.given["date"], each.entry))


def meetings(view: View, body: str | None = None) -> list[dict[str, Any]]:
    """The meetings of a body, or all, each with the numbers of its decisions."""
    corrections = Corrections(view)
    decided = _by_meeting(in_force(view, "record_decision", corrections))
    return [
        {
            **each.told(*_MEETING),
            "decisions": [d.given["number"] for d in _of(each, decided)],
        }
        for each in held(view, corrections)
        if body in (None, each.given["body"])
    ]


def meeting(view: View, number: str) -> dict[str, Any]:
    """One meeting with its decisions and advice; raises `Refusal` (`MEETING_UNKNOWN`).

    `number` is as it was recorded.
    """
    corrections = Corrections(view)
    found = held(view, corrections)
    one = next((each for each in found if each.given["meeting"] == number), None)
    if one is None:
        raise Refusal(
            "MEETING_UNKNOWN",
            "meeting {number} is not recorded on {day}.",
            number=Quoted(number),
            day=view.at,
        )
    decided, had = (
        _of(one, _by_meeting(in_force(view, command, corrections)))
        for command in ("record_decision", "record_advice")
    )
    return {
        **one.told(*_MEETING),
        "decisions": [each.told(*_DECISION) for each in decided],
        "advice": [each.told(*_ADVICE) for each in had],
    }


def attendance(rows: Sequence[Mapping[str, Any]], body: str) -> dict[str, int]:
    """By partner how many of the meetings of a body it was at.

    `rows` are those of `meetings`; a partner that was at none of them has 0.
    """
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        if row["body"] == body:
            for partner, delegates in row["present"].items():
                found[partner] += delegates > 0
    return found


ByMeeting = Mapping[str | None, Sequence[Registered]]


def _by_meeting(found: Sequence[Registered]) -> ByMeeting:
    """What names a meeting, by its number: looked up, not sought through each time."""
    named: dict[str | None, list[Registered]] = defaultdict(list)
    for each in found:
        named[each.given.get("meeting")].append(each)
    return named


def _of(one: Registered, others: ByMeeting) -> list[Registered]:
    """What names the meeting since it was recorded: before that it was a text."""
    return [
        each
        for each in others.get(one.given["meeting"], ())
        if each.named_since("meeting") > one.entry
    ]


def advice(
    view: View, field: str, value: str, corrections: Corrections, since: int = 0
) -> list[dict[str, Any]]:
    """The advice on a decision or a project.

    `since` is the entry of the decision: a number may be used again. That of a project
    may too, but only when nothing of the former is in force any more.
    """
    return [
        each.told(*_ADVICE)
        for each in in_force(view, "record_advice", corrections)
        if each.given.get(field) == value and each.named_since(field) > since
    ]
