"""Bank and ledger tied by whoever can write the tables: `audit verify` sees that."""

from pathlib import Path

import pytest

from tests.audit.forging import State, forge
from tests.audit.ledgers import codes, verified
from tests.functional.scenario import build_templates
from tests.unit.domain.banking import account, statement
from tests.unit.domain.posting import LedgerInTest


@pytest.fixture(scope="module")
def matched(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A ledger with a statement (15) of which a line is matched (16)."""
    place = tmp_path_factory.mktemp("bank")
    build_templates(place)
    ledger = LedgerInTest(place / "awarded.db")
    ledger.post("open_bank_account", **account())
    lines = (("2011-08-20", "44800.00"), ("2011-08-20", "14400.00"))
    ledger.post("register_statement", **statement(*lines))
    ledger.post("match_bank_lines", lines=["15.1"], entries=[6])
    ledger.close()
    return (place / "awarded.db").read_bytes()


@pytest.fixture
def path(matched: bytes, tmp_path: Path) -> Path:
    found = tmp_path / "zuidas.db"
    found.write_bytes(matched)
    assert not verified(found).findings
    return found


def test_a_tie_of_two_amounts(path: Path) -> None:
    """A smaller line answers a larger entry, and the books are made to fit."""

    def forgery(state: State) -> None:
        [tie] = state["ties"]
        tie["lines"] = [{"line": "15.2", "account": "rc", "amount": 1440000}]
        tie["entries"] = [{"entry": 8, "amount": 2240000}]

    entry = forge(path, "match_bank_lines", forgery)
    [found] = verified(path).findings
    assert (found.code, found.entries) == ("BANK_DIFFERS", [entry])
    assert "€ 14,400.00 where € 22,400.00 is the other side" in found.message


def test_a_statement_whose_lines_are_not_its_balances(path: Path) -> None:
    def forgery(state: State) -> None:
        state["given"] |= {"closing": "99999.99"}

    entry = forge(path, "register_statement", forgery)
    found = verified(path)
    assert codes(found) == ["BANK_DIFFERS"]
    assert found.findings[0].entries == [entry]
