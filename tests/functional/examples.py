"""The files of the examples, in the order of the story, and how to ask of them."""

import json
from collections.abc import Iterator
from pathlib import Path

from tests.functional.program import ROOT, Result

EXAMPLES = ROOT / "examples"
STORY = sorted(EXAMPLES.glob("0*.jsonl"))
"""The first term; the registers follow it."""
REGISTERS = EXAMPLES / "registers.jsonl"
SECOND, THIRD = EXAMPLES / "second-term.jsonl", EXAMPLES / "third-term.jsonl"
TERMS = {SECOND: EXAMPLES / "second-term.toml", THIRD: EXAMPLES / "third-term.toml"}
"""The later terms, each with the framework that it adopts."""


def whole_story() -> bytes:
    return b"".join(file.read_bytes() for file in STORY)


def done(result: Result) -> Result:
    assert (result.code, result.err) == (0, "")
    return result


def commands(file: Path) -> Iterator[dict[str, object]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def programme(balance: dict[str, list[dict[str, str]]], year: str, code: str) -> str:
    [row] = [
        row
        for row in balance["programmes"]
        if (row["year"], row["programme"]) == (year, code)
    ]
    return row["available"]
