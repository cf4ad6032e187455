"""A change of what the rules accept, or make of a command, raises their version."""

import json
from pathlib import Path

import pytest

from domain.version import RULES
from tests.golden.fixed_commands import COMMANDS, golden, outcomes, text

CHANGED = (
    f"the rules of version {RULES} gave another outcome: raise RULES in"
    " domain/version.py, so that entries of before are not judged by these, and run"
    " python tests/golden/make.py outcomes"
)


def test_there_are_commands() -> None:
    assert COMMANDS


@pytest.mark.parametrize("commands", COMMANDS, ids=lambda path: path.stem)
def test_the_present_rules_give_what_they_gave(commands: Path, tmp_path: Path) -> None:
    kept = golden(commands)
    assert kept.exists(), "run python tests/golden/make.py outcomes"
    found = text(outcomes(commands, tmp_path / "zuidas.db")).splitlines()
    given = commands.read_text(encoding="utf-8").splitlines()
    for number, (line, now, before) in enumerate(
        zip(given, found, kept.read_text(encoding="utf-8").splitlines(), strict=True), 1
    ):
        assert json.loads(now) == json.loads(before), (
            f"line {number}, {line}: {CHANGED}"
        )
    assert len(found) == len(given)
