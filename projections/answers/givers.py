"""What each giver gave for a purpose, and what became of it up to a date (BBV 52a).

On a cash basis: what was received, repaid and spent. Money of a pool (a budget year, a
project) is spent for all its givers together: whose it was is told by what each gave.
Every figure is a function of the date and of what is known alone, so what one period
closes with, the next opens with. All amounts are cents.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from domain.budgets import accounts as acc
from domain.framework.course import PARTNER, YEAR
from domain.values.money import Cents
from domain.values.shares import split
from domain.values.texts import folded
from projections.answers.booked import Movement
from projections.answers.corrections import Corrections
from projections.snapshot import View

GIVEN = ("receive_contribution", "repay_contribution")
HELD = ("receive_funds", "spend_funds")
MOVED = ("transfer_budget", "close_budget_year")
"""What is looked at: contributions, money of others, budget between years."""
UNKNOWN = "unknown"
"""The giver of money that was spent for a project for which none was received."""


class Purpose(NamedTuple):
    """Who gave, and for what: a budget year, or a project."""

    giver: str
    year: str | None
    project: str | None


@dataclass
class Gift:
    """What was given for a purpose by a date, and what became of it."""

    received: Cents = 0
    repaid: Cents = 0
    released: Cents = 0
    """Moved on to other budget years, less what came from them."""
    spent: Cents = 0
    committed: Cents = 0
    """Awarded and not yet paid."""

    @property
    def given(self) -> Cents:
        """What was received and not repaid."""
        return self.received - self.repaid

    @property
    def left(self) -> Cents:
        """What of it is not spent."""
        return self.given - self.released - self.spent


Gifts = dict[Purpose, Gift]


def gifts(view: View, moved: Iterable[Movement], corrections: Corrections) -> Gifts:
    """By purpose what was given by the view's date: contributions, then funds."""
    by_then = sorted(
        (each for each in moved if each.day <= view.day),
        key=lambda each: (each.day, each.entry),
    )
    return {**_contributions(view, by_then), **_funds(by_then, corrections)}


def in_shares(amount: Cents, weights: Mapping[str, Cents]) -> dict[str, Cents]:
    """An amount of either sign in proportion to weights; its parts add up to it.

    Largest remainders in cents (ties: the order of the weights).
    """
    exact = {name: Fraction(weight) for name, weight in weights.items() if weight > 0}
    if not exact:
        return {}
    sign = -1 if amount < 0 else 1
    return {name: sign * part for name, part in split(sign * amount, exact).items()}


# -- contributions of partners, by budget year --------------------------------------


class _Pools(NamedTuple):
    """Of each budget year what all its givers bear together, and what was called."""

    spent: Mapping[str, Cents]
    committed: Mapping[str, Cents]
    due: Mapping[str, Mapping[str, Cents]]


def _contributions(view: View, moved: Iterable[Movement]) -> Gifts:
    found: dict[str, dict[str, Gift]] = {
        year: {code: Gift() for code in view.course.ever(PARTNER)}
        for year in view.course.ever(YEAR)
    }
    for each in moved:
        if each.command in GIVEN:
            gift = found[each.given["year"]][each.given["partner"]]
            if each.command == "receive_contribution":
                gift.received += each.signed
            else:
                gift.repaid += each.signed
    pools = _pools(view)
    _release(found, moved, pools)
    for year, givers in found.items():
        weights = _bearing(givers, pools.due[year])
        for code, part in in_shares(pools.spent[year], weights).items():
            givers[code].spent = part
        for code, part in in_shares(pools.committed[year], weights).items():
            givers[code].committed = part
    return {
        Purpose(code, year, None): gift
        for year, givers in found.items()
        for code, gift in givers.items()
    }


def _release(
    found: Mapping[str, Mapping[str, Gift]], moved: Iterable[Movement], pools: _Pools
) -> None:
    """Budget that moves to another year takes its givers' money along."""
    for (source, target), amount in _between_years(moved).items():
        weights = _given(found[source], pools.due[source])
        for code, part in in_shares(amount, weights).items():
            found[source][code].released += part
            found[target][code].released -= part


def _between_years(moved: Iterable[Movement]) -> dict[tuple[str, str], Cents]:
    """By source and target what of the budget was moved between two years."""
    found: dict[tuple[str, str], Cents] = defaultdict(int)
    for each in moved:
        given = each.given
        if each.command == "transfer_budget":
            if given["from_year"] != given["to_year"]:
                found[given["from_year"], given["to_year"]] += each.signed
        elif each.command == "close_budget_year" and given.get("carry_to"):
            carried = sum((each.state.get("carried") or {}).values())
            found[given["year"], given["carry_to"]] += each.sign * carried
    return found


