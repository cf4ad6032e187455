"""What went beyond its ceiling: by how much, and which deviations allow it."""

from collections.abc import Mapping, Sequence
from typing import Any

from projections.answers.deviations import DeviationUse, deviation_uses
from projections.snapshot import View
from projections.sums import cents
from web.pages.components.texts import Link
from web.pages.markup import Content, joined
from web.pages.visit import Visit, segment

Row = Mapping[str, Any]
_RULE = "programme_ceiling"


def is_short(row: Row) -> bool:
    """A programme's row of `balance` went further beyond than deviations allow."""
    available = cents(row["available"])
    return available < 0 and available + max(0, cents(row["deviation"])) < 0


def beyond(visit: Visit, row: Row, view: View | None = None) -> Content:
    """By how much it is beyond its ceiling, and who allowed that; None if it is not.

    `row` has `year`, `programme` and `available`; `view` is another than the visit's.
    """
    over = -cents(row["available"])
    if over <= 0:
        return None
    said = visit.say("{over} beyond the ceiling", over=visit.written.money(over))
    uses = _of(view or visit.view, row["year"], row["programme"])
    if not uses:
        return visit.say("{said}; no deviation allows it", said=said)
    ways: list[Content] = []
    for use in uses:
        ways += [", " if ways else "", _decided(visit, use), " (", _room(visit, use)]
        ways.append(")")
    return joined([said, ", ", visit.say("allowed by"), " ", *ways])


def _of(view: View, year: str, programme: str) -> Sequence[DeviationUse]:
    wanted = (_RULE, year, programme)
    return [
        use
        for use in deviation_uses(view).values()
        if tuple(use.entry.given.get(name) for name in ("rule", "year", "programme"))
        == wanted
    ]


def _decided(visit: Visit, use: DeviationUse) -> Link:
    number = use.entry.decision
    if number is None:
        return Link(f"#{use.entry.number}", visit.href(f"/entries/{use.entry.number}"))
    return Link(number, visit.href(f"/decisions/{segment(number)}"))


def _room(visit: Visit, use: DeviationUse) -> str:
    money = visit.written.money
    return visit.say(
        "{amount}; room for {left} more",
        amount=money(use.amount or 0),
        left=money(use.left or 0),
    )
