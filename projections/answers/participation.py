"""Who takes part in awarded projects, and what was recorded of them since."""

from typing import Any

from projections.answers.corrections import Corrections
from projections.answers.registers import Registered, in_force
from projections.snapshot import View

_RESULT = ("date", "summary", "indicator", "target", "actual", "document")


def awards(view: View) -> dict[str, Registered]:
    """By project the award that is in force."""
    return {each.given["project"]: each for each in in_force(view, "award_grant")}


def participations(view: View) -> dict[str, list[Registered]]:
    """By project the lists that replaced one another since its award, by date."""
    awarded = awards(view)
    found: dict[str, list[Registered]] = {}
    for each in in_force(view, "record_participation"):
        project = each.given["project"]
        if project in awarded and each.entry > awarded[project].entry:
            found.setdefault(project, []).append(each)
    for changes in found.values():
        changes.sort(key=lambda each: (each.given["date"], each.entry))
    return found


def participation_json(each: Registered) -> dict[str, Any]:
    """Who takes part from a date on."""
    return {
        "from": each.given["date"],
        "participants": each.given["participants"],
        "entry": each.entry,
    }


def results(view: View, project: str, corrections: Corrections) -> list[dict[str, Any]]:
    """What a project achieved, in the order of entries."""
    return [
        each.told(*_RESULT)
        for each in in_force(view, "record_result", corrections)
        if each.given["project"] == project
    ]
