"""Section 2, continued: postings each in a durable transaction of its own."""

import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from itertools import count

from benchmarks.measuring import (
    Effort,
    Failed,
    Usage,
    environment,
    inside,
    medians,
    run,
)
from benchmarks.report import Report
from benchmarks.tables import cost, rate, size, times
from benchmarks.workshop import Workshop, program

_numbers = count()


def measure(
    report: Report,
    kind: str,
    sizes: list[int],
    place_of: Callable[[int], str],
    effort: Effort,
) -> None:
    """One and four writers in process, and one posting as a whole process.

    `kind` is SQLite or PostgreSQL; `place_of` a size is a ledger that may be posted to.
    """
    heads = [
        "ledger",
        "zuidas",
        f"raw {kind} commit",
        "zuidas / raw",
        f"zuidas, {effort.writers} writers",
        f"{effort.writers} writers / 1",
        f"raw, {effort.writers} writers",
        "a process cost, as a process",
    ]
    rows = [_row(report, kind, at, place_of(at), effort) for at in sizes]
    report.table(f"{kind}: single postings a second, each durable", heads, rows)


def _row(report: Report, kind: str, at: int, place: str, effort: Effort) -> list[str]:
    one = inside("singles", place=place, count=effort.singles)
    ours, raw = one["ours"], one["raw"]
    several = _several("ours", place, effort)
    several_raw = _several("raw", place, effort)
    process = _process(place, effort)
    report.note(f"single {kind}", at, ours)
    report.note(f"single raw {kind}", at, raw)
    report.note(f"single writers {kind}", at, several)
    if process is not None:
        report.note(f"single process {kind}", at, process.wall)
    return [
        size(at),
        rate(ours),
        rate(raw),
        times(ours / raw),
        rate(several),
        times(several / ours),
        rate(several_raw),
        cost(process),
    ]


def log_nodes(report: Report, shop: Workshop, at: int, effort: Effort) -> None:
    """Single postings with and without the nodes of the log, in turns."""
    places = {name: str(shop.copy(at, name)) for name in ("with", "without")}
    found = inside("log", **places, count=effort.singles)
    rows = [
        [f"{name} log nodes", rate(value), times(value / found["without"])]
        for name, value in ((each, found[each]) for each in places)
    ]
    heads = [f"SQLite, ledger of {size(at)}", "a second", "ratio"]
    report.table("Single postings and the log (RFC 6962)", heads, rows)


def _several(what: str, place: str, effort: Effort) -> float:
    """Several processes at once; what they did together in a second."""
    each = max(1, effort.singles // effort.writers)
    options = {"what": what, "place": place, "count": each}
    command = [sys.executable, "-m", "benchmarks.writer"]
    writers = [
        subprocess.Popen(
            [*command, json.dumps(options | {"number": next(_numbers)})],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        for _ in range(effort.writers)
    ]
    # They begin together, when all of them have loaded and opened the ledger.
    for writer in writers:
        if writer.stdout is None or writer.stdout.readline() != "ready\n":
            raise Failed(f"a writer to {place} did not start")
    answers = []
    for writer in writers:
        if writer.stdin is not None:
            writer.stdin.write("go\n")
            writer.stdin.flush()
    for writer in writers:
        out, _ = writer.communicate()
        answers.append(json.loads(out))
    started = min(answer["started"] for answer in answers)
    ended = max(answer["ended"] for answer in answers)
    return effort.writers * each / float(ended - started)


def _process(place: str, effort: Effort) -> Usage | None:
    task = partial(_posted, place)
    if effort.rounds > 1:
        task()
    return medians({place: task}, effort)[place]


def _posted(place: str) -> Usage:
    """A process cost: it lowers four budgets, so all of them are looked at."""
    return run(
        *program(place, "post-process-cost", "--year", "2012", "--programme", "SN"),
        *("--amount", "0.01", "--date", "2019-06-30", "--payee", "Stenden"),
        *("--description", "Hall", "--document", f"ONE-{next(_numbers)}"),
    )
