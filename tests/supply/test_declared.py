"""What the program imports is what it asks for, and not what that happens to bring."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PART_OF = {"pydantic_core", "_typeshed"}
"""Each release of pydantic takes one of its core; the other is of the type checker."""
PACKAGES = ("cli", "domain", "ledger", "papers", "projections", "web")
FILES = sorted(file for name in PACKAGES for file in (ROOT / name).rglob("*.py"))


def imported(file: Path) -> Iterator[str]:
    """The packages that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


@pytest.fixture(scope="module")
def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [
        *project["dependencies"],
        *(
            each
            for name, all_ in extras.items()
            if name not in ("dev", "test")
            for each in all_
        ),
    ]
    return {canonicalize_name(Requirement(each).name) for each in wanted}


def test_every_import_is_of_a_declared_dependency(declared: set[str]) -> None:
    names = {name for file in FILES for name in imported(file)}
    foreign = names - set(PACKAGES) - set(sys.stdlib_module_names)
    brought = packages_distributions()
    of = {n: {canonicalize_name(d) for d in brought.get(n, ())} for n in foreign}
    assert {name for name, found in of.items() if not found & declared} <= PART_OF
    assert {"click", "pydantic", "starlette", "joserfc"} <= foreign
