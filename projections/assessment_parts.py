"""An assessment for people: rule, verdict, facts, and what it leaned on."""

from collections.abc import Mapping
from typing import Any

from domain.funding.condition_names import DUTCH
from domain.values.messages import Message, Words
from projections.report import Column, Table

_COLUMNS = (
    Column("number", "Rule"),
    Column("condition", "Condition", "prose"),
    Column("verdict", "Verdict", "words"),
    Column("facts", "Facts", "facts"),
    Column("deviation", "Deviation", "entries"),
)


def assessment_table(assessment: Mapping[str, Any]) -> Table:
    """Every condition with its verdict and the sum that was done."""
    rows = [
        {**condition, "condition": f"{condition['rule']} ({DUTCH[condition['rule']]})"}
        for condition in assessment["conditions"]
    ]
    names = ("project", "amount", "date")
    title = Message(
        "Assessment of {project} for {amount} on {date}: {outcome}",
        {
            **{name: assessment[name] for name in names},
            "outcome": Words(assessment["outcome"]),
        },
    )
    return Table(_COLUMNS, rows, title)
