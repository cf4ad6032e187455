"""Bars of the ceilings, where a look says more than figures."""

from collections.abc import Sequence

from cli.render.cells import BETWEEN
from cli.render.page import bold
from cli.render.wrapping import wrapped
from domain.values.money import Cents
from domain.values.texts import grouped
from projections.report import Row
from projections.sums import cents

BAR_WIDTH = 40
_LONGEST = 10 * BAR_WIDTH
"""Of one part: beyond ten times its ceiling, more of it tells nothing."""
_FULL = 100
_MEANINGS = {
    "█": "used",
    "▒": "committed",
    "░": "available",
    "!": "beyond the ceiling",
}


def bars(rows: Sequence[Row], room: int = 0) -> str:
    """Per ceiling what is used, committed and available, drawn to one scale."""
    drawn = [row for row in rows if cents(row["ceiling"]) > 0]
    if not drawn:
        return ""
    scale = BAR_WIDTH / max(cents(row["ceiling"]) for row in drawn)
    marks = [_marks(row, scale) for row in drawn]
    lines = [bold(line) for line in wrapped(_legend(marks), room)]
    digits = max(len(grouped(row["ceiling"])) for row in drawn)
    for row, each in zip(drawn, marks, strict=True):
        tail = f" {_share(row):>4}% of {grouped(row['ceiling']):>{digits}}"
        lines.append(_bar(row, each, tail, room))
    return "\n".join(lines)


def _legend(marks: Sequence[str]) -> str:
    """What the marks that are drawn mean."""
    used = set("".join(marks))
    return BETWEEN.join(
        f"{mark} {said}" for mark, said in _MEANINGS.items() if mark in used
    )


def _marks(row: Row, scale: float) -> str:
    """What is used and committed up to the ceiling, then what is left or beyond it."""

    def of(mark: str, amount: Cents) -> str:
        return mark * min(_LONGEST, round(max(0, amount) * scale))

    used, committed, available, beyond = _MEANINGS
    ceiling, left = cents(row["ceiling"]), cents(row["available"])
    taken = cents(row["committed"])
    marks = of(used, ceiling - left - taken) + of(committed, taken)
    if left < 0:
        return marks[: round(ceiling * scale)] + of(beyond, -left)
    return marks + of(available, left)


def _share(row: Row) -> int:
    """Percent that is used or committed, rounded half up; 100 is full to the cent."""
    ceiling, available = cents(row["ceiling"]), cents(row["available"])
    share = (200 * (ceiling - available) + ceiling) // (2 * ceiling)
    if available > 0:
        return min(share, _FULL - 1)
    return max(share, _FULL + 1) if available < 0 else _FULL


def _bar(row: Row, marks: str, tail: str, room: int) -> str:
    label = f"{row['year']} {row['programme']}"
    start = f"{label:<14} "
    if room:
        marks = marks[: max(0, room - len(start) - len(tail))]
    return f"{start}{marks:<{BAR_WIDTH}}"[: room - len(tail) if room else None] + tail
