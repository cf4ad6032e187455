"""How values are written in Dutch, and that English is what it was."""

import pickle
from datetime import UTC, date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.values.encoding import decode, encode
from domain.values.messages import (
    Decimals,
    Euro,
    Message,
    Option,
    Plain,
    Quoted,
    Recorded,
    Told,
    Value,
    Words,
    as_data,
    english,
    message,
    parts,
    printed,
)
from domain.values.texts import visible
from papers.wording import label, title_of_code, titled, told
from papers.wording.cells import cell
from projections.report import Column

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DUTCH = [
    (Euro(4480000), "€\u00a044.800,00"),
    (Euro(-350000), "€\u00a0-3.500,00"),
    (Euro(5), "€\u00a00,05"),
    (Plain(-123456789), "-1.234.567,89"),
    (Decimals(120050), "1.200,50"),
    (Fraction(100, 3), "33,3333"),
    (Fraction(40), "40"),
    (date(2012, 7, 31), "31 juli 2012"),
    (date(2011, 3, 1), "1 maart 2011"),
    (datetime(2012, 7, 31, 17, 5), "31 juli 2012 17:05"),  # noqa: DTZ001  # as told
    (datetime(2012, 7, 31, 17, 5, 9, tzinfo=UTC), "31 juli 2012 17:05:09 (UTC)"),
    (
        datetime(2012, 7, 31, 17, 5, tzinfo=AMSTERDAM),
        "31 juli 2012 17:05 (UTC+0200)",
    ),
    (Recorded("2012-07-31T15:05:00.000000Z"), "31 juli 2012 15:05 (UTC)"),
    (Recorded("long ago"), "long ago"),
    (Words("not_met"), "niet voldaan"),
    (Words("not met"), "niet voldaan"),
    (Words("Total"), "Totaal"),
    (Words("Opening balance"), "Beginsaldo"),
    (Words("nothing that is known"), "nothing that is known"),
    (Quoted("a\x1b[31m"), r"'a\x1b[31m'"),
    (Option("known_at"), "--known-at"),
    (None, ""),
    (12, "12"),
    ("the ledger", "the ledger"),
    ("2012-07-31", "2012-07-31"),
    ("44800.00", "44800.00"),
    (["a", Euro(100)], "a, €\u00a01,00"),
    ({"emmen": Plain(100)}, "emmen 1,00"),
    (parts(["a", "b"], " and "), "a en b"),
    (parts([Words("awarded"), Words("proposed")], " or "), "verleend of ingediend"),
    (parts(["a", "b"], "; "), "a; b"),
    (message("there is no entry {number}.", number=7), "er is geen boeking 7."),
    (Told(message("there is no entry {number}.", number=7)), "er is geen boeking 7."),
    (
        message("the line is longer than {LONGEST_LINE:,} bytes.", LONGEST_LINE=10**6),
        "de regel is langer dan 1.000.000 bytes.",
    ),
    (
        message("recorded on a {recorded:%A}", recorded=datetime(2012, 7, 28)),  # noqa: DTZ001
        "vastgelegd op een zaterdag",
    ),
    (
        message("{a} that nobody translated", a=Euro(1)),
        "€\u00a00,01 that nobody translated",
    ),
]


@pytest.mark.parametrize(("said", "text"), DUTCH, ids=str)
def test_dutch(said: Value, text: str) -> None:
    assert told(said, "nl") == text


@pytest.mark.parametrize("said", [said for said, _ in DUTCH], ids=str)
def test_english_is_what_it_was(said: Value) -> None:
    assert told(said, "en") == english(said)
    assert told(said, "en", shown_as=visible) == printed(said)


def test_dates_in_tables_are_short() -> None:
    said = message("Balance {at}", at=date(2012, 7, 31))
    assert told(said, "nl", table=True) == "Saldo 31-07-2012"
    moment = Recorded("2012-07-31T15:05:00.000000Z")
    assert told(moment, "nl", table=True) == "31-07-2012 15:05 (UTC)"


def test_a_refusal_with_its_sum() -> None:
    said = message(
        "{quantity} on {day}: {total_words} {total} - {used_words} {used} ="
        " {left}{floor}; short by {short}. Ways out: {ways_out}.",
        quantity=parts((message("ceiling"), "2011", "IBO"), " "),
        day=date(2011, 12, 1),
        total_words=message("ceiling with deviations"),
        total=Euro(5900000),
        used_words=message("used with this"),
        used=Euro(6250000),
        left=Euro(-350000),
        floor=None,
        short=Euro(350000),
        ways_out=message("repay at most what was received"),
    )
    assert told(said, "nl") == (
        "plafond 2011 IBO op 1 december 2011: plafond met afwijkingen"
        " €\u00a059.000,00 − besteed met deze boeking €\u00a062.500,00 ="
        " €\u00a0-3.500,00; tekort €\u00a03.500,00. Mogelijkheden:"
        " betaal ten hoogste terug wat is ontvangen."
    )


def test_what_a_value_was_given_for_is_a_field_in_a_form() -> None:
    said = message(
        "the range of {start} and {end} runs backward.",
        start=Option("from_date"),
        end=Option("known_at"),
    )
    text = told(said, "nl", fields=True)
    assert text == "met eerste open dag en kennisdatum loopt de reeks achteruit."
    assert told(said, "nl").count("--") == 2
    assert "from date and known at" in told(said, "en", fields=True)


