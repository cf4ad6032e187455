"""Sums at any date as known after any entry: totals of blocks and months add up."""

import random
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections import snapshot as view
from projections.answers import courses
from projections.answers.arithmetic import plus
from projections.days import SPAN, day_number
from projections.parts import covering
from tests.small_blocks import make_blocks_small
from tests.unit.domain.posting import LedgerInTest

MONTHS = ("2011-01-31", "2011-02-28", "2011-03-31", "2011-07-15", "2011-12-31")


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    make_blocks_small(monkeypatch)


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


def test_a_figure_month_by_month_is_what_it_stood_at(
    small_blocks: None, tmp_path: Path
) -> None:
    ledger = posted(tmp_path / "view.db", random.Random(6))
    account = "assets:current-account"
    for entry in range(1, ledger.last_entry + 1):
        for at in MONTHS:
            found = ledger.view(at, f"#{entry}")
            course = courses.monthly(found, {"x": plus(account)})["x"]
            assert course[-1].day == date.fromisoformat(at)
            for point in course:
                then = ledger.view(point.day.isoformat(), f"#{entry}")
                assert point.cents == then.balances([account])[account]


# -- which parts -------------------------------------------------------------------


@given(
    first=st.integers(0, 100),
    blocks=st.integers(0, 100),
    full=st.integers(0, 210),
)
def test_what_covers_some_blocks_adds_up_to_them(
    first: int, blocks: int, full: int
) -> None:
    """Each block counts once, and only parts that are full are asked."""
    end = first + blocks
    found = covering(first, end, full)
    counted = Counter(found.unfinished)
    assert all(block >= full for block in found.unfinished)
    for part in found.parts:
        for number in part.numbers:
            for block in range(number * part.size, (number + 1) * part.size):
                assert block < full
                counted[block] += part.sign
    left = {block: n for block, n in counted.items() if n}
    assert left == dict.fromkeys(range(first, end), 1)


@given(first=st.integers(0, 1_000), end=st.integers(0, 1_000), more=st.integers(0, 20))
def test_it_takes_few_parts_where_they_are_full(
    first: int, end: int, more: int
) -> None:
    first, end = sorted((first, end))
    found = covering(first, end, end + more)
    assert found.cost <= min(end - first, (end - first) // SPAN + 2 * SPAN)
    assert not found.unfinished


def test_a_ledger_without_balances_of_parts_is_read_by_months() -> None:
    assert covering(3, 90, 0) == ([], range(3, 90))
