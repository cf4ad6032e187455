"""The demo ledger with a fixed clock, and what documents say of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger.asking import asking
from ledger.storage.location import Location
from projections.query import find
from tests.functional.asked_ledgers import AskedLedgers

Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def demo_ledger(asked: AskedLedgers) -> Path:
    """The examples, posted at recording times that are always the same."""
    return asked("papers")


@pytest.fixture(scope="session")
def ask(demo_ledger: Path) -> Ask:
    """The JSON of a document at the end of 2013."""
    return asked_of(demo_ledger)


@pytest.fixture(scope="session")
def bare_ledger(asked: AskedLedgers) -> Path:
    """The same, but it does not say who writes."""
    return asked("bare")


@pytest.fixture(scope="session")
def bare(bare_ledger: Path) -> Ask:
    """The JSON of a document of that ledger."""
    return asked_of(bare_ledger)


@pytest.fixture(scope="session")
def told_ledger(asked: AskedLedgers) -> Path:
    """In Dutch, and with everything that letters ask for."""
    return asked("told")


@pytest.fixture(scope="session")
def ask_told(told_ledger: Path) -> Ask:
    """The JSON of a document of that ledger."""
    return asked_of(told_ledger)


def asked_of(ledger: Path) -> Ask:
    def asked(
        kind: str, at: str = "2013-12-31", known_at: str | None = None, **given: str
    ) -> dict[str, Any]:
        query = find(f"document {kind}")
        assert query is not None
        location = Location.parse(str(ledger))
        with asking(location, at, known_at) as asker:
            data = asker.ask(query, given).data
        assert isinstance(data, dict)
        return data

    return asked
