"""Aligned tables for people: thousands separators, totals, fitted to the terminal."""

import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import click

LEFT, RIGHT = "left", "right"
NARROWEST = 12
"""A text column is not cut below this many characters."""


@dataclass(frozen=True)
class Column:
    """One column; `money` cells are amounts such as "1200.00"."""

    title: str
    align: str = LEFT
    money: bool = False
    flexible: bool = False
    """It may be cut to fit the terminal."""


def text(title: str, *, flexible: bool = False) -> Column:
    """A column of words."""
    return Column(title, LEFT, flexible=flexible)


def number(title: str) -> Column:
    """A column of whole numbers."""
    return Column(title, RIGHT)


def money(title: str) -> Column:
    """A column of amounts."""
    return Column(title, RIGHT, money=True)


@dataclass
class Table:
    """Rows of cells under columns, with an optional row of totals."""

    columns: Sequence[Column]
    rows: list[Sequence[object]] = field(default_factory=list)
    title: str = ""
    totals: Sequence[object] | None = None

    def add(self, *cells: object) -> None:
        """Add a row."""
        self.rows.append(cells)

    def render(self, width: int | None = None) -> str:
        """The table as lines of text."""
        body = [self._cells(row) for row in self.rows]
        total = None if self.totals is None else self._cells(self.totals)
        widths = self._widths(body if total is None else [*body, total], width)
        lines = [bold(self.title)] if self.title else []
        if not body:
            return "\n".join([*lines, "  (none)"])
        lines.append(bold(self._line([c.title for c in self.columns], widths)))
        lines.append(self._rule(widths))
        lines += [self._line(cells, widths, paint=True) for cells in body]
        if total is not None:
            lines.append(self._rule(widths))
            lines.append(bold(self._line(total, widths)))
        return "\n".join(lines)

    def _cells(self, row: Sequence[object]) -> list[str]:
        return [
            grouped(str(cell))
            if column.money and cell not in (None, "")
            else shown(cell)
            for column, cell in zip(self.columns, row, strict=True)
        ]

    def _widths(self, rows: Iterable[Sequence[str]], width: int | None) -> list[int]:
        widths = [display_width(column.title) for column in self.columns]
        for row in rows:
            widths = [
                max(w, display_width(c)) for w, c in zip(widths, row, strict=True)
            ]
        room = terminal_width() if width is None else width
        excess = sum(widths) + 2 * (len(widths) - 1) - room
        while room and excess > 0:
            widest = self._widest_flexible(widths)
            if widest is None:
                break
            cut = min(excess, widths[widest] - NARROWEST)
            widths[widest] -= cut
            excess -= cut
        return widths

    def _widest_flexible(self, widths: list[int]) -> int | None:
        found = [
            index
            for index, column in enumerate(self.columns)
            if column.flexible and widths[index] > NARROWEST
        ]
        return max(found, key=lambda index: widths[index], default=None)

    def _line(
        self, cells: Sequence[str], widths: Sequence[int], *, paint: bool = False
    ) -> str:
        parts = []
        for column, cell, width in zip(self.columns, cells, widths, strict=True):
            padded = _padded(_cut(cell, width), width, column.align)
            negative = paint and column.money and cell.startswith("-")
            parts.append(red(padded) if negative else padded)
        return "  ".join(parts).rstrip()

    @staticmethod
    def _rule(widths: Sequence[int]) -> str:
        return "  ".join("─" * width for width in widths)


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


def short_moment(moment: object) -> str:
    """A recording time to the minute, for people."""
    return str(moment)[:16].replace("T", " ")


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
    """Columns of the terminal; 0, without limit, where the output is none."""
    if not sys.stdout.isatty():
        return 0
    try:
        return int(os.environ.get("COLUMNS", "")) or os.get_terminal_size().columns
    except (ValueError, OSError):
        return 80


def colours() -> bool:
    """Colour only on a terminal, and not where NO_COLOR forbids it."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def bold(text_: str) -> str:
    """Bold where colours are on."""
    return click.style(text_, bold=True) if colours() else text_


def red(text_: str) -> str:
    """Red where colours are on."""
    return click.style(text_, fg="red") if colours() else text_
