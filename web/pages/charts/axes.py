"""A drawing of amounts over time: where it has room, its axes and their marks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from web.pages.charts.drawing import (
    Point,
    Size,
    Written,
    group,
    number,
    text,
    width_of,
)
from web.pages.charts.scales import Amounts, Days, amounts, day_marks, ends
from web.pages.markup import element

_TOP = 12
_RIGHT = 8
_BETWEEN = 8
"""From a mark's text to the drawing."""


@dataclass(frozen=True)
class Plot:
    """The scales of a drawing over time."""

    size: Size
    days: Days
    amounts: Amounts
    written: Written

    def points(self, values: Sequence[tuple[date, int]]) -> list[Point]:
        """Where values stand."""
        return [(self.days.at(day), self.amounts.at(value)) for day, value in values]

    @property
    def zero(self) -> float:
        """How far down nothing stands."""
        return self.amounts.at(0)

    def axes(self) -> Markup:
        """Lines at each mark of the amounts, days below."""
        return group("axes", *self._amount_marks(), *self._day_marks())

    def _amount_marks(self) -> Iterator[Markup]:
        left, right = number(self.days.left), number(self.days.right)
        for mark in self.amounts.marks:
            y = self.amounts.at(mark)
            class_ = "grid grid--zero" if mark == 0 else "grid"
            yield element("path", class_=class_, d=f"M{left} {number(y)}H{right}")
            written = self.written.euros(mark)
            down = y + self.size.letters * 0.35
            yield text(written, self.days.left - _BETWEEN, down, "end")

    def _day_marks(self) -> Iterator[Markup]:
        first, last = self.days.first, self.days.last
        marks = day_marks(first, last, self.size.marks)
        bottom = self.amounts.bottom
        said = [(each, self.written.month(each)) for each in marks]
        for day, written in said or [(first, self.written.day(first))]:
            x = self.days.at(day)
            path = f"M{number(x)} {number(bottom)}V{number(bottom + 5)}"
            yield element("path", class_="grid", d=path)
            yield self._below(written, x)

    def _below(self, said: str, x: float) -> Markup:
        half = width_of(said, self.size.letters) / 2
        inside = min(max(x, half), self.size.width - half)
        down = self.amounts.bottom + self.size.letters + 9
        return text(said, inside, down, "middle")


def plot(
    size: Size, days: Sequence[date], values: Sequence[int], written: Written
) -> Plot:
    """A plot in which all days and values have a place."""
    bottom = size.height - size.letters - 16
    scale = amounts(values, 5, bottom, _TOP)
    widest = max(width_of(written.euros(each), size.letters) for each in scale.marks)
    first, last = ends(min(days), max(days))
    left = min(widest + _BETWEEN, size.width / 2)
    return Plot(size, Days(first, last, left, size.width - _RIGHT), scale, written)
