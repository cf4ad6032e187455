"""How many histories are lived through: the same few each time, or a long hunt.

`ZUIDAS_TEST_HISTORIES` says how many a hunt draws, and then others each time.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, settings

HUNTED = os.environ.get("ZUIDAS_TEST_HISTORIES")
MOST_SHARES = 16
Test = Callable[..., Any]


def histories(usual: int, *, one_in: int = 1) -> int:
    """So many; of a hunt one in some, where one takes as long as those."""
    return usual if HUNTED is None else int(HUNTED) // one_in


def drawn(most: int) -> settings:
    """So many seeds, the same ones each time, unless more are asked for.

    A hunt is no gate. Shrinking is our own: it knows that a reversal names the entry
    that it reverses.
    """
    return settings(
        max_examples=most,
        derandomize=HUNTED is None,
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
    )


def in_shares(shares: int) -> Callable[[Test], Test]:
    """A test in parts, each of other histories: one part is for every run."""
    assert shares <= MOST_SHARES

    def parted(test: Test) -> Test:
        marked = pytest.mark.parametrize("share", range(shares))(test)
        return pytest.mark.one_in(shares)(marked)

    return parted


def seed_of(seed: int, share: int) -> int:
    """A seed that no other share has."""
    return seed * MOST_SHARES + share
