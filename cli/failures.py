"""How failures reach people and programs: one line on stderr and an exit code."""

import errno
import json
import os
import sys
from collections.abc import Mapping

import click

from cli import interrupts
from cli.streams import UNWRITTEN, Unwritten, can_be_told
from domain.values.errors import LedgerError

USAGE = 2
_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""What some programs take for the end of a line, as JSON may write it."""


def report(error: LedgerError, shape: str) -> int:
    """Print a failure; returns the exit code."""
    place = "" if error.line is None else f"line {error.line}: "
    if shape == "json":
        place = ""
    _tell(shape, error.code, f"{place}{error.message}", error.details, error.line)
    return error.exit_code


def report_usage(error: click.ClickException, shape: str) -> int:
    """Print a usage error with where help is found; returns the exit code."""
    message = error.format_message()
    context = getattr(error, "ctx", None)
    if context is not None and shape != "json":
        message = f"{message} See {context.command_path} --help."
    _tell(shape, "BAD_COMMAND", message)
    return USAGE


def report_unwritten(failed: Unwritten, shape: str) -> int:
    """Say what was done though its answer can't be written; returns the exit code."""
    reason = f"{failed.place} can't be written: {failed.reason}."
    done = interrupts.done()
    if done is None and failed.reason == os.strerror(errno.EPIPE):
        return failed.exit_code  # whoever read (head, less) has enough
    if done is not None:
        reason = f"{done[0].upper()}{done[1:]}, but {reason}"
    if done is not None and shape != "json":
        _say(reason)
    else:
        _tell(shape, "OUTPUT_FAILED", reason, _entries())
    return failed.exit_code or UNWRITTEN


def report_interrupt(shape: str) -> int:
    """Say what an interrupt came to; returns the exit code."""
    done = interrupts.done()
    told = f"Interrupted; {done or 'nothing was recorded'}."
    if can_be_told():
        if shape == "json" and done is not None:
            _tell(shape, "INTERRUPTED", told, _entries())
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
    message: str,
    details: Mapping[str, object] = {},
    line: int | None = None,
) -> None:
    if shape != "json":
        _say(f"Error [{code}]: {message}")
        return
    body = {"code": code, "message": message, "line": line, "details": details}
    told = json.dumps({"error": body}, ensure_ascii=False, default=str)
    _say(told.translate(_LINE_ENDS))


def _say(text: str) -> None:
    # Arguments that are no UTF-8 reach us as lone surrogates.
    printable = text.encode("utf-8", "backslashreplace").decode()
    encoding = sys.stderr.encoding or "utf-8"
    click.echo(
        printable.encode(encoding, "backslashreplace").decode(encoding), err=True
    )
