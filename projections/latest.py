"""Sums of accounts through a day, as everything is known: from totals."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from projections.days import month_of

Rows = Callable[..., Iterator[Sequence[Any]]]
"""Gives the rows of a statement and its parameters."""
Sums = Iterator[Sequence[Any]]
"""Rows of an account and an amount (None: nothing), in portions that add up."""


def only(few: Sequence[int], column: str = "account") -> str:
    """A condition: of these accounts alone; of all of them where none are named."""
    return f" AND {column} IN ({', '.join('?' * len(few))})" if few else ""


def latest_sums(rows: Rows, through: int, few: Sequence[int]) -> Sums:
    """Whole months, then the days of the last one."""
    month = month_of(through)
    yield from months_before(rows, month, few)
    days = (month * 100, through)
    yield from looked_up(rows, "day_totals", "day > ? AND day <= ?", days, few)


def looked_up(
    rows: Rows, table: str, where: str, values: Sequence[int], few: Sequence[int]
) -> Sums:
    """Sums of rows of a table, each account looked up by itself in its index."""
    if few:
        yield from rows(
            f"SELECT account, SUM(amount) FROM {table} WHERE {where}{only(few)}"
            " GROUP BY account",
            *(*values, *few),
        )
        return
    yield from rows(
        f"SELECT account, (SELECT SUM(amount) FROM {table}"
        f" WHERE {table}.account = accounts.account AND {where}) FROM accounts",
        *values,
    )


def months_before(rows: Rows, month: int, few: Sequence[int]) -> Sums:
    """The months before one."""
    yield from rows(
        "SELECT account, SUM(amount) FROM month_totals"
        f" WHERE month < ?{only(few)} GROUP BY account",
        *(month, *few),
    )
