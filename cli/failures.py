"""How failures reach people and programs: one line on stderr and an exit code."""

import json
import sys

import click

from domain.values.errors import LedgerError

USAGE = 2


def report(error: LedgerError, shape: str) -> int:
    """Print a failure; returns the exit code."""
    if shape == "json":
        body = {
            "code": error.code,
            "message": error.message,
            "line": error.line,
            "details": error.details,
        }
        _say(json.dumps({"error": body}, ensure_ascii=False, default=str))
    else:
        place = "" if error.line is None else f"line {error.line}: "
        _say(f"Error [{error.code}]: {place}{error.message}")
    return error.exit_code


def report_usage(error: click.ClickException, shape: str) -> int:
    """Print a usage error with where help is found; returns the exit code."""
    message = error.format_message()
    if shape == "json":
        body: dict[str, object] = {
            "code": "BAD_COMMAND",
            "message": message,
            "line": None,
            "details": {},
        }
        _say(json.dumps({"error": body}, ensure_ascii=False))
        return USAGE
    context = getattr(error, "ctx", None)
    hint = "" if context is None else f" See {context.command_path} --help."
    _say(f"Error [BAD_COMMAND]: {message}{hint}")
    return USAGE


def _say(text: str) -> None:
    # Arguments that are no UTF-8 reach us as lone surrogates.
    printable = text.encode("utf-8", "backslashreplace").decode()
    encoding = sys.stderr.encoding or "utf-8"
    click.echo(
        printable.encode(encoding, "backslashreplace").decode(encoding), err=True
    )
