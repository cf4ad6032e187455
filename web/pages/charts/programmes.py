"""Bars of programmes: spent, committed and available under each ceiling."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from web.pages.charts.drawing import (
    Chart,
    Ink,
    Key,
    Size,
    Written,
    cut,
    group,
    hatchings,
    line,
    number,
    rectangle,
    sentences,
    text,
    width_of,
)
from web.pages.components.amounts import Amount
from web.pages.components.tables import Column, Table
from web.pages.components.texts import Link, Several
from web.pages.markup import Content, element, identifier

_PITCH = 54
_THICK = 18
_EDGE = 2
"""Beside the bars, so that the line of a ceiling is whole."""


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme (of a year) at a moment, in euro cents."""

    label: str
    spent: int
    committed: int
    available: int
    """As the ledger says it: negative where the ceiling was gone beyond."""
    ceiling: int
    deviation: int = 0
    """By how much it may be gone beyond."""
    href: str = ""
    deviation_href: str = ""
    """Where its deviations are listed."""
    remark: Content = None
    """What is said of what is available, in the table."""

    @property
    def is_beyond(self) -> bool:
        """More was spent and committed than its ceiling."""
        return self.available < 0

    @property
    def is_short(self) -> bool:
        """It was gone further beyond than its deviations allow."""
        return self.is_beyond and self.available + self.deviation < 0


@dataclass(frozen=True)
class ProgrammeTexts:
    """What the bars say; sentences have the named places that stand with them."""

    title: str
    message: str
    """Of all together: `spent committed available ceiling`."""
    over: str
    """Of those that went beyond their ceilings, and their deviations: `labels`."""
    over_allowed: str
    """Of those that went beyond their ceilings as deviations allow: `labels`."""
    bar: str
    """Of one bar: `label spent committed available ceiling`."""
    tail: str
    """Beside a bar: `available ceiling`, in whole euros."""
    beyond: str
    """Beside a bar that goes beyond its ceiling: `beyond ceiling`, in whole euros."""
    allowed: str
    """The same, where deviations allow it."""
    programme: str
    ceiling: str
    deviation: str
    spent: str
    committed: str
    available: str
    total: str
    short: str
    """The word beside what is available where that is negative."""
    empty: str


def programme_chart(
    name: str, rows: Sequence[ProgrammeRow], texts: ProgrammeTexts, written: Written
) -> Chart:
    """Bars to one scale, and their table with totals."""

    def draw(size: Size, hatching: str) -> tuple[int, Markup]:
        bars = (
            _row(*each, size, rows, texts, written, hatching)
            for each in enumerate(rows)
        )
        return len(rows) * _PITCH, group("plot", *bars)

    return Chart(
        name,
        texts.title,
        _message(rows, texts, written) if rows else "",
        _legend(rows, texts),
        draw,
        _table(name, rows, texts, written),
    )


@dataclass(frozen=True)
class Bar:
    """One bar alone, for a cell of a table: `rows` are those it shares a scale with."""

    name: str
    row: ProgrammeRow
    rows: Sequence[ProgrammeRow]
    texts: ProgrammeTexts
    written: Written

    def __html__(self) -> str:
        name = identifier(self.name)
        bar = element(
            *("svg", *_bar(self.row, _most(self.rows), 160, 4, name)),
            class_="bar",
            viewBox=f"0 0 160 {_THICK + 8}",
            width=160,
            height=_THICK + 8,
            role="img",
            aria_label=_of_bar(self.row, self.texts, self.written),
        )
        inks: tuple[Ink, ...] = ("committed", "deviation")
        return element("div", hatchings(name, inks), bar)


def _most(rows: Sequence[ProgrammeRow]) -> int:
    """The longest bar, in cents."""
    return max(
        1,
        *(max(0, row.ceiling) + max(0, row.deviation) for row in rows),
        *(sum(_parts(row).values()) for row in rows),
    )


def _parts(row: ProgrammeRow) -> dict[Ink, int]:
    """What is drawn one after the other; there is no bar of less than nothing."""
    return {
        "spent": max(0, row.spent),
        "committed": max(0, row.committed),
        "available": max(0, row.available),
    }


def _bar(
    row: ProgrammeRow, most: int, width: float, top: float, name: str
) -> Iterator[Markup]:
    scale = (width - 2 * _EDGE) / most
    ceiling = _EDGE + max(0, row.ceiling) * scale
    left: float = _EDGE
    yield from _beyond(row, ceiling, scale, top, name)
    for ink, amount in _parts(row).items():
        if amount:
            yield rectangle(ink, name, left, top, amount * scale, _THICK)
        left += amount * scale
    path = f"M{number(ceiling)} {number(top - 4)}V{number(top + _THICK + 4)}"
    yield element("path", class_="line line--halo", d=path)
    yield line("ceiling", path)


