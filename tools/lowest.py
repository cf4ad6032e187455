"""Prints the lowest releases that pyproject.toml allows, one constraint a line.

`make lock` resolves requirements-lowest.lock under them. Every dependency of the
program must name one, and so must the extras that its users install.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
FOR_DEVELOPERS = {"dev", "test"}


def run_time(project: dict[str, Any]) -> Iterator[Requirement]:
    """What the program itself needs, with every extra."""
    extras = project["optional-dependencies"]
    texts = [extras[name] for name in sorted(extras.keys() - FOR_DEVELOPERS)]
    for text in sum(texts, project["dependencies"]):
        yield Requirement(text)


def lowest(requirement: Requirement) -> str:
    """`name==bound`; ValueError where there is not just one lowest release."""
    (bound,) = [s.version for s in requirement.specifier if s.operator == ">="]
    return f"{requirement.name}=={bound}"


if __name__ == "__main__":
    declared = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    print(*map(lowest, run_time(declared)), sep="\n")
