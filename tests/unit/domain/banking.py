"""Statements of a bank in a test, and what bank and ledger come to."""

from domain.budgets import accounts as acc
from projections.answers.bank import (
    Open,
    Reconciliation,
    glance,
    open_entries,
    reconciliation,
    tying,
)
from projections.snapshot import View
from tests.unit.domain.posting import LedgerInTest, Row

IBAN = "NL91ABNA0417164300"
OPENED = "2011-08-01"


def account(code: str = "rc", **changes: object) -> Row:
    return {
        "account": code,
        "kind": "bank",
        "holder": "Provincie Drenthe",
        "date": OPENED,
        "opening": "0.00",
        "document": "Contract",
        "iban": IBAN,
        **changes,
    }


def statement(
    *lines: tuple[str, str],
    opening: str = "0.00",
    code: str = "rc",
    period: tuple[str, str] = ("2011-08-01", "2011-08-31"),
    **changes: object,
) -> Row:
    """A statement of lines by day and amount; its closing follows from them."""
    total = cents(opening) + sum(cents(amount) for _, amount in lines)
    return {
        "account": code,
        "from_date": period[0],
        "to_date": period[1],
        "opening": opening,
        "closing": euros(total),
        "format": "camt.053",
        "document": f"{period[1]}.xml",
        "lines": [
            {"n": n, "booked": day, "amount": amount}
            for n, (day, amount) in enumerate(lines, start=1)
        ],
        **changes,
    }


def cents(amount: str) -> int:
    sign = -1 if amount.startswith("-") else 1
    return sign * int(amount.removeprefix("-").replace(".", ""))


def euros(amount: int) -> str:
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02}"


def tied(
    ledger: LedgerInTest, at: str = "2014-12-31", known_at: str | None = None
) -> Reconciliation:
    """Bank and ledger at a date, tied both by all that is open and by their sums."""
    view = ledger.view(at, known_at)
    found = reconciliation(view)
    assert found.difference == 0
    names = [acc.bank_open(code) for code in found.bank]
    sums = view.balances([*names, acc.ENTRIES_OPEN])
    assert sum(sums[name] for name in names) == sum(x.open for x in found.lines)
    entries = found.current_account + sums[acc.ENTRIES_OPEN]
    assert entries == sum(x.open for x in found.entries)
    told_in_sums(view, found)
    return found


def told_in_sums(view: View, found: Reconciliation) -> None:
    """What is told without a list, and at a glance, is what the lists come to."""
    lines = Open(len(found.lines), sum(x.open for x in found.lines))
    entries = Open(len(found.entries), sum(x.open for x in found.entries))
    sums = tying(view)
    assert (sums.lines, sums.entries, sums.difference) == (lines, entries, 0)
    assert (sums.bank, sums.accounts) == (sum(found.bank.values()), len(found.bank))
    seen = glance(view)
    assert seen.accounts == len(found.bank)
    if found.bank:
        assert (seen.lines, seen.entries) == (lines, entries.amount)
    some = len(found.entries) // 2
    assert open_entries(view, some) == found.entries[:some]


def lines_open(found: Reconciliation) -> dict[str, int]:
    return {line.name: line.open for line in found.lines}


def entries_open(found: Reconciliation) -> dict[int, int]:
    return {entry.entry: entry.open for entry in found.entries}


def always_tied(ledger: LedgerInTest, days: list[str]) -> None:
    """On each of these days and after every entry."""
    for entry in range(1, ledger.last_entry + 1):
        for day in days:
            tied(ledger, day, f"#{entry}")
