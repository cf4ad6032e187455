"""From amounts and days to places in a drawing, and the marks along its axes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

_NICE = (1, 2, 5)
_MONTHS_APART = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000, 60000)
_MONTHS = 12


@dataclass(frozen=True)
class Amounts:
    """A scale of euro cents from the bottom of a drawing to its top.

    `low` and `high` are marks themselves: every value given lies between them.
    """

    low: int
    high: int
    step: int
    bottom: float
    top: float

    def at(self, cents: int) -> float:
        """How far down an amount stands."""
        share = (cents - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)

    @property
    def marks(self) -> Sequence[int]:
        """The amounts to write beside the axis, in cents, ascending."""
        return range(self.low, self.high + 1, self.step)


@dataclass(frozen=True)
class Days:
    """A scale of days from the left of a drawing to its right."""

    first: date
    last: date
    left: float
    right: float

    def at(self, day: date) -> float:
        """How far right a day stands; days outside stand at the edge."""
        span = max(1, (self.last - self.first).days)
        share = (min(max(day, self.first), self.last) - self.first).days / span
        return self.left + share * (self.right - self.left)


def amounts(values: Sequence[int], most: int, bottom: float, top: float) -> Amounts:
    """A scale for values and zero, with at most about `most` marks, of whole euros."""
    low, high = min(0, *values), max(0, *values)
    step = _step(max(high - low, 1), most)
    low, high = low // step * step, -(-high // step) * step
    return Amounts(low, max(high, low + step), step, bottom, top)


def _step(span: int, most: int) -> int:
    power = 100
    while span > _NICE[-1] * power * most:
        power *= 10
    return next(nice * power for nice in _NICE if span <= nice * power * most)


def day_marks(first: date, last: date, most: int) -> list[date]:
    """First days of months within a period, evenly apart, `most` of them at most.

    There may be none: of a period within a month.
    """
    for apart in _MONTHS_APART:
        marks = [*islice(_month_starts(first, last, apart), most + 1)]
        if len(marks) <= most:
            return marks
    return []


def _month_starts(first: date, last: date, apart: int) -> Iterator[date]:
    start = first.year * _MONTHS + first.month - 1
    start += first.day > 1
    start = -(-start // apart) * apart
    end = last.year * _MONTHS + last.month - 1
    for month in range(start, end + 1, apart):
        year, at = divmod(month, _MONTHS)
        if year:
            yield date(year, at + 1, 1)


def ends(first: date, last: date) -> tuple[date, date]:
    """A period that has two days at least, as long as the calendar lets it."""
    if first < last:
        return first, last
    if first == date.max:
        return first - timedelta(days=1), first
    return first, first + timedelta(days=1)
