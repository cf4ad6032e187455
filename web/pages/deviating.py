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
    known = visit.deviations if view is None else deviation_uses(view)
    uses = _of(known, row["year"], row["programme"])
    if not uses:
        return visit.say("{said}; no deviation allows it", said=said)
    ways: list[Content] = []
    for use in uses:
        ways += [", " if ways else "", decided_by(visit, use)]
        ways += [" (", _room(visit, use), ")"]
    return joined([said, ", ", visit.say("allowed by"), " ", *ways])


def _of(
    known: Mapping[int, DeviationUse], year: str, programme: str
) -> Sequence[DeviationUse]:
    wanted = (_RULE, year, programme)
    return [
        use
        for use in known.values()
        if tuple(use.entry.given.get(name) for name in ("rule", "year", "programme"))
        == wanted
    ]


def decided_by(visit: Visit, use: DeviationUse) -> Link:
    """The decision of a deviation."""
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
