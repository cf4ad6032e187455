"""`zuidas balance`."""

from collections.abc import Mapping
from typing import Any

import click

from cli.answers import Answer, Asked, query
from cli.render import balance as balance_render
from projections.queries import balances


@query(
    "balance",
    click.Argument(
        ["section"],
        metavar=f"[{'|'.join(balances.SECTIONS)}]",
        required=False,
        type=click.Choice(balances.SECTIONS),
    ),
    examples="""
    zuidas balance
    zuidas balance programmes --at 2012-07-31
    zuidas balance partners --at 2012-07-31 --known-at '#5' -O json
    """,
)
def balance(asked: Asked, section: str | None) -> Answer:
    """Budget per programme and partner, the current account and the projects."""
    found = balances.balance(asked.view, section)
    rows, columns = _balance_rows(found)
    return Answer(found, lambda: balance_render.balance_text(found), rows, columns)


def _balance_rows(
    found: Mapping[str, Any],
) -> tuple[list[dict[str, Any]], list[str] | None]:
    """One section as it is; several as section, row and figure a line."""
    sections = [
        name
        for name in ("programmes", "years", "partners", "current_account", "projects")
        if name in found
    ]
    if len(sections) == 1 or sections == ["programmes", "years"]:
        rows = found[sections[0]]
        rows = [rows] if isinstance(rows, dict) else rows
        return rows, None if rows else ["year"]
    long = []
    for section in sections:
        rows = found[section]
        for row in [rows] if isinstance(rows, dict) else rows:
            keys = [str(row[k]) for k in ("year", "programme", "partner") if k in row]
            key = str(row["project"]) if "project" in row else " ".join(keys)
            long += [
                {"section": section, "key": key, "figure": figure, "value": value}
                for figure, value in row.items()
            ]
    return long, ["section", "key", "figure", "value"]
