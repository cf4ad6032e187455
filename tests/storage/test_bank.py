"""Bank and ledger are tied in both databases, and what is open is the same in both."""

import pytest

from ledger.storage.location import Location
from ledger.verifying.verify import verify
from tests.property.test_bank_identity import FIRST, STEPS, History
from tests.storage.ledgers import StoredLedger
from tests.unit.domain.banking import always_tied, tied


@pytest.mark.parametrize("seed", [3, 7])
def test_a_random_history_is_tied(opened: StoredLedger, seed: int) -> None:
    history = History(opened, seed)
    history.open_account()
    for _ in range(STEPS):
        history.step()
    found = tied(opened)
    assert {line.name: line.open for line in found.lines} == {
        name: left for name, left in history.lines.items() if left
    }
    always_tied(opened, [FIRST.isoformat(), "2012-02-01", "2012-03-01"])
    assert not verify(opened.store, rules=True).findings


@pytest.mark.postgres
def test_an_amount_is_a_whole_number_in_both(opened: StoredLedger) -> None:
    """PostgreSQL gives sums as decimals; they leave the tables as cents."""
    history = History(opened, 5)
    history.open_account()
    history.statement()
    history.answer()
    found = tied(opened)
    numbers = [number for line in found.lines for number in (line.amount, line.open)]
    numbers += [number for e in found.entries for number in (e.amount, e.open)]
    assert {type(number) for number in numbers} == {int}
    assert {type(amount) for amount in found.bank.values()} == {int}
    assert isinstance(opened.location, Location)
