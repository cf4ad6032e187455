"""A password: asked for on a terminal, or read from a file, and never an option."""

import sys

import click

from cli.contents import contents
from cli.speech import voice_of
from domain.values.errors import Refusal, UsageError
from domain.values.messages import Quoted, message

_MOST_BYTES = 8_000
"""Of a password's file; beyond, it is something else."""


def password_from(file: str | None) -> str:
    """The password as it was typed twice, or as it stands in a file."""
    if file is None:
        if not sys.stdin.isatty():
            raise UsageError(
                "BAD_COMMAND",
                "there is no terminal to ask for a password on: give --password-file.",
            )
        tell = voice_of().tell
        typed: str = click.prompt(
            tell(message("Password")),
            hide_input=True,
            confirmation_prompt=tell(message("Once more")),
            err=True,
        )
        return typed
    return _line(_given(file), file)


def _given(file: str) -> bytes:
    if file != "-":
        return contents(file, _MOST_BYTES)
    stream = sys.stdin.buffer
    return stream.read(_MOST_BYTES + 1)


def _line(data: bytes, file: str) -> str:
    """The one line that a file is, without its end."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\n\n"
    line = text.removesuffix("\n").removesuffix("\r")
    if "\n" in line or len(data) > _MOST_BYTES:
        raise Refusal(
            "BAD_PASSWORD",
            "{file} is not one line of text, as a password is.",
            file=Quoted(file),
        )
    return line
