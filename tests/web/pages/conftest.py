"""Sums of passwords that take no time: tests/web/signin has the real ones."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.web.pages.officers import Office, office
from web.signin import passwords


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
