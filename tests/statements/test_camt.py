"""camt.053 is read by what it says, in any version and wrapping."""

from collections.abc import Callable
from datetime import date

import pytest

from ledger.statements.recognising import read_statements
from ledger.statements.statement import Statement, StatementLine
from tests.statements.refusing import refused
from tests.statements.writing import (
    IBAN,
    OTHER,
    balance,
    camt,
    detail,
    entry,
    party,
    prefixed,
    statement,
    tag,
)


def read(document: str | bytes) -> Statement:
    data = document.encode() if isinstance(document, str) else document
    (found,) = read_statements(data, "january.xml")
    return found


def read_line(written: str, total: int = 100) -> StatementLine:
    (line,) = read(camt(statement(0, written, total))).lines
    return line


def test_a_small_statement() -> None:
    found = read(
        camt(statement(1000, entry(250) + entry(-50, value="2026-01-16"), 1200))
    )
    assert (found.iban, found.account, found.number) == (IBAN, IBAN, "1")
    assert (found.opening, found.closing, found.total) == (1000, 1200, 200)
    assert (found.from_date, found.to_date) == (date(2026, 1, 1), date(2026, 1, 31))
    assert (found.not_booked, found.zero_lines, found.texts_changed) == (0, 0, 0)
    assert (found.file, found.archive) == ("january.xml", None)
    assert found.lines == (
        StatementLine(1, date(2026, 1, 15), 250),
        StatementLine(2, date(2026, 1, 15), -50, value=date(2026, 1, 16)),
    )


def test_a_statement_without_lines() -> None:
    assert read(camt(statement(-500))).lines == ()


NAMESPACES: dict[str, Callable[[str], str]] = {
    "none": lambda document: document.replace(" xmlns=", " other="),
    "of another version": lambda document: document.replace(".02", ".13"),
    "of nobody": lambda document: document.replace("urn:iso", "https://example.org"),
    "prefixed": prefixed,
    "in an envelope": lambda document: f"<Env><A><b/></A>{document}<Document/></Env>",
}


@pytest.mark.parametrize("change", NAMESPACES.values(), ids=NAMESPACES)
def test_namespaces_are_not_asked(change: Callable[[str], str]) -> None:
    document = change(camt(statement(1000, entry(250), 1250)))
    assert [line.amount for line in read(document).lines] == [250]


def test_version_8() -> None:
    paid = detail(
        party("Dbtr", "Gemeente Emmen", OTHER, new=True) + party("Cdtr", "Wij", IBAN),
        "<Ustrd>Bijdrage 2026</Ustrd>",
        more='<Amt Ccy="EUR">1.00</Amt>',
    )
    line = read_line(entry(100, status="<Cd>BOOK</Cd>", details=paid))
    assert (line.party, line.party_account, line.text) == (
        "Gemeente Emmen",
        OTHER,
        "Bijdrage 2026",
    )
    assert line.details[0].amount == 100


def test_only_booked_lines_count() -> None:
    lines = entry(100, status="PDNG") + entry(7, status="<Cd>INFO</Cd>") + entry(5)
    found = read(camt(statement(0, lines + entry(9, status=""), 5)))
    assert ([line.amount for line in found.lines], found.not_booked) == ([5], 3)


def test_payments_of_a_line_that_is_not_booked_go_with_it() -> None:
    pending = entry(100, status="PDNG", details=detail(remitted="<Ustrd>x</Ustrd>"))
    line = read_line(pending + entry(100))
    assert (line.details, line.details_given, line.text) == ((), 0, None)


def test_lines_of_nothing_are_left_out_and_counted() -> None:
    found = read(camt(statement(0, entry(0) + entry(5) + entry(0) + entry(6), 11)))
    assert [(line.n, line.amount) for line in found.lines] == [(1, 5), (2, 6)]
    assert found.zero_lines == 2


def test_a_line_is_the_entry_never_its_payments() -> None:
    batch = detail(more='<AmtDtls><TxAmt><Amt Ccy="EUR">7.00</Amt></TxAmt></AmtDtls>')
    line = read_line(entry(100, details=batch + detail() + batch))
    assert [each.amount for each in line.details] == [700, None, 700]
    assert (line.amount, line.details_given) == (100, 3)


