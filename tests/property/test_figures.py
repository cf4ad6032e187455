"""A figure and its why never disagree, whatever was posted and whenever one looks.

For every column of every row of `balance`, at random dates as known after random
entries: the lines are stored ones, and with their signs they come to the figure.
"""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tests.property.histories import begun
from tests.property.hunting import drawn, histories
from tests.property.pairs import Start
from tests.property.whys import check_figures

LEDGERS = histories(2, one_in=10)
STEPS = 70


def live(seed: int, start: Start) -> Counter[str]:
    """A history, looked at with three pairs of clocks."""
    seen: Counter[str] = Counter()
    with begun(seed, start) as (rng, pair, historian):
        for _ in range(STEPS):
            pair.post(historian.next())
        last, days = len(pair.model.entries), start.partnership.days
        for known in (None, f"#{rng.randrange(1, last + 1)}", f"#{last - 5}"):
            seen += check_figures(pair.view(rng.choice(days[len(days) // 3 :]), known))
    return seen


@drawn(LEDGERS)
@given(seed=st.integers(0, 2**64 - 1))
def test_every_figure_is_the_sum_of_its_lines(start: Start, seed: int) -> None:
    seen = live(seed, start)
    assert seen["of lines"] > 0
