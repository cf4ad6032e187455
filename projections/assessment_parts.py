"""An assessment for people: rule, verdict, and the facts below it."""

from collections.abc import Mapping
from typing import Any

from domain.funding.condition_names import DUTCH
from domain.values.messages import Message, Plain, Value, Words, message, parts
from projections.report import Column, Table
from projections.sums import cents

_COLUMNS = (
    Column("number", "Rule"),
    Column("rule", "Condition"),
    Column("said", "Verdict", alarming=True),
    Column("dutch", "In Dutch", flexible=True),
    Column("facts", "Facts", "facts"),
)


def assessment_table(assessment: Mapping[str, Any]) -> Table:
    """Every condition with its verdict and the sum that was done.

    What is not met or not set comes first.
    """
    conditions = sorted(assessment["conditions"], key=_order)
    rows = [
        {**each, "dutch": DUTCH[each["rule"]], "said": _said(each)}
        for each in conditions
    ]
    title = Message(
        "Assessment of {project} for {amount} on {date}: {outcome}",
        {
            "project": assessment["project"],
            "amount": Plain(cents(assessment["amount"])),
            "date": assessment["date"],
            "outcome": Words(assessment["outcome"]),
        },
    )
    return Table(_COLUMNS, rows, title)


def _order(condition: Mapping[str, Any]) -> int:
    """What stands in the way, what a deviation sets aside, what is met."""
    if condition["verdict"] == "met":
        return 2
    return 1 if condition["deviation"] else 0


def _said(condition: Mapping[str, Any]) -> Value:
    """The verdict, and the deviations that the grant leans on."""
    verdict = Words(condition["verdict"])
    if not condition["deviation"]:
        return verdict
    template = "{verdict}, set aside by deviation {entries}"
    if condition["verdict"] == "met":
        template = "{verdict}, with deviation {entries}"
    entries = parts([f"#{entry}" for entry in condition["deviation"]])
    return message(template, verdict=verdict, entries=entries)
