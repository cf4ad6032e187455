"""Writing what follows from events: entry index, lines and totals per day.

Rows are gathered in memory and written in the events' own transaction, so a reader
never sees a balance that the events don't support. The same writer serves posting and
rebuilding; a rebuild therefore gives the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from domain.entries.frameworks import FrameworkAdopted
from domain.values.texts import folded
from projections import rows as index
from projections.bank_rows import BankRows
from projections.days import BLOCK, SPAN, day_number, iso_day_number
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
_PART_BALANCES = {
    size: f"INSERT INTO part_balances SELECT {size}, block / {size}, account, month,"
    f" SUM(SUM(amount)) OVER (PARTITION BY block / {size}, account ORDER BY month)"
    " FROM block_totals WHERE block >= ? AND block < ?"
    f" GROUP BY block / {size}, account, month"
    for size in (1, SPAN)
}
"""Of one part, by how many blocks it has, told by its first block and the one after."""


class Target(Protocol):
    """The database that is written to."""

    def execute(
        self, sql: str, parameters: Sequence[object] = ()
    ) -> Iterator[Sequence[object]]:
        """Rows of a statement."""

    def executemany(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run a statement once per row."""


Line = tuple[int, int, int, int, "Cents"]
"""Entry, number in it, number of the account, day, amount."""


class Gathered(NamedTuple):
    """Rows that follow from some events, worked out away from their ledger.

    All of it is lists, tuples, texts and numbers, so another process can hand it over.
    """

    first: int
    """The number of the first of `names`; those after it follow."""
    names: list[str]
    """Accounts used here for the first time, in the order of their use."""
    entries: list[index.Row]
    bank: tuple[list[index.Row], list[index.Row], list[index.Row]]
    vouchers: list[tuple[int, str]]
    jumps: list[index.Row]
    frameworks: list[index.Row]
    codes: list[index.Row]
    lines: list[Line]
    """Accounts by the numbers of whoever gathered them."""


class ProjectionWriter:
    """Gathers the rows of events until `flush`."""

    def __init__(self, target: Target, *, totals: bool = True) -> None:
        """Without `totals` the target has its own way of adding up the lines."""
        self.target = target
        self._has_totals = totals
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
        self._lines: list[Line] = []

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
        entry, accounts, number = event.entry, self._accounts, 0
        for account, amount in lines:
            number += 1
            found = accounts.get(account)
            if found is None:
                found = self._account(account)
            self._lines.append((entry, number, found, day, amount))
        for iso, account, amount in dated(event):
            number += 1
            found = accounts.get(account)
            if found is None:
                found = self._account(account)
            self._lines.append((entry, number, found, iso_day_number(iso), amount))

    def gathered(self) -> Gathered:
        """Give away what was gathered, instead of writing it.

        Accounts have the numbers in which they were first used; those that were given
        away keep theirs.
        """
        found = Gathered(
            len(self._accounts) - len(self._new_accounts) + 1,
            [name for _, name in self._new_accounts],
            *(self._entries, self._bank.rows, self.vouchers, self._jumps),
            *(self._frameworks, self._codes, self._lines),
        )
        self._clear()
        return found

    def number(self, gathered: Gathered, numbers: list[int]) -> None:
        """Number the accounts that another used for the first time, as we would.

        `numbers` has our number of each account by the number that the other gave it,
        from 1 on.
        """
        del numbers[gathered.first :]
        for name in gathered.names:
            found = self._accounts.get(name)
            numbers.append(self._account(name) if found is None else found)

    def take_over(self, gathered: Gathered, numbers: list[int]) -> None:
        """Gather what another gathered of the next entries, once it was numbered."""
        self._entries += gathered.entries
        self._bank.take_over(gathered.bank)
        self.vouchers += gathered.vouchers
        self._jumps += gathered.jumps
        self._frameworks += gathered.frameworks
        self._codes += gathered.codes
        self._lines += [
            (entry, number, numbers[account], day, amount)
            for entry, number, account, day, amount in gathered.lines
        ]

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
        if self._lines and self._has_totals:
            self._flush_totals()
        if self._entries and self._has_totals:
            self._flush_parts(self._entries[0][0], self._entries[-1][0])
        if len(self._accounts) > 100_000:  # noqa: PLR2004  # keeps memory flat
            self._accounts.clear()
        # Until the next flush another writer may add accounts too.
        self._last_account = None
        self._clear()

    def _flush_totals(self) -> None:
        """Totals per day, per month, and per month and block of entries."""
        days: dict[tuple[int, int], Cents] = {}
        blocks: dict[tuple[int, int, int], Cents] = {}
        for entry, _, account, day, amount in self._lines:
            key = (account, day)
            days[key] = days.get(key, 0) + amount
            place = (entry // BLOCK, account, day // 100)
            blocks[place] = blocks.get(place, 0) + amount
        months: dict[tuple[int, int], Cents] = {}
        for (_, account, month), amount in blocks.items():
            key = (account, month)
            months[key] = months.get(key, 0) + amount
        for sql, totals in ((_DAY_TOTAL, days), (_MONTH_TOTAL, months)):
            rows = [(*key, amount) for key, amount in sorted(totals.items())]
            self.target.executemany(sql, rows)
        self.target.executemany(
            _BLOCK_TOTAL, [(*key, amount) for key, amount in sorted(blocks.items())]
        )

    def _flush_parts(self, first: int, last: int) -> None:
        """Balances of the parts that are full with these entries, first to last.

        They are worked out once, and not with every entry that is in them: each would
        have one more place to write to.
        """
        for size, sql in _PART_BALANCES.items():
            full = range(first // (size * BLOCK), (last + 1) // (size * BLOCK))
            if full:
                rows = [(part * size, (part + 1) * size) for part in full]
                self.target.executemany(sql, rows)
