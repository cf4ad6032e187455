"""What tests of pages share: quick sums of passwords, an office, a browser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.pages.browsing import served
from tests.web.pages.officers import Office, office
from tests.web.pages.records import records_at
from tests.web.pages.visiting import Visitor, visiting
from web.signin import passwords

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(passwords, "MEMORY_KIB", 8)
    monkeypatch.setattr(passwords, "PASSES", 1)
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def lived(prepared: Callable[[str], Path]) -> Iterator[Office]:
    """26 entries: 2011 open, divided and paid, a project with a grant, a payment."""
    with office(prepared("lived")) as found:
        yield found


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger with all that pages of records show."""
    return records_at(tmp_path_factory.mktemp("records") / "zuidas.db")


@pytest.fixture(scope="module")
def ledger(records: Path) -> Path:
    """Of which pages are looked at, where a file of tests names no other."""
    return records


@pytest.fixture(scope="module")
def anna(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Somebody who looks at them."""
    accounts = tmp_path_factory.mktemp("accounts") / "accounts"
    with visiting(ledger, accounts) as visitor:
        yield visitor


@pytest.fixture(scope="session")
def browser(chromium: "Browser") -> "Browser":
    return chromium


@pytest.fixture(scope="session")
def gallery() -> Iterator[str]:
    with served() as address:
        yield address
