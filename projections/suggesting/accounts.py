"""Accounts of parties, as lines that were answered taught them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import groupby, islice
from operator import itemgetter
from sys import intern
from typing import NamedTuple

from domain.framework.framework import SUSPENSE
from domain.values.money import Cents
from projections.answers.bank import Lines
from projections.snapshot import View
from projections.stored import of_entries
from projections.suggesting.candidates import ordinal
from projections.suggesting.parties import Counterparties, party_key

_MOST_ENTRIES = 20
"""A match of more entries is no lesson about who has an account."""


class Moved(NamedTuple):
    """Something that moved on an account of somebody's."""

    day: int
    line: str


class Accounts:
    """Whose accounts are known, and what was answered on them."""

    def __init__(self) -> None:
        self._parties: dict[str, dict[str, str]] = {}
        self._moved: dict[tuple[str, Cents], list[Moved]] = defaultdict(list)

    def learn(self, account: str, party: str, line: str) -> None:
        """A line with that account was answered for a party."""
        self._parties.setdefault(account, {}).setdefault(party, line)

    def took(self, account: str, amount: Cents, moved: Moved) -> None:
        """A line of that amount, with that account, was answered."""
        self._moved[account, amount].append(moved)

    def line_of(self, account: str | None, party: str) -> str | None:
        """The line that taught that the account is the party's; None if none did."""
        return self._parties.get(account or "", {}).get(party)

    def parties(self, account: str | None) -> Mapping[str, str]:
        """The parties that the account is known to be of."""
        return self._parties.get(account or "", {})

    def moved(self, account: str | None, amount: Cents) -> list[Moved]:
        """What was answered of that amount with that account."""
        return self._moved.get((account or "", amount), [])


def plain_account(account: str) -> str:
    """An account as two are compared: without spaces, in capitals."""
    return intern("".join(account.split()).upper())


def known_accounts(view: View, parties: Counterparties) -> Accounts:
    """What the answered lines teach, as known."""
    found, lines = Accounts(), Lines(view)
    taught = _taught(view, parties)
    for event, statement, number, day, amount in _answered_lines(view):
        account = lines.of(statement, number).get("party_account")
        if account is None:
            continue
        account, name = plain_account(account), f"{statement}.{number}"
        found.took(account, amount, Moved(ordinal(day), name))
        party = taught.get(event)
        if party is not None:
            found.learn(account, party, name)
    return found


_STANDING = (
    " JOIN entries e ON e.entry = b.entry"
    " LEFT JOIN entries r ON r.reverses = b.entry AND r.entry <= ?"
    " WHERE b.entry <= ? AND r.entry IS NULL AND e.command <> 'reverse'"
)
"""Answers that stand: they were not undone, and undo nothing themselves."""


def _answered_lines(view: View) -> Iterator[tuple[int, int, int, int, Cents]]:
    """Lines in their order: the event that answers, the line, its day and amount."""
    rows = view.rows(
        "SELECT b.entry, b.statement, b.line, l.day, l.amount FROM bank_answers b"
        " JOIN bank_lines l ON l.entry = b.statement AND l.line = b.line"
        f"{_STANDING} ORDER BY b.statement, b.line",
        view.entry,
        view.entry,
    )
    for event, statement, number, day, amount in rows:
        yield int(event), int(statement), int(number), int(day), int(amount)


def _taught(view: View, parties: Counterparties) -> dict[int, str]:
    """By event the party of all that it answers; suspense teaches nothing."""
    rows = view.rows(
        f"SELECT b.entry, b.answered FROM bank_answers b{_STANDING}"
        " AND b.answered IS NOT NULL ORDER BY b.entry",
        view.entry,
        view.entry,
    )
    found: dict[int, tuple[int, ...]] = {}
    for event, each in groupby(rows, key=itemgetter(0)):
        entries = tuple(int(row[1]) for row in islice(each, _MOST_ENTRIES + 1))
        if len(entries) <= _MOST_ENTRIES:
            found[int(event)] = entries
    wanted = {entry for entries in found.values() for entry in entries}
    known = dict(_parties(view, parties, wanted))
    return {
        event: party
        for event, entries in found.items()
        if (party := _only({known.get(entry) for entry in entries})) is not None
    }


def _only(parties: set[str | None]) -> str | None:
    """The one party that there is; None of several, or where one isn't known."""
    return parties.pop() if len(parties) == 1 else None


def _parties(
    view: View, parties: Counterparties, entries: set[int]
) -> Iterator[tuple[int, str]]:
    for entry, state in of_entries(view, entries):
        given = state["given"]
        party = parties.of(entry, given)
        if party is not None and given.get("category") != SUSPENSE:
            yield entry, party_key(party)