def _beyond(
    row: ProgrammeRow, ceiling: float, scale: float, top: float, name: str
) -> Iterator[Markup]:
    if row.deviation > 0:
        wide = row.deviation * scale
        yield rectangle("deviation", name, ceiling, top, wide, _THICK)


def _row(  # noqa: PLR0913, PLR0917  # where, how large, and all it goes by
    at: int,
    row: ProgrammeRow,
    size: Size,
    rows: Sequence[ProgrammeRow],
    texts: ProgrammeTexts,
    written: Written,
    hatching: str,
) -> Markup:
    top = at * _PITCH
    tail = _tail(row, texts, written)
    room = size.width - width_of(tail, size.letters) - 12
    return group(
        "bars__bar",
        text(
            cut(row.label, room, size.letters, bold=True),
            0,
            top + size.letters,
            class_="letters letters--name",
        ),
        text(tail, size.width, top + size.letters, "end"),
        *_bar(row, _most(rows), size.width, top + size.letters + 9, hatching),
    )


def _tail(row: ProgrammeRow, texts: ProgrammeTexts, written: Written) -> str:
    ceiling = written.euros(row.ceiling)
    if row.is_beyond:
        said = texts.beyond if row.is_short else texts.allowed
        return said.format(beyond=written.euros(-row.available), ceiling=ceiling)
    return texts.tail.format(available=written.euros(row.available), ceiling=ceiling)


def _legend(rows: Sequence[ProgrammeRow], texts: ProgrammeTexts) -> list[Key]:
    if not rows:
        return []
    keys = [
        Key("spent", texts.spent),
        Key("committed", texts.committed),
        Key("available", texts.available),
        Key("ceiling", texts.ceiling),
    ]
    if any(row.deviation > 0 for row in rows):
        keys.append(Key("deviation", texts.deviation))
    return keys


def _message(
    rows: Sequence[ProgrammeRow], texts: ProgrammeTexts, written: Written
) -> str:
    ceiling, _, spent, committed, available = map(written.money, _totals(rows))
    over = ", ".join(row.label for row in rows if row.is_short)
    allowed = ", ".join(row.label for row in rows if row.is_beyond and not row.is_short)
    return sentences(
        texts.message.format(
            spent=spent, committed=committed, available=available, ceiling=ceiling
        ),
        texts.over.format(labels=over) if over else "",
        texts.over_allowed.format(labels=allowed) if allowed else "",
    )


def _totals(rows: Sequence[ProgrammeRow]) -> list[int]:
    return [sum(column) for column in zip(*map(_amounts, rows), strict=True)]


def _of_bar(row: ProgrammeRow, texts: ProgrammeTexts, written: Written) -> str:
    return texts.bar.format(
        label=row.label,
        spent=written.money(row.spent),
        committed=written.money(row.committed),
        available=written.money(row.available),
        ceiling=written.money(row.ceiling),
    )


def _table(
    name: str, rows: Sequence[ProgrammeRow], texts: ProgrammeTexts, written: Written
) -> Table:
    titles = (
        *(texts.ceiling, texts.deviation, texts.spent),
        *(texts.committed, texts.available),
    )
    return Table(
        f"{name}-table",
        texts.title,
        [Column(texts.programme), *(Column(each, numeric=True) for each in titles)],
        [_cells(row, texts, written) for row in rows],
        [texts.total, *(Amount(each, written.money) for each in _totals(rows))]
        if len(rows) > 1
        else (),
        empty=texts.empty,
        hides_caption=True,
    )


def _amounts(row: ProgrammeRow) -> tuple[int, ...]:
    return (row.ceiling, row.deviation, row.spent, row.committed, row.available)


def _cells(row: ProgrammeRow, texts: ProgrammeTexts, written: Written) -> list[Content]:
    ceiling, deviation, *amounts, available = _amounts(row)
    alarm = texts.short if row.is_short else ""
    left = Amount(available, written.money, alarm=alarm, allowed=not row.is_short)
    remark = element("span", row.remark, class_="remark")
    return [
        Link(row.label, row.href) if row.href else row.label,
        Amount(ceiling, written.money),
        Amount(deviation, written.money, href=row.deviation_href),
        *(Amount(each, written.money) for each in amounts),
        left if row.remark is None else Several([left, remark], " "),
    ]
