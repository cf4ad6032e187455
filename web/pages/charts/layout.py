"""Where the places and streams of a flow stand: columns are fixed, heights are sums."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from web.pages.charts.drawing import Point, Size

Way: TypeAlias = tuple[tuple[str, ...], int, bool]
"""The places an amount passes, its cents (more than zero), and whether it is open."""
_TALL = 220
"""Of the tallest column's amounts, in units of the drawing."""
_THICK = {"wide": 12, "narrow": 8}
"""Of a place."""
_LINES = 2.6
"""Of text beside a place: its name, its sum, and some space."""


@dataclass(frozen=True)
class Place:
    """A place in a column: how much passes it, and where it stands."""

    column: int
    name: str
    amount: int
    open: bool
    left: float
    top: float
    high: float


@dataclass(frozen=True)
class Stream:
    """What goes from a place to one in the next column: its upper ends, its width."""

    start: Point
    end: Point
    wide: float


@dataclass(frozen=True)
class Layout:
    """All places and streams."""

    places: Sequence[Place]
    streams: Sequence[Stream]
    height: int
    pitch: float
    """From a column to the next."""
    thick: int


_Node: TypeAlias = tuple[int, str, bool]


def laid_out(ways: Sequence[Way], size: Size, columns: int) -> Layout:
    """Places in the order in which they first come, and the streams between them."""
    sums, between = _sums(ways)
    scale = _TALL / max(1, sum(amount for _, amount, _ in ways))
    pitch = size.width / columns
    thick = _THICK[size.name]
    places, height = _placed(sums, scale, size, pitch)
    return Layout(
        list(places.values()),
        _streams(between, places, scale, thick),
        height,
        pitch,
        thick,
    )


def _sums(
    ways: Sequence[Way],
) -> tuple[dict[_Node, int], dict[tuple[_Node, _Node], int]]:
    sums: dict[_Node, int] = defaultdict(int)
    between: dict[tuple[_Node, _Node], int] = defaultdict(int)
    for names, amount, is_open in ways:
        last = len(names) - 1
        nodes = [(at, each, is_open and at == last) for at, each in enumerate(names)]
        for node in nodes:
            sums[node] += amount
        for pair in pairwise(nodes):
            between[pair] += amount
    return sums, between


def _placed(
    sums: dict[_Node, int], scale: float, size: Size, pitch: float
) -> tuple[dict[_Node, Place], int]:
    least = _LINES * size.letters
    down: dict[int, float] = defaultdict(lambda: 2 * size.letters)
    places = {}
    for node, amount in sums.items():
        column, name, is_open = node
        high = amount * scale
        left, top = column * pitch, down[column]
        places[node] = Place(column, name, amount, is_open, left, top, high)
        down[column] += max(high + 8, least)
    return places, int(max(down.values(), default=2 * size.letters)) + 1


def _streams(
    between: dict[tuple[_Node, _Node], int],
    places: dict[_Node, Place],
    scale: float,
    thick: int,
) -> list[Stream]:
    left_of: dict[_Node, float] = defaultdict(float)
    come_to: dict[_Node, float] = defaultdict(float)
    streams = []
    for (start, end), amount in between.items():
        wide = amount * scale
        before, after = places[start], places[end]
        from_ = (before.left + thick, before.top + left_of[start])
        streams.append(Stream(from_, (after.left, after.top + come_to[end]), wide))
        left_of[start] += wide
        come_to[end] += wide
    return streams
