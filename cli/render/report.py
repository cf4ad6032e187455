"""A report as text for people."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from zoneinfo import ZoneInfo

from cli.render.bars import bars
from cli.render.folding import Piece, filled
from cli.render.page import Page, bold, red
from cli.render.tables import table_text
from cli.render.wrapping import padded, wrapped
from cli.voice import Voice
from domain.values.messages import Message, message
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
            return "\n".join(_facts(part, page))
        case Prose():
            room = 0 if part.verbatim else page.width
            said = wrapped(page.voice.printed(part.said), room)
            return "\n".join(map(bold, said) if part.heading else said)
        case Lines():
            return "\n".join(
                _printable(page.voice.printed(value)) for value in part.rows
            )
        case Bars():
            return bars(part.rows, page)
        case Problems():
            said = ["\n".join(_problem(row, page)) for row in part.rows]
            return "\n\n".join(said)


def _facts(part: Facts, page: Page) -> Iterator[str]:
    """Names and values; what is None or blank is left out."""
    room = page.voice.names_width
    for name, value in part.rows:
        if value is not None and value != "":
            title = page.voice.title(name)
            line = f"  {padded(title, room)} {page.voice.shown(value)}"
            yield from wrapped(line, page.width, " " * (room + 1))


_INDENT = "  "
"""Before what belongs to a finding."""


def _printable(line: str) -> str:
    return line if line.isprintable() else ascii(line)[1:-1]


def _problem(row: Row, page: Page) -> list[str]:
    """A finding, and below it its stable name and its entries, indented."""
    voice = page.voice
    severity, check = voice.word(row["severity"]), voice.check(row["check"])
    line = f"{severity} [{row['code']}] {check}: {voice.printed(row['said'])}"
    first, *more = wrapped(line, page.width, _INDENT)
    if row["severity"] == "error":
        first = first.replace(severity, red(severity), 1)
    return [first, *more, *_named(row, page)]


def _named(row: Row, page: Page) -> Iterator[str]:
    """The name whole, since accept-finding takes it."""
    tell, pieces = page.voice.tell, []
    if row.get("finding"):
        name = tell(message("finding"))
        pieces.append(Piece(name, str(row["finding"]), whole=True))
    if row["entries"]:
        pieces.append(Piece(tell(message("entries")), tell(_numbers(row["entries"]))))
    yield from filled(pieces, page.width, len(_INDENT))


def _numbers(entries: Sequence[int], most: int = 20) -> Message | str:
    listed = " ".join(f"#{entry}" for entry in entries[:most])
    if len(entries) <= most:
        return listed
    return message("{listed} and {more} more", listed=listed, more=len(entries) - most)


ROOT_DIGITS = 12
"""Of the root on a page for people: enough to tell two states of a log apart."""


def footer_text(foot: Footer, page: Page) -> str:
    """What makes a printed page an anchor: entry, date, and the root of the log."""
    voice = page.voice
    if foot.entry == 0:
        return voice.tell(message("Nothing was known then: entry 1 came later."))
    line = voice.tell(_whole(foot, voice) if page.whole_root else _short(foot, voice))
    # The root is whole on its line, and named there.
    if page.whole_root and page.width and _longest(line) > page.width:
        before, _, root = line.rpartition(", ")
        line = f"{before},\n{root}"
    return "\n".join(wrapped(line, page.width))


def _longest(text: str) -> int:
    return max(map(len, text.split("\n")))


def _short(foot: Footer, voice: Voice) -> Message:
    return message(
        "At {at}, after entry {entry} ({zone}), root {root}.",
        at=voice.date(foot.at),
        entry=_entry(foot),
        zone=foot.zone,
        root=foot.root[:ROOT_DIGITS],
    )


def _whole(foot: Footer, voice: Voice) -> Message:
    return message(
        "At {at}, as known after entry {entry}; times of {zone}.\n"
        "Log size {size}, root {root}.",
        at=voice.date(foot.at),
        entry=_entry(foot),
        zone=foot.zone,
        size=foot.entry,
        root=foot.root,
    )


def _entry(foot: Footer) -> Message | int:
    if foot.entry == foot.last_entry:
        return foot.entry
    return message("{entry} of {last}", entry=foot.entry, last=foot.last_entry)
