"""What the tests of the API share: ledgers that are served."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.storage.location import Location
from tests.unit.domain.approving import post
from tests.unit.domain.posting import LedgerInTest
from tests.web.serving import Client, served


@pytest.fixture(scope="module")
def lived(
    templates: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Client]:
    """Twenty-six entries, for whoever only reads."""
    path = tmp_path_factory.mktemp("lived") / "zuidas.db"
    shutil.copyfile(templates / "lived.db", path)
    with served(Location.parse(str(path))) as client:
        yield client


@pytest.fixture
def path(templates: Path, tmp_path: Path) -> Path:
    """The same ledger as a file of the test's own."""
    return Path(shutil.copy(templates / "lived.db", tmp_path / "zuidas.db"))


@pytest.fixture
def fresh(path: Path) -> Iterator[Client]:
    """That one served, for whoever posts."""
    with served(Location.parse(str(path))) as client:
        yield client


@pytest.fixture
def staffed(path: Path) -> Iterator[Client]:
    """Roles are in force: anna administers, bo books, cy approves, dee reads."""
    ledger = LedgerInTest(path)
    date = "2014-06-01"
    for person, role in (
        ("anna", "administrator"),
        ("bo", "officer"),
        ("cy", "approver"),
        ("dee", "reader"),
    ):
        fields = {"person": person, "role": role, "date": date}
        post(ledger, "anna", "grant_role", **fields)
    ledger.close()
    with served(Location.parse(str(path))) as client:
        yield client
