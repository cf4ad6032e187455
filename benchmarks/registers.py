"""Section 4: what adoptions of a framework, meetings and hours cost everything else.

Two ledgers of the same entries, one of them with registers between them, are asked and
posted to in turns.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from benchmarks import data, governed
from benchmarks.data import Row
from benchmarks.governed import POSTED_ON, Scale
from benchmarks.measuring import Effort, Usage, inside, medians, run
from benchmarks.report import Report
from benchmarks.tables import seconds, times
from benchmarks.workshop import Workshop, program

USUAL = Scale(2_000, 200, 100, 120, adoptions=100, entries=10_000)
SHORT = Scale(40, 4, 5, 20, adoptions=5, entries=50)
LEDGERS = ("without", "with")
_BULK = 2_000
_SINGLES = 100
_QUESTIONS: dict[str, tuple[str, dict[str, str]]] = {
    "balance": ("balance", {}),
    "balance programmes": ("balance", {"section": "programmes"}),
    "history of a partner, a quarter": (
        "history",
        {"partner": "emmen", "from": "2024-10-01", "min": "400"},
    ),
    "history of a project": ("history", {"project": "project-00003"}),
    "project": ("project", {"project": "project-00003"}),
    "decision": ("decision", {"number": "SG-B-0003"}),
    "partner": ("partner", {"partner": "emmen"}),
    "framework show": ("framework show", {}),
    "agenda": ("agenda", {}),
    "check": ("check", {}),
    "hours": ("hours", {}),
    "meetings": ("meetings", {}),
    "framework history": ("framework history", {}),
}
"""By title: the query and its options; the last three list the registers themselves."""
Measured = Mapping[str, Mapping[str, tuple[float, float]]]
"""By title and ledger seconds, wall and processor."""


def measure(report: Report, shop: Workshop, scale: Scale, effort: Effort) -> None:
    """Commands, bulk and questions, in process and as whole processes."""
    report.section(
        "With frameworks adopted, meetings and hours",
        f"{scale.bank:,} lines of the bank, {scale.projects:,} projects, each paid"
        f" twice, and {scale.decisions:,} decisions; and the same entries with"
        f" {scale.adoptions:,} adoptions of a framework and {scale.entries:,} meetings"
        " and hours between them. Each adopted framework puts every partner and every"
        " programme in another place. Medians of runs in turns; in process a ledger is"
        " opened anew for every question.",
    )
    places = {name: str(_ledger(shop, name, scale)) for name in LEDGERS}
    _posting(report, shop, places, effort)
    _asking(report, places, effort)


def _ledger(shop: Workshop, name: str, scale: Scale) -> Path:
    """One of the two ledgers, made when it is not there."""
    rows = governed.registered if name == "with" else governed.without
    title = f"{name}-{scale.adoptions}-{scale.entries}-{scale.bank}"
    return shop.made(title, rows(scale))


def _posting(
    report: Report, shop: Workshop, places: Mapping[str, str], effort: Effort
) -> None:
    count = min(_SINGLES, effort.singles)
    kinds = {kind: list(rows(count)) for kind, rows in _KINDS.items()}
    rounds = min(count, effort.rounds * 3)
    lines = shop.file("registers-bulk", data.plain(_BULK, seed=7))
    copies = {name: str(_copied(shop, Path(at), name)) for name, at in places.items()}
    found = inside("post beside", places=copies, rows=kinds)
    found.pop("peak")
    found["bulk, a line"] = inside(
        "bulk beside", places=copies, commands=str(lines), rounds=rounds
    )
    for copy in copies.values():
        shop.remove(Path(copy))
    _table(report, "Posting beside registers, in process", "post", found)
    tasks: dict[tuple[str, str], Callable[[], Usage]] = {}
    for kind, (first, *_) in kinds.items():
        file = shop.file(f"one-{kind}", [first])
        for name, at in places.items():
            tasks[kind, name] = partial(_posted, shop, Path(at), file)
    title = "Posting beside registers, whole process"
    _table(report, title, "post process", _processes(tasks, effort))


def _contributions(count: int) -> Iterator[Row]:
    for number in range(count):
        yield {
            "command": "receive_contribution",
            "year": "2012",
            "partner": "emmen",
            "amount": "1.00",
            "date": POSTED_ON,
            "document": f"ONE-{number}",
        }


def _awards(count: int) -> Iterator[Row]:
    for number in range(count):
        yield {
            "command": "award_grant",
            "project": governed.spare(number),
            "amount": "2000.00",
            "date": POSTED_ON,
            "decision": governed.DECISION,
            "document": f"BES-{number}",
        }


def _hours(count: int) -> Iterator[Row]:
    return (governed.hours(number, POSTED_ON) for number in range(count))


def _meetings(count: int) -> Iterator[Row]:
    for number in range(count):
        yield governed.meeting(number, POSTED_ON) | {"meeting": f"ONE-{number}"}


def _adoptions(count: int) -> Iterator[Row]:
    return (governed.adoption(number, POSTED_ON) for number in range(min(count, 20)))


_KINDS: dict[str, Callable[[int], Iterator[Row]]] = {
    "receive_contribution": _contributions,
    "award_grant": _awards,
    "record_hours": _hours,
    "record_meeting": _meetings,
    # Last: from then on the other ledger has adoptions too.
    "adopt_framework": _adoptions,
}


def _posted(shop: Workshop, place: Path, file: Path) -> Usage:
    """On a copy, so that every run posts to the same ledger."""
    copy = _copied(shop, place, "one")
    return run(*program(copy, "post", file))


def _copied(shop: Workshop, place: Path, name: str) -> Path:
    copy = shop.fresh(f"copy-{name}")
    shutil.copyfile(place, copy)
    return copy


def _asking(report: Report, places: Mapping[str, str], effort: Effort) -> None:
    rounds = effort.rounds * 3
    found = inside("ask beside", places=places, questions=_QUESTIONS, rounds=rounds)
    found.pop("peak")
    _table(report, "Questions beside registers, in process", "ask", found)
    tasks: dict[tuple[str, str], Callable[[], Usage]] = {
        (title, name): partial(run, *program(at, *_words(query, given)))
        for title, (query, given) in _QUESTIONS.items()
        for name, at in places.items()
    }
    title = "Questions beside registers, whole process"
    _table(report, title, "ask process", _processes(tasks, effort))


_ARGUMENTS = ("section", "project", "number", "partner")


def _words(query: str, given: Mapping[str, str]) -> list[str]:
    """As they are typed: what a query asks of is its argument, the rest are options."""
    words = query.split()
    for name, value in given.items():
        is_option = query == "history" or name not in _ARGUMENTS
        words += [f"--{name}", value] if is_option else [value]
    return [*words, "--at", POSTED_ON, "-O", "json"]


def _processes(
    tasks: Mapping[tuple[str, str], Callable[[], Usage]], effort: Effort
) -> Measured:
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for (title, name), usage in medians(tasks, effort).items():
        if usage is not None:
            found.setdefault(title, {})[name] = usage.wall, usage.cpu
    return found


def _table(report: Report, title: str, kind: str, found: Measured) -> None:
    rows = []
    for name, each in found.items():
        if len(each) < len(LEDGERS):
            rows.append([name, *["failed"] * 6])
            continue
        row = [name]
        for what in range(2):
            before, after = (each[ledger][what] for ledger in LEDGERS)
            row += [seconds(before), seconds(after), times(after / before)]
        report.note(f"{kind} {name}", 0, each["with"][1] / each["without"][1])
        rows.append(row)
    heads = ["", "without", "with", "ratio"]
    heads += ["processor, without", "with", "ratio"]
    report.table(title, heads, rows)
