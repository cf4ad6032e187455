"""Measuring a whole process: wall time, processor time, peak memory.

What is measured runs in a process of its own. On Linux a child's peak memory is never
reported below that of the process that started it, so whoever measures stays small:
nothing but the standard library is imported here and in `run.py`.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Timer
from typing import Any, TypeVar

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 1_800
"""A process that takes longer is killed, and shown as failed."""


@dataclass(frozen=True)
class Usage:
    """What one run of a process took."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds of processor time."""
    peak: float
    """Megabytes of resident memory at its peak."""
    output: str = ""


class Failed(Exception):
    """A measured process did not succeed."""


def environment() -> dict[str, str]:
    """The environment of measured processes: the program here, nothing of the user."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ZUIDAS_")}
    return kept | {
        "PYTHONPATH": str(ROOT),
        # Scale and not the number of a terminal's columns is what is measured.
        "NO_COLOR": "1",
    }


def run(*argv: str | Path, keep: bool = False) -> Usage:
    """Run a process; its output is dropped unless it is to be kept.

    Raises `Failed` for another exit code than 0.
    """
    out = subprocess.PIPE if keep else subprocess.DEVNULL
    arguments = [str(each) for each in argv]
    started = time.perf_counter()
    with subprocess.Popen(
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        timer = Timer(PATIENCE_SECONDS, process.kill)
        timer.start()
        try:
            text = process.stdout.read() if process.stdout else b""
            errors = process.stderr.read() if process.stderr else b""
            _, status, usage = os.wait4(process.pid, 0)
        finally:
            timer.cancel()
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        line = errors.decode(errors="replace").strip()[-400:]
        raise Failed(f"{' '.join(arguments)[:200]}: exit {process.returncode}: {line}")
    return Usage(
        wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, text.decode()
    )


def inside(job: str, **options: object) -> dict[str, Any]:
    """Run a job of `benchmarks.inside` in a process of its own; gives its figures.

    The figures of the process itself are added: `peak` in megabytes.
    """
    argv = (sys.executable, "-m", "benchmarks.inside", job, json.dumps(options))
    usage = run(*argv, keep=True)
    figures: dict[str, Any] = json.loads(usage.output)
    return figures | {"peak": usage.peak}


@dataclass(frozen=True)
class Effort:
    """How often things are measured."""

    rounds: int
    """Runs of which the median counts."""
    seconds: float
    """What took longer than this in all is not run again."""
    singles: int
    """Postings, each in a transaction of its own."""
    writers: int
    """Processes that post at once."""
    known_at: tuple[int, ...]
    """Per cent of the entries known."""


USUAL = Effort(
    rounds=7,
    seconds=10,
    singles=1_000,
    writers=4,
    known_at=(1, 10, 25, 50, 75, 90, 99),
)
QUICK = Effort(rounds=1, seconds=0, singles=20, writers=2, known_at=(50,))
Key = TypeVar("Key")


def medians(
    tasks: Mapping[Key, Callable[[], Usage]], effort: Effort
) -> dict[Key, Usage | None]:
    """The median of several runs of each task; None for one that failed.

    The tasks take turns, so that what disturbs the machine disturbs them all.
    """
    runs: dict[Key, list[Usage]] = {key: [] for key in tasks}
    failed: set[Key] = set()
    for _ in range(effort.rounds):
        for key, task in tasks.items():
            spent = sum(usage.wall for usage in runs[key])
            if key in failed or (runs[key] and spent > effort.seconds):
                continue
            try:
                runs[key].append(task())
            except Failed as failure:
                print(f"failed: {failure}", file=sys.stderr)
                failed.add(key)
    return {
        key: None if key in failed else _median(found) for key, found in runs.items()
    }


def _median(runs: Sequence[Usage]) -> Usage:
    return Usage(
        median(usage.wall for usage in runs),
        median(usage.cpu for usage in runs),
        median(usage.peak for usage in runs),
    )
