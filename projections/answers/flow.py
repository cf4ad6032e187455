"""Where budgets and grants went: from programmes to projects, and to each payment.

What a decision divided over programmes, and what it granted, is followed to where it
has come. Every way is an amount of the balance's own figures, so those of a programme
in a year add up to its ceiling, and those of a grant to what is paid and committed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from domain.budgets import accounts as acc
from domain.values.money import Cents
from projections.answers.balances import balance
from projections.answers.project_rows import project_rows
from projections.days import iso
from projections.snapshot import View
from projections.sums import cents

Became = Literal[
    "paid",
    "refunded",
    "written_off",
    "recoverable",
    "committed",
    "process_costs",
    "available",
]
_CAME_BACK: tuple[Became, ...] = ("recoverable", "written_off", "refunded")
"""What of a payment is no grant any more, from what was paid last backwards."""
_OF_NO_PROJECT: tuple[Became, ...] = ("process_costs", "available")
_AT_ONCE = 500
"""Accounts looked up in one statement."""
_Place = tuple[str, str]
"""A budget year and a programme."""


class Way(NamedTuple):
    """An amount in euro cents, and where it has come; it is never zero."""

    year: str
    programme: str
    project: str | None
    """None of process costs, and of what nothing was done with yet."""
    entry: int | None
    """The payment, where there was one."""
    day: str | None
    """Of the payment, in ISO form."""
    became: Became
    amount: Cents

    @property
    def is_open(self) -> bool:
        """It is not spent yet."""
        return self.became in ("committed", "available")


@dataclass
class _Payment:
    """A payment, less what was reversed or booked otherwise."""

    entry: int
    day: int
    amount: Cents


def of_budgets(view: View, places: Collection[_Place]) -> list[Way]:
    """Where the ceilings of programmes in years went; they add up to them.

    What of a payment came back is no part of it: that can be granted again.
    """
    found: Any = balance(view, "programmes")
    rows = [r for r in found["programmes"] if (r["year"], r["programme"]) in places]
    grants = defaultdict(list)
    for way in of_grants(view, None, places):
        if way.became not in ("refunded", "recoverable"):
            grants[way.year, way.programme].append(way)
    return [way for row in rows for way in _of_place(row, grants)]


def of_grants(
    view: View, projects: Collection[str] | None, places: Collection[_Place] = ()
) -> list[Way]:
    """Where the grants of projects went: what was paid, and what is committed.

    Of these projects; of None those that are charged to the places.
    """
    rows = [
        row
        for row in project_rows(view)
        if (
            row["project"] in projects
            if projects is not None
            else (row["year"], row["programme"]) in places
        )
    ]
    payments = _payments(view, [str(row["project"]) for row in rows])
    return [way for row in rows for way in _of_grant(row, payments)]


def _of_place(
    row: Mapping[str, str], grants: Mapping[_Place, Sequence[Way]]
) -> Iterator[Way]:
    year, programme = row["year"], row["programme"]
    yield from grants.get((year, programme), ())
    for figure in _OF_NO_PROJECT:
        amount = cents(row[figure])
        if amount:
            yield Way(year, programme, None, None, None, figure, amount)


def _of_grant(
    row: Mapping[str, Any], payments: Mapping[str, Sequence[_Payment]]
) -> Iterator[Way]:
    project = row["project"]
    place = (row["year"], row["programme"], project)
    back = {name: cents(row[name]) for name in _CAME_BACK}
    ways: list[Way] = []
    for payment in reversed(payments.get(project, ())):
        day, kept = iso(payment.day), payment.amount
        for name in _CAME_BACK:
            part = min(back[name], kept)
            back[name] -= part
            kept -= part
            if part:
                ways.append(Way(*place, payment.entry, day, name, part))
        if kept:
            ways.append(Way(*place, payment.entry, day, "paid", kept))
    yield from reversed(ways)
    committed = cents(row["committed"])
    if committed:
        yield Way(*place, None, None, "committed", committed)


def _payments(view: View, projects: Sequence[str]) -> dict[str, list[_Payment]]:
    """By project what was paid by each entry, by day and entry.

    What was taken off, by a reversal or as booked otherwise, is taken off the entry
    that it is about, else off the last ones.
    """
    found: dict[str, dict[int, _Payment]] = defaultdict(dict)
    for project, day, entry, about, amount in _lines(view, projects):
        own = found[project]
        if amount > 0:
            payment = own.setdefault(entry, _Payment(entry, day, 0))
            payment.amount += amount
        else:
            _take_off(own, about, -amount)
    return {
        project: [each for each in own.values() if each.amount]
        for project, own in found.items()
    }


def _take_off(payments: dict[int, _Payment], about: int | None, amount: Cents) -> None:
    order = [*payments.values()][::-1]
    if about in payments:
        order.insert(0, payments[about])
    for each in order:
        part = min(each.amount, amount)
        each.amount -= part
        amount -= part


def _lines(
    view: View, projects: Sequence[str]
) -> Iterator[tuple[str, int, int, int | None, Cents]]:
    """Project, day, entry, the entry it reverses, and what it paid, by day."""
    names = {acc.of_project("paid", each): each for each in projects}
    accounts = view.accounts(names)
    numbers = sorted(accounts)
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        rows = view.rows(
            "SELECT l.account, l.day, l.entry, e.reverses, l.amount FROM lines l"
            " JOIN entries e ON e.entry = l.entry"
            f" WHERE l.account IN ({', '.join('?' * len(some))})"
            " AND l.day <= ? AND l.entry <= ? ORDER BY l.day, l.entry, l.line",
            *(*some, view.day, view.entry),
        )
        for account, day, entry, about, amount in rows:
            project = names[accounts[int(account)]]
            reverses = None if about is None else int(about)
            yield project, int(day), int(entry), reverses, int(amount)
