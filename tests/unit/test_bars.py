"""Bars of the ceilings: what is drawn, what the marks mean, and how full it is."""

import pytest

from cli.render.bars import bars
from cli.render.page import Page


def row(ceiling: str, available: str, committed: str = "0.00") -> dict[str, str]:
    amounts = {"ceiling": ceiling, "available": available, "committed": committed}
    return {"year": "2011", "programme": "TL", **amounts}


def test_a_bar_is_drawn_to_the_scale_of_the_highest_ceiling() -> None:
    rows = [row("400.00", "100.00", "100.00"), row("100.00", "0.00")]
    assert bars(rows, Page(80)).splitlines() == [
        "█ used · ▒ committed · ░ available",
        f"2011 TL        {'█' * 20}{'▒' * 10}{'░' * 10}   75% of 400.00",
        f"2011 TL        {'█' * 10}{' ' * 30}  100% of 100.00",
    ]


def test_what_is_beyond_the_ceiling_is_drawn_once() -> None:
    rows = [row("400.00", "-100.00", "200.00"), row("200.00", "200.00")]
    beyond = bars(rows, Page(100)).splitlines()[1]
    assert beyond == f"2011 TL        {'█' * 30}{'▒' * 10}{'!' * 10}  125% of 400.00"


def test_the_legend_has_only_what_is_drawn() -> None:
    legend = bars([row("400.00", "400.00")]).splitlines()[0]
    assert legend == "░ available"
    legend = bars([row("400.00", "-100.00")]).splitlines()[0]
    assert legend == "█ used · ! beyond the ceiling"


def test_the_ceilings_stand_right() -> None:
    rows = [row("1000000.00", "0.00"), row("5.00", "0.00")]
    long, short = bars(rows, Page(80)).splitlines()[1:]
    assert long.endswith("% of 1,000,000.00")
    assert short.endswith("% of         5.00")
    assert len(long) == len(short)


@pytest.mark.parametrize(
    ("available", "share"),
    [
        ("1000.00", 0),
        ("995.01", 0),
        ("995.00", 1),
        ("494.99", 51),
        ("495.00", 51),
        ("495.01", 50),
        ("4.00", 99),
        ("0.01", 99),
        ("0.00", 100),
        ("-0.01", 101),
        ("-15.00", 102),
    ],
)
def test_a_share_is_rounded_half_up_and_full_only_at_the_cent(
    available: str, share: int
) -> None:
    assert f" {share}% of" in bars([row("1000.00", available)])
