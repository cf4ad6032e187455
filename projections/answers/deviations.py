"""Deviations, and how much of each was used by which entries (Z18)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from typing import Any

from domain.values.money import Cents
from domain.values.texts import format_cents
from projections.answers.corrections import Corrections
from projections.answers.entries import Entry, Filters, history
from projections.answers.years import budgets_of, closings
from projections.days import from_number
from projections.snapshot import View
from projections.sums import cents


@dataclass
class DeviationUse:
    """A deviation with how much of it was used, by which entries."""

    entry: Entry
    amount: Cents | None
    used: Cents = 0
    used_by: list[int] = field(default_factory=list)
    limit: Cents | None = None
    """The new limit of a project's deviation, where it does not lift it."""
    granted: Cents = 0
    """The highest grant that leans on it."""

    @property
    def is_of_project(self) -> bool:
        """It sets a project's condition aside, and is no part of a ceiling."""
        return self.entry.given.get("project") is not None

    @property
    def left(self) -> Cents | None:
        """What of it can still be used; None where it has no bound."""
        if not self.is_of_project:
            return None if self.amount is None else self.amount - self.used
        return None if self.limit is None else max(0, self.limit - self.granted)


def deviation_json(use: DeviationUse) -> dict[str, object]:
    """The shape of a deviation in section 4 of the contract."""
    given = use.entry.given
    return {
        "entry": use.entry.number,
        "rule": given["rule"],
        "project": given.get("project"),
        "programme": given.get("programme"),
        "year": given.get("year"),
        "amount": None if use.amount is None else format_cents(use.amount),
        "share": given.get("share"),
        "used": format_cents(use.used),
        "used_by": use.used_by,
        "left": None if use.left is None else format_cents(use.left),
        "motivation": given["motivation"],
    }


def deviation_uses(view: View) -> dict[int, DeviationUse]:
    """Every deviation known and dated by the view, by entry, with its use.

    A ceiling's deviations are used by how far the ceiling's own quantity is below
    zero at its worst, in order of date, then entry; `used_by` are the entries that
    took it there. A project's deviation is used by the awards that lean on it, by what
    the grant has above the ordinary limit; where there is none, by the whole grant.
    """
    uses = {
        entry.number: DeviationUse(entry, entry.amount)
        for entry in history(view, Filters(command="deviate", to_day=view.day))
        if not reversed_by_date(view, entry)
    }
    scopes: dict[tuple[str, ...], list[DeviationUse]] = {}
    for use in uses.values():
        given = use.entry.given
        if given.get("project") is None:
            scope: tuple[str, ...] = (
                given["rule"],
                given.get("year", ""),
                given.get("programme", ""),
            )
            scopes.setdefault(scope, []).append(use)
    for scope, members in scopes.items():
        members.sort(key=lambda use: (use.entry.date or "", use.entry.number))
        _use_ceiling(view, scope, members)
    _use_by_awards(view, uses)
    return uses


def reversed_by_date(view: View, entry: Entry) -> bool:
    """The entry was reversed on or before the view's date."""
    if entry.reversed_by is None:
        return False
    rows = view.rows("SELECT day FROM entries WHERE entry = ?", entry.reversed_by)
    return any(int(row[0]) <= view.day for row in rows)


def _use_ceiling(
    view: View, scope: tuple[str, ...], members: list[DeviationUse]
) -> None:
    """Lay the overrun on the deviations in order; each entry uses what it adds."""
    deepest = 0
    for number, level in _levels(view, scope):
        if -level > deepest:
            _lay(members, deepest, -level, number)
            deepest = -level


def _lay(members: list[DeviationUse], before: Cents, after: Cents, number: int) -> None:
    start = 0
    for use in members:
        end = start + (use.amount or 0)
        used = max(0, min(after, end) - max(before, start))
        if used:
            use.used += used
            use.used_by.append(number)
        start = end


def _levels(view: View, scope: tuple[str, ...]) -> Iterator[tuple[int, Cents]]:
    """After each entry, by date: the quantity above its floor, without deviations.

    While its year is closed the reserve rests, and counts again from the reversal of
    the closing on.
    """
    rule, year, programme = scope
    parts = budgets_of(view).of_rule(rule, year, programme)
    if not parts:  # a deviation from a floor that the framework no longer has
        return
    levels = [0] * len(parts)
    signs = [dict(part.own) for part in parts]
    moves = list(_moves(view, list({name: None for each in signs for name in each})))
    rests = list(closings(view, year)) if rule == "process_reserve" else []
    moves += [(*end, "", 0) for _, end in rests if end and end[0] <= view.day]
    for (day, number), group in groupby(sorted(moves), key=lambda move: move[:2]):
        # An entry's lines count together: only its last one shows the level.
        for *_, account, amount in group:
            for index, each in enumerate(signs):
                levels[index] += each.get(account, 0) * amount
        now = day, number
        if any(since <= now and (end is None or now < end) for since, end in rests):
            continue
        since_start = (from_number(day) - view.opening.start).days
        if parts[0].floors is None or parts[0].floors.on(since_start) is not None:
            yield (
                number,
                min(
                    level - part.floor_on(since_start)
                    for level, part in zip(levels, parts, strict=True)
                ),
            )


def _moves(view: View, names: list[str]) -> Iterator[tuple[int, int, str, Cents]]:
    accounts = view.accounts(names)
    if not accounts:
        return
    rows = view.rows(
        "SELECT day, entry, account, amount FROM lines"
        f" WHERE account IN ({', '.join('?' * len(accounts))})"
        " AND day <= ? AND entry <= ? ORDER BY day, entry, line",
        *accounts,
        view.day,
        view.entry,
    )
    for day, number, account, amount in rows:
        yield int(day), int(number), accounts[int(account)], int(amount)


def _use_by_awards(view: View, uses: dict[int, DeviationUse]) -> None:
    """Awards and raises name the deviations that they leaned on."""
    corrections = Corrections(view)
    for use in uses.values():
        use.limit = _new_limit(use, corrections)
    for command in ("award_grant", "change_grant"):
        for entry in history(view, Filters(command=command, to_day=view.day)):
            assessment = entry.event.get("assessment")
            if assessment is None or reversed_by_date(view, entry):
                continue
            for condition in assessment["conditions"]:
                for number in condition.get("deviation", ()):
                    use_ = uses.get(number)
                    if use_ is not None and use_.is_of_project:
                        _use_by_award(use_, entry, condition, assessment["amount"])


def _use_by_award(
    use: DeviationUse, entry: Entry, condition: Mapping[str, Any], granted: Cents
) -> None:
    if entry.number not in use.used_by:
        use.used_by.append(entry.number)
    ordinary = condition["facts"].get("maximum")
    above = granted if ordinary is None else granted - cents(ordinary)
    use.used = max(use.used, above)
    use.granted = max(use.granted, granted)


def _new_limit(use: DeviationUse, corrections: Corrections) -> Cents | None:
    """In euro cents; a share is one of the eligible cost, rounded down (Z14)."""
    share = use.entry.given.get("share")
    if share is None:
        return use.amount
    project = str(use.entry.given["project"])
    total, borrowed = (
        cents(corrections.of_proposal(project, name) or "0.00")
        for name in ("total_cost", "borrowed_capacity")
    )
    return (Fraction(share) * max(0, total - borrowed) / 100).__floor__()
