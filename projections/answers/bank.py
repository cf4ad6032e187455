"""What the bank shows beside the ledger: open lines, open entries, and the identity.

bank - bank lines open + entries open = current account, on every date and as known at
any moment (section 8). What is open is worked out line by line and entry by entry, so
that the sum proves something.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from domain.budgets import accounts as acc
from domain.values.errors import Refusal
from domain.values.messages import Quoted, message, parts
from domain.values.money import Cents
from domain.values.texts import format_cents
from projections.days import iso
from projections.sealed import revealed
from projections.snapshot import View
from projections.stored import State, of_commands, state_of_entry

Fields = Mapping[str, Any]


class Account(NamedTuple):
    """A bank account as it was opened."""

    entry: int
    given: Fields

    @property
    def code(self) -> str:
        """Its code in the ledger."""
        return str(self.given["account"])


class Statement(NamedTuple):
    """A statement that stands, as a row of its own table."""

    entry: int
    account: str
    number: str | None
    from_day: int
    to_day: int
    opening: Cents
    closing: Cents
    lines: int
    command_id: str | None


class OpenLine(NamedTuple):
    """A line of which something is open at the date."""

    statement: int
    number: int
    day: int
    """The day it counts on."""
    amount: Cents
    open: Cents

    @property
    def name(self) -> str:
        """Such as `57.3`."""
        return f"{self.statement}.{self.number}"


class OpenEntry(NamedTuple):
    """An entry of the current account of which something is open at the date."""

    entry: int
    day: int
    amount: Cents
    open: Cents
    command: str


class Open(NamedTuple):
    """How much is open, without what."""

    number: int
    amount: Cents


class Tying(NamedTuple):
    """The identity in sums."""

    bank: Cents
    lines: Open
    entries: Open
    current_account: Cents
    accounts: int
    """How many accounts it is of."""

    @property
    def difference(self) -> Cents:
        """What bank and ledger are apart, all that is open considered: 0."""
        explained = self.bank - self.lines.amount + self.entries.amount
        return explained - self.current_account


class Reconciliation(NamedTuple):
    """The identity, with all that is open."""

    bank: Mapping[str, Cents]
    """By account what the bank says."""
    lines: list[OpenLine]
    entries: list[OpenEntry]
    current_account: Cents

    @property
    def difference(self) -> Cents:
        """What bank and ledger are apart, all that is open considered: 0."""
        explained = sum(self.bank.values()) - sum(each.open for each in self.lines)
        explained += sum(each.open for each in self.entries)
        return explained - self.current_account


def accounts_of(view: View) -> list[Account]:
    """The accounts that stand, as known; those of later dates too."""
    reversed_ = _reversed(view, "open_bank_account")
    return [
        Account(entry, state["given"])
        for entry, state in of_commands(view, ["open_bank_account"])
        if entry not in reversed_
    ]


def _reversed(view: View, command: str) -> set[int]:
    rows = view.rows(
        "SELECT e.entry FROM entries e JOIN entries r ON r.reverses = e.entry"
        " WHERE e.command = ? AND r.entry <= ?",
        command,
        view.entry,
    )
    return {int(row[0]) for row in rows}


def account_of(view: View, code: str) -> Account:
    """One account; raises `Refusal` (`BANK_ACCOUNT_UNKNOWN`)."""
    found = accounts_of(view)
    for account in found:
        if account.code == code:
            return account
    known = parts(account.code for account in found)
    raise Refusal(
        "BANK_ACCOUNT_UNKNOWN",
        "there is no bank account {code}{known}.",
        code=Quoted(code),
        known=message(" (there is {known})", known=known) if found else None,
    )


def statements_of(view: View) -> Iterator[Statement]:
    """The statements that stand, in the order of entries; whatever the date."""
    rows = view.rows(
        "SELECT s.entry, s.account, s.number, s.from_day, s.to_day, s.opening,"
        " s.closing, s.line_count, COALESCE(s.command_id, e.command_id)"
        " FROM bank_statements s JOIN entries e ON e.entry = s.entry"
        " LEFT JOIN entries r ON r.reverses = s.entry AND r.entry <= ?"
        " WHERE s.entry <= ? AND r.entry IS NULL ORDER BY s.entry",
        view.entry,
        view.entry,
    )
    for row in rows:
        yield Statement(
            int(row[0]), str(row[1]), row[2], *_numbers(row[3:8]), command_id=row[8]
        )


def _numbers(row: Sequence[Any]) -> tuple[int, int, int, int, int]:
    first, last, opening, closing, lines = map(int, row)
    return first, last, opening, closing, lines


_ANSWERED = (
    "COALESCE((SELECT SUM(b.amount) FROM bank_answers b WHERE {which}"
    " AND b.entry <= ? AND b.day <= ?), 0)"
)
_OF_LINE = _ANSWERED.format(which="b.statement = l.entry AND b.line = l.line")
_OF_ENTRY = _ANSWERED.format(which="b.answered = x.entry")
_OPEN_LINES = f"""
    SELECT l.entry, l.line, l.day, l.amount, l.amount - {_OF_LINE} AS open
    FROM bank_lines l LEFT JOIN entries r ON r.reverses = l.entry AND r.entry <= ?
    WHERE l.entry <= ? AND l.day <= ? AND r.entry IS NULL
        AND l.amount <> {_OF_LINE}
