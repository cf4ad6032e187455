"""What an audit file says: of a period, at a knowledge, from the journal alone.

Master data, opening balance and totals are sums; transactions are read as they are
written, a few hundred at a time, since there may be very many.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby, islice
from typing import NamedTuple

from domain.budgets.accounts import CURRENT_ACCOUNT, is_financial
from domain.values.money import Cents
from papers.xaf.chart import (
    BANK,
    OPENING_RESULT,
    RECEIVABLE,
    Chart,
    LedgerAccount,
    Placed,
)
from projections.answers.corrections import Corrections
from projections.answers.entries import Entry, entries_of
from projections.days import day_number, iso
from projections.snapshot import View

UNKNOWN = "ONBEKEND"
"""Where a form asks for what the ledger doesn't know."""


class Journal(NamedTuple):
    """A journal (*dagboek*) of the audit file."""

    code: str
    description: str
    type: str
    offset: str | None


JOURNALS = (
    Journal("BANK", "Rekening-courant", "B", BANK),
    Journal("MEMO", "Memoriaal", "M", None),
)


class Period(NamedTuple):
    """A calendar month, as far as it is in the period of the file."""

    number: int
    start: date
    end: date


class Partner(NamedTuple):
    """A partner with what it owed at the beginning and at the end."""

    code: str
    name: str
    opening: Cents
    closing: Cents


class Line(NamedTuple):
    """A line of a transaction: positive for debit."""

    number: int
    account: str
    placed: Placed
    amount: Cents


class Transaction(NamedTuple):
    """An entry with its lines, of which there is at least one."""

    entry: Entry
    day: str
    period: int
    lines: tuple[Line, ...]

    @property
    def source(self) -> str:
        """What it comes from: command and entry."""
        return f"{self.entry.command} #{self.entry.number}"

    @property
    def reference(self) -> str:
        """The voucher, else the decision, else the entry."""
        found = self.entry.document or self.entry.decision
        return found or f"#{self.entry.number}"


class Totals(NamedTuple):
    """How many lines, and what they add up to on either side."""

    lines: int
    debit: Cents
    credit: Cents


