"""The ceiling of a programme over time, and what was spent and committed under it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from markupsafe import Markup

from web.pages.charts.axes import Plot, plot
from web.pages.charts.drawing import (
    Chart,
    Key,
    Size,
    Written,
    area,
    between,
    group,
    line,
    sentences,
    steps,
)
from web.pages.components.amounts import Amount
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Several
from web.pages.markup import Content, element


@dataclass(frozen=True)
class CeilingDay:
    """What holds from a day on, in euro cents."""

    day: date
    ceiling: int
    """Without deviations."""
    deviation: int
    """By how much it may be gone beyond."""
    spent: int
    committed: int

    @property
    def available(self) -> int:
        """What is left under the ceiling; negative where it was gone beyond."""
        return self.ceiling - self.spent - self.committed

    @property
    def is_short(self) -> bool:
        """It was gone further beyond than its deviations allow."""
        return self.available < min(0, -self.deviation)


@dataclass(frozen=True)
class CeilingTexts:
    """What the chart says; sentences have the named places that stand with them."""

    title: str
    message: str
    """`day ceiling spent committed available`, of the last day."""
    changed: str
    """Where it changed: `first ceiling day`, the last of them when it did last."""
    deviating: str
    """Where a deviation holds on the last day: `deviation`."""
    gone_beyond: str
    """The message where more than the ceiling is used: `available` says how much."""
    beyond: str
    """Where the ceiling, deviations included, was gone beyond: `beyond`."""
    day: str
    ceiling: str
    deviation: str
    spent: str
    committed: str
    available: str
    short: str
    """The word beside what is left where that is less than deviations allow."""
    allowed: str
    """Beside what is negative, where deviations allow that."""
    empty: str


def ceiling_chart(
    name: str,
    rows: Sequence[CeilingDay],
    until: date,
    texts: CeilingTexts,
    written: Written,
) -> Chart:
    """The chart of rows, one for each day on which something changed.

    It is drawn until a day; rows after it are in the table alone. Of two rows of one
    day the last counts.
    """
    rows = [*{row.day: row for row in sorted(rows, key=lambda row: row.day)}.values()]
    drawn = [row for row in rows if row.day <= until] or rows

    def draw(size: Size, hatching: str) -> tuple[int, Markup]:
        plotted = _plot(size, drawn, until, written)
        return size.height, _drawn(drawn, plotted, hatching)

    return Chart(
        name,
        texts.title,
        _message(rows, until, texts, written) if rows else "",
        _legend(rows[-1], texts, written) if rows else (),
        draw,
        _table(name, rows, texts, written),
    )


def _plot(
    size: Size, rows: Sequence[CeilingDay], until: date, written: Written
) -> Plot:
    values = [
        value
        for row in rows
        for value in (
            *(row.ceiling, row.ceiling + row.deviation),
            *(row.spent, row.spent + row.committed),
        )
    ]
    return plot(size, [*(row.day for row in rows), until], values, written)


def _drawn(rows: Sequence[CeilingDay], drawing: Plot, hatching: str) -> Markup:
    end = drawing.days.right

    def points(value: Callable[[CeilingDay], int]) -> list[tuple[float, float]]:
        return drawing.points([(row.day, value(row)) for row in rows])

    spent = points(lambda row: row.spent)
    both = points(lambda row: row.spent + row.committed)
    ceiling = points(lambda row: row.ceiling)
    beyond = points(lambda row: row.ceiling + row.deviation)
    deviates = any(row.deviation for row in rows)
    return group(
        "plot",
        drawing.axes(),
        area("deviation", hatching, between(beyond, [y for _, y in ceiling], end))
        if deviates
        else None,
        area("spent", hatching, between(spent, [drawing.zero] * len(rows), end)),
        area("committed", hatching, between(both, [y for _, y in spent], end)),
        line("deviation", steps(beyond, end)) if deviates else None,
        line("ceiling", steps(ceiling, end)),
    )


def _legend(row: CeilingDay, texts: CeilingTexts, written: Written) -> list[Key]:
    return [
        Key("ceiling", texts.ceiling, written.money(row.ceiling)),
        Key("deviation", texts.deviation, written.money(row.deviation)),
        Key("spent", texts.spent, written.money(row.spent)),
        Key("committed", texts.committed, written.money(row.committed)),
    ]


def _message(
    rows: Sequence[CeilingDay], until: date, texts: CeilingTexts, written: Written
) -> str:
    last, money = rows[-1], written.money
    beyond = -last.available - last.deviation
    return sentences(
        (texts.message if last.available >= 0 else texts.gone_beyond).format(
            day=written.long_day(max(until, last.day)),
            ceiling=money(last.ceiling),
            spent=money(last.spent),
            committed=money(last.committed),
            available=money(abs(last.available)),
        ),
        _changed(rows, texts, written),
        texts.deviating.format(deviation=money(last.deviation))
        if last.deviation
        else "",
        texts.beyond.format(beyond=money(beyond)) if beyond > 0 else "",
    )


def _changed(rows: Sequence[CeilingDay], texts: CeilingTexts, written: Written) -> str:
    changes = [row for before, row in pairwise(rows) if row.ceiling != before.ceiling]
    if not changes:
        return ""
    return texts.changed.format(
        first=written.money(rows[0].ceiling),
        ceiling=written.money(rows[-1].ceiling),
        day=written.long_day(changes[-1].day),
    )


def _table(
    name: str, rows: Sequence[CeilingDay], texts: CeilingTexts, written: Written
) -> Table:
    titles = (
        *(texts.ceiling, texts.deviation, texts.spent),
        *(texts.committed, texts.available),
    )
    columns = [
        Column(texts.day, narrow=True),
        *(Column(each, numeric=True) for each in titles),
    ]
    return Table(
        *(f"{name}-table", texts.title, columns),
        [_cells(row, texts, written) for row in rows],
        empty=texts.empty,
        hides_caption=True,
    )


def _cells(row: CeilingDay, texts: CeilingTexts, written: Written) -> list[Content]:
    amounts = (row.ceiling, row.deviation, row.spent, row.committed)
    return [
        written.day(row.day),
        *(Amount(each, written.money) for each in amounts),
        _left(row, texts, written),
    ]


def _left(row: CeilingDay, texts: CeilingTexts, written: Written) -> Content:
    alarm = texts.short if row.is_short else ""
    left = Amount(row.available, written.money, alarm=alarm, allowed=not row.is_short)
    if row.available >= 0 or row.is_short:
        return left
    return Several([left, element("span", texts.allowed, class_="remark")], " ")
