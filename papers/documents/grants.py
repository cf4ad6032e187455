"""A project's grant as letters tell it: application, award, payments, settlement."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.values.errors import Refusal
from domain.values.messages import Quoted
from projections.answers.decisions import recorded
from projections.answers.deviations import deviation_uses
from projections.answers.entries import Entry, Filters, assessment_json, history
from projections.answers.projects import project
from projections.snapshot import View

_TERMS = (
    *("project", "title", "year", "programme", "kind", "recipient"),
    *("recipient_kind", "recipient_kvk", "participants", "vision_goal"),
)


class Grant:
    """What happened to a project's grant, of what stands at the date.

    Raises `Refusal` (`PROJECT_UNKNOWN`).
    """

    def __init__(self, view: View, name: str) -> None:
        self.view = view
        self.name = name
        self.found = project(view, name)
        filters = Filters(project=name, until_day=view.day)
        self.entries = [
            each for each in history(view, filters) if each.reversed_by is None
        ]

    def of(self, *commands: str) -> list[Entry]:
        """Its entries by these commands."""
        return [each for each in self.entries if each.command in commands]

    def last(self, command: str) -> Entry:
        """The newest of a command; raises `Refusal` (`PROJECT_STATE`) without one."""
        entries = self.of(command)
        if not entries:
            raise Refusal(
                "PROJECT_STATE",
                "project {project} has no {command} that stands on {day}; it is"
                " {status}.",
                project=Quoted(self.name),
                command=command,
                day=self.view.at,
                status=self.found["status"],
            )
        return entries[-1]

    @property
    def terms(self) -> dict[str, Any]:
        """Whose project it is and what for, as it stands now."""
        return {name: self.found[name] for name in _TERMS}

    @property
    def application(self) -> dict[str, Any]:
        """The proposal, as it was last amended before a decision on it."""
        proposed, *amended = self.of("propose_project", "amend_project")
        last = amended[-1] if amended else proposed
        return {
            "entry": proposed.number,
            "date": proposed.date,
            "document": proposed.document,
            "amended": last.date if amended else None,
            "requested": self.found["requested"],
            "total_cost": self.found["total_cost"],
        }

    def deviations(self, entry: Entry) -> list[dict[str, Any]]:
        """The deviations that an award leans on, each with its decision."""
        assessment = entry.event.get("assessment") or {}
        named = {
            number
            for condition in assessment.get("conditions", ())
            for number in condition.get("deviation") or ()
        }
        uses = deviation_uses(self.view)
        return [
            {
                "entry": number,
                "rule": use.entry.given["rule"],
                "decision": use.entry.decision,
                "motivation": use.entry.given["motivation"],
            }
            for number, use in uses.items()
            if number in named
        ]


def decision_json(view: View, number: str | None) -> dict[str, Any] | None:
    """The steering group's decision that something rests on."""
    if number is None:
        return None
    entry = recorded(view, number)
    return {
        "number": number,
        "date": entry.date,
        "subject": entry.given["subject"],
        "motivation": entry.given.get("motivation"),
    }


def assessed(entry: Entry) -> dict[str, Any] | None:
    """The assessment that was stored with an award or a raise."""
    stored = entry.event.get("assessment")
    return assessment_json(stored) if stored else None


def summed(entries: Sequence[Entry]) -> int:
    """What entries come to, in cents."""
    return sum(each.amount or 0 for each in entries)


def addressee(data: Mapping[str, Any]) -> Iterator[str]:
    """Lines of the address that the ledger knows: the recipient's name."""
    yield str(data["project"]["recipient"])
