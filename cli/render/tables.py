"""Tables for people: aligned, thousands separated, fitted to the page.

Vouchers, actors, codes and amounts are never broken. Long texts wrap in their column;
where even that does not fit, a row goes on in lines below (`cli.render.folding`).
"""

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import NamedTuple

from cli.render.cells import ABSENT
from cli.render.folding import READABLE, folded
from cli.render.grid import Grid, grid_lines, wraps
from cli.render.page import Page, bold
from cli.render.texts import Texts
from cli.render.wrapping import display_width, longest_word, wrapped
from cli.voice import Voice
from domain.values.messages import message
from projections.report import Column, Table

LONGEST = 24
"""A word longer than this may be broken in a narrow column."""
WIDEST_PROSE = 72
"""Sentences are broken at this width."""
_COMFORTABLE = 32
"""A text is read with ease in a column of this width, however long it is."""
_FEW = 2
"""Lines that a text may have in a narrower one."""
_NOTHING = ("", ABSENT)


def table_text(table: Table, zone: tzinfo, page: Page) -> str:
    """A table as lines of text: title, header, rows, totals, remark."""
    lines: list[str] = []
    if table.title:
        said = wrapped(page.voice.title(table.title), page.width)
        lines += [bold(line) for line in said]
    lines += _body(table, zone, page) if table.rows else [_none(page.voice)]
    if table.remark:
        lines += wrapped(page.voice.title(table.remark), page.width)
    return "\n".join(lines)


def _none(voice: Voice) -> str:
    return f"  {voice.tell(message('(none)'))}"


def _body(table: Table, zone: tzinfo, page: Page) -> list[str]:
    """Header, rows and totals: in columns that fit, else folded."""
    room = page.width
    grid = _with_content(_grid(table, zone, page.voice), wide=not room)
    if not room:
        return grid_lines(grid, [each.natural for each in _natural(grid, room)])
    shared = [i for i in range(len(grid.columns)) if _is_shared(grid, i)]
    lines = wrapped(_said_once(grid, shared), room) if shared else []
    grid = grid.of([i for i in range(len(grid.columns)) if i not in shared])
    widths = _widths(grid, room)
    if widths is None or _is_cramped(grid, widths):
        return lines + folded(grid, room)
    return lines + grid_lines(grid, widths)


def _is_cramped(grid: Grid, widths: Sequence[int]) -> bool:
    """A text would go on for many lines beside a column that has few; facts always."""
    narrow = [
        index
        for index, column in enumerate(grid.columns)
        if index and wraps(column) and widths[index] < _COMFORTABLE
    ]
    return any(column.kind == "facts" for column in grid.columns) or any(
        len(wrapped(grid.cells[index].told[row], widths[index])) > _FEW
        for index in narrow
        for row in grid.cells[index].unfit(widths[index])
    )


def _said_once(grid: Grid, shared: Sequence[int]) -> str:
    """When everything was recorded, or by whom: what all of the rows share."""
    found = {grid.columns[i].kind == "name": _told(grid, i)[0] for i in shared}
    several = len(grid.cells[shared[0]].told) > 1
    template = _ONCE[several][True in found, False in found]
    said = message(template, by=found.get(True), at=found.get(False))
    return grid.voice.tell(said)


_ONCE = (
    {
        (False, True): "Recorded {at}.",
        (True, False): "Recorded by {by}.",
        (True, True): "Recorded {at} by {by}.",
    },
    {
        (False, True): "All recorded {at}.",
        (True, False): "All recorded by {by}.",
        (True, True): "All recorded {at} by {by}.",
    },
)
"""Of one row or of more: by whom, when."""


def _is_shared(grid: Grid, index: int) -> bool:
    """Its column says the same in every row, and may be said once."""
    return grid.columns[index].shared and len(set(_told(grid, index))) == 1


def _told(grid: Grid, index: int) -> list[str]:
    """What a column says; a balance has no actor, and nothing is missing there."""
    return [text for text in grid.cells[index].told if text]


def _grid(table: Table, zone: tzinfo, voice: Voice) -> Grid:
    columns = table.columns
    cells = [
        Texts(voice.cells(each, [row.get(each.name) for row in table.rows], zone))
        for each in columns
    ]
    total = None
    if table.totals is not None:
        total = [_total(column, table, voice) for column in columns]
    return Grid(columns, [voice.title(c.title) for c in columns], cells, total, voice)


def _total(column: Column, table: Table, voice: Voice) -> str:
    """A cell of the totals: blank where the column has none."""
    value = (table.totals or {}).get(column.name, "")
    return voice.cell(column, value, UTC)


def _with_content(grid: Grid, *, wide: bool) -> Grid:
    """Without the columns that say nothing; a wide page has them all."""
    return grid.of([i for i in range(len(grid.columns)) if wide or _says(grid, i)])


def _says(grid: Grid, column: int) -> bool:
    nothing = (*_NOTHING, grid.voice.nil) if grid.columns[column].rare else _NOTHING
    return not set(grid.cells[column].told).issubset(nothing)


class _Width(NamedTuple):
    natural: int
    least: int


def _natural(grid: Grid, room: int) -> list[_Width]:
    return [_width(grid, i, room) for i in range(len(grid.columns))]


def _widths(grid: Grid, room: int) -> list[int] | None:
    """The widths of the columns, narrowed to fit; None where that isn't enough."""
    found = _natural(grid, room)
    widths = [each.natural for each in found]
    excess = sum(widths) + 2 * (len(widths) - 1) - room
    while excess > 0:
        spare = [i for i, each in enumerate(found) if widths[i] > each.least]
        if not spare:
            return None
        widths[max(spare, key=lambda i: widths[i])] -= 1
        excess -= 1
    return widths


def _width(grid: Grid, index: int, room: int) -> _Width:
    column, title = grid.columns[index], grid.titles[index]
    texts = grid.below_title(index)
    longest = max(each.widest for each in texts)
    natural = max(longest, display_width(title))
    if not room:
        return _Width(natural, natural)
    if not wraps(column):
        least = display_width(title) if column.below else longest_word(title)
        return _Width(natural, max(least, longest))
    words = max(longest_word(title), *(each.longest_word for each in texts))
    if not column.flexible:
        natural = min(natural, max(WIDEST_PROSE, words))
    if column.kind != "fields":  # there it may be a voucher
        words = min(words, LONGEST)
    return _Width(natural, min(natural, max(words, READABLE)))
