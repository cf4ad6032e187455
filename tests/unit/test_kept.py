"""What posting keeps in mind: what was used least recently goes first."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

import pytest

from domain.budgets import accounts
from ledger.posting import kept as keeping
from ledger.posting.books import LedgerBooks
from ledger.posting.kept import Kept
from tests.unit.domain.posting import LedgerInTest, cost

if TYPE_CHECKING:
    from domain.budgets.timeline import Timeline

DAY = "2011-09-01"


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept[int | None]:
    """Three may stay, and three are there."""
    monkeypatch.setattr(keeping, "KEPT", 3)
    found: Kept[int | None] = Kept()
    for number, key in enumerate("abc"):
        found.keep(key, number)
    return found


def unread() -> int:
    pytest.fail("it was read again")


def test_what_is_used_stays(kept: Kept[int | None]) -> None:
    assert kept.remembered("a", unread) == 0
    kept.keep("d", 3)
    assert list(kept) == ["c", "a", "d"]


def test_what_is_kept_anew_stays(kept: Kept[int | None]) -> None:
    kept.keep("a", 5)
    kept.keep("d", 3)
    assert kept == {"c": 2, "a": 5, "d": 3}


def test_that_there_is_nothing_is_known_too(kept: Kept[int | None]) -> None:
    kept.keep("a", None)
    assert kept.remembered("a", unread) is None


def test_what_went_is_read_again(kept: Kept[int | None]) -> None:
    kept.keep("d", 3)
    assert kept.remembered("a", lambda: 7) == 7
    assert list(kept) == ["c", "d", "a"]


def test_a_budget_that_every_command_uses_is_read_once(
    ledger: LedgerInTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many others were looked at since."""
    monkeypatch.setattr(keeping, "KEPT", 60)
    looked = ledger.ledger.books
    budget = accounts.available("2011", "SN")
    read: list[tuple[str, ...]] = []
    reading = LedgerBooks._read_timeline

    def counted(self: LedgerBooks, parts: Collection[tuple[str, int]]) -> "Timeline":
        read.append(tuple(name for name, _ in parts))
        return reading(self, parts)

    monkeypatch.setattr(LedgerBooks, "_read_timeline", counted)
    for number in range(200):
        looked.balance(f"receivable:nobody:{number}", date(2011, 9, 1))
        ledger.post("post_process_cost", **cost("1.00", DAY, document=f"B{number}"))
    sums = [names for names in read if budget in names]
    assert sums
    assert len(sums) == len(set(sums))
