"""Section 1: whole processes that answer a question, beside the peers."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.measuring import Effort, Usage, medians, run
from benchmarks.peers import Peer
from benchmarks.report import Report
from benchmarks.tables import cost, seconds, size, times
from benchmarks.workshop import Workshop, program

BARE = "import click, sqlite3"
_QUESTIONS: dict[str, tuple[str, list[str]]] = {
    "balance": (
        "Balance at a date",
        ["balance", "--at", "2019-06-30"],
    ),
    "statement": (
        "Statement of one partner over one year",
        ["statement", "partner:emmen", "--from", "2019-01-01", "--to", "2019-12-31"],
    ),
    "history": (
        "History of one partner, one quarter, amounts from 400",
        [
            *("history", "--partner", "emmen", "--min", "400"),
            *("--from", "2019-01-01", "--to", "2019-03-31"),
        ],
    ),
}


def measure(
    report: Report, shop: Workshop, sizes: list[int], peers: list[Peer], effort: Effort
) -> None:
    """All questions at all sizes."""
    report.section(
        "Questions, as whole processes",
        "Wall time and peak memory from the start of the process to its end, output"
        " dropped; medians. All programs read the same entries. The last columns say"
        " how many times longer a peer takes than zuidas.",
    )
    bare = _bare(effort)
    report.note("bare", 0, bare.wall)
    report.add(f"A bare `python -c '{BARE}'` takes {cost(bare)}.", "")
    for name, (title, words) in _QUESTIONS.items():
        ours = _ours(shop, sizes, words, effort)
        theirs = {at: _theirs(shop, at, name, peers, effort) for at in sizes}
        _table(report, name, title, ours, theirs)
    _known_at(report, shop, sizes, effort)


def _bare(effort: Effort) -> Usage:
    task = partial(run, sys.executable, "-c", BARE)
    found = medians({BARE: task}, effort)[BARE]
    return found or task()


def _ours(
    shop: Workshop, sizes: list[int], words: list[str], effort: Effort
) -> dict[int, Usage | None]:
    """All sizes in turns, after one run that is not counted."""
    tasks: dict[int, Callable[[], Usage]] = {
        at: partial(run, *program(shop.ledger(at), *words)) for at in sizes
    }
    if effort.rounds > 1:
        tasks[sizes[0]]()
    return medians(tasks, effort)


def _theirs(
    shop: Workshop, at: int, name: str, peers: list[Peer], effort: Effort
) -> dict[str, Usage | None]:
    tasks: dict[str, Callable[[], Usage]] = {
        peer.name: partial(run, *peer.asks(name, shop.journal(at, peer.suffix)))
        for peer in peers
        if peer.installed
    }
    return medians(tasks, effort)


def _table(
    report: Report,
    name: str,
    title: str,
    ours: dict[int, Usage | None],
    theirs: dict[int, dict[str, Usage | None]],
) -> None:
    names = list(next(iter(theirs.values())))
    rows = []
    for at, usage in ours.items():
        row = [size(at), cost(usage), *(cost(theirs[at][each]) for each in names)]
        for each in names:
            peer = theirs[at][each]
            ratio = None if usage is None or peer is None else peer.wall / usage.wall
            row.append("-" if ratio is None else times(ratio))
            if peer is not None:
                report.note(f"{name} {each}", at, peer.wall)
        if usage is not None:
            report.note(name, at, usage.wall)
            report.note(f"{name} memory", at, usage.peak)
        rows.append(row)
    heads = ["postings", "zuidas", *names, *(f"{each} / zuidas" for each in names)]
    report.table(title, heads, rows)


def _known_at(report: Report, shop: Workshop, sizes: list[int], effort: Effort) -> None:
    rows = []
    for at in sizes:
        place = shop.ledger(at)
        tasks = {
            percent: partial(_known, place, max(2, at * percent // 100))
            for percent in effort.known_at
        }
        found = {key: use for key, use in medians(tasks, effort).items() if use}
        if not found:
            continue
        slowest = max(found.values(), key=lambda usage: usage.wall)
        report.note("known-at", at, slowest.wall)
        report.note("known-at memory", at, max(use.peak for use in found.values()))
        costs = [
            seconds(found[each].wall) if each in found else "-"
            for each in effort.known_at
        ]
        rows.append([size(at), *costs, cost(slowest)])
    report.table(
        "Balance at a date as known at an earlier entry (--known-at)",
        ["postings", *(f"at {each}%" for each in effort.known_at), "slowest"],
        rows,
    )
    report.add("No peer knows what was known when, so none stands beside this.", "")


def _known(place: Path, entry: int) -> Usage:
    words = ["balance", "--at", "2019-06-30", "--known-at", f"#{entry}"]
    return run(*program(place, *words))
