"""A timeline against a plain list of movements."""

from hypothesis import given
from hypothesis import strategies as st

from domain.budgets.timeline import Timeline

# Days close together meet and cancel; far ones make the tree grow.
days = st.integers(0, 40) | st.integers(0, 3_000_000)
movements = st.lists(st.tuples(days, st.integers(-1000, 1000)), max_size=30)


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
