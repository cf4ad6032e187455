"""Tables for people: aligned, thousands separated, fitted to the terminal."""

import os
import sys
import unicodedata
from collections.abc import Sequence
from datetime import UTC, tzinfo

import click

from cli.render.cells import cell
from domain.values.messages import english
from projections.report import Column, Table

NARROWEST = 12
"""A text column is not cut below this many characters."""
WIDEST_PROSE = 72
"""Sentences are broken at this width."""
_RIGHT = ("number", "amount")
_WRAPS = ("prose", "facts", "fields")


def table_text(table: Table, zone: tzinfo, width: int | None = None) -> str:
    """A table as lines of text: title, header, rows, totals, remark."""
    lines = [bold(english(table.title))] if table.title else []
    if table.rows:
        lines += _fitted(table, zone, terminal_width() if width is None else width)
    else:
        lines.append("  (none)")
    if table.remark:
        lines.append(english(table.remark))
    return "\n".join(lines)


def _fitted(table: Table, zone: tzinfo, room: int) -> list[str]:
    """Header, rows and totals, in columns that fit."""
    columns = table.columns
    rows = [[cell(c, row.get(c.name), zone) for c in columns] for row in table.rows]
    totals = [] if table.totals is None else [[_total(c, table) for c in columns]]
    kept = [i for i, c in enumerate(columns) if not c.rare or _moved(rows, i)]
    while True:
        sheet = _Sheet(
            [table.columns[i] for i in kept],
            [[row[i] for i in kept] for row in rows],
            [[row[i] for i in kept] for row in totals],
            room,
        )
        spare = [i for i in kept if table.columns[i].spare]
        if sheet.fits or not spare:
            return sheet.lines()
        kept.remove(spare[-1])


def _total(column: Column, table: Table) -> str:
    """A cell of the totals: blank where the column has none."""
    value = (table.totals or {}).get(column.name, "")
    return cell(column, value, UTC)


def _moved(rows: Sequence[Sequence[str]], column: int) -> bool:
    return any(row[column] not in ("0.00", "") for row in rows)


class _Sheet:
    """A table whose columns were chosen, laid out within a width (0: any)."""

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        total: Sequence[Sequence[str]],
        room: int,
    ) -> None:
        self.columns = columns
        self.rows = rows
        self.total = total
        self.widths = [
            max(display_width(cells[i]) for cells in (*rows, *total, self._titles))
            for i in range(len(columns))
        ]
        for i, column in enumerate(columns):
            if _wraps(column):
                self.widths[i] = min(self.widths[i], WIDEST_PROSE)
        self.fits = self._squeeze(room)

    @property
    def _titles(self) -> list[str]:
        return [english(column.title) for column in self.columns]

    def _squeeze(self, room: int) -> bool:
        """Narrow the flexible columns, widest first; false where that isn't enough."""
        excess = sum(self.widths) + 2 * (len(self.widths) - 1) - room
        while room and excess > 0:
            flexible = [
                i
                for i, column in enumerate(self.columns)
                if (column.flexible or _wraps(column)) and self.widths[i] > NARROWEST
            ]
            if not flexible:
                return False
            widest = max(flexible, key=lambda i: self.widths[i])
            self.widths[widest] -= 1
            excess -= 1
        return True

    def lines(self) -> list[str]:
        """The header, the rows and the totals."""
        rule = "  ".join("─" * width for width in self.widths)
        lines = [bold(line) for line in self._row(self._titles)] + [rule]
        for cells in self.rows:
            lines += self._row(cells, paint=True)
        for cells in self.total:
            lines += [rule, *(bold(line) for line in self._row(cells))]
        return lines

    def _row(self, cells: Sequence[str], *, paint: bool = False) -> list[str]:
        """One row, on as many lines as its prose needs."""
        stacks = [
            _wrapped(text, width) if _wraps(column) else [_cut(text, width)]
            for column, text, width in zip(
                self.columns, cells, self.widths, strict=True
            )
        ]
        return [
            self._line([s[n] if n < len(s) else "" for s in stacks], paint=paint)
            for n in range(max(map(len, stacks), default=0))
        ]

    def _line(self, cells: Sequence[str], *, paint: bool) -> str:
        parts = []
        for column, text, width in zip(self.columns, cells, self.widths, strict=True):
            padded = _padded(text, width, right=column.kind in _RIGHT)
            negative = paint and column.kind == "amount" and text.startswith("-")
            parts.append(red(padded) if negative else padded)
        return "  ".join(parts).rstrip()


def _wrapped(text: str, width: int) -> list[str]:
    """A text broken between words into lines of at most `width`."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if display_width(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [_cut(line, width) for line in lines]


def _wraps(column: Column) -> bool:
    """Its cells go on below instead of being cut, and are never very wide."""
    return column.kind in _WRAPS


def display_width(text_: str) -> int:
    """Columns a text takes on a terminal: wide characters two, combining ones none."""
    if text_.isascii():
        return len(text_)
    return sum(_char_width(char) for char in text_)


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _cut(text: str, width: int) -> str:
    if display_width(text) <= width:
        return text
    kept = ""
    for char in text:
        if display_width(kept + char) > width - 1:
            break
        kept += char
    return kept + "…"


def _padded(text: str, width: int, *, right: bool) -> str:
    spaces = " " * max(0, width - display_width(text))
    return spaces + text if right else text + spaces


def terminal_width() -> int:
    """Columns to fit in: COLUMNS, else the terminal's; 0, any, where there is none."""
    told = os.environ.get("COLUMNS", "")
    if told.isdigit():
        return int(told)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (ValueError, OSError):
        return 0


def colours() -> bool:
    """Colour only on a terminal, and not where NO_COLOR forbids it."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def bold(text_: str) -> str:
    """Bold where colours are on."""
    return click.style(text_, bold=True) if colours() else text_


def red(text_: str) -> str:
    """Red where colours are on."""
    return click.style(text_, fg="red") if colours() else text_
