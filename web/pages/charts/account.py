"""The current account (*rekening-courant*) over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
    number,
    sentences,
    steps,
    text,
    width_of,
)
from web.pages.components.amounts import Amount
from web.pages.components.tables import Column, Table
from web.pages.markup import element


@dataclass(frozen=True)
class AccountDay:
    """The balance from a day on, in euro cents."""

    day: date
    balance: int


@dataclass(frozen=True)
class AccountTexts:
    """What the chart says; sentences have the named places that stand with them."""

    title: str
    message: str
    """`balance day`, and of the rows `first lowest lowest_day`."""
    below: str
    """Where it was below zero: `days`, on how many days, or `times`, in how many rows.

    Days can be told where there is a row for each day on which it changed.
    """
    day: str
    balance: str
    negative: str
    """The name of what is below zero."""
    lowest: str
    """The word at the lowest point."""
    empty: str


def account_chart(
    name: str,
    rows: Sequence[AccountDay],
    until: date,
    texts: AccountTexts,
    written: Written,
) -> Chart:
    """The chart of rows, one for each day on which the balance changed.

    It is drawn until a day; rows after it are in the table alone. Of two rows of one
    day the last counts.
    """
    rows = [*{row.day: row for row in sorted(rows, key=lambda row: row.day)}.values()]
    drawn = [row for row in rows if row.day <= until] or rows

    def draw(size: Size, hatching: str) -> tuple[int, Markup]:
        days = [*(row.day for row in drawn), until]
        drawing = plot(size, days, [row.balance for row in drawn], written)
        return size.height, _drawn(drawn, drawing, texts, hatching)

    return Chart(
        name,
        texts.title,
        _message(rows, until, texts, written) if rows else "",
        _legend(rows, texts, written) if rows else (),
        draw,
        _table(name, rows, texts, written),
    )


def _lowest(rows: Sequence[AccountDay]) -> AccountDay:
    return min(rows, key=lambda row: (row.balance, row.day))


def _drawn(
    rows: Sequence[AccountDay], drawing: Plot, texts: AccountTexts, hatching: str
) -> Markup:
    end = drawing.days.right
    points = drawing.points([(row.day, row.balance) for row in rows])
    above = [(x, min(y, drawing.zero)) for x, y in points]
    under = [max(y, drawing.zero) for _, y in points]
    level = [(x, drawing.zero) for x, _ in points]
    return group(
        "plot",
        drawing.axes(),
        area("available", hatching, between(above, [y for _, y in level], end)),
        area("negative", hatching, between(level, under, end))
        if any(row.balance < 0 for row in rows)
        else None,
        line("balance", steps(points, end)),
        _mark(_lowest(rows), drawing, texts),
    )


def _mark(lowest: AccountDay, drawing: Plot, texts: AccountTexts) -> Markup:
    x = drawing.days.at(lowest.day)
    y = drawing.amounts.at(lowest.balance)
    said = f"{texts.lowest} {drawing.written.euros(lowest.balance)}"
    wide, letters = width_of(said, drawing.size.letters), drawing.size.letters
    room = drawing.days.right - drawing.days.left
    start = min(max(drawing.days.left + 4, x - wide / 2), drawing.days.right - wide)
    start = start if wide < room else drawing.days.left + 4
    under = y + letters + 8
    down = under if under < drawing.amounts.bottom - 4 else y - 12
    return group(
        "lowest",
        element("circle", class_="dot", cx=number(x), cy=number(y), r=5),
        text(said, start, down, class_="letters letters--over"),
    )


def _legend(
    rows: Sequence[AccountDay], texts: AccountTexts, written: Written
) -> list[Key]:
    keys = [Key("balance", texts.balance, written.money(rows[-1].balance))]
    if any(row.balance < 0 for row in rows):
        keys.append(Key("negative", texts.negative))
    return keys


def _message(
    rows: Sequence[AccountDay], until: date, texts: AccountTexts, written: Written
) -> str:
    lowest, last = _lowest(rows), rows[-1]
    times = sum(row.balance < 0 for row in rows)
    ends = [*(row.day for row in rows[1:]), max(until, last.day)]
    below = sum(
        (end - row.day).days + (row is last)
        for row, end in zip(rows, ends, strict=True)
        if row.balance < 0
    )
    return sentences(
        texts.message.format(
            balance=written.money(last.balance),
            day=written.long_day(max(until, last.day)),
            lowest=written.money(lowest.balance),
            lowest_day=written.long_day(lowest.day),
            first=written.long_day(rows[0].day),
        ),
        texts.below.format(days=below, times=times) if below else "",
    )


def _table(
    name: str, rows: Sequence[AccountDay], texts: AccountTexts, written: Written
) -> Table:
    return Table(
        f"{name}-table",
        texts.title,
        [Column(texts.day, narrow=True), Column(texts.balance, numeric=True)],
        [(written.day(row.day), Amount(row.balance, written.money)) for row in rows],
        empty=texts.empty,
        hides_caption=True,
    )