"""
_IN_ORDER = " ORDER BY l.entry, l.line"
_OPEN_ENTRIES = f"""
    SELECT x.entry, x.day, x.amount, x.amount - {_OF_ENTRY} AS open, e.command
    FROM (SELECT entry, day, SUM(amount) AS amount FROM lines
        WHERE account = ? AND entry <= ? AND day <= ? GROUP BY entry, day) x
    JOIN entries e ON e.entry = x.entry
    WHERE x.amount <> {_OF_ENTRY}
"""
_BY_ENTRY = " ORDER BY x.entry"
_COUNTED = "SELECT COUNT(*), SUM(open) FROM ({open}) o"


def open_lines(view: View) -> list[OpenLine]:
    """Every line of which something is open at the date, as known."""
    rows = view.rows(_OPEN_LINES + _IN_ORDER, *_of_lines(view))
    return [OpenLine(*map(int, row)) for row in rows]


def _of_lines(view: View) -> tuple[int, ...]:
    at = (view.entry, view.day)
    return (*at, view.entry, *at, *at)


def open_entries(view: View, most: int | None = None) -> list[OpenEntry]:
    """Entries of the current account of which something is open at the date.

    In the order of entries, no more than `most` of them.
    """
    few = "" if most is None else f" LIMIT {most:d}"
    for account in view.accounts([acc.CURRENT_ACCOUNT]):
        rows = view.rows(_OPEN_ENTRIES + _BY_ENTRY + few, *_of_entries(view, account))
        return [_open_entry(*row) for row in rows]
    return []


def _of_entries(view: View, account: int) -> tuple[int, ...]:
    at = (view.entry, view.day)
    return (*at, account, *at, *at)


def _counted(view: View, rows: str, *values: int) -> Open:
    """How many rows, and what is open of them together."""
    (found,) = view.rows(_COUNTED.format(open=rows), *values)
    return Open(int(found[0]), int(found[1] or 0))


def _open_entry(
    entry: int, day: int, amount: Cents, left: Cents, command: str
) -> OpenEntry:
    # PostgreSQL gives sums as decimals.
    return OpenEntry(int(entry), int(day), int(amount), int(left), str(command))


def reconciliation(view: View) -> Reconciliation:
    """Bank and ledger at the date, as known."""
    bank, current_account = _balances(view)
    return Reconciliation(bank, open_lines(view), open_entries(view), current_account)


def tying(view: View) -> Tying:
    """The same in sums: what is open is worked out one by one, and listed nowhere."""
    bank, current_account = _balances(view)
    entries = Open(0, 0)
    for account in view.accounts([acc.CURRENT_ACCOUNT]):
        entries = _counted(view, _OPEN_ENTRIES, *_of_entries(view, account))
    lines = _counted(view, _OPEN_LINES, *_of_lines(view))
    return Tying(sum(bank.values()), lines, entries, current_account, len(bank))


def _balances(view: View) -> tuple[Mapping[str, Cents], Cents]:
    """What the bank says by account, and what the ledger says."""
    names = {acc.bank(each.code): each.code for each in accounts_of(view)}
    balances = view.balances([*names, acc.CURRENT_ACCOUNT])
    bank = {code: balances[name] for name, code in names.items()}
    return bank, balances[acc.CURRENT_ACCOUNT]


class Glance(NamedTuple):
    """Whether anything is open, for who does not ask what."""

    accounts: int
    lines: Open
    entries: Cents
    """Of entries what is open, one with the other."""

    @property
    def is_tied(self) -> bool:
        """Every line is answered, and what the ledger has is on the bank."""
        return not self.lines.number and not self.entries


def glance(view: View) -> Glance:
    """By balances, since entries are too many to go through for a first look.

    Proved by `tying`, which does.
    """
    accounts = len(accounts_of(view))
    if not accounts:
        return Glance(0, Open(0, 0), 0)
    balances = view.balances([acc.CURRENT_ACCOUNT, acc.ENTRIES_OPEN])
    lines = _counted(view, _OPEN_LINES, *_of_lines(view))
    return Glance(accounts, lines, sum(balances.values()))


class Lines:
    """What the lines of statements say; lines are asked for statement by statement.

    Only the statement that was asked for last is kept, so that memory stays flat.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._statement: int | None = None
        self._lines: dict[int, Fields] = {}

    def of(self, statement: int, number: int) -> Fields:
        """The fields of a line; of line 0 the account's holder and its date."""
        if statement != self._statement:
            self._lines = dict(_fields(self._view, statement))
            self._statement = statement
        return self._lines[number]


