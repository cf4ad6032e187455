"""The journal lines of a command, and the tallies the balances are made of."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from .books import Books, Entry, Key
from .framework import UNALLOCATED

Data = dict[str, Any]
Lines = list[tuple[str, int]]
Tallies = list[tuple[Key, int]]
Posted = tuple[Lines, Tallies]
CURRENT = "assets:current-account"


def split(amount: int, shares: list[Fraction]) -> list[int]:
    """Floor to the cent; leftover cents to the largest remainders, ties in order."""
    exact = [amount * share for share in shares]
    parts = [int(part) for part in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: amount - sum(parts)]:
        parts[i] += 1
    return parts


def budget_lines(books: Books, year: str, budget: int, dues: dict[str, int]) -> Posted:
    """The lines for a change of the budget and of what partners owe."""
    due = sum(dues.values())
    lines = [
        (f"budget:unallocated:{year}", budget),
        (f"budget:covered:{year}", -due),
        (f"budget:uncovered:{year}", due - budget),
    ]
    tallies: Tallies = [(("budget", year), budget)]
    for partner in books.framework.partner_codes:
        owed = dues.get(partner, 0)
        lines.append((f"assets:receivable:{partner}:{year}", owed))
        lines.append((f"income:contributions:{partner}:{year}", -owed))
        tallies.append((("due", year, partner), owed))
    return lines, tallies


def open_budget_year(books: Books, data: Data) -> Posted:
    fw = books.framework
    return budget_lines(books, data["year"], fw.annual_budget, fw.contributions)


def amend_budget_year(books: Books, data: Data) -> Posted:
    year = data["year"]
    old = books.total("budget", year)
    dues = {
        partner: total - books.total("due", year, partner)
        for partner, total in data.get("contributions", {}).items()
    }
    return budget_lines(books, year, data.get("budget", old) - old, dues)


def allocate(books: Books, data: Data) -> Posted:
    year = data["year"]
    names = books.framework.programmes
    shares = [data["shares"].get(name, Fraction(0)) / 100 for name in names]
    lines: Lines = []
    tallies: Tallies = []
    parts = split(books.framework.annual_budget, shares)
    for programme, part in zip(names, parts, strict=True):
        lines.append((f"budget:available:{year}:{programme}", part))
        tallies.append((("allocated", year, programme), part))
    lines.append((f"budget:unallocated:{year}", -sum(parts)))
    return lines, tallies


def transfer_budget(books: Books, data: Data) -> Posted:
    lines: Lines = []
    tallies: Tallies = []
    for side, amount in (("to", data["amount"]), ("from", -data["amount"])):
        programme, year = data[f"{side}_programme"], data[f"{side}_year"]
        if programme == UNALLOCATED:
            lines.append((f"budget:unallocated:{year}", amount))
        else:
            lines.append((f"budget:available:{year}:{programme}", amount))
            tallies.append((("transferred", year, programme), amount))
    return lines, tallies


def contribution(data: Data, sign: int) -> Posted:
    year, partner, amount = data["year"], data["partner"], sign * data["amount"]
    return [(CURRENT, amount), (f"assets:receivable:{partner}:{year}", -amount)], [
        (("received", year, partner), amount)
    ]


def receive_contribution(books: Books, data: Data) -> Posted:
    return contribution(data, 1)


def repay_contribution(books: Books, data: Data) -> Posted:
    return contribution(data, -1)


def post_process_cost(books: Books, data: Data) -> Posted:
    year, programme, amount = data["year"], data["programme"], data["amount"]
    return [
        (f"expenses:process:{year}:{programme}", amount),
        (CURRENT, -amount),
        (f"budget:spent:{year}:{programme}:process", amount),
        (f"budget:available:{year}:{programme}", -amount),
    ], [(("process", year, programme), amount)]


def receive_other(books: Books, data: Data) -> Posted:
    category, amount = data["category"], data["amount"]
    suspense = category == "suspense"
    account = "assets:suspense" if suspense else f"income:other:{category}"
    return [(CURRENT, amount), (account, -amount)], [(("other_received",), amount)]


def pay_other(books: Books, data: Data) -> Posted:
    category, amount = data["category"], data["amount"]
    suspense = category == "suspense"
    account = "assets:suspense" if suspense else f"expenses:other:{category}"
    return [(account, amount), (CURRENT, -amount)], [(("other_paid",), amount)]


def funds(data: Data, sign: int, tally: str) -> Posted:
    project, amount = data["project"], data["amount"]
    return [
        (CURRENT, sign * amount),
        (f"liabilities:funds:{project}", -sign * amount),
    ], [((tally, project), amount)]


def receive_funds(books: Books, data: Data) -> Posted:
    return funds(data, 1, "funds_received")


def spend_funds(books: Books, data: Data) -> Posted:
    return funds(data, -1, "funds_spent")


def granted(scope: tuple[str, str], project: str, extra: int) -> Posted:
    year, programme = scope
    return [
        (f"expenses:grants:{year}:{programme}:{project}", extra),
        (f"liabilities:grants:{project}", -extra),
        (f"budget:committed:{year}:{programme}:{project}", extra),
        (f"budget:available:{year}:{programme}", -extra),
    ], [(("awarded", year, programme, project), extra)]


def released(
    books: Books, scope: tuple[str, str], project: str, day: date, amount: int
) -> Posted:
    year, programme = scope
    owed = max(0, amount - books.lowest_committed(project, day))
    return [
        (f"liabilities:grants:{project}", amount),
        (f"expenses:grants:{year}:{programme}:{project}", -amount),
        (f"assets:recoverable:{project}", owed),
        (f"liabilities:grants:{project}", -owed),
        (f"budget:available:{year}:{programme}", amount),
        (f"budget:committed:{year}:{programme}:{project}", owed - amount),
        (f"budget:spent:{year}:{programme}:{project}", -owed),
    ], [
        (("released", year, programme, project), amount),
        (("recoverable", year, programme, project), owed),
    ]


def pay_grant(scope: tuple[str, str], project: str, amount: int) -> Posted:
    year, programme = scope
    return [
        (f"liabilities:grants:{project}", amount),
        (CURRENT, -amount),
        (f"budget:spent:{year}:{programme}:{project}", amount),
        (f"budget:committed:{year}:{programme}:{project}", -amount),
    ], [(("paid", year, programme, project), amount)]


def receive_refund(
    books: Books, scope: tuple[str, str], project: str, day: date, amount: int
) -> Posted:
    year, programme = scope
    cleared = min(amount, max(0, books.lowest_recoverable(project, day)))
    rest = amount - cleared
    return [
        (CURRENT, amount),
        (f"assets:recoverable:{project}", -cleared),
        (f"liabilities:grants:{project}", -rest),
        (f"budget:committed:{year}:{programme}:{project}", rest),
        (f"budget:spent:{year}:{programme}:{project}", -rest),
    ], [
        (("refunded", year, programme, project), amount),
        (("recoverable", year, programme, project), -cleared),
    ]


def write_off(scope: tuple[str, str], project: str, amount: int) -> Posted:
    year, programme = scope
    return [
        (f"expenses:grants:{year}:{programme}:{project}", amount),
        (f"assets:recoverable:{project}", -amount),
        (f"budget:spent:{year}:{programme}:{project}", amount),
        (f"budget:available:{year}:{programme}", -amount),
    ], [
        (("written_off", year, programme, project), amount),
        (("recoverable", year, programme, project), -amount),
    ]


def grant_entry(books: Books, command: str, data: Data) -> tuple[str, Posted]:
    """(role, lines) of a command about a grant that stands."""
    project, day, amount = data["project"], data["date"], data.get("amount", 0)
    award = books.award(project)
    assert award is not None
    assert award.scope is not None
    scope = award.scope
    grant = books.grant(project)
    role = command
    if command == "change_grant":
        role = "raise_grant" if amount > grant else "lower_grant"
    if role == "raise_grant":
        posted = granted(scope, project, amount - grant)
    elif role in ("lower_grant", "determine_grant", "withdraw_grant"):
        # a withdrawal has no amount: it releases all
        posted = released(books, scope, project, day, grant - amount)
    elif role == "pay_grant":
        posted = pay_grant(scope, project, amount)
    elif role == "receive_refund":
        posted = receive_refund(books, scope, project, day, amount)
    else:
        posted = write_off(scope, project, amount)
    return role, posted


SIMPLE: dict[str, Callable[[Books, Data], Posted]] = {
    "open_budget_year": open_budget_year,
    "amend_budget_year": amend_budget_year,
    "allocate": allocate,
    "transfer_budget": transfer_budget,
    "receive_contribution": receive_contribution,
    "repay_contribution": repay_contribution,
    "post_process_cost": post_process_cost,
    "receive_other": receive_other,
    "pay_other": pay_other,
    "receive_funds": receive_funds,
    "spend_funds": spend_funds,
}
GRANT = (
    "change_grant",
    "determine_grant",
    "withdraw_grant",
    "pay_grant",
    "receive_refund",
    "write_off_recoverable",
)


def make_entry(books: Books, command: str, data: Data, day: date) -> Entry:
    role = command
    scope: tuple[str, str] | None = None
    posted: Posted = [], []
    if command in SIMPLE:
        posted = SIMPLE[command](books, data)
    elif command == "award_grant":
        terms = books.terms(data["project"])
        scope = terms["year"], terms["programme"]
        posted = granted(scope, data["project"], data["amount"])
    elif command in GRANT:
        award = books.award(data["project"])
        scope = award.scope if award else None
        role, posted = grant_entry(books, command, data)
    elif command == "reverse":
        original = books.find(data["entry"])
        assert original is not None
        posted = (
            [(account, -amount) for account, amount in original.lines],
            [(key, -amount) for key, amount in original.tallies],
        )
    lines = [(account, amount) for account, amount in posted[0] if amount != 0]
    return Entry(
        len(books.entries) + 1, command, role, day, data, lines, posted[1], scope
    )
