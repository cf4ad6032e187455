"""Reads a file within limits of memory and time, in a process of its own.

As a program: `limited.py FILE` prints a line of JSON: the code of the refusal, or the
number of lines that were read, and what it took.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

MEGABYTE = 1024 * 1024
MEMORY_BYTES = 1200 * MEGABYTE
"""Of addresses, of which the interpreter and the file itself take 200 MB or more."""
TIME_SECONDS = 60
"""Of processor time. Each file here takes a small part of it; a blow-up, hours."""
_RESET_PEAK = "5"
ROOT = Path(__file__).parents[2]


class Outcome(NamedTuple):
    """What became of a file; `memory` are bytes beyond the file itself."""

    code: str | None
    lines: int
    memory: int
    seconds: float


def read_limited(data: bytes, folder: Path, name: str = "hostile") -> Outcome:
    """Reads these bytes; fails if that ends in anything but statements or a refusal."""
    path = folder / name
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, str(Path(__file__)), str(path)],
        capture_output=True,
        check=False,
        text=True,
        cwd=ROOT,
        timeout=10 * TIME_SECONDS,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stderr == ""
    return Outcome(**json.loads(done.stdout))


def _read(path: Path) -> Outcome:
    from domain.values.errors import Refusal
    from ledger.statements.recognising import read_statements

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (TIME_SECONDS, TIME_SECONDS))
    data = path.read_bytes()
    Path("/proc/self/clear_refs").write_text(_RESET_PEAK, encoding="ascii")
    before, began = _peak(), time.process_time()
    code, lines = None, 0
    try:
        found = read_statements(data, path.name)
        lines = sum(len(each.lines) for each in found)
    except Refusal as refusal:
        code = refusal.code
    return Outcome(code, lines, _peak() - before, time.process_time() - began)


def _peak() -> int:
    """The most memory since the peak was reset: that of the parent is no part of it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (each for each in status.splitlines() if each.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    print(json.dumps(_read(Path(sys.argv[1]))._asdict()))
