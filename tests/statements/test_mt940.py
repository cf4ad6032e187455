"""MT940 is read to the cent, whatever the bank puts into field 86."""

import logging
import sys
from datetime import date
from pathlib import Path

import pytest

from ledger.statements.recognising import read_statements
from ledger.statements.statement import Statement, StatementLine
from tests.statements.refusing import refused
from tests.statements.writing import IBAN, OTHER, mt940, mt940_line


def read(text: str | bytes) -> Statement:
    data = text.encode() if isinstance(text, str) else text
    (found,) = read_statements(data, "january.sta")
    return found


def read_line(written: str, total: int = 100) -> StatementLine:
    (line,) = read(mt940(0, written, total)).lines
    return line


def test_a_small_statement() -> None:
    found = read(mt940(1000, mt940_line(250) + mt940_line(-50, "260116"), 1200))
    assert (found.format, found.iban, found.account) == ("mt940", IBAN, IBAN)
    assert (found.number, found.opening, found.closing) == ("1/1", 1000, 1200)
    assert (found.from_date, found.to_date) == (date(2026, 1, 1), date(2026, 1, 31))
    assert found.lines == (
        StatementLine(
            1, date(2026, 1, 15), 250, value=date(2026, 1, 15), bank_code="NTRF"
        ),
        StatementLine(
            2, date(2026, 1, 16), -50, value=date(2026, 1, 16), bank_code="NTRF"
        ),
    )


@pytest.mark.parametrize(
    ("mark", "cents", "reversal"),
    [
        *(("C", 100, False), ("D", -100, False), ("RC", -100, True)),
        *(("RD", 100, True), ("c", 100, False), ("rc", -100, True)),
    ],
)
def test_the_sign_of_each_mark(mark: str, cents: int, reversal: bool) -> None:
    line = read_line(mt940_line(100, mark=mark), cents)
    assert (line.amount, line.reversal) == (cents, reversal)


def test_a_sum_that_would_hold_with_reversals_flipped_says_so() -> None:
    lines = mt940_line(500) + mt940_line(200, mark="RC")
    refused(mt940(0, lines, 700), "STATEMENT_UNBALANCED", "reversals", ": 2;")


@pytest.mark.parametrize(
    ("days", "booked", "value"),
    [
        ("2601150120", "2026-01-20", "2026-01-15"),
        ("260115", "2026-01-15", "2026-01-15"),
        ("2601021231", "2025-12-31", "2026-01-02"),
        ("2512310102", "2026-01-02", "2025-12-31"),
        ("2602101231", "2025-12-31", "2026-02-10"),
        ("2312200229", "2024-02-29", "2023-12-20"),
        ("260230    ", "2026-02-28", "2026-02-28"),
    ],
)
def test_the_first_day_is_the_value_day_the_second_the_booking_day(
    days: str, booked: str, value: str
) -> None:
    line = read_line(mt940_line(100, days))
    assert line.booked == date.fromisoformat(booked)
    assert line.value == date.fromisoformat(value)


def test_several_statements_and_pages_in_one_file() -> None:
    first = mt940(0, mt940_line(100), 100, number="5/1").replace(":62F:", ":62M:")
    second = mt940(100, mt940_line(-30), 70, number="5/2").replace(":60F:", ":60M:")
    empty = mt940(70, number="6")
    found = read_statements((first + second + empty).encode(), "all.sta")
    assert [(each.number, each.opening, each.closing) for each in found] == [
        *(("5/1", 0, 100), ("5/2", 100, 70), ("6", 70, 70)),
    ]
    assert [len(each.lines) for each in found] == [1, 1, 0]


def test_pages_under_one_reference_are_one_statement() -> None:
    pages = mt940(0, mt940_line(100), 100).replace("-\n", "").replace(":62F:", ":62M:")
    pages += ":60M:C260131EUR1,00\n" + mt940_line(5, told="five")
    found = read(pages + ":62F:C260131EUR1,05\n")
    assert [line.amount for line in found.lines] == [100, 5]
    assert found.lines[1].text == "five"


@pytest.mark.parametrize(
    ("written", "account", "iban"),
    [
        (f"{IBAN}EUR", IBAN, IBAN),
        (IBAN, IBAN, IBAN),
        ("NL69 INGB 0123 4567 89 EUR", IBAN, IBAN),
        ("TRIODOSBANK/0390123456", "0390123456", None),
        ("20070000/0123456601", "20070000/0123456601", None),
        ("1291.99.348", "1291.99.348", None),
    ],
)
def test_the_account(written: str, account: str, iban: str | None) -> None:
    found = read(mt940(0, account=written))
    assert (found.account, found.iban) == (account, iban)


@pytest.mark.parametrize("number", ["0", "00000", "19321/1", "20260101/00001", "A 7"])
def test_the_number_as_it_is_written(number: str) -> None:
    assert read(mt940(0, number=number)).number == number


def test_ends_of_lines_of_any_kind_a_mark_and_a_header() -> None:
    text = "{1:F01INGBNL2ABXXX0000000000}{2:I940}{4:\n" + mt940(
        0, mt940_line(100, told="text"), 100
    )
    for ends in ("\n", "\r\n", "\r"):
        for mark in ("", "\ufeff"):
            found = read(mark + text.replace("\n", ends))
            assert found.lines[0].text == "text"


