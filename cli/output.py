"""Where answers go: standard output or a file, as text, JSON or CSV."""

import csv
import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from cli.settings import Settings
from domain.errors import Refusal

Rows = Sequence[Mapping[str, Any]]


def write(settings: Settings, text: str) -> None:
    """Write an answer whole, ended by one line feed."""
    if not text:
        return
    text = text if text.endswith("\n") else text + "\n"
    if settings.output_file in (None, "-"):
        stream = sys.stdout
        encoding = getattr(stream, "encoding", None) or "utf-8"
        click.echo(text.encode(encoding, "replace").decode(encoding), nl=False)
        return
    path = Path(str(settings.output_file))
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refusal(
            "BAD_COMMAND", f"{path} can't be written: {error.strerror}."
        ) from None
    if sys.stderr.isatty():
        click.echo(f"Wrote {path}.", err=True)


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
