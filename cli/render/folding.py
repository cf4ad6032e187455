"""Rows that are wider than the page: the first line aligned, the rest below it.

What fits stands in columns; further amounts stand in columns of their own, a line
lower; texts follow with their names. Nothing is cut.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cli.render.cells import ABSENT
from cli.render.grid import Grid, header_lines, row_lines, rule, wraps
from cli.render.page import bold
from cli.render.wrapping import display_width, longest_word, wrapped

_BETWEEN = " · "
_DEEPEST = 8
"""Most columns that what follows is indented by."""


def folded(grid: Grid, room: int) -> list[str]:
    """The header, the rows and the totals, in lines that a page of `room` holds."""
    widths = [_width(grid, index) for index in range(len(grid.columns))]
    lead = _lead(grid, widths, room)
    depth = min(_DEEPEST, 2 + (widths[lead[0]] if lead else 0))
    below = _below(grid, widths, lead, room)
    stacked = [_Line(0, lead), *below]
    aligned = {index for line in stacked for index in line.columns}
    inline = [i for i in _by_weight(grid) if i not in aligned]
    return list(_lines(grid, widths, stacked, inline, depth, room))


class _Line(NamedTuple):
    """Columns that stand side by side, after a margin."""

    margin: int
    columns: Sequence[int]


def _width(grid: Grid, index: int) -> int:
    """As wide as its cells; a title goes on below where it is wider."""
    title, *texts = grid.texts(index)
    return max(longest_word(title), *map(display_width, texts))


def _lead(grid: Grid, widths: Sequence[int], room: int) -> list[int]:
    """The columns of the first line: what is short and says most."""
    chosen = _fitting(grid, widths, room)
    amounts = [i for i, c in enumerate(grid.columns) if c.kind == "amount"]
    held = [index for index in amounts if index in chosen]
    if len(held) == len(amounts) or not held:
        return chosen
    # As many amounts on each line, as nearly as may be.
    lines = -(-len(amounts) // len(held))
    most = -(-len(amounts) // lines)
    return [index for index in chosen if index not in held[most:]]


def _fitting(grid: Grid, widths: Sequence[int], room: int) -> list[int]:
    chosen: list[int] = []
    used = -2
    for index in _by_weight(grid):
        if wraps(grid.columns[index]):
            continue
        if used + 2 + widths[index] <= room:
            chosen.append(index)
            used += 2 + widths[index]
        elif grid.columns[index].kind == "amount":
            break  # the amounts after it stay together below
    return sorted(chosen)


def _weight(grid: Grid, index: int) -> int:
    """Whatever is in columns first, then names, texts, and what is spare."""
    column = grid.columns[index]
    if index == 0:
        return 0
    if column.spare:
        return 4
    if wraps(column):
        return 3
    return 2 if column.kind == "name" else 1


def _by_weight(grid: Grid) -> list[int]:
    return sorted(range(len(grid.columns)), key=lambda index: _weight(grid, index))


def _below(
    grid: Grid, widths: list[int], lead: Sequence[int], room: int
) -> list[_Line]:
    """Further amounts, under those of the first line where there are any."""
    rest = [
        index
        for index, column in enumerate(grid.columns)
        if index not in lead and column.kind == "amount"
    ]
    slots = [i for i in lead if grid.columns[i].kind == "amount"]
    if not rest or not slots:
        return [_Line(0, [index]) for index in rest]
    for number, index in enumerate(rest):
        slot = slots[number % len(slots)]
        for wanted in (widths[index], display_width(grid.titles[index])):
            widest = max(widths[slot], wanted)
            if _total(widths, lead) + widest - widths[slot] <= room:
                widths[slot] = widest
        widths[index] = widths[slot]
    margin = _total(widths, [i for i in lead if i < slots[0]]) + 2
    lines = [rest[n : n + len(slots)] for n in range(0, len(rest), len(slots))]
    return [_Line(margin, line) for line in lines]


def _total(widths: Sequence[int], columns: Sequence[int]) -> int:
    return sum(widths[i] for i in columns) + 2 * (len(columns) - 1)


def _lines(
    grid: Grid,
    widths: Sequence[int],
    stacked: Sequence[_Line],
    inline: Sequence[int],
    depth: int,
    room: int,
) -> Iterator[str]:
    def aligned(cells: Sequence[str], *, paint: bool = False) -> Iterator[str]:
        for margin, kept in stacked:
            found = row_lines(
                [grid.columns[i] for i in kept],
                [cells[i] for i in kept],
                [widths[i] for i in kept],
                paint=paint,
            )
            yield from (" " * margin + line for line in found)

    for margin, kept in stacked:
        found = grid.of(kept)
        titles = header_lines(found.columns, found.titles, [widths[i] for i in kept])
        yield from (" " * margin + line for line in titles)
    line = rule([widths[i] for i in stacked[0].columns])
    yield line
    for row in grid.rows:
        yield from aligned(row, paint=True)
        yield from _named(grid, row, inline, depth, room)
    if grid.total is not None:
        yield line
        yield from (bold(each) for each in aligned(grid.total))


def _named(
    grid: Grid, row: Sequence[str], inline: Sequence[int], depth: int, room: int
) -> Iterator[str]:
    """The rest of a row: names and values, each on the first line with room for it."""
    lines: list[str] = []
    for index in inline:
        if row[index] in ("", ABSENT):
            continue
        item = f"{_label(grid.titles[index])} {row[index]}"
        place = _place(lines, item, room - depth)
        if place is None:
            lines += _whole(grid, index, row, room, depth)
        else:
            lines[place] += f"{_BETWEEN}{item}"
    for line in lines:
        yield " " * min(depth, max(0, room - display_width(line))) + line


def _place(lines: Sequence[str], item: str, room: int) -> int | None:
    needed = display_width(_BETWEEN + item)
    fits = (n for n, line in enumerate(lines) if display_width(line) + needed <= room)
    return next(fits, None)


def _whole(
    grid: Grid, index: int, row: Sequence[str], room: int, depth: int
) -> list[str]:
    """A value that has lines of its own; one that can't be broken has a whole one."""
    label, text = _label(grid.titles[index]), row[index]
    both = f"{label} {text}"
    is_name = not wraps(grid.columns[index])
    if is_name and display_width(both) > room - depth and display_width(text) <= room:
        return [label, text]
    return wrapped(both, room - depth)


def _label(title: str) -> str:
    return title[:1].lower() + title[1:]
