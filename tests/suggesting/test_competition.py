"""Several lines and candidates beside each other: ties, sums, returns, each once."""

from typing import Any

import pytest

from domain.values.creditor_references import contribution_reference
from projections.answers.balances import balance
from tests.suggesting.small_bank import EMMEN, SmallBank, level, line, said
from tests.unit.domain.posting import LATE, LedgerInTest, cost, other

HALL = "Stenden Hogeschool"


@pytest.fixture
def bank(ledger: LedgerInTest) -> SmallBank:
    """2011 is open and paid by all; the receipts are open entries."""
    return SmallBank.beside(ledger)


@pytest.fixture
def calling(opened: LedgerInTest) -> SmallBank:
    """2011 and 2012 are called, and nothing is received."""
    opened.open("2012", "2012-08-01")
    return SmallBank.beside(opened)


def booked(bank: SmallBank, amount: str, on: str, voucher: str) -> int:
    fields = cost(amount, on) | {"document": voucher}
    return bank.ledger.post("post_process_cost", **fields)


def test_the_whole_word_tells_two_vouchers_apart(bank: SmallBank) -> None:
    first = booked(bank, "250.00", "2011-10-10", "GL-1")
    second = booked(bank, "250.00", "2011-10-10", "GL-12")
    entry = bank.shows(
        line("-250.00", "2011-10-11", "GL-12", party=HALL),
        line("-250.00", "2011-10-11", "betreft gl 1.", party=HALL),
    )
    found = bank.suggested()
    assert found[f"{entry}.1"].commands[0]["entries"] == [second]
    assert found[f"{entry}.2"].commands[0]["entries"] == [first]
    assert {level(each) for each in found.values()} == {("certain", 10)}


def test_of_many_of_one_amount_what_a_word_points_to_is_found(bank: SmallBank) -> None:
    """Twenty on as many days; without a word the nearest in days are looked at."""
    entries = [
        booked(bank, "250.00", f"2011-10-{n:02}", f"GL-{n}") for n in range(1, 21)
    ]
    entry = bank.shows(
        line("-250.00", "2011-10-02", "GL-20"), line("-250.00", "2011-10-03")
    )
    found = bank.suggested()
    assert found[f"{entry}.1"].commands[0]["entries"] == [entries[19]]
    assert found[f"{entry}.2"].commands[0]["entries"] == [entries[2]]


def test_equal_amounts_of_one_party_are_not_certain(bank: SmallBank) -> None:
    entries = {booked(bank, "250.00", "2011-10-10", f"GL-{n}") for n in (1, 2)}
    entry = bank.shows(
        line("-250.00", "2011-10-10", "GL-1 en GL-2", party=HALL),
        line("-250.00", "2011-10-10", "GL-1 en GL-2", party=HALL),
    )
    found = bank.suggested()
    assert {level(each) for each in found.values()} == {("likely", 10)}
    assert {each.commands[0]["entries"][0] for each in found.values()} == entries
    assert f"line {entry}.2 has 10 points for the same" in said(found[f"{entry}.1"])


def test_each_candidate_is_suggested_once(bank: SmallBank) -> None:
    booked(bank, "250.00", "2011-10-10", "GL-1")
    lines = [line("-250.00", "2011-10-10", "GL-1", party=HALL) for _ in range(3)]
    entry = bank.shows(*lines)
    assert list(bank.suggested()) == [f"{entry}.1"]


def test_three_ahead_is_certain_and_two_is_not(bank: SmallBank) -> None:
    near = booked(bank, "250.00", "2011-10-10", "GL-1")
    booked(bank, "250.00", "2011-10-20", "GL-1")
    first = bank.shows(line("-250.00", "2011-10-10", "GL-1", party=HALL))
    found = bank.suggested()[f"{first}.1"]
    assert level(found) == ("likely", 10), "the other one has 8"
    assert found.commands[0]["entries"] == [near]
    bank.ledger.post("reverse", entry=near, date="2011-10-10", reason="Once")
    assert level(bank.suggested()[f"{first}.1"]) == ("likely", 8)


