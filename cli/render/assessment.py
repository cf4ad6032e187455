"""An assessment as a table: rule, verdict, facts, and what it leaned on."""

from collections.abc import Mapping
from typing import Any

from cli.render.tables import Table, prose, text
from domain.funding.condition_names import DUTCH, WHAT_TO_DECIDE


def assessment_table(assessment: Mapping[str, Any]) -> Table:
    """Every condition with its verdict and the sum that was done."""
    table = Table(
        [
            text("Rule"),
            text("Condition"),
            text("Term"),
            text("Verdict"),
            prose("Facts"),
            text("Deviation"),
        ],
        title=(
            f"Assessment of {assessment['project']} for {assessment['amount']} on"
            f" {assessment['date']}: {assessment['outcome'].replace('_', ' ')}"
        ),
    )
    for condition in assessment["conditions"]:
        entries = condition.get("deviation") or []
        table.add(
            condition["number"],
            condition["rule"],
            DUTCH[condition["rule"]],
            condition["verdict"].replace("_", " "),
            facts_text(condition["facts"]),
            " ".join(f"#{entry}" for entry in entries) or None,
        )
    return table


def assessment_text(assessment: Mapping[str, Any]) -> str:
    """The table, and what the steering group would have to decide."""
    parts = [assessment_table(assessment).render()]
    failing = [
        condition
        for condition in assessment["conditions"]
        if condition["verdict"] != "met" and not condition["deviation"]
    ]
    if failing:
        lines = [
            f"  {condition['number']} {condition['rule']}:"
            f" {WHAT_TO_DECIDE[condition['rule']]}"
            for condition in failing
        ]
        parts.append("The steering group would have to decide:\n" + "\n".join(lines))
    return "\n\n".join(parts)


def facts_text(facts: Mapping[str, Any]) -> str:
    """Facts in one line."""
    return "; ".join(
        f"{name.replace('_', ' ')}: {_fact(v)}" for name, v in facts.items()
    )


def _fact(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {item}" for name, item in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value) or "none"
