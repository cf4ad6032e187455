"""An assessment as a table: rule, verdict, facts, and what it leaned on."""

from collections.abc import Mapping
from typing import Any

from cli.render.tables import Table, text

DUTCH = {
    "non_physical": "niet-fysiek",
    "vision_fit": "past in de visie",
    "two_municipalities": "twee gemeenten",
    "maximum_per_project": "maximum per project",
    "participation_share": "eigen bijdrage naar deelname",
    "programme_ceiling": "programmaplafond",
    "third_parties_contribute": "derden dragen bij",
    "external_funding_sought": "geldstromen van derden",
    "borrowed_capacity": "geleende capaciteit",
}
"""The source's terms (section 6)."""


def assessment_table(assessment: Mapping[str, Any]) -> Table:
    """Every condition with its verdict and the sum that was done."""
    table = Table(
        [
            text("Rule"),
            text("Condition"),
            text("Term"),
            text("Verdict"),
            text("Facts", flexible=True),
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
