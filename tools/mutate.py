"""Mutation testing by samples: whether a test notices one change.

`make mutants` (MUTANTS=60 SEED=1) draws places of the program by seed, makes one change
at each, in a copy of the tree, and runs the tests that belong to the module. What
survives is either no change of what the program does, or a rule that no test knows.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.mutation.belonging import files_for
from tools.mutation.drawing import PACKAGES, Drawer, Place
from tools.mutation.trying import Fate, Tree, Tried

ROOT = Path(__file__).parents[1]
_FATES: tuple[Fate, ...] = ("killed", "survived", "time-out", "unclear")


def mutate(
    drawer: Drawer, places: Sequence[Place], tree: Tree, first: int = 1
) -> Iterator[tuple[Place, Tried]]:
    """Try each place, telling what becomes of it as it goes."""
    for number, place in enumerate(places, start=first):
        source = drawer.source(place)
        tried = tree.tried(
            place, source.edited(place.edit), files_for(drawer.root, place.module)
        )
        print(told(number, place, tried, *source.shown(place.edit)), flush=True)
        yield place, tried


def told(number: int, place: Place, tried: Tried, before: str, after: str) -> str:
    """One place and its fate."""
    by = f" by {tried.test}" if tried.test else ""
    return (
        f"{number}. {place.module}:{place.edit.line} ({place.edit.kind})\n"
        f"  - {before}\n  + {after}\n  {tried.fate} in {tried.seconds:.0f} s{by}"
    )


def table(found: Sequence[tuple[Place, Tried]]) -> str:
    """How many of each package came to what."""
    counts = Counter((p.module.split("/")[0], tried.fate) for p, tried in found)
    rows: list[list[str]] = [["", *_FATES]]
    rows += [[name, *(str(counts[name, f]) for f in _FATES)] for name in PACKAGES]
    rows.append(["in all", *(str(sum(counts[p, f] for p in PACKAGES)) for f in _FATES)])
    return "\n".join(
        f"{name:<12}" + "".join(f"{cell:>10}" for cell in cells)
        for name, *cells in rows
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """0 where nothing survived."""
    asked = _parser().parse_args(arguments)
    os.nice(asked.nice)
    drawer = Drawer(ROOT, asked.seed)
    places = drawer.draw(asked.mutants)[asked.skip :]
    if asked.list:
        for number, place in enumerate(places, start=asked.skip + 1):
            print(number, f"{place.module}:{place.edit.line}", place.edit.kind)
            print(*drawer.source(place).shown(place.edit), sep="\n")
        return 0
    with tempfile.TemporaryDirectory(prefix="zuidas-mutants-") as folder:
        tree = Tree(ROOT, Path(folder), asked.workers, asked.limit)
        found = list(mutate(drawer, places, tree, asked.skip + 1))
    print(f"\nSeed {asked.seed}, {asked.mutants} drawn.\n{table(found)}")
    return int(any(tried.fate == "survived" for _, tried in found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.mutate", description=__doc__)
    parser.add_argument("--mutants", type=int, default=60, help="places drawn")
    parser.add_argument("--seed", type=int, default=1, help="the same, the same places")
    parser.add_argument("--skip", type=int, default=0, help="go on after so many")
    parser.add_argument("--workers", type=int, default=2, help="of pytest")
    parser.add_argument("--limit", type=float, default=300, help="seconds a round")
    parser.add_argument("--nice", type=int, default=10, help="how far others go first")
    parser.add_argument("--list", action="store_true", help="only list the places")
    return parser


if __name__ == "__main__":
    sys.exit(main())
