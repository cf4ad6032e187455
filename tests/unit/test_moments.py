"""WHEN: the stretch of time that a text names, and what is none."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from cli.render.cells import short_moment
from domain.values.errors import Refusal
from projections.moments import as_recorded, moment

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2012-01-31", "2012-01-30T23:00:00.000000Z", "2012-01-31T22:59:59.999999Z"),
        # The day of a clock change has 25 hours, or 23.
        ("2026-10-25", "2026-10-24T22:00:00.000000Z", "2026-10-25T22:59:59.999999Z"),
        ("2026-03-29", "2026-03-28T23:00:00.000000Z", "2026-03-29T21:59:59.999999Z"),
        (
            "2012-01-31T17:00",
            "2012-01-31T16:00:00.000000Z",
            "2012-01-31T16:00:59.999999Z",
        ),
        (
            "2012-01-31T17:00Z",
            "2012-01-31T17:00:00.000000Z",
            "2012-01-31T17:00:59.999999Z",
        ),
        (
            "2012-01-31T17:00:09-05:30",
            "2012-01-31T22:30:09.000000Z",
            "2012-01-31T22:30:09.999999Z",
        ),
        (
            "2012-01-31T17:00:09.25Z",
            "2012-01-31T17:00:09.250000Z",
            "2012-01-31T17:00:09.259999Z",
        ),
        (
            "2012-01-31T17:00:09.123456Z",
            "2012-01-31T17:00:09.123456Z",
            "2012-01-31T17:00:09.123456Z",
        ),
        (
            "2026-10-25T02:30+01:00",
            "2026-10-25T01:30:00.000000Z",
            "2026-10-25T01:30:59.999999Z",
        ),
    ],
)
def test_a_moment_lasts_as_long_as_its_unit(text: str, first: str, last: str) -> None:
    found = moment(text, AMSTERDAM)
    assert (as_recorded(found.first), as_recorded(found.last)) == (first, last)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("2026-10-25T02:30", "exists twice"),
        ("2026-10-25T02:00:00", "exists twice"),
        ("2026-03-29T02:30", "does not exist"),
        ("2026-03-29T02:59:59.9", "does not exist"),
    ],
)
def test_a_time_of_a_clock_change(text: str, what: str) -> None:
    with pytest.raises(Refusal) as caught:
        moment(text, AMSTERDAM)
    assert caught.value.code == "BAD_DATE"
    for part in (what, f"{text}+01:00", f"{text}+02:00"):
        assert part in caught.value.message
    for offset in ("+01:00", "+02:00"):
        moment(f"{text}{offset}", AMSTERDAM)


@pytest.mark.parametrize("text", ["2026-10-25T01:59", "2026-10-25T03:00"])
def test_a_time_beside_a_clock_change(text: str) -> None:
    assert moment(text, AMSTERDAM)


@pytest.mark.parametrize(
    ("recorded", "shown"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25T02:30+02:00"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25T02:30+01:00"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), "2026-10-25T03:30"),
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "2026-03-29T03:30"),
    ],
)
def test_a_report_prints_the_offset_where_a_time_exists_twice(
    recorded: datetime, shown: str
) -> None:
    assert short_moment(recorded.isoformat(), AMSTERDAM) == shown
    assert moment(shown.replace(" ", "T"), AMSTERDAM).first == recorded
