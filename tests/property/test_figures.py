"""A figure and its why never disagree, whatever was posted and whenever one looks.

For every column of every row of `balance`, at random dates as known after random
entries: the lines are stored ones, and with their signs they come to the figure.
"""

import os
from collections import Counter
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.property.histories import Historian
from tests.property.pairs import Start
from tests.property.partnerships import PARTNERSHIPS
from tests.property.whys import check_figures

LEDGERS = int(os.environ.get("ZUIDAS_TEST_HISTORIES", "20")) // 10
STEPS = 70


@pytest.fixture(scope="module", params=PARTNERSHIPS, ids=lambda p: p.name)
def start(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Start:
    return Start(request.param, tmp_path_factory.mktemp(request.param.name))


def live(seed: int, start: Start) -> Counter[str]:
    """A history, looked at with three pairs of clocks."""
    rng = Random(seed)
    pair = start.pair(begun=True)
    historian = Historian(rng, start.partnership, pair.model)
    seen: Counter[str] = Counter()
    try:
        for _ in range(STEPS):
            pair.post(historian.next())
        last, days = len(pair.model.entries), start.partnership.days
        for known in (None, f"#{rng.randrange(1, last + 1)}", f"#{last - 5}"):
            seen += check_figures(pair.view(rng.choice(days[len(days) // 3 :]), known))
    finally:
        pair.close()
    return seen


@settings(
    max_examples=LEDGERS,
    derandomize="ZUIDAS_TEST_HISTORIES" not in os.environ,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(seed=st.integers(0, 2**64 - 1))
def test_every_figure_is_the_sum_of_its_lines(start: Start, seed: int) -> None:
    seen = live(seed, start)
    assert seen["of lines"] > 0
