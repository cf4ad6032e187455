"""Points and levels as section 8 of the contract has them, one line at a time."""

import pytest

from tests.suggesting.small_bank import EMMEN, SmallBank, level, line, said
from tests.unit.domain.posting import LedgerInTest, cost, money

RF = "RF64ZD2011EMMEN"


@pytest.fixture
def bank(opened: LedgerInTest) -> SmallBank:
    """2011 is open and nothing received: contributions are due on 31 August."""
    return SmallBank.beside(opened)


@pytest.fixture
def paying(awarded: LedgerInTest) -> SmallBank:
    """Project grecor has a grant of 30,000; its letter is BES-grecor-2011-10-01."""
    return SmallBank.beside(awarded)


@pytest.mark.parametrize(
    ("on", "points"),
    [
        ("2011-08-31", 10),
        ("2011-08-29", 10),
        ("2011-09-02", 10),
        ("2011-09-03", 9),
        ("2011-09-05", 9),
        ("2011-09-06", 8),
        ("2011-09-14", 8),
        ("2011-09-15", 6),
        ("2011-10-15", 6),
    ],
)
def test_days_from_the_due_date(bank: SmallBank, on: str, points: int) -> None:
    bank.shows(line("44800.00", on, RF, party="Gemeente Emmen"))
    found = bank.only()
    assert level(found) == ("certain" if points >= 9 else "likely", points)
    assert found.commands == [
        {
            "command": "receive_contribution",
            "year": "2011",
            "partner": "emmen",
            "amount": "44800.00",
            "date": on,
            "document": f"2011.xml, line {found.suggestion.shown.line.name}",
            "bank_line": found.suggestion.shown.line.name,
        }
    ]


def test_more_than_45_days_is_no_candidate(bank: SmallBank) -> None:
    bank.shows(line("44800.00", "2011-10-16", RF, party="Gemeente Emmen"))
    assert bank.suggested() == {}


def test_a_cent_less_is_no_candidate(bank: SmallBank) -> None:
    bank.shows(line("44799.99", "2011-08-31", RF, party="Gemeente Emmen"))
    assert bank.suggested() == {}


@pytest.mark.parametrize(
    "text",
    [
        "RF64 ZD20 11EM MEN",
        "rf64zd2011emmen",
        "Bijdrage Zuidas,RF64ZD2011EMMEN.Met dank",
        "/EREF/RF64ZD2011EMMEN/REMI/bijdrage",
    ],
)
def test_a_reference_is_found_as_people_write_it(bank: SmallBank, text: str) -> None:
    bank.shows(line("44800.00", "2011-08-31", text))
    assert level(bank.only()) == ("likely", 8)
    assert said(bank.only())[0] == f"text has {RF}"


@pytest.mark.parametrize("text", [f"{RF}2", f"{RF}-2", f"A{RF}", f"1-{RF}", "RF63ZD"])
def test_a_part_of_a_word_is_no_reference(bank: SmallBank, text: str) -> None:
    bank.shows(line("44800.00", "2011-08-31", text))
    assert level(bank.only()) == ("possible", 2)


def test_the_reference_may_stand_in_its_own_field(bank: SmallBank) -> None:
    bank.shows(line("44800.00", "2011-08-31", "bijdrage", reference=RF))
    assert level(bank.only()) == ("likely", 8)


@pytest.mark.parametrize(
    ("party", "points"),
    [
        ("GEMEENTE EMMEN", 10),
        ("Gem. Emmen", 10),
        ("Emmen, gemeente", 10),
        ("Gemeente Emmen Financien", 8),
        ("Gemeente Meppel", 8),
        ("Gemeente", 8),
    ],
)
def test_names_are_alike_by_their_words(
    bank: SmallBank, party: str, points: int
) -> None:
    bank.shows(line("44800.00", "2011-08-31", RF, party=party))
    assert bank.only().suggestion.points == points


def test_an_account_is_known_from_answered_lines(bank: SmallBank) -> None:
    first = bank.shows(
        line("44800.00", "2011-08-30", "bijdrage", party_account="NL44 RABO 0123456789")
    )
    bank.ledger.post(
        "receive_contribution",
        year="2011",
        partner="emmen",
        amount="44800.00",
        date="2011-08-30",
        document="D",
        bank_line=f"{first}.1",
    )
    bank.ledger.open("2012", "2012-08-01")
    bank.shows(line("44800.00", "2012-08-31", "bijdrage", party_account=EMMEN))
    found = bank.only()
    assert level(found) == ("likely", 6)
    assert said(found) == [f"account as in line {first}.1", "same day as 2012-08-31"]


