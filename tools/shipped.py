"""What is shipped: all that the program needs where it is installed, with every extra.

As pyproject.toml and the metadata of what is installed here name it, and as
requirements.lock has it.
"""

import re
import tomllib
from collections.abc import Collection, Iterable
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement

from tools.lowest import PROJECT, run_time

LOCK = Path(__file__).parents[1] / "requirements.lock"


def shipped() -> set[str]:
    """The names of all of it, with what that needs itself."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    return needed(run_time(project))


def needed(requirements: Iterable[Requirement]) -> set[str]:
    """The names of distributions that are required, and of what these require."""
    found: set[str] = set()
    waiting = list(requirements)
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement = waiting.pop()
        name, extras = named(requirement.name), frozenset(requirement.extras)
        if (name, extras) not in seen:
            seen.add((name, extras))
            found.add(name)
            waiting += required(name, extras)
    return found


def required(name: str, extras: Collection[str] = ()) -> list[Requirement]:
    """What a distribution requires here, on this system, with some extras."""
    declared = map(Requirement, requires(name) or ())
    return [
        requirement
        for requirement in declared
        if requirement.marker is None
        or any(requirement.marker.evaluate({"extra": e}) for e in ("", *extras))
    ]


def named(name: str) -> str:
    """A distribution's name as the lock spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(names: Collection[str]) -> str:
    """The part of requirements.lock about some distributions, hashes and all."""
    lock = LOCK.read_text(encoding="utf-8")
    parts = re.findall(r"^([a-z0-9-]+)(==.+\n(?: .+\n)*)", lock, re.MULTILINE)
    return "".join(f"{name}{rest}" for name, rest in parts if name in names)
