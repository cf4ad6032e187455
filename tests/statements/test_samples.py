"""Samples of Dutch banks are read to the cent, or refused with the sum."""

from datetime import date
from pathlib import Path

import pytest

from domain.values.errors import Refusal
from ledger.statements.recognising import read_statements
from ledger.statements.statement import Statement

DATA = Path(__file__).parent / "data"


def read(name: str) -> list[Statement]:
    return read_statements((DATA / name).read_bytes(), name)


def test_abnamro_opens_with_the_previous_closing_balance() -> None:
    (statement,) = read("abnamro-camt053.001.02-all-scenarios.xml")
    assert (statement.opening, statement.closing) == (100001, 10001)
    assert (statement.from_date, statement.to_date) == (
        date(2013, 3, 28),
        date(2013, 4, 2),
    )
    assert statement.iban == "NL77ABNA0574908765"
    assert (statement.number, statement.format) == ("0070", "camt.053")
    assert [line.amount for line in statement.lines] == [
        *(100, 100, 100, 1000, 100, -100, -200, -200, -100, 700, 700, -100, -92100),
    ]
    assert [line.n for line in statement.lines] == list(range(1, 14))
    assert sum(line.details_given for line in statement.lines) == 26


def test_abnamro_batches_have_as_many_payments_as_the_bank_gives() -> None:
    lines = read("abnamro-camt053.001.02-all-scenarios.xml")[0].lines
    assert [line.details_given for line in lines[3:8]] == [10, 1, 1, 2, 0]
    assert sum(d.amount or 0 for d in lines[3].details) == lines[3].amount
    assert lines[3].party_account is None
    assert {d.party_account for d in lines[3].details} == {
        "NL46ABNA0499998748",
        "NL46ABNA0401378749",
    }
    assert lines[7].text == ("/TRTP/SEPA BATCH SALARIS/PREF/1302P5518750499B0AO/NRTX/2")


def test_abnamro_returned_collections_are_debits_and_say_why() -> None:
    line = read("abnamro-camt053.001.02-all-scenarios.xml")[0].lines[12]
    assert line.reversal
    assert (line.amount, line.party, line.bank_code) == (
        -92100,
        "Debtor",
        "PMNT-IDDT-UPDD",
    )
    assert line.text is not None
    assert line.text.endswith("Uw klantnummer 123455666 MS03")
    assert line.booked == date(2012, 4, 2)


def test_a_line_booked_outside_the_period_counts_on_its_last_day() -> None:
    (statement,) = read("abnamro-camt053.001.02-all-scenarios.xml")
    inside, outside = statement.lines[0], statement.lines[12]
    assert statement.counts_on(inside) == inside.booked == date(2013, 4, 2)
    assert statement.counts_on(outside) == date(2013, 4, 2)


def test_rabobank_is_read_although_its_schema_would_refuse_it() -> None:
    (statement,) = read("rabobank-camt053.001.02.xml")
    assert (statement.opening, statement.closing, statement.number) == (83, 67, "315")
    assert [line.amount for line in statement.lines] == [-10, -3, -2, -1, -1, 1]
    batch, single = statement.lines[0], statement.lines[3]
    assert (batch.value, batch.details[0].amount) == (date(2015, 1, 23), None)
    assert batch.text == "Europayment Batch-id:0001"
    assert (single.party, single.party_account) == (
        "Rabobank International",
        "NL13TEST0123456789",
    )


def test_several_statements_in_one_file() -> None:
    first, second = read("genkgo-camt053.v2.multi.statement.xml")
    assert (first.opening, first.closing, first.number) == (1815, 2700, "12312")
    assert (second.opening, second.closing, second.number) == (2700, 2000, None)
    assert first.from_date == first.to_date == date(2007, 10, 18)
    assert first.counts_on(first.lines[0]) == date(2007, 10, 18)
    assert (second.from_date, second.to_date) == (
        date(2014, 12, 30),
        date(2014, 12, 31),
    )
    assert second.lines[0].party == "Company Name 2"
    assert second.lines[0].reference == "000000002"


def test_ing_mt940() -> None:
    (statement,) = read("ing-structured.txt")
    assert (statement.iban, statement.number) == ("NL69INGB0123456789", "00000")
    assert (statement.opening, statement.closing) == (66223, 56435)
    assert (statement.from_date, statement.to_date, statement.format) == (
        date(2014, 2, 19),
        date(2014, 2, 20),
        "mt940",
    )
    assert [line.amount for line in statement.lines] == [
        *(156, -157, 157, -114, 145, -1275, 3200, -11900),
    ]
    returned, last = statement.lines[2], statement.lines[-1]
    assert (returned.party, returned.party_account) == (
        "J.Janssen",
        "NL32INGB0000012345",
    )
    assert returned.text == "Factuurnr 123456 Klantnr 00123 MS03"
    assert returned.reference == "20120123456789"
    assert (returned.bank_reference, returned.bank_code) == ("00000000001007", "NRTI")
    # What the bank says of the whole statement is no part of its last line.
    assert last.text == "1070123412341234"


@pytest.mark.parametrize(
    ("name", "sums"),
    [
        ("jejik-abnamro.txt", ["€ 3,236.28", "€ -321.44", "€ 876.84", "€ -2,038.00"]),
        (
            "rabobank-structured-multi-line.txt",
            ["€ 5,000.00", "€ -100.01", "€ 4,899.99", "€ 5,100.00", "€ 200.01"],
        ),
    ],
)
def test_samples_that_were_edited_do_not_add_up(name: str, sums: list[str]) -> None:
    with pytest.raises(Refusal) as refused:
        read(name)
    assert refused.value.code == "STATEMENT_UNBALANCED"
    assert all(each in refused.value.message for each in sums)


def test_rabobank_breaks_a_text_where_its_line_is_full() -> None:
    told = (DATA / "rabobank-structured-multi-line.txt").read_text(encoding="utf-8")
    mended = told.replace("130403EUR000000005100,00", "130403EUR000000004899,99")
    (statement,) = read_statements(mended.encode(), "mended.txt")
    (first, second) = statement.lines
    assert (first.amount, second.amount) == (-10000, -1)
    assert first.text == "Factuur 2014-002"
    assert first.party == "abcdefghijklmno abcdef"
    assert first.party_account == "NL12INGB0987654321"
    assert first.reference == "195937094"
    assert statement.counts_on(first) == date(2013, 4, 3)
