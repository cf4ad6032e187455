"""Checks of the journal and of budgets on every day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.budgets import accounts as acc
from domain.framework.framework import OUTSIDE
from domain.values.messages import Euro
from domain.values.money import Cents
from projections.answers.decisions import deviation_uses
from projections.days import iso
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
        )


@dataclass(frozen=True)
class _Sum:
    """A sum of accounts that may not fall below its floor."""

    check: str
    code: str
    label: str
    accounts: dict[str, int]
    floor: Cents = 0


def ceilings(view: View) -> Iterator[Finding]:
    """Ceilings, process ceiling and reserve hold on every day; deviations too."""
    for year in view.framework.year_codes:
        yield from _below(view, _ceiling_sums(view, year))
        yield from _reserve(view, year)
        yield from _deviations_beyond_budget(view, year)
    yield from _deviations(view)


def _ceiling_sums(view: View, year: str) -> Iterator[_Sum]:
    programmes = view.framework.programme_codes
    for programme in (*programmes, OUTSIDE):
        yield _Sum(
            "ceilings",
            "CEILING_EXCEEDED",
            f"available budget of {programme} {year} with deviations",
            {
                acc.available(year, programme): 1,
                acc.deviation("programme_ceiling", year, programme): 1,
            },
        )
    yield _Sum(
        "ceilings",
        "CEILING_EXCEEDED",
        f"unallocated budget of {year}",
        {acc.unallocated(year): 1},
    )
    yield _Sum(
        "ceilings",
        "PROCESS_CEILING_EXCEEDED",
        f"what process costs of {year} leave of their ceiling",
        {
            **{acc.process_expenses(year, p): -1 for p in programmes},
            acc.deviation("process_ceiling", year): 1,
        },
        floor=-view.framework.process_ceiling,
    )


def current_account(view: View) -> Iterator[Finding]:
    """The partners' money is not overdrawn, and nobody's earmarked money is."""
    sums = [
        _Sum(
            "current-account",
            "OVERDRAFT",
            "current account less earmarked, with deviations",
            {
                acc.CURRENT_ACCOUNT: 1,
                acc.EARMARKED: -1,
                acc.deviation("current_account"): 1,
            },
            floor=view.framework.current_account_floor,
        )
    ]
    sums += [
        _Sum(
            "current-account", "FUNDS_EXCEEDED", f"money held for {name}", {account: -1}
        )
        for account, name in _funds(view)
    ]
    sums += [
        _Sum(
            "current-account",
            "REPAYMENT_EXCEEDED",
            f"contributions of {partner} received for {year}",
            {acc.receivable(partner, year): -1, acc.contributions(partner, year): -1},
        )
        for year in view.framework.year_codes
        for partner in view.framework.partner_codes
    ]
    yield from _below(view, sums)


def _funds(view: View) -> Iterator[tuple[str, str]]:
    for name in view.accounts_under("liabilities:funds:").values():
        yield name, name.rpartition(":")[2]


def _below(view: View, sums: Iterable[_Sum]) -> Iterator[Finding]:
    """The first day on which each sum is below its floor."""
    for each in sums:
        level = 0
        for day, moved in _days(view, list(each.accounts)):
            level += sum(each.accounts[name] * amount for name, amount in moved.items())
            if level < each.floor:
                yield Finding(
                    each.check,
                    each.code,
                    "error",
                    "{label} is {level} on {iso}, below its floor of {floor}"
                    " by {short}.",
                    _entries(view, list(each.accounts), day),
                    label=each.label,
                    level=Euro(level),
                    iso=iso(day),
                    floor=Euro(each.floor),
                    short=Euro(each.floor - level),
                )
                break


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
    present = 0
    moved: dict[str, Cents] = {}
    for day, account, amount in rows:
        if int(day) != present and moved:
            yield present, moved
            moved = {}
        present = int(day)
        moved[accounts[int(account)]] = int(amount)
    if moved:
        yield present, moved


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


def _reserve(view: View, year: str) -> Iterator[Finding]:
    """Z3, while the year is not closed."""
    programmes = view.framework.programme_codes
    left_names = {acc.unallocated(year), acc.deviation("process_reserve", year)}
    left_names |= {acc.available(year, p) for p in programmes}
    cost_names = {acc.process_expenses(year, p) for p in programmes}
    closed = list(_closed(view, year))
    left = costs = 0
    days = dict(_days(view, [*left_names, *cost_names]))
    if not days:
        return
    for day in sorted({*days, *(until for _, until in closed if until is not None)}):
        for name, amount in days.get(day, {}).items():
            if name in cost_names:
                costs += amount
            else:
                left += amount
        if any(since <= day and (u is None or day < u) for since, u in closed):
            continue
        reserved = max(0, view.framework.process_ceiling - costs)
        if left < reserved:
            yield Finding(
                "ceilings",
                "PROCESS_RESERVE_EXCEEDED",
                "error",
                "{left} is left of {year} on {iso}, less than the {reserved}"
                " reserved for process costs.",
                _entries(view, [*left_names, *cost_names], day),
                left=Euro(left),
                year=year,
                iso=iso(day),
                reserved=Euro(reserved),
            )
            return


def _closed(view: View, year: str) -> Iterator[tuple[int, int | None]]:
    rows = view.rows(
        "SELECT e.day, r.day FROM entries e LEFT JOIN entries r"
        " ON r.reverses = e.entry AND r.entry <= ? WHERE e.year = ?"
        " AND e.command = 'close_budget_year' AND e.entry <= ?",
        view.entry,
        year,
        view.entry,
    )
    for since, until in rows:
        yield int(since), None if until is None else int(until)


def _deviations_beyond_budget(view: View, year: str) -> Iterator[Finding]:
    """Deviations give no money: together they stay within the year's budget."""
    programmes = (*view.framework.programme_codes, OUTSIDE)
    names = [acc.deviation("programme_ceiling", year, p) for p in programmes]
    budget = (f"budget:covered:{year}", f"budget:uncovered:{year}")
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
        )


def _deviations(view: View) -> Iterator[Finding]:
    """Deviations that nothing used, or that were used beyond their reason."""
    for use in deviation_uses(view).values():
        given = use.entry.given
        label = f"deviation {use.entry.number} from {given['rule']}"
        if not use.used_by:
            yield Finding(
                "ceilings",
                "DEVIATION_UNUSED",
                "warning",
                "{label} was not used by {at}.",
                [use.entry.number],
                label=label,
                at=view.at,
            )
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
            )
