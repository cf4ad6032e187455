"""One project on one page: terms, money, deviations, history and what comes next."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from domain.values.errors import Refusal
from domain.values.messages import Message, Quoted, message
from projections.answers.corrections import Corrections
from projections.answers.deviations import deviation_json, deviation_uses
from projections.answers.entries import (
    Entry,
    Filters,
    assessment_json,
    entries_of,
    entry_json,
    history,
)
from projections.answers.hours import lent, lent_json
from projections.answers.meetings import advice
from projections.answers.participation import (
    participation_json,
    participations,
    results,
)
from projections.answers.project_rows import project_rows, proposals
from projections.snapshot import View
from projections.sums import cents

_TERMS = (
    *("title", "year", "programme", "kind", "recipient", "applicants", "participants"),
    "recipient_kind",
    *("third_parties", "physical", "themes", "vision_goal", "external_funding"),
    *("external_chance", "total_cost", "requested", "own_contributions"),
    "borrowed_capacity",
)
_AWARDED = ("legal_basis", "start_date", "end_date", "determination_due")
"""Terms of the award, which may be left out."""
_SETTLED = ("determine_grant", "withdraw_grant")
_MONEY = (
    *("awarded", "determined", "released", "written_off", "paid", "refunded"),
    *("committed", "recoverable", "funds_received", "funds_spent"),
)

_LEFT = ("committed", "recoverable", "funds_received", "funds_spent")
"""What is to be done goes by these amounts."""
Step = Literal[
    "decide", "pay", "determine", "pay_balance", "recover", "spend_funds", "none"
]
_STEPS: Mapping[Step, Message] = {
    "decide": message("decide: award_grant, reject_project, or amend_project"),
    "pay": message("pay (pay_grant), and determine the grant when it is done"),
    "determine": message("determine the grant (determine_grant)"),
    "pay_balance": message("pay the balance (pay_grant)"),
    "recover": message("recover what was paid too much (receive_refund)"),
    "spend_funds": message("spend the money of others, or pay it back (spend_funds)"),
    "none": message("none"),
}


def project(view: View, name: str) -> dict[str, Any]:
    """A project as known and at a date; raises `Refusal` (`PROJECT_UNKNOWN`).

    `assessment` is that of the newest award or raise, or null.
    """
    row = next((row for row in project_rows(view) if row["project"] == name), None)
    if row is None:
        raise Refusal(
            "PROJECT_UNKNOWN",
            "project {project} is unknown on {day}.",
            project=Quoted(name),
            day=view.at,
        )
    terms = proposals(view)[name]
    entries = list(history(view, Filters(project=name, until_day=view.day)))
    stored = [
        entry.event["assessment"]
        for entry in entries
        if entry.event.get("assessment") and entry.reversed_by is None
    ]
    uses = deviation_uses(view)
    return {
        "project": name,
        "status": row["status"],
        **{term: terms.get(term) for term in _TERMS},
        "recipient_kvk": terms.get("recipient_kvk") or None,
        **_granted(entries),
        "money": {figure: row[figure] for figure in _MONEY},
        "assessment": assessment_json(stored[-1]) if stored else None,
        "deviations": [
            deviation_json(use)
            for use in uses.values()
            if use.entry.given.get("project") == name
        ],
        "entries": [entry_json(entry) for entry in entries],
        **_governed(view, name),
    }


def _granted(entries: Sequence[Entry]) -> dict[str, Any]:
    """The terms of the award that stands, and the ground of what was settled last."""
    standing = [each for each in entries if each.reversed_by is None]
    awards = [each.given for each in standing if each.command == "award_grant"]
    settled = [each.given for each in standing if each.command in _SETTLED]
    award = awards[-1] if awards else {}
    return {
        **{term: award.get(term) for term in _AWARDED},
        "advance_schedule": award.get("advance_schedule") or [],
        "ground": settled[-1].get("ground") if settled else None,
    }


def _governed(view: View, name: str) -> dict[str, list[dict[str, Any]]]:
    """Who takes part, what was lent for it, what it achieved, and advice on it."""
    corrections = Corrections(view)
    changes = participations(view).get(name, ())
    return {
        "participation": [participation_json(x) for x in changes],
        "capacity": [lent_json(each) for each in lent(view, name)],
        "results": results(view, name, corrections),
        "advice": advice(view, "project", name, corrections),
    }


def leaned_on(
    view: View, name: str, entries: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The ceilings' deviations that its awards and raises lean on, or use.

    `entries` are the rows of its own entries.
    """
    own = {row["entry"] for row in entries}
    named = {
        number
        for entry in history(view, Filters(project=name))
        if entry.number in own and entry.reversed_by is None
        for condition in (entry.event.get("assessment") or {}).get("conditions", ())
        for number in condition.get("deviation") or ()
    }
    return [
        deviation_json(use)
        for number, use in deviation_uses(view).items()
        if not use.is_of_project
        and (number in named or not own.isdisjoint(use.used_by))
    ]


def decided(view: View, deviations: Sequence[int]) -> list[dict[str, Any]]:
    """The entries of deviations that are no project's own, as `history` lists them."""
    found = entries_of(view, deviations, Corrections(view)) if deviations else {}
    return [entry_json(entry) for entry in found.values()]


def step_of(status: str, row: Mapping[str, str | None]) -> Step:
    """What comes next of a project with this status and these amounts."""
    money = {name: cents(row[name] or "0.00") for name in _LEFT}
    match status:
        case "proposed":
            return "decide"
        case "awarded":
            return "pay" if money["committed"] else "determine"
        case "determined" if money["committed"]:
            return "pay_balance"
    if money["recoverable"]:
        return "recover"
    if money["funds_received"] > money["funds_spent"]:
        return "spend_funds"
    return "none"


def next_step(found: dict[str, Any]) -> Message:
    """What an officer would do next."""
    return _STEPS[step_of(found["status"], found["money"])]
