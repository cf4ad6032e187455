"""Checks of vouchers, contributions, suspense, the key and the locks."""

from collections import defaultdict
from collections.abc import Iterator

from domain.budgets import accounts as acc
from domain.catalogue import Trait, with_trait
from domain.framework.framework import gap_message
from domain.values.messages import Euro, Quoted
from projections.answers.entries import Entry, Filters, history
from projections.answers.statements import statement
from projections.answers.years import opened_years
from projections.days import iso, iso_day_number
from projections.finding import Finding
from projections.snapshot import View

_PLACEHOLDERS = {"-", "--", "?", "??", "x", "xx", "xxx", "n/a", "na", "none", "geen"}
_PLACEHOLDERS |= {"tbd", "todo", "onbekend", "unknown", ".", "nvt", "n.v.t."}


def key(view: View) -> Iterator[Finding]:
    """Z5: the contributions called against the budget they should pay."""
    message = gap_message(view.framework, view.key)
    if message is not None:
        yield Finding("key", "KEY_GAP", "warning", message)


def suspense(view: View) -> Iterator[Finding]:
    """Money of unknown or mistaken origin that was not cleared yet."""
    if not view.accounts([acc.SUSPENSE]):
        return
    found = statement(view, acc.SUSPENSE)
    if found.closing == 0:
        return
    numbers = [x.entry.number for x in found.lines if x.entry.reversed_by is None]
    yield Finding(
        "suspense",
        "SUSPENSE_OPEN",
        "warning",
        "suspense stands at {closing}; clear it with the opposite command"
        " once it is known whose it is.",
        numbers,
        closing=Euro(-found.closing),
    )


def documents(view: View) -> Iterator[Finding]:
    """Vouchers: missing ones, ones used twice, and files that changed."""
    uses: dict[tuple[str, int, str], list[int]] = defaultdict(list)
    hashes: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for entry in history(view, Filters(to_day=view.day)):
        if entry.document is None or entry.reversed_by is not None:
            continue
        if entry.document.lower() in _PLACEHOLDERS:
            yield _missing(entry)
            continue
        if entry.amount is not None:
            party = entry.counterparty or entry.project or ""
            uses[entry.document, entry.amount, party].append(entry.number)
        digest = entry.given.get("document_sha256")
        if digest is not None:
            hashes[entry.document][digest].append(entry.number)
    for (document, amount, party), numbers in uses.items():
        if len(numbers) > 1:
            yield Finding(
                "documents",
                "DOCUMENT_REUSED",
                "warning",
                "voucher {document} was booked {numbers} times for {amount}"
                " and {party}.",
                numbers,
                document=document,
                numbers=len(numbers),
                amount=Euro(amount),
                party=party,
            )
    for document, found in hashes.items():
        if len(found) > 1:
            yield Finding(
                "documents",
                "DOCUMENT_CHANGED",
                "warning",
                "voucher {document} was booked with {found} different files.",
                sorted(number for numbers in found.values() for number in numbers),
                document=document,
                found=len(found),
            )


def _missing(entry: Entry) -> Finding:
    return Finding(
        "documents",
        "DOCUMENT_MISSING",
        "warning",
        "entry {number} ({command}) names no voucher but {document}; correct"
        " it with annotate.",
        [entry.number],
        number=entry.number,
        command=entry.command,
        document=Quoted(entry.document),
    )


def contributions(view: View) -> Iterator[Finding]:
    """Partners that are late, and partners that paid too much."""
    for year in opened_years(view):
        names = {acc.receivable(p, year.code): p for p in view.framework.partner_codes}
        for name, outstanding in view.balances(names).items():
            partner = names[name]
            if outstanding > 0 and view.at > year.due_date:
                yield Finding(
                    "contributions",
                    "CONTRIBUTION_OVERDUE",
                    "warning",
                    "{partner} still has to pay {outstanding} for {year},"
                    " due on {due_date}.",
                    partner=partner,
                    outstanding=Euro(outstanding),
                    year=year.code,
                    due_date=year.due_date,
                )
            elif outstanding < 0:
                yield Finding(
                    "contributions",
                    "CONTRIBUTION_OVERPAID",
                    "warning",
                    "{partner} paid {outstanding} too much for {year}.",
                    partner=partner,
                    outstanding=Euro(-outstanding),
                    year=year.code,
                )


LOCKED = frozenset(with_trait(Trait.LOCKED))
"""Commands that a lock stops."""


def may_be_locked(entry: Entry) -> bool:
    """A lock stops it; a reversal as far as it stops the original."""
    moves_budget = entry.given.get("carry_to") is not None
    return entry.command in LOCKED or entry.reverses is not None or moves_budget


def periods(view: View) -> Iterator[Finding]:
    """Reopened periods with what was posted in them since; postings behind a lock."""
    locked: int | None = None
    reopened: list[tuple[int, int, int, list[int]]] = []
    for entry in history(view):
        if entry.command == "lock_period":
            locked = iso_day_number(entry.given["until"])
        elif entry.command == "reopen_period":
            first = iso_day_number(entry.given["from_date"])
            reopened.append((entry.number, first, locked or first, []))
            locked = first - 1
        elif entry.date is not None and may_be_locked(entry):
            day = iso_day_number(entry.date)
            for _, first, last, numbers in reopened:
                if first <= day <= last:
                    numbers.append(entry.number)
            if locked is not None and day <= locked and _is_locked(view, entry):
                yield Finding(
                    "periods",
                    "PERIOD_VIOLATED",
                    "error",
                    "entry {number} is dated {date}, in a locked period.",
                    [entry.number],
                    number=entry.number,
                    date=entry.date,
                )
    for number, first, last, numbers in reopened:
        yield Finding(
            "periods",
            "PERIOD_REOPENED",
            "warning",
            "entry {number} reopened {iso} to {last}; posted in it since: {numbers}.",
            [number, *numbers],
            number=number,
            iso=iso(first),
            last=iso(last),
            numbers=len(numbers),
        )


def _is_locked(view: View, entry: Entry) -> bool:
    """A reversal is locked where its original is."""
    if entry.reverses is None:
        return True
    rows = view.rows("SELECT command FROM entries WHERE entry = ?", entry.reverses)
    return all(row[0] in LOCKED for row in rows)