def test_payments_have_the_side_they_give_else_that_of_the_entry() -> None:
    amount = '<Amt Ccy="EUR">2.00</Amt>'
    other = amount.replace("EUR", "USD")
    payments = detail(more=amount), detail(more=amount + tag("CdtDbtInd", "CRDT"))
    line = read_line(entry(-100, details="".join(payments) + detail(more=other)), -100)
    assert [each.amount for each in line.details] == [-200, 200, None]


def test_at_most_500_payments_are_kept_and_all_are_counted() -> None:
    line = read_line(entry(100, details=detail() * 501))
    assert (len(line.details), line.details_given) == (500, 501)


@pytest.mark.parametrize(
    ("reversal", "amount"), [("true", -100), ("1", 100), ("false", 100)]
)
def test_a_reversal_keeps_its_sign(reversal: str, amount: int) -> None:
    line = read_line(entry(amount, more=tag("RvslInd", reversal)), amount)
    assert (line.amount, line.reversal) == (amount, reversal != "false")


DEBTOR, CREDITOR = party("Dbtr", "Debtor", None), party("Cdtr", "Creditor", None)


@pytest.mark.parametrize(
    ("cents", "parties", "more", "expected"),
    [
        (100, DEBTOR + CREDITOR, "", "Debtor"),
        (-100, DEBTOR + CREDITOR, "", "Creditor"),
        (-100, DEBTOR + CREDITOR, tag("RvslInd", "true"), "Debtor"),
        (100, party("Dbtr", "We", IBAN) + party("Cdtr", "They", OTHER), "", "They"),
        (100, party("Dbtr", "We", "NL69 ingb 0123456789") + CREDITOR, "", "Creditor"),
        (-100, party("Cdtr", "We", IBAN) + party("Dbtr", "They", OTHER), "", "They"),
        (100, party("Cdtr", "They", OTHER), "", "They"),
        (100, party("Cdtr", "We", IBAN), "", None),
        (100, "<UltmtDbtr><Nm>Behind</Nm></UltmtDbtr>", "", "Behind"),
        (100, "", "", None),
    ],
)
def test_the_counterparty_is_the_one_whose_account_is_not_ours(
    cents: int, parties: str, more: str, expected: str | None
) -> None:
    line = read_line(entry(cents, details=detail(parties), more=more), cents)
    assert line.party == expected


def test_an_account_that_is_no_iban() -> None:
    other = "<DbtrAcct><Id><Othr><Id>12 34</Id></Othr></Id></DbtrAcct>"
    assert read_line(entry(100, details=detail(other))).party_account == "1234"
    numbered = tag("Acct", "<Id><Othr><Id>0123 4567</Id></Othr></Id>")
    found = read(camt(statement(0, iban=None, head=numbered)))
    assert (found.account, found.iban) == ("01234567", None)


def test_a_batch_has_a_party_only_where_all_its_payments_have_it() -> None:
    emmen, other = detail(party("Dbtr", "Emmen", None)), detail(DEBTOR)
    assert read_line(entry(100, details=emmen * 2)).party == "Emmen"
    line = read_line(entry(100, details=emmen + other))
    assert (line.party, [d.party for d in line.details]) == (None, ["Emmen", "Debtor"])


RETURNED = "<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>closed</AddtlInf></RtrInf>"
STRUCTURED = (
    "<Strd><CdtrRefInf><Ref>RF18 5390</Ref></CdtrRefInf>"
    "<AddtlRmtInf>more</AddtlRmtInf></Strd>"
)


@pytest.mark.parametrize(
    ("details", "more", "expected"),
    [
        (detail(remitted="<Ustrd>a</Ustrd><Ustrd>b</Ustrd>"), "", "a b"),
        (detail(remitted="<Ustrd>a</Ustrd>" + STRUCTURED), "", "a RF18 5390 more"),
        (detail(remitted="<Ustrd>a</Ustrd>") * 2, "", "a"),
        (detail(remitted="<Ustrd>a</Ustrd>", more=RETURNED), "", "a AC04 closed"),
        (detail(more=RETURNED), tag("AddtlNtryInf", "bank"), "AC04 closed"),
        (detail(), tag("AddtlNtryInf", "bank"), "bank"),
        ("", tag("AddtlNtryInf", "bank"), "bank"),
        (detail(more=tag("AddtlTxInf", "of one")), "", "of one"),
        (detail(remitted="<Ustrd> &amp;&#x20;\n </Ustrd>"), "", "&"),
        (detail(), "", None),
    ],
)
def test_the_text(details: str, more: str, expected: str | None) -> None:
    assert read_line(entry(100, details=details, more=more)).text == expected


