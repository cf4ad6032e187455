"""Lawfulness by the budget: each time it fell short, and what was decided of that."""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.budgets.quantities import CEILING, FREE, PROCESS_CEILING, RESERVE, Quantity
from domain.values.messages import Euro, Message, Value, Words, message, parts
from domain.values.money import Cents
from projections.answers.lawful_finding import Criterion, Found
from projections.answers.registers import Registered, in_force
from projections.answers.shortfalls import (
    Shortfall,
    lowering,
    shortfalls,
    watched,
)
from projections.snapshot import View
from projections.sums import cents

_RULES = {
    CEILING: "programme_ceiling",
    PROCESS_CEILING: "process_ceiling",
    RESERVE: "process_reserve",
    FREE: "current_account",
}
"""The rule whose deviations widen a quantity of a kind."""
LEANED = "DEVIATION_USED"


def budget(view: View, start: date) -> Criterion:
    """Every day on which any quantity was below its floor, or leaned on a deviation."""
    quantities = watched(view)
    by_quantity = {each.quantity: each.parts for each in quantities}
    deviations = in_force(view, "deviate")
    found = [
        _found(view, each, by_quantity[each.quantity], deviations)
        for each in shortfalls(view, start, quantities)
    ]
    return Criterion("budget", len(quantities), found)


def _found(
    view: View,
    each: Shortfall,
    quantity: Sequence[Quantity],
    deviations: Sequence[Registered],
) -> Found:
    lowered = lowering(view, each, quantity)
    widening = list(_widening(each.quantity, deviations))
    used = list(_laid(widening, each))
    values: dict[str, Value] = {
        "what": _named(each.quantity),
        "short": Euro(each.short),
        "first": each.first,
        "last": each.last,
        "days": each.days,
        "used": parts([_told(d, each, lowered) for d in used], "; "),
    }
    entries = [*lowered, *(each.entry for each in used)]
    if not each.uncovered:
        return Found(LEANED, each.first, entries, each.short, Message(_LEANED, values))
    later = [d for d in widening if d.date > each.first and d not in used]
    values["later"] = parts([_told(d, each, lowered) for d in later], "; ")
    values["uncovered"] = Euro(each.uncovered)
    entries += [each.entry for each in later]
    template = _BELOW[bool(used), bool(later)]
    said = Message(template, values)
    return Found(each.quantity.code, each.first, entries, each.uncovered, said)


def _named(quantity: Quantity) -> Message:
    """Without its deviations: `ceiling of 2012 TL`."""
    kind = Words(quantity.name)
    if not quantity.scope:
        return message("{kind}", kind=kind)
    return message("{kind} of {scope}", kind=kind, scope=parts(quantity.scope, " "))


_LEANED = (
    "{what} was {short} short at worst, from {first} to {last} ({days} days);"
    " a deviation covered it: {used}."
)
_BELOW = {
    (False, False): "{what} was {short} short at worst, from {first} to"
    " {last} ({days} days); no deviation covered it.",
    (False, True): "{what} was {short} short at worst, from {first} to"
    " {last} ({days} days); no deviation covered it, one came later: {later}.",
    (True, False): "{what} was {short} short at worst, from {first} to"
    " {last} ({days} days), {uncovered} beyond what a deviation covered: {used}.",
    (True, True): "{what} was {short} short at worst, from {first} to"
    " {last} ({days} days), {uncovered} beyond what a deviation covered: {used}; one"
    " came later: {later}.",
}


def _told(deviation: Registered, found: Shortfall, lowered: Sequence[int]) -> Message:
    """Which, and whether it was decided before or after what leaned on it."""
    is_before = deviation.date <= found.first and deviation.entry < min(lowered)
    return message(
        "#{entry} on decision {decision} of {date}, decided before"
        if is_before
        else "#{entry} on decision {decision} of {date}, decided after",
        entry=deviation.entry,
        decision=deviation.given["decision"],
        date=deviation.date,
    )


def _widening(
    quantity: Quantity, deviations: Sequence[Registered]
) -> Iterator[Registered]:
    """Its deviations by date, then entry."""
    rule = _RULES.get(quantity.kind)
    for each in sorted(deviations, key=lambda each: (each.date, each.entry)):
        given = each.given
        scope = tuple(filter(None, (given.get("year"), given.get("programme"))))
        if given["rule"] == rule and scope == quantity.scope:
            yield each


def _laid(widening: Sequence[Registered], found: Shortfall) -> Iterator[Registered]:
    """Those in force by then that the shortfall reaches, in the order of their use."""
    reached: Cents = 0
    for each in widening:
        if each.date <= found.last and reached < found.short:
            reached += cents(each.given["amount"])
            yield each
