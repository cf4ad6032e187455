"""Charges and interest, rules of the user's own, and what commands hold."""

import pytest

from domain.values.errors import Refusal
from ledger.suggesting.rule_file import read_rules
from tests.suggesting.small_bank import EMMEN, SmallBank, level, line, said
from tests.unit.domain.posting import LedgerInTest, other

RULE = """
[[rule]]
text = "abonnement"
party = "Telefonie Noord B.V."
command = "post_process_cost"
[rule.fields]
year = "2011"
programme = "SN"
payee = "Telefonie Noord"
"""


@pytest.fixture
def bank(opened: LedgerInTest) -> SmallBank:
    return SmallBank.beside(opened)


@pytest.mark.parametrize(
    ("code", "amount", "command", "category"),
    [
        ("ACMT-MDOP-CHRG", "-7.50", "pay_other", "bank-charges"),
        ("NCHG", "-7.50", "pay_other", "bank-charges"),
        ("PMNT-MCOP-COMM", "7.50", "receive_other", "bank-charges"),
        ("ACMT-MCOP-INTR", "12.34", "receive_other", "interest"),
        ("NINT", "-12.34", "pay_other", "interest"),
    ],
)
def test_the_banks_own_code_is_certain(
    bank: SmallBank, code: str, amount: str, command: str, category: str
) -> None:
    entry = bank.shows(line(amount, "2011-12-31", "kwartaal 4", bank_code=code))
    found = bank.only()
    assert level(found) == ("certain", 9)
    assert found.commands == [
        {
            "command": command,
            "category": category,
            "counterparty": "bank",
            "description": f"line {entry}.1",
            "amount": amount.removeprefix("-"),
            "date": "2011-12-31",
            "document": f"2011.xml, line {entry}.1",
            "bank_line": f"{entry}.1",
        }
    ]
    bank.ledger.post(**found.commands[0])
    assert bank.suggested() == {}


@pytest.mark.parametrize("text", ["Creditrente 2011", "Kosten rekening-courant"])
def test_a_text_alone_is_likely(bank: SmallBank, text: str) -> None:
    bank.shows(line("5.00", "2011-12-31", text))
    assert level(bank.only()) == ("likely", 5)


def test_a_text_of_somebody_with_an_account_says_nothing(bank: SmallBank) -> None:
    bank.shows(line("-5.00", "2011-12-31", "kosten", party_account=EMMEN))
    assert bank.suggested() == {}


def test_another_code_says_nothing(bank: SmallBank) -> None:
    bank.shows(line("-5.00", "2011-12-31", "kwartaal", bank_code="PMNT-ICDT-ESCT"))
    assert bank.suggested() == {}


def test_charges_that_are_booked_are_matched(bank: SmallBank) -> None:
    charged = other("7.50", "2011-12-31", "bank-charges")
    entry = bank.ledger.post("pay_other", **charged)
    bank.shows(line("-7.50", "2012-01-01", bank_code="ACMT-MDOP-CHRG"))
    found = bank.only()
    assert found.commands[0]["entries"] == [entry]
    assert level(found) == ("certain", 11)


def test_the_charges_of_another_quarter_are_no_match(bank: SmallBank) -> None:
    charged = other("7.50", "2011-09-30", "bank-charges")
    bank.ledger.post("pay_other", **charged)
    bank.shows(line("-7.50", "2011-12-31", bank_code="ACMT-MDOP-CHRG"))
    assert bank.only().commands[0]["command"] == "pay_other"


