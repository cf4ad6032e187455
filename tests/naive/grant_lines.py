"""The journal lines of a grant, from the award to the write-off."""

from datetime import date
from typing import Any

from .books import Books
from .entries import Key

Data = dict[str, Any]
Lines = list[tuple[str, int]]
Tallies = list[tuple[Key, int]]
Posted = tuple[Lines, Tallies]
CURRENT = "assets:current-account"
GRANT = (
    "change_grant",
    "determine_grant",
    "withdraw_grant",
    "pay_grant",
    "receive_refund",
    "write_off_recoverable",
)


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


def refunded(scope: tuple[str, str], project: str, cleared: int, rest: int) -> Posted:
    year, programme = scope
    return [
        (CURRENT, cleared + rest),
        (f"assets:recoverable:{project}", -cleared),
        (f"liabilities:grants:{project}", -rest),
        (f"budget:committed:{year}:{programme}:{project}", rest),
        (f"budget:spent:{year}:{programme}:{project}", -rest),
    ], [
        (("refunded", year, programme, project), cleared + rest),
        (("recoverable", year, programme, project), -cleared),
    ]


def receive_refund(
    books: Books, scope: tuple[str, str], project: str, day: date, amount: int
) -> Posted:
    cleared = min(amount, max(0, books.lowest_recoverable(project, day)))
    return refunded(scope, project, cleared, amount - cleared)


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
