"""What is suggested for bank lines is the same in both databases, and is accepted."""

from domain.entries.parsing import command_from_mapping
from ledger.suggesting.answers import answers
from tests.storage.ledgers import StoredLedger, actor
from tests.suggesting.small_bank import SmallBank, line
from tests.unit.domain.posting import LATE, Row


def paid(amount: str, on: str) -> Row:
    return {
        "category": "business",
        "amount": amount,
        "date": on,
        "counterparty": "Stenden Hogeschool",
        "description": "Hall",
        "document": f"INV-{on}",
    }


def test_what_is_certain_is_accepted(opened: StoredLedger) -> None:
    bank = SmallBank.beside(opened)
    entry = opened.post("pay_other", **paid("250.00", "2011-10-10"))
    first = bank.shows(
        line("44800.00", "2011-08-31", "RF64ZD2011EMMEN", party="Gem. Emmen"),
        line("-250.00", "2011-10-10", "INV 2011 10 10", party="Stenden Hogeschool"),
        line("-7.50", "2011-10-10", bank_code="NCHG"),
    )
    found = list(answers(opened.view(LATE)))
    assert [each.suggestion.level for each in found] == ["certain"] * 3
    assert found[1].commands[0]["entries"] == [entry]
    with opened.ledger.posting(actor(opened.store)) as post:
        for each in found:
            post(command_from_mapping(each.commands[0]))
    assert list(answers(opened.view(LATE))) == []
    again = bank.shows(
        line("-250.00", "2011-12-10", party_account="NL44RABO0123456789"),
    )
    answered = paid("250.00", "2011-12-10") | {"bank_line": f"{again}.1"}
    opened.post("pay_other", **answered)
    opened.post("pay_other", **paid("99.00", "2011-12-11"))
    last = bank.shows(
        line("-99.00", "2011-12-11", party_account="NL44RABO0123456789"),
    )
    (answer,) = answers(opened.view(LATE))
    assert answer.suggestion.shown.line.name == f"{last}.1"
    assert answer.suggestion.evidence.account == f"{again}.1"
    assert first < again < last