@pytest.mark.parametrize(
    ("references", "expected"),
    [
        (["A-1"], "A-1"),
        (["A-1", "A-1"], "A-1"),
        (["A-1", "A-2"], None),
        (["NOTPROVIDED"], None),
        (["nonref"], None),
        ([None], None),
    ],
)
def test_the_reference_of_the_payer(
    references: list[str | None], expected: str | None
) -> None:
    details = "".join(detail(reference=each) for each in references)
    assert read_line(entry(100, details=details)).reference == expected


def test_references_and_codes_of_the_bank() -> None:
    family = tag("Fmly", "<Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd>")
    codes = tag("Domn", f"<Cd>PMNT</Cd>{family}")
    own = "<Prtry><Cd>544</Cd></Prtry>"
    line = read_line(
        entry(100, more=tag("AcctSvcrRef", "S1") + tag("BkTxCd", codes + own))
    )
    assert (line.bank_reference, line.bank_code) == ("S1", "PMNT-RCDT-ESCT")
    line = read_line(entry(100, more=tag("NtryRef", "N1") + tag("BkTxCd", own)))
    assert (line.bank_reference, line.bank_code) == ("N1", "544")


def test_two_lines_with_one_reference_of_the_bank_are_two_lines() -> None:
    twice = entry(100, more=tag("AcctSvcrRef", "S1")) * 2
    assert len(read(camt(statement(0, twice, 200))).lines) == 2


@pytest.mark.parametrize(
    ("booked", "value", "more", "expected"),
    [
        (None, None, "<BookgDt><DtTm>2026-01-10T23:59:59-05:00</DtTm></BookgDt>", 10),
        (None, "2026-01-12", "", 12),
        ("2026-01-13+01:00", "2026-01-12", "", 13),
        (None, None, "", 31),
    ],
)
def test_the_booking_day_else_the_value_day_else_the_closing_day(
    booked: str | None, value: str | None, more: str, expected: int
) -> None:
    line = read_line(entry(100, booked, value, more=more))
    assert line.booked == date(2026, 1, expected)


def test_balances_may_come_after_the_lines() -> None:
    balances = balance("OPBD", 0, "2026-01-01") + balance("CLBD", 100, "2026-01-31")
    found = read(
        camt(statement(0, entry(100, None), balances="") + "").replace(
            "</Stmt>", f"{balances}</Stmt>"
        )
    )
    assert found.lines[0].booked == date(2026, 1, 31)


PERIOD = tag(
    "FrToDt",
    "<FrDtTm>2026-01-05T00:00:00</FrDtTm><ToDtTm>2026-01-20T23:59:59</ToDtTm>",
)


def test_the_period() -> None:
    found = read(camt(statement(0, head=PERIOD)))
    assert (found.from_date, found.to_date) == (date(2026, 1, 5), date(2026, 1, 20))
    part = PERIOD.replace("<FrDtTm>2026-01-05T00:00:00</FrDtTm>", "")
    found = read(camt(statement(0, head=part)))
    assert (found.from_date, found.to_date) == (date(2026, 1, 1), date(2026, 1, 20))
    backward = PERIOD.replace("01-05", "02-05")
    found = read(camt(statement(0, head=backward)))
    assert found.from_date == found.to_date == date(2026, 1, 20)


def test_the_electronic_number_else_the_legal_one() -> None:
    both = tag("LglSeqNb", "9") + tag("ElctrncSeqNb", "07")
    assert read(camt(statement(0, head=both))).number == "07"
    assert read(camt(statement(0, head=tag("LglSeqNb", "9")))).number == "9"
    assert read(camt(statement(0, head=""))).number is None


def test_which_balances_count() -> None:
    others = "".join(
        balance(kind, 99999, "2026-01-31")
        for kind in ("ITBD", "CLAV", "FWAV", "XPCD", "OPAV", "INFO")
    )
    bounds = balance("OPBD", 0, "2026-01-01") + balance("CLBD", 100, "2026-01-31")
    assert (
        read(camt(statement(0, entry(100), balances=others + bounds + others))).closing
        == 100
    )
    previous = balance("PRCD", 77, "2025-12-31")
    assert read(camt(statement(0, entry(100), balances=previous + bounds))).opening == 0
    without = balance("CLBD", 177, "2026-01-31") + previous
    found = read(camt(statement(0, entry(100), balances=without)))
    assert (found.opening, found.from_date) == (77, date(2025, 12, 31))


