"""`decision`: every entry that rests on a decision, and its deviations."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from projections.answers import decisions
from projections.answers.entries import Entry
from projections.days import day_number
from projections.entry_table import entries_sheet, entries_table
from projections.query import Asked, Parameter, query
from projections.report import Column, Part, Prose, Report, Row, Table, heading, line

_DEVIATIONS = (
    Column("entry", "Entry", "number"),
    Column("rule", "Rule"),
    Column("scope", "Scope"),
    Column("amount", "Amount", "amount"),
    Column("used", "Used", "amount"),
    Column("used_by", "By", "entries"),
    Column("left", "Left", "amount"),
    Column("motivation", "Motivation", "prose"),
)


@query(
    "decision",
    Parameter("number", "decision", place="argument", required=True),
    examples="""
    zuidas decision SG-2011-01
    """,
)
def decision(asked: Asked, number: str) -> Report:
    """A decision: every entry that rests on it, and how far deviations were used."""
    until = None if asked.until is None else day_number(asked.until)
    data = decisions.decision(asked.view, number, until)
    found = list(decisions.resting(asked.view, number, until))
    return Report(data, lambda: _parts(data, found), entries_sheet(found))


def _parts(data: Mapping[str, Any], found: Sequence[Entry]) -> Iterator[Part]:
    """The decision, the entries that rest on it, and its deviations."""
    named = {name: data[name] for name in ("number", "date", "subject")}
    yield heading("Decision {number} of {date}: {subject}", **named)
    if "reversed_by" in data:
        yield line("Reversed by entry {entry}.", entry=data["reversed_by"])
    if data["motivation"]:
        yield Prose(data["motivation"])
    yield entries_table("Entries that rest on it", found)
    if data["deviations"]:
        rows = [_scoped(row) for row in data["deviations"]]
        yield Table(_DEVIATIONS, rows, "Deviations")


def _scoped(row: Row) -> Row:
    scope = [row[name] for name in ("project", "programme", "year") if row[name]]
    return {**row, "scope": " ".join(scope) or "all"}
