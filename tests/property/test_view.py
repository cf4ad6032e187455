"""Sums at any date as known after any entry: totals of blocks and months add up."""

import random
from datetime import date
from pathlib import Path

import pytest

from projections import days
from projections import snapshot as view
from projections import tables as writing
from projections.days import day_number
from tests.unit.domain.posting import LedgerInTest

SMALL = 7
"""Entries in a block, so that a short ledger has many."""


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (days, view, writing):
        monkeypatch.setattr(module, "BLOCK", SMALL)


def posted(path: Path, rng: random.Random) -> LedgerInTest:
    ledger = LedgerInTest.new(path)
    for number in range(60):
        day = date(2011, rng.randrange(1, 13), rng.randrange(1, 29))
        ledger.post(
            rng.choice(["receive_other", "pay_other"]),
            category=rng.choice(["interest", "suspense"]),
            amount=f"{rng.randrange(1, 500)}.00",
            date=day.isoformat(),
            counterparty="Bank",
            description="x",
            document=f"D-{number}",
        )
    return ledger


@pytest.mark.parametrize("many", [view._MANY, 2], ids=["few", "many"])
def test_every_date_and_every_entry(
    small_blocks: None, monkeypatch: pytest.MonkeyPatch, many: int, tmp_path: Path
) -> None:
    """A ledger of few accounts sums all of them at once; one of many, what is asked."""
    monkeypatch.setattr(view, "_MANY", many)
    ledger = posted(tmp_path / "view.db", random.Random(5))
    last = ledger.last_entry
    for entry in range(1, last + 1):
        for at in ("2010-12-31", "2011-03-01", "2011-06-15", "2011-12-31"):
            found = ledger.view(at, f"#{entry}")
            names = found.account_names
            expected = dict.fromkeys(names.values(), 0)
            rows = ledger.store.execute(
                "SELECT a.name, SUM(l.amount) FROM lines l JOIN accounts a"
                " ON a.account = l.account WHERE l.entry <= ? AND l.day <= ?"
                " GROUP BY a.name",
                (entry, day_number(date.fromisoformat(at))),
            )
            expected |= {str(name): int(amount) for name, amount in rows}
            assert found.sums(names) == expected, (entry, at)
