"""Two ledgers side by side in one process: what the same thing costs on each.

Every figure is a pair of seconds, wall and processor: the median of runs that take
turns, so that what disturbs the machine disturbs both ledgers.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.accepting import ACTOR, accepting
from benchmarks.data import Row
from benchmarks.governed import POSTED_ON
from cli.answering import shaped
from domain.entries.parsing import command_from_json
from ledger.asking import asking
from ledger.posting.application import Ledger
from ledger.reading import open_store
from ledger.storage.location import Location
from projections.query import Query, find

Pair = tuple[float, float]
"""Seconds: wall and processor."""
Figures = dict[str, Any]


def asked(
    places: Mapping[str, str],
    questions: Mapping[str, tuple[str, Mapping[str, str]]],
    rounds: int,
) -> Figures:
    """Questions as JSON, each on a ledger that is opened for it: nothing is kept."""
    found: Figures = {}
    for title, (name, given) in questions.items():
        query = find(name)
        if query is None:
            raise SystemExit(f"there is no query {name}")
        values = {p.keyword: given[p.name] for p in query.parameters if p.name in given}
        tasks = {ledger: _asking(at, query, values) for ledger, at in places.items()}
        found[title] = _in_turns(tasks, rounds)
    return found


def _asking(place: str, query: Query, given: Mapping[str, str]) -> Callable[[], object]:
    def ask() -> object:
        with asking(Location.parse(place), at=POSTED_ON) as asker:
            return shaped(asker.ask(query, given), "json")

    return ask


def posted(places: Mapping[str, str], rows: Mapping[str, Sequence[Row]]) -> Figures:
    """Kinds of commands, each in a durable transaction of its own.

    The first of a kind is not counted: it reads what is kept from then on.
    """
    found: Figures = {}
    with ExitStack() as stack:
        accept = {}
        for ledger, place in places.items():
            opened = Ledger(open_store(Location.parse(place), writing=True))
            stack.enter_context(closing(opened))
            accept[ledger] = accepting(opened)
        for kind, commands in rows.items():
            first, *others = map(json.dumps, commands)
            for do in accept.values():
                do(first)
            waiting = {ledger: iter(others) for ledger in places}
            tasks = {
                ledger: _next(accept[ledger], waiting[ledger]) for ledger in places
            }
            found[kind] = _in_turns(tasks, len(others))
    return found


def _next(do: Callable[[str], object], rows: Iterator[str]) -> Callable[[], object]:
    return lambda: do(next(rows))


def bulk(places: Mapping[str, str], commands: str, rounds: int) -> Figures:
    """A line of a file that is posted in one transaction, and taken back after it."""
    lines = Path(commands).read_text(encoding="utf-8").splitlines()
    with ExitStack() as stack:
        tasks = {}
        for ledger, place in places.items():
            opened = Ledger(open_store(Location.parse(place), writing=True))
            stack.enter_context(closing(opened))
            tasks[ledger] = _posting(opened, lines)
        found = _in_turns(tasks, rounds)
    return {ledger: [each / len(lines) for each in found[ledger]] for ledger in places}


def _posting(ledger: Ledger, lines: Sequence[str]) -> Callable[[], object]:
    def post_all() -> None:
        with ledger.posting(ACTOR, dry_run=True) as post:
            for line in lines:
                post(command_from_json(line))
            ledger.flush()

    return post_all


def _in_turns(tasks: Mapping[str, Callable[[], object]], rounds: int) -> Figures:
    """The median of each; who goes first changes, for it warms what the next uses."""
    runs: dict[str, list[Pair]] = {name: [] for name in tasks}
    order = list(tasks)
    for _ in range(rounds):
        for name in order:
            runs[name].append(_timed(tasks[name]))
        order.reverse()
    return {
        name: [median(each) for each in zip(*found, strict=True)]
        for name, found in runs.items()
    }


def _timed(task: Callable[[], object]) -> Pair:
    started, processor = time.perf_counter(), time.process_time()
    task()
    return time.perf_counter() - started, time.process_time() - processor