def test_what_is_certain_elsewhere_competes_no_more(bank: SmallBank) -> None:
    both = "GL-1 GL-2"
    first = booked(bank, "250.00", "2011-10-10", "GL-1")
    second = booked(bank, "250.00", "2011-10-20", "GL-2")
    entry = bank.shows(
        line("-250.00", "2011-10-10", "GL-1", party=HALL),
        line("-250.00", "2011-10-19", both, party=HALL),
    )
    found = bank.suggested()
    assert found[f"{entry}.1"].commands[0]["entries"] == [first]
    assert level(found[f"{entry}.1"]) == ("likely", 10)
    assert found[f"{entry}.2"].commands[0]["entries"] == [second]
    booked(bank, "99.00", "2011-10-10", "GL-3")
    bank.ledger.post("match_bank_lines", lines=[f"{entry}.1"], entries=[first])
    assert level(bank.suggested()[f"{entry}.2"]) == ("certain", 10)


def test_several_entries_of_one_party_add_up(bank: SmallBank) -> None:
    amounts = {"GL-1": "250.00", "GL-2": "99.50", "GL-3": "10.00", "GL-4": "0.50"}
    entries = [booked(bank, a, "2011-10-10", v) for v, a in amounts.items()]
    first = bank.shows(line("-360.00", "2011-10-11", "GL-1 GL-2 GL-3 GL-4", party=HALL))
    found = bank.suggested()[f"{first}.1"]
    assert level(found) == ("certain", 10)
    assert found.commands == [
        {
            "command": "match_bank_lines",
            "lines": [f"{first}.1"],
            "entries": entries,
        }
    ]
    assert said(found)[0] == "4 of one party add up to it"


def test_a_sum_is_referred_to_where_all_of_it_is(bank: SmallBank) -> None:
    for number in (1, 2, 3):
        booked(bank, "125.00", "2011-10-10", f"GL-{number}")
    first = bank.shows(line("-250.00", "2011-10-10", "GL-1", party=HALL))
    found = bank.suggested()[f"{first}.1"]
    assert level(found) == ("possible", 4)


def test_entries_of_different_parties_are_no_sum(bank: SmallBank) -> None:
    booked(bank, "250.00", "2011-10-10", "GL-1")
    fields = cost("99.50", "2011-10-10") | {"document": "GL-2", "payee": "Drukkerij"}
    bank.ledger.post("post_process_cost", **fields)
    first = bank.shows(line("-349.50", "2011-10-10", "GL-1 GL-2", party=HALL))
    assert f"{first}.1" not in bank.suggested()


def test_two_years_at_once_are_two_commands(calling: SmallBank) -> None:
    text = "RF64ZD2011EMMEN RF02ZD2012EMMEN"
    entry = calling.shows(line("89600.00", "2012-08-30", text, party="Gem. Emmen"))
    found = calling.suggested()[f"{entry}.1"]
    assert level(found) == ("certain", 10)
    told = [(c["year"], c["partner"], c["amount"]) for c in found.commands]
    assert sorted(told) == [
        ("2011", "emmen", "44800.00"),
        ("2012", "emmen", "44800.00"),
    ]
    for command in found.commands:
        calling.ledger.post(**command)
    assert calling.suggested() == {}


def test_two_years_at_once_without_a_reference_are_not_certain(
    calling: SmallBank,
) -> None:
    calling.shows(line("89600.00", "2012-08-31", "bijdragen", party="Gem. Emmen"))
    assert level(calling.only()) == ("possible", 4)


def test_what_is_booked_never_competes_with_what_is_expected(
    calling: SmallBank,
) -> None:
    """Lines of an open entry and of each contribution of 2011 are no rivals."""
    calling.ledger.post(
        "receive_other", **other("12.00", "2011-08-20") | {"document": "GL-1"}
    )
    rows: Any = balance(calling.ledger.view(LATE), "partners")["partners"]
    called = [
        line(
            row["outstanding"],
            "2011-08-31",
            contribution_reference("2011", row["partner"]),
        )
        for row in rows
        if row["year"] == "2011"
    ]
    calling.shows(line("12.00", "2011-08-20", "GL-1"), *called)
    found = list(calling.suggested().values())
    assert len(found) == 1 + len(called)
    assert [each.suggestion.doubts for each in found] == [()] * len(found)


