"""`decision`: what rests on a decision, its deviations, and the money of its grants."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from domain.values.messages import Words, message
from projections.answers import decisions
from projections.days import day_number
from projections.deviation_table import deviation_table
from projections.entry_table import entries_sheet, entries_table
from projections.governing_parts import governing_parts
from projections.query import Asked, Parameter, query
from projections.report import (
    Column,
    Facts,
    Part,
    Prose,
    Report,
    Row,
    Table,
    heading,
    line,
)
from projections.snapshot import View
from projections.sums import totals

_AMOUNTS = (
    *("awarded", "released", "paid", "refunded", "committed", "recoverable"),
    "written_off",
)
_GRANTS = (
    Column("project", "Project"),
    *(
        Column(name, name.replace("_", " ").capitalize(), "amount", rare=True)
        for name in _AMOUNTS
    ),
)


@query(
    "decision",
    Parameter("number", "decision", place="argument", required=True),
    examples="""
    zuidas decision SG-2011-01
    zuidas decision '#2' -O json
    """,
)
def decision(asked: Asked, number: str) -> Report:
    """A decision: what rests on it, how far deviations were used, and where money went.

    NUMBER is the decision that stands; '#N' the one that entry N recorded.
    """
    until = None if asked.until is None else day_number(asked.until)
    data = decisions.decision(asked.view, number, until)
    return Report(
        data, lambda: _parts(asked.view, data), entries_sheet(data["entries"])
    )


def _parts(view: View, data: Mapping[str, Any]) -> Iterator[Part]:
    """The decision, what rests on it, its deviations, and its grants' money."""
    yield heading(
        "Decision {number} of {date}: {subject}",
        number=data["number"],
        date=date.fromisoformat(data["date"]),
        subject=data["subject"],
    )
    if "reversed_by" in data:
        yield line("Reversed by entry {entry}.", entry=data["reversed_by"])
    if data["motivation"]:
        yield Prose(data["motivation"])
    yield Facts(
        [
            ("minutes", data["document"]),
            ("meeting", data["meeting"]),
            ("strategic", message("yes") if data["strategic"] else None),
        ]
    )
    yield from governing_parts(data)
    yield _entries(view, "Entries that rest on it", data["entries"], data["number"])
    if data["deviations"]:
        yield deviation_table(data["deviations"])
    if data["grants"]:
        total = {"project": Words("Total"), **totals(data["grants"], _AMOUNTS)}
        several = len(data["grants"]) > 1
        title = "The grants it awarded or changed, as they stand in all"
        yield Table(_GRANTS, data["grants"], title, total if several else None)
    if data["flows"]:
        title = "Payments and settlements of the grants it awarded or changed"
        yield _entries(view, title, data["flows"], data["number"])


def _entries(view: View, title: str, rows: Sequence[Row], number: str) -> Table:
    """Entries; which decision they rest on is told where it is another one too."""
    others = any(row["authority"] != number for row in rows)
    return entries_table(view, title, rows, () if others else ("authority",))
