"""What two states of knowledge say differently about the same date."""

from domain.budgets.accounts import MEMO
from domain.values.texts import format_cents
from projections.snapshot import View


def totals(before: View, after: View) -> list[dict[str, object]]:
    """The same without the entries: however many came between, it is quick."""
    earlier, later = before.journal_balances(), after.journal_balances()
    return [
        {
            "account": name,
            "before": format_cents(earlier.get(name, 0)),
            "after": format_cents(later.get(name, 0)),
            "entries": [],
        }
        for name in sorted({*earlier, *later})
        if earlier.get(name, 0) != later.get(name, 0)
    ]


def diff(before: View, after: View) -> list[dict[str, object]]:
    """Accounts whose balance at the date changed, with the entries that did it."""
    low, high = sorted((before.entry, after.entry))
    sign = 1 if before.entry <= after.entry else -1
    names = after.account_names
    moved: dict[str, dict[int, int]] = {}
    for account, number, amount in after.rows(
        "SELECT account, entry, amount FROM lines WHERE entry > ? AND entry <= ?"
        " AND day <= ? ORDER BY entry, line",
        low,
        high,
        after.day,
    ):
        name = names[int(account)]
        if not name.startswith(MEMO):
            by_entry = moved.setdefault(name, {})
            by_entry[int(number)] = by_entry.get(int(number), 0) + int(amount)
    earlier = before.balances(moved)
    found: list[dict[str, object]] = []
    for name in sorted(moved):
        change = sign * sum(moved[name].values())
        if change == 0:
            continue
        found.append(
            {
                "account": name,
                "before": format_cents(earlier[name]),
                "after": format_cents(earlier[name] + change),
                "entries": sorted(moved[name]),
            }
        )
    return found
