"""Handing in commands to a ledger that is opened here, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import IO, TYPE_CHECKING

import click

from cli import interrupts
from cli.writing.desk import Came
from domain.deciding.answering import line_of
from domain.entries.event import Actor
from domain.values.errors import LedgerError
from domain.values.messages import message
from ledger.posting.application import Ledger
from ledger.posting.lines import commands_in, or_raised
from ledger.posting.receipt_report import (
    Summary,
    notes_of,
    posted_view,
    receipt_report,
)
from ledger.reading import open_store

if TYPE_CHECKING:
    from cli.settings import Settings
    from cli.writing.attempts import AttemptsLog
    from domain.entries.command import Command
    from domain.entries.ties import LineNumber
    from domain.states.bank import BankAccount
    from ledger.posting.application import Receipt
    from ledger.posting.lines import Parsed
    from projections.report import Report


def actor_of(settings: Settings, session_user: str | None = None) -> Actor:
    """The actor with where the name came from."""
    name, source, login = settings.who()
    return Actor.model_validate(
        {"name": name, "source": source, "login": login, "session_user": session_user}
    )


class Transaction:
    """See `Desk`: what is posted is there for who looks within the transaction."""

    def __init__(
        self,
        ledger: Ledger,
        accept: Callable[[Command], Receipt],
        attempts: AttemptsLog,
        *,
        dry_run: bool,
    ) -> None:
        self._ledger = ledger
        self._accept = accept
        self._attempts = attempts
        self._dry_run = dry_run
        self.numbers: list[int] = []
        """Entries that the commands became, or had become before."""

    @property
    def today(self) -> date:
        """See `Desk`."""
        return self._ledger.books.today

    def day_of_line(self, number: LineNumber) -> date:
        """See `Desk`."""
        return line_of(number, self._ledger.books).day

    def bank_accounts(self) -> Sequence[BankAccount]:
        """See `Desk`."""
        return self._ledger.books.bank_accounts()

    def resting(self, statement: int, category: str) -> Sequence[Command]:
        """See `Desk`."""
        from ledger.suggesting.resting import resting

        return list(resting(statement, category, self._ledger.books))

    def post(self, name: str, build: Callable[[], Command]) -> Report:
        """See `Desk`."""
        self._attempts.doing = name
        receipt = self._posted(build())
        view = posted_view(receipt, self._ledger)
        notes = notes_of(receipt, self._ledger.notes)
        return receipt_report(receipt, view, notes, dry_run=self._dry_run).made()

    def post_all(self, commands: Sequence[Command]) -> Sequence[Came]:
        """See `Desk`."""
        receipts = [self._posted(each) for each in commands]
        return [Came(receipt.entry, receipt.duplicate) for receipt in receipts]

    def post_file(
        self, file: IO[bytes], advance: Callable[[int], None], *, submit: bool
    ) -> Report:
        """See `Desk`."""
        summary = Summary()
        for line, parsed in commands_in(file, advance):
            wanted = _submitted(parsed) if submit else parsed
            summary.add(self._of_line(wanted, line), line)
        self._ledger.flush()
        return summary.report(self._ledger.notes, dry_run=self._dry_run)

    def _of_line(self, parsed: Parsed, line: int) -> Receipt:
        self._attempts.doing = "post"
        try:
            return self._posted(or_raised(parsed))
        except LedgerError as error:
            raise error.at_line(line) from None

    def _posted(self, command: Command) -> Receipt:
        self._attempts.doing = command.name
        receipt = self._accept(command)
        self.numbers.append(receipt.entry)
        self._attempts.accepted(
            receipt.command, receipt.entry, duplicate=receipt.duplicate
        )
        return receipt


def _submitted(parsed: Parsed) -> Parsed:
    """The submission of a command; its id and note are the submission's."""
    from domain.entries.proposing import proposed

    try:
        return proposed(or_raised(parsed))
    except LedgerError as error:
        return error


_UNCLEARED = message(
    "Done, but another program reads the ledger as it was before: what was erased is"
    " still in the log beside its file. Repeat erase-sealed when it is done."
)


@contextmanager
def transaction(
    settings: Settings, attempts: AttemptsLog, *, dry_run: bool
) -> Iterator[Transaction]:
    """One write transaction on the ledger that the settings name."""
    store = open_store(settings.location, writing=True)
    ledger = Ledger(store)
    try:
        settings.speech.hear(ledger.books.frameworks)
        actor = actor_of(settings, store.session_user)
        with ExitStack() as commit:
            accept = commit.enter_context(ledger.posting(actor, dry_run=dry_run))
            desk = Transaction(ledger, accept, attempts, dry_run=dry_run)
            yield desk
            with interrupts.committing():
                commit.close()
                if desk.numbers and not dry_run:
                    interrupts.recorded(min(desk.numbers), max(desk.numbers))
            if store.uncleared:
                click.echo(settings.voice.tell(_UNCLEARED), err=True)
    finally:
        ledger.close()