def test_of_a_balance_for_each_day_the_first_opens_and_the_last_closes() -> None:
    days = (
        balance("OPBD", 50, "2026-01-02")
        + balance("CLBD", 50, "2026-01-01")
        + balance("OPBD", 0, "2026-01-01")
        + balance("CLBD", 100, "2026-01-02")
    )
    found = read(camt(statement(0, entry(100), balances=days)))
    assert (found.opening, found.closing, found.to_date) == (0, 100, date(2026, 1, 2))


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("1", 100),
        ("1.5", 150),
        ("1.50000", 150),
        ("+01.05", 105),
        (".25", 25),
        ("3.", 300),
        ("999999999999.99", 99999999999999),
    ],
)
def test_amounts_to_the_cent(written: str, cents: int) -> None:
    line = entry(100).replace("1.00", written)
    assert read_line(line, cents).amount == cents


@pytest.mark.parametrize(
    "written",
    [
        "",
        "1.005",
        "-1.00",
        "1,00",
        "1e2",
        ".",
        "NaN",
        "1000000000000.00",
        "١.٠٠",
        "9" * 99,
    ],
)
def test_amounts_that_can_not_be_read(written: str) -> None:
    line = entry(5) + entry(100).replace("1.00", written)
    refused(camt(statement(0, line, 105)), "NOT_A_STATEMENT", "line 2", "amount")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<CdtDbtInd>CRDT</CdtDbtInd><Sts>", "<Sts>"),
        ("<CdtDbtInd>CRDT</CdtDbtInd><Sts>", "<CdtDbtInd>crdt</CdtDbtInd><Sts>"),
        ("2026-01-15", "2026-02-30"),
        ("2026-01-15", "15-01-2026"),
        ("2026-01-15", "2026-W03-4"),
    ],
)
def test_lines_that_can_not_be_read(right: str, wrong: str) -> None:
    document = camt(statement(0, entry(100), 100))
    refused(
        document.replace(right, wrong), "NOT_A_STATEMENT", "statement '1'", "line 1"
    )


def test_a_day_of_a_balance_that_is_none() -> None:
    document = camt(statement(0)).replace("2026-01-31", "2026-01-32")
    refused(document, "NOT_A_STATEMENT", "CLBD", "'2026-01-32'")


def test_without_a_closing_or_opening_balance_nothing_is_proved() -> None:
    opening, closing = (balance(kind, 0, "2026-01-01") for kind in ("OPBD", "CLBD"))
    refused(
        camt(statement(0, balances=opening)), "STATEMENT_INCOMPLETE", "closing balance"
    )
    refused(
        camt(statement(0, balances=closing)), "STATEMENT_INCOMPLETE", "opening balance"
    )
    undated = balance("CLBD", 0, None)
    refused(
        camt(statement(0, balances=opening + undated)), "STATEMENT_INCOMPLETE", "day of"
    )


def test_an_intermediate_balance_closes_nothing() -> None:
    page = balance("CLBD", 0, "2026-01-31").replace(
        "</CdOrPrtry>", "</CdOrPrtry><SubTp><Cd>INTM</Cd></SubTp>"
    )
    opening = balance("OPBD", 0, "2026-01-01")
    refused(camt(statement(0, balances=opening + page)), "STATEMENT_INCOMPLETE")


def test_a_sum_that_does_not_hold_is_done() -> None:
    refusal = refused(
        camt(statement(100000, entry(25000) + entry(-1), 125000)),
        "STATEMENT_UNBALANCED",
        *("'file.xml'", "statement '1'", IBAN, "€ 1,000.00", "(2)", "€ 249.99"),
        *("€ 1,249.99", "€ 1,250.00", "€ 0.01 apart"),
    )
    assert refusal.details["difference"] == "0.01"
    assert "reversals" not in refusal.message
    assert "not booked" not in refusal.message


