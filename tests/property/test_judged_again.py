"""Whatever random histories come to, every entry of them stands when judged again."""

from random import Random

import pytest

from ledger.verifying.verify import verify
from tests.property.histories import Historian
from tests.property.hunting import histories
from tests.property.pairs import Pair, Start

HISTORIES = histories(10, one_in=6)
"""How many each partnership lives through."""
LENGTH = 60


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_what_was_accepted_is_accepted_again(start: Start, seed: int) -> None:
    rng = Random(seed)
    pair = start.pair(begun=seed % 5 > 0, writers=1 + seed % 2)
    try:
        historian = Historian(rng, start.partnership, pair.model)
        for number in range(LENGTH):
            pair.post(historian.next(), number % len(pair.ledgers))
        judged(pair)
    finally:
        pair.close()


def judged(pair: Pair) -> None:
    with pair.stores[0].reading():
        found = verify(pair.stores[0], rules=True)
    assert not found.findings, found.findings
    assert found.rules is not None
    assert (found.rules.judged, found.rules.older) == (found.entries, 0)
    assert found.entries == len(pair.model.entries)
