"""Handing in commands where the ledger is: here, or at a service that has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import IO, TYPE_CHECKING, NamedTuple, Protocol

from cli import interrupts
from cli.writing.attempts import AttemptsLog
from domain.values.errors import LedgerError

if TYPE_CHECKING:
    from cli.settings import Settings
    from domain.entries.command import Command
    from domain.entries.ties import LineNumber
    from domain.states.bank import BankAccount
    from projections.report import Report


class Came(NamedTuple):
    """What a command came to."""

    entry: int
    duplicate: bool


class Desk(Protocol):
    """Takes commands, all or none of them; and tells what one needs who types them.

    What is handed in is logged, accepted or refused. All raise `LedgerError`.
    """

    @property
    def today(self) -> date:
        """Today in the ledger's time zone."""

    def day_of_line(self, number: LineNumber) -> date:
        """The day that a bank line counts on."""

    def bank_accounts(self) -> Sequence[BankAccount]:
        """Those that stand."""

    def resting(self, statement: int, category: str) -> Sequence[Command]:
        """What would answer all that is open of a statement."""

    def post(self, name: str, build: Callable[[], Command]) -> Report:
        """Build and hand in one command; tells what it changed."""

    def post_all(self, commands: Sequence[Command]) -> Sequence[Came]:
        """Hand in several, in order."""

    def post_file(
        self, file: IO[bytes], advance: Callable[[int], None], *, submit: bool
    ) -> Report:
        """Hand in the commands of a file, or propose each to a second person."""


@contextmanager
def posting(settings: Settings, name: str, *, dry_run: bool = False) -> Iterator[Desk]:
    """A desk of the ledger that the settings name, for one time.

    `name` is the command, for the log of attempts: what is refused from here on is
    logged, be it by a rule, a full disk or a ledger that isn't there.
    """
    attempts = AttemptsLog(settings)
    attempts.check()
    attempts.doing = name
    try:
        with _desk(settings, attempts, dry_run=dry_run) as desk:
            yield desk
    except LedgerError as error:
        attempts.refused(error)
        raise
    finally:
        # Also where an interrupt came just after.
        if interrupts.entries() is not None:
            attempts.committed()


def _desk(
    settings: Settings, attempts: AttemptsLog, *, dry_run: bool
) -> AbstractContextManager[Desk]:
    if settings.location.host is None:
        from cli.writing.transaction import transaction

        return transaction(settings, attempts, dry_run=dry_run)
    from cli.remote.desk import service_desk

    return service_desk(settings.location, attempts, dry_run=dry_run)
