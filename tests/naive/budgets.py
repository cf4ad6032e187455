"""Budgets on every day: margin = quantity minus floor; none may be lowered below 0."""

from datetime import date

from .books import Books
from .entries import Entry, Key
from .framework import OUTSIDE

TABLE = [
    "CEILING_EXCEEDED",
    "PROCESS_CEILING_EXCEEDED",
    "PROCESS_RESERVE_EXCEEDED",
    "FUNDS_EXCEEDED",
    "OVERDRAFT",
    "AWARD_EXCEEDED",
    "REFUND_EXCEEDED",
    "REPAYMENT_EXCEEDED",
]
Margins = list[tuple[str, Key, int]]  # (code, which one, quantity - floor)

RECEIPTS = (
    "receive_contribution",
    "receive_other",
    "receive_refund",
    "receive_funds",
)
FACTS_SKIP = ("OVERDRAFT", "FUNDS_EXCEEDED", "REPAYMENT_EXCEEDED")


def available_margin(books: Books, year: str, programme: str, day: date) -> int:
    extra = books.deviation(day, "programme_ceiling", programme=programme, year=year)
    return books.account(f"budget:available:{year}:{programme}", day) + extra


def process_left(books: Books, year: str, day: date) -> int:
    ceiling = books.total("process_ceiling", year, day=day)
    return ceiling - books.total("process", year, day=day)


def reserve_margin(books: Books, year: str, day: date) -> int:
    money = books.account(f"budget:unallocated:{year}", day)
    for programme in books.programmes:
        money += books.account(f"budget:available:{year}:{programme}", day)
    extra = books.deviation(day, "process_reserve", year=year)
    return money - max(0, process_left(books, year, day)) + extra


def earmarked(books: Books, day: date) -> int:
    projects = books.proposals()
    held = [-books.account(f"liabilities:funds:{project}", day) for project in projects]
    return sum(max(0, amount) for amount in held)


def free_margin(books: Books, day: date) -> int:
    """Above the floor of the day; above 0 where its framework has none."""
    free = books.account("assets:current-account", day) - earmarked(books, day)
    floor = books.on(day).current_account_floor or 0
    return free - floor + books.deviation(day, "current_account")


def for_projects(books: Books, year: str, day: date) -> int:
    """What can still be awarded from the year."""
    if books.is_closed(year, day):
        return 0
    money = books.account(f"budget:unallocated:{year}", day)
    for programme in [*books.programmes, OUTSIDE]:
        money += books.account(f"budget:available:{year}:{programme}", day)
    kept = process_left(books, year, day)
    return money - max(0, kept - books.deviation(day, "process_reserve", year=year))


def margins(books: Books, day: date) -> Margins:
    projects = books.proposals()
    rows: Margins = []
    for year in books.years:
        for programme in [*books.programmes, OUTSIDE]:
            margin = available_margin(books, year, programme, day)
            rows.append(("CEILING_EXCEEDED", (year, programme), margin))
        margin = books.account(f"budget:unallocated:{year}", day)
        rows.append(("CEILING_EXCEEDED", (year,), margin))
        margin = process_left(books, year, day)
        margin += books.deviation(day, "process_ceiling", year=year)
        rows.append(("PROCESS_CEILING_EXCEEDED", (year,), margin))
        if not books.is_closed(year, day):
            margin = reserve_margin(books, year, day)
            rows.append(("PROCESS_RESERVE_EXCEEDED", (year,), margin))
        for partner in books.partners:
            margin = books.total("received", year, partner, day=day)
            rows.append(("REPAYMENT_EXCEEDED", (year, partner), margin))
    if books.on(day).current_account_floor is not None:
        rows.append(("OVERDRAFT", (), free_margin(books, day)))
    for project in projects:
        held = -books.account(f"liabilities:funds:{project}", day)
        rows.append(("FUNDS_EXCEEDED", (project,), held))
        rows.append(("AWARD_EXCEEDED", (project,), books.committed(project, day)))
        paid = books.total("paid", project, day=day)
        refunded = books.total("refunded", project, day=day)
        rows.append(("REFUND_EXCEEDED", (project,), paid - refunded))
    return rows


def is_fact(books: Books, entry: Entry) -> bool:
    """What the bank shows, and the reversal of a receipt or a closing."""
    if entry.command == "reclassify":
        # what the reversal of the original or the command in `as` skips
        return books.original(entry).command in RECEIPTS or entry.data["as"][
            "command"
        ] in ("receive_other", "pay_other")
    if entry.command == "reverse":
        # of a reclassification the checks hold: no bank shows it
        original = books.original(entry)
        return original.command in (*RECEIPTS, "close_budget_year")
    return entry.command in ("receive_other", "pay_other")


def breach(books: Books, entry: Entry) -> str | None:
    """The code of the first quantity that the entry lowers below its floor.

    What is below the floor of a framework when that is adopted is not judged.
    """
    if entry.framework is not None:
        return None
    after = Books(books.first, [*books.entries, entry])
    skip = FACTS_SKIP if is_fact(after, entry) else ()
    found: list[tuple[int, str]] = []
    for day in after.days_from(entry.date):
        old = {(code, key): margin for code, key, margin in margins(books, day)}
        for code, key, margin in margins(after, day):
            lowered = (code, key) in old and margin < old[code, key]
            if margin < 0 and lowered and code not in skip:
                found.append((TABLE.index(code), code))
    return min(found)[1] if found else None