def test_the_code_page_of_windows_where_it_is_not_utf_8() -> None:
    text = mt940(0, mt940_line(100, told="Café € 5"), 100)
    for encoding in ("utf-8", "cp1252"):
        assert read(text.encode(encoding)).lines[0].text == "Café € 5"
    undefined = text.encode("cp1252").replace(b"Caf", b"C\x81f")
    assert read(undefined).lines[0].text == "C\ufffdfé € 5"


ING = (
    f"/EREF/E-1//MARF/M-1//CSID/NL32ZZZ//CNTP/{OTHER}/RABONL2U/Gemeente Emmen///"
    "REMI/USTD//Bijdrage 2026/"
)
RABOBANK = "/EREF/E-1/ORDP//NAME/Gemeente Emmen/REMI/Bijdrage 2026/ISDT/2026-01-15"
ABN = (
    f"/TRTP/SEPA OVERBOEKING/IBAN/{OTHER}/BIC/RABONL2U/NAME/Gemeente Emmen"
    "/REMI/Bijdrage 2026/EREF/E-1"
)


@pytest.mark.parametrize(
    ("told", "account"), [(ING, OTHER), (RABOBANK, None), (ABN, OTHER)]
)
def test_the_code_words_of_each_bank(told: str, account: str | None) -> None:
    line = read_line(mt940_line(100, told=told, rest="NTRFEREF"))
    assert (line.party, line.party_account) == ("Gemeente Emmen", account)
    assert (line.text, line.reference) == ("Bijdrage 2026", "E-1")


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ("/REMI/STRD/CUR/9001123412341234/", "9001123412341234"),
        ("/RTRN/MS03//REMI/USTD//FACTUUR 7/", "FACTUUR 7 MS03"),
        ("/RTRN/MS03//EREF/X/", "MS03"),
        ("/EREF/X//PREF/Y/", "/EREF/X//PREF/Y/"),
        ("BEA NR:XXX 21.05.11/12.54 KATWIJK", "BEA NR:XXX 21.05.11/12.54 KATWIJK"),
        ("KOSTEN /REMI/ NIETS", "KOSTEN /REMI/ NIETS"),
        ("/REMI//REMI/Issuer: CUR Ref: 12/EREF/NOTPROVIDED", "Issuer: CUR Ref: 12"),
        ("/REMI/a/b c//d/EREF/x", "a/b c//d"),
    ],
)
def test_the_text(told: str, text: str) -> None:
    assert read_line(mt940_line(100, told=told)).text == text


def test_a_payer_can_not_name_another_one_in_his_text() -> None:
    told = f"/EREF/E/REMI/mine/NAME/Drenthe/IBAN/{OTHER}/CNTP/{OTHER}/B/Drenthe"
    line = read_line(mt940_line(100, told=told))
    assert (line.party, line.party_account) == (None, None)
    assert line.text == f"mine/NAME/Drenthe/IBAN/{OTHER}/CNTP/{OTHER}/B/Drenthe"
    twice = read_line(mt940_line(100, told=f"{RABOBANK}/EREF/OTHER"))
    assert twice.reference == "E-1"


def test_the_account_that_the_bank_writes_beside_the_line() -> None:
    below = mt940_line(100, rest=f"N544EREF\n{OTHER}", told=RABOBANK)
    assert read_line(below).party_account == OTHER
    within = read_line(mt940_line(100, rest=f"NOVB{OTHER}\nsomebody", told="text"))
    assert (within.party_account, within.reference) == (OTHER, None)


@pytest.mark.parametrize(
    ("rest", "reference", "bank_reference", "code"),
    [
        ("NTRFABC//12", "ABC", "12", "NTRF"),
        ("NTRFNONREF//00000000001005/TRCD/00100/", None, "00000000001005", "NTRF"),
        ("N192NONREF", None, None, "N192"),
        ("NOV NONREF", None, None, "NOV"),
        (" NTRFABC", "NTRFABC", None, None),
        ("", None, None, None),
    ],
)
def test_references_and_codes(
    rest: str, reference: str | None, bank_reference: str | None, code: str | None
) -> None:
    line = read_line(mt940_line(100, rest=rest))
    assert (line.reference, line.bank_reference) == (reference, bank_reference)
    assert line.bank_code == code


def test_lines_without_a_type_are_all_there() -> None:
    lines = mt940_line(100, rest="") + mt940_line(-100, rest="")
    assert [line.amount for line in read(mt940(0, lines, 0)).lines] == [100, -100]


def test_a_text_is_joined_where_its_lines_break() -> None:
    word = "W" * 60
    joined = f"{word} factuur GL-1 betaald door Emmen {word}"
    assert read_line(mt940_line(100, told=joined)).text == joined
    # The break falls just after a blank: the words stay apart.
    at_a_blank = "x" * 64 + " GL-1"
    assert read_line(mt940_line(100, told=at_a_blank)).text == at_a_blank
    padded = mt940_line(100) + ":86:short   \nlines\n"
    assert read_line(padded).text == "shortlines"


