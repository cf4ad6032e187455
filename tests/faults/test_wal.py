"""A write-ahead log cut or bit-flipped at random: what is left opens and verifies."""

import random
import shutil
from pathlib import Path

import pytest

from domain.entries.parsing import command_from_mapping
from domain.values.errors import LedgerError
from ledger.posting.application import Ledger
from ledger.reading import open_store
from ledger.storage.location import Location
from tests.faults.harness import ACTOR, new_ledger, verified

pytestmark = pytest.mark.faults
ENTRIES = 30


def posted(folder: Path) -> Path:
    """A ledger whose entries are still in the write-ahead log, its writer gone."""
    path = new_ledger(folder / "live.db")
    store = open_store(Location.parse(str(path)), writing=True)
    list(store.execute("PRAGMA wal_autocheckpoint=0"))
    ledger = Ledger(store)
    for number in range(ENTRIES):
        ledger.accept(
            command_from_mapping(
                {
                    "command": "record_decision",
                    "number": f"D-{number}",
                    "date": "2011-06-15",
                    "subject": f"decision {number}",
                }
            ),
            ACTOR,
        )
    copy = folder / "copy.db"
    shutil.copy(path, copy)
    shutil.copy(f"{path}-wal", f"{copy}-wal")
    ledger.close()
    return copy


def spoiled(source: Path, folder: Path, rng: random.Random) -> Path:
    """A copy whose log is cut off, or has one bit flipped, somewhere."""
    path = Path(shutil.copy(source, folder / "spoiled.db"))
    log = bytearray(Path(f"{source}-wal").read_bytes())
    if rng.random() < 0.5:
        log = log[: rng.randrange(len(log))]
    else:
        log[rng.randrange(len(log))] ^= 1 << rng.randrange(8)
    Path(f"{path}-wal").write_bytes(log)
    Path(f"{path}-shm").unlink(missing_ok=True)
    return path


def entries_left(path: Path) -> int | None:
    """How many entries open and verify; None where the ledger says it is damaged."""
    try:
        result = verified(str(path))
    except LedgerError as error:
        _check_reported(error)
        return None
    return result.entries if result.is_clean else None


def _check_reported(error: LedgerError) -> None:
    assert error.code in {"LEDGER_DAMAGED", "NOT_A_LEDGER"}


def spoil(tmp_path: Path, times: int, seed: int) -> dict[str, int]:
    rng = random.Random(seed)
    source = posted(tmp_path)
    counts = {"whole": 0, "shorter": 0, "reported": 0}
    for _ in range(times):
        left = entries_left(spoiled(source, tmp_path, rng))
        if left is None:
            counts["reported"] += 1
        elif left == ENTRIES + 1:
            counts["whole"] += 1
        else:
            # SQLite's checksums drop the log's tail: a prefix of history is left,
            # which only a checkpoint held elsewhere can tell from the whole.
            assert 1 <= left <= ENTRIES
            counts["shorter"] += 1
    return counts


def test_a_spoiled_log_leaves_a_prefix_of_history(tmp_path: Path) -> None:
    counts = spoil(tmp_path, times=10, seed=1)
    assert sum(counts.values()) == 10


@pytest.mark.slow
def test_a_thousand_spoiled_logs_leave_a_prefix(tmp_path: Path) -> None:
    print(spoil(tmp_path, times=1_000, seed=2))
