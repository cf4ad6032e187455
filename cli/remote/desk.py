"""Handing in commands to a service: each request is a transaction of its own.

An id is never made up here: it would be in the entry, where the command line otherwise
has none. So what was sent without one, and not answered, is looked for before it is
repeated; with an id it can be repeated blindly.
"""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from typing import IO, Any, NamedTuple

from cli import interrupts
from cli.remote.connection import Sent, Service
from cli.writing.attempts import AttemptsLog
from cli.writing.desk import Came
from domain.entries.approvals import Submit
from domain.entries.command import Command
from domain.entries.parsing import build, command_from_mapping
from domain.entries.proposing import proposed
from domain.entries.statements import OpenBankAccount
from domain.entries.ties import LineNumber
from domain.states.bank import BankAccount
from domain.values.errors import LedgerError, Refusal
from ledger.posting.lines import commands_in, or_raised
from ledger.storage.location import Location
from projections.report import Report
from projections.sending import MEDIA, from_json

JSON_LINES = "application/jsonl"
RECEIPTS = "application/vnd.zuidas.receipts+json"
MOST_BYTES = 64_000_000
"""Of a file that a service takes."""
NOT_SERVED = "erase_sealed"


class Done(NamedTuple):
    """What a file came to, and each of its lines."""

    report: Report
    lines: Sequence[tuple[int, Came]]


@contextmanager
def service_desk(
    location: Location, attempts: AttemptsLog, *, dry_run: bool
) -> Iterator["ServiceDesk"]:
    """A desk at a service."""
    yield ServiceDesk(location, attempts, dry_run=dry_run)


def today_at(service: Service) -> date:
    """Today in the ledger's time zone; raises `LedgerError`."""
    with service.read_as_wanted():
        return date.fromisoformat(service.open("health")["today"])


def bank_accounts_of(location: Location) -> Sequence[BankAccount]:
    """The accounts of a service's ledger that stand; raises `LedgerError`."""
    service = Service(location)
    with service.read_as_wanted():
        return [_account(each) for each in service.get("bank-accounts")]


def _account(given: Mapping[str, Any]) -> BankAccount:
    fields = {k: v for k, v in given.items() if k not in ("entry", "command")}
    opened = build(OpenBankAccount, fields)
    assert isinstance(opened, OpenBankAccount)  # noqa: S101  # of that model
    return BankAccount(_whole(given["entry"]), opened)