def test_labels() -> None:
    assert label("command", "pay_grant", "nl") == "subsidie betalen"
    assert label("command", "pay-grant", "nl") == "subsidie betalen"
    assert label("command", "pay_grant", "en") == "pay grant"
    assert label("field", "amount", "nl") == "bedrag"
    assert label("value", "OUTSIDE", "nl") == "buiten de programma's"
    assert label("field", "decision", "nl") == "besluit"
    assert label("value", "deviation", "nl") == "met afwijking"
    assert label("field", "deviation", "nl") == "afwijking"
    assert label("field", "no_such_field", "nl") == "no such field"
    account = "assets:receivable:emmen:2011"
    assert label("account", account, "nl") == "activa:vorderingen:emmen:2011"
    assert label("account", account, "en") == account
    assert title_of_code("CEILING_EXCEEDED", "nl") == "Plafond overschreden"
    assert title_of_code("CEILING_EXCEEDED", "en") == "Ceiling exceeded"


def test_titles_are_the_programs_own() -> None:
    assert titled("Balance", "nl") == "Saldo"
    assert titled("Opening", "nl") == "Beginsaldo"
    assert titled("Value", "nl") == "Waarde"
    assert titled("item 3", "nl") == "item 3"
    assert titled("2012-07-31", "nl") == "31-07-2012"
    assert titled("2012-07-31", "en") == "2012-07-31"
    assert titled("", "nl") == ""
    assert titled("Drentse Zuidas", "nl") == "Drentse Zuidas"
    assert titled(None, "nl") == ""


CELLS = [
    ("text", "2012-07-31", "31-07-2012", "2012-07-31"),
    ("name", "2012-07-31", "2012-07-31", "2012-07-31"),
    ("amount", "-1234.50", "-1.234,50", "-1,234.50"),
    ("movement", "+1234.50", "+1.234,50", "+1,234.50"),
    ("words", "not_met", "niet voldaan", "not met"),
    ("entries", [3, 4], "#3 #4", "#3 #4"),
    ("moment", "2011-10-30T00:30:00Z", "30-10-2011 02:30+02:00", None),
    ("moment", "2011-07-30T00:30:00Z", "30-07-2011 02:30", "2011-07-30T02:30"),
    ("facts", {"physical": True, "share": "33.5"}, None, "physical yes · share 33.5%"),
    (
        *("facts", {"amount": "1200.00", "themes": []}),
        *("bedrag 1.200,00 · thema's geen", "amount 1,200.00 · themes none"),
    ),
    ("fields", {"shares": {"SN": "40"}}, "aandelen SN 40", "shares SN 40"),
    ("fields", [None], "gewist", "erased"),
    ("text", None, "–", "–"),
    ("text", "", "", ""),
    ("text", Words("Total"), "Totaal", "Total"),
    ("text", "a\x1bb", r"a\x1bb", r"a\x1bb"),
]


@pytest.mark.parametrize(("kind", "value", "dutch", "english_"), CELLS)
def test_cells(
    kind: object, value: object, dutch: str | None, english_: str | None
) -> None:
    column = Column("it", "It", kind)  # type: ignore[arg-type]
    if dutch is not None:
        assert cell(column, value, "nl", AMSTERDAM) == dutch
    if english_ is not None:
        assert cell(column, value, "en", AMSTERDAM) == english_


def test_names_of_commands_and_accounts_in_tables() -> None:
    command, account = Column("command", "Command"), Column("account", "Account")
    assert cell(command, "pay_grant", "nl") == "subsidie betalen"
    assert cell(command, "pay_grant", "en") == "pay_grant"
    assert cell(account, "assets:suspense", "nl") == "activa:tussenrekening"


HOSTILE = st.text(st.characters(codec=None), max_size=40)


@given(HOSTILE, HOSTILE)
def test_hostile_values_break_nothing(one: str, other: str) -> None:
    said = message(
        "the framework has no {what} {value}{when}; it has {known}.",
        what=Words(one),
        value=Quoted(other),
        when=message(" on {day} ({told})", day=one, told=other),
        known=parts([one, other]),
    )
    text = told(said, "nl", shown_as=visible)
    assert text.startswith("het kader kent geen ")
    assert visible(other) in text
    assert label("field", one, "nl") is not None
    assert titled(other, "nl", shown_as=visible) is not None


@given(HOSTILE)
def test_a_template_without_values_is_no_template(text: str) -> None:
    assert told(Message(text), "nl") in (text, told(Message(text), "nl"))
    assert told(Message("{" + text + "}"), "nl") == "{" + text + "}"


@pytest.mark.parametrize(
    "said", [Decimals(1250), Recorded("2012-07-31T15:05:00.000000Z")], ids=str
)
def test_new_kinds_of_values_travel(said: Value) -> None:
    found = decode(encode(said))
    assert (found, type(found)) == (said, type(said))


def test_a_told_message_is_text_for_programs_and_a_message_for_people() -> None:
    said = message("there is no entry {number}.", number=7)
    assert Told(said) == "there is no entry 7."
    assert as_data(Told(said)) == "there is no entry 7."
    found = decode(encode(Told(said)))
    assert isinstance(found, Told)
    assert found.said == said
    assert pickle.loads(pickle.dumps(found)).said == said  # noqa: S301  # our own
