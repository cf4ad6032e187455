"""Jobs that are measured from inside a process of their own.

    python -m benchmarks.inside JOB OPTIONS

OPTIONS is a JSON object; the figures are printed as one.
"""

import json
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import beside, data, people, raw, statements
from benchmarks.accepting import ACTOR, accepting
from benchmarks.journals import write_journals
from domain.entries.parsing import command_from_json
from ledger.frameworks import load
from ledger.posting.application import Ledger
from ledger.reading import open_store
from ledger.storage.location import Location
from ledger.storage.sqlite import SQLiteStore
from ledger.storage.store import Store
from ledger.transparency.log import LogReader, LogWriter
from ledger.verifying.rebuilding import replace_projections
from ledger.verifying.verify import verify
from projections.snapshot import last_entry

Figures = dict[str, Any]
_WARM_UP = 5


class NoLog(LogWriter):
    """Keeps no nodes: what posting would cost without the log."""

    def at(self, size: int) -> None:
        """No edge is kept."""

    def append(self, data: bytes) -> None:
        """No node is gathered."""


def _opened(place: str, *, writing: bool = False) -> Store:
    return open_store(Location.parse(place), writing=writing)


def _new(place: str, *, logged: bool) -> Ledger:
    ledger = Ledger(SQLiteStore.create(Path(place)))
    if not logged:
        ledger.log_writer = NoLog(ledger.store)
    ledger.initialise(load("drentse-zuidas"), None, ACTOR)
    return ledger


