"""A ledger looked at with both clocks: at a date, as known after an entry.

The latest knowledge is read from totals per month and day; an earlier one from totals
per block of entries, so that little is read line by line wherever in history it lies.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from domain.budgets.accounts import is_memorandum
from domain.framework.course import Course
from domain.framework.framework import Framework
from domain.values.money import Cents
from projections.days import BLOCK, block_of, day_number, month_of
from projections.frameworks import Frameworks
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
        self, accounts: dict[int, str], *, before: date | None = None
    ) -> dict[str, Cents]:
        """Balances by name at the date, or at the end of the day before `before`."""
        through = self.day if before is None else day_number(before) - 1
        sums: dict[int, Cents] = {}
        for account, amount in self._sums(accounts, through):
            sums[account] = sums.get(account, 0) + amount
        return {name: sums.get(account, 0) for account, name in accounts.items()}

    def _sums(
        self, accounts: dict[int, str], through: int
    ) -> Iterator[tuple[int, Cents]]:
        """Sums of some accounts through a day, in parts that add up."""
        if not accounts:
            return
        few = list(accounts) if len(accounts) <= _MANY else []
        only = f" AND account IN ({', '.join('?' * len(few))})" if few else ""
        if self.is_latest or self.last_entry - self.entry < BLOCK // 2:
            yield from self._latest(accounts, through, only, few)
            # The lines that came later are few: take them off again.
            for account, amount in self._lines(
                accounts, through, only, few, (self.entry + 1, self.last_entry)
            ):
                yield account, -amount
        elif self._has_few_accounts:
            for account, amount in self._all_earlier(through).items():
                if account in accounts:
                    yield account, amount
        else:
            yield from self._earlier(accounts, through, only, few)

    @cached_property
    def _has_few_accounts(self) -> bool:
        return any(
            int(row[0] or 0) <= _MANY
            for row in self.rows("SELECT MAX(account) FROM accounts")
        )

    @cached_property
    def _earlier_sums(self) -> dict[int, dict[int, Cents]]:
        """By day, the sums of all accounts through it."""
        return {}

    def _all_earlier(self, through: int) -> dict[int, Cents]:
        """Sums of all accounts through a day, worked out once.

        One answer asks for many sums, and most of what one of them costs is the same
        for all accounts.
        """
        if through not in self._earlier_sums:
            every = self.account_names
            few = list(every)
            only = f" AND account IN ({', '.join('?' * len(few))})"
            found: dict[int, Cents] = {}
            for account, amount in self._earlier(every, through, only, few):
                found[account] = found.get(account, 0) + amount
            self._earlier_sums[through] = found
        return self._earlier_sums[through]

    def _latest(
        self, accounts: dict[int, str], through: int, only: str, few: list[int]
    ) -> Iterator[tuple[int, Cents]]:
        """Whole months, then the days of the last one."""
        month = month_of(through)
        yield from self._grouped(
            f"SELECT account, SUM(amount) FROM month_totals WHERE month < ?{only}"
            " GROUP BY account",
            (month, *few),
            accounts,
        )
        yield from self._grouped(
            "SELECT account, SUM(amount) FROM day_totals WHERE day > ? AND day <= ?"
            f"{only} GROUP BY account",
            (month * 100, through, *few),
            accounts,
        )

    def _earlier(
        self, accounts: dict[int, str], through: int, only: str, few: list[int]
    ) -> Iterator[tuple[int, Cents]]:
        """What was known by then: from the start, or from now backwards if nearer."""
        block, last_block = block_of(self.entry), block_of(self.last_entry)
        if 2 * block <= last_block:
            yield from self._part(accounts, through, only, few, "<=")
            return
        yield from self._latest(accounts, through, only, few)
        for account, amount in self._part(accounts, through, only, few, ">"):
            yield account, -amount

    def _part(
        self,
        accounts: dict[int, str],
        through: int,
        only: str,
        few: list[int],
        side: str,
    ) -> Iterator[tuple[int, Cents]]:
        """Sums of the entries on one side of the view's: `<=` known, `>` not yet.

        Whole blocks and months from the totals; what the view's own block has on the
        one side, and the days of the last month, line by line.
        """
        month, block = month_of(through), block_of(self.entry)
        before, after = block * BLOCK, (block + 1) * BLOCK
        # Of its block the shorter end is read: added to the blocks beside it, or taken
        # off the blocks with it.
        with_first = self.entry - before < after - self.entry
        is_added = with_first == (side == "<=")
        ends = (before, self.entry) if with_first else (self.entry + 1, after - 1)
        if side == "<=":
            blocks = range(block + (not is_added))
        else:
            blocks = range(block + is_added, block_of(self.last_entry) + 1)
        yield from self._blocks(accounts, month, only, few, blocks)
        sign = 1 if is_added else -1
        for account, amount in self._lines(accounts, month * 100, only, few, ends):
            yield account, sign * amount
        yield from self._grouped(
            "SELECT account, SUM(amount) FROM lines WHERE day > ? AND day <= ?"
            f" AND entry {side} ?{only} GROUP BY account",
            (month * 100, through, self.entry, *few),
            accounts,
        )

    def _blocks(
        self,
        accounts: dict[int, str],
        month: int,
        only: str,
        few: list[int],
        blocks: range,
    ) -> Iterator[tuple[int, Cents]]:
        """Sums of whole blocks before a month.

        Each block and account is looked up by itself, so that only the months that
        count are read, and nothing need be sorted to be added up.
        """
        for start in range(0, len(blocks), _MANY):
            some = blocks[start : start + _MANY]
            yield from self._grouped(
                "SELECT account, SUM(amount) FROM block_totals WHERE block IN"
                f" ({', '.join('?' * len(some))}) AND month < ?{only}"
                " GROUP BY block, account",
                (*some, month, *few),
                accounts,
            )

    def _lines(
        self,
        accounts: dict[int, str],
        through: int,
        only: str,
        few: list[int],
        entries: tuple[int, int],
    ) -> Iterator[tuple[int, Cents]]:
        """Sums of the lines of some entries, read in the order of entries."""
        first, last = entries
        if first > last:
            return
        yield from self._grouped(
            "SELECT account, SUM(amount) FROM lines WHERE entry >= ? AND entry <= ?"
            f" AND +day <= ?{only.replace('account', '+account')} GROUP BY account",
            (first, last, through, *few),
            accounts,
        )

    def _grouped(
        self, sql: str, parameters: Sequence[object], accounts: dict[int, str]
    ) -> Iterator[tuple[int, Cents]]:
        for account, amount in self.rows(sql, *parameters):
            if int(account) in accounts:
                yield int(account), int(amount)


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