def _fields(view: View, statement: int) -> Iterator[tuple[int, Fields]]:
    given = _given(view, statement)
    if "lines" not in given:
        holder = {"booked": given["date"], "party": given["holder"]}
        yield 0, holder | {"amount": given["opening"]}
    for line in given.get("lines", ()):
        yield line["n"], line


def _given(view: View, entry: int) -> State:
    state = revealed(view.reader, entry, state_of_entry(view.reader, entry))
    given: State = state["given"]
    return given


class Statements:
    """Which account each line is of."""

    def __init__(self, view: View) -> None:
        self._view = view

    @cached_property
    def accounts(self) -> Mapping[int, str]:
        """Codes of accounts by the entry of a statement, or of an opening."""
        found = {each.entry: each.account for each in statements_of(self._view)}
        return found | {each.entry: each.code for each in accounts_of(self._view)}


def line_json(line: OpenLine, fields: Fields) -> dict[str, object]:
    """The shape of an open line in section 8 of the contract."""
    return {
        "line": line.name,
        "booked": fields["booked"],
        "amount": format_cents(line.amount),
        "open": format_cents(line.open),
        "party": fields.get("party"),
        "text": fields.get("text"),
    }


def entry_json(entry: OpenEntry) -> dict[str, object]:
    """The shape of an open entry."""
    return {
        "entry": entry.entry,
        "date": iso(entry.day),
        "amount": format_cents(entry.amount),
        "open": format_cents(entry.open),
        "command": entry.command,
    }


def statement_json(each: Statement) -> dict[str, object]:
    """The shape of `bank statements`."""
    return {
        "entry": each.entry,
        "id": each.command_id,
        "account": each.account,
        "number": each.number,
        "from": iso(each.from_day),
        "to": iso(each.to_day),
        "opening": format_cents(each.opening),
        "closing": format_cents(each.closing),
        "lines": each.lines,
        "sum": format_cents(each.closing - each.opening),
    }
