"""Payment orders are recognised when the bank shows them (sections 8 and 9)."""

from typing import Any

import pytest

from ledger.suggesting.answers import Answer
from projections.answers.payments import orders
from tests.suggesting.small_bank import SmallBank, level, line, said
from tests.unit.domain.posting import LATE, LedgerInTest, cost
from tests.unit.domain.test_payments import order

IBAN = "NL91ABNA0417164300"
OTHER = "NL44RABO0123456789"
NUMBER = "P-2012-014"


@pytest.fixture
def bank(awarded: LedgerInTest) -> SmallBank:
    """Project grecor has a grant of 30,000."""
    return SmallBank.beside(awarded)


def ordered(bank: SmallBank, number: str = NUMBER, **changes: Any) -> int:
    return bank.ledger.post("order_payment", **order(number=number, **changes))


def posted(bank: SmallBank, found: Answer) -> None:
    for command in found.commands:
        bank.ledger.post(**{"command": command["command"], **command})


def open_numbers(bank: SmallBank) -> list[str]:
    found = orders(bank.ledger.view(LATE))
    return [each.given["payment"] for each in found if each.paid_by is None]


def test_an_order_is_recognised_by_its_number(bank: SmallBank) -> None:
    ordered(bank)
    bank.shows(line("-5000.00", "2012-01-15", f"betaling {NUMBER}"))
    found = bank.only()
    name = found.suggestion.shown.line.name
    # Six for the number, two for the day.
    assert level(found) == ("likely", 8)
    assert said(found) == [f"text has {NUMBER}", "same day as 2012-01-15"]
    assert found.commands == [
        {
            "command": "pay_grant",
            "project": "grecor",
            "payee": "Gemeente Emmen",
            "payment": NUMBER,
            "amount": "5000.00",
            "date": "2012-01-15",
            "document": f"2011.xml, line {name}",
            "bank_line": name,
        }
    ]
    posted(bank, found)
    assert open_numbers(bank) == []
    assert bank.suggested() == {}


def test_number_and_account_are_certain_and_pay_it_once(bank: SmallBank) -> None:
    ordered(bank, payee_account=IBAN)
    statement = bank.shows(
        line("-5000.00", "2012-01-16", reference=NUMBER, party_account=IBAN),
        line("-5000.00", "2012-01-17", reference=NUMBER, party_account=IBAN),
    )
    found = bank.suggested()
    # Two lines want the one order: which of them it was is not certain.
    assert {name: level(each)[0] for name, each in found.items()} == {
        f"{statement}.1": "likely"
    }
    posted(bank, found[f"{statement}.1"])
    assert open_numbers(bank) == []
    assert not any("payment" in e.commands[0] for e in bank.suggested().values())


def test_the_account_is_the_one_that_was_ordered(bank: SmallBank) -> None:
    ordered(bank, payee_account=IBAN)
    bank.shows(line("-5000.00", "2012-01-15", NUMBER, party_account=IBAN))
    found = bank.only()
    assert level(found) == ("certain", 12)
    assert f"account as ordered in {NUMBER}" in said(found)


def test_another_account_says_nothing_for_it(bank: SmallBank) -> None:
    ordered(bank, payee_account=IBAN)
    bank.shows(line("-5000.00", "2012-01-15", NUMBER, party_account=OTHER))
    assert level(bank.only()) == ("likely", 8)


def test_an_erased_account_says_nothing_any_more(bank: SmallBank) -> None:
    ordered(bank, payee_account=IBAN)
    bank.ledger.post("erase_sealed", before="2012-01-01", reason="AVG")
    bank.shows(line("-5000.00", "2012-01-15", NUMBER, party_account=IBAN))
    assert level(bank.only()) == ("likely", 8)


@pytest.mark.parametrize(
    ("on", "points"), [("2012-01-13", 12), ("2012-01-20", 11), ("2012-01-29", 10)]
)
def test_days_are_counted_to_the_due_date(
    bank: SmallBank, on: str, points: int
) -> None:
    ordered(bank, payee_account=IBAN)
    bank.shows(line("-5000.00", on, NUMBER, party_account=IBAN))
    assert level(bank.only()) == ("certain", points)


def test_more_than_45_days_from_due_is_no_candidate(bank: SmallBank) -> None:
    ordered(bank)
    bank.shows(line("-5000.00", "2012-03-01", NUMBER))
    assert bank.suggested() == {}


def test_a_cent_more_is_no_candidate(bank: SmallBank) -> None:
    ordered(bank)
    bank.shows(line("-5000.01", "2012-01-15", NUMBER))
    assert bank.suggested() == {}


def test_the_whole_grant_ordered_is_expected_once(bank: SmallBank) -> None:
    """Else the grant would have as many points as its own order."""
    whole = order()["as"] | {"amount": "30000.00", "date": "2011-12-20"}
    ordered(bank, whole=whole | {"document": "P/1"}, payee_account=IBAN)
    bank.shows(line("-30000.00", "2012-01-15", "grecor", party_account=IBAN))
    found = bank.only()
    assert level(found) == ("certain", 9)
    assert found.commands[0]["payment"] == NUMBER


def test_what_is_not_ordered_of_a_grant_is_still_expected(bank: SmallBank) -> None:
    ordered(bank)
    bank.shows(line("-25000.00", "2012-01-15", "grecor"))
    (command,) = bank.only().commands
    assert (command["command"], command["amount"]) == ("pay_grant", "25000.00")
    assert "payment" not in command


def test_several_orders_of_one_payee_may_be_one_line(bank: SmallBank) -> None:
    first, second = ordered(bank), ordered(bank, "P-2012-015", document="P/2")
    assert second == first + 1
    bank.shows(line("-10000.00", "2012-01-15", "P-2012-014 P-2012-015"))
    found = bank.only()
    assert [each["payment"] for each in found.commands] == ["P-2012-014", "P-2012-015"]
    posted(bank, found)
    assert open_numbers(bank) == []


def test_orders_of_other_commands_are_recognised(bank: SmallBank) -> None:
    whole = cost("120.00", "2011-12-20", description="Zaalhuur")
    ordered(bank, command="post_process_cost", whole=whole, payee_account=IBAN)
    bank.shows(line("-120.00", "2012-01-15", NUMBER, party_account=IBAN))
    found = bank.only()
    assert level(found)[0] == "certain"
    assert found.commands[0]["description"] == "Zaalhuur"
    posted(bank, found)
    assert open_numbers(bank) == []


def test_a_reversed_order_is_expected_no_more(bank: SmallBank) -> None:
    entry = ordered(bank)
    bank.ledger.post("reverse", entry=entry, date="2012-01-02", reason="Niet nodig")
    bank.shows(line("-5000.00", "2012-01-15", NUMBER))
    assert bank.suggested() == {}
