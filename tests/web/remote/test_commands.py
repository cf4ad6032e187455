"""A life of commands comes to the same at a service as where the ledger is."""

import json
import shlex
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.writing.fields import typed_line
from domain.entries.register import command_model
from ledger.storage.location import Location
from tests.functional.examples import REGISTERS, STORY, commands, whole_story
from tests.functional.program import Result
from tests.web.remote.conftest import Both
from tests.web.serving import served

SHAPES = ("text", "json", "csv")


@dataclass
class Pair:
    """Two copies of a ledger, one of them served, that go through the same."""

    both: Both
    here: Path
    url: str
    there: Path

    def same(self, *words: str, stdin: str | bytes = b"") -> Result:
        """What a command line comes to at both, which is the same."""
        here = self.both.at(str(self.here), *words, stdin=stdin)
        there = self.both.at(self.url, *words, stdin=stdin)
        assert there == here, words
        return here

    def ok(self, *words: str, stdin: str | bytes = b"") -> Result:
        """The same, of what is done."""
        done = self.same(*words, stdin=stdin)
        assert (done.code, done.err) == (0, ""), words
        return done

    def refused(self, *words: str, stdin: str | bytes = b"") -> str:
        """The code of what is refused, for people and for programs."""
        assert self.same(*words, stdin=stdin).code
        found = self.same(*words, "-O", "json", stdin=stdin)
        assert found.code
        return str(found.error["code"])

    def check_same_entries(self) -> None:
        """Both ledgers have the same entries, but for who recorded them, and when."""
        here = self.both.at(str(self.here), "trial-balance", "-O", "json")
        assert self.both.at(str(self.there), "trial-balance", "-O", "json") == here


Prepared = Callable[[str], Pair]


@pytest.fixture
def pair(both: Both, templates: Path, tmp_path: Path) -> Iterator[Prepared]:
    """Makes the pair of a prepared ledger."""
    running = []

    def make(name: str) -> Pair:
        places = [tmp_path / f"{place}.db" for place in ("here", "there")]
        for place in places:
            shutil.copyfile(templates / f"{name}.db", place)
        service = served(Location.parse(str(places[1])))
        running.append(service)
        return Pair(both, places[0], service.__enter__().url, places[1])

    yield make
    for service in running:
        service.__exit__(None, None, None)


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
