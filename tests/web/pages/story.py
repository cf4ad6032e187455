"""The story of the examples as a ledger: every page has something to show of it."""

from pathlib import Path
from typing import TypeVar

from cli.main import run
from tests.functional.examples import STORY

Place = TypeVar("Place", Path, str)


def story_at(place: Place) -> Place:
    """A ledger with all of it."""
    assert run(["--db", str(place), "init", "-O", "json"]) == 0
    for file in STORY:
        assert run(["--db", str(place), "post", str(file), "-O", "json"]) == 0
    return place