def test_a_reversed_answer_teaches_nothing(bank: SmallBank) -> None:
    first = bank.shows(line("44800.00", "2011-08-30", party_account=EMMEN))
    entry = bank.ledger.post(
        "receive_contribution",
        year="2011",
        partner="emmen",
        amount="44800.00",
        date="2011-08-30",
        document="D",
        bank_line=f"{first}.1",
    )
    bank.ledger.post("reverse", entry=entry, date="2011-08-30", reason="Wrong")
    assert level(bank.only()) == ("possible", 2)


def test_a_project_or_a_decision_counts_once(paying: SmallBank) -> None:
    paying.shows(line("-30000.00", "2011-11-01", "grecor, besluit SG-2011-01"))
    found = paying.only()
    assert level(found) == ("possible", 3)
    assert found.commands[0]["command"] == "pay_grant"


def test_a_grant_has_no_days(paying: SmallBank) -> None:
    text = "BES-grecor-2011-10-01 project grecor"
    paying.shows(line("-30000.00", "2012-10-01", text))
    found = paying.only()
    assert level(found) == ("certain", 9)
    assert said(found) == ["text has BES-grecor-2011-10-01", "text has grecor"]


def test_what_is_recoverable_is_a_refund(paying: SmallBank) -> None:
    paying.ledger.pay("30000.00", "2011-11-01")
    paying.ledger.post("determine_grant", **money("24000.00", "2012-05-01"))
    text = "grecor, BES-grecor-2011-10-01"
    paying.shows(line("6000.00", "2012-06-01", text, party="Gem. Emmen"))
    found = paying.only()
    assert level(found) == ("certain", 11)
    assert found.commands[0] == {
        "command": "receive_refund",
        "project": "grecor",
        "amount": "6000.00",
        "date": "2012-06-01",
        "document": f"2011.xml, line {found.suggestion.shown.line.name}",
        "bank_line": found.suggestion.shown.line.name,
    }


def test_an_open_entry_is_matched(paying: SmallBank) -> None:
    entry = paying.ledger.post("post_process_cost", **cost("250.00", "2011-11-10"))
    first = paying.shows(line("-250.00", "2011-11-11", "INV-SN-2011-11-10, 1 stuk"))
    found = paying.suggested()[f"{first}.1"]
    assert level(found) == ("likely", 8)
    assert found.commands == [
        {
            "command": "match_bank_lines",
            "lines": [f"{first}.1"],
            "entries": [entry],
        }
    ]


@pytest.mark.parametrize("voucher", ["2011", "7", "nvt", "n/a", "-", "factuur"])
def test_a_voucher_that_says_nothing_is_no_reference(
    paying: SmallBank, voucher: str
) -> None:
    fields = cost("250.00", "2011-11-10") | {"document": voucher}
    paying.ledger.post("post_process_cost", **fields)
    paying.shows(line("-250.00", "2011-11-10", f"factuur {voucher} van 7 nvt"))
    assert level(paying.only()) == ("possible", 2)


def test_a_corrected_voucher_is_looked_for(paying: SmallBank) -> None:
    entry = paying.ledger.post("post_process_cost", **cost("250.00", "2011-11-10"))
    paying.ledger.post(
        "annotate", entry=entry, field="document", value="F-2011-99", reason="Typed"
    )
    paying.shows(line("-250.00", "2011-11-10", "F 2011 99"))
    assert said(paying.only())[0] == "text has F-2011-99"


def test_what_is_left_of_a_line_and_of_an_entry_counts(paying: SmallBank) -> None:
    first = paying.shows(line("-400.00", "2011-11-10", "INV-SN-2011-11-10"))
    paying.ledger.post(
        "post_process_cost", **cost("150.00", "2011-11-10", bank_line=f"{first}.1")
    )
    entry = paying.ledger.post("post_process_cost", **cost("250.00", "2011-11-10"))
    found = paying.only()
    assert found.commands[0]["entries"] == [entry]
