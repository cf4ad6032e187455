"""A timeline against a plain list of movements."""

import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.budgets import day_trees
from domain.budgets.timeline import Timeline

# Days close together meet and cancel; far ones make the tree grow.
days = st.integers(0, 40) | st.integers(0, 3_000_000)


amounts = st.integers(-1000, 1000) | st.sampled_from((10**17, -(10**17), 2**62))
movements = st.lists(st.tuples(days, amounts), max_size=30)


@pytest.fixture(params=["nodes of days that moved", "all days soon"], autouse=True)
def kind(request: pytest.FixtureRequest) -> Iterator[None]:
    """A budget of many days keeps them otherwise."""
    with pytest.MonkeyPatch.context() as patched:
        if request.param == "all days soon":
            patched.setattr(day_trees, "_MANY", 3)
        yield


def balance(moved: list[tuple[int, int]], day: int) -> int:
    return sum(amount for on, amount in moved if on <= day)


def lowest_from(moved: list[tuple[int, int]], day: int) -> int:
    later = {day} | {on for on, _ in moved if on > day}
    return min(balance(moved, on) for on in later)


@given(moved=movements, asked=st.lists(days, min_size=1, max_size=10))
def test_balance_and_lowest_are_those_of_the_movements(
    moved: list[tuple[int, int]], asked: list[int]
) -> None:
    timeline = Timeline(moved)
    for day in [*asked, *(on for on, _ in moved)]:
        assert timeline.balance(day) == balance(moved, day)
        assert timeline.lowest_from(day) == lowest_from(moved, day)
    assert timeline.days() == sorted({on for on, _ in moved})


@given(moved=movements, day=days)
def test_answers_hold_between_additions(moved: list[tuple[int, int]], day: int) -> None:
    timeline = Timeline()
    for known, (on, amount) in enumerate(moved, start=1):
        timeline.add(on, amount)
        assert timeline.balance(day) == balance(moved[:known], day)
        assert timeline.lowest_from(day) == lowest_from(moved[:known], day)


@given(moved=movements, data=st.data())
def test_the_order_of_arrival_does_not_count(
    moved: list[tuple[int, int]], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(moved))
    ours, theirs = Timeline(moved), Timeline(shuffled)
    for on, _ in moved:
        assert ours.balance(on) == theirs.balance(on)
        assert ours.lowest_from(on) == theirs.lowest_from(on)


def test_an_empty_timeline_is_zero_on_every_day() -> None:
    assert Timeline().balance(0) == Timeline().lowest_from(3_000_000) == 0
    assert Timeline().days() == []


def _moved_often() -> Timeline:
    return Timeline((day, 1 if day % 3 else -5) for day in range(5_000))


def test_many_days_take_little_memory() -> None:
    """Of a day that moved, in a budget that moves nearly every day."""
    tracemalloc.start()
    kept = _moved_often()
    kept.balance(0)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size / 5_000 < 100, "bytes a day"


@pytest.mark.parametrize(
    ("day", "amount"), [(3_000_000, 7), (0, 2**63), (0, -(2**63)), (8_191, 2**62)]
)
def test_what_has_no_room_among_all_days_counts_too(day: int, amount: int) -> None:
    """A day far off, or a sum beyond what such a number holds."""
    timeline = _moved_often()
    before = timeline.balance(4_999)
    timeline.add(day, amount)
    timeline.add(2, 1)
    assert timeline.balance(3_000_000) == before + amount + 1
    assert timeline.days() == sorted({*range(5_000), day})
    timeline.add(day, -amount)
    assert timeline.balance(3_000_000) == before + 1
    assert timeline.lowest_from(4_999) <= before + 1
