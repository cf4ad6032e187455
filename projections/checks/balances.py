"""Checks of the journal and of budgets on every day."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from domain.budgets import accounts as acc
from domain.budgets.quantities import RESERVE, Budgets, Quantity
from domain.framework.course import PARTNER, PROGRAMME, YEAR
from domain.framework.framework import OUTSIDE
from domain.values.messages import Coded, Euro, Message, message
from domain.values.money import Cents
from projections.answers.deviations import deviation_uses
from projections.answers.years import budgets_of, closed_days
from projections.days import from_number, iso
from projections.finding import Finding
from projections.snapshot import View


def journal(view: View) -> Iterator[Finding]:
    """Every entry's lines add up to zero."""
    memo = list(view.accounts_under(acc.MEMO))
    only = f" AND account NOT IN ({', '.join('?' * len(memo))})" if memo else ""
    rows = view.rows(
        f"SELECT entry, SUM(amount) FROM lines WHERE entry <= ?{only} GROUP BY entry"
        " HAVING SUM(amount) <> 0 ORDER BY entry",
        view.entry,
        *memo,
    )
    for number, amount in rows:
        yield Finding(
            "journal",
            "JOURNAL_UNBALANCED",
            "error",
            "the lines of entry {number} add up to {int}, not zero.",
            [int(number)],
            number=number,
            int=Euro(int(amount)),
        ).of(number, Euro(int(amount)))


def ceilings(view: View) -> Iterator[Finding]:
    """Ceilings, process ceiling and reserve hold on every day; deviations too."""
    budgets = budgets_of(view)
    for year in view.course.ever(YEAR):
        for quantity in _of_year(view, budgets, year):
            yield from _below(view, "ceilings", (quantity,))
        yield from _below(
            view,
            "ceilings",
            budgets.reserve(year),
            list(closed_days(view, year)),
        )
        yield from _deviations_beyond_budget(view, year)
    yield from _deviations(view)


def _of_year(view: View, budgets: Budgets, year: str) -> Iterator[Quantity]:
    for programme in (*view.course.ever(PROGRAMME), OUTSIDE):
        yield budgets.ceiling(year, programme)
    yield budgets.unallocated(year)
    yield budgets.process_ceiling(year)


def current_account(view: View) -> Iterator[Finding]:
    """The partners' money is not overdrawn, and nobody's earmarked money is."""
    budgets = budgets_of(view)
    if view.framework.current_account_floor is None:
        yield from _in_debit(view)
    quantities = list(filter(None, (budgets.free(),)))
    quantities += [
        budgets.funds(name.rpartition(":")[2])
        for name in view.accounts_under("liabilities:funds:").values()
    ]
    quantities += [
        budgets.received(year, partner)
        for year in view.course.ever(YEAR)
        for partner in view.course.ever(PARTNER)
    ]
    for quantity in quantities:
        yield from _below(view, "current-account", (quantity,))


class _Period:
    """Days on end on which something is short, with the worst of it."""

    def __init__(self, code: str, day: int) -> None:
        self.code = code
        self.since = day
        self.worst: Cents = 0

    def finding(self, view: View) -> Finding:
        """Named by its first day and its worst figure."""
        names = [acc.CURRENT_ACCOUNT, acc.EARMARKED]
        return Finding(
            "current-account",
            self.code,
            "warning",
            _SHORT[self.code],
            _entries(view, names, self.since),
            worst=Euro(self.worst),
            since=from_number(self.since),
        ).of(iso(self.since), Euro(self.worst))


_SHORT = {
    "OVERDRAWN": "the current account was overdrawn from {since} on, by {worst} at"
    " worst.",
    "EARMARKED_USED": "money that is earmarked for projects was used for other ends"
    " from {since} on, {worst} of it at worst.",
}


def _in_debit(view: View) -> Iterator[Finding]:
    """Without a floor: the account below zero, and others' money (Z23) used.

    Each time that it was so is a finding of its own.
    """
    balance = earmarked = 0
    running: dict[str, _Period] = {}
    for day, moved in _days(view, [acc.CURRENT_ACCOUNT, acc.EARMARKED]):
        balance += moved.get(acc.CURRENT_ACCOUNT, 0)
        earmarked += moved.get(acc.EARMARKED, 0)
        used = min(earmarked, earmarked - balance)
        for code, short in (("OVERDRAWN", -balance), ("EARMARKED_USED", used)):
            if short > 0:
                period = running.setdefault(code, _Period(code, day))
                period.worst = max(period.worst, short)
            elif code in running:
                yield running.pop(code).finding(view)
    for period in running.values():
        yield period.finding(view)


Interval = tuple[int, int | None]
"""From a day of the tables to the day before another, or for ever."""


