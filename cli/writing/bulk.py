"""Posting a file of commands: JSON Lines, all or nothing."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from cli.answering import answer
from cli.commands import Command as ProgramCommand
from cli.help import epilog
from cli.progress import progress_bar
from cli.settings import settings_of, shared_options
from cli.writing.desk import posting
from domain.values.errors import Refusal
from domain.values.messages import message


def _post(**values: Any) -> None:  # noqa: ANN401  # click gives them by name
    """Post the commands of FILE in order, all or nothing; - reads standard input.

    FILE holds one JSON object a line. The first refusal names its line, and nothing of
    the file is recorded.
    """
    settings = settings_of(click.get_current_context(), values)
    dry_run = bool(values["dry_run"])
    with (
        _opened(values["file"]) as (file, size),
        posting(settings, "post", dry_run=dry_run) as desk,
        progress_bar(message("Posting"), size) as advance,
    ):
        report = desk.post_file(file, advance, submit=values["submit"])
    answer(settings, report)


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
