"""A disk that is full, a limit on the file, a file that may not be written."""

import contextlib
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.entries.parsing import command_from_mapping
from ledger.posting.application import Ledger
from ledger.reading import open_store
from ledger.storage.location import Location
from tests.faults.harness import (
    ACTOR,
    Acknowledged,
    assert_nothing_lost,
    new_ledger,
    refusal_of,
    start_writer,
    verified,
)

pytestmark = pytest.mark.faults
ROOT = Path(__file__).parents[2]


def receipt(number: int) -> dict[str, object]:
    return {
        "command": "receive_other",
        "category": "interest",
        "amount": "0.01",
        "date": "2014-01-01",
        "counterparty": "Bank",
        "description": "x" * 200,
        "document": f"D-{number}",
        "id": f"D-{number}",
    }


def post_until_refused(ledger: Ledger) -> tuple[int, str]:
    """How many were accepted, and the code of the first refusal."""
    for number in range(5_000):
        command = command_from_mapping(receipt(number))
        with contextlib.suppress(AssertionError):
            return number, refusal_of(lambda c=command: ledger.accept(c, ACTOR))
    raise AssertionError("never refused")


def test_a_full_database_refuses_and_keeps_what_it_has(tmp_path: Path) -> None:
    path = new_ledger(tmp_path / "full.db")
    store = open_store(Location.parse(str(path)), writing=True)
    (pages,) = next(store.execute("PRAGMA page_count"))
    list(store.execute(f"PRAGMA max_page_count={int(pages) + 40}"))
    ledger = Ledger(store)
    accepted, code = post_until_refused(ledger)
    assert code == "DISK_FULL"
    ledger.close()
    result = verified(str(path))
    assert result.is_clean, result.findings
    assert result.entries == 1 + accepted


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("a small file system can't be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_full_disk_refuses_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small") as folder:
        path = new_ledger(folder / "full.db")
        ballast = folder / "ballast"
        ballast.write_bytes(b"x" * (os.statvfs(folder).f_bavail - 60) * 4096)
        ledger = Ledger(open_store(Location.parse(str(path)), writing=True))
        accepted, code = post_until_refused(ledger)
        assert code == "DISK_FULL"
        assert verified(str(path)).entries == 1 + accepted
        ballast.unlink()
        command = command_from_mapping(receipt(accepted))
        assert ledger.accept(command, ACTOR).entry == 2 + accepted
        ledger.close()
        assert verified(str(path)).is_clean


def limit_file_size() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))


def test_a_limit_on_the_file_size_is_told_and_loses_nothing(tmp_path: Path) -> None:
    path = new_ledger(tmp_path / "limited.db")
    lines = "".join(json.dumps(receipt(number)) + "\n" for number in range(3_000))
    result = subprocess.run(
        [sys.executable, "-m", "cli.main", "--db", str(path), "post", "-"],
        input=lines,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        preexec_fn=limit_file_size,
        env={k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")},
    )
    assert result.returncode == 1, result.stderr
    assert "Error [DISK_FULL]" in result.stderr
    assert "Traceback" not in result.stderr
    assert verified(str(path)).entries == 1


@pytest.mark.skipif(os.getuid() == 0, reason="root may write to read-only files")
def test_a_read_only_file_is_told(tmp_path: Path) -> None:
    path = new_ledger(tmp_path / "read-only.db")
    path.chmod(0o444)
    code = refusal_of(lambda: open_store(Location.parse(str(path)), writing=True))
    assert code == "LEDGER_READ_ONLY"


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    path = new_ledger(tmp_path / "two.db")
    writers = [start_writer(str(path), f"w{n}", count=40) for n in range(2)]
    acknowledged = Acknowledged()
    for writer in writers:
        acknowledged.read(writer.finish())
    assert acknowledged.refusals == []
    assert len(acknowledged.entries) == 80
    assert_nothing_lost(str(path), acknowledged)
