"""Charts: for any rows they draw inside their frame, and say what their table says."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.pages.charted import (
    WRITTEN,
    areas,
    check_inside,
    drawings,
    lines,
    rows,
)
from tests.web.pages.reading import read
from tools.gallery.charting import (
    account_texts,
    ceiling_texts,
    flow_texts,
    programme_texts,
)
from tools.gallery.saying import saying
from web.pages.charts.account import AccountDay, account_chart
from web.pages.charts.ceiling import CeilingDay, ceiling_chart
from web.pages.charts.drawing import Chart
from web.pages.charts.flow import FlowRow, flow_chart
from web.pages.charts.liquidity import (
    LiquidityMonth,
    LiquidityTexts,
    liquidity_chart,
)
from web.pages.charts.programmes import Bar, ProgrammeRow, programme_chart
from web.pages.charts.scales import Days, amounts, day_marks, ends

EN = saying("en")
CENTS = st.integers(-(10**13), 10**13)
DAYS = st.dates()
LIQUIDITY = LiquidityTexts(
    title="The months to come",
    message="From {opening} to {closing}; lowest is {lowest} in {lowest_month}.",
    below="It ends {months} months below zero.",
    month="Month",
    opening="Opening",
    contributions="Contributions",
    payments="Payments",
    funds_out="Others' money",
    closing="Closing",
    out="All that goes out",
    empty="Nothing.",
)
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


def ceiling(days: list[CeilingDay], until: date = date(2013, 7, 31)) -> Chart:
    return ceiling_chart("c", days, until, ceiling_texts(EN), WRITTEN)


def account(days: list[AccountDay], until: date = date(2013, 7, 31)) -> Chart:
    return account_chart("a", days, until, account_texts(EN), WRITTEN)


def liquidity(months: list[LiquidityMonth]) -> Chart:
    return liquidity_chart("l", months, LIQUIDITY, WRITTEN)


def programmes(bars: list[ProgrammeRow]) -> Chart:
    return programme_chart("p", bars, programme_texts(EN), WRITTEN)


def flow(ways: list[FlowRow]) -> Chart:
    return flow_chart("f", ways, flow_texts(EN), WRITTEN)


ANY = st.one_of(
    st.builds(
        ceiling,
        st.lists(st.builds(CeilingDay, DAYS, CENTS, CENTS, CENTS, CENTS), max_size=8),
        DAYS,
    ),
    st.builds(account, st.lists(st.builds(AccountDay, DAYS, CENTS), max_size=8), DAYS),
    st.builds(
        liquidity,
        st.lists(
            st.builds(
                LiquidityMonth,
                DAYS.map(lambda day: day.replace(day=1)),
                *(CENTS, CENTS, CENTS, CENTS, CENTS),
            ),
            max_size=8,
        ).map(lambda months: sorted(months, key=lambda month: month.first)),
    ),
    st.builds(
        programmes,
        st.lists(
            st.builds(ProgrammeRow, NAMES, CENTS, CENTS, CENTS, CENTS, CENTS),
            max_size=6,
        ),
    ),
    st.builds(
        flow,
        st.lists(
            st.builds(
                FlowRow,
                st.lists(NAMES, min_size=1, max_size=4).map(tuple),
                CENTS,
                st.booleans(),
            ),
            max_size=12,
        ),
    ),
)


@given(ANY)
def test_nothing_is_drawn_outside_its_frame(chart: Chart) -> None:
    check_inside(chart)


@given(ANY)
def test_a_chart_has_a_table_and_a_message_or_says_there_is_nothing(
    chart: Chart,
) -> None:
    shown = read(chart)
    if chart.table.rows:
        assert len(shown.one("tbody").all("tr")) == len(chart.table.rows)
        assert {each.one("desc").text for each in drawings(chart)} == {
            " ".join(chart.message.split())
        }
    else:
        assert drawings(chart) == []
        assert shown.one("p", "empty").text


@given(st.lists(st.builds(AccountDay, DAYS, CENTS), min_size=1, max_size=8), DAYS)
def test_steps_only_go_to_the_right(days: list[AccountDay], until: date) -> None:
    (*both,) = lines(account(days, until), "balance")
    assert len(both) == 2
    for line in both:
        assert all(x <= after for (x, _), (after, _) in pairwise(line))
        assert all(x == a or y == b for (x, y), (a, b) in pairwise(line))


@given(CENTS, CENTS, st.integers(2, 9))
def test_amounts_stand_between_round_marks(one: int, other: int, most: int) -> None:
    scale = amounts([one, other], most, 100, 0)
    marks = list(scale.marks)
    assert marks[0] == scale.low <= min(one, other, 0)
    assert marks[-1] == scale.high >= max(one, other, 0)
    assert 2 <= len(marks) <= most + 3
    assert all(mark % 100 == 0 for mark in marks)
    assert 0 in marks
    assert scale.at(scale.low) == 100
    assert scale.at(scale.high) == 0


@given(DAYS, DAYS, st.integers(1, 8))
def test_days_are_marked_at_firsts_of_months(one: date, other: date, most: int) -> None:
    first, last = sorted((one, other))
    marks = day_marks(first, last, most)
    assert len(marks) <= most
    assert all(first <= mark <= last and mark.day == 1 for mark in marks)
    assert marks == sorted(set(marks))


def test_marks_of_a_year_are_every_second_month() -> None:
    marks = day_marks(date(2012, 8, 2), date(2013, 7, 31), 7)
    assert [each.month for each in marks] == [9, 11, 1, 3, 5, 7]


@given(DAYS, DAYS)
def test_a_period_of_one_day_is_drawn_too(one: date, other: date) -> None:
    first, last = ends(*sorted((one, other)))
    assert first < last
    days = Days(first, last, 10, 20)
    assert (days.at(first), days.at(last)) == (10, 20)


YEAR = [
    CeilingDay(date(2012, 8, 1), 4_000_000, 0, 100_000, 0),
    CeilingDay(date(2013, 1, 29), 8_000_000, 500_000, 1_000_000, 2_000_000),
]


def test_the_ceiling_steps_on_its_day_from_one_amount_to_the_other() -> None:
    chart = ceiling(YEAR, date(2013, 7, 29))
    wide, _ = lines(chart, "ceiling")
    (left, low), (middle, _), (_, high), (right, _) = wide
    assert (middle - left) / (right - left) == pytest.approx(0.5, abs=0.002)
    bottom = areas(chart, "spent")[0][-1][1]
    assert (bottom - high) / (bottom - low) == pytest.approx(2, abs=0.01)


def test_the_committed_stand_upon_the_spent() -> None:
    chart = ceiling(YEAR)
    spent, committed = (areas(chart, ink)[0] for ink in ("spent", "committed"))
    assert {y for _, y in spent[1:4]} <= {y for _, y in committed}
    ceilings = lines(chart, "ceiling")[0]
    bottom = spent[-1][1]
    unit = (bottom - ceilings[-1][1]) / 8_000_000
    assert bottom - committed[3][1] == pytest.approx(3_000_000 * unit, abs=0.2)


def test_deviations_are_a_step_of_their_own_where_there_are_any() -> None:
    assert len(lines(ceiling(YEAR), "deviation")) == 2
    assert lines(ceiling(YEAR[:1]), "deviation") == []


def test_the_ceilings_table_has_its_rows_and_what_is_left() -> None:
    over = CeilingDay(date(2013, 3, 1), 8_000_000, 0, 8_000_000, 100)
    assert rows(ceiling([over, *YEAR])) == [
        [
            *("2012-08-01", "€ 40,000.00", "€ 0.00", "€ 1,000.00", "€ 0.00"),
            "€ 39,000.00",
        ],
        [
            *("2013-01-29", "€ 80,000.00", "€ 5,000.00", "€ 10,000.00"),
            *("€ 20,000.00", "€ 50,000.00"),
        ],
        [
            *("2013-03-01", "€ 80,000.00", "€ 0.00", "€ 80,000.00"),
            *("€ 1.00", "-€ 1.00 ▲ short"),
        ],
    ]


def test_the_ceilings_message_says_the_last_state_and_what_changed() -> None:
    assert ceiling(YEAR).message == (
        "On 31 July 2013 the ceiling is € 80,000.00: € 10,000.00 is spent, € 20,000.00 "
        "is committed, € 50,000.00 is left. The ceiling began at € 40,000.00; on 29 "
        "January 2013 it became € 80,000.00. It may be gone beyond by € 5,000.00."
    ).replace("€ ", "€\N{NO-BREAK SPACE}")


def test_what_is_beyond_all_deviations_is_said() -> None:
    over = CeilingDay(date(2013, 3, 1), 100, 50, 175, 0)
    assert "€\N{NO-BREAK SPACE}0.25 is beyond" in ceiling([over]).message
    allowed = CeilingDay(date(2013, 3, 1), 100, 75, 175, 0)
    assert "is beyond" not in ceiling([allowed]).message
    assert "€\N{NO-BREAK SPACE}0.75 more than the ceiling" in ceiling([allowed]).message
    assert "is left" not in ceiling([allowed]).message


def test_of_two_rows_of_a_day_the_last_counts() -> None:
    day = date(2013, 1, 1)
    chart = account([AccountDay(day, 1), AccountDay(day, 2)])
    assert rows(chart) == [["2013-01-01", "€ 0.02"]]


ACCOUNT = [
    AccountDay(date(2012, 1, 1), 5_000_000),
    AccountDay(date(2012, 1, 11), -1_000_000),
    AccountDay(date(2012, 1, 21), 2_000_000),
]


def test_the_lowest_point_is_marked_and_said() -> None:
    chart = account(ACCOUNT)
    for drawing, line in zip(drawings(chart), lines(chart, "balance"), strict=True):
        dot = drawing.one("circle")
        assert float(dot["cy"]) == max(y for _, y in line)
        assert (float(dot["cx"]), float(dot["cy"])) in line
        assert "lowest -€ 10,000" in [each.text for each in drawing.all("text")]
    assert "the lowest was -€\N{NO-BREAK SPACE}10,000.00 on 11 January 2012" in (
        chart.message
    )


def test_days_below_zero_are_counted_and_hatched() -> None:
    chart = account(ACCOUNT)
    assert chart.message.endswith("It was below zero on 10 days.")
    assert len(areas(chart, "negative")) == 2
    fills = [
        each["fill"]
        for drawing in drawings(chart)
        for each in drawing.all("path", "ink--negative")
    ]
    assert fills == ["url(#a-negative)"] * 2
    assert areas(account(ACCOUNT[:1]), "negative") == []


def test_bars_are_drawn_to_one_scale() -> None:
    chart = programmes(
        [
            ProgrammeRow("SN", 100_00, 200_00, 100_00, 400_00),
            ProgrammeRow("TL", 0, 0, 200_00, 200_00, href="/programmes/TL/2012"),
        ]
    )
    wide, _ = drawings(chart)
    widths = [round(float(each["width"])) for each in wide.all("rect")]
    assert widths == [189, 378, 189, 378]
    assert rows(chart)[1][0] == "TL"
    assert read(chart).one("tbody").one("a")["href"] == "/programmes/TL/2012"
    assert read(chart).one("tfoot").text.endswith("€ 300.00")


def test_a_bar_beyond_its_ceiling_says_so() -> None:
    over = ProgrammeRow("SN", 300_00, 150_00, -50_00, 400_00, 20_00)
    chart = programmes([over])
    assert "€ 50 beyond € 400" in [each.text for each in drawings(chart)[0].all("text")]
    assert chart.message.endswith("SN went beyond its ceiling.")
    assert rows(chart)[0][-1] == "-€ 50.00 ▲ short"


def test_a_bar_beyond_its_ceiling_as_a_deviation_allows_is_no_alarm() -> None:
    over = ProgrammeRow(
        *("SN", 300_00, 150_00, -50_00, 400_00, 50_00),
        deviation_href="/deviations",
        remark="SG-1",
    )
    chart = programmes([over])
    texts = [each.text for each in drawings(chart)[0].all("text")]
    assert "€ 50 beyond € 400, allowed" in texts
    assert chart.message.endswith("SN went beyond its ceiling, as was allowed.")
    assert rows(chart)[0][-1] == "-€ 50.00 SG-1"
    body = read(chart).one("tbody")
    assert not body.all("strong", "alarm")
    assert body.one("a")["href"] == "/deviations"


def test_a_bar_in_a_cell_says_in_words_what_it_shows() -> None:
    row = ProgrammeRow("SN", 100_00, 200_00, 100_00, 400_00)
    bar = read(Bar("bar", row, [row], programme_texts(EN), WRITTEN))
    drawing = bar.one("svg", "bar")
    assert "€\N{NO-BREAK SPACE}100.00 is spent" in drawing["aria-label"]
    hatched = {each["fill"] for each in drawing.all("rect", "ink--committed")}
    assert hatched == {"url(#bar-committed)"}
    assert "bar-committed" in {each["id"] for each in bar.all("pattern")}


WAYS = [
    FlowRow(("SG-1", "SN", "proefleven", "1 May"), 300_00),
    FlowRow(("SG-1", "SN", "proefleven", "to pay"), 100_00, open=True),
    FlowRow(("SG-1", "TL"), 600_00, open=True),
]


def test_a_place_is_as_high_as_what_passes_it() -> None:
    wide, _ = drawings(flow(WAYS))
    heights = {
        (float(each["x"]), round(float(each["height"]))) for each in wide.all("rect")
    }
    assert heights == {
        *((0, 220), (190, 88), (190, 132)),
        *((380, 88), (570, 66), (570, 22)),
    }


def test_places_say_their_sums() -> None:
    wide, _ = drawings(flow(WAYS))
    texts = [each.text for each in wide.all("text")]
    for name, total in (("SG-1", "€ 1,000"), ("proefleven", "€ 400"), ("TL", "€ 600")):
        assert texts[texts.index(name) + 1] == total


def test_what_is_not_paid_yet_is_hatched() -> None:
    wide, _ = drawings(flow(WAYS))
    hatched = [each for each in wide.all("rect") if each.get("fill")]
    assert len(hatched) == 2


def test_the_flows_table_has_whole_names_and_the_sum() -> None:
    name = "A project with a name that is far too long for any drawing of it"
    chart = flow([FlowRow(("SG-1", "SN", name), 100_00), *WAYS])
    assert rows(chart)[0] == ["SG-1", "SN", name, "", "€ 100.00"]
    assert read(chart).one("tfoot").text.endswith("€ 1,100.00")
    drawn = [each.text for each in drawings(chart)[0].all("text")]
    assert name not in drawn
    assert [each for each in drawn if each.endswith("…") and each[:-1] in name]


def test_a_way_of_no_places_or_too_many_is_a_fault() -> None:
    for places in ((), ("a", "b", "c", "d", "e")):
        with pytest.raises(ValueError, match="FlowRow"):
            flow([FlowRow(places, 1)])


def test_months_say_where_they_are_lowest() -> None:
    first, second = date(2012, 12, 1), date(2013, 1, 1)
    chart = liquidity(
        [
            LiquidityMonth(first, 10_000, 0, 12_000, 500, -2_500),
            LiquidityMonth(second, -2_500, 5_000, 0, 0, 2_500),
        ]
    )
    assert chart.message == (
        f"From {WRITTEN.money(10_000)} to {WRITTEN.money(2_500)}; lowest is"
        f" {WRITTEN.money(-2_500)} in {WRITTEN.month(first)}."
        " It ends 1 months below zero."
    )
    # What goes out hangs below the line of zero, what comes in stands on it.
    assert [key.amount for key in chart.legend] == [
        *(WRITTEN.money(2_500), WRITTEN.money(5_000)),
        WRITTEN.money(12_500),
    ]
    assert all(each.all("rect", "ink--committed") for each in drawings(chart))
