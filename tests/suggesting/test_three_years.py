"""Three years that no rule was made on: certain is never wrong, and finds enough."""

from pathlib import Path

import pytest

from tests.suggesting.judging import found_in

SEEDS = (2001, 2002, 2003, 2004, 2005, 2006)
"""Points and levels were made without these. Of 120 such seeds none was wrong, and two
found 79 %: which those are depends on how often a world's lines have references."""
ENOUGH = 0.8


@pytest.mark.parametrize("seed", SEEDS)
def test_certain_is_never_wrong_and_finds_most(seed: int, tmp_path: Path) -> None:
    found = found_in(seed, tmp_path / "zuidas.db")
    assert found.wrong == {}
    assert found.share >= ENOUGH, found.misses


def test_what_is_looked_for_is_there(tmp_path: Path) -> None:
    found = found_in(SEEDS[0], tmp_path / "zuidas.db")
    assert found.right["match"] > 30
    assert found.right["new"] > 20
    assert found.missed.total() > 0, "the worlds have become too easy to tell anything"
