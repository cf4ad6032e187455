"""Open items on suspense: money of unknown or mistaken origin, an entry each.

An item is what came in or went out on suspense. It is open for its amount less what
clears it (money sent back, a bounced payment) and what was reclassified of it. What
clears an item is no item itself, except as far as it is reclassified elsewhere.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from domain.catalogue import BY_NAME
from domain.framework.framework import SUSPENSE
from domain.values.money import Cents
from projections.days import from_number
from projections.snapshot import View
from projections.stored import State, of_commands
from projections.sums import cents

_OTHER = ("receive_other", "pay_other")
_RECLASSIFY = "reclassify"


@dataclass
class OpenItem:
    """What is left of one entry on suspense, at the view's date."""

    entry: int
    date: dt.date
    received: bool
    """Money that came in; else money that went out."""
    amount: Cents
    """As posted."""
    left: Cents
    counterparty: str | None
    document: str | None
    clears: int | None = None
    """The item that this entry clears."""

    def age(self, at: dt.date) -> int:
        """Days since it was posted."""
        return (at - self.date).days


def open_items(view: View) -> list[OpenItem]:
    """The items that are open at the date, in the order of entries."""
    standing = _standing(view)
    reclassified = [
        (number, state)
        for number, state in _stored_reclassifications(view)
        if number in standing
    ]
    items = {item.entry: item for item in _items(view, standing)}
    for number, state in reclassified:
        item = _reclassified_as(number, state, standing[number], items)
        if item is not None:
            items[number] = item
    for item in items.values():
        if item.clears in items:
            items[item.clears].left -= item.amount
    for _, state in reclassified:
        _take(state, items)
    return [items[n] for n in sorted(items) if items[n].left and not items[n].clears]


def _take(state: State, items: dict[int, OpenItem]) -> None:
    """What was reclassified of an item; of one that clears, what it cleared."""
    item = items.get(state["given"]["entry"])
    if item is None:
        return
    amount = _reclassified_amount(state, items)
    item.left -= amount
    if item.clears in items:
        items[item.clears].left += amount


def _reclassified_as(
    number: int, state: State, day: dt.date, items: dict[int, OpenItem]
) -> OpenItem | None:
    """The item that a reclassification as suspense is."""
    held = state["given"]["as"]
    if held["command"] not in _OTHER or held["category"] != SUSPENSE:
        return None
    amount = _reclassified_amount(state, items)
    return _item(number, day, held, held["command"], amount)


def _reclassified_amount(state: State, items: dict[int, OpenItem]) -> Cents:
    """As stored; else as given; else the whole of the entry."""
    given = state["given"]
    if "amount" in state:
        return int(state["amount"])
    if given.get("amount") is not None:
        return cents(given["amount"])
    return items[given["entry"]].amount


def _item(
    number: int, day: dt.date, given: State, command: str, amount: Cents
) -> OpenItem:
    return OpenItem(
        number,
        day,
        command == "receive_other",
        amount,
        amount,
        given.get("counterparty"),
        given.get("document"),
        given.get("clears"),
    )


def _standing(view: View) -> dict[int, dt.date]:
    """By entry its date, of what is not reversed at the view's date.

    Few of the receipts and payments beside the budget stand on suspense: they are found
    by their stream.
    """
    of_suspense = (
        "stored_events s JOIN entries e ON e.entry = s.entry",
        "s.originator_id = ?",
    )
    reclassified = ("entries e", "e.command = ?")
    found: dict[int, dt.date] = {}
    for (source, condition), value in (
        (of_suspense, f"cash:{SUSPENSE}"),
        (reclassified, _RECLASSIFY),
    ):
        rows = view.rows(
            f"SELECT e.entry, e.day FROM {source} LEFT JOIN entries r"
            " ON r.reverses = e.entry AND r.entry <= ? AND r.day <= ?"
            f" WHERE {condition} AND e.entry <= ? AND e.day <= ? AND r.entry IS NULL",
            *(view.entry, view.day, value, view.entry, view.day),
        )
        found |= {int(entry): from_number(int(day)) for entry, day in rows}
    return found


def _items(view: View, standing: dict[int, dt.date]) -> Iterator[OpenItem]:
    """What stands on suspense as posted, those that clear included."""
    for command in _OTHER:
        found = of_commands(view, [command], stream=f"cash:{SUSPENSE}")
        for number, state in found:
            if number in standing:
                given = state["given"]
                amount = cents(given["amount"])
                yield _item(number, standing[number], given, command, amount)


def _stored_reclassifications(view: View) -> Iterator[tuple[int, State]]:
    if _RECLASSIFY in BY_NAME:
        yield from of_commands(view, [_RECLASSIFY])
