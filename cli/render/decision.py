"""A decision and what became of it, for people."""

from collections.abc import Mapping
from typing import Any

from cli.render.tables import Table, bold, money, number, prose, text


def decision_text(data: Mapping[str, Any], entries: Table) -> str:
    """The decision, the entries that rest on it, and its deviations."""
    head = bold(f"Decision {data['number']} of {data['date']}: {data['subject']}")
    parts = [head]
    if "reversed_by" in data:
        parts.append(f"Reversed by entry {data['reversed_by']}.")
    if data["motivation"]:
        parts.append(data["motivation"])
    parts.append(entries.render())
    if data["deviations"]:
        parts.append(_deviations(data["deviations"]).render())
    return "\n\n".join(parts)


def _deviations(deviations: list[Mapping[str, Any]]) -> Table:
    table = Table(
        [
            number("Entry"),
            text("Rule"),
            text("Scope"),
            money("Amount"),
            money("Used"),
            text("By"),
            money("Left"),
            prose("Motivation"),
        ],
        title="Deviations",
    )
    for deviation in deviations:
        scope = [deviation[name] for name in ("project", "programme", "year")]
        table.add(
            deviation["entry"],
            deviation["rule"],
            " ".join(part for part in scope if part) or "all",
            deviation["amount"],
            deviation["used"],
            " ".join(f"#{entry}" for entry in deviation["used_by"]) or None,
            deviation["left"],
            deviation["motivation"],
        )
    return table