def test_a_sum_that_would_hold_with_reversals_flipped_says_so() -> None:
    marked = tag("RvslInd", "true")
    lines = entry(500) + entry(-200, more=marked) + entry(-50) + entry(-7, more=marked)
    refusal = refused(
        camt(statement(0, lines, 657)), "STATEMENT_UNBALANCED", "reversals", "2, 4"
    )
    assert refusal.details["flipped"] == {"reversals": [2, 4]}
    assert (
        "reversals"
        not in refused(camt(statement(0, lines, 658)), "STATEMENT_UNBALANCED").message
    )


def test_a_sum_that_does_not_hold_tells_what_was_left_out() -> None:
    lines = entry(500) + entry(10, status="PDNG")
    refused(camt(statement(0, lines, 510)), "STATEMENT_UNBALANCED", "not booked: 1")


@pytest.mark.parametrize(
    "document",
    [
        camt(statement(0, head="<Acct><Ccy>USD</Ccy></Acct>")),
        camt(statement(0, entry(1, currency="SEK"), 1)),
        camt(statement(0)).replace('"EUR"', '"CHF"', 1),
        # Before the sums, which do not hold here.
        camt(statement(0, entry(1, currency="SEK"), 5)),
    ],
)
def test_other_currencies(document: str) -> None:
    refused(document, "NOT_EURO", "euros alone")


def test_a_pending_line_may_be_in_another_currency() -> None:
    pending = entry(1, status="PDNG", currency="SEK")
    assert read(camt(statement(0, pending))).not_booked == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [("BkToCstmrAcctRpt", "intraday"), ("BkToCstmrDbtCdtNtfctn", "notification")],
)
def test_other_messages_of_the_family(name: str, words: str) -> None:
    document = camt(statement(0)).replace("BkToCstmrStmt", name)
    refused(document, "NOT_A_STATEMENT", words, "camt.053")


@pytest.mark.parametrize(
    "document", [camt(), "<html><body/></html>", "<a/>", camt().replace("Docu", "Mocu")]
)
def test_xml_without_a_statement(document: str) -> None:
    refused(document, "NOT_A_STATEMENT", "no statement of camt.053")


@pytest.mark.parametrize(
    "page",
    [
        "<PgNb>1</PgNb><LastPgInd>false</LastPgInd>",
        "<PgNb>2</PgNb><LastPgInd>true</LastPgInd>",
    ],
)
def test_one_page_of_several(page: str) -> None:
    whole = statement(0, entry(100), 100)
    refused(
        camt(whole, head=tag("MsgPgntn", page)), "NOT_A_STATEMENT", "page", "the whole"
    )
    refused(
        camt(statement(0, head=tag("StmtPgntn", page))), "NOT_A_STATEMENT", "of several"
    )
    only = "<PgNb>1</PgNb><LastPgInd>true</LastPgInd>"
    assert read(camt(whole, head=tag("MsgPgntn", only))).closing == 100


def test_one_bad_statement_refuses_the_file() -> None:
    refused(
        camt(statement(0), statement(0, entry(1), 2), statement(0)),
        "STATEMENT_UNBALANCED",
    )


ACCENTS = camt(statement(0, entry(100, more=tag("AddtlNtryInf", "Café € 5")), 100))


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", None),
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-8-sig", "iso-8859-1"),
        ("utf-16", "UTF-16"),
        ("utf-16", "utf-8"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "windows-1252"),
        ("cp1252", "CP1252"),
        ("iso-8859-15", "ISO-8859-15"),
    ],
)
def test_encodings(encoding: str, declared: str | None) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    document = (head + ACCENTS).encode(encoding)
    assert read(document).lines[0].text == "Café € 5"


def test_latin_1() -> None:
    document = '<?xml version="1.0" encoding="ISO-8859-1"?>' + ACCENTS.replace("€ ", "")
    assert read(document.encode("latin-1")).lines[0].text == "Café 5"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("cp1252", "utf-8"), ("utf-8", "UTF-16"), ("cp1252", None)],
)
def test_a_wrong_declaration_is_not_guessed_at(
    encoding: str, declared: str | None
) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    refused((head + ACCENTS).encode(encoding), "NOT_A_STATEMENT", "well-formed")


@pytest.mark.parametrize("declared", ["utf-7", "rot13", "cp037", "shift_jis", "x" * 99])
def test_encodings_that_are_not_read(declared: str) -> None:
    document = f'<?xml version="1.0" encoding="{declared}"?>' + ACCENTS
    refused(document, "NOT_A_STATEMENT", "Ask the bank for UTF-8")
