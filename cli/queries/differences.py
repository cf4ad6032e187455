"""`zuidas diff`: what two states of knowledge say differently."""

import click

from cli.answers import Answer, Asked, query
from cli.render.tables import Table, money, text
from projections.queries import differences


@query(
    "diff",
    click.Argument(["when1"], metavar="WHEN1"),
    click.Argument(["when2"], metavar="WHEN2"),
    examples="""
    zuidas diff '#5' '#8' --at 2011-12-31
    """,
)
def diff(asked: Asked, when1: str, when2: str) -> Answer:
    """Which balances at a date two states of knowledge tell differently, and why."""
    before = asked.ledger.view(asked.view.at, when1)
    after = asked.ledger.view(asked.view.at, when2)
    rows = differences.diff(before, after)

    def shown() -> str:
        table = Table(
            [text("Account"), money("Before"), money("After"), text("Entries")],
            title=f"From entry {before.entry} to entry {after.entry}",
        )
        for row in rows:
            table.add(row["account"], row["before"], row["after"], row["entries"])
        return table.render()

    return Answer(rows, shown, rows, ("account", "before", "after", "entries"))
