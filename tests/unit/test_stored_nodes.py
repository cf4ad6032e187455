"""Nodes held against those that are stored, in a database that can't give a level."""

from collections.abc import Iterator, Sequence

import pytest

from domain.values.errors import IntegrityError
from ledger.transparency.merkle import leaf_hash
from ledger.transparency.tree import Frontier
from ledger.verifying.stored_nodes import StoredNodes, Wrong

LEAVES = [leaf_hash(bytes([n])) for n in range(8)]
DAMAGED = 2


class Reader:
    """Gives the nodes of the lower levels; of `wrong` leaves another hash."""

    layout = 1

    def __init__(self, wrong: Sequence[int] = ()) -> None:
        self._nodes: dict[int, list[tuple[int, bytes]]] = {}
        frontier = Frontier()
        for leaf in LEAVES:
            for level, position, digest in frontier.append(leaf):
                other = level == 0 and position in wrong
                row = (position, bytes(32) if other else digest)
                self._nodes.setdefault(level, []).append(row)

    def execute(self, sql: str, _: Sequence[object] = ()) -> Iterator[Sequence[object]]:
        level = int(sql.partition("level = ")[2].split()[0])
        if level == DAMAGED:
            raise IntegrityError("LEDGER_DAMAGED", "malformed")
        return iter(self._nodes[level])


@pytest.mark.parametrize(
    ("wrong", "found"), [((), None), ((3,), Wrong(4, 0, 3)), ((1,), Wrong(2, 0, 1))]
)
def test_the_levels_below_a_damaged_one_are_looked_at_still(
    wrong: Sequence[int], found: Wrong | None
) -> None:
    nodes, frontier = StoredNodes(Reader(wrong)), Frontier()
    for entry, leaf in enumerate(LEAVES[:3], start=1):
        nodes.add(entry, frontier.append(leaf))
    with pytest.raises(IntegrityError):
        nodes.add(4, frontier.append(LEAVES[3]))
    assert nodes.first_wrong() == found