def test_a_rule_makes_its_command(bank: SmallBank) -> None:
    entry = bank.shows(
        line("-31.25", "2011-10-01", "Abonnement okt", party="TELEFONIE NOORD BV"),
        line("-31.25", "2011-10-01", "Abonnement okt", party="Een ander"),
        line("31.20", "2011-10-01", "Abonnement okt", party="Telefonie Noord"),
        line("-31.25", "2011-11-01", "Abonnement nov", party="Telefonie Noord"),
    )
    found = bank.suggested(*read_rules(RULE))
    assert list(found) == [f"{entry}.1", f"{entry}.4"]
    first = found[f"{entry}.1"]
    assert level(first) == ("likely", 6)
    assert said(first) == ["rule 1 of the file"]
    assert first.commands == [
        {
            "command": "post_process_cost",
            "year": "2011",
            "programme": "SN",
            "payee": "Telefonie Noord",
            "description": f"line {entry}.1",
            "amount": "31.25",
            "date": "2011-10-01",
            "document": f"2011.xml, line {entry}.1",
            "bank_line": f"{entry}.1",
        }
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[rule", "it is no TOML"),
        ("rules = 1", "'rules' is unknown"),
        ("rule = 1", "it has at most 1000 tables"),
        ('rule = ["x"]', "rule 1: it is no table"),
        ('[[rule]]\ncommand = "pay_other"', "rule 1: it needs text, party, or both"),
        ('[[rule]]\ntext = 1\ncommand = "pay_other"', "rule 1: text is a text"),
        ('[[rule]]\ntext = "-"\ncommand = "pay_other"', "rule 1: '-' is too short"),
        ('[[rule]]\nparty = "B.V."', "rule 1: party has no word"),
        ('[[rule]]\ntext = "huur"', "one that moves the current account, not 'None'"),
        ('[[rule]]\ntext = "huur"\ncommand = "allocate"', "not 'allocate'"),
        (
            '[[rule]]\ntext = "huur"\ncommand = "pay_other"\nfrom = 1',
            "'from' is unknown",
        ),
        ('[[rule]]\ntext = "huur"\ncommand = "pay_other"\nfields = 1', "are a table"),
        ('[[rule]]\ntext = "huur"\ncommand = "pay_other"', "category"),
        (f'{RULE}amount = "1.00"', "rule 1: the line gives amount"),
    ],
)
def test_a_rule_that_cant_be_used_is_named(text: str, told: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_rules(text)
    assert caught.value.code == "BAD_COMMAND"
    assert told in caught.value.message


def test_nothing_of_a_lines_texts_is_in_a_command(bank: SmallBank) -> None:
    bank.ledger.receive("emmen", "44800.00")
    texts = {
        "party": "Gemeente Emmen QQ-PARTY",
        "party_account": "QQ-ACCOUNT",
        "text": "QQ-TEXT kosten RF16ZD2011MEPPEL",
        "reference": "QQ-REFERENCE",
    }
    bank.shows(
        line("44800.00", "2011-08-20", **texts),
        line("12800.00", "2011-08-31", **texts),
        line("-7.50", "2011-08-31", bank_code="NCHG", **texts),
        line("-44.00", "2011-08-31", **texts),
        line("44.00", "2011-08-31", **texts),
        line("-31.25", "2011-10-01", **(texts | {"text": "abonnement"})),
    )
    rules = read_rules(RULE.replace('party = "Telefonie Noord B.V."\n', ""))
    found = bank.suggested(*rules)
    assert len(found) == 5
    for each in found.values():
        assert "QQ" not in str(each.commands)


def test_texts_that_were_erased_are_no_evidence(bank: SmallBank) -> None:
    text, there = "RF64ZD2011EMMEN", {"party": "Gem. Emmen", "party_account": EMMEN}
    bank.shows(line("44800.00", "2011-08-31", text, **there))
    assert level(bank.only()) == ("certain", 10)
    bank.ledger.post("erase_sealed", before="2011-09-01", reason="Kept long enough")
    assert level(bank.only()) == ("possible", 2)


def test_the_voucher_is_as_long_as_vouchers_may_be(bank: SmallBank) -> None:
    entry = bank.ledger.post(
        "register_statement",
        account="rc",
        from_date="2011-08-01",
        to_date="2011-12-31",
        opening="0.00",
        closing="-7.50",
        format="camt.053",
        lines=[{"n": 1, "bank_code": "NCHG", **line("-7.50", "2011-12-31")}],
        document="d" * 80,
    )
    document = bank.only().commands[0]["document"]
    assert len(document) == 80
    assert document.endswith(f"d…, line {entry}.1")
    bank.ledger.post(**bank.only().commands[0])


def test_in_a_locked_period_it_is_booked_on_the_first_day_after(
    bank: SmallBank,
) -> None:
    bank.shows(line("-7.50", "2011-12-31", bank_code="NCHG"))
    bank.ledger.post("lock_period", until="2012-01-31")
    found = bank.only()
    assert level(found) == ("certain", 9)
    assert found.commands[0]["date"] == "2012-02-01"
    bank.ledger.post(**found.commands[0])


def test_what_would_be_refused_is_not_certain(bank: SmallBank) -> None:
    """The line is before the year was opened: nothing of it is booked on that day."""
    there = {"party": "Gem. Emmen", "party_account": EMMEN}
    bank.shows(line("44800.00", "2011-08-31", "RF64ZD2011EMMEN", **there))
    bank.ledger.post(**bank.only().commands[0])
    bank.ledger.open("2012", "2012-08-20")
    bank.shows(line("44800.00", "2012-08-15", "RF02ZD2012EMMEN", **there))
    found = bank.only()
    assert level(found) == ("likely", 10)
    assert said(found)[-1].startswith("it would be refused [YEAR_NOT_OPEN]: ")
