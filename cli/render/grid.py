"""Cells in aligned columns under a header."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cli.render.page import bold, dim, red
from cli.render.texts import Texts
from cli.render.wrapping import padded, wrapped
from cli.voice import Voice
from projections.report import AMOUNTS, Column

RIGHT = ("number", *AMOUNTS)
_WRAPS = ("prose", "facts", "fields")


class Grid(NamedTuple):
    """A table as texts: titles, the cells by column, and the row of totals."""

    columns: Sequence[Column]
    titles: Sequence[str]
    cells: Sequence[Texts]
    total: Sequence[str] | None
    voice: Voice

    def of(self, kept: Sequence[int]) -> "Grid":
        """Some of its columns."""
        return Grid(
            [self.columns[i] for i in kept],
            [self.titles[i] for i in kept],
            [self.cells[i] for i in kept],
            None if self.total is None else [self.total[i] for i in kept],
            self.voice,
        )

    def with_cells(self, others: Mapping[int, Texts]) -> "Grid":
        """The same with other texts in some of its columns."""
        return self._replace(
            cells=[others.get(i, each) for i, each in enumerate(self.cells)]
        )

    def below_title(self, index: int) -> tuple[Texts, ...]:
        """What stands in a column under its title: its cells, and its total."""
        cells = self.cells[index]
        return (cells,) if self.total is None else (cells, Texts([self.total[index]]))


def wraps(column: Column) -> bool:
    """Its cells go on below instead of making it wide."""
    return column.flexible or column.kind in _WRAPS


def grid_lines(grid: Grid, widths: Sequence[int]) -> list[str]:
    """The header, the rows and the totals."""
    line = rule(widths)
    lines = [*header_lines(grid.columns, grid.titles, widths), line]
    for row in body_lines(grid, widths):
        lines += row
    if grid.total is not None:
        total = row_lines(grid.columns, grid.total, widths)
        lines += [line, *(bold(each) for each in total)]
    return lines


def body_lines(grid: Grid, widths: Sequence[int]) -> Iterator[Sequence[str]]:
    """The lines of each row: one where every text fits, as many as it needs else."""
    columns, cells = grid.columns, grid.cells
    unfit = {
        row
        for each, width in zip(cells, widths, strict=True)
        for row in each.unfit(width)
    }
    parts = [
        _column(*each, paint=grid.voice)
        for each in zip(columns, cells, widths, strict=True)
    ]
    for row, line in enumerate(map("  ".join, zip(*parts, strict=True))):
        if row in unfit:
            texts = [each.told[row] for each in cells]
            yield list(row_lines(columns, texts, widths, paint=grid.voice))
        else:
            yield (line.rstrip(),)


def header_lines(
    columns: Sequence[Column], titles: Sequence[str], widths: Sequence[int]
) -> list[str]:
    """The titles, those of several lines ending on the same one."""
    stacks = [wrapped(text, width) for text, width in zip(titles, widths, strict=True)]
    deepest = max(map(len, stacks), default=0)
    return [
        bold(line)
        for n in range(deepest)
        for line in row_lines(
            columns,
            [_above(stack, deepest)[n] for stack in stacks],
            widths,
        )
    ]


def _above(stack: Sequence[str], deepest: int) -> list[str]:
    return [*[""] * (deepest - len(stack)), *stack]


def rule(widths: Sequence[int]) -> str:
    """The line below a header."""
    return "  ".join("─" * width for width in widths)


def row_lines(
    columns: Sequence[Column],
    cells: Sequence[str],
    widths: Sequence[int],
    *,
    paint: Voice | None = None,
) -> Iterator[str]:
    """One row, on as many lines as its longest text needs.

    It is painted where it is known whose words its cells are.
    """
    stacks = [wrapped(text, width) for text, width in zip(cells, widths, strict=True)]
    for n in range(max(map(len, stacks), default=0)):
        parts = [
            _cell(column, stack[n] if n < len(stack) else "", width, paint=paint)
            for column, stack, width in zip(columns, stacks, widths, strict=True)
        ]
        yield "  ".join(parts).rstrip()


def _cell(column: Column, text: str, width: int, *, paint: Voice | None) -> str:
    found = padded(text, width, right=column.kind in RIGHT)
    return found if paint is None else _painted(column, text, found, paint)


def _column(column: Column, texts: Texts, width: int, *, paint: Voice) -> list[str]:
    """The same of every row."""
    found = texts.padded(width, right=column.kind in RIGHT)
    if not (column.alarming or column.kind in AMOUNTS):
        return found
    told = zip(texts.told, found, strict=True)
    return [_painted(column, text, each, paint) for text, each in told]


def _painted(column: Column, text: str, found: str, paint: Voice) -> str:
    if column.alarming and (text.startswith("-") or text in paint.not_met):
        return red(found)
    return dim(found) if column.kind in AMOUNTS and text == paint.nil else found