def test_a_payment_that_came_back_is_not_certain(bank: SmallBank) -> None:
    booked(bank, "250.00", "2011-10-10", "GL-1")
    there = {"party": HALL, "party_account": EMMEN}
    entry = bank.shows(
        line("-250.00", "2011-10-10", "GL-1", **there),
        line("250.00", "2011-10-14", "RETOUR GL-1", **there),
    )
    found = bank.suggested()
    assert {each.suggestion.level for each in found.values()} == {"likely"}
    again = bank.shows(line("-250.00", "2011-11-10", "GL-1", **there))
    found = bank.suggested()
    assert {each.suggestion.level for each in found.values()} == {"likely"}
    lines = {name for each in found.values() for name in each.commands[0]["lines"]}
    assert lines == {f"{entry}.1", f"{entry}.2", f"{again}.1"}


def test_a_return_of_another_reference_leaves_a_payment_certain(
    bank: SmallBank,
) -> None:
    booked(bank, "250.00", "2011-10-10", "GL-1")
    booked(bank, "250.00", "2011-10-10", "GL-2")
    there = {"party": HALL, "party_account": EMMEN}
    entry = bank.shows(
        line("-250.00", "2011-10-10", "GL-1", **there),
        line("250.00", "2011-10-14", "RETOUR GL-2", **there),
    )
    assert bank.suggested()[f"{entry}.1"].suggestion.level == "certain"


@pytest.mark.parametrize(
    "marked", [{"reversal": True}, {"bank_code": "PMNT-ICDT-RRTN"}]
)
def test_what_the_bank_calls_a_return_is_never_certain(
    calling: SmallBank, marked: dict[str, object]
) -> None:
    text, party = "RF64ZD2011EMMEN", "Gem. Emmen"
    calling.shows(line("44800.00", "2011-08-31", text, party=party, **marked))
    found = calling.only()
    assert level(found) == ("likely", 10)
    assert said(found)[-1] == "the bank says that the line undoes another one"


def test_two_lines_that_cancel_out_are_matched(bank: SmallBank) -> None:
    there = {"party": "Iemand", "party_account": EMMEN}
    entry = bank.shows(
        line("-77.00", "2011-10-10", "een", **there),
        line("77.00", "2011-10-12", "twee", **there),
    )
    found = bank.suggested()[f"{entry}.2"]
    assert level(found) == ("likely", 6)
    assert found.commands == [
        {"command": "match_bank_lines", "lines": [f"{entry}.1", f"{entry}.2"]}
    ]
    bank.ledger.post(**found.commands[0])


def test_a_refund_that_may_be_a_return_is_not_certain(bank: SmallBank) -> None:
    """The line it may undo was answered already, and nothing names the refund."""
    there = {"party": HALL, "party_account": EMMEN}
    first = bank.shows(line("-250.00", "2011-10-10", "GL-1", **there))
    bank.ledger.post(
        "post_process_cost",
        **cost("250.00", "2011-10-10", bank_line=f"{first}.1"),
    )
    entry = bank.ledger.post(
        "receive_other",
        category="business",
        amount="250.00",
        date="2011-10-12",
        counterparty=HALL,
        description="Bijdrage",
        document="B-1",
    )
    second = bank.shows(line("250.00", "2011-10-12", "bijdrage", **there))
    found = bank.suggested()[f"{second}.1"]
    assert found.commands[0]["entries"] == [entry]
    assert level(found) == ("likely", 8)
    assert said(found)[-1] == f"it may be the return of line {first}.1"


def test_an_opening_balance_is_matched_with_what_it_came_from(
    ledger: LedgerInTest,
) -> None:
    """Its holder's name is no evidence: everything before is an open entry."""
    account = ledger.post(
        "open_bank_account",
        account="rc",
        kind="ledger",
        holder="Provincie Drenthe",
        date="2011-08-25",
        opening="52800.00",
        document="RC",
    )
    found = SmallBank(ledger).suggested()
    assert level(found[f"{account}.0"]) == ("possible", 1)
