"""A ledger extract is read as its mapping says, and held to the same sum."""

from datetime import date
from typing import Any

import pytest

from domain.values.errors import Refusal
from ledger.statements.extract import Extract
from ledger.statements.extract_mapping import read_mapping
from ledger.statements.recognising import read_statements
from ledger.statements.statement import Statement
from tests.statements.refusing import refused
from tests.statements.writing import archive, camt, statement

SIDES = """
[columns]
date = "Boekdatum"
debit = "Debet"
credit = "Credit"
debit_is = "in"
party = "Relatie"
text = "Omschrijving"
reference = "Stuk"
"""
HEADER = "Boekdatum;Debet;Credit;Relatie;Omschrijving;Stuk;Overig\n"
ONE = """
date_format = "yyyy-mm-dd"
delimiter = ","
decimal = "."
[columns]
date = "day"
amount = "amount"
positive_is = "in"
"""


def extract(mapping: str = SIDES, closing: int = 0, **more: Any) -> Extract:
    return Extract(
        read_mapping(mapping.encode(), "map.toml"),
        date(2026, 1, 1),
        date(2026, 1, 31),
        opening=0,
        closing=closing,
        **more,
    )


def read(rows: str, closing: int, mapping: str = SIDES) -> Statement:
    data = rows.encode()
    (found,) = read_statements(data, "card.csv", extract(mapping, closing))
    return found


def test_two_columns() -> None:
    rows = (
        HEADER + "15-01-2026;1.250,00;;Gemeente Emmen;Bijdrage;B-1;x\n"
        "\n;;;;;;\n"
        '2-1-2026;;"12,5";;"Kosten; bank";NONREF;\n'
    )
    found = read(rows, 123750)
    assert (found.format, found.iban, found.account, found.number) == (
        *("extract", None, None),
        None,
    )
    assert (found.from_date, found.to_date) == (date(2026, 1, 1), date(2026, 1, 31))
    first, second = found.lines
    assert (first.amount, first.booked, first.party, first.text, first.reference) == (
        *(125000, date(2026, 1, 15), "Gemeente Emmen", "Bijdrage"),
        "B-1",
    )
    assert (second.amount, second.booked) == (-1250, date(2026, 1, 2))
    assert (second.party, second.text, second.reference) == (None, "Kosten; bank", None)
    assert (first.n, second.n) == (1, 2)


@pytest.mark.parametrize(
    ("side", "row", "cents"),
    [
        ("in", "100,00;", 10000),
        ("in", ";100,00", -10000),
        ("out", "100,00;", -10000),
        ("out", ";100,00", 10000),
        ("in", "100,00;0,00", 10000),
        ("in", "-100,00;", -10000),
        ("in", "100,00;30,00", 7000),
    ],
)
def test_the_sides(side: str, row: str, cents: int) -> None:
    mapping = SIDES.replace('"in"', f'"{side}"')
    (line,) = read(f"{HEADER}15-01-2026;{row};;;;\n", cents, mapping).lines
    assert line.amount == cents


@pytest.mark.parametrize(("side", "cents"), [("in", 1250), ("out", -1250)])
def test_one_column_of_amounts(side: str, cents: int) -> None:
    mapping = ONE.replace('positive_is = "in"', f'positive_is = "{side}"')
    found = read("amount,day\n12.50,2026-01-15\n0,2026-01-15\n", cents, mapping)
    assert [line.amount for line in found.lines] == [cents]
    assert found.zero_lines == 1


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        *(("1.234,56", 123456), ("1234,5", 123450), ("1.234", 123400), ("7", 700)),
        *(("-12,50", -1250), ("12,50-", -1250), ("€ 3,00", 300), ("+4,000", 400)),
        *(
            (" 1 234,00 ", 123400),
            ("1\u00a0234,00", 123400),
            ("1.234.567,00", 123456700),
        ),
    ],
)
def test_amounts_to_the_cent(written: str, cents: int) -> None:
    (line,) = read(f'{HEADER}15-01-2026;"{written}";;;;;\n', cents).lines
    assert line.amount == cents


@pytest.mark.parametrize(
    "written", ["12.50", "1.23,00", "1,2,3", "-1-", "1e3", "x", "--1", "1,005", ".123"]
)
def test_amounts_that_can_not_be_read(written: str) -> None:
    rows = f"{HEADER}15-01-2026;1;;;;;\n15-01-2026;{written};;;;;\n"
    refused(
        rows,
        "NOT_A_STATEMENT",
        *("row 3", "'Debet'", repr(written), "not an amount"),
        extract=extract(),
    )


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("dd-mm-yyyy", "5-1-2026"),
        ("dd/mm/yyyy", "05/01/2026"),
        ("yyyy-mm-dd", "2026-01-05"),
    ],
)
def test_days(form: str, written: str) -> None:
    mapping = f'date_format = "{form}"\n{SIDES}'
    (line,) = read(f"{HEADER}{written};1;;;;;\n", 100, mapping).lines
    assert line.booked == date(2026, 1, 5)
    rows = f"{HEADER}31.01.2026;1;;;;;\n"
    refused(rows, "NOT_A_STATEMENT", "row 2", form, extract=extract(mapping))


def test_a_day_that_is_none() -> None:
    rows = f"{HEADER}30-02-2026;1;;;;;\n"
    refused(rows, "NOT_A_STATEMENT", "row 2", "'Boekdatum'", extract=extract())


def test_a_row_of_totals_is_told() -> None:
    rows = f"{HEADER}15-01-2026;1;;;;;\nTotaal;1;;;;;\n"
    refused(rows, "NOT_A_STATEMENT", "row 3", "'Totaal'", "totals", extract=extract())


