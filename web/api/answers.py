"""What the API answers: a status, headers, and a body of JSON or bytes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from projections import sending

API_VERSION = "1.0.0"
"""Of the API itself (semantic versioning), which is not the program's."""
JSON = "application/json"
JSON_LINES = "application/jsonl"
PROBLEM = "application/problem+json"
REPORT = sending.MEDIA
"""A report whole, as another `zuidas` prints it."""
RECEIPTS = "application/vnd.zuidas.receipts+json"
"""The same of a file of commands, and what became of each line."""
TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
ZIP = "application/zip"


@dataclass(frozen=True)
class Answer:
    """An answer as it is sent."""

    status: int
    body: bytes = b""
    """Empty where it is a file's."""
    media: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    code: str | None = None
    """Of a problem."""
    entries: tuple[int, int] | None = None
    """First and last entry that it recorded, for the log."""
    file: BinaryIO | None = None
    """What is sent instead of `body`, and closed then."""


def json_answer(
    data: object,
    status: int = 200,
    *,
    media: str = JSON,
    headers: Mapping[str, str] | None = None,
    entries: tuple[int, int] | None = None,
) -> Answer:
    """An answer of JSON."""
    return Answer(status, encoded(data), media, headers or {}, entries=entries)


def encoded(data: object) -> bytes:
    """JSON as bytes; what is no Unicode (a lone surrogate) as its escape."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
    return text.encode("utf-8", "backslashreplace")


def closed(properties: Mapping[str, object]) -> dict[str, object]:
    """The JSON Schema of an object that always has all of these, and no others."""
    return {
        "type": "object",
        "required": list(properties),
        "properties": dict(properties),
        "additionalProperties": False,
    }
