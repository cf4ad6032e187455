"""What the tests of signing in share: a clock, and accounts of anna and bert."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.signin.clocks import Clock
from web.signin import passwords
from web.signin.accounts import Accounts

PASSWORD = "correct horse battery"  # noqa: S105  # of nobody


@pytest.fixture
def clock() -> Clock:
    """A clock that the test moves."""
    return Clock()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the accounts are."""
    return tmp_path / "zuidas.db.accounts"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Sums of passwords that take no time: `test_passwords.py` has the real ones."""
    monkeypatch.setattr(passwords, "MEMORY_KIB", 8)
    monkeypatch.setattr(passwords, "PASSES", 1)
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def accounts(place: Path, clock: Clock, quick: None) -> Iterator[Accounts]:
    """Accounts of anna, and of bert, who has a second factor."""
    found = Accounts.open(place, clock, create=True)
    found.add("anna", PASSWORD, second_factor=False)
    found.add("bert", PASSWORD, second_factor=True)
    yield found
    found.close()