def _given(givers: Mapping[str, Gift], due: Mapping[str, Cents]) -> dict[str, Cents]:
    """By what each gave; while nobody has, by what each was asked for."""
    weights = {code: max(0, gift.given) for code, gift in givers.items()}
    return weights if any(weights.values()) else dict(due)


def _bearing(givers: Mapping[str, Gift], due: Mapping[str, Cents]) -> dict[str, Cents]:
    """Who bears what is spent: by what each gave, with what came from other years."""
    weights = {
        code: max(0, gift.given - gift.released) for code, gift in givers.items()
    }
    return weights if any(weights.values()) else _given(givers, due)


def borne_together(view: View, found: Gifts) -> set[str]:
    """The budget years whose spending some giver bears.

    Of another year nothing was called, received or brought: nobody gave for it.
    """
    pools = _pools(view)
    by_year: dict[str, dict[str, Gift]] = defaultdict(dict)
    for purpose, gift in found.items():
        if purpose.year is not None:
            by_year[purpose.year][purpose.giver] = gift
    return {
        year
        for year, givers in by_year.items()
        if any(weight > 0 for weight in _bearing(givers, pools.due[year]).values())
    }


def _pools(view: View) -> _Pools:
    sums = view.sums(view.accounts_under(*_PREFIXES))
    # What was posted later may be on accounts of codes that are not known yet.
    accounts = {name: amount for name, amount in sums.items() if amount}
    years = view.course.ever(YEAR)
    spent, committed = dict.fromkeys(years, 0), dict.fromkeys(years, 0)
    due = {year: dict.fromkeys(view.course.ever(PARTNER), 0) for year in years}
    for name, amount in accounts.items():
        match name.split(":"):
            case ["memo", "programme", "paid", year, _]:
                spent[year] += amount
            case ["memo", "programme", "refunded", year, _]:
                spent[year] -= amount
            case ["expenses", "process", year, _]:
                spent[year] += amount
            case ["budget", "committed", year, _, _]:
                committed[year] += amount
            case ["income", "contributions", partner, year]:
                due[year][partner] -= amount
    return _Pools(spent, committed, due)


_PREFIXES = (
    *("memo:programme:paid:", "memo:programme:refunded:", "expenses:process:"),
    *("budget:committed:", "income:contributions:"),
)


def spent_of(view: View, years: Iterable[str]) -> Cents:
    """What was spent of some budget years: grants paid less refunds, process costs."""
    spent = _pools(view).spent
    return sum(spent[year] for year in years)


def received_of(view: View, years: Iterable[str]) -> Cents:
    """What was received for some budget years less what was repaid, by the accounts."""
    names = [
        name
        for year in years
        for partner in view.course.ever(PARTNER)
        for name in (acc.receivable(partner, year), acc.contributions(partner, year))
    ]
    return -sum(view.balances(names).values())


# -- money of others, by project and source ------------------------------------------


def _funds(moved: Iterable[Movement], corrections: Corrections) -> Gifts:
    """What is paid to a giver itself is repaid; the rest is spent for all together."""
    found: dict[str, dict[str, Gift]] = defaultdict(dict)
    names: dict[tuple[str, str], str] = {}
    spendings: list[Movement] = []
    for each in moved:
        if each.command == "receive_funds":
            project, source = each.given["project"], each.given["source"]
            name = names.setdefault((project, folded(source)), source)
            found[project].setdefault(name, Gift()).received += each.signed
        elif each.command == "spend_funds":
            spendings.append(each)
    spent: dict[str, Cents] = defaultdict(int)
    for each in spendings:
        project = each.given["project"]
        payee = corrections.of(each.entry, each.given, "payee") or ""
        giver = names.get((project, folded(payee)))
        if giver is None:
            spent[project] += each.signed
        else:
            found[project][giver].repaid += each.signed
    for project, amount in spent.items():
        _spend(found[project], amount)
    return {
        Purpose(source, None, project): gift
        for project in sorted(found, key=str.encode)
        for source, gift in found[project].items()
    }


def _spend(givers: dict[str, Gift], amount: Cents) -> None:
    """By what each gave and was not repaid; where that is nothing, equally."""
    weights = {name: gift.given for name, gift in givers.items()}
    if not any(weight > 0 for weight in weights.values()):
        weights = dict.fromkeys(givers or (UNKNOWN,), 1)
    for name, part in in_shares(amount, weights).items():
        givers.setdefault(name, Gift()).spent += part
