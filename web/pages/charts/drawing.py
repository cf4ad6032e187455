"""What all charts have: two drawings of one thing, a legend, hatching, the table.

A drawing that is made smaller makes its letters smaller too. So each chart is drawn
twice, for wide and for narrow pages, and the style sheet shows the one that fits.
Colours come by class, since the pages allow no style of their own; what colour tells,
hatching tells as well.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from markupsafe import Markup

from web.pages.components.amounts import Money
from web.pages.components.tables import Table
from web.pages.markup import Content, classes, element, identifier

Ink: TypeAlias = Literal[
    "spent", "committed", "available", "ceiling", "deviation", "negative", "balance"
]
Point: TypeAlias = tuple[float, float]
HATCHED = {
    "committed": "M-2 8 8 -2M4 10 10 4",
    "deviation": "M-2 -2 10 10M-2 6 2 10M6 -2 10 2",
    "negative": "M0 2H8M0 6H8",
}
"""What is drawn over the colour, in a square of 8 by 8."""
_LETTER = 0.62
_BOLD = 0.69
"""The width of an average letter, in its own height, of the widest usual type."""


class Written(NamedTuple):
    """How the reader's language writes amounts and days."""

    money: Money
    """To the cent: `€ 1.234,56`."""
    euros: Money
    """Beside an axis, in whole euros: `€ 40.000`."""
    day: Callable[[date], str]
    """In a table: `31-12-2011`."""
    long_day: Callable[[date], str]
    """In a sentence: `31 december 2011`."""
    month: Callable[[date], str]
    """Below an axis, short: `dec 2011`."""


@dataclass(frozen=True)
class Size:
    """How large a drawing is, in units of its own."""

    name: Literal["wide", "narrow"]
    width: int
    height: int
    letters: int
    """Their height."""
    marks: int
    """As many days as have room below it."""


WIDE = Size("wide", 760, 300, 14, 7)
NARROW = Size("narrow", 340, 260, 13, 3)


class Key(NamedTuple):
    """One line of a legend: an ink, what it means, and how much of it there is."""

    ink: Ink
    text: str
    amount: str = ""


_FEW = 2
"""Columns of a table that fits beside a drawing."""


@dataclass(frozen=True)
class Chart:
    """A figure: what it says, its drawings, and its rows as a table."""

    name: str
    title: str
    message: str
    """In a sentence, what the drawing shows."""
    legend: Sequence[Key]
    draw: Callable[[Size, str], tuple[int, Markup]]
    """Of a size and the prefix of the hatchings' ids: the height, and what is drawn."""
    table: Table

    def __html__(self) -> str:
        name = identifier(self.name)
        keys = (_key(each, name) for each in self.legend)
        drawings = (self._drawing(size, name) for size in (WIDE, NARROW))
        return element(
            "figure",
            element(
                "figcaption",
                element("p", self.title, class_="chart__title"),
                element("p", self.message, class_="chart__message"),
                class_="utrecht-figure__caption",
            ),
            element("ul", *keys, class_="legend") if self.legend else None,
            hatchings(name, (each.ink for each in self.legend)),
            *(drawings if self.table.rows else ()),
            self.table,
            class_=classes("utrecht-figure chart", self._aside()),
            id=name,
        )

    def _aside(self) -> str:
        """A table of few columns stands beside the drawing where there is room."""
        is_small = len(self.table.columns) <= _FEW and bool(self.table.rows)
        return "chart--aside" if is_small else ""

    def _drawing(self, size: Size, name: str) -> Markup:
        height, drawn = self.draw(size, name)
        title, told = f"{name}-{size.name}-title", f"{name}-{size.name}-desc"
        return element(
            "svg",
            element("title", self.title, id=title),
            element("desc", self.message, id=told),
            drawn,
            class_=f"chart__drawing chart__drawing--{size.name}",
            viewBox=f"0 0 {size.width} {height}",
            font_size=size.letters,
            role="img",
            aria_labelledby=f"{title} {told}",
        )


def number(value: float) -> str:
    """A coordinate: a tenth of a unit is as fine as anyone sees."""
    return f"{value:.1f}".removesuffix(".0")


