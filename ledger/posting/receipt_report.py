"""What posting came to, as reports: of one command, of several, of a new ledger."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

from domain.budgets.accounts import is_memorandum
from domain.framework.framework import gap_message
from domain.values.messages import Coded, Quoted, message, parts
from domain.values.texts import format_cents
from ledger.posting.notes import Note
from ledger.posting.remarks import remark
from projections.answers.balances import balance
from projections.journal import lines as lines_of
from projections.report import (
    Column,
    Prose,
    Report,
    Table,
    line,
    of_facts,
    sheet,
)

if TYPE_CHECKING:
    from domain.entries.approvals import Submit
    from domain.framework.framework import ContributionKey, Framework
    from domain.values.messages import Message, Value
    from domain.values.money import Cents
    from ledger.posting.application import Ledger, Receipt
    from ledger.reading import LedgerReader
    from projections.report import (
        Part,
    )
    from projections.snapshot import View


def receipt_report(
    receipt: Receipt, view: View, notes: Sequence[Note], *, dry_run: bool = False
) -> Report:
    """What a command changed, from its notes and the books as they are with it.

    `view` is that of `posted_view` or `recorded_view`; the report's parts are made from
    it too. A dry run tells what would be posted and the balances as they would be.
    """
    data = receipt_data(receipt, notes, dry_run=dry_run)
    row = {name: value for name, value in data.items() if name != "notes"}
    if dry_run:
        data["lines"] = [
            {"account": account, "amount": format_cents(amount)}
            for account, amount in _journal_lines(receipt)
        ]
        data["balance"] = balance(view)
    return Report(
        data,
        lambda: _parts(receipt, view, notes, dry_run=dry_run),
        sheet([row], row),
        plain=True,
    )


def receipt_data(
    receipt: Receipt, notes: Sequence[Note], *, dry_run: bool = False
) -> dict[str, object]:
    """What a command became, in section 2's shape; no look at the ledger is needed."""
    data: dict[str, object] = {"entry": receipt.entry}
    if receipt.posted is not None:
        data["posted"] = receipt.posted
    data |= {"id": receipt.command.id, "duplicate": receipt.duplicate}
    if dry_run:
        data["dry_run"] = True
    return data | {"notes": [note.as_json() for note in notes]}


def posted_view(receipt: Receipt, ledger: Ledger) -> View:
    """The books with the command on its date, in the transaction that posted it.

    The notes on it are whole then (`notes_of`).
    """
    ledger.flush()
    return ledger.view(_day(receipt))


def notes_of(receipt: Receipt, noted: Mapping[int, Sequence[Note]]) -> Sequence[Note]:
    """What of a transaction's notes is of a command; of a repeated one nothing."""
    noted_of = receipt.posted or receipt.entry
    return () if receipt.duplicate else noted.get(noted_of, ())


def recorded_view(receipt: Receipt, reader: LedgerReader) -> View:
    """The books as they were known right after a command, which is recorded by now."""
    view = reader.view(_day(receipt), f"#{receipt.posted or receipt.entry}")
    return view._replace(known_at=None)


def _day(receipt: Receipt) -> date | None:
    recorded = receipt.command if receipt.event is None else receipt.event
    return recorded.effective_date


def _journal_lines(receipt: Receipt) -> list[tuple[str, Cents]]:
    if receipt.event is None:
        return []
    return [(a, x) for a, x in lines_of(receipt.event) if not is_memorandum(a)]


def _parts(
    receipt: Receipt, view: View, notes: Sequence[Note], *, dry_run: bool
) -> Iterator[Part]:
    template = "Entry {entry}: {command}"
    if receipt.duplicate:
        template = (
            "Entry {entry} already is this {command} (same id, same content);\n"
            "nothing was recorded."
        )
    elif dry_run:
        template = "Dry run: {command} would be entry {entry}; nothing was recorded."
    yield line(template, entry=receipt.entry, command=Coded(receipt.command.name))
    if receipt.duplicate:
        return
    if receipt.posted is not None and receipt.event is not None:
        yield line(
            _POSTED, entry=receipt.posted, command=Coded(receipt.event.given.name)
        )
    if receipt.command.name == "submit":
        yield _waits(receipt.entry, cast("Submit", receipt.command), dry_run=dry_run)
    lines = _journal_lines(receipt)
    if lines:
        yield _changes(lines, view)
    remarked = remark(receipt, view)
    if remarked is not None:
        yield remarked
    if notes:
        yield Prose(parts((_told(note) for note in notes), "\n"))


_POSTED = "Entry {entry}: {command}, as it was submitted"


def _waits(entry: int, command: Submit, *, dry_run: bool) -> Part:
    """What is submitted is not booked."""
    if dry_run:
        return line(
            "{command} would be accepted now.", command=Coded(command.as_.command)
        )
    return line(
        "{command} waits for another person (zuidas submissions), who approves it with"
        " zuidas approve {entry}.",
        command=Coded(command.as_.command),
        entry=entry,
    )


def _told(note: Note, line: int | None = None) -> Message:
    """A note as people read it; of a posted file with its line."""
    place = None if line is None else message("line {line}: ", line=line)
    return message(
        "Note [{code}]: {place}{said}", code=note.code, place=place, said=note.said
    )


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


def opened_report(
    framework: Framework,
    key: ContributionKey,
    place: str,
    administrator: str | None = None,
) -> Report:
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
    if administrator is not None:
        told.append(
            message(
                "Entry 2: {person} is the administrator; from now on roles are in"
                " force.",
                person=Quoted(administrator),
            )
        )
    gap = gap_message(framework, key)
    notes = [] if gap is None else [Note("KEY_GAP", gap)]
    data: dict[str, object] = {"entry": 1, "id": None, "duplicate": False}
    row = dict(data)
    data["notes"] = [note.as_json() for note in notes]
    return of_facts(data, *told, *map(_told, notes), row=row, fits_page=True)


class Summary:
    """What several commands came to, posted all or none."""

    def __init__(self) -> None:
        self.accepted = 0
        self.duplicates = 0
        self.first: int | None = None
        self.last: int | None = None
        self._lines = array("q")
        """The lines of the accepted entries, which follow each other."""

    def add(self, receipt: Receipt, line: int) -> None:
        """Count one command, which stood on that line of a file."""
        if receipt.duplicate:
            self.duplicates += 1
            return
        self.accepted += 1
        self.first = self.first or receipt.entry
        self.last = receipt.posted or receipt.entry
        self._lines.extend([line] * (self.last - receipt.entry + 1))

    def report(
        self, noted: Mapping[int, Sequence[Note]], *, dry_run: bool = False
    ) -> Report:
        """The numbers, the entries they became, and the notes on these."""
        data: dict[str, object] = {
            "accepted": self.accepted,
            "duplicates": self.duplicates,
            "first_entry": self.first,
            "last_entry": self.last,
        }
        template = "{told}."
        if dry_run:
            data["dry_run"] = True
            template = "Dry run: {told}; nothing was recorded."
        row = dict(data)
        notes = [
            (self._lines[entry - (self.first or 0)], note)
            for entry in sorted(noted)
            for note in noted[entry]
        ]
        data["notes"] = [note.as_json(line) for line, note in notes]
        told = (_told(note, line) for line, note in notes)
        first = message(template, told=self._told())
        return of_facts(data, first, *told, row=row, fits_page=True)

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
