"""Posting from the command line: the ledger, its actor, the log of attempts."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import click

from cli import interrupts
from cli.places import check_apart, unwritable
from cli.settings import Settings
from domain.entries.command import Command
from domain.entries.event import Actor
from domain.values.errors import LedgerError, Refusal
from ledger.posting.application import Ledger, Receipt
from ledger.reading import open_store


@dataclass
class Session:
    """One write transaction: commands are posted, all or none."""

    settings: Settings
    ledger: Ledger
    accept: Callable[[Command], Receipt]
    attempts: "AttemptsLog"
    numbers: list[int] = field(default_factory=list)
    """Entries that the commands became, or had become before."""

    def post(self, name: str, build: Callable[[], Command]) -> Receipt:
        """Build and accept one command; `posting` logs it, accepted or refused."""
        self.attempts.doing = name
        command = build()
        self.attempts.doing = command.name
        receipt = self.accept(command)
        self.numbers.append(receipt.entry)
        self.attempts.accepted(receipt)
        return receipt


class AttemptsLog:
    """A file of the organisation's own: one JSON line per attempt."""

    def __init__(self, settings: Settings) -> None:
        self._path = None if settings.log_file is None else Path(settings.log_file)
        self._settings = settings
        self._accepted: list[dict[str, object]] = []
        self.doing = ""
        """Name of the command that is being posted."""

    def accepted(self, receipt: Receipt) -> None:
        """Note an accepted command; written when its transaction has committed."""
        if self._path is not None:
            self._accepted.append(
                self._line(
                    receipt.command.name,
                    "duplicate" if receipt.duplicate else "accepted",
                    entry=receipt.entry,
                    given=receipt.command.logged(),
                )
            )

    def refused(self, error: LedgerError) -> None:
        """Write a refused attempt; what was accepted with it is undone."""
        self._accepted = []
        if self._path is not None:
            self._append(
                [
                    self._line(
                        self.doing,
                        "refused",
                        code=error.code,
                        message=error.message,
                        line=error.line,
                    )
                ]
            )

    def committed(self) -> None:
        """Write the accepted attempts of a committed transaction.

        They are recorded by now: a log that can't be written is told, no refusal.
        """
        try:
            self._append(self._accepted)
        except Refusal as refusal:
            click.echo(f"Done, but {refusal.message}", err=True)
        self._accepted = []

    def check(self) -> None:
        """The log can be written; asked before anything is recorded.

        Raises `Refusal` (`BAD_COMMAND`).
        """
        if self._path is not None:
            settings = self._settings
            try:
                check_apart(str(self._path), settings.location.path, settings.inputs)
            except (OSError, ValueError) as error:
                raise unwritable(str(self._path), error) from None
        self._write("")

    def _line(self, name: str, outcome: str, **more: object) -> dict[str, object]:
        actor, source, login = self._settings.who()
        return {
            "at": datetime.now(UTC).isoformat(),
            "actor": actor,
            "actor_source": source,
            "login": login,
            "command": name,
            "outcome": outcome,
            **more,
        }

    def _append(self, lines: list[dict[str, object]]) -> None:
        texts = [json.dumps(line, ensure_ascii=False, default=str) for line in lines]
        if texts:
            self._write("".join(f"{text}\n" for text in texts))

    def _write(self, text: str) -> None:
        if self._path is None:
            return
        try:
            with self._path.open("ab") as file:
                file.write(text.encode("utf-8", "backslashreplace"))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise Refusal(
                "BAD_COMMAND",
                "the log of attempts {path} can't be written: {reason}.",
                path=self._path,
                reason=reason,
            ) from None


def actor_of(settings: Settings, session_user: str | None = None) -> Actor:
    """The actor with where the name came from."""
    name, source, login = settings.who()
    return Actor.model_validate(
        {"name": name, "source": source, "login": login, "session_user": session_user}
    )


@contextmanager
def posting(
    settings: Settings, name: str, *, dry_run: bool = False
) -> Iterator[Session]:
    """One write transaction on the ledger that the settings name.

    `name` is the command, for the log of attempts: what is refused from here on is
    logged, be it by a rule, a full disk or a ledger that isn't there.
    """
    attempts = AttemptsLog(settings)
    attempts.check()
    attempts.doing = name
    try:
        with _writing(settings, attempts, dry_run=dry_run) as session:
            yield session
    except LedgerError as error:
        attempts.refused(error)
        raise
    finally:
        # Also where an interrupt came just after.
        if interrupts.entries() is not None:
            attempts.committed()


_UNCLEARED = (
    "Done, but another program reads the ledger as it was before: what was erased is"
    " still in the log beside its file. Repeat erase-sealed when it is done."
)


@contextmanager
def _writing(
    settings: Settings, attempts: AttemptsLog, *, dry_run: bool
) -> Iterator[Session]:
    store = open_store(settings.location, writing=True)
    ledger = Ledger(store)
    try:
        actor = actor_of(settings, store.session_user)
        with ExitStack() as commit:
            accept = commit.enter_context(ledger.posting(actor, dry_run=dry_run))
            session = Session(settings, ledger, accept, attempts)
            yield session
            with interrupts.committing():
                commit.close()
                if session.numbers and not dry_run:
                    interrupts.recorded(min(session.numbers), max(session.numbers))
            if store.uncleared:
                click.echo(_UNCLEARED, err=True)
    finally:
        ledger.close()
