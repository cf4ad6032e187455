"""Several connections of one process to one file: none takes the others' locks away."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.posting.supposing import Supposing
from ledger.reading import open_reader, open_store
from ledger.storage.location import Location
from tests.unit.domain.posting import LedgerInTest, contribution

COMES_AND_GOES = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
print(connection.execute("SELECT MAX(entry) FROM entries").fetchone()[0])
connection.close()
"""
"""Another program, done with the ledger: was it the last, it deletes the log."""


def entries_as_others_see(path: Path) -> int:
    done = subprocess.run(
        [sys.executable, "-c", COMES_AND_GOES, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout)


def read(location: Location) -> None:
    with open_reader(location):
        pass


def write(location: Location) -> None:
    open_store(location, writing=True).close()


def suppose(location: Location) -> None:
    supposing = Supposing(location)
    supposing._opened()
    supposing.close()


@pytest.mark.parametrize("opened_again", [read, write, suppose])
def test_a_log_in_use_stays_when_another_program_leaves(
    ledger: LedgerInTest, opened_again: Callable[[Location], None]
) -> None:
    path = Path(str(ledger.store.path))
    log = Path(f"{path}-wal")
    ledger.post("receive_contribution", **contribution("emmen", "1.00"))
    opened_again(Location.parse(str(path)))
    before = log.stat().st_ino
    known = entries_as_others_see(path)
    assert (log.stat().st_ino, log.stat().st_size > 0) == (before, True)
    posted = ledger.post("receive_contribution", **contribution("emmen", "2.00"))
    assert entries_as_others_see(path) == posted == known + 1
