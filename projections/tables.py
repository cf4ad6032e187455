"""Writing what follows from events: entry index, lines and totals per day.

Rows are gathered in memory and written in the events' own transaction, so a reader
never sees a balance that the events don't support. The same writer serves posting and
rebuilding; a rebuild therefore gives the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from domain.entries.frameworks import FrameworkAdopted
from domain.values.texts import folded
from projections import rows as index
from projections.bank_rows import BankRows
from projections.days import BLOCK, day_number, iso_day_number
from projections.journal import dated

if TYPE_CHECKING:
    from domain.entries.event import LedgerEvent
    from domain.values.money import Cents

_ACCOUNT = "SELECT account FROM accounts WHERE name = ?"
_NEW_ACCOUNT = "INSERT INTO accounts VALUES (?, ?)"
_LINE = "INSERT INTO lines VALUES (?, ?, ?, ?, ?)"
_VOUCHER = "INSERT INTO vouchers VALUES (?, ?)"
_FRAMEWORK = "INSERT INTO frameworks VALUES (?, ?, ?, ?)"
_JUMP = "INSERT INTO clock_jumps VALUES (?, ?)"
_CODE = "INSERT INTO framework_codes VALUES (?, ?, ?, ?, ?, ?, ?)"
_DAY_TOTAL = (
    "INSERT INTO day_totals VALUES (?, ?, ?) ON CONFLICT (account, day)"
    " DO UPDATE SET amount = day_totals.amount + excluded.amount"
)
_MONTH_TOTAL = (
    "INSERT INTO month_totals VALUES (?, ?, ?) ON CONFLICT (account, month)"
    " DO UPDATE SET amount = month_totals.amount + excluded.amount"
)
_BLOCK_TOTAL = (
    "INSERT INTO block_totals VALUES (?, ?, ?, ?)"
    " ON CONFLICT (block, account, month)"
    " DO UPDATE SET amount = block_totals.amount + excluded.amount"
)


class Target(Protocol):
    """The database that is written to."""

    def execute(
        self, sql: str, parameters: Sequence[object] = ()
    ) -> Iterator[Sequence[object]]:
        """Rows of a statement."""

    def executemany(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run a statement once per row."""


class ProjectionWriter:
    """Gathers the rows of events until `flush`."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self._accounts: dict[str, int] = {}
        self._last_account: int | None = None
        self._clear()

    def _clear(self) -> None:
        self._entries: list[index.Row] = []
        self._bank = BankRows()
        self.vouchers: list[tuple[int, str]] = []
        """Gathered uses of vouchers: by entry, as they are compared."""
        self._jumps: list[index.Row] = []
        self._frameworks: list[index.Row] = []
        self._codes: list[index.Row] = []
        self._new_accounts: list[tuple[int, str]] = []
        self._lines: list[tuple[int, int, int, int, Cents]] = []
        self._days: dict[tuple[int, int], Cents] = {}
        self._blocks: dict[tuple[int, int, int], Cents] = {}

    def forget(self) -> None:
        """Drop what was gathered and every cached number: it was rolled back."""
        self._accounts.clear()
        self._last_account = None
        self._clear()

    def add(self, event: LedgerEvent, lines: list[tuple[str, Cents]]) -> None:
        """Gather one event with its lines on its own date."""
        self._entries.append(index.entry_row(event))
        self._bank.add(event)
        voucher = index.voucher(event)
        if voucher is not None:
            self.vouchers.append((event.entry, folded(voucher)))
        jump = index.jump_row(event)
        if jump is not None:
            self._jumps.append(jump)
        if isinstance(event, FrameworkAdopted):
            self._frameworks.append(index.framework_row(event))
            self._codes += index.code_rows(event)
        effective = event.effective_date
        if effective is None:
            return
        day = day_number(effective)
        entry, month, block = event.entry, day // 100, event.entry // BLOCK
        accounts, rows, days, blocks = (
            self._accounts,
            self._lines,
            self._days,
            self._blocks,
        )
        number = 0
        for account, amount in lines:
            number += 1
            found = accounts.get(account)
            if found is None:
                found = self._account(account)
            rows.append((entry, number, found, day, amount))
            key = (found, day)
            days[key] = days.get(key, 0) + amount
            place = (block, found, month)
            blocks[place] = blocks.get(place, 0) + amount
        for iso, account, amount in dated(event):
            number += 1
            self._line(entry, number, account, iso_day_number(iso), amount)

    def _line(
        self, entry: int, number: int, account: str, day: int, amount: Cents
    ) -> None:
        found = self._accounts.get(account)
        if found is None:
            found = self._account(account)
        self._lines.append((entry, number, found, day, amount))
        key = (found, day)
        self._days[key] = self._days.get(key, 0) + amount
        block = (entry // BLOCK, found, day // 100)
        self._blocks[block] = self._blocks.get(block, 0) + amount

    def _account(self, name: str) -> int:
        """The number of an account, a new one for a name not seen before."""
        for row in self.target.execute(_ACCOUNT, (name,)):
            self._accounts[name] = int(str(row[0]))
            return self._accounts[name]
        if self._last_account is None:
            rows = self.target.execute("SELECT COALESCE(MAX(account), 0) FROM accounts")
            self._last_account = next(int(str(row[0])) for row in rows)
        self._last_account += 1
        self._new_accounts.append((self._last_account, name))
        self._accounts[name] = self._last_account
        return self._last_account

    def flush(self) -> None:
        """Write what was gathered."""
        if self._new_accounts:
            self.target.executemany(_NEW_ACCOUNT, self._new_accounts)
        if self._entries:
            self.target.executemany(index.INSERT, self._entries)
        for sql, rows in self._bank.gathered():
            self.target.executemany(sql, rows)
        if self.vouchers:
            self.target.executemany(_VOUCHER, self.vouchers)
        if self._jumps:
            self.target.executemany(_JUMP, self._jumps)
        if self._frameworks:
            self.target.executemany(_FRAMEWORK, self._frameworks)
            self.target.executemany(_CODE, self._codes)
        if self._lines:
            self.target.executemany(_LINE, self._lines)
        if self._lines:
            self._flush_totals()
        if len(self._accounts) > 100_000:  # noqa: PLR2004  # keeps memory flat
            self._accounts.clear()
        # Until the next flush another writer may add accounts too.
        self._last_account = None
        self._clear()

    def _flush_totals(self) -> None:
        """Totals per day, per month, and per month and block of entries."""
        months: dict[tuple[int, int], Cents] = {}
        for (_, account, month), amount in self._blocks.items():
            key = (account, month)
            months[key] = months.get(key, 0) + amount
        self.target.executemany(
            _DAY_TOTAL, [(*key, amount) for key, amount in sorted(self._days.items())]
        )
        self.target.executemany(
            _MONTH_TOTAL, [(*key, amount) for key, amount in sorted(months.items())]
        )
        self.target.executemany(
            _BLOCK_TOTAL,
            [(*key, amount) for key, amount in sorted(self._blocks.items())],
        )
