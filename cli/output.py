"""Where answers go: standard output or a file, as text, JSON or CSV."""

import csv
import io
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from cli.settings import Settings
from domain.values.errors import Refusal
from domain.values.messages import message

Rows = Sequence[Mapping[str, Any]]


def write(settings: Settings, text: str, *, recorded: bool = False) -> None:
    """Write an answer whole, ended by one line feed.

    With `recorded` a place that can't be written is no refusal any more: it is told,
    and the command has succeeded. Raises `Refusal` (`BAD_COMMAND`) otherwise.
    """
    if not text:
        return
    text = text if text.endswith("\n") else text + "\n"
    place = settings.output_file or "-"
    try:
        if place == "-":
            _print(text)
        else:
            check_apart(settings, place)
            _save(text, Path(place))
    except BrokenPipeError:
        # Whoever read the output (head, less) has enough of it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError) as error:
        refusal = _unwritable(place, error)
        if not recorded:
            raise refusal from None
        click.echo(f"Recorded, but {refusal.message}", err=True)


def check_place(settings: Settings) -> None:
    """The answer's place can be written; asked before anything is recorded.

    Raises `Refusal` (`BAD_COMMAND`).
    """
    place = settings.output_file or "-"
    if place == "-":
        return
    path = Path(place)
    try:
        check_apart(settings, place)
        if path.exists():
            path.open("ab").close()
        else:
            path.open("xb").close()
            path.unlink()
    except (OSError, ValueError) as error:
        raise _unwritable(place, error) from None


def check_apart(settings: Settings, place: str) -> None:
    """The place is not the ledger itself; raises `Refusal` (`BAD_COMMAND`)."""
    ledger, path = settings.location.path, Path(place)
    both = ledger is not None and ledger.exists() and path.exists()
    if both and path.samefile(str(ledger)):
        raise Refusal(
            "BAD_COMMAND",
            "{place} is the ledger itself; write to another file.",
            place=place,
        )


def _print(text: str) -> None:
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, "replace").decode(encoding), nl=False)


def _save(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8")
    if sys.stderr.isatty():
        click.echo(f"Wrote {path}.", err=True)


def _unwritable(place: str, error: OSError | ValueError) -> Refusal:
    name = message("standard output") if place == "-" else place
    reason = getattr(error, "strerror", None) or str(error)
    return Refusal(
        "BAD_COMMAND", "{name} can't be written: {reason}.", name=name, reason=reason
    )


def as_json(value: object) -> str:
    """JSON as programs read it: one document, UTF-8, indented for people too."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def as_csv(rows: Rows, columns: Sequence[str] | None = None) -> str:
    """CSV (RFC 4180 with plain line feeds); lists are joined by spaces."""
    names = list(columns or (rows[0] if rows else ()))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in names])
    return buffer.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return " ".join(str(item) for item in value)
    return value
