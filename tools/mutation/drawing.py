"""Drawing places by seed: each package its part, modules by size, kinds alike."""

import ast
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import NamedTuple

from tools.mutation.arguments import with_defaults
from tools.mutation.edits import Edit, Source
from tools.mutation.operators import edits

PACKAGES = {"domain": 3, "projections": 3, "ledger": 3, "web": 2, "papers": 2}
"""What is mutated, and how often each is drawn in so many."""


class Place(NamedTuple):
    """One edit of one module; `module` is its path from the root."""

    module: str
    edit: Edit


def parts(wanted: int, weights: Mapping[str, int]) -> dict[str, int]:
    """How many each gets, in all as many as wanted: the largest remainders first."""
    whole = sum(weights.values())
    found = {name: wanted * weight // whole for name, weight in weights.items()}
    by_rest = sorted(weights, key=lambda name: -(wanted * weights[name] % whole))
    for name in by_rest[: wanted - sum(found.values())]:
        found[name] += 1
    return found


class Drawer:
    """Draws places in the modules of a tree; the same ones for the same seed."""

    def __init__(
        self, root: Path, seed: int, weights: Mapping[str, int] = PACKAGES
    ) -> None:
        self.root = root
        self._weights = weights
        self.rng = Random(seed)  # noqa: S311  # nobody must not guess it
        self._modules = {
            package: sorted((root / package).rglob("*.py")) for package in weights
        }
        every = [path for paths in self._modules.values() for path in paths]
        self._sources = {p: Source(p.read_text(encoding="utf-8")) for p in every}
        self._defaults = with_defaults(s.tree for s in self._sources.values())
        self._edits: dict[Path, list[Edit]] = {}

    def draw(self, wanted: int) -> list[Place]:
        """So many places, none twice; the first few are of every package too."""
        found: list[Place] = []
        for package, part in parts(wanted, self._weights).items():
            drawn: set[Place] = set()
            while len(drawn) < part:
                place = self._one(package)
                if place not in drawn:
                    drawn.add(place)
                    found.append(place)
        self.rng.shuffle(found)
        return found

    def _one(self, package: str) -> Place:
        modules = self._modules[package]
        sizes = [len(list(ast.walk(self._sources[path].tree))) for path in modules]
        while True:
            (path,) = self.rng.choices(modules, sizes)
            by_kind = self._by_kind(path)
            if by_kind:
                kind = self.rng.choice(sorted(by_kind))
                edit = self.rng.choice(by_kind[kind])
                if self._sources[path].changes(edit):
                    return Place(path.relative_to(self.root).as_posix(), edit)

    def _by_kind(self, path: Path) -> dict[str, list[Edit]]:
        if path not in self._edits:
            source = self._sources[path]
            self._edits[path] = list(edits(source, self._defaults))
        found: dict[str, list[Edit]] = {}
        for edit in self._edits[path]:
            found.setdefault(edit.kind, []).append(edit)
        return found

    def source(self, place: Place) -> Source:
        """The module of a place."""
        return self._sources[self.root / place.module]
