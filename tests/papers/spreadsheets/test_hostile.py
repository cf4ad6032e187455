"""Whatever stands in a ledger stays a text: no formula, no link, no other row."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from domain.values.money import MAXIMUM_CENTS
from domain.values.texts import format_cents, visible
from papers.spreadsheets import csv_nl, xlsx
from papers.spreadsheets.cells import Number, decimals
from papers.spreadsheets.names import MOST_UNITS, Names
from papers.spreadsheets.provenance import Provenance
from papers.spreadsheets.tables import Answer
from projections.report import Column, Footer, Prose, Report, Table, of_table
from tests.papers.spreadsheets.reading import is_inert, sheets

FOOTER = Footer("2012-07-31", 9, 9, "Europe/Amsterdam", "ab" * 32, "zuidas", "")
RISKY = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (Column("subject", "Subject", "prose"), Column("paid", "Paid", "amount"))
hostile = st.text(max_size=12) | st.sampled_from(
    [
        "=1+1",
        "+31 592 365555",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        '=HYPERLINK("http://x.example";"click")',
        "=cmd|' /C calc'!A0",
        "http://x.example/",
        "internal:Sheet2!A1",
        "mailto:x@y.example",
        "{=A1}",
        '"',
        ";",
        'a";=1+1;"',
        "a\r\n=1+1",
        "<r><t>x</t></r>",
        "<r></c></row></sheetData></r>",
        "_x0041_",
        "\x00\x1b[31m",
        "\ud800",
        "\ufffe",
        "1.234,56",
        "2012-07-31",
        " lead",
        "'",
    ]
)


def answer(*rows: dict[str, Any], title: str = "Titel") -> Answer:
    report = of_table(Table(COLUMNS, rows, title))
    return Answer("unknown", report.anchored(FOOTER, report.data))


def book(*answers: Answer) -> bytes:
    return xlsx.workbook(answers, "nl", Provenance("zuidas test", FOOTER))


@given(st.lists(hostile, min_size=1, max_size=3), st.integers(-(10**12), 10**12))
@example(["=1+1"], -5)
def test_csv_for_dutch_programs(texts: list[str], paid: int) -> None:
    rows = [{"subject": text, "paid": format_cents(paid)} for text in texts]
    content = csv_nl.text(answer(*rows))
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert read[0] == ["Onderwerp", "Betaald"]
    assert len(read) == len(texts) + 1
    for text, (said, amount) in zip(texts, read[1:], strict=True):
        assert not said.startswith(RISKY)
        assert said.removeprefix("'") == visible(text).removeprefix("'")
        assert said.startswith("'") == text.startswith(("=", "+", "-", "@", "'"))
        assert Decimal(amount.replace(",", ".")) * 100 == paid
        assert amount[-3] == ","


def test_a_tab_or_return_at_the_start_is_made_safe() -> None:
    assert csv_nl.written("\t=1") == "'\\t=1"
    assert csv_nl.written("\r=1") == "'\\r=1"
    assert csv_nl.written(Number(-5, 2)) == "-0,05"


@given(st.lists(hostile, min_size=1, max_size=3), hostile)
@example(["<r></c></row></sheetData></r>"], "<r>")
def test_a_workbook_reads_back_what_was_written(texts: list[str], title: str) -> None:
    content = book(
        answer(*({"subject": text, "paid": "1.00"} for text in texts), title=title)
    )
    assert is_inert(content)
    rows = next(iter(sheets(content).values()))
    # openpyxl leaves `_xHHHH_` to us.
    read = [unescape(row[0] or "") for row in rows[2:]]
    assert read == [visible(text) for text in texts]


@given(st.lists(st.text(max_size=40) | hostile, max_size=6))
@example(["History", "history", "HERKOMST"])
@example(["a" * 31, "a" * 31, "A" * 40])
@example(["\U0001f600" * 31, "'x'", "[]:*?/\\", ""])
def test_names_of_sheets(titles: list[str]) -> None:
    names = Names(["Herkomst"])
    found = [names.of(title) for title in titles]
    assert len({name.casefold() for name in found}) == len(found)
    for name in found:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= MOST_UNITS
        assert not set(name) & set("[]:*?/\\")
        assert name.strip("'") == name
        assert name.casefold() not in ("history", "herkomst")


def test_a_long_text_is_cut_where_a_cell_ends() -> None:
    for text in ("x" * 40_000, "\U0001f600" * 20_000):
        [*_, (said, _)] = next(iter(sheets(book(answer({"subject": text}))).values()))
        assert len(said.encode("utf-16-le")) // 2 in (32_766, 32_767)
        assert said.endswith("…")
        assert text.startswith(said[:-1])


@pytest.mark.parametrize("cents", [1, -1, 5, MAXIMUM_CENTS, -MAXIMUM_CENTS, 10**15 - 1])
def test_amounts_are_exact_to_the_cent(cents: int) -> None:
    content = book(answer({"subject": "x", "paid": format_cents(cents)}))
    [*_, (_, paid)] = next(iter(sheets(content).values()))
    assert isinstance(paid, int | float)
    assert Decimal(repr(paid)) * 100 == cents
    assert decimals(Number(cents, 2)) == format_cents(cents)


def test_an_amount_of_more_digits_than_fit_is_a_text() -> None:
    content = book(answer({"subject": "x", "paid": "12345678901234.56"}))
    [*_, (_, paid)] = next(iter(sheets(content).values()))
    assert paid == "12345678901234.56"


def test_days_before_the_calendar_of_spreadsheets_are_texts() -> None:
    columns = [Column("day", "Day"), Column("recorded", "Recorded", "moment")]
    row = {"day": date(1899, 12, 31), "recorded": "2012-10-28T00:30:00Z"}
    report = of_table(Table(columns, [row, row | {"day": date(1900, 1, 1)}], "T"))
    made = Answer("unknown", report.anchored(FOOTER, None))
    [*_, old, new] = next(iter(sheets(book(made)).values()))
    assert old[0] == "1899-12-31"
    assert new[0] == datetime(1900, 1, 1)  # noqa: DTZ001  # a cell has no zone
    assert new[1] == datetime(2012, 10, 28, 2, 30)  # noqa: DTZ001
    # The hour that was there twice is told apart.
    lines = csv_nl.text(made).decode().split("\r\n")
    assert lines[1] == "31-12-1899;28-10-2012 02:30:00 +02:00"


def test_a_table_longer_than_a_sheet_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 10)
    rows = [{"subject": str(n), "paid": "1.00"} for n in range(25)]
    total = {"subject": "Totaal", "paid": "25.00"}
    report = of_table(Table(COLUMNS, rows, "Veel", total, "En meer"))
    found = sheets(book(Answer("unknown", report.anchored(FOOTER, None))))
    assert list(found) == ["Veel", "Veel (2)", "Veel (3)", "Herkomst"]
    assert [len(each) for each in found.values()][:3] == [12, 12, 10]
    read = [row[0] for name in list(found)[:3] for row in found[name][2:]]
    assert read == [*map(str, range(25)), "Totaal", None, "En meer"]


def test_a_report_without_a_table_has_its_sentences() -> None:
    report = Report({}, lambda: (Prose("=Nothing waits."),))
    rows = next(iter(sheets(book(Answer("roles", report))).values()))
    assert rows[-1][0] == "=Nothing waits."
