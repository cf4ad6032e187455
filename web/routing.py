"""Finding what a path is of: a tree of segments, each decoded by itself.

So a slash that is encoded is a part of a name (`SG%2F2011`), and never a step.
"""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar
from urllib.parse import unquote_to_bytes

from starlette.types import Scope

Thing = TypeVar("Thing")
Names = Mapping[str, str]
REST = "rest"
"""The name of a segment that stands for all that follow."""


def segments(scope: Scope, prefix: int = 0) -> list[str] | None:
    """The parts of the path, after so many of its first; None where it is no text."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    try:
        parts = [unquote_to_bytes(part).decode() for part in raw.split(b"/")]
    except UnicodeDecodeError:
        return None
    return parts[1 + prefix :]


class Tree(Generic[Thing]):
    """Things by the template of their path; what is said goes before a name."""

    def __init__(self) -> None:
        self.steps: dict[str, Tree[Thing]] = {}
        self.named: tuple[str, Tree[Thing]] | None = None
        self.things: dict[str, Thing] = {}
        """By method."""

    def add(self, method: str, template: str, thing: Thing) -> None:
        """Put a thing in its place, such as `/projects/{project}`."""
        node = self
        for part in template.split("/")[1:]:
            node = node.step(part)
        node.things[method] = thing

    def step(self, part: str) -> "Tree[Thing]":
        """The tree below a segment of a template, made where there is none."""
        if not part.startswith("{"):
            return self.steps.setdefault(part, Tree())
        if self.named is None:
            self.named = part[1:-1], Tree()
        return self.named[1]

    def found(
        self, parts: Sequence[str] | None
    ) -> tuple[dict[str, Thing], Names] | None:
        """The things of a path by method, and what its segments name.

        A name of `rest` takes all segments that are left.
        """
        node, names = self, dict[str, str]()
        if parts is None:
            return None
        for number, part in enumerate(parts):
            step = node.steps.get(part)
            if step is None:
                if node.named is None or not part:
                    return None
                name, step = node.named
                names[name] = part
                if name == REST:
                    names[name] = "/".join(parts[number:])
                    return (step.things, names) if step.things else None
            node = step
        return (node.things, names) if node.things else None
