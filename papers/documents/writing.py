"""A document in a language: plain texts, ready to be laid out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from domain.values.messages import Euro, Message, Parts, Value, message
from domain.values.texts import visible
from papers.documents.blocks import (
    Bar,
    Bars,
    Block,
    Document,
    Grid,
    Heading,
    Items,
    Letterhead,
    Paragraph,
    Rows,
    Signature,
    Slot,
)
from papers.documents.holding import held
from papers.documents.markdown import lines_of, slots
from papers.documents.spelling import spelled_out
from papers.wording import titled, told
from papers.wording.cells import cell
from papers.wording.telling import Language
from projections.report import AMOUNTS, Column, Table

Json = dict[str, Any]
_NUMERIC = ("amount", "movement", "number")
ADDRESSEE, SIGNATORIES = "addressee", "signatories"
"""Places of own words above and below a letter: each of their lines is one."""
_UNIT = message("amounts in euros")
_ROOT = 16
"""Characters of the root in the foot of a page; all of it is in what is attached."""


_NARROWEST, _WIDEST = 6, 60
"""Characters by which the widths of columns are shared out."""


@dataclass(frozen=True)
class Writer:
    """A language, the time zone of moments, and own words in Markdown."""

    lang: Language
    zone: tzinfo = UTC
    own: str | None = None

    def written(self, document: Document, data: Mapping[str, Any]) -> Json:
        """All texts of a document, as its templates have them.

        Raises `UsageError` (`BAD_COMMAND`) for own words without a place.
        """
        head = document.letterhead
        own = {} if self.own is None else slots(self.own, places(document))
        letter = None if head is None else self._letterhead(head)
        blocks = [*self._blocks(document.blocks, own)]
        return {
            "lang": self.lang,
            "title": self._said(document.title),
            "subtitle": self._said(document.subtitle),
            "letter": held(letter),
            "blocks": blocks if letter is None else held(blocks),
            "foot": self._said(_foot(data, dated=letter is not None)),
            "page": self._said(message("page")),
            "of": self._said(message("of")),
        }

    def _letterhead(self, head: Letterhead) -> Json:
        return {
            "sender": [*map(self._said, head.sender)],
            "addressee": self._addressee(head),
            "about": self._rows(head.about),
            "running": self._said(head.running),
            "reference": self._said(head.reference),
        }

    def _addressee(self, head: Letterhead) -> list[str]:
        """Lines of an address: own ones, which no ledger holds, else the name."""
        return self._lines(ADDRESSEE) or [*map(self._said, head.addressee)]

    def _lines(self, place: str) -> list[str]:
        """Own words of a place in which each line is one."""
        own = [] if self.own is None else lines_of(self.own, place)
        return [*map(visible, own)]

    def _rows(self, rows: Iterable[tuple[Value, Value]]) -> list[list[str]]:
        return [
            [self._title(name), self._said(value)]
            for name, value in rows
            if value is not None
        ]

    def _blocks(
        self, blocks: Iterable[Block], own: Mapping[str, list[Json]]
    ) -> Iterator[Json]:
        for block in blocks:
            if isinstance(block, Slot):
                if block.name in own:
                    yield from own[block.name]
                else:
                    yield from self._blocks(block.usual, own)
            else:
                yield self._block(block)

    def _block(self, block: Block) -> Json:
        match block:
            case Heading(said, deep, apart):
                runs = self._runs(said)
                return {"kind": "heading", "deep": deep, "apart": apart, "runs": runs}
            case Paragraph(said, kept):
                return {"kind": "paragraph", "kept": kept, "runs": self._runs(said)}
            case Items(items, numbered):
                found = [self._runs(each) for each in items]
                return {"kind": "items", "numbered": numbered, "items": found}
            case Rows(rows):
                return {"kind": "rows", "rows": self._rows(rows)}
            case Grid(table, wide, spelled):
                written = self._table(spelled_out(table) if spelled else table)
                unit = "" if spelled or not _has_amounts(table) else self._said(_UNIT)
                return {"kind": "table", "wide": wide, "unit": unit, **written}
            case Bars(title, bars, _):
                return self._bars(title, bars)
            case Signature(signers, authority, beside):
                named = self._lines(SIGNATORIES) or [*map(self._said, signers)]
                for_whom = "" if authority is None else self._said(authority)
                return {
                    "kind": "signature",
                    "authority": for_whom,
                    "beside": beside,
                    "signers": named,
                }
        raise TypeError(block)

    def _table(self, table: Table) -> Json:
        columns = [each for each in table.columns if not _is_empty(each, table)]
        totals = table.totals
        titles = [self._title(each.title) for each in columns]
        rows = [[self._cell(c, row.get(c.name)) for c in columns] for row in table.rows]
        return {
            "title": self._title(table.title),
            "columns": [
                {
                    "title": title,
                    "numeric": column.kind in _NUMERIC,
                    "weight": _weight([title, *(row[place] for row in rows)]),
                }
                for place, (column, title) in enumerate(
                    zip(columns, titles, strict=True)
                )
            ],
            "rows": rows,
            "totals": None
            if totals is None
            else [
                self._cell(c, totals[c.name]) if c.name in totals else ""
                for c in columns
            ],
            "remark": self._said(table.remark),
        }

    def _bars(self, title: Value, bars: Sequence[Bar]) -> Json:
        widest = max(
            [1, *(max(bar.ceiling, bar.spent + bar.committed) for bar in bars)]
        )
        said = [self._said(_bar_said(bar)) for bar in bars]
        return {
            "kind": "bars",
            "title": self._said(title),
            "said": said,
            "over": [
                each for each, bar in zip(said, bars, strict=True) if bar.available < 0
            ],
            "alt": f"{self._said(title)}: {' '.join(said)}",
            "legend": [
                self._said(message(each))
                for each in ("spent", "committed", "available")
            ],
            "bars": [
                {
                    "label": self._said(bar.label),
                    "spent": bar.spent / widest,
                    "committed": bar.committed / widest,
                    "available": max(bar.available, 0) / widest,
                    "ceiling": bar.ceiling / widest,
                    "over": bar.available < 0,
                    "beside": self._said(_beside(bar)),
                }
                for bar in bars
            ],
        }

    def _cell(self, column: Column, value: object) -> str:
        if isinstance(value, Euro | Message | Parts | date):
            return self._said(value)
        return cell(column, value, self.lang, self.zone)

    def _title(self, said: Value) -> str:
        found = titled(said, self.lang)
        return found[:1].upper() + found[1:]

    def _said(self, said: Value) -> str:
        return told(said, self.lang, shown_as=visible)

    def _runs(self, said: Value) -> list[Json]:
        return [{"text": self._said(said), "as": "plain"}]


def places(document: Document) -> list[str]:
    """The names of its places for own words."""
    of_lines = [] if document.letterhead is None else [ADDRESSEE, SIGNATORIES]
    return [*of_lines, *dict.fromkeys(each.name for each in _slots(document.blocks))]


def _slots(blocks: Iterable[Block]) -> Iterator[Slot]:
    for block in blocks:
        if isinstance(block, Slot):
            yield block
            yield from _slots(block.usual)


def _is_empty(column: Column, table: Table) -> bool:
    """A rare column in which nothing stands but zeros."""
    values = {str(row.get(column.name)) for row in table.rows}
    return column.rare and values <= {"0.00", "None", ""}


def _has_amounts(table: Table) -> bool:
    return any(each.kind in AMOUNTS for each in table.columns)


def _weight(texts: Sequence[str]) -> int:
    """How wide a column wants to be: as its longest line, but none takes all."""
    lines = (line for each in texts for line in each.split("\n"))
    return min(_WIDEST, max(_NARROWEST, *map(len, lines)))


def _bar_said(bar: Bar) -> Value:
    template = (
        "{label}: of {ceiling} {spent} is spent and {committed} committed;"
        " {available} is available."
    )
    if bar.available < 0:
        template = (
            "{label}: of {ceiling} {spent} is spent and {committed} committed;"
            " {over} above the ceiling."
        )
        return message(
            template,
            label=bar.label,
            ceiling=Euro(bar.ceiling),
            spent=Euro(bar.spent),
            committed=Euro(bar.committed),
            over=Euro(-bar.available),
        )
    return message(
        template,
        label=bar.label,
        ceiling=Euro(bar.ceiling),
        spent=Euro(bar.spent),
        committed=Euro(bar.committed),
        available=Euro(bar.available),
    )


def _beside(bar: Bar) -> Value:
    """What stands next to a bar: what is left of how much."""
    return message(
        "{available} of {ceiling} left",
        available=Euro(bar.available),
        ceiling=Euro(bar.ceiling),
    )


def _foot(data: Mapping[str, Any], *, dated: bool) -> Value:
    template = "Position on {day}, entry {entry}, root {root}"
    if dated:  # a letter, which has a day of its own above it
        template = "Made from the ledger as of {day}, entry {entry}, root {root}"
    return message(
        template,
        day=datetime.fromisoformat(data["at"]).date(),
        entry=data["entry"],
        root=str(data.get("root") or "")[:_ROOT],
    )
