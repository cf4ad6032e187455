"""What posting came to, as reports: of one command, of several, of a new ledger."""

from collections.abc import Iterator, Sequence

from domain.budgets.accounts import is_memorandum
from domain.framework.framework import ContributionKey, Framework, gap_message
from domain.values.messages import Message, Value, message
from domain.values.money import Cents
from domain.values.texts import format_cents
from ledger.posting.application import Ledger, Receipt
from ledger.posting.remarks import remark
from projections.answers.balances import balance
from projections.journal import lines as lines_of
from projections.report import Column, Part, Report, Table, line, of_facts, sheet
from projections.snapshot import View, last_entry


def receipt_report(
    receipt: Receipt, ledger: Ledger, *, dry_run: bool = False
) -> Report:
    """What a command changed; only inside the transaction that posted it.

    Its parts are made from the books with the command, so they are asked for there
    too. A dry run tells what would be posted and the balances as they would be.
    """
    view = _view(receipt, ledger)
    data: dict[str, object] = {
        "entry": receipt.entry,
        "id": receipt.command.id,
        "duplicate": receipt.duplicate,
    }
    if dry_run:
        data["dry_run"] = True
    row = dict(data)
    if dry_run:
        data["lines"] = [
            {"account": account, "amount": format_cents(amount)}
            for account, amount in _journal_lines(receipt)
        ]
        data["balance"] = balance(view)
    return Report(
        data,
        lambda: _parts(receipt, view, dry_run=dry_run),
        sheet([row], row),
        plain=True,
    )


def _view(receipt: Receipt, ledger: Ledger) -> View:
    """The balances as they are (or would be) with the command, on its date."""
    ledger.flush()
    books = ledger.books
    day = getattr(receipt.command, "date", None) or books.today
    last = last_entry(ledger.store)
    return View(
        ledger.store, books.framework, books.key, max(day, books.today), last, last
    )


def _journal_lines(receipt: Receipt) -> list[tuple[str, Cents]]:
    if receipt.event is None:
        return []
    return [(a, x) for a, x in lines_of(receipt.event) if not is_memorandum(a)]


def _parts(receipt: Receipt, view: View, *, dry_run: bool) -> Iterator[Part]:
    template = "Entry {entry}: {command}"
    if receipt.duplicate:
        template = (
            "Entry {entry} already is this {command} (same id, same content);\n"
            "nothing was recorded."
        )
    elif dry_run:
        template = "Dry run: {command} would be entry {entry}; nothing was recorded."
    yield line(template, entry=receipt.entry, command=receipt.command.name)
    if receipt.duplicate:
        return
    lines = _journal_lines(receipt)
    if lines:
        yield _changes(lines, view)
    remarked = remark(receipt, view)
    if remarked is not None:
        yield remarked


def _changes(lines: Sequence[tuple[str, Cents]], view: View) -> Table:
    """Per account what changed, and its balance with it."""
    after = view.balances(dict.fromkeys(account for account, _ in lines))
    changes: dict[str, Cents] = {}
    for account, amount in lines:
        changes[account] = changes.get(account, 0) + amount
    columns = (
        Column("account", "Account"),
        Column("change", "Change", "amount"),
        Column("balance", message("Balance {at}", at=view.at), "amount"),
    )
    rows = [
        {
            "account": account,
            "change": format_cents(change),
            "balance": format_cents(after[account]),
        }
        for account, change in changes.items()
    ]
    return Table(columns, rows)


def opened_report(framework: Framework, key: ContributionKey, place: str) -> Report:
    """A ledger was made at a place: entry 1, and how far its key is from the budget."""
    told = [
        message(
            "Entry 1: a new ledger at {place} for {title}.",
            place=place,
            title=framework.title,
        ),
        message(
            "Contributions are called by the {key} key ({source}).",
            key=key.name,
            source=key.source,
        ),
    ]
    gap = gap_message(framework, key)
    if gap is not None:
        told.append(message("Note: {gap}", gap=gap))
    return of_facts({"entry": 1, "id": None, "duplicate": False}, *told)


class Summary:
    """What several commands came to, posted all or none."""

    def __init__(self) -> None:
        self.accepted = 0
        self.duplicates = 0
        self.first: int | None = None
        self.last: int | None = None

    def add(self, receipt: Receipt) -> None:
        """Count one command."""
        if receipt.duplicate:
            self.duplicates += 1
            return
        self.accepted += 1
        self.first = self.first or receipt.entry
        self.last = receipt.entry

    def report(self, *, dry_run: bool = False) -> Report:
        """The numbers, and the entries they became."""
        data: dict[str, object] = {
            "accepted": self.accepted,
            "duplicates": self.duplicates,
            "first_entry": self.first,
            "last_entry": self.last,
        }
        if dry_run:
            told = message("Dry run: {told}; nothing was recorded.", told=self._told())
            return of_facts(data | {"dry_run": True}, told)
        return of_facts(data, message("{told}.", told=self._told()))

    def _told(self) -> Message:
        entries: Value = None
        there: Value = None
        if self.first is not None:
            entries = message(
                " as entries {first}-{last}", first=self.first, last=self.last
            )
        if self.duplicates:
            there = message(", {number} already there", number=self.duplicates)
        return message(
            "{accepted} accepted{entries}{there}",
            accepted=self.accepted,
            entries=entries,
            there=there,
        )
