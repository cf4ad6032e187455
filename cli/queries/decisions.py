"""`zuidas decisions` and `decision`: what rests on the steering group's word."""

import click

from cli.answers import Answer, Asked, query
from cli.render.decision import decision_text
from cli.render.entry import ENTRY_FIELDS, entries_table
from cli.render.tables import Table, number, text
from projections.days import day_number
from projections.queries import decisions, entries


def _until(asked: Asked) -> int | None:
    return None if asked.until is None else day_number(asked.until)


@query(
    "decisions",
    examples="""
    zuidas decisions
    """,
)
def decision_list(asked: Asked) -> Answer:
    """The steering group's decisions, with what rests on each."""
    rows = decisions.decisions(asked.view, _until(asked))
    columns = ("number", "date", "subject", "entry", "entries", "reversed_by")

    def shown() -> str:
        table = Table(
            [
                text("Number"),
                text("Date"),
                text("Subject", flexible=True),
                number("Entry"),
                number("Resting on it"),
                number("Reversed by"),
            ],
            title="Decisions",
        )
        for row in rows:
            table.add(*(row[name] for name in columns))
        return table.render()

    return Answer(rows, shown, rows, columns)


@query(
    "decision",
    click.Argument(["number"], metavar="NUMBER"),
    examples="""
    zuidas decision SG-2011-01
    """,
)
def decision(asked: Asked, number: str) -> Answer:
    """A decision: every entry that rests on it, and how far deviations were used."""
    data = decisions.decision(asked.view, number, _until(asked))
    found = list(decisions.resting(asked.view, number, _until(asked)))
    return Answer(
        data,
        lambda: decision_text(
            data,
            entries_table("Entries that rest on it", found, asked.view.framework.zone),
        ),
        [entries.entry_json(entry) for entry in found],
        ENTRY_FIELDS,
    )