def fill(ink: Ink, name: str) -> str | None:
    """The hatching of an ink; None where its colour does alone, by its class."""
    return f"url(#{name}-{ink})" if ink in HATCHED else None


def rectangle(
    ink: Ink, name: str, left: float, top: float, width: float, height: float
) -> Markup:
    """A rectangle, filled and hatched as its ink is."""
    return element(
        "rect",
        class_=f"ink ink--{ink}",
        fill=fill(ink, name),
        x=number(left),
        y=number(top),
        width=number(max(0, width)),
        height=number(max(0, height)),
    )


def steps(points: Sequence[Point], end: float) -> str:
    """A path that goes on level from each point to where the next stands, then there.

    Its last level goes on to `end`.
    """
    (left, top), *others = points
    turns = "".join(f"H{number(x)}V{number(y)}" for x, y in others)
    return f"M{number(left)} {number(top)}{turns}H{number(end)}"


def between(upper: Sequence[Point], lower: Sequence[float], end: float) -> str:
    """The area between two paths of steps that turn at the same places."""
    back = zip(reversed(upper), reversed(lower), strict=True)
    turns = "".join(f"V{number(low)}H{number(x)}" for (x, _), low in back)
    return f"{steps(upper, end)}{turns}Z"


def area(ink: Ink, name: str, path: str) -> Markup:
    """An area, filled and hatched as its ink is."""
    return element("path", class_=f"ink ink--{ink}", fill=fill(ink, name), d=path)


def line(ink: Ink, path: str) -> Markup:
    """A line without an area."""
    return element("path", class_=f"line line--{ink}", d=path)


def text(  # where, how, and how wide
    said: str,
    x: float,
    y: float,
    anchor: Literal["start", "middle", "end"] = "start",
    class_: str = "letters",
) -> Markup:
    """A line of text that starts, has its middle, or ends at a place."""
    return element(
        "text",
        said,
        class_=class_,
        x=number(x),
        y=number(y),
        text_anchor=None if anchor == "start" else anchor,
    )


def width_of(said: str, letters: int) -> float:
    """About how wide a text is."""
    return len(said) * letters * _LETTER


def cut(said: str, room: float, letters: int, *, bold: bool = False) -> str:
    """A text as far as there is room; the table has all of it.

    The number of a payment stands alone where its day has no room beside it.
    """
    most = max(1, int(room / (letters * (_BOLD if bold else _LETTER))))
    if len(said) <= most:
        return said
    number, _, _ = said.partition(" ")
    if number.startswith("#") and len(number) <= most:
        return number
    return said[: most - 1].rstrip() + "…"


def hatchings(name: str, inks: Iterable[Ink]) -> Markup | None:
    """What the drawings of a figure are hatched with."""
    patterns = [_pattern(name, ink) for ink in dict.fromkeys(inks) if ink in HATCHED]
    if not patterns:
        return None
    return element(
        *("svg", element("defs", *patterns)),
        class_="hatchings",
        width=0,
        height=0,
        aria_hidden="true",
        focusable="false",
    )


def _pattern(name: str, ink: Ink) -> Markup:
    return element(
        "pattern",
        element("rect", class_=f"ground ground--{ink}", width=8, height=8),
        element("path", class_=f"hatch hatch--{ink}", d=HATCHED[ink]),
        id=f"{name}-{ink}",
        width=8,
        height=8,
        patternUnits="userSpaceOnUse",
    )


def _key(key: Key, name: str) -> Markup:
    swatch = element(
        "svg",
        _swatch(key.ink, name),
        class_="legend__swatch",
        viewBox="0 0 24 16",
        width=24,
        height=16,
        aria_hidden="true",
        focusable="false",
    )
    amount = (" ", element("strong", key.amount)) if key.amount else ()
    return element("li", swatch, element("span", key.text, *amount))


def _swatch(ink: Ink, name: str) -> Markup:
    if ink in {"ceiling", "balance"}:
        return line(ink, "M0 8H24")
    return rectangle(ink, name, 0.5, 0.5, 23, 15)


def sentences(*said: str) -> str:
    """Sentences one after the other; those that say nothing are left out."""
    return " ".join(filter(None, said))


def group(class_: str, *contents: Content) -> Markup:
    """What belongs together."""
    return element("g", *contents, class_=class_)
