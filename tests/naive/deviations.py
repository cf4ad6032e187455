"""Deviations in force on a day, and what of each was used by which entries (Z18)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from .balances import euros
from .books import Books
from .budgets import available_margin, free_margin, process_left, reserve_margin
from .entries import Entry

Row = dict[str, Any]
LIMITS = ("maximum_per_project", "participation_share")
Use = tuple[int, list[int]]
"""How much was used, and the entries that used it."""


def deviation_uses(books: Books, at: date) -> list[Row]:
    """By entry; what is dated later or reversed by then is left out."""
    standing = [e for e in books.of("deviate") if books.in_force(e, at)]
    uses: dict[int, Use] = {}
    for scope in {scope_of(e) for e in standing if "project" not in e.data}:
        members = [e for e in standing if scope_of(e) == scope]
        uses |= laid_on(sorted(members, key=_age), overruns(books, scope, at))
    return [_row(books, e, uses.get(e.number), at) for e in standing]


def unclear(books: Books) -> set[int]:
    """Of what was below a floor when that was adopted nobody says who used it."""
    floors = {framework.current_account_floor for framework in books.frameworks}
    found = books.of("deviate", rule="current_account")
    return {entry.number for entry in found} if len(floors) > 1 else set()


def _age(entry: Entry) -> tuple[date, int]:
    return entry.date, entry.number


def _row(books: Books, entry: Entry, use: Use | None, at: date) -> Row:
    data = entry.data
    amount = data.get("amount")
    used, used_by = use or limit_use(books, entry, at)
    row = {
        "entry": entry.number,
        "rule": data["rule"],
        "project": data.get("project"),
        "programme": data.get("programme"),
        "year": data.get("year"),
        "amount": None if amount is None else euros(amount),
        "used": euros(used),
        "used_by": used_by,
        "motivation": data["motivation"],
    }
    # What is left of a new limit is of the project's terms: compared where it is clear.
    return row if use is None else row | {"left": euros(data["amount"] - used)}


def scope_of(entry: Entry) -> tuple[str, ...]:
    """What several deviations from a ceiling add up for."""
    names = ("rule", "year", "programme", "project")
    return tuple(entry.data.get(name, "") for name in names)


def overruns(books: Books, scope: tuple[str, ...], at: date) -> list[tuple[int, int]]:
    """(entry, cents): how far the ceiling was passed after each entry, by date."""
    ordered = sorted((e for e in books.entries if e.date <= at), key=_age)
    found = []
    for n, entry in enumerate(ordered, start=1):
        # Nothing is in these books but what came before: the last day is the whole.
        so_far = _Bare(books.first, ordered[:n])
        found.append((entry.number, -_without(so_far, scope, entry.date)))
    return found


def _without(bare: Books, scope: tuple[str, ...], day: date) -> int:
    """The ceiling's margin; of a closed year's reserve nothing is asked."""
    rule, year, programme, _ = scope
    match rule:
        case "process_reserve" if bare.is_closed(year, day):
            return 0
        case "programme_ceiling":
            return available_margin(bare, year, programme, day)
        case "process_ceiling":
            return process_left(bare, year, day)
        case "process_reserve":
            return reserve_margin(bare, year, day)
    return free_margin(bare, day)


class _Bare(Books):
    """Books in which nobody deviates."""

    def deviations(self, day: date, rule: str, **scope: str) -> list[Entry]:  # noqa: ARG002
        return []


def laid_on(members: list[Entry], overrun: list[tuple[int, int]]) -> dict[int, Use]:
    """The worst overrun, laid on deviations in order; by entry of each."""
    found: dict[int, Use] = {}
    begins = 0
    for deviation in members:
        ends = begins + deviation.data["amount"]
        used, used_by = 0, []
        for number, passed in overrun:
            here = min(passed, ends) - begins
            if here > used:
                used = here
                used_by.append(number)
        found[deviation.number] = used, used_by
        begins = ends
    return found


def users(books: Books, deviation: Entry, at: date) -> Iterator[Entry]:
    """Awards and raises that lean on it and are not reversed by then."""
    for entry in books.of("award_grant", "raise_grant"):
        if deviation.number in entry.leans and books.in_force(entry, at):
            yield entry


def limit_use(books: Books, deviation: Entry, at: date) -> Use:
    """What the highest of its grants has above the ordinary limit, if there is one."""
    rule = deviation.data["rule"]
    found = list(users(books, deviation, at))
    above = [e.data["amount"] - (e.limits.get(rule) or 0) for e in found]
    return max([0, *above]), [e.number for e in found]
