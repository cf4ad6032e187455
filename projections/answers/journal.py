"""The journal: every line as posted, for programs and for hledger."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from domain.budgets.accounts import MEMO
from domain.values.money import Cents
from domain.values.texts import format_cents
from projections.answers.corrections import Corrections
from projections.answers.entries import Entry, entry
from projections.days import day_number, iso
from projections.snapshot import View


@dataclass(frozen=True)
class JournalLine:
    """One line of the journal."""

    entry: int
    day: str
    account: str
    amount: Cents


def journal(
    view: View, start: date | None = None, end: date | None = None
) -> Iterator[JournalLine]:
    """Lines in the order of entries, from one date to another, both included."""
    names = view.account_names
    rows = view.rows(
        "SELECT entry, day, account, amount FROM lines"
        " WHERE day >= ? AND day <= ? AND entry <= ? ORDER BY entry, line",
        0 if start is None else day_number(start),
        day_number(end or view.at),
        view.entry,
    )
    for number, day, account, amount in rows:
        name = names[int(account)]
        if not name.startswith(MEMO):
            yield JournalLine(int(number), iso(int(day)), name, int(amount))


def line_json(line: JournalLine) -> dict[str, object]:
    """The shape of `journal` in section 4 of the contract."""
    return {
        "entry": line.entry,
        "date": line.day,
        "account": line.account,
        "amount": format_cents(line.amount),
    }


def hledger(
    view: View, start: date | None = None, end: date | None = None
) -> Iterator[str]:
    """The journal as hledger reads it; `hledger check --strict` accepts it."""
    yield f"; {view.framework.title}"
    yield f"; as known after entry {view.entry}, to {(end or view.at).isoformat()}"
    yield ""
    yield from hledger_entries(view, start, end)


def hledger_entries(
    view: View,
    start: date | None = None,
    end: date | None = None,
    describe: Callable[[Entry], str | None] = lambda entry: entry.description,
) -> Iterator[str]:
    """Declarations and entries, each with the words that `describe` gives."""
    yield "commodity 1000.00 EUR"
    yield ""
    for account in _accounts(view, start, end or view.at):
        yield f"account {account}"
    corrections = Corrections(view)
    for number, group in groupby(
        journal(view, start, end), key=lambda line: line.entry
    ):
        found = entry(view, number, corrections)
        yield ""
        yield from _transaction(found, describe(found), list(group))


def _accounts(view: View, start: date | None, end: date) -> list[str]:
    """The journal's accounts with a line, by name."""
    rows = view.rows(
        "SELECT DISTINCT account FROM lines WHERE day >= ? AND day <= ? AND entry <= ?",
        0 if start is None else day_number(start),
        day_number(end),
        view.entry,
    )
    names = sorted(view.account_names[int(row[0])] for row in rows)
    return [name for name in names if not name.startswith(MEMO)]


def _transaction(
    found: Entry, description: str | None, lines: list[JournalLine]
) -> Iterator[str]:
    words = [found.command, found.counterparty or found.project or ""]
    if description:
        words.append(description)
    text = " - ".join(_plain(word) for word in words if word)
    yield f"{lines[0].day} (#{found.number}) {text}"
    for line in lines:
        yield f"    {line.account}  {format_cents(line.amount)} EUR"


def _plain(text: str) -> str:
    """A text without hledger's own marks for comments and payees, on one line."""
    text = text.replace(";", ",").replace("|", "/")
    return _CONTROLS.sub(lambda found: ascii(found[0])[1:-1], text)


_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
"""Of what can't be seen only this: bundles of 0.1.0 have the rest as it was stored."""
