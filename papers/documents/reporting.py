"""A document's JSON as a report: so it is asked and printed as every answer is."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from domain.values.messages import Message, parts
from domain.values.texts import format_cents
from papers.documents.blocks import (
    Bar,
    Bars,
    Block,
    Document,
    Grid,
    Heading,
    Items,
    Paragraph,
    Rows,
    Signature,
    Slot,
)
from papers.documents.given import Data
from projections.report import Column, Facts, Part, Prose, Report, Table, sheet

_BAR = (
    Column("label", "Programme"),
    *(
        Column(name, name.capitalize(), "amount")
        for name in ("ceiling", "spent", "committed", "available")
    ),
)


def document_of(data: Data) -> Document:
    """What a document says, of its JSON alone."""
    name = str(data["kind"]).replace("-", "_")
    found: Document = import_module(f"papers.documents.kinds.{name}").document(data)
    return found


def document_report(data: dict[str, Any]) -> Report:
    """The report of a document."""
    return Report(data, lambda: _parts(document_of(data)), sheet([data], data))


def _parts(document: Document) -> Iterator[Part]:
    head = document.letterhead
    if head is not None:
        yield Prose(parts(head.sender, "\n"), verbatim=True)
        yield Prose(parts(head.addressee, "\n"), verbatim=True)
        yield Facts([(str(name), value) for name, value in head.about])
    yield Prose(document.title, heading=True)
    if document.subtitle is not None:
        yield Prose(document.subtitle)
    for block in document.blocks:
        yield from _part(block)


def _part(block: Block) -> Iterator[Part]:
    match block:
        case Heading(said):
            yield Prose(said, heading=True)
        case Paragraph(said):
            yield Prose(said)
        case Items(items, numbered):
            for number, item in enumerate(items, start=1):
                mark = f"{number}." if numbered else "-"
                yield Prose(parts([mark, item], " "))
        case Rows(rows):
            yield Facts([(str(name), value) for name, value in rows])
        case Grid(table):
            yield table
        case Bars(title, bars, tabled):
            if not tabled:
                yield Table(_BAR, [_bar(each) for each in bars], title)
        case Slot(_, usual):
            for each in usual:
                yield from _part(each)
        case Signature(signers, authority):
            every = parts([*filter(None, [authority]), *signers], "\n\n")
            yield Prose(Message("{signers}", {"signers": every}))


def _bar(bar: Bar) -> dict[str, object]:
    figures = ("ceiling", "spent", "committed", "available")
    return {
        "label": bar.label,
        **{name: format_cents(getattr(bar, name)) for name in figures},
    }
