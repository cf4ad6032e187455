"""Holding what follows from the events against what is stored, in one pass.

Nothing is written: the rows of the projections are compared as they are made. Tables
in the order of entries are read along; of accounts and totals, which are few, the
rebuilt rows are kept until the end.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice, zip_longest
from typing import Any

from domain.values.errors import IntegrityError
from domain.values.messages import Message, Value, message
from domain.values.money import Cents
from ledger.storage import layouts
from ledger.storage.store import Reader
from projections.days import BLOCK, SPAN, day_number
from projections.finding import Finding

Row = tuple[Any, ...]
_ALONG = {
    "entries": "SELECT * FROM entries ORDER BY entry",
    "lines": "SELECT * FROM lines ORDER BY entry, line",
    "vouchers": "SELECT * FROM vouchers ORDER BY entry",
    "frameworks": "SELECT * FROM frameworks ORDER BY entry",
    "framework_codes": "SELECT * FROM framework_codes ORDER BY entry, number",
    "clock_jumps": "SELECT * FROM clock_jumps ORDER BY entry",
    "bank_statements": "SELECT * FROM bank_statements ORDER BY entry",
    "bank_lines": "SELECT * FROM bank_lines ORDER BY entry, line",
    "bank_answers": "SELECT * FROM bank_answers ORDER BY entry, number",
}
"""Tables that are read along with the events."""
_PARTS = "part_balances"
_PARTS_IN_ORDER = f"SELECT * FROM {_PARTS} ORDER BY blocks, part, account, month"
_TOTALS = ("day_totals", "month_totals", "block_totals")
"""Tables of what the lines add up to: added up here, from the lines."""


class Comparison:
    """A target of `ProjectionWriter` that compares instead of writing."""

    def __init__(self, reader: Reader) -> None:
        self.findings: list[Finding] = []
        """The first difference of each table; the rest would repeat it."""
        self._reader = reader
        self._accounts: dict[str, int] = {}
        present = layouts.names_of(layouts.upto(reader.layout), *layouts.PROJECTIONS)
        self._along = {
            table: reader.execute(sql)
            for table, sql in _ALONG.items()
            if table in present
        }
        self._days: dict[tuple[int, int], Cents] = {}
        self._blocks: dict[tuple[int, int, int], Cents] = {}
        self._last_entry = 0
        self._has_totals = [table for table in _TOTALS if table in present]
        self._has_parts = _PARTS in present

    def execute(
        self,
        sql: str,  # noqa: ARG002  # a target is asked about accounts only
        parameters: Sequence[object] = (),
    ) -> Iterator[Sequence[object]]:
        """The number of a named account; without a name the highest number."""
        if not parameters:
            return iter([(len(self._accounts),)])
        found = self._accounts.get(str(parameters[0]))
        return iter([] if found is None else [(found,)])

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Take the rows that would be inserted."""
        table = table_of(sql)
        if table == "accounts":
            self._accounts.update((name, number) for number, name in rows)
        elif table in _ALONG:
            given = list(map(tuple, rows))
            if table == "lines":
                self._add_up(given)
            elif table == "entries":
                self._last_entry = given[-1][0]
            if table in self._along:  # else the layout lacks it, as it may
                self._compare(table, given)

    def _add_up(self, lines: list[Row]) -> None:
        days, blocks = self._days, self._blocks
        for entry, _, account, day, amount in lines:
            key = (account, day)
            days[key] = days.get(key, 0) + amount
            place = (entry // BLOCK, account, day // 100)
            blocks[place] = blocks.get(place, 0) + amount

    def balances(self, until: date) -> dict[str, Cents]:
        """Every account by name as the events so far have it at the end of a day."""
        last = day_number(until)
        sums: dict[int, Cents] = {}
        for (account, day), amount in self._days.items():
            if day <= last:
                sums[account] = sums.get(account, 0) + amount
        return {name: sums.get(number, 0) for name, number in self._accounts.items()}

    def _compare(self, table: str, rebuilt: list[Row]) -> None:
        """The next stored rows against the rebuilt ones."""
        try:
            stored = list(map(tuple, islice(self._along[table], len(rebuilt))))
        except IntegrityError as error:
            self._unreadable(table, error, rebuilt)
            return
        if stored == rebuilt and not _holds_real(stored):
            return
        for left, right in zip_longest(stored, rebuilt, fillvalue=()):
            if left != right or _holds_real([left]):
                self._differs(table, left, right)
                return

    def _unreadable(
        self, table: str, error: IntegrityError, rebuilt: list[Row]
    ) -> None:
        """A row that the database can't give; it is looked for one by one."""
        del self._along[table]
        for number in dict.fromkeys(row[0] for row in rebuilt):
            try:
                list(self._reader.execute(_ONE[table], (number,)))
            except IntegrityError as own:
                self._add(
                    "entry {entry} in table {table}: {error}",
                    number,
                    entry=number,
                    table=table,
                    error=own.said,
                )
                return
        self._cant_read(table, error)

    def _cant_read(self, table: str, error: IntegrityError) -> None:
        self._add("table {table}: {error}", table=table, error=error.said)

    def finish(self) -> None:
        """Compare what was left for the end."""
        for table in tuple(self._along):
            try:
                extra = next(self._along[table], None)
            except IntegrityError as error:
                self._cant_read(table, error)
                continue
            if extra is not None:
                self._differs(table, tuple(extra), ())
        if self._has_parts:
            try:
                self._compare_parts()
            except IntegrityError as error:
                self._cant_read(_PARTS, error)
        accounts: dict[Row, Any] = {(n,): name for name, n in self._accounts.items()}
        for table in ("accounts", *self._has_totals):
            rebuilt = accounts if table == "accounts" else self._total(table)
            try:
                self._compare_keyed(table, rebuilt)
            except IntegrityError as error:
                self._cant_read(table, error)

    def _total(self, table: str) -> dict[Row, Any]:
        """What a table of totals holds, its last column by those before it."""
        if table == "block_totals":
            return dict(self._blocks)
        if table == "day_totals":
            return dict(self._days)
        months: dict[Row, Cents] = {}
        for (account, day), amount in self._days.items():
            key = (account, day // 100)
            months[key] = months.get(key, 0) + amount
        return months

    def _balances_of_parts(self) -> Iterator[Row]:
        """Of each part of the log that is full, in the order of the table's key."""
        for size in (1, SPAN):
            full = (self._last_entry + 1) // (size * BLOCK)
            totals = self._blocks if size == 1 else self._totals_of_parts(size)
            before, balance = (-1, -1), 0
            for key in sorted(key for key in totals if key[0] < full):
                balance = totals[key] + (balance if key[:2] == before else 0)
                before = key[:2]
                yield size, *key, balance

    def _totals_of_parts(self, size: int) -> dict[tuple[int, int, int], Cents]:
        totals: dict[tuple[int, int, int], Cents] = {}
        for (block, account, month), amount in self._blocks.items():
            key = (block // size, account, month)
            totals[key] = totals.get(key, 0) + amount
        return totals

    def _compare_parts(self) -> None:
        """In the order of their key: there are too many to make all of them first."""
        stored = map(tuple, self._reader.execute(_PARTS_IN_ORDER))
        rebuilt = self._balances_of_parts()
        for left, right in zip_longest(stored, rebuilt, fillvalue=()):
            if left != right or _holds_real([left]):
                self._differs(_PARTS, left, right)
                return

    def _compare_keyed(self, table: str, rebuilt: Mapping[Row, Any]) -> None:
        """A whole table, its last column by the columns before it."""
        missing = dict(rebuilt)
        for stored in self._reader.execute(f"SELECT * FROM {table}"):
            left = tuple(stored)
            value = missing.pop(left[:-1], None)
            right = () if value is None else (*left[:-1], value)
            if left != right or _holds_real([left]):
                self._differs(table, left, right)
                return
        if missing:
            key = min(missing)
            self._differs(table, (), (*key, missing[key]))

    def _differs(self, table: str, stored: Row, rebuilt: Row) -> None:
        entries = []
        if table in _ALONG:
            self._along.pop(table, None)
            # An inserted row comes before the one that was due, a removed one is due
            # before the one that came.
            numbers = (row[0] for row in (stored, rebuilt) if row)
            entries = sorted(n for n in numbers if type(n) is int)[:1]
        self._add(
            "table {table}: stored {stored}, but the events give {rebuilt}.",
            *entries,
            table=table,
            stored=self._named(table, stored),
            rebuilt=self._named(table, rebuilt),
        )

    def _named(self, table: str, row: Row) -> Message:
        """A row, the name of its account beside the number."""
        column = _ACCOUNT_COLUMNS.get(table)
        if not row:
            return message("nothing")
        if column is None:
            return message("{row}", row=str(row))
        number = row[column]
        names = (name for name, n in self._accounts.items() if n == number)
        name = next(names, message("unknown"))
        return message("{row} of account {name}", row=str(row), name=name)

    def _add(self, template: str, /, *entries: int, **values: Value) -> None:
        self.findings.append(
            Finding(
                "projections",
                "PROJECTION_DIFFERS",
                "error",
                template,
                entries,
                **values,
            )
        )


_ONE = {table: f"SELECT * FROM {table} WHERE entry = ?" for table in _ALONG}
_ACCOUNT_COLUMNS = dict.fromkeys(_TOTALS, 0) | {
    "lines": 2,
    "block_totals": 1,
    _PARTS: 2,
}


def table_of(insert: str) -> str:
    """The table that a statement of `ProjectionWriter` inserts into."""
    return insert.split()[2]


def _holds_real(rows: Iterable[Row]) -> bool:
    """No column is of reals, but 100.0 equals 100."""
    return float in map(type, chain.from_iterable(rows))