@dataclass(frozen=True)
class AuditFile:
    """The audit file of a period, both days included."""

    view: View
    start: date
    end: date

    @property
    def fiscal_year(self) -> str:
        """The calendar year, or the two that the period is in."""
        first, last = f"{self.start.year:04d}", f"{self.end.year:04d}"
        return first if first == last else f"{first}-{last}"

    @property
    def company(self) -> str:
        """Whose ledger it is: the organisation that keeps it."""
        return str(self._organisation.get("name") or self._framework_title)

    @property
    def rsin(self) -> str:
        """The number by which the tax office knows it."""
        return str(self._organisation.get("rsin") or UNKNOWN)

    @cached_property
    def _organisation(self) -> dict[str, object]:
        found = self.view.frameworks.on(self.end, self.view.entry)
        given = found.source.get("organisation")
        return dict(given) if isinstance(given, dict) else {}

    @property
    def _framework_title(self) -> str:
        return self.view.frameworks.on(self.end, self.view.entry).title

    @property
    def created(self) -> date:
        """When the last entry known was recorded: so no clock is in the file."""
        rows = self.view.rows(
            "SELECT recorded_at FROM entries WHERE entry = ?", self.view.entry
        )
        zone = self.view.opening.zone
        for (recorded_at,) in rows:
            return datetime.fromisoformat(str(recorded_at)).astimezone(zone).date()
        return self.view.opening.start

    @cached_property
    def chart(self) -> Chart:
        """The accounts by their codes."""
        return Chart(self._names)

    @property
    def accounts(self) -> list[LedgerAccount]:
        """Every account of the file."""
        return self.chart.accounts()

    @cached_property
    def _names(self) -> dict[int, str]:
        """The journal's accounts that are in the file, of those known."""
        names = self.view.account_names
        rows = self.view.rows(
            "SELECT DISTINCT account FROM lines WHERE entry <= ?", self.view.entry
        )
        numbers = sorted(int(row[0]) for row in rows)
        return {n: names[n] for n in numbers if is_financial(names[n])}

    @cached_property
    def periods(self) -> list[Period]:
        """The months of the period, numbered from 1."""
        return list(_months(self.start, self.end))

    @cached_property
    def partners(self) -> list[Partner]:
        """The partners that were ever called, by code."""
        opening, closing = self._owed(self._before), self._owed(self._after)
        at_end = self.view._replace(at=self.end)
        return [
            Partner(
                code,
                at_end.frameworks.partner(code, self.end, self.view.entry).name,
                opening.get(code, 0),
                closing.get(code, 0),
            )
            for code in sorted({*opening, *closing})
        ]

    def _owed(self, balances: dict[str, Cents]) -> dict[str, Cents]:
        """By partner what is receivable, also where that is nothing."""
        found: dict[str, Cents] = {}
        for account, amount in balances.items():
            placed = self.chart.placed(account)
            if placed.partner is not None:
                own = amount if placed.code == RECEIVABLE else 0
                found[placed.partner] = found.get(placed.partner, 0) + own
        return found

    @cached_property
    def _before(self) -> dict[str, Cents]:
        return self.view.sums(self._names, before=self.start)

    @cached_property
    def _after(self) -> dict[str, Cents]:
        return self.view._replace(at=self.end).sums(self._names)

    @cached_property
    def opening(self) -> dict[str, Cents]:
        """By code the balance before the period; earlier results are one of them.

        What is zero is left out.
        """
        types = {account.code: account.type for account in self.accounts}
        found: dict[str, Cents] = {}
        for account, amount in self._before.items():
            code = self.chart.placed(account).code
            code = code if types[code] == "B" else OPENING_RESULT
            found[code] = found.get(code, 0) + amount
        return {code: found[code] for code in sorted(found) if found[code]}

    @property
    def opening_totals(self) -> Totals:
        """Of the opening balance."""
        return totals_of(self.opening.values())

    @cached_property
    def totals(self) -> Totals:
        """Of all transactions."""
        rows = self.view.rows(
            "SELECT account, COUNT(*),"
            " SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END),"
            " SUM(CASE WHEN amount < 0 THEN -amount ELSE 0 END) FROM lines"
            " WHERE day >= ? AND day <= ? AND entry <= ? GROUP BY account",
            *self._range,
        )
        some = [row[1:] for row in rows if int(row[0]) in self._names]
        return Totals(*(sum(int(row[n]) for row in some) for n in range(3)))

    @property
    def _range(self) -> tuple[int, int, int]:
        return day_number(self.start), day_number(self.end), self.view.entry

    def transactions(self, journal: Journal) -> Iterator[Transaction]:
        """The transactions of a journal, in the order of entries, as they are read."""
        corrections = Corrections(self.view)
        wanted = (
            (number, lines)
            for number, lines in self._entries()
            if (journal.offset == BANK) == _touches_bank(lines)
        )
        while some := list(islice(wanted, _AT_ONCE)):
            found = entries_of(self.view, [number for number, _ in some], corrections)
            for number, lines in some:
                yield self._transaction(found[number], lines)

    def _entries(self) -> Iterator[tuple[int, list["_Read"]]]:
        rows = self.view.rows(
            "SELECT entry, day, account, amount FROM lines"
            " WHERE day >= ? AND day <= ? AND entry <= ? ORDER BY entry, line",
            *self._range,
        )
        read = (
            _Read(int(entry), int(day), self._names[int(account)], int(amount))
            for entry, day, account, amount in rows
            if int(account) in self._names
        )
        for number, lines in groupby(read, key=lambda line: line.entry):
            yield number, list(lines)

    def _transaction(self, entry: Entry, lines: list["_Read"]) -> Transaction:
        day = lines[0].day
        month = day // 100 % 100 - self.start.month
        years = day // 10000 - self.start.year
        return Transaction(
            entry,
            iso(day),
            12 * years + month + 1,
            tuple(
                Line(number, line.account, self.chart.placed(line.account), line.amount)
                for number, line in enumerate(lines, start=1)
            ),
        )


class _Read(NamedTuple):
    """A line as it is stored, with its account's name."""

    entry: int
    day: int
    account: str
    amount: Cents


_AT_ONCE = 500
"""Entries looked up in one statement."""


def _touches_bank(lines: Iterable[_Read]) -> bool:
    return any(line.account == CURRENT_ACCOUNT for line in lines)


def totals_of(amounts: Iterable[Cents]) -> Totals:
    """Totals of amounts, positive for debit."""
    kept = list(amounts)
    debit = sum(amount for amount in kept if amount > 0)
    return Totals(len(kept), debit, debit - sum(kept))


def _months(start: date, end: date) -> Iterator[Period]:
    number, first = 1, start
    while first <= end:
        last = min(end, _month_end(first))
        yield Period(number, first, last)
        if last == end:
            return
        number, first = number + 1, last + timedelta(days=1)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
