"""Bars of the ceilings, where a look says more than figures."""

from collections.abc import Sequence

from cli.render.cells import BETWEEN
from cli.render.page import Page, bold
from cli.render.wrapping import wrapped
from cli.voice import Voice
from domain.values.messages import Message, message
from domain.values.money import Cents
from projections.report import Row
from projections.sums import cents

BAR_WIDTH = 40
ANY = Page(0)
_LONGEST = 10 * BAR_WIDTH
"""Of one part: beyond ten times its ceiling, more of it tells nothing."""
_FULL = 100
_MEANINGS = {
    "█": message("used"),
    "▒": message("committed"),
    "░": message("available"),
    "!": message("beyond the ceiling"),
}


def bars(rows: Sequence[Row], page: Page = ANY) -> str:
    """Per ceiling what is used, committed and available, drawn to one scale."""
    drawn = [row for row in rows if cents(row["ceiling"]) > 0]
    if not drawn:
        return ""
    scale = BAR_WIDTH / max(cents(row["ceiling"]) for row in drawn)
    marks = [_marks(row, scale) for row in drawn]
    voice = page.voice
    lines = [bold(line) for line in wrapped(_legend(marks, voice), page.width)]
    ceilings = [voice.amount(row["ceiling"]) for row in drawn]
    digits = max(map(len, ceilings))
    for row, each, ceiling in zip(drawn, marks, ceilings, strict=True):
        tail = voice.tell(_tail(f"{_share(row):>4}", f"{ceiling:>{digits}}"))
        lines.append(_bar(row, each, tail, page.width))
    return "\n".join(lines)


def _tail(share: str, ceiling: str) -> Message:
    return message(" {share}% of {ceiling}", share=share, ceiling=ceiling)


def _legend(marks: Sequence[str], voice: Voice) -> str:
    """What the marks that are drawn mean."""
    used = set("".join(marks))
    return BETWEEN.join(
        f"{mark} {voice.tell(said)}" for mark, said in _MEANINGS.items() if mark in used
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
