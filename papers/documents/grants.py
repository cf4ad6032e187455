"""A decision on a project's grant as its letter tells it: of whom, on what, and why."""

from datetime import date
from typing import Any

from domain.values.errors import Refusal
from domain.values.messages import Quoted, Words, message
from domain.values.money import Cents
from domain.values.texts import format_cents
from papers.documents.basis import decision_json, partner_json, programme_name
from papers.documents.financing import financing_json
from projections.answers.corrections import Corrections
from projections.answers.decisions import recorded
from projections.answers.deviations import deviation_uses, reversed_by_date
from projections.answers.entries import Entry, Filters, assessment_json, history
from projections.answers.participation import results
from projections.answers.projects import project
from projections.snapshot import View
from projections.sums import cents

_TERMS = (
    *("project", "title", "year", "programme", "programme_name", "recipient"),
    *("recipient_kind", "recipient_kvk", "participants", "vision_goal"),
)
_CHANGES = ("award_grant", "change_grant")
_LACKS = {
    "award_grant": message("was not awarded a grant"),
    "reject_project": message("was not rejected"),
    "determine_grant": message("has no grant that was determined"),
    "withdraw_grant": message("has no grant that was withdrawn"),
}
"""What is wrong with a project that has no entry by the command of a letter."""


class Decided:
    """The newest decision by a command on a project's grant that stands at the date.

    Of an award with a `number` it is the newest award or change that the steering
    group's decision of that number asked for. The project is told as it was when it was
    decided: on that day, as known then.
    Raises `Refusal`: (`PROJECT_UNKNOWN`); (`PROJECT_STATUS`) where there is no such
    decision; (`SCOPE_INVALID`) for a commission, which is given by contract, and for a
    number that neither awarded nor changed it; (`DECISION_UNKNOWN`).
    """

    def __init__(
        self, view: View, name: str, command: str, number: str | None = None
    ) -> None:
        self.view = view
        self.name = name
        found = project(view, name)
        _check_is_grant(found)
        filters = Filters(project=name, until_day=view.day)
        self.entries = [
            each for each in history(view, filters) if not reversed_by_date(view, each)
        ]
        newest = self._newest(command, str(found["status"]))
        self.entry = newest if number is None else self._of_number(number)
        """The decision."""
        self.then = view._replace(at=self.day, entry=self.entry.number)
        """The ledger as it was looked at when it was decided."""
        self.found = project(self.then, name)

    def _newest(self, command: str, status: str) -> Entry:
        entries = self.of(command)
        if not entries:
            raise Refusal(
                "PROJECT_STATUS",
                "project {project} {lacks} by {day} (it is {status}), so there is"
                " nothing to write about.",
                project=Quoted(self.name),
                lacks=_LACKS[command],
                day=self.view.at,
                status=Words(status),
            )
        return entries[-1]

    def _of_number(self, number: str) -> Entry:
        standing = recorded(self.view, number).given["number"]
        found = [each for each in self.of(*_CHANGES) if each.decision == standing]
        if not found:
            raise Refusal(
                "SCOPE_INVALID",
                "decision {number} neither awarded the grant of {project} nor changed"
                " it by {day}.",
                number=Quoted(number),
                project=Quoted(self.name),
                day=self.view.at,
            )
        return found[-1]

    @property
    def day(self) -> date:
        """When it was decided."""
        return date.fromisoformat(str(self.entry.date))

    def of(self, *commands: str) -> list[Entry]:
        """The project's entries by these commands."""
        return [each for each in self.entries if each.command in commands]

    def before(self, *commands: str) -> list[Entry]:
        """Those of them before the decision."""
        return [each for each in self.of(*commands) if each.number < self.entry.number]

    @property
    def terms(self) -> dict[str, Any]:
        """Whose project it is and what for."""
        codes = self.found["participants"]
        named = {
            **self.found,
            "programme_name": programme_name(self.then, self.found["programme"]),
            "participants": [partner_json(self.then, code) for code in codes],
        }
        return {name: named[name] for name in _TERMS}

    @property
    def application(self) -> dict[str, Any]:
        """The proposal that was decided on, as it was last amended."""
        proposed = self.before("propose_project")[-1]
        amended = [
            each.date
            for each in self.before("amend_project")
            if each.number > proposed.number
        ]
        return {
            "entry": proposed.number,
            "date": proposed.date,
            "amended": amended[-1] if amended else None,
            "requested": self.found["requested"],
            "total_cost": self.found["total_cost"],
        }

    @property
    def award(self) -> dict[str, Any]:
        """The award that a later decision is about."""
        entry = self.before("award_grant")[-1]
        return {
            "entry": entry.number,
            "date": entry.date,
            "document": entry.document,
            "amount": entry.given["amount"],
        }

    @property
    def granted(self) -> Cents:
        """What was granted before a change."""
        return cents(self.before(*_CHANGES)[-1].given["amount"])

    @property
    def framework(self) -> str:
        """The title of the framework in force when it was decided."""
        return self.then.framework.title

    @property
    def financing(self) -> dict[str, Any]:
        """Who pays for the project, and which part of what is eligible it is."""
        return financing_json(self.then, self.found, cents(self.entry.given["amount"]))

    @property
    def decision(self) -> dict[str, Any] | None:
        """The steering group's decision that it rests on."""
        return decision_json(self.view, self.entry.decision)

    def figure(self, name: str) -> str | None:
        """One of the project's figures right after it; null where it is nothing."""
        return amount_or_none(cents(self.found["money"][name] or "0.00"))

    @property
    def report(self) -> dict[str, Any] | None:
        """What was reported of the project by its day, the newest."""
        of_project = results(self.view, self.name, Corrections(self.view))
        found = [each for each in of_project if each["date"] <= self.day.isoformat()]
        if not found:
            return None
        newest = max(found, key=lambda each: str(each["date"]))
        return {name: newest[name] for name in ("date", "document", "summary")}

    @property
    def assessment(self) -> dict[str, Any] | None:
        """The assessment that is stored with it."""
        stored = self.entry.event.get("assessment")
        return assessment_json(stored) if stored else None

    @property
    def deviations(self) -> list[dict[str, Any]]:
        """The deviations that it leans on, each with its decision."""
        conditions = (self.assessment or {}).get("conditions", ())
        named = {n for each in conditions for n in each["deviation"] or ()}
        return [
            {
                "entry": number,
                "rule": use.entry.given["rule"],
                "decision": use.entry.decision,
                "motivation": use.entry.given["motivation"],
            }
            for number, use in deviation_uses(self.then).items()
            if number in named
        ]


def amount_or_none(amount: Cents) -> str | None:
    """An amount as JSON has it, or null where it is nothing."""
    return format_cents(amount) if amount else None


def _check_is_grant(found: dict[str, Any]) -> None:
    if found["kind"] != "grant":
        raise Refusal(
            "SCOPE_INVALID",
            "project {project} is a commission of the collective itself, which is given"
            " by contract: there is no decision on a grant to write about.",
            project=Quoted(found["project"]),
        )
