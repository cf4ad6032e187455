"""A ledger looked at with both clocks: at a date, as known after an entry.

The latest knowledge is read from totals per month and day (`projections.latest`); an
earlier one from what is kept of parts of the log (`projections.earlier`), so that
little is read line by line wherever in history it lies.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from domain.budgets.accounts import is_memorandum
from domain.framework.course import Course
from domain.framework.framework import Framework
from domain.values.money import Cents
from projections.days import day_number
from projections.frameworks import Frameworks
from projections.latest import Sums, latest_sums
from projections.moments import entry_of, moment
from projections.reader import Reader
from projections.recorded import known_by

_MANY = 500
"""Most placeholders in one statement; both databases take more."""


class _Clocks(NamedTuple):
    """What a view is of. No dataclass: every query would wait for one to be made."""

    reader: Reader
    frameworks: Frameworks
    at: date
    entry: int
    last_entry: int
    known_at: str | None = None
    """The argument as given, echoed in JSON."""
    now: datetime | None = None
    """The clock's time; without it no recording time is one of the future."""


class View(_Clocks):
    """One state of knowledge (`entry` is the last entry known) at one date."""

    @property
    def opening(self) -> Framework:
        """The framework of entry 1; its name, start and time zone never change."""
        return self.frameworks.opening

    @property
    def framework(self) -> Framework:
        """The framework in force at the date, as known."""
        return self.frameworks.on(self.at, self.entry)

    @property
    def course(self) -> Course:
        """Which codes are in force on which days, as known."""
        return self.frameworks.course(self.entry)

    @property
    def is_latest(self) -> bool:
        """Everything in the ledger is known."""
        return self.entry == self.last_entry

    @property
    def day(self) -> int:
        """The date as the tables hold it."""
        return day_number(self.at)

    def known(self, when: str) -> "View":
        """The same date, as known at WHEN; raises `Refusal` like `known_entry`."""
        entry = known_entry(self.reader, self.opening, when)
        return self._replace(entry=entry, known_at=when)

    @cached_property
    def account_names(self) -> dict[int, str]:
        """Every account by its number."""
        return {
            int(n): str(a) for n, a in self.rows("SELECT account, name FROM accounts")
        }

    def rows(self, sql: str, *parameters: object) -> Iterator[Sequence[Any]]:
        """Rows of a statement."""
        return self.reader.execute(sql, parameters)

    def accounts(self, names: Iterable[str]) -> dict[int, str]:
        """The accounts of these names that were ever posted to."""
        wanted = list(dict.fromkeys(names))
        found: dict[int, str] = {}
        for start in range(0, len(wanted), _MANY):
            some = wanted[start : start + _MANY]
            marks = ", ".join("?" * len(some))
            for number, name in self.rows(
                f"SELECT account, name FROM accounts WHERE name IN ({marks})", *some
            ):
                found[int(number)] = str(name)
        return found

    def accounts_under(self, *prefixes: str) -> dict[int, str]:
        """The accounts whose names begin so."""
        found: dict[int, str] = {}
        for prefix in prefixes:
            for number, name in self.rows(
                "SELECT account, name FROM accounts WHERE name >= ? AND name < ?",
                prefix,
                prefix + "\U0010ffff",
            ):
                found[int(number)] = str(name)
        return found

    def posted_under(self, *prefixes: str) -> list[str]:
        """Of the accounts whose names begin so those with a line by then, by name."""
        return sorted(
            str(name)
            for prefix in prefixes
            for (name,) in self.rows(
                "SELECT name FROM accounts WHERE name >= ? AND name < ? AND EXISTS"
                " (SELECT 1 FROM lines WHERE lines.account = accounts.account"
                " AND day <= ? AND entry <= ?)",
                prefix,
                prefix + "\U0010ffff",
                self.day,
                self.entry,
            )
        )

    def balances(self, names: Iterable[str]) -> dict[str, Cents]:
        """Balances at the date of the named accounts; absent ones are zero."""
        wanted = list(names)
        sums = self.sums(self.accounts(wanted))
        return {name: sums.get(name, 0) for name in wanted}

    def journal_balances(self) -> dict[str, Cents]:
        """Balances at the date of every account of the journal that was posted to."""
        names = self.account_names.items()
        return self.sums({n: name for n, name in names if not is_memorandum(name)})

    def sums(
        self, accounts: Mapping[int, str], *, before: date | None = None
    ) -> dict[str, Cents]:
        """Balances by name at the date, or at the end of the day before `before`."""
        through = self.day if before is None else day_number(before) - 1
        found = self._sums(accounts, through) if accounts else {}
        return {name: found.get(account, 0) for account, name in accounts.items()}

    def _sums(self, accounts: Mapping[int, str], through: int) -> dict[int, Cents]:
        """Sums through a day of some accounts, and perhaps of others."""
        few = list(accounts) if len(accounts) <= _MANY else []
        if self.is_latest:
            return _added_up(latest_sums(self.rows, through, few))
        if not self._has_few_accounts:
            return _added_up(self._earlier(through, few))
        # One answer asks for many sums, and most of what one of them costs is the same
        # for all accounts.
        if through not in self._earlier_sums:
            self._earlier_sums[through] = _added_up(self._earlier(through, []))
        return self._earlier_sums[through]

    def _earlier(self, through: int, few: list[int]) -> Sums:
        from projections.earlier import Earlier

        return Earlier(self.rows, self.entry, self.last_entry).sums(through, few)

    @cached_property
    def _has_few_accounts(self) -> bool:
        return any(
            int(row[0] or 0) <= _MANY
            for row in self.rows("SELECT MAX(account) FROM accounts")
        )

    @cached_property
    def _earlier_sums(self) -> dict[int, dict[int, Cents]]:
        """By day, the sums of all accounts through it, as known earlier."""
        return {}


def _added_up(sums: Sums) -> dict[int, Cents]:
    found: dict[int, Cents] = {}
    for account, amount in sums:
        number = int(account)
        found[number] = found.get(number, 0) + int(amount or 0)
    return found


def known_entry(reader: Reader, framework: Framework, when: str | None) -> int:
    """The last entry known at WHEN: `#N`, a moment, or None for everything.

    Raises `Refusal` (`ENTRY_UNKNOWN`) for an entry beyond the last, (`BAD_DATE`) for a
    moment that can't be read.
    """
    last = last_entry(reader)
    if when is None:
        return last
    text = when.strip()
    number = entry_of(text, last)
    if number is not None:
        return number
    until = moment(text, framework.zone).last
    return known_by(reader, until, last)


def last_entry(reader: Reader) -> int:
    """The number of the last entry."""
    for row in reader.execute("SELECT MAX(entry) FROM stored_events"):
        return int(row[0] or 0)
    return 0
