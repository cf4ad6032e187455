"""Batches for other ledgers: which there are, what they hold, and what comes next.

A batch goes by the numbers of entries, never by their dates: so an entry that is dated
back is in the next batch, as every other.
"""

from collections.abc import Iterator
from itertools import groupby, islice
from typing import NamedTuple

from domain.budgets.accounts import CURRENT_ACCOUNT, is_financial
from domain.values.batches import BatchTotals
from domain.values.money import Cents
from projections.answers.corrections import Corrections
from projections.answers.entries import Entry, entries_of
from projections.days import iso
from projections.snapshot import View
from projections.stored import State, of_commands


class Batch(NamedTuple):
    """A registered batch."""

    entry: int
    export: str
    target: str
    from_entry: int
    to_entry: int
    said: BatchTotals
    """What it says that it holds."""
    sha256: str


class Line(NamedTuple):
    """A line of a batch: positive for debit."""

    entry: Entry
    day: str
    number: int
    """Within its entry, from 1."""
    account: str
    amount: Cents
    in_bank: bool
    """Its entry moved the current account."""


def batches(view: View, target: str | None = None) -> list[Batch]:
    """The registered batches in their order, all or those of a target."""
    stream = None if target is None else f"exports:{target.lower()}"
    found = of_commands(view, ["register_export"], stream=stream)
    return [_batch(entry, state) for entry, state in found]


def _batch(entry: int, state: State) -> Batch:
    given = state["given"]
    return Batch(
        entry,
        given["export"],
        given["target"],
        given["from_entry"],
        given["to_entry"],
        BatchTotals(given["rows"], _cents(given["debit"]), _cents(given["credit"])),
        given["sha256"],
    )


def _cents(amount: str) -> Cents:
    return int(amount.replace(".", ""))


def totals(view: View, first: int, last: int) -> BatchTotals:
    """What the journal says of a batch of these entries, both included."""
    names = view.account_names
    rows = view.rows(
        "SELECT account, COUNT(*),"
        " SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END),"
        " SUM(CASE WHEN amount < 0 THEN -amount ELSE 0 END) FROM lines"
        " WHERE entry >= ? AND entry <= ? GROUP BY account",
        first,
        last,
    )
    some = [row[1:] for row in rows if is_financial(names[int(row[0])])]
    return BatchTotals(*(sum(int(row[n]) for row in some) for n in range(3)))


def lines(view: View, first: int, last: int) -> Iterator[Line]:
    """The lines of a batch, with their entries as they were known at its end."""
    view = view._replace(entry=last)
    corrections = Corrections(view)
    groups = _groups(view, first, last)
    while some := list(islice(groups, _AT_ONCE)):
        found = entries_of(view, [number for number, _ in some], corrections)
        for number, read in some:
            in_bank = any(account == CURRENT_ACCOUNT for _, account, _ in read)
            for place, (day, account, amount) in enumerate(read, start=1):
                yield Line(found[number], day, place, account, amount, in_bank)


_AT_ONCE = 500
"""Entries looked up in one statement."""


def _groups(
    view: View, first: int, last: int
) -> Iterator[tuple[int, list[tuple[str, str, Cents]]]]:
    """By entry its lines: day, account, amount."""
    names = view.account_names
    rows = view.rows(
        "SELECT entry, day, account, amount FROM lines"
        " WHERE entry >= ? AND entry <= ? ORDER BY entry, line",
        first,
        last,
    )
    financial = (row for row in rows if is_financial(names[int(row[2])]))
    for number, group in groupby(financial, key=lambda row: int(row[0])):
        yield (
            number,
            [(iso(int(day)), names[int(a)], int(x)) for _, day, a, x in group],
        )
