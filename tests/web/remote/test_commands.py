"""A life of commands comes to the same at a service as where the ledger is."""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cli.writing.fields import typed_line
from domain.entries.register import command_model
from tests.functional.examples import REGISTERS, STORY, commands, whole_story
from tests.web.remote.conftest import Prepared

SHAPES = ("text", "json", "csv")


def words_of(given: Mapping[str, Any]) -> list[str]:
    """A command as it is typed."""
    fields = dict(given)
    name = str(fields.pop("command"))
    model = command_model(name)
    assert model is not None
    return shlex.split(typed_line(model, fields, name.replace("_", "-")))[1:]


def test_the_story_command_by_command(pair: Prepared) -> None:
    ledger = pair("empty")
    found = [each for file in (*STORY, REGISTERS) for each in commands(file)]
    for number, given in enumerate(found):
        words = words_of(given)
        shape = SHAPES[number % len(SHAPES)]
        assert "Dry run" in ledger.ok(*words, "--dry-run").out
        ledger.ok(*words, "-O", shape)
    ledger.check_same_entries()
    last = words_of(found[-1])
    ledger.same(*last)
    ledger.same(*last, "-O", "json")


def test_the_story_as_files(pair: Prepared, tmp_path: Path) -> None:
    ledger = pair("empty")
    for file in STORY:
        for shape in SHAPES:
            ledger.ok("post", str(file), "--dry-run", "-O", shape)
        ledger.ok("post", str(file))
        ledger.ok("post", str(file), "-O", "json")
    ledger.ok("post", "-", stdin=REGISTERS.read_bytes())
    ledger.check_same_entries()
    again = tmp_path / "again.jsonl"
    again.write_bytes(whole_story())
    ledger.ok("post", str(again))
