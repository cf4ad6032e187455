"""Data of a partnership that keeps registers: the same entries with them and without.

`without` is bank entries, grants and decisions in turns; `registered` puts adoptions of
a framework, meetings and hours between them. Every adopted framework has the same
partners and programmes in another order, and a category that comes and goes: codes
change each time, and reports have the same rows.
"""

import json
import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import chain, zip_longest
from typing import Any, NamedTuple

from benchmarks import data
from benchmarks.data import DAYS, FIRST_DAY, PARTNERS, PROGRAMMES, YEARS, Row
from benchmarks.measuring import ROOT

DECISION = "SG-2011-01"
"""The one that `data.opening` records."""
POSTED_ON = "2025-06-30"
"""The day of what is posted while it is measured: after every adoption."""
_FRAMEWORK = ROOT / "domain" / "framework" / "frameworks" / "drentse-zuidas.toml"
_BODIES = ("steering_group", "officials_group", "programme_team", "reo")
_STRATEGIC_OF = 5
"""One decision of so many is strategic."""


class Scale(NamedTuple):
    """How much of everything there is."""

    bank: int
    projects: int
    decisions: int
    spare: int
    """Projects that are proposed and nothing more, to award while it is measured."""
    adoptions: int
    entries: int
    """Meetings and hours together, as many of the one as of the other."""


def without(scale: Scale) -> Iterator[Row]:
    """The entries of both ledgers: the opening, then all kinds in turns."""
    yield from data.opening(rich=True)
    yield from _posted(scale)


def registered(scale: Scale) -> Iterator[Row]:
    """The same entries, with the registers spread evenly between them."""
    yield from data.opening(rich=True)
    kinds = [list(_posted(scale)), list(_adoptions(scale)), list(_registers(scale))]
    yield from _spread(kinds)


def _spread(kinds: Sequence[Sequence[Row]]) -> Iterator[Row]:
    """Several lists as one, each in its own order and evenly from start to end."""
    placed = [
        (number / len(rows), kind, number)
        for kind, rows in enumerate(kinds)
        for number in range(len(rows))
    ]
    for _, kind, number in sorted(placed):
        yield kinds[kind][number]


def _posted(scale: Scale) -> Iterator[Row]:
    kinds = (
        data.plain(scale.bank),
        data.project_heavy(scale.projects),
        _decisions(scale.decisions),
        _spare(scale.spare),
    )
    turns = chain.from_iterable(zip_longest(*kinds))
    yield from (row for row in turns if row is not None)


def _decisions(count: int) -> Iterator[Row]:
    """Decisions; of a strategic one the first partner's executive says yes."""
    for number in range(count):
        name, day = f"SG-B-{number:04}", _day(number, count)
        strategic = number % _STRATEGIC_OF == 0
        yield {
            "command": "record_decision",
            "number": name,
            "date": day,
            "subject": f"Corridor, step {number}",
            "strategic": strategic,
        }
        if strategic:
            yield {
                "command": "ratify_decision",
                "decision": name,
                "partner": PARTNERS[0],
                "date": day,
                "outcome": "ratified",
                "document": f"BW-{number:04}",
            }


def _spare(count: int) -> Iterator[Row]:
    for number in range(count):
        proposal = next(data.project_heavy(1, seed=number))
        yield proposal | {"project": spare(number)}


def spare(number: int) -> str:
    """The name of a project that waits to be awarded."""
    return f"spare-{number:04}"


def _adoptions(scale: Scale) -> Iterator[Row]:
    """Of each the date follows the one before it, as its rule asks."""
    for number in range(scale.adoptions):
        yield adoption(number, _day(number, scale.adoptions))


def adoption(number: int, day: str) -> Row:
    """The framework once more, in another order and with another title."""
    framework = _framework()
    for name in ("partners", "programmes"):
        listed = framework[name]
        start = number % len(listed)
        framework[name] = listed[start:] + listed[:start]
    extra = ["corridor"] if number % 2 == 0 else []
    return {
        "command": "adopt_framework",
        "framework": {
            **framework,
            "title": f"Drentse Zuidas, calibration {number}",
            "categories": [*framework["categories"], *extra],
        },
        "date": day,
        "decision": DECISION,
        "reason": f"Evaluation {number}",
    }


def _framework() -> dict[str, Any]:
    with _FRAMEWORK.open("rb") as file:
        mapping: Mapping[str, Any] = tomllib.load(file)
    # Dates as commands have them.
    found: dict[str, Any] = json.loads(json.dumps(mapping, default=str))
    return found


def _registers(scale: Scale) -> Iterator[Row]:
    choose = random.Random(scale.entries)  # noqa: S311  # it need not be unguessable
    for number in range(scale.entries):
        day = _day(choose.randrange(DAYS), DAYS)
        yield hours(number, day) if number % 2 else meeting(number, day)


def meeting(number: int, day: str) -> Row:
    """A meeting of one of the bodies with somebody of every partner."""
    body = _BODIES[number // 2 % len(_BODIES)]
    row: Row = {
        "command": "record_meeting",
        "meeting": f"M-{number:06}",
        "body": body,
        "date": day,
        "chair": "drenthe",
        "present": dict.fromkeys(PARTNERS, 1),
        "agenda": ["Progress of the projects", "Round"],
        "document": f"MIN-{number:06}",
    }
    if body == "programme_team":
        row["programme"] = PROGRAMMES[number % len(PROGRAMMES)]
    return row


def hours(number: int, day: str) -> Row:
    """A day's work of somebody for a programme."""
    return {
        "command": "record_hours",
        "year": YEARS[number % len(YEARS)],
        "partner": PARTNERS[number % len(PARTNERS)],
        "hours": f"{number % 9 + 1}.50",
        "date": day,
        "programme": PROGRAMMES[number % len(PROGRAMMES)],
        "description": f"Week {number % 52 + 1}",
        "document": f"HRS-{number:06}",
    }


def _day(number: int, of: int) -> str:
    """The days of the eleven years, so many of them evenly."""
    return (FIRST_DAY + timedelta(days=number * DAYS // of)).isoformat()
