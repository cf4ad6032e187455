"""What `check` finds, by the contract's table; a finding's name is its identity."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from .balances import euros, opened_years, partner_row, partners_of, year_row
from .books import Books
from .budgets import earmarked, margins
from .deviations import deviation_uses
from .entries import Entry
from .framework import OUTSIDE
from .references import LOCKABLE
from .suspense import open_items

FOUND_BY_DAY = (
    "CEILING_EXCEEDED",
    "PROCESS_CEILING_EXCEEDED",
    "PROCESS_RESERVE_EXCEEDED",
    "FUNDS_EXCEEDED",
    "REPAYMENT_EXCEEDED",
)
"""Rows of the table that `check` judges on every day, whatever the framework."""
MOVED = ("transfer_budget", "close_budget_year")


def findings(books: Books, at: date) -> set[str]:
    """The names of all that the model knows how to find."""
    found = {*years(books, at), *below(books, at), *debits(books, at)}
    found |= {
        f"SUSPENSE_OPEN/{number}/{euros(left)}"
        for number, left in open_items(books, at).items()
    }
    found |= {*deviations(books, at), *repeated(books, at), *reopened(books, at)}
    return found


def years(books: Books, at: date) -> Iterator[str]:
    """Gaps, partners that are late or paid too much, costs that nobody covers."""
    for year in opened_years(books, at):
        row = year_row(books, at, year)
        if row["gap"] != "0.00":
            yield f"KEY_GAP/{year}/{row['gap']}"
        for partner in partners_of(books, year, at):
            owes = partner_row(books, at, year, partner)
            if owes["overdue"] != "0.00":
                yield f"CONTRIBUTION_OVERDUE/{year}/{partner}/{owes['overdue']}"
            if owes["outstanding"].startswith("-"):
                paid = owes["outstanding"].removeprefix("-")
                yield f"CONTRIBUTION_OVERPAID/{year}/{partner}/{paid}"
        short = uncovered(books, at, year)
        if short > 0:
            yield f"NOT_COVERED/{year}/{euros(short)}"


def uncovered(books: Books, at: date, year: str) -> int:
    """Costs beyond what is called, otherwise covered, and came from other years."""

    def total(name: str) -> int:
        return books.total(name, year, day=at)

    costs = total("awarded") - total("released") + total("written_off")
    cover = total("due") + total("other_cover") + max(0, came_in(books, at, year))
    return costs + total("process") - cover


def came_in(books: Books, at: date, year: str) -> int:
    """Budget moved to the year less what was moved out of it."""
    return sum(
        amount
        for entry in books.entries
        if entry.date <= at and books.original(entry).command in MOVED
        for account, amount in entry.lines
        if account.split(":")[2] == year
    )


def below(books: Books, at: date) -> Iterator[str]:
    """Of each budget the first day on which it is below its floor."""
    seen = set()
    for day in sorted({e.date for e in books.entries if e.date <= at}):
        for code, key, margin in margins(books, day):
            if code in FOUND_BY_DAY and margin < 0 and (code, key) not in seen:
                seen.add((code, key))
                yield "/".join((code, *key, day.isoformat(), euros(margin)))


def debits(books: Books, at: date) -> Iterator[str]:
    """Without a floor: each time that there was a debit, or others' money was used."""
    if books.on(at).current_account_floor is not None:
        return
    running: dict[str, tuple[date, int]] = {}
    for day in sorted({e.date for e in books.entries if e.date <= at}):
        balance, held = (
            books.account("assets:current-account", day),
            earmarked(books, day),
        )
        used = min(held, held - balance)
        for code, short in (("OVERDRAWN", -balance), ("EARMARKED_USED", used)):
            since, worst = running.get(code, (day, 0))
            if short > 0:
                running[code] = since, max(worst, short)
            elif running.pop(code, None) is not None:
                yield f"{code}/{since.isoformat()}/{euros(worst)}"
    for code, (since, worst) in running.items():
        yield f"{code}/{since.isoformat()}/{euros(worst)}"


def deviations(books: Books, at: date) -> Iterator[str]:
    """Those that nothing used, and those that are beyond a year's whole budget."""
    for row in deviation_uses(books, at):
        if not row["used_by"]:
            yield f"DEVIATION_UNUSED/{row['entry']}"
    for year in books.years:
        extra = sum(
            books.deviation(at, "programme_ceiling", year=year, programme=programme)
            for programme in (*books.programmes, OUTSIDE)
        )
        beyond = extra - books.total("budget", year, day=at)
        if beyond > 0:
            yield f"DEVIATIONS_BEYOND_BUDGET/{year}/{euros(beyond)}"


def repeated(books: Books, at: date) -> Iterator[str]:
    """The same budget moved more than once on one decision, by entries that stand."""
    moved: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    ends = ("from_programme", "from_year", "to_programme", "to_year", "amount")
    for entry in books.standing("transfer_budget"):
        if entry.date <= at:
            what = tuple(entry.data[name] for name in ends)
            moved[entry.data["decision"], *what].append(entry)
    for same in moved.values():
        if len(same) > 1:
            numbers = "-".join(str(entry.number) for entry in same)
            yield f"TRANSFER_REPEATED/{numbers}/{euros(same[0].data['amount'])}"


def reopened(books: Books, at: date) -> Iterator[str]:
    """Each reopening of a locked period, and how many were posted in it since."""
    lock: date | None = None
    for entry in books.entries:
        if entry.command == "lock_period":
            lock = entry.data["until"]
        elif entry.command == "reopen_period":
            first, last = entry.data["from_date"], lock
            assert last is not None
            later = books.entries[entry.number :]
            inside = [e for e in later if first <= e.date <= last and _locked(books, e)]
            yield f"PERIOD_REOPENED/{entry.number}/{len(inside)}"
            lock = (
                None if first == date.min else date.fromordinal(first.toordinal() - 1)
            )


def _locked(books: Books, entry: Entry) -> bool:
    """What a lock would have stopped."""
    original = books.original(entry) if entry.command == "reverse" else entry
    return original.command in LOCKABLE or "carry_to" in entry.data
