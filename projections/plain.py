"""What programs read, as text: JSON and CSV."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.values.texts import unseen, visible

Rows = Sequence[Mapping[str, Any]]


def as_json(value: object) -> str:
    """JSON as programs read it: one document, UTF-8, indented for people too.

    What can't be seen is escaped, so that it steers no terminal either.
    """
    return _json(value, indent=2)


def _json(value: object, indent: int | None = None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    for character in set(text) - {"\n"}:
        if unseen(character):
            text = text.replace(character, json.dumps(character)[1:-1])
    return text


def as_csv(rows: Rows, columns: Sequence[str] | None = None) -> str:
    """CSV (RFC 4180 with plain line feeds).

    Lists are joined by spaces; what has names within it is JSON.
    """
    import csv
    import io

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
        return _json(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        items = list(value)
        if any(isinstance(item, Mapping | list) for item in items):
            return _json(items)
        return " ".join(visible(str(item)) for item in items)
    return visible(value) if isinstance(value, str) else value
