"""What does not fit a row's first line stands below it, with its name, in order."""

from collections.abc import Sequence
from datetime import UTC

import pytest

from cli.render import grid as grids
from cli.render import page as pages
from cli.render.page import Page
from cli.render.tables import table_text
from cli.voice import ENGLISH
from projections.report import Column, Row, Table

NAME = Column("name", "Name")
AMOUNTS = tuple(
    Column(f"a{n}", title, "amount", below=n in (1, 3))
    for n, title in enumerate(("Awarded", "Released", "Paid", "Written off"))
)


def lines(columns: Sequence[Column], rows: Sequence[Row], width: int) -> list[str]:
    return table_text(Table(columns, rows), UTC, Page(width)).splitlines()


def project(**amounts: str) -> Row:
    row = {column.name: "0.00" for column in AMOUNTS}
    return {"name": "dryport", **row, **amounts}


def test_amounts_that_do_not_fit_are_named_below_their_row() -> None:
    rows = [project(a0="9000.00", a1="2500.00", a2="9000.00"), project(a3="1.00")]
    assert lines((NAME, *AMOUNTS), rows, 30) == [
        "Name      Awarded      Paid",
        "───────  ────────  ────────",
        "dryport  9,000.00  9,000.00",
        "        released 2,500.00",
        "dryport      0.00      0.00",
        "        written off 1.00",
    ]


def test_the_totals_go_on_below_as_their_rows_do() -> None:
    rows = [project(a1="2500.00"), project(a3="1.00")]
    totals = {**project(a1="2500.00", a3="1.00"), "name": "Total"}
    table = Table((NAME, *AMOUNTS), rows, totals=totals)
    assert table_text(table, UTC, Page(30)).splitlines()[-3:] == [
        "Total       0.00  0.00",
        "        released 2,500.00",
        "        written off 1.00",
    ]


def test_a_wide_page_leaves_no_amount_out() -> None:
    header, _, row = lines((NAME, *AMOUNTS), [project()], 0)
    assert header.split() == ["Name", "Awarded", "Released", "Paid", "Written", "off"]
    assert row.split() == ["dryport", *["0.00"] * 4]


LISTED = (
    Column("entry", "Entry", "number"),
    Column("actor", "Actor", "name", spare=True, shared=True),
    Column("document", "Document", "name"),
    Column("party", "Party", flexible=True),
    Column("text", "Text", flexible=True),
)


def entry(number: int, **values: object) -> Row:
    given = {"actor": "officer", "document": "V-1", "party": "x", "text": "y"}
    return {"entry": number, **given, **values}


RECORDED = Column("recorded_at", "Recorded", "moment", spare=True, shared=True)
NOON, ONE = "2011-10-03T12:00:00Z", "2011-10-03T13:00:00Z"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([entry(1)], "Recorded 2011-10-03T12:00 by officer."),
        ([entry(1), entry(2)], "All recorded 2011-10-03T12:00 by officer."),
        ([entry(1), entry(2, actor="x")], "All recorded 2011-10-03T12:00."),
        ([entry(1), entry(2, recorded_at=ONE)], "All recorded by officer."),
    ],
)
def test_what_is_the_same_in_all_rows_is_said_once(rows: list[Row], said: str) -> None:
    given = [{"recorded_at": NOON, **row} for row in rows]
    told = lines((*LISTED[:1], RECORDED, *LISTED[1:]), given, 80)
    assert told[0] == said
    header = told[1].split()
    assert ("Actor" in header) == (" by officer" not in said)
    assert ("Recorded" in header) == ("2011" not in said)


@pytest.mark.parametrize(
    "rows",
    [
        [entry(1), entry(2), entry(3, actor="another")],
        [entry(1), entry(2), entry(3, actor=None)],
    ],
    ids=["two actors", "one without"],
)
def test_else_it_has_its_column(rows: list[Row]) -> None:
    assert lines(LISTED, rows, 80)[0].split() == [
        *("Entry", "Actor", "Document", "Party", "Text")
    ]


def test_a_wide_page_has_the_column_in_any_case() -> None:
    assert "Actor" in lines(LISTED, [entry(1), entry(2), entry(3)], 0)[0]


def test_what_follows_has_one_order_under_every_row() -> None:
    """A later piece never fills up the line of an earlier one."""
    rows = [
        entry(1, document="V" * 30, party="Emmen", text="a hall for two evenings"),
        entry(2, document="V" * 30, party="Bureau Stad", text="a hall", actor="b"),
    ]
    assert lines(LISTED, rows, 40)[2:] == [
        f"    1  {'V' * 30}",
        "       party Emmen",
        "       text a hall for two evenings",
        "       actor officer",
        f"    2  {'V' * 30}",
        "       party Bureau Stad · text a hall",
        "       actor b",
    ]


def test_a_long_voucher_stands_below_its_own_row_alone() -> None:
    rows = [entry(n, text="t" * 15) for n in range(1, 9)]
    rows.append(entry(9, document="V" * 24, text="t" * 15))
    told = lines(LISTED[:1] + LISTED[2:], rows, 30)
    assert told[2] == "    1  V-1       x"
    assert told[-4:] == [
        "    9  ↓         x",
        "       document",
        f"      {'V' * 24}",
        f"       text {'t' * 15}",
    ]


def test_texts_are_not_squeezed_into_narrow_columns() -> None:
    rows = [entry(1, party="p " * 40, text="t " * 40)]
    told = lines(LISTED[2:], rows, 60)
    assert told[3].strip().startswith("party p p p")
    assert len(told) == 7


def coloured(column: Column, text: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(pages, "colours", lambda: True)
    [line] = grids.row_lines([column], [text], [len(text)], paint=ENGLISH)
    return line


def test_red_is_for_trouble_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    payment = Column("amount", "Amount", "movement")
    left = Column("left", "Left", "amount", alarming=True)
    verdict = Column("said", "Verdict", alarming=True)
    assert coloured(payment, "-1.00", monkeypatch) == "-1.00"
    assert coloured(left, "-1.00", monkeypatch) == "\x1b[31m-1.00\x1b[0m"
    assert coloured(left, "1.00", monkeypatch) == "1.00"
    assert coloured(verdict, "not met", monkeypatch) == "\x1b[31mnot met\x1b[0m"
    set_aside = "not met, set aside by deviation #8"
    assert coloured(verdict, set_aside, monkeypatch) == set_aside


def test_nothing_is_faint(monkeypatch: pytest.MonkeyPatch) -> None:
    left = Column("left", "Left", "amount", alarming=True)
    assert coloured(left, "0.00", monkeypatch) == "\x1b[2m0.00\x1b[0m"