def test_a_row_without_any_amount() -> None:
    rows = f"{HEADER}15-01-2026;;;;text;;\n"
    refused(rows, "NOT_A_STATEMENT", "row 2", "'Debet'", extract=extract())


def test_columns_that_are_missing_or_there_twice() -> None:
    gone = HEADER.replace("Credit", "Kredit")
    refused(
        gone, "NOT_A_STATEMENT", "0 columns 'Credit'", "'Kredit'", extract=extract()
    )
    twice = HEADER.replace("Overig", "Debet")
    refused(twice, "NOT_A_STATEMENT", "2 columns 'Debet'", extract=extract())
    refused("", "NOT_A_STATEMENT", "0 columns", extract=extract())


@pytest.mark.parametrize("row", ["15-01-2026;1", "15-01-2026;1;;;a;b;c;d"])
def test_rows_of_another_width(row: str) -> None:
    refused(f"{HEADER}{row}\n", "NOT_A_STATEMENT", "row 2", "7", extract=extract())


def test_quotes_that_do_not_close() -> None:
    rows = f'{HEADER}15-01-2026;1;;"a;;;\n'
    refused(rows, "NOT_A_STATEMENT", "CSV", extract=extract())
    huge = f"{HEADER}15-01-2026;1;;{'a' * 200_000};;;\n"
    refused(huge, "NOT_A_STATEMENT", "field larger", extract=extract())


def test_encodings() -> None:
    rows = f"{HEADER}15-01-2026;1;;Café;;;\n"
    windows = extract('encoding = "cp1252"\n' + SIDES, 100)
    (found,) = read_statements(rows.encode("cp1252"), "c.csv", windows)
    assert found.lines[0].party == "Café"
    (found,) = read_statements(rows.encode("utf-8-sig"), "c.csv", extract(closing=100))
    assert found.lines[0].party == "Café"
    refused(rows.encode("cp1252"), "NOT_A_STATEMENT", "utf-8", extract=extract())


def test_a_sum_that_does_not_hold_is_done() -> None:
    rows = f"{HEADER}15-01-2026;1;;;;;\n"
    refused(rows, "STATEMENT_UNBALANCED", "€ 1.00 apart", extract=extract(closing=200))


def test_the_balances_are_signed() -> None:
    overdrawn = Extract(
        read_mapping(SIDES.encode(), "map.toml"),
        date(2026, 1, 1),
        date(2026, 1, 1),
        opening=-500,
        closing=-400,
    )
    (found,) = read_statements(f"{HEADER}1-1-2026;1;;;;;".encode(), "c", overdrawn)
    assert (found.opening, found.closing) == (-500, -400)


def test_a_mapping_makes_any_file_an_extract() -> None:
    document = camt(statement(0))
    refused(document, "NOT_A_STATEMENT", "0 columns", extract=extract())
    data = archive({"card.csv": f"{HEADER}15-01-2026;1;;;;;\n".encode()})
    (found,) = read_statements(data, "card.zip", extract(closing=100))
    assert (found.archive, found.file) == ("card.zip", "card.csv")


def test_a_period_that_runs_backward() -> None:
    mapping = read_mapping(SIDES.encode(), "map.toml")
    with pytest.raises(Refusal, match="BAD_DATE"):
        Extract(mapping, date(2026, 2, 1), date(2026, 1, 1), opening=0, closing=0)


def test_what_a_mapping_leaves_out() -> None:
    mapping = read_mapping(SIDES.encode(), "map.toml")
    assert (mapping.delimiter, mapping.decimal) == (";", ",")
    assert (mapping.date_format, mapping.encoding) == ("dd-mm-yyyy", "utf-8")
    assert mapping.is_in


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("[columns", "no TOML"),
        ("delimiter = ';'", "lacks the table [columns]"),
        ("columns = 1", "lacks the table [columns]"),
        (f"delimiter = 'x'\n{SIDES}", "delimiter must be one of"),
        (f"decimal = 1\n{SIDES}", "decimal must be one of"),
        (f"date_format = 'mm-dd-yyyy'\n{SIDES}", "date_format must be one of"),
        (f"encoding = 'utf-16'\n{SIDES}", "encoding must be one of"),
        (f"sign = 'in'\n{SIDES}", "'sign' is unknown"),
        (f"{SIDES}amount = 'x'", "either amount, or debit and credit"),
        (f"{ONE}credit = 'x'", "either amount, or debit and credit"),
        (
            SIDES.replace('credit = "Credit"\n', ""),
            "either amount, or debit and credit",
        ),
        (SIDES.replace("debit_is", "positive_is"), 'debit_is must be "in" or "out"'),
        (SIDES.replace('"in"', '"plus"'), 'debit_is must be "in" or "out"'),
        (SIDES.replace("date =", "value ="), "lacks date"),
        (f"{SIDES}iban = 'x'", "'iban' is unknown"),
        (f"{SIDES}party_account = ' '", "'party_account' must be the name of a column"),
    ],
)
def test_mappings_that_can_not_be_used(mapping: str, said: str) -> None:
    with pytest.raises(Refusal) as raised:
        read_mapping(mapping.encode(), "dir/map.toml")
    assert raised.value.code == "BAD_COMMAND"
    assert said in raised.value.message
    assert "'map.toml'" in raised.value.message


def test_a_mapping_that_is_no_text() -> None:
    for data in (b"\xff\xfe", b"a = " + b"[" * 10_000):
        with pytest.raises(Refusal, match="no TOML"):
            read_mapping(data, "map.toml")
