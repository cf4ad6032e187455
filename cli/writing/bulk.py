"""Posting a file of commands: JSON Lines, all or nothing."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from cli.answering import answer
from cli.commands import Command as ProgramCommand
from cli.help import epilog
from cli.progress import progress_bar
from cli.settings import settings_of, shared_options
from cli.writing.attempts import Session, posting
from cli.writing.write_commands import as_submitted
from domain.entries.command import Command
from domain.entries.parsing import command_from_json
from domain.values.errors import LedgerError, Refusal
from ledger.posting.application import Receipt
from ledger.posting.receipt_report import Summary

LONGEST_LINE = 8_000_000
"""Bytes: a statement of 10,000 lines, with some 800 bytes of each."""
AHEAD = 250
"""Lines that are parsed before they are posted, while they are short."""
AHEAD_BYTES = 1_000_000
"""So much text, and the line that exceeds it, is held at once."""


def _post(**values: Any) -> None:  # noqa: ANN401  # click gives them by name
    """Post the commands of FILE in order, all or nothing; - reads standard input.

    FILE holds one JSON object a line. The first refusal names its line, and nothing of
    the file is recorded.
    """
    settings = settings_of(click.get_current_context(), values)
    dry_run = bool(values["dry_run"])
    with (
        _opened(values["file"]) as (file, size),
        posting(settings, "post", dry_run=dry_run) as session,
        progress_bar("Posting", size) as advance,
    ):
        summary = Summary()
        for line, parsed in _parsed(file, advance):
            proposed = _submitted(parsed) if values["submit"] else parsed
            summary.add(_posted(session, proposed, line), line)
    answer(settings, summary.report(session.ledger.notes, dry_run=dry_run))


Parsed = Command | LedgerError


def _parsed(
    file: IO[bytes], advance: Callable[[int], None]
) -> Iterator[tuple[int, Parsed]]:
    """The commands of a file with their lines, parsed some lines ahead.

    Parsing many and then posting many is faster than taking turns. A line that can't
    be parsed waits for its turn, so that the first refusal is that of the first line.
    """
    for some in _batches(_lines(file)):
        advance(sum(len(raw) for _, raw in some))
        for line, parsed in [(line, _command(raw, line)) for line, raw in some]:
            if parsed is not None:
                yield line, parsed


def _submitted(parsed: Parsed) -> Parsed:
    """The submission of a command; its id and note are the submission's."""
    if isinstance(parsed, LedgerError):
        return parsed
    own = {"id": parsed.id, "note": parsed.note}
    bare = parsed.model_copy(update={"id": None, "note": None})
    try:
        return as_submitted(bare, own)
    except LedgerError as error:
        return error


def _batches(
    lines: Iterator[tuple[int, bytes]],
) -> Iterator[list[tuple[int, bytes]]]:
    some: list[tuple[int, bytes]] = []
    held = 0
    for line in lines:
        some.append(line)
        held += len(line[1])
        if len(some) == AHEAD or held > AHEAD_BYTES:
            yield some
            some, held = [], 0
    if some:
        yield some


def _command(raw: bytes, line: int) -> Parsed | None:
    """The command of a line, why it is none, or None for a blank line."""
    try:
        text = _decoded(raw, line)
        return None if text is None else command_from_json(text)
    except LedgerError as error:
        return error


def _posted(session: Session, parsed: Parsed, line: int) -> Receipt:
    try:
        return session.post("post", lambda: _or_raised(parsed))
    except LedgerError as error:
        raise error.at_line(line) from None


def _or_raised(parsed: Parsed) -> Command:
    if isinstance(parsed, LedgerError):
        raise parsed
    return parsed


@contextmanager
def _opened(name: str) -> Iterator[tuple[IO[bytes], int | None]]:
    """The file with its size; the size of standard input is not known."""
    if name == "-":
        yield sys.stdin.buffer, None
        return
    path = Path(name)
    try:
        file = path.open("rb")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refusal(
            "BAD_COMMAND", "{path} can't be read: {reason}.", path=path, reason=reason
        ) from None
    with file:
        yield file, path.stat().st_size


def _lines(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    number = 0
    while True:
        try:
            raw = file.readline(LONGEST_LINE + 1)
        except OSError as error:
            raise Refusal(
                "BAD_COMMAND", "can't be read: {strerror}.", strerror=error.strerror
            ) from None
        if not raw:
            return
        number += 1
        yield number, raw


def _decoded(raw: bytes, line: int) -> str | None:
    """The text of a line; None for a blank one."""
    if len(raw) > LONGEST_LINE:
        raise Refusal(
            "BAD_JSON",
            "the line is longer than {LONGEST_LINE:,} bytes.",
            LONGEST_LINE=LONGEST_LINE,
        ).at_line(line)
    if line == 1:
        raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        text = raw.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise Refusal(
            "BAD_JSON", "not UTF-8 at byte {start} of the line.", start=error.start + 1
        ).at_line(line) from None
    return text or None


POST = ProgramCommand(
    "post",
    params=[
        click.Argument(["file"], metavar="FILE"),
        click.Option(
            ["--dry-run"], is_flag=True, help="Check the whole file; record nothing."
        ),
        click.Option(
            ["--submit"],
            is_flag=True,
            help="Propose each command to a second person; book nothing.",
        ),
        *shared_options(acting=True),
    ],
    callback=_post,
    help=_post.__doc__,
    epilog=epilog(
        """
        zuidas post --dry-run commands.jsonl
        zuidas post commands.jsonl
        cat commands.jsonl | zuidas post - -O json
        zuidas post --submit payments.jsonl
        """
    ),
)
