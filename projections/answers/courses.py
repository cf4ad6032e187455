"""Figures over time, up to the view's date: for charts, and for the tables under them.

A figure is a sum of accounts (`arithmetic`); its course is what that sum stood at. Day
by day it is read from lines, which is for figures that seldom move; month by month from
totals, however many lines there are.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from domain.values.money import Cents
from projections.answers.arithmetic import Sum, accounts_of
from projections.days import BLOCK, block_of, from_number, month_of
from projections.parts import Part, covering, full_blocks
from projections.snapshot import View

_MANY = 400
"""Accounts in one statement."""
_Changes = dict[int, dict[int, Cents]]
"""By account, and then by day or month, what changed."""


class Point(NamedTuple):
    """What a figure stands at from a day on, or at a month's end."""

    day: date
    cents: Cents


def daily(view: View, sums: Mapping[str, Sum]) -> dict[str, list[Point]]:
    """Each figure on every day that it changed, up to the view's date."""
    accounts = view.accounts(accounts_of(sums.values()))
    changes: _Changes = {}
    for some in _portions(accounts):
        rows = view.rows(
            "SELECT account, day, SUM(amount) FROM lines"
            f" WHERE account IN ({_marks(some)}) AND day <= ? AND entry <= ?"
            " GROUP BY account, day",
            *some,
            view.day,
            view.entry,
        )
        _add(changes, rows)
    by_name = {accounts[number]: found for number, found in changes.items()}
    return {
        name: [Point(from_number(day), cents) for day, cents in _course(each, by_name)]
        for name, each in sums.items()
    }


def monthly(view: View, sums: Mapping[str, Sum]) -> dict[str, list[Point]]:
    """Each figure at the end of every month in which it changed, and at the date.

    The month of the view's date is the date itself.
    """
    accounts = view.accounts(accounts_of(sums.values()))
    changes: _Changes = {}
    for some in _portions(accounts):
        for rows, sign in _by_month(view, some):
            _add(changes, rows, sign)
    by_name = {accounts[number]: found for number, found in changes.items()}
    standing = view.balances(accounts_of(sums.values()))
    found: dict[str, list[Point]] = {}
    for name, each in sums.items():
        course = [Point(_end(month), cents) for month, cents in _course(each, by_name)]
        found[name] = [*course, Point(view.at, each.of(standing))]
    return found


_Rows = Iterable[tuple[int, int, int]]


def _by_month(view: View, some: list[int]) -> Iterator[tuple[_Rows, int]]:
    """Changes by month before that of the view's date, in parts that add up."""
    month, marks = month_of(view.day), _marks(some)
    if view.is_latest or view.last_entry - view.entry < BLOCK:
        yield (
            _rows(
                view,
                "SELECT account, month, amount FROM month_totals"
                f" WHERE account IN ({marks}) AND month < ?",
                (*some, month),
            ),
            1,
        )
        yield _lines(view, some, (view.entry + 1, view.last_entry)), -1
        return
    block = block_of(view.entry)
    covered = covering(0, block, full_blocks(view.rows))
    for part in covered.parts:
        yield _of_part(view, some, part), part.sign
    yield (
        _rows(
            view,
            "SELECT account, month, SUM(amount) FROM block_totals"
            f" WHERE account IN ({marks}) AND month < ? AND block >= ? AND block < ?"
            " GROUP BY account, month",
            (*some, month, covered.unfinished.start, covered.unfinished.stop),
        ),
        1,
    )
    yield _lines(view, some, (block * BLOCK, view.entry)), 1


def _of_part(view: View, some: list[int], part: Part) -> _Rows:
    """What changed in each month: by how much its balance differs from the last."""
    return _rows(
        view,
        "SELECT account, month, amount - COALESCE(LAG(amount)"
        " OVER (PARTITION BY part, account ORDER BY month), 0) FROM part_balances"
        f" WHERE blocks = ? AND part >= ? AND part < ? AND account IN ({_marks(some)})"
        " AND month < ?",
        (
            *(part.size, part.numbers.start, part.numbers.stop),
            *(*some, month_of(view.day)),
        ),
    )


def _lines(view: View, some: list[int], entries: tuple[int, int]) -> _Rows:
    """What some entries changed, by month; few entries, in their order."""
    first, last = entries
    if first > last:
        return ()
    return _rows(
        view,
        "SELECT account, day / 100, SUM(amount) FROM lines"
        f" WHERE entry >= ? AND entry <= ? AND +account IN ({_marks(some)})"
        " AND +day < ? GROUP BY account, day / 100",
        (first, last, *some, month_of(view.day) * 100),
    )


def _rows(view: View, sql: str, parameters: tuple[int, ...]) -> _Rows:
    return ((int(a), int(b), int(c)) for a, b, c in view.rows(sql, *parameters))


def _add(changes: _Changes, rows: Iterable[Iterable[int]], sign: int = 1) -> None:
    for account, when, amount in rows:
        found = changes.setdefault(int(account), {})
        found[int(when)] = found.get(int(when), 0) + sign * int(amount)


def _course(
    figure: Sum, changes: Mapping[str, Mapping[int, Cents]]
) -> Iterator[tuple[int, Cents]]:
    """What a figure stood at, wherever it changed."""
    moved: dict[int, Cents] = {}
    for name, sign in figure.accounts:
        for when, amount in changes.get(name, {}).items():
            moved[when] = moved.get(when, 0) + sign * amount
    standing = figure.constant
    for when in sorted(moved):
        if moved[when]:
            standing += moved[when]
            yield when, standing


def _end(month: int) -> date:
    """The last day of a month, 201108 being 31 August 2011."""
    year, number = divmod(month, 100)
    after = date(year + number // 12, number % 12 + 1, 1)
    return after - timedelta(days=1)


def _portions(accounts: Iterable[int]) -> Iterator[list[int]]:
    numbers = list(accounts)
    for start in range(0, len(numbers), _MANY):
        yield numbers[start : start + _MANY]


def _marks(some: list[int]) -> str:
    return ", ".join("?" * len(some))
