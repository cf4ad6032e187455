"""Bars of the ceilings, where a look says more than figures."""

from collections.abc import Sequence

from cli.render.page import bold
from cli.render.wrapping import wrapped
from domain.values.money import Cents
from domain.values.texts import grouped
from projections.report import Row
from projections.sums import cents

BAR_WIDTH = 40
_LONGEST = 10 * BAR_WIDTH
"""Of one part: beyond ten times its ceiling, more of it tells nothing."""


def bars(rows: Sequence[Row], room: int = 0) -> str:
    """Per ceiling what is used, committed and available, drawn to one scale."""
    drawn = [row for row in rows if cents(row["ceiling"]) > 0]
    if not drawn:
        return ""
    longest = max(cents(row["ceiling"]) for row in drawn)
    legend = "Used █  committed ▒  available ·  beyond the ceiling !"
    lines = [bold(line) for line in wrapped(legend, room)]
    lines += [_bar(row, longest, room) for row in drawn]
    return "\n".join(lines)


def _bar(row: Row, longest: Cents, room: int) -> str:
    ceiling, available = cents(row["ceiling"]), cents(row["available"])
    committed = cents(row["committed"])
    used = ceiling - available - committed
    scale = BAR_WIDTH / longest
    drawn = (("█", used), ("▒", committed), ("·", available), ("!", -available))
    bar = "".join(
        sign * min(_LONGEST, round(max(0, amount) * scale)) for sign, amount in drawn
    )
    share = (ceiling - available) * 100 // ceiling
    label = f"{row['year']} {row['programme']}"
    tail = f" {share:>4}% of {grouped(row['ceiling'])}"
    start = f"{label:<14} "
    if room:
        bar = bar[: max(0, room - len(start) - len(tail))]
    return f"{start}{bar:<{BAR_WIDTH}}"[: room - len(tail) if room else None] + tail
