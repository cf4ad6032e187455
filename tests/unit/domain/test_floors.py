"""Floors by day: what the same floor adopted again does not change."""

from domain.budgets.floors import Floors

STEPS = [(0, None), (5, -100), (9, -100), (9, None), (9, -100), (12, None), (20, 0)]


def test_the_newest_step_of_the_newest_day_holds() -> None:
    floors = Floors(STEPS)
    found = [floors.on(day) for day in (0, 4, 5, 8, 9, 11, 12, 19, 20, 99)]
    assert found == [None, None, -100, -100, -100, -100, None, None, 0, 0]
    assert floors.on(-1) is None
    assert floors.ever
    assert not Floors([(0, None), (3, None)]).ever


def test_only_where_the_floor_changes_something_moves() -> None:
    days = [day for day, _ in Floors(STEPS).movements()]
    assert days == [0, 5, 12, 20]
