"""What is worked out for a whole column is what each of its cells is by itself."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.dutch import DUTCH
from cli.render import page as pages
from cli.render.cells import BETWEEN, short_moment
from cli.render.folding import Piece, filled
from cli.render.grid import Grid, body_lines, row_lines
from cli.render.page import Page
from cli.render.tables import table_text
from cli.render.texts import Texts
from cli.render.wrapping import display_width, longest_word, padded, widths_of, wrapped
from cli.voice import ENGLISH, Voice
from domain.values.messages import Message, Quoted, Told, Words
from projections.moments import as_recorded, told_by_minute
from projections.report import Column, Table
from projections.stored import state_of

WIDE, COMBINING, UNSEEN = "日本", "e\u0301\u0301", "\u00ad\u200b"
PIECES = ("a", "gemeente", "-1.00", "0.00", "–", "€ 12,00", "Ù", "x/y-z", " ", "\n")
TEXTS = st.lists(
    st.sampled_from((*PIECES, WIDE, COMBINING, UNSEEN, "\x1b[1m", "tab\t")), max_size=5
).map("".join)
COLUMNS = st.builds(
    Column,
    st.just("x"),
    st.just("Title"),
    st.sampled_from(("text", "name", "number", "amount", "movement")),
    alarming=st.booleans(),
)


@st.composite
def grids(draw: st.DrawFn) -> tuple[Grid, list[int], list[list[str]]]:
    """A grid, widths that may be too narrow for it, and its rows."""
    columns = draw(st.lists(COLUMNS, min_size=1, max_size=4))
    row = st.lists(TEXTS, min_size=len(columns), max_size=len(columns))
    rows = draw(st.lists(row, min_size=1, max_size=6))
    widths = [draw(st.integers(1, 12)) for _ in columns]
    cells = [Texts(list(told)) for told in zip(*rows, strict=True)]
    titles = ["Title"] * len(columns)
    return Grid(columns, titles, cells, None, ENGLISH), widths, rows


@given(grids(), st.booleans())
def test_rows_set_together_are_rows_set_one_by_one(
    made: tuple[Grid, list[int], list[list[str]]], coloured: bool
) -> None:
    grid, widths, rows = made
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "colours", lambda: coloured)
        found = [list(lines) for lines in body_lines(grid, widths)]
        alone = [
            list(row_lines(grid.columns, row, widths, paint=ENGLISH)) for row in rows
        ]
    assert found == alone


@given(st.lists(TEXTS, min_size=1), st.integers(1, 20), st.booleans())
def test_texts_are_measured_together_as_alone(
    told: list[str], width: int, right: bool
) -> None:
    texts = Texts(told)
    assert widths_of(told) == texts.widths == [display_width(each) for each in told]
    assert texts.widest == max(texts.widths)
    assert texts.longest_word == max(map(longest_word, told))
    assert texts.padded(width, right=right) == [
        padded(each, width, right=right) for each in told
    ]
    assert list(texts.unfit(width)) == [
        row
        for row, each in enumerate(told)
        if display_width(each) > width or wrapped(each, width) != [each]
    ]


def laid(first: str, *texts: str, room: int) -> Iterator[str]:
    """Pieces that all fit a line, by measuring each longer line as a whole."""
    line = first
    for each in texts:
        longer = f"{line}{BETWEEN}{each}"
        if display_width(longer) <= room:
            line = longer
        else:
            yield line
            line = each
    yield line


@given(st.lists(TEXTS.map(lambda text: f"|{text[:9]}".replace("\n", "")), min_size=1))
def test_what_stands_below_is_counted_as_it_is_measured(texts: list[str]) -> None:
    room = 24
    found = list(filled((Piece("", text) for text in texts), room))
    assert found == list(laid(*texts, room=room))


VALUES: tuple[object, ...] = (
    *(None, "", "not_met", Words("not_met"), "7", 7, True, 1, 1.0, "1", "true"),
    *("2011-08-01", "Closing", Words("closing_balance"), Quoted("x\x1b"), "x\x1b"),
    *("of x", Told(Message("of {x}", {"x": "y"})), Message("of {x}", {"x": "x"})),
    *(["a", "b"], ("a", 1), "0.00", "-1234567.89", "+5.00", "007.10"),
)


@pytest.mark.parametrize("voice", [ENGLISH, DUTCH], ids=["en", "nl"])
@pytest.mark.parametrize("kind", ["text", "name", "prose", "amount", "words", "fields"])
@pytest.mark.parametrize("name", ["x", "account", "command"])
def test_equal_values_of_other_types_are_told_as_what_they_are(
    voice: Voice, kind: Any, name: str
) -> None:
    column = Column(name, "Title", kind)
    values = [*VALUES, *reversed(VALUES)]
    for some in (values, [each for each in values if type(each) is str]):
        found = voice.cells(column, some, UTC)
        assert found == [voice.cell(column, each, UTC) for each in some]


ZONES = ("Europe/Amsterdam", "UTC", "Asia/Kathmandu", "Africa/Monrovia")
SECOND = timedelta(seconds=1)
BEGINNINGS = (
    datetime(2011, 10, 30, 0, 58, 30, tzinfo=UTC),  # the clock is set back
    datetime(2011, 3, 27, 0, 59, 30, tzinfo=UTC),
    datetime(2020, 5, 5, 12, 0, 30, tzinfo=UTC),
    datetime(1937, 6, 30, 23, 39, 30, tzinfo=UTC),  # 19 minutes and 32 seconds
    datetime(1972, 1, 7, 0, 43, 30, tzinfo=UTC),  # 44 minutes and 30 seconds
    datetime(950, 1, 1, 0, 0, 30, tzinfo=UTC),
)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("begin", BEGINNINGS)
def test_times_of_one_minute_are_told_as_each_of_them(
    zone: str, begin: datetime
) -> None:
    times = [as_recorded(begin + n * SECOND / 4) for n in range(600)]
    times += [time.replace("T", " ") for time in times[:9]]

    def told(time: str) -> str:
        return short_moment(time, ZoneInfo(zone))

    assert told_by_minute(times, told) == {time: told(time) for time in times}


def test_the_clock_of_a_minute_is_looked_at_a_few_times_and_not_for_each() -> None:
    asked: list[str] = []

    def told(time: str) -> str:
        asked.append(time)
        return time[:16]

    begin = datetime(2020, 5, 5, 12, 0, tzinfo=UTC)
    times = [as_recorded(begin + n * SECOND / 100) for n in range(6000)]
    assert set(told_by_minute(times, told).values()) == {"2020-05-05T12:00"}
    assert len(asked) < 10


def test_what_is_no_time_is_refused_as_alone() -> None:
    times = [f"2020-13-05T12:00:{n:02d}.000000Z" for n in range(9)]
    with pytest.raises(ValueError, match=r"^month must be in 1..12$"):
        told_by_minute(times, lambda time: short_moment(time, UTC))


def test_a_page_that_holds_no_column_has_all_of_them_below() -> None:
    long = Column("x", "X" * 30, "name")
    below = [f"  {'x' + 'X' * 17}", f"  {'X' * 12} ", f"  {'y' * 18}", f"  {'y' * 12}"]
    told = table_text(Table([long], [{"x": "y" * 30}] * 2), UTC, Page(20))
    assert [line.rstrip() for line in told.split("\n")] == [
        "",
        *(line.rstrip() for line in below * 2),
    ]


@pytest.mark.parametrize(
    "stored",
    [
        b'{"given": {"x": "\xc3\xa9"}}',
        b' {"given": {}}\n',
        '{"given": {}}'.encode("utf-16"),
        '{"given": {}}'.encode("utf-8-sig"),
        b'{"given": "\xed\xa0\x80"}',
        b'{"a": 1, "a": 2}',
    ],
)
def test_a_state_is_what_json_makes_of_it(stored: bytes) -> None:
    assert state_of("x.v1", stored) == json.loads(stored)
    assert state_of("x.v1", memoryview(stored)) == json.loads(stored)  # type: ignore[arg-type]  # of a driver


@pytest.mark.parametrize("stored", [b"", b"{} {}", b"{", b"\xff", b'{"a":[1}'])
def test_what_is_no_json_is_refused_as_json_does(stored: bytes) -> None:
    with pytest.raises(ValueError, match=r".") as expected:
        json.loads(stored)
    with pytest.raises(type(expected.value)) as found:
        state_of("x.v1", stored)
    assert str(found.value) == str(expected.value)