def bulk(commands: str, place: str) -> Figures:
    """Post a file in one transaction; the rate, and the cost at both ends of it.

    The first tenth also opens the years, so the second stands for the beginning.
    """
    with Path(commands).open(encoding="utf-8") as file:
        count = sum(1 for _ in file)
    tenth = max(1, count // 10)
    moments = []
    with (
        Path(commands).open(encoding="utf-8") as file,
        closing(_new(place, logged=True)) as ledger,
    ):
        started, processor = time.perf_counter(), time.process_time()
        with ledger.posting(ACTOR) as post:
            for number, line in enumerate(file, start=1):
                post(command_from_json(line))
                if number % tenth == 0:
                    ledger.flush()
                    moments.append(time.perf_counter())
        taken = time.perf_counter() - started
        processor = time.process_time() - processor
    return {
        "rate": count / taken,
        "processor": processor / count,
        "first": (moments[1] - moments[0]) / tenth,
        "last": (moments[-1] - moments[-2]) / tenth,
    }


def log_in_bulk(commands: str, folder: str, rounds: int) -> Figures:
    """Postings a second of a file `with` and `without` log nodes, the best of turns."""
    lines = Path(commands).read_text(encoding="utf-8").splitlines()
    taken: dict[str, list[float]] = {"with": [], "without": []}
    for number in range(rounds):
        for name, found in taken.items():
            place = f"{folder}/{name}-{number}.db"
            with closing(_new(place, logged=name == "with")) as ledger:
                started = time.perf_counter()
                with ledger.posting(ACTOR) as post:
                    for line in lines:
                        post(command_from_json(line))
                found.append(time.perf_counter() - started)
    return {name: len(lines) / min(found) for name, found in taken.items()}


def projects(commands: str, place: str, marks: list[int], per_project: int) -> Figures:
    """Post a file; the seconds of one command just before each mark of projects."""
    lines = Path(commands).read_text(encoding="utf-8").splitlines()
    before = len(lines) - max(marks) * per_project
    each = []
    with closing(_new(place, logged=True)) as ledger, ledger.posting(ACTOR) as post:
        for mark in marks:
            end = before + mark * per_project
            window = min(100, max(1, mark // 2)) * per_project
            _post_lines(post, lines[: end - window])
            ledger.flush()
            started = time.perf_counter()
            _post_lines(post, lines[end - window : end])
            ledger.flush()
            each.append((time.perf_counter() - started) / window)
            lines = [""] * end + lines[end:]
    return {"each": each}


def _post_lines(post: Callable[[Any], object], lines: list[str]) -> None:
    for line in lines:
        if line:
            post(command_from_json(line))


def singles(place: str, count: int) -> Figures:
    """Single durable postings and raw commits a second, in turns."""
    with (
        closing(Ledger(_opened(place, writing=True))) as ledger,
        raw.commits(place) as commit,
    ):
        return _in_turns({"ours": accepting(ledger), "raw": commit}, count)


def log(count: int, **places: str) -> Figures:
    """Single durable postings a second `with` and `without` log nodes, in turns."""
    with ExitStack() as stack:
        kinds = {}
        for name, place in places.items():
            ledger = Ledger(_opened(place, writing=True))
            stack.enter_context(closing(ledger))
            if name == "without":
                ledger.log_writer = NoLog(ledger.store)
            kinds[name] = accepting(ledger)
        return _in_turns(kinds, count)


def _in_turns(kinds: dict[str, Callable[[str], object]], count: int) -> Figures:
    """So many postings of each kind a second, twenty at a time."""
    rows = [json.dumps(row) for row in data.plain(count + _WARM_UP, seed=2014)]
    for do in kinds.values():
        for row in rows[:_WARM_UP]:
            do(row)
    taken = dict.fromkeys(kinds, 0.0)
    for start in range(_WARM_UP, len(rows), 20):
        for name, do in kinds.items():
            started = time.perf_counter()
            for row in rows[start : start + 20]:
                do(row)
            taken[name] += time.perf_counter() - started
    return {name: count / each for name, each in taken.items()}


def rebuild(place: str, mode: str) -> Figures:  # noqa: ARG001  # as verify_
    """Replace every projection of a ledger."""
    with closing(_opened(place, writing=True)) as store:
        entries = last_entry(store)
        started = time.perf_counter()
        with store.writing():
            replace_projections(store)
        return {"rate": entries / (time.perf_counter() - started)}


def verify_(place: str, mode: str) -> Figures:
    """Verify a ledger, `fast`, `full` or with `rules`."""
    with closing(_opened(place)) as store, store.reading():
        started = time.perf_counter()
        result = verify(store, fast=mode == "fast", rules=mode == "rules")
        taken = time.perf_counter() - started
    if not result.is_clean:
        raise SystemExit(str(result.findings[0]))
    return {"rate": result.entries / taken}


def proofs(place: str, count: int) -> Figures:
    """Seconds of a root and of both proofs."""
    with closing(_opened(place)) as store, store.reading():
        size = last_entry(store)
        tree = LogReader(store).tree
        jobs: dict[str, Callable[[int], object]] = {
            "root": lambda number: tree.root(size - number % 7),
            "inclusion": lambda number: tree.inclusion_proof(
                number * 7919 % size, size
            ),
            "consistency": lambda number: tree.consistency_proof(
                1 + number * 7919 % size, size
            ),
        }
        return {name: _median(job, count) for name, job in jobs.items()}


def _median(job: Callable[[int], object], count: int) -> float:
    taken = []
    for number in range(count):
        started = time.perf_counter()
        job(number)
        taken.append(time.perf_counter() - started)
    return median(taken)


def journals(commands: str, place: str, plain: str, beancount: str) -> Figures:
    """Write the journals of the peers."""
    write_journals(Path(commands), place, Path(plain), Path(beancount))
    return {}


JOBS: dict[str, Callable[..., Figures]] = {
    "bulk": bulk,
    "log in bulk": log_in_bulk,
    "people": people.in_turns,
    "projects": projects,
    "singles": singles,
    "log": log,
    "raw": raw.in_seconds,
    "rebuild": rebuild,
    "verify": verify_,
    "proofs": proofs,
    "journals": journals,
    "post beside": beside.posted,
    "bulk beside": beside.bulk,
    "ask beside": beside.asked,
    "statements": statements.read,
}


if __name__ == "__main__":
    print(json.dumps(JOBS[sys.argv[1]](**json.loads(sys.argv[2]))))
