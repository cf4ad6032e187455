"""The demo ledger with a fixed clock, and what documents say of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger.asking import asking
from ledger.storage.location import Location
from projections.query import find
from tests.papers.demo import demo
from tests.papers.told import told

Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def demo_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples, posted at recording times that are always the same."""
    path = tmp_path_factory.mktemp("papers") / "demo.db"
    demo(path)
    return path


@pytest.fixture(scope="session")
def ask(demo_ledger: Path) -> Ask:
    """The JSON of a document at the end of 2013."""
    return asked_of(demo_ledger)


@pytest.fixture(scope="session")
def bare_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, but it does not say who writes."""
    path = tmp_path_factory.mktemp("papers") / "bare.db"
    demo(path, organisation=False)
    return path


@pytest.fixture(scope="session")
def bare(bare_ledger: Path) -> Ask:
    """The JSON of a document of that ledger."""
    return asked_of(bare_ledger)


@pytest.fixture(scope="session")
def told_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In Dutch, and with everything that letters ask for."""
    path = tmp_path_factory.mktemp("papers") / "told.db"
    told(path)
    return path


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
