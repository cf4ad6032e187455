"""Commands as JSON Lines: one JSON object a line, read some lines ahead."""

from collections.abc import Callable, Iterator
from typing import IO

from domain.entries.command import Command
from domain.entries.parsing import command_from_json
from domain.values.errors import BadForm, LedgerError, Refusal

LONGEST_LINE = 8_000_000
"""Bytes: a statement of 10,000 lines, with some 800 bytes of each."""
AHEAD = 250
"""Lines that are parsed before they are posted, while they are short."""
AHEAD_BYTES = 1_000_000
"""So much text, and the line that exceeds it, is held at once."""
Parsed = Command | LedgerError
"""A line's command, or why it is none."""
Line = tuple[int, Parsed]
"""With its number, from 1."""


def commands_in(
    file: IO[bytes], advance: Callable[[int], None] = lambda _: None
) -> Iterator[Line]:
    """The commands of a file with their lines, parsed some lines ahead.

    Parsing many and then posting many is faster than taking turns. A line that can't
    be parsed waits for its turn, so that the first refusal is that of the first line.
    Raises `Refusal` (`BAD_COMMAND`) for a file that can't be read.
    """
    for some in _batches(_lines(file)):
        advance(sum(len(raw) for _, raw in some))
        for line, parsed in [(line, _command(raw, line)) for line, raw in some]:
            if parsed is not None:
                yield line, parsed


def or_raised(parsed: Parsed) -> Command:
    """The command; raises why it is none."""
    if isinstance(parsed, LedgerError):
        raise parsed
    return parsed


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
        raise BadForm(
            "BAD_JSON",
            "the line is longer than {LONGEST_LINE:,} bytes.",
            LONGEST_LINE=LONGEST_LINE,
        ).at_line(line)
    if line == 1:
        raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        text = raw.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise BadForm(
            "BAD_JSON", "not UTF-8 at byte {start} of the line.", start=error.start + 1
        ).at_line(line) from None
    return text or None
