"""The current account in the months to come: what comes in, goes out, and is left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from web.pages.charts.axes import Plot, plot
from web.pages.charts.drawing import (
    Chart,
    Ink,
    Key,
    Size,
    Written,
    group,
    line,
    rectangle,
    sentences,
    steps,
)
from web.pages.components.amounts import Amount
from web.pages.components.tables import Column, Table

_DAYS = timedelta(days=32)
"""From the first of a month into the next one."""


@dataclass(frozen=True)
class LiquidityMonth:
    """A month from its first day on, in euro cents."""

    first: date
    opening: int
    contributions: int
    payments: int
    funds_out: int
    closing: int

    @property
    def out(self) -> int:
        """All that goes out."""
        return self.payments + self.funds_out

    @property
    def after(self) -> date:
        """The first day of the month after it; the last of all days after the last."""
        if self.first > date.max - _DAYS:
            return date.max
        return (self.first + _DAYS).replace(day=1)


@dataclass(frozen=True)
class LiquidityTexts:
    """What the chart says; sentences have the named places that stand with them."""

    title: str
    message: str
    """`opening closing lowest lowest_month`."""
    below: str
    """Where it closes below zero: `months`, how many."""
    month: str
    opening: str
    contributions: str
    payments: str
    funds_out: str
    closing: str
    out: str
    """The name of all that goes out."""
    empty: str


def liquidity_chart(
    name: str,
    months: Sequence[LiquidityMonth],
    texts: LiquidityTexts,
    written: Written,
) -> Chart:
    """The chart of months that follow on one another."""

    def draw(size: Size, hatching: str) -> tuple[int, Markup]:
        days = [months[0].first, *(month.after for month in months)]
        amounts = [x for m in months for x in (m.closing, m.contributions, -m.out)]
        return size.height, _drawn(months, plot(size, days, amounts, written), hatching)

    return Chart(
        name,
        texts.title,
        _message(months, texts, written) if months else "",
        _legend(months, texts, written) if months else (),
        draw,
        _table(name, months, texts, written),
    )


def _drawn(months: Sequence[LiquidityMonth], drawing: Plot, hatching: str) -> Markup:
    points = drawing.points([(month.first, month.closing) for month in months])
    return group(
        "plot",
        drawing.axes(),
        *(bar for month in months for bar in _bars(month, drawing, hatching)),
        line("balance", steps(points, drawing.days.right)),
    )


def _bars(month: LiquidityMonth, drawing: Plot, hatching: str) -> Iterator[Markup]:
    """What comes in stands on the line of zero, what goes out hangs below it."""
    left, right = drawing.days.at(month.first), drawing.days.at(month.after)
    half = (right - left) / 2
    place: tuple[tuple[Ink, float, int], ...] = (
        ("available", left, month.contributions),
        ("committed", left + half, -month.out),
    )
    for ink, start, amount in place:
        if amount:
            top, bottom = sorted((drawing.amounts.at(amount), drawing.zero))
            yield rectangle(ink, hatching, start, top, half, bottom - top)


def _lowest(months: Sequence[LiquidityMonth]) -> LiquidityMonth:
    return min(months, key=lambda month: (month.closing, month.first))


def _message(
    months: Sequence[LiquidityMonth], texts: LiquidityTexts, written: Written
) -> str:
    lowest = _lowest(months)
    below = sum(month.closing < 0 for month in months)
    return sentences(
        texts.message.format(
            opening=written.money(months[0].opening),
            closing=written.money(months[-1].closing),
            lowest=written.money(lowest.closing),
            lowest_month=written.month(lowest.first),
        ),
        texts.below.format(months=below) if below else "",
    )


def _legend(
    months: Sequence[LiquidityMonth], texts: LiquidityTexts, written: Written
) -> list[Key]:
    came = sum(month.contributions for month in months)
    went = sum(month.out for month in months)
    return [
        Key("balance", texts.closing, written.money(months[-1].closing)),
        Key("available", texts.contributions, written.money(came)),
        Key("committed", texts.out, written.money(went)),
    ]


def _table(
    name: str,
    months: Sequence[LiquidityMonth],
    texts: LiquidityTexts,
    written: Written,
) -> Table:
    titles = (texts.opening, texts.contributions, texts.payments, texts.funds_out)
    return Table(
        f"{name}-table",
        texts.title,
        [
            Column(texts.month, narrow=True),
            *(Column(title, numeric=True) for title in (*titles, texts.closing)),
        ],
        [
            [
                written.month(month.first),
                *(
                    Amount(amount, written.money)
                    for amount in (
                        *(month.opening, month.contributions, month.payments),
                        *(month.funds_out, month.closing),
                    )
                ),
            ]
            for month in months
        ],
        empty=texts.empty,
        hides_caption=True,
    )
