"""Rows that are wider than the page: the first line in columns, the rest below it.

Which columns stay on the first line goes by what they say: amounts first, save those
that their column marks as `below`. The others follow under the row, each with its name,
in the same order under every row. Amounts of nothing are left out there; nothing is
cut.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, zip_longest

from cli.render.cells import ABSENT, BETWEEN
from cli.render.grid import Grid, body_lines, header_lines, row_lines, rule, wraps
from cli.render.page import bold
from cli.render.texts import Texts
from cli.render.wrapping import display_width, longest_word, wrapped
from projections.report import AMOUNTS

READABLE = 16
"""A column of text is not narrowed below this, if its texts are that long."""
_FEW = 8
"""Of so many names one may be too long for its column."""
BELOW = "↓"
"""In a column: its text is too long for it, and stands below the row."""
_DEEPEST = 8
"""Most columns that what follows is indented by."""


def folded(grid: Grid, room: int) -> list[str]:
    """The header, the rows and the totals, in lines that a page of `room` holds."""
    lead = _lead(grid, room)
    rest = [index for index in range(len(grid.columns)) if index not in lead]
    rest.sort(key=lambda index: grid.columns[index].spare)
    depth = min(_DEEPEST, 2 + next(iter(lead.values()), 0))
    return list(_lines(grid, lead, rest, depth, room))


class Piece:
    """A name and a value in a line; a whole value is never broken."""

    __slots__ = ("label", "said", "text", "whole", "width")

    def __init__(self, label: str, text: str, *, whole: bool = False) -> None:
        self.label = label
        self.text = text
        self.whole = whole
        self.said = f"{label} {text}" if label else text
        self.width = display_width(self.said)


def filled(pieces: Iterable[Piece], room: int, margin: int = 0) -> Iterator[str]:
    """Lines of pieces in their order, after a margin; a long one has its own lines.

    A `room` of 0 is any.
    """
    line, taken = "", margin
    for each in pieces:
        longer = taken + each.width + (len(BETWEEN) if line else 0)
        if not room or longer <= room:
            line = f"{line}{BETWEEN}{each.said}" if line else each.said
            taken = longer
            continue
        if line:
            yield " " * margin + line
        line, taken = each.said, margin + each.width
        if taken > room:
            yield from _whole(each, room, margin)
            line, taken = "", margin
    if line:
        yield " " * margin + line


def _whole(each: Piece, room: int, margin: int) -> Iterator[str]:
    """A piece that is wider than a line; what can't be broken has a whole one."""
    lines = wrapped(each.said, room - margin)
    if each.whole and display_width(each.text) <= room:
        lines = [each.label, each.text]
    for line in lines:
        yield " " * min(margin, max(0, room - display_width(line))) + line


def _lead(grid: Grid, room: int) -> dict[int, int]:
    """The columns of the first line, in order, with their widths."""
    chosen: dict[int, int] = {}
    for below in (False, True):
        for index in _by_weight(grid):
            column, left = grid.columns[index], room - _taken(chosen)
            width = _width(grid, index, left)
            if column.below == below and width <= left and column.kind != "facts":
                chosen[index] = width
        _widen(grid, chosen, room)
    return dict(sorted(chosen.items()))


def _taken(chosen: Mapping[int, int]) -> int:
    """Columns that the next one comes after."""
    return sum(width + 2 for width in chosen.values())


def _widen(grid: Grid, chosen: dict[int, int], room: int) -> None:
    """Titles on one line, where there is room."""
    for index in sorted(chosen):
        left = room + 2 - _taken(chosen)
        more = min(left, display_width(grid.titles[index]) - chosen[index])
        chosen[index] += max(0, more)


def _width(grid: Grid, index: int, left: int) -> int:
    """As wide as its cells; a title goes on below where it is wider.

    Of names, few that are longer than what is left stand below their rows.
    """
    title = grid.titles[index]
    found = [width for each in grid.below_title(index) for width in each.widths]
    if index and grid.columns[index].kind == "name":
        fitting = [width for width in found if width <= left]
        if len(found) - len(fitting) <= len(found) // _FEW:
            found = fitting
    # What is rather below does not make others' titles go on.
    least = display_width(title) if grid.columns[index].below else longest_word(title)
    width = max(least, *found)
    # The first column names the row: a long text goes on in it, but stays there.
    return min(width, READABLE) if index == 0 and wraps(grid.columns[0]) else width


def _by_weight(grid: Grid) -> list[int]:
    return sorted(range(len(grid.columns)), key=lambda index: _weight(grid, index))


def _weight(grid: Grid, index: int) -> int:
    """The row's name, amounts, words, names, texts, and what is rather below."""
    column = grid.columns[index]
    if index == 0:
        return 0
    if column.below:
        return 6
    if column.spare:
        return 5
    if wraps(column):
        return 4
    if column.kind == "name":
        return 3
    return 1 if column.kind in AMOUNTS else 2


def _lines(
    grid: Grid, lead: Mapping[int, int], rest: Sequence[int], depth: int, room: int
) -> Iterator[str]:
    kept, room_of = grid.of(list(lead)), list(lead.values())
    line = rule(room_of)
    yield from header_lines(kept.columns, kept.titles, room_of)
    yield line
    narrow = [i for i in lead if _has_long(grid, i, lead[i])]
    below = [
        *(_long_pieces(grid, i, lead[i]) for i in narrow),
        *(_column_pieces(grid, i) for i in rest),
    ]
    first = grid.with_cells({i: _short(grid.cells[i], lead[i]) for i in narrow})
    rows = body_lines(first.of(list(lead)), room_of)
    # Of no columns there are no rows: all may stand in the first line, or below it.
    for lines, pieces in zip_longest(rows, zip(*below, strict=True), fillvalue=()):
        yield from lines
        yield from filled(chain.from_iterable(pieces), room, depth)
    if grid.total is not None and kept.total is not None:
        total = [_pieces(grid, i, grid.total[i]) for i in rest]
        yield line
        yield from map(bold, row_lines(kept.columns, kept.total, room_of))
        yield from map(bold, filled(chain.from_iterable(total), room, depth))


def _has_long(grid: Grid, index: int, room: int) -> bool:
    """Texts in a column are too long for it, and don't go on in it."""
    if not index or wraps(grid.columns[index]):
        return False
    return grid.cells[index].widest > room


def _short(cells: Texts, room: int) -> Texts:
    """A column with a mark for what is too long for it."""
    told = zip(cells.told, cells.widths, strict=True)
    return Texts([BELOW if width > room else text for text, width in told])


def _long_pieces(grid: Grid, index: int, room: int) -> list[Sequence[Piece]]:
    """Row by row what is too long for its column."""
    told = zip(_column_pieces(grid, index), grid.cells[index].widths, strict=True)
    return [pieces if width > room else () for pieces, width in told]


def _column_pieces(grid: Grid, index: int) -> list[Sequence[Piece]]:
    """Row by row what a column says; the same text is made a piece of once."""
    texts = grid.cells[index].told
    made = {text: _pieces(grid, index, text) for text in set(texts)}
    return [made[text] for text in texts]


def _pieces(grid: Grid, index: int, text: str) -> Sequence[Piece]:
    """What a cell says where it does not stand under its title; of nothing none."""
    column, title = grid.columns[index], grid.titles[index]
    if text in ("", ABSENT) or (column.kind in AMOUNTS and text == grid.voice.nil):
        return ()
    if column.kind == "facts":  # they have their own names
        return [Piece("", fact) for fact in text.split(BETWEEN)]
    label = f"{title[:1].lower()}{title[1:]}"
    return (Piece(label, text, whole=not wraps(column)),)
