"""A report as text for people."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from zoneinfo import ZoneInfo

from cli.render.bars import bars
from cli.render.cells import shown
from cli.render.folding import Piece, filled
from cli.render.page import Page, bold, red
from cli.render.tables import table_text
from cli.render.wrapping import padded, wrapped
from domain.values.messages import printed
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


def report_text(report: Report, page: Page) -> str:
    """The parts one after the other, and the footer."""
    foot = report.footer
    zone = ZoneInfo("UTC" if foot is None else foot.zone)
    texts = [part_text(part, zone, page) for part in report.parts]
    text = "\n\n".join(each for each in texts if each)
    if report.plain or foot is None:
        return text
    return f"{text}\n\n{footer_text(foot, page)}"


def part_text(part: Part, zone: tzinfo, page: Page) -> str:
    """One part of a report."""
    match part:
        case Table():
            return table_text(part, zone, page)
        case Facts():
            return "\n".join(_facts(part, page.width))
        case Prose():
            said = wrapped(printed(part.said), 0 if part.verbatim else page.width)
            return "\n".join(map(bold, said) if part.heading else said)
        case Lines():
            return "\n".join(_printable(printed(value)) for value in part.rows)
        case Bars():
            return bars(part.rows, page.width)
        case Problems():
            said = ["\n".join(_problem(row, page.width)) for row in part.rows]
            return "\n\n".join(said)


_NAMES = 20
"""Columns that the names of facts have."""


def _facts(part: Facts, width: int) -> Iterator[str]:
    """Names and values; what is None or blank is left out."""
    for name, value in part.rows:
        if value is not None and value != "":
            line = f"  {padded(name, _NAMES)} {shown(value)}"
            yield from wrapped(line, width, " " * (_NAMES + 1))


_INDENT = "  "
"""Before what belongs to a finding."""


def _printable(line: str) -> str:
    return line if line.isprintable() else ascii(line)[1:-1]


def _problem(row: Row, width: int) -> list[str]:
    """A finding, and below it its stable name and its entries, indented."""
    line = f"{row['severity']} [{row['code']}] {row['check']}: {printed(row['said'])}"
    first, *more = wrapped(line, width, _INDENT)
    if row["severity"] == "error":
        first = first.replace("error", red("error"), 1)
    return [first, *more, *_named(row, width)]


def _named(row: Row, width: int) -> Iterator[str]:
    """The name whole, since accept-finding takes it."""
    pieces = []
    if row.get("finding"):
        pieces.append(Piece("finding", str(row["finding"]), whole=True))
    if row["entries"]:
        pieces.append(Piece("entries", _numbers(row["entries"])))
    yield from filled(pieces, width, len(_INDENT))


def _numbers(entries: Sequence[int], most: int = 20) -> str:
    listed = " ".join(f"#{entry}" for entry in entries[:most])
    return (
        listed if len(entries) <= most else f"{listed} and {len(entries) - most} more"
    )


ROOT_DIGITS = 12
"""Of the root on a page for people: enough to tell two states of a log apart."""


def footer_text(foot: Footer, page: Page) -> str:
    """What makes a printed page an anchor: entry, date, and the root of the log."""
    if foot.entry == 0:
        return "Nothing was known then: entry 1 came later."
    known = "" if foot.entry == foot.last_entry else f" of {foot.last_entry}"
    line = (
        f"At {foot.at}, after entry {foot.entry}{known} ({foot.zone}), root"
        f" {foot.root[:ROOT_DIGITS]}."
    )
    if page.whole_root:
        line = (
            f"At {foot.at}, as known after entry {foot.entry}{known}; times of"
            f" {foot.zone}.\nLog size {foot.entry}, root {foot.root}."
        )
        # The root is whole on its line, and named there.
        if page.width and max(map(len, line.split("\n"))) > page.width:
            line = line.replace(", root ", ",\nroot ")
    return "\n".join(wrapped(line, page.width))