def test_a_text_of_any_length_is_read_and_cut() -> None:
    found = read(mt940(0, mt940_line(100, told="word " * 20_000), 100))
    text = found.lines[0].text
    assert text is not None
    assert (len(text), text[-6:], found.texts_changed) == (2000, " word…", 1)


def test_what_is_said_of_the_statement_is_no_part_of_its_last_line() -> None:
    text = mt940(0, mt940_line(100, told="of the line"), 100)
    text = text.replace(
        "-\n", ":64:C260131EUR1,00\n:65:C260201EUR1,00\n:86:/SUM/1/0/\n"
    )
    assert read(text).lines[0].text == "of the line"
    assert read(text + mt940(0)[:0] + ":86:again\n").lines[0].text == "of the line"


def test_lines_of_nothing_are_left_out_and_counted() -> None:
    found = read(mt940(0, mt940_line(0) + mt940_line(7), 7))
    assert ([line.n for line in found.lines], found.zero_lines) == ([1], 1)


@pytest.mark.parametrize("written", ["9,5", "9,50", "0000000000009,5", "9,500"])
def test_amounts_to_the_cent(written: str) -> None:
    assert read_line(mt940_line(950).replace("9,50", written), 950).amount == 950


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (",00NTRF", ",005NTRF"),
        (",00NTRF", ",,00NTRF"),
        ("C1,00NTRF", "X1,00NTRF"),
        ("C1,00NTRF", "C0000000000001,000NTRF"),
        ("2601150115", "2613450115"),
        ("2601150115", "2601150230"),
        (":60F:C260101EUR0,00", ":60F:C260101EUR"),
        (":60F:C260101EUR0,00", ":60F:C260231EUR0,00"),
        (":62F:C260131EUR1,00", ":62F:C260131EUR1,001"),
        (":62F:C260131EUR1,00", ":62F:"),
    ],
)
def test_fields_that_can_not_be_read(right: str, wrong: str) -> None:
    text = mt940(0, mt940_line(100), 100).replace(right, wrong)
    assert wrong in text
    refused(text, "NOT_A_STATEMENT", "has not the form of MT940", "'1/1'")


def test_a_field_that_can_not_be_read_is_told_by_a_line_near_it() -> None:
    lines = mt940_line(1) + mt940_line(2) + mt940_line(3).replace("C", "X")
    refused(mt940(0, lines, 6), "NOT_A_STATEMENT", "near its line 2")


def test_a_sum_that_does_not_hold_is_done() -> None:
    refused(
        mt940(100, mt940_line(5), 100),
        "STATEMENT_UNBALANCED",
        "€ 1.05",
        "€ -0.05 apart",
    )


def test_without_a_closing_or_opening_balance_nothing_is_proved() -> None:
    text = mt940(0, mt940_line(1), 1)
    closing = ":62F:C260131EUR0,01\n"
    opening = ":60F:C260101EUR0,00\n"
    refused(text.replace(closing, ""), "STATEMENT_INCOMPLETE", "closing balance")
    refused(text.replace(opening, ""), "STATEMENT_INCOMPLETE", "opening balance")


def test_other_currencies() -> None:
    refused(mt940(0, currency="CHF"), "NOT_EURO", "'CHF'")
    mixed = mt940(0).replace("260131EUR", "260131USD")
    refused(mixed, "NOT_EURO", "'USD'")


def test_an_interim_report_is_no_statement() -> None:
    report = ":20:1\n:25:1\n:28C:1\n:34F:EUR0,\n:13D:2601151200+0100\n"
    refused(report + mt940_line(100), "NOT_A_STATEMENT", "MT942")
    floor = mt940(0).replace(":60F:", ":34F:EUR0,\n:60F:")
    assert read(floor).closing == 0


def test_a_file_whose_content_is_the_name_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The library takes a text for a path where there is such a file.
    monkeypatch.chdir(tmp_path)
    (tmp_path / ":20:x").write_text(mt940(0), encoding="utf-8")
    refused(":20:x", "STATEMENT_INCOMPLETE")


def test_nothing_of_a_statement_is_logged(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    payer = "Jan Jansen"
    lines = mt940_line(1, told=payer) + mt940_line(2).replace("C", f"X{payer}")
    refusal = refused(mt940(0, lines, 3), "NOT_A_STATEMENT")
    assert payer not in refusal.message
    assert (caplog.text, *capsys.readouterr()) == ("", "", "")


def test_without_the_library_the_refusal_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("ledger.statements.mt940", "ledger.statements.mt940_fields"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "mt940", None)
    refused(mt940(0), "BAD_COMMAND", "pip install 'zuidas-ledger[bank]'")


@pytest.mark.parametrize(
    "content", ["", " \n", "Datum;Bedrag\n", ":20 no field", "%PDF-1.7", "\0\0", "{}"]
)
def test_what_is_nothing_that_is_read(content: str) -> None:
    refused(content, "NOT_A_STATEMENT", "camt.053, MT940", "--extract")
