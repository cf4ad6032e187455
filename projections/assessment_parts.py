"""An assessment for people: rule, verdict, and the facts below it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.funding.condition_names import DUTCH
from domain.values.messages import Message, Plain, Value, Words, message, parts
from projections.report import Column, Table
from projections.sums import cents

_COLUMNS = (
    Column("number", "Rule"),
    Column("rule", "Condition"),
    # Its Dutch name needs no title: it stands behind the condition, or first below it.
    Column("dutch", "", flexible=True),
    Column("said", "Verdict", alarming=True),
    Column("facts", "Facts", "facts"),
)


def assessment_table(assessment: Mapping[str, Any]) -> Table:
    """Every condition with its verdict and the sum that was done.

    What is not met or not set comes first.
    """
    conditions = in_order(assessment["conditions"])
    rows = [
        {**each, "dutch": f"({DUTCH[each['rule']]})", "said": _said(each)}
        for each in conditions
    ]
    title = Message(
        "Assessment of {project} for {amount} on {date}: {outcome}",
        {
            "project": assessment["project"],
            "amount": Plain(cents(assessment["amount"])),
            "date": date.fromisoformat(assessment["date"]),
            "outcome": _outcome(assessment),
        },
    )
    return Table(_COLUMNS, rows, title)


def in_order(conditions: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What stands in the way first, then what leans on a deviation, then the rest."""
    return sorted(conditions, key=_order)


def _order(condition: Mapping[str, Any]) -> int:
    """What stands in the way, what needs a deviation, what is met without one."""
    if condition["deviation"]:
        return 1
    return 2 if condition["verdict"] == "met" else 0


def _outcome(assessment: Mapping[str, Any]) -> Value:
    """Whether the grant is allowed, and thanks to which deviations."""
    if assessment["outcome"] != "deviation":
        return Words(assessment["outcome"])
    used = {n for each in assessment["conditions"] for n in each["deviation"] or ()}
    return message("allowed with {deviations}", deviations=_deviations(sorted(used)))


_WITHIN = {
    "programme_ceiling": "within the ceiling thanks to {deviations}",
    "process_reserve": "within the reserve thanks to {deviations}",
}
"""What is met because a deviation widens it."""


def _said(condition: Mapping[str, Any]) -> Value:
    """The verdict, and the deviations that the grant leans on."""
    verdict = Words(condition["verdict"])
    if not condition["deviation"]:
        return verdict
    template = "{verdict}, set aside by {deviations}"
    if condition["verdict"] == "met":
        template = _WITHIN.get(condition["rule"], "met thanks to {deviations}")
    deviations = _deviations(condition["deviation"])
    return message(template, verdict=verdict, deviations=deviations)


def _deviations(entries: Sequence[int]) -> Value:
    template = "deviation {entries}" if len(entries) == 1 else "deviations {entries}"
    return message(template, entries=parts([f"#{entry}" for entry in entries], " "))