def _below(
    view: View,
    check: str,
    parts: Sequence[Quantity],
    rests: Sequence[Interval] = (),
) -> Iterator[Finding]:
    """The first day on which a quantity (in its parts) is below its floor.

    While it `rests` it is not judged.
    """
    names = list(dict.fromkeys(name for part in parts for name, _ in part.accounts))
    moved = dict(_days(view, names))
    levels = [0] * len(parts)
    start = view.opening.start
    ends = (until for _, until in rests if until is not None and until <= view.day)
    for day in sorted({*moved, *(ends if moved else ())}):
        number, today = (from_number(day) - start).days, moved.get(day, {})
        changes = [
            sum(sign * today.get(name, 0) for name, sign in part.accounts)
            for part in parts
        ]
        levels = [level + change for level, change in zip(levels, changes, strict=True)]
        if any(since <= day and (u is None or day < u) for since, u in rests):
            continue
        if not _is_judged(parts[0], changes[0], number):
            continue
        floors = [part.floor_on(number) for part in parts]
        spare = [level - floor for level, floor in zip(levels, floors, strict=True)]
        if min(spare) < 0:
            worst = spare.index(min(spare))
            said = _said(parts, levels, worst, day, floors[worst])
            entries = _entries(view, names, day)
            found = Finding(check, parts[0].code, "error", said, entries)
            yield found.of(*parts[0].scope, iso(day), Euro(min(spare)))
            return


def _is_judged(quantity: Quantity, change: Cents, number: int) -> bool:
    """Of a floor that differs by day: there is one, and the day lowered the balance.

    What was below a floor when it was adopted is not judged.
    """
    floors = quantity.floors
    return floors is None or (change < 0 and floors.on(number) is not None)


def _said(
    parts: Sequence[Quantity],
    levels: Sequence[Cents],
    worst: int,
    day: int,
    floor: Cents,
) -> Message:
    quantity, level = parts[worst], levels[worst]
    if quantity.kind is RESERVE:
        left, with_costs = levels
        return message(
            "{left} is left of {year} on {day}, less than the {reserved} reserved for"
            " process costs.",
            left=Euro(left),
            year=quantity.scope[0],
            day=from_number(day),
            reserved=Euro(max(0, parts[1].floor - (with_costs - left))),
        )
    return message(
        "{what} is {level} on {day}, below its floor of {floor} by {short}.",
        what=quantity.label,
        level=Euro(level),
        day=from_number(day),
        floor=Euro(floor),
        short=Euro(floor - level),
    )


def _days(view: View, names: list[str]) -> Iterator[tuple[int, dict[str, Cents]]]:
    """Per day what moved on the accounts."""
    accounts = view.accounts(names)
    if not accounts:
        return
    rows = view.rows(
        "SELECT day, account, SUM(amount) FROM lines"
        f" WHERE account IN ({', '.join('?' * len(accounts))})"
        " AND day <= ? AND entry <= ? GROUP BY day, account ORDER BY day",
        *accounts,
        view.day,
        view.entry,
    )
    for day, group in groupby(rows, key=lambda row: int(row[0])):
        yield day, {accounts[int(account)]: int(amount) for _, account, amount in group}


def _entries(view: View, names: list[str], day: int) -> list[int]:
    accounts = view.accounts(names)
    rows = view.rows(
        "SELECT DISTINCT entry FROM lines"
        f" WHERE account IN ({', '.join('?' * len(accounts))})"
        " AND day = ? AND entry <= ? ORDER BY entry",
        *accounts,
        day,
        view.entry,
    )
    return [int(row[0]) for row in rows]


def _deviations_beyond_budget(view: View, year: str) -> Iterator[Finding]:
    """Deviations give no money: together they stay within the year's budget."""
    programmes = (*view.course.ever(PROGRAMME), OUTSIDE)
    names = [acc.deviation("programme_ceiling", year, p) for p in programmes]
    budget = (acc.covered(year), acc.uncovered(year))
    amounts = view.balances([*names, *budget])
    deviations = sum(amounts[name] for name in names)
    total = -sum(amounts[name] for name in budget)
    if deviations > total:
        yield Finding(
            "ceilings",
            "DEVIATIONS_BEYOND_BUDGET",
            "warning",
            "deviations from the ceilings of {year} add up to {deviations},"
            " more than its whole budget of {total}.",
            year=year,
            deviations=Euro(deviations),
            total=Euro(total),
        ).of(year, Euro(deviations - total))


def _deviations(view: View) -> Iterator[Finding]:
    """Deviations that nothing used, or that were used beyond their reason."""
    for use in deviation_uses(view).values():
        given = use.entry.given
        label = message(
            "deviation {entry} from {rule}",
            entry=use.entry.number,
            rule=Coded(given["rule"]),
        )
        if not use.used_by:
            yield Finding(
                "ceilings",
                "DEVIATION_UNUSED",
                "warning",
                "{label} was not used by {at}.",
                [use.entry.number],
                label=label,
                at=view.at,
            ).of(use.entry.number)
        elif use.amount is not None and use.used > use.amount:
            yield Finding(
                "ceilings",
                "DEVIATION_EXCEEDED",
                "warning",
                "{label} allows {amount}; {used} was used.",
                [use.entry.number, *use.used_by],
                label=label,
                amount=Euro(use.amount),
                used=Euro(use.used),
            ).of(use.entry.number, Euro(use.used))
