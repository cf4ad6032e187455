"""How failures reach people and programs: one line on stderr and an exit code."""

import errno
import os
import sys
from collections.abc import Mapping

import click

from cli import interrupts
from cli.help import said_in
from cli.streams import UNWRITTEN, Unwritten, can_be_told, said_of
from cli.voice import Voice
from domain.values.errors import LedgerError
from domain.values.messages import message

USAGE = 2
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""What some programs take for the end of a line, as JSON may write it."""


def report(error: LedgerError, shape: str, voice: Voice) -> int:
    """Print a failure; returns the exit code."""
    said = error.said
    if error.line is not None and shape != "json":
        said = message("line {line}: {said}", line=error.line, said=said)
    _tell(shape, error.code, voice.tell(said), voice, error.details, error.line)
    return error.exit_code


def report_usage(error: click.ClickException, shape: str, voice: Voice) -> int:
    """Print a usage error with where help is found; returns the exit code."""
    said = told_by_click(error, voice)
    context = getattr(error, "ctx", None)
    if context is not None and shape != "json":
        command = context.command_path
        see = message("{said} See {command} --help.", said=said, command=command)
        said = voice.tell(see)
    _tell(shape, "BAD_COMMAND", said, voice)
    return USAGE


def told_by_click(error: click.ClickException, voice: Voice) -> str:
    """What click says of it; a parameter is named as help names it."""
    parameter = getattr(error, "param", None)
    if isinstance(error, click.BadParameter) and parameter is not None:
        error.param = said_in(parameter, voice)
    return error.format_message()


def report_unwritten(failed: Unwritten, shape: str, voice: Voice) -> int:
    """Say what was done though its answer can't be written; returns the exit code."""
    done = interrupts.done()
    if done is None and failed.reason == os.strerror(errno.EPIPE):
        return failed.exit_code  # whoever read (head, less) has enough
    said = message(
        "{place} can't be written: {reason}.",
        place=failed.place,
        reason=said_of(failed.reason),
    )
    if done is not None:
        said = message("{done}, but {why}", done=done, why=said)
    text = voice.tell(said)
    if done is not None:
        text = f"{text[0].upper()}{text[1:]}"
    if done is not None and shape != "json":
        _say(text)
    else:
        _tell(shape, "OUTPUT_FAILED", text, voice, _entries())
    return failed.exit_code or UNWRITTEN


def report_interrupt(shape: str, voice: Voice) -> int:
    """Say what an interrupt came to; returns the exit code."""
    done = interrupts.done()
    what = message("nothing was recorded") if done is None else done
    told = voice.tell(message("Interrupted; {what}.", what=what))
    if can_be_told():
        if shape == "json" and done is not None:
            _tell(shape, "INTERRUPTED", told, voice, _entries())
        else:
            _say(told)
    return interrupts.INTERRUPTED if done is None else UNWRITTEN


def _entries() -> dict[str, object]:
    """What was recorded, for programs."""
    found = interrupts.entries()
    return {} if found is None else {"first_entry": found[0], "last_entry": found[1]}


def _tell(
    shape: str,
    code: str,
    said: str,
    voice: Voice,
    details: Mapping[str, object] = {},
    line: int | None = None,
) -> None:
    if shape != "json":
        _say(voice.tell(message("Error [{code}]: {said}", code=code, said=said)))
        return
    import json

    body = {"code": code, "message": said, "line": line, "details": details}
    told = json.dumps({"error": body}, ensure_ascii=False, default=str)
    _say(told.translate(_LINE_ENDS))


def _say(text: str) -> None:
    # Arguments that are no UTF-8 reach us as lone surrogates.
    printable = text.encode("utf-8", "backslashreplace").decode()
    encoding = sys.stderr.encoding or "utf-8"
    click.echo(
        printable.encode(encoding, "backslashreplace").decode(encoding), err=True
    )