class ServiceDesk:
    """See `Desk`."""

    def __init__(
        self, location: Location, attempts: AttemptsLog, *, dry_run: bool
    ) -> None:
        self._location = location
        self._service = Service(location)
        self._attempts = attempts
        self._dry_run = dry_run

    @cached_property
    def today(self) -> date:
        """See `Desk`."""
        return today_at(self._service)

    def day_of_line(self, number: LineNumber) -> date:
        """See `Desk`."""
        with self._service.read_as_wanted():
            found = self._service.get(f"bank-lines/{number}")
            return date.fromisoformat(found["date"])

    def bank_accounts(self) -> Sequence[BankAccount]:
        """See `Desk`."""
        return bank_accounts_of(self._location)

    def resting(self, statement: int, category: str) -> Sequence[Command]:
        """See `Desk`."""
        keys = [("category", category)]
        with self._service.read_as_wanted():
            found = self._service.get(f"statements/{statement}/rest", keys)
            return [command_from_mapping(each) for each in found]

    def post(self, name: str, build: Callable[[], Command]) -> Report:
        """See `Desk`."""
        self._attempts.doing = name
        command = build()
        self._attempts.doing = command.name
        if NOT_SERVED in (command.name, _held(command)):
            self._location.check_database()
        sent = Sent(_as_json(command).encode())
        with interrupts.committing():
            report, came = self._service.post(
                "entries", sent, self._keys(), accept=MEDIA, read=_read_one
            )
            self._accepted([(command, came)])
        return report

    def post_all(self, commands: Sequence[Command]) -> Sequence[Came]:
        """See `Desk`."""
        if not commands:
            return ()
        self._attempts.doing = commands[0].name
        body = "".join(f"{_as_json(each)}\n" for each in commands).encode()
        with interrupts.committing():
            try:
                done = self._post_lines("entries", body)
            except LedgerError as error:
                error.line = None  # nobody has seen these lines
                raise
            came = [each for _, each in done.lines]
            self._accepted(zip(commands, came, strict=True))
        return came

    def post_file(
        self, file: IO[bytes], advance: Callable[[int], None], *, submit: bool
    ) -> Report:
        """See `Desk`."""
        body = file.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise Refusal(
                "TOO_LARGE",
                "the file is longer than the {most:,} bytes that a service takes at"
                " once: post it in parts.",
                most=MOST_BYTES,
            )
        with interrupts.committing():
            try:
                done = self._post_lines("submissions" if submit else "entries", body)
            except LedgerError as error:
                self._attempts.doing = _name_at(body, error.line, submit=submit)
                raise
            advance(len(body))
            self._accepted(self._commands_of(body, done, submit=submit))
        return done.report

    def _post_lines(self, path: str, body: bytes) -> Done:
        sent = Sent(body, JSON_LINES)
        return self._service.post(
            path, sent, self._keys(), accept=RECEIPTS, read=_read_done, long=True
        )

    def _keys(self) -> list[tuple[str, str]]:
        return [("dryRun", "true")] if self._dry_run else []

    def _commands_of(
        self, body: bytes, done: Done, *, submit: bool
    ) -> Iterator[tuple[Command | None, Came]]:
        """What became of each command; the commands only for whoever logs them."""
        if not self._attempts.is_kept:
            yield from ((None, came) for _, came in done.lines)
            return
        commands = {line: or_raised(each) for line, each in commands_in(_file(body))}
        for line, came in done.lines:
            command = commands[line]
            yield (proposed(command) if submit else command), came

    def _accepted(self, found: Iterable[tuple[Command | None, Came]]) -> None:
        """Say what is recorded by now, and log it."""
        numbers = []
        for command, came in found:
            numbers.append(came.entry)
            if command is not None:
                self._attempts.accepted(command, came.entry, duplicate=came.duplicate)
        if numbers and not self._dry_run:
            interrupts.recorded(min(numbers), max(numbers))


def _file(body: bytes) -> IO[bytes]:
    return io.BytesIO(body)


def _name_at(body: bytes, line: int | None, *, submit: bool) -> str:
    """The command of a line that was refused, as far as it can be told."""
    if line is not None:
        for number, parsed in commands_in(_file(body)):
            if number == line and isinstance(parsed, Command):
                return Submit.name if submit else parsed.name
    return "post"


def _held(command: Command) -> str | None:
    return command.as_.command if isinstance(command, Submit) else None


def _as_json(command: Command) -> str:
    given = {"command": command.name, **command.given()}
    return json.dumps(given, ensure_ascii=False)


def _read_one(found: Mapping[str, Any]) -> tuple[Report, Came]:
    """The report of one command, and what it came to; raises what reading raises."""
    report = from_json(found)
    data = report.data
    if not isinstance(data, dict):
        raise TypeError(data)
    return report, _came(data["entry"], data["duplicate"])


def _read_done(found: Mapping[str, Any]) -> Done:
    """The same of a file."""
    lines = [
        (_whole(line), _came(entry, duplicate))
        for line, entry, _, duplicate in found["receipts"]
    ]
    return Done(from_json(found["report"]), lines)


def _came(entry: object, duplicate: object) -> Came:
    if not isinstance(duplicate, bool):
        raise TypeError(duplicate)
    return Came(_whole(entry), duplicate)


def _whole(value: object) -> int:
    if type(value) is int:
        return value
    raise TypeError(value)
