"""A report as text for people."""

from collections.abc import Sequence
from datetime import tzinfo
from zoneinfo import ZoneInfo

from cli.render.bars import bars
from cli.render.cells import shown
from cli.render.tables import bold, table_text
from domain.values.messages import english
from projections.report import (
    Bars,
    Facts,
    Footer,
    Lines,
    Part,
    Problems,
    Prose,
    Report,
    Row,
    Table,
)


def report_text(report: Report) -> str:
    """The parts one after the other, and the footer."""
    foot = report.footer
    zone = ZoneInfo("UTC" if foot is None else foot.zone)
    texts = [part_text(part, zone) for part in report.parts]
    text = "\n\n".join(each for each in texts if each)
    if report.plain or foot is None:
        return text
    return f"{text}\n\n{footer_text(foot)}"


def part_text(part: Part, zone: tzinfo) -> str:
    """One part of a report."""
    match part:
        case Table():
            return table_text(part, zone)
        case Facts():
            rows = [(name, value) for name, value in part.rows if value is not None]
            return "\n".join(f"  {name:<20} {shown(value)}" for name, value in rows)
        case Prose():
            said = english(part.said)
            return bold(said) if part.heading else said
        case Lines():
            return "\n".join(_printable(english(value)) for value in part.rows)
        case Bars():
            return bars(part.rows)
        case Problems():
            return "\n".join(_problem(row) for row in part.rows)


def _printable(line: str) -> str:
    return line if line.isprintable() else ascii(line)[1:-1]


def _problem(row: Row) -> str:
    entries = f" Entries: {_numbers(row['entries'])}." if row["entries"] else ""
    said = english(row["said"])
    return f"{row['severity']} [{row['code']}] {row['check']}: {said}{entries}"


def _numbers(entries: Sequence[int], most: int = 20) -> str:
    listed = " ".join(f"#{entry}" for entry in entries[:most])
    return (
        listed if len(entries) <= most else f"{listed} and {len(entries) - most} more"
    )


def footer_text(foot: Footer) -> str:
    """What makes a printed page an anchor: entry, tree size and root."""
    if foot.entry == 0:
        return "Nothing was known then: entry 1 came later."
    known = "" if foot.entry == foot.last_entry else f" of {foot.last_entry}"
    return (
        f"At {foot.at}, as known after entry {foot.entry}{known}; times of"
        f" {foot.zone}.\nLog size {foot.entry}, root {foot.root}."
    )
