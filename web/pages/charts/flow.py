"""Money on its way: from a decision to programmes, projects and payments.

Columns are fixed; the height of a place is the sum of what passes it, so what goes into
a place and what leaves it differ only by what stays there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from web.pages.charts.drawing import (
    Chart,
    Ink,
    Key,
    Size,
    Written,
    cut,
    group,
    number,
    rectangle,
    text,
)
from web.pages.charts.layout import Layout, Place, Stream, Way, laid_out
from web.pages.components.amounts import Amount
from web.pages.components.tables import Column, Table
from web.pages.markup import Content, element


@dataclass(frozen=True)
class FlowRow:
    """An amount on its way, in euro cents: where it passes, from left to right.

    It has as many places as it has come to; `open` says of the last that it is not
    paid yet. An amount of zero or less is in the table, and not drawn.
    """

    places: tuple[str, ...]
    amount: int
    open: bool = False


@dataclass(frozen=True)
class FlowTexts:
    """What the chart says."""

    title: str
    message: str
    """`total paid open`."""
    columns: tuple[str, ...]
    """The names of the columns."""
    amount: str
    paid: str
    open: str
    total: str
    empty: str


def flow_chart(
    name: str, rows: Sequence[FlowRow], texts: FlowTexts, written: Written
) -> Chart:
    """The chart of rows, each the whole way of an amount.

    Raises `ValueError` for a row with no places or more than there are columns.
    """
    if any(not 0 < len(row.places) <= len(texts.columns) for row in rows):
        raise ValueError(rows)
    ways = [(row.places, row.amount, row.open) for row in rows if row.amount > 0]

    def draw(size: Size, hatching: str) -> tuple[int, Markup]:
        size = replace(size, letters=size.letters - 1)
        shown = _without_the_first(ways) if size.name == "narrow" else ways
        heads = texts.columns if shown is ways else texts.columns[1:]
        layout = laid_out(shown, size, len(heads))
        return layout.height, _drawn(layout, size, heads, written, hatching)

    return Chart(
        name,
        texts.title,
        _message(rows, texts, written) if rows else "",
        [Key("spent", texts.paid), Key("committed", texts.open)] if rows else (),
        draw,
        _table(name, rows, texts, written),
    )


def _drawn(
    layout: Layout, size: Size, heads: Sequence[str], written: Written, hatching: str
) -> Markup:
    return group(
        "plot",
        *_heads(layout, size, heads),
        group("stream", *(_stream(each) for each in layout.streams)),
        *(
            part
            for place in layout.places
            for part in _place(place, layout, size, written, hatching)
        ),
    )


def _without_the_first(ways: Sequence[Way]) -> Sequence[Way]:
    """The ways from their second place on, where all begin alike: it leaves room."""
    alike = len({places[0] for places, _, _ in ways}) == 1
    if not alike or any(len(places) == 1 for places, _, _ in ways):
        return ways
    return [(places[1:], amount, is_open) for places, amount, is_open in ways]


def _heads(layout: Layout, size: Size, heads: Sequence[str]) -> Iterator[Markup]:
    for at, title in enumerate(heads):
        said = cut(title, layout.pitch - 12, size.letters, bold=True)
        yield text(
            said, at * layout.pitch, size.letters, class_="letters letters--head"
        )


def _stream(stream: Stream) -> Markup:
    (left, top), (right, end) = stream.start, stream.end
    middle = number((left + right) / 2)
    wide = stream.wide
    path = (
        f"M{number(left)} {number(top)}"
        f"C{middle} {number(top)} {middle} {number(end)} {number(right)} {number(end)}"
        f"V{number(end + wide)}"
        f"C{middle} {number(end + wide)} {middle} {number(top + wide)} "
        f"{number(left)} {number(top + wide)}Z"
    )
    return element("path", d=path)


def _place(
    place: Place, layout: Layout, size: Size, written: Written, hatching: str
) -> Iterator[Content]:
    ink: Ink = "committed" if place.open else "spent"
    room = layout.pitch - layout.thick - 10
    left = place.left + layout.thick + 4
    name = cut(place.name, room, size.letters, bold=True)
    total = cut(written.euros(place.amount), room, size.letters)
    yield rectangle(
        ink, hatching, place.left, place.top, layout.thick, max(place.high, 1)
    )
    yield text(
        name,
        left,
        place.top + size.letters,
        class_="letters letters--name letters--over",
    )
    down = place.top + 2.2 * size.letters
    yield text(total, left, down, class_="letters letters--over")


def _message(rows: Sequence[FlowRow], texts: FlowTexts, written: Written) -> str:
    unpaid = sum(row.amount for row in rows if row.open)
    total = sum(row.amount for row in rows)
    return texts.message.format(
        total=written.money(total),
        paid=written.money(total - unpaid),
        open=written.money(unpaid),
    )


def _table(
    name: str, rows: Sequence[FlowRow], texts: FlowTexts, written: Written
) -> Table:
    wide = len(texts.columns)
    blanks = [""] * wide
    total = sum(row.amount for row in rows)
    return Table(
        f"{name}-table",
        texts.title,
        [
            *(Column(each, narrow=not at) for at, each in enumerate(texts.columns)),
            Column(texts.amount, numeric=True),
        ],
        [
            (*[*row.places, *blanks][:wide], Amount(row.amount, written.money))
            for row in rows
        ],
        (texts.total, *blanks[1:], Amount(total, written.money)),
        empty=texts.empty,
        hides_caption=True,
    )
