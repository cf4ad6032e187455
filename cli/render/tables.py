"""Aligned tables for people: thousands separators, totals, fitted to the terminal."""

import os
import sys
import unicodedata
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

import click

LEFT, RIGHT = "left", "right"
NARROWEST = 12
"""A text column is not cut below this many characters."""
WIDEST_PROSE = 72
"""Sentences are broken at this width."""


class Column(NamedTuple):
    """One column; `money` cells are amounts such as "1200.00"."""

    title: str
    align: str = LEFT
    money: bool = False
    flexible: bool = False
    """It may be cut to fit the terminal."""
    wraps: bool = False
    """It goes on below instead of being cut, and is never very wide."""
    spare: bool = False
    """It is left out first where the terminal is too narrow."""
    rare: bool = False
    """It is left out where it has nothing but zeros."""


def text(title: str, *, flexible: bool = False, spare: bool = False) -> Column:
    """A column of words."""
    return Column(title, LEFT, flexible=flexible, spare=spare)


def prose(title: str) -> Column:
    """A column of sentences."""
    return Column(title, LEFT, flexible=True, wraps=True)


def number(title: str) -> Column:
    """A column of whole numbers."""
    return Column(title, RIGHT)


def money(title: str, *, rare: bool = False) -> Column:
    """A column of amounts."""
    return Column(title, RIGHT, money=True, rare=rare)


class Table:
    """Rows of cells under columns, with an optional row of totals."""

    def __init__(self, columns: Sequence[Column], title: str = "") -> None:
        self.columns = columns
        self.rows: list[Sequence[object]] = []
        self.title = title
        self.totals: Sequence[object] | None = None

    def add(self, *cells: object) -> None:
        """Add a row."""
        self.rows.append(cells)

    def render(self, width: int | None = None) -> str:
        """The table as lines of text."""
        lines = [bold(self.title)] if self.title else []
        if not self.rows:
            return "\n".join([*lines, "  (none)"])
        return "\n".join([*lines, *self._fitted(width)])

    def _fitted(self, width: int | None) -> list[str]:
        """Header, rows and totals, in columns that fit."""
        room = terminal_width() if width is None else width
        rows = [self._cells(row) for row in self.rows]
        total = [] if self.totals is None else [self._cells(self.totals)]
        kept = [i for i, c in enumerate(self.columns) if not c.rare or _moved(rows, i)]
        while True:
            sheet = _Sheet(
                [self.columns[i] for i in kept],
                [[row[i] for i in kept] for row in rows],
                [[row[i] for i in kept] for row in total],
                room,
            )
            spare = [i for i in kept if self.columns[i].spare]
            if sheet.fits or not spare:
                return sheet.lines()
            kept.remove(spare[-1])

    def _cells(self, row: Sequence[object]) -> list[str]:
        return [
            grouped(str(cell))
            if column.money and cell not in (None, "")
            else shown(cell)
            for column, cell in zip(self.columns, row, strict=True)
        ]


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
            if column.wraps:
                self.widths[i] = min(self.widths[i], WIDEST_PROSE)
        self.fits = self._squeeze(room)

    @property
    def _titles(self) -> list[str]:
        return [column.title for column in self.columns]

    def _squeeze(self, room: int) -> bool:
        """Narrow the flexible columns, widest first; false where that isn't enough."""
        excess = sum(self.widths) + 2 * (len(self.widths) - 1) - room
        while room and excess > 0:
            flexible = [
                i
                for i, column in enumerate(self.columns)
                if column.flexible and self.widths[i] > NARROWEST
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
            _wrapped(cell, width) if column.wraps else [_cut(cell, width)]
            for column, cell, width in zip(
                self.columns, cells, self.widths, strict=True
            )
        ]
        return [
            self._line([s[n] if n < len(s) else "" for s in stacks], paint=paint)
            for n in range(max(map(len, stacks)))
        ]

    def _line(self, cells: Sequence[str], *, paint: bool) -> str:
        parts = []
        for column, cell, width in zip(self.columns, cells, self.widths, strict=True):
            padded = _padded(cell, width, column.align)
            negative = paint and column.money and cell.startswith("-")
            parts.append(red(padded) if negative else padded)
        return "  ".join(parts).rstrip()


def _wrapped(cell: str, width: int) -> list[str]:
    """A text broken between words into lines of at most `width`."""
    lines = [""]
    for word in cell.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if display_width(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [_cut(line, width) for line in lines]


def shown(cell: object) -> str:
    """A cell as text; absent values are a dash."""
    if cell is None:
        return "–"
    if isinstance(cell, list | tuple):
        return " ".join(str(item) for item in cell)
    return str(cell)


def grouped(amount: str) -> str:
    """`-1234567.89` as `-1,234,567.89`; anything else unchanged."""
    sign, digits = ("-", amount[1:]) if amount.startswith("-") else ("", amount)
    whole, point, decimals = digits.partition(".")
    if not whole.isdigit():
        return amount
    return f"{sign}{int(whole):,}{point}{decimals}"


def short_moment(moment: object, zone: tzinfo) -> str:
    """A recording time to the minute, in the zone in which `--known-at` is read."""
    return (
        datetime.fromisoformat(str(moment)).astimezone(zone).strftime("%Y-%m-%d %H:%M")
    )


def display_width(text_: str) -> int:
    """Columns a text takes on a terminal: wide characters two, combining ones none."""
    if text_.isascii():
        return len(text_)
    return sum(_char_width(char) for char in text_)


def _char_width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _cut(cell: str, width: int) -> str:
    if display_width(cell) <= width:
        return cell
    kept = ""
    for char in cell:
        if display_width(kept + char) > width - 1:
            break
        kept += char
    return kept + "…"


def _padded(cell: str, width: int, align: str) -> str:
    spaces = " " * max(0, width - display_width(cell))
    return spaces + cell if align == RIGHT else cell + spaces


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
