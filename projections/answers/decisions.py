"""Decisions, every entry that rests on them, and the money that followed (Z20)."""

from collections.abc import Iterator, Sequence
from typing import Any

from domain.values.errors import Refusal
from domain.values.messages import Quoted
from projections.answers.corrections import Corrections
from projections.answers.deviations import (
    deviation_json,
    deviation_uses,
    reversed_by_date,
)
from projections.answers.entries import Entry, Filters, entry_json, history
from projections.answers.meetings import advice
from projections.answers.project_rows import project_rows
from projections.answers.ratification import ratification
from projections.answers.registers import Registered, in_force
from projections.snapshot import View

_GRANTS = ("award_grant", "change_grant")
_FLOWS = ("pay_grant", "receive_refund", "determine_grant", "write_off_recoverable")
_GRANT = (
    *("project", "awarded", "released", "paid", "refunded", "committed"),
    *("recoverable", "written_off"),
)


def decisions(view: View, until: int | None = None) -> list[dict[str, object]]:
    """Every decision with the number of entries that rest on it.

    `until` is a day of the tables: what is dated later is left out.
    """
    corrections = Corrections(view)
    return [
        {
            "number": found.given["number"],
            "date": found.date,
            "subject": found.words,
            "entry": found.number,
            "entries": sum(1 for _ in resting(view, found, corrections, until)),
            "reversed_by": found.reversed_by,
        }
        for found in history(view, Filters(command="record_decision", until_day=until))
    ]


def recorded(view: View, number: str) -> Entry:
    """The entry that recorded a decision: the one that stands, or that of `#N`.

    Where none stands it is the last one. Raises `Refusal` (`DECISION_UNKNOWN`).
    """
    found = _recordings(view, number)
    if number.startswith("#"):
        of_all = history(view, Filters(command="record_decision"))
        found = [entry for entry in of_all if f"#{entry.number}" == number]
    if not found:
        raise Refusal(
            "DECISION_UNKNOWN",
            "decision {number} is not recorded.",
            number=Quoted(number),
        )
    standing = [entry for entry in found if entry.reversed_by is None]
    return (standing or found)[-1]


def _recordings(view: View, number: str) -> list[Entry]:
    """Every entry that recorded a decision of that number; all but one reversed."""
    found = history(view, Filters(command="record_decision", decision=number))
    return list(found)


def resting(
    view: View, decision: Entry, corrections: Corrections, until: int | None = None
) -> Iterator[Entry]:
    """Every entry that rests on a decision: the one that stood when it was accepted.

    A corrected reference is to the one that stood when it was corrected.
    """
    number = decision.given["number"]
    others = [entry.number for entry in _recordings(view, number)]
    for entry in history(view, Filters(decision=number, until_day=until)):
        if entry.command == "record_decision":
            continue
        corrected = corrections.newest(entry.number, "decision")
        since = entry.number if corrected is None else corrected.entry
        if max((n for n in others if n < since), default=0) == decision.number:
            yield entry


def decision(view: View, number: str, until: int | None = None) -> dict[str, Any]:
    """One decision: what rests on it, its deviations, and the money of its grants.

    Raises `Refusal` (`DECISION_UNKNOWN`).
    """
    found = recorded(view, number)
    corrections = Corrections(view)
    entries = list(resting(view, found, corrections, until))
    uses = deviation_uses(view)
    projects = _granted(view, entries)
    answer: dict[str, Any] = {
        "number": found.given["number"],
        "date": found.date,
        "subject": corrections.of(found.number, found.given, "subject"),
        "motivation": found.given.get("motivation"),
        "document": found.document,
        "meeting": corrections.of(found.number, found.given, "meeting"),
        "strategic": found.given.get("strategic"),
        "entries": [entry_json(entry) for entry in entries],
        "deviations": [
            deviation_json(uses[entry.number])
            for entry in entries
            if entry.number in uses
        ],
        "flows": [entry_json(entry) for entry in flows(view, projects, until)],
        "grants": [
            {name: row[name] for name in _GRANT}
            for row in project_rows(view)
            if row["project"] in projects
        ],
    }
    answer |= _governed(view, found, corrections)
    if found.reversed_by is not None:
        answer["reversed_by"] = found.reversed_by
    return answer


def _governed(
    view: View, decision: Entry, corrections: Corrections
) -> dict[str, list[dict[str, Any]]]:
    """The advice on a decision, and what each partner's executive said of it."""
    number = decision.given["number"]
    answers = in_force(view, "ratify_decision", corrections)
    own = Registered(decision.number, decision.given, decision.event)
    return {
        "advice": advice(view, "decision", number, corrections, decision.number),
        "ratification": ratification(view, own, answers),
    }


def _granted(view: View, entries: Sequence[Entry]) -> list[str]:
    """The projects whose grant was awarded or changed by entries that stand."""
    return sorted(
        {
            str(entry.project)
            for entry in entries
            if entry.command in _GRANTS and not reversed_by_date(view, entry)
        }
    )


def flows(view: View, projects: Sequence[str], until: int | None = None) -> list[Entry]:
    """Payments, refunds, determinations and write-offs of projects, in order.

    What was booked as another command (reclassify) counts as what it became.
    """
    found: dict[int, Entry] = {}
    for project in projects:
        own: dict[int, Entry] = {}
        for entry in history(view, Filters(project=project, until_day=until)):
            # Money of others that became another project's grant is no flow here.
            instead = entry.given.get("as") or {}
            is_of = instead.get("project") == project
            moves = entry.command == "reclassify" and (
                (is_of and instead["command"] in _FLOWS) or entry.given["entry"] in own
            )
            if entry.command in _FLOWS or moves:
                own[entry.number] = entry
        found |= own
    return [found[number] for number in sorted(found)]
