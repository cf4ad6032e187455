"""Checks of vouchers, contributions, suspense, the key and the locks."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from domain.budgets import accounts as acc
from domain.catalogue import Trait, with_trait
from domain.framework.course import PARTNER
from domain.values.messages import Coded, Euro, Quoted, message
from projections.answers.entries import Entry, Filters, history
from projections.answers.suspense import open_items
from projections.answers.vouchers import Reuse, Use, is_placeholder, reuses, use_of
from projections.answers.years import gap_of_year, opened_years
from projections.days import from_number, iso_day_number
from projections.finding import Finding
from projections.snapshot import View


def key(view: View) -> Iterator[Finding]:
    """Z5: what is called and otherwise covered against the budget, per opened year."""
    for year in opened_years(view):
        yield from gap_of(view, year.code, "key")


def gap_of(view: View, year: str, check: str) -> Iterator[Finding]:
    """What of a year's budget nobody is asked to pay, or is asked too much."""
    account = acc.uncovered(year)
    gap = -view.balances([account])[account]
    said = gap_of_year(year, gap)
    if said is not None:
        yield Finding(check, "KEY_GAP", "warning", said).of(year, Euro(gap))


def suspense(view: View) -> Iterator[Finding]:
    """Money of unknown or mistaken origin that was not cleared yet: each open item."""
    for item in open_items(view):
        yield Finding(
            "suspense",
            "SUSPENSE_OPEN",
            "warning",
            "{left} {direction} {counterparty} on {date} is open for {age} days"
            " (voucher {document}); reclassify it once it is known what it is, or"
            " clear it when the money goes back.",
            [item.entry],
            left=Euro(item.left),
            direction=message("from" if item.received else "to"),
            counterparty=item.counterparty,
            date=item.date,
            age=item.age(view.at),
            document=item.document,
        ).of(item.entry, Euro(item.left))


def documents(view: View) -> Iterator[Finding]:
    """Vouchers: missing ones, ones used twice, and files that changed."""
    uses: list[Use] = []
    hashes: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for entry in history(view, Filters(to_day=view.day)):
        if entry.document is None or entry.reversed_by is not None:
            continue
        if is_placeholder(entry.document):
            yield _missing(entry)
            continue
        use = use_of(entry)
        if use is not None:
            uses.append(use)
        digest = entry.given.get("document_sha256")
        if digest is not None:
            hashes[entry.document][digest].append(entry.number)
    yield from map(_reused, reuses(uses))
    for document, found in hashes.items():
        if len(found) > 1:
            numbers = sorted(number for each in found.values() for number in each)
            yield Finding(
                "documents",
                "DOCUMENT_CHANGED",
                "warning",
                "voucher {document} was booked with {found} different files.",
                numbers,
                document=document,
                found=len(found),
            )


def _reused(reuse: Reuse) -> Finding:
    earlier, later = reuse
    return Finding(
        "documents",
        "DOCUMENT_REUSED",
        "warning",
        reuse.said,
        [earlier.entry, later.entry],
    ).of(f"{earlier.entry}-{later.entry}", Euro(later.amount))


def _missing(entry: Entry) -> Finding:
    return Finding(
        "documents",
        "DOCUMENT_MISSING",
        "warning",
        "entry {number} ({command}) names no voucher but {document}; correct"
        " it with annotate.",
        [entry.number],
        number=entry.number,
        command=Coded(entry.command),
        document=Quoted(entry.document),
    )


def contributions(view: View) -> Iterator[Finding]:
    """Partners that are late, and partners that paid too much."""
    for year in opened_years(view):
        names = {acc.receivable(p, year.code): p for p in view.course.ever(PARTNER)}
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
                ).of(year.code, partner, Euro(outstanding))
            elif outstanding < 0:
                yield Finding(
                    "contributions",
                    "CONTRIBUTION_OVERPAID",
                    "warning",
                    "{partner} paid {outstanding} too much for {year}.",
                    partner=partner,
                    outstanding=Euro(-outstanding),
                    year=year.code,
                ).of(year.code, partner, Euro(-outstanding))


LOCKED = frozenset(with_trait(Trait.LOCKED))
"""Commands that a lock stops."""


def is_stopped(view: View, entry: Entry) -> bool:
    """A lock of its day stops it; a reversal where it stops the original."""
    moves_budget = entry.given.get("carry_to") is not None
    if entry.reverses is None:
        return entry.command in LOCKED or moves_budget
    rows = view.rows("SELECT command FROM entries WHERE entry = ?", entry.reverses)
    return all(row[0] in LOCKED for row in rows)


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
        elif entry.date is not None and is_stopped(view, entry):
            day = iso_day_number(entry.date)
            for _, first, last, numbers in reopened:
                if first <= day <= last:
                    numbers.append(entry.number)
            if locked is not None and day <= locked:
                yield Finding(
                    "periods",
                    "PERIOD_VIOLATED",
                    "error",
                    "entry {number} is dated {date}, in a locked period.",
                    [entry.number],
                    number=entry.number,
                    date=date.fromisoformat(entry.date),
                ).of(entry.number)
    for number, first, last, numbers in reopened:
        yield Finding(
            "periods",
            "PERIOD_REOPENED",
            "warning",
            "entry {number} reopened {iso} to {last}; posted in it since: {numbers}.",
            [number, *numbers],
            number=number,
            iso=from_number(first),
            last=from_number(last),
            numbers=len(numbers),
        ).of(number, len(numbers))
