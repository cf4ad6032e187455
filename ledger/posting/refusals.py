"""The message of a broken budget: the first such day, the sum, and the ways out."""

from collections.abc import Iterable, Mapping

from domain.budgets import accounts
from domain.budgets.quantities import Breach, legal_ways_out
from domain.values.errors import Refusal
from domain.values.messages import Euro
from domain.values.money import Cents
from domain.values.texts import euros, format_cents
from ledger.posting.books import LedgerBooks


def budget_refusal(
    breach: Breach, lines: Iterable[tuple[str, Cents]], books: LedgerBooks
) -> Refusal:
    """The refusal of a command whose lines would break a budget."""
    quantity = breach.quantity
    total, used = _sum(breach, dict(lines), books)
    scope = " ".join(quantity.scope)
    label = f"{quantity.name} {scope}".strip()
    floor = ""
    if quantity.name == "current account":
        floor = f", floor {euros(quantity.floor)}"
    return Refusal(
        quantity.code,
        "{label} on {day}: {TOTAL} {total} - {USED} {used} ="
        " {rest}{floor}; short by {short}. Ways out: {legal_ways_out}.",
        {
            "quantity": quantity.name,
            "scope": list(quantity.scope),
            "date": breach.day.isoformat(),
            "total": format_cents(total),
            "used": format_cents(used),
            "available": format_cents(total - used),
            "short": format_cents(breach.short),
        },
        label=label,
        day=breach.day,
        TOTAL=_TOTAL[quantity.name],
        total=Euro(total),
        USED=_USED[quantity.name],
        used=Euro(used),
        rest=Euro(total - used),
        floor=floor,
        short=Euro(breach.short),
        legal_ways_out=legal_ways_out(breach),
    )


_TOTAL = {
    "ceiling": "ceiling with deviations",
    "unallocated": "budget",
    "process ceiling": "process ceiling with deviations",
    "process reserve": "left of the year",
    "funds": "received",
    "current account": "balance after it",
    "grant": "granted",
    "paid": "paid",
    "received": "received",
}
_USED = {
    "ceiling": "used with this",
    "unallocated": "divided with this",
    "process ceiling": "process costs with this",
    "process reserve": "reserved for process costs",
    "funds": "spent with this",
    "current account": "earmarked less deviations",
    "grant": "paid with this",
    "paid": "refunded with this",
    "received": "repaid with this",
}


def _sum(
    breach: Breach, lines: Mapping[str, Cents], books: LedgerBooks
) -> tuple[Cents, Cents]:
    """The two sides of the sum on the day: what there is, and what is used of it."""
    quantity, day = breach.quantity, breach.day

    def at(account: str) -> Cents:
        return books.balance(account, day) + lines.get(account, 0)

    left = breach.would_be
    match quantity.name, quantity.scope:
        case "ceiling", (year, programme):
            total = (
                at(accounts.of_programme("allocated", year, programme))
                + at(accounts.of_programme("transferred", year, programme))
                + at(accounts.deviation("programme_ceiling", year, programme))
            )
        case "unallocated", (year,):
            total = -at(f"budget:covered:{year}") - at(f"budget:uncovered:{year}")
        case "process ceiling", (year,):
            total = books.framework.process_ceiling + at(
                accounts.deviation("process_ceiling", year)
            )
            left += books.framework.process_ceiling
        case "process reserve", (year,):
            costs = sum(
                at(accounts.process_expenses(year, programme))
                for programme in books.framework.programme_codes
            )
            reserved = max(0, books.framework.process_ceiling - costs)
            left -= quantity.floor
            total = left + reserved
        case "current account", _:
            earmarked = at(accounts.EARMARKED) - at(
                accounts.deviation("current_account")
            )
            total = left + earmarked
        case "funds", (project,):
            total = at(accounts.of_project("funds-received", project))
        case "grant", (project,):
            total = at(accounts.of_project("awarded", project)) - at(
                accounts.of_project("released", project)
            )
        case "paid", (project,):
            total = at(accounts.of_project("paid", project))
        case _, (year, partner):
            total = max(left, left + at(accounts.receivable(partner, year)))
        case _:
            total = left
    return total, total - left
