"""Where answers go: standard output or a file, whole or not at all."""

import sys
from typing import TYPE_CHECKING

import click

from cli.settings import Settings
from cli.speech import voice_of
from cli.streams import Unwritten
from domain.values.errors import UsageError
from domain.values.messages import message

if TYPE_CHECKING:
    from pathlib import Path

_STANDARD = (None, "-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")
"""Names of standard output, which may be closed."""


def write(settings: Settings, answer: str | bytes, *, exit_code: int = 0) -> None:
    """Write an answer whole: bytes as they are, a text ended by one line feed.

    Raises `Unwritten` where that can't be done; the command is done all the same, and
    came to `exit_code`.
    """
    if not answer:
        return
    if isinstance(answer, str) and not answer.endswith("\n"):
        answer += "\n"
    try:
        if settings.output_file not in _STANDARD:
            from pathlib import Path

            save(answer, Path(settings.output_file or "-"))
        elif isinstance(answer, bytes):
            _print_bytes(answer)
        else:
            _print(answer, for_people=settings.shape == "text")
    except Unwritten as failed:
        failed.exit_code = exit_code
        raise


def _print(text: str, *, for_people: bool) -> None:
    """To standard output: UTF-8; text on a terminal is what that can show."""
    if (for_people and sys.stdout.isatty()) or not hasattr(sys.stdout, "buffer"):
        click.echo(text, nl=False)
        return
    sys.stdout.flush()
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:  # a program that runs this one took its output over
        sys.stdout.write(text)
        return
    binary.write(text.encode("utf-8", "backslashreplace"))
    binary.flush()


def _print_bytes(content: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def check_not_a_terminal(settings: Settings) -> None:
    """A file that no terminal can show goes elsewhere; asked before it is made.

    Raises `UsageError` (`BAD_COMMAND`).
    """
    if settings.output_file in _STANDARD and sys.stdout.isatty():
        raise UsageError(
            "BAD_COMMAND",
            "{shape} is a file, which no terminal shows: name one with -o FILE, or send"
            " the output on.",
            shape=settings.shape,
        )


def save(answer: str | bytes, path: "Path") -> None:
    """Write a file; raises `Unwritten`."""
    try:
        path.write_bytes(answer if isinstance(answer, bytes) else answer.encode())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unwritten(str(path), reason) from None
    if sys.stderr.isatty():
        click.echo(voice_of().tell(message("Wrote {path}.", path=path)), err=True)
