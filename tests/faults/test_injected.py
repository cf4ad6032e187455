"""Errors of the operating system, injected at each call: told, and nothing lost."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.harness import (
    WRITER,
    Acknowledged,
    assert_nothing_lost,
    new_ledger,
)

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace"),
]
CALLS = "fsync,fdatasync"


def with_failing_call(path: Path, call: str, error: str, when: str) -> bytes:
    """The output of a writer whose system call fails at one or more of its uses."""
    result = subprocess.run(
        [
            *("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}"),
            *("-e", f"inject={call}:error={error}:when={when}"),
            *(sys.executable, WRITER, str(path), f"{call}-{when}", "4"),
        ],
        capture_output=True,
        check=False,
        timeout=120,
    )
    if b"ptrace" in result.stderr.lower():
        pytest.skip("strace may not trace here")
    return result.stdout


def check(tmp_path: Path, call: str, error: str, when: str) -> Acknowledged:
    path = new_ledger(tmp_path / f"{call}-{when}.db")
    acknowledged = Acknowledged()
    acknowledged.read(with_failing_call(path, call, error, when))
    assert_nothing_lost_or_more(path, acknowledged)
    return acknowledged


def assert_nothing_lost_or_more(path: Path, acknowledged: Acknowledged) -> None:
    """A failed sync may leave an entry that was not acknowledged; never the reverse."""
    assert_nothing_lost(str(path), acknowledged)


def test_a_failing_sync_is_refused_not_acknowledged(tmp_path: Path) -> None:
    acknowledged = check(tmp_path, CALLS, "EIO", "2+")
    assert acknowledged.refusals
    assert set(acknowledged.refusals) <= {"DISK_FULL", "BUSY", "LEDGER_DAMAGED"}


@pytest.mark.slow
@pytest.mark.parametrize("call", ["fdatasync", "fsync", "pwrite64", "ftruncate"])
@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
@pytest.mark.parametrize("when", [str(n) for n in range(1, 16)])
def test_each_call_may_fail_once(
    tmp_path: Path, call: str, error: str, when: str
) -> None:
    check(tmp_path, call, error, when)
