"""The locks have what pyproject.toml allows: one the newest, one the lowest of it."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
RUN_TIME: list[str] = [
    *PROJECT["dependencies"],
    *(
        text
        for name in sorted(EXTRAS.keys() - {"dev", "test"})
        for text in EXTRAS[name]
    ),
]
TOOLS = EXTRAS["dev"] + EXTRAS["test"]


def locked(file: str) -> dict[str, Version]:
    lock = (ROOT / file).read_text("utf-8")
    found = re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.MULTILINE)
    return {name: Version(version) for name, version in found}


@pytest.mark.parametrize("text", RUN_TIME)
def test_the_lowest_release_allowed_is_the_one_that_is_tried(text: str) -> None:
    requirement = Requirement(text)
    bounds = [s.version for s in requirement.specifier if s.operator == ">="]
    tried = locked("requirements-lowest.lock")[requirement.name]
    assert [Version(bound) for bound in bounds] == [tried]


@pytest.mark.parametrize("text", RUN_TIME + TOOLS)
def test_what_is_locked_is_allowed(text: str) -> None:
    requirement = Requirement(text)
    assert locked("requirements.lock")[requirement.name] in requirement.specifier
