"""Every query of a ledger, with what there is to ask it about, on several clocks."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, product
from pathlib import Path
from typing import Any, NamedTuple

from domain.values.errors import Refusal
from domain.values.texts import format_cents
from ledger.asking import Asker, asking
from ledger.storage.location import Location
from projections.query import Parameter, Query, find, names
from tests.functional.examples import EXAMPLES

FEW = 4
"""How many values of a parameter are asked with, spread over all there are."""
MOST_ENTRIES = 10
"""The same of entries to be shown: they are of every kind."""
NARROWED = 3
"""On how many clocks each parameter is given that may be left out."""
NOTHING_KNOWN = "2001-01-01T12:00"
"""A moment before any ledger was made."""
RULES = """[[rule]]
text = "Kosten"
command = "pay_other"
[rule.fields]
category = "bank-charges"
"""


class Question(NamedTuple):
    """What may be asked of a ledger, by any interface."""

    query: Query
    given: Mapping[str, Any]
    """By keyword: texts, several of them, or a flag that is up."""
    at: str | None
    known_at: str | None


def every_answer(
    path: Path, *, on_few_clocks: bool = False
) -> Iterator[tuple[str, Any]]:
    """Query and answer, as a program gets it; what is refused is no answer."""
    location = Location.parse(str(path))
    asked = every_question(path, on_few_clocks=on_few_clocks)
    for clocks, questions in groupby(asked, lambda each: each[2:]):
        with asking(location, *clocks) as asker:
            for query, given, *_ in questions:
                yield from _asked(asker, query, given)


def every_question(path: Path, *, on_few_clocks: bool = False) -> Iterator[Question]:
    """All that there is to ask, clock after clock, or on half of the clocks."""
    with asking(Location.parse(str(path))) as asker:
        there = _There(asker)
        days = spread(there.days, 2)
        middle = f"#{max(1, there.last // 2)}"
    clocks = [*product((None,), (None, NOTHING_KNOWN)), *product(days, (None, middle))]
    if on_few_clocks:
        # Now; when nothing was known; and late, of what was known half-way.
        clocks = [*clocks[:2], clocks[-1]]
    for number, (at, known_at) in enumerate(clocks):
        for query in map(find, names()):
            assert query is not None
            # What narrows an answer changes no shape on one clock alone.
            for given in _given(query, there, narrowed=number < NARROWED):
                yield Question(query, given, at, known_at)


def _asked(
    asker: Asker, query: Query, given: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    try:
        report = asker.ask(query, given)
    except Refusal:
        return
    yield query.name, json.loads(json.dumps(report.data))


def spread(found: Iterable[Any], most: int) -> list[Any]:
    """Some of them, from the first to the last."""
    every = list(found)
    if len(every) <= most:
        return every
    return [every[n * (len(every) - 1) // (most - 1)] for n in range(most)]


class _There:
    """What a ledger has that a query may be asked about."""

    def __init__(self, asker: Asker) -> None:
        def rows(name: str) -> Any:
            query = find(name)
            assert query is not None
            return asker.ask(query, {}).data

        history: list[dict[str, Any]] = rows("history")
        framework = rows("framework show")
        self.last = len(history)
        self.days = sorted({row["date"] for row in history if row["date"]})
        self.days = self.days or [framework["start"]]
        middle = self.days[len(self.days) // 2]
        self.calendar_years = spread(dict.fromkeys(d[:4] for d in self.days), FEW)
        accounts = [row["account"] for row in rows("trial-balance")]
        projects = sorted({row["project"] for row in history if row["project"]})
        decisions = [row["number"] for row in rows("decisions")]
        decisions += [f"#{row['entry']}" for row in rows("decisions")]
        numbers = {row["command"]: str(row["entry"]) for row in history}
        entries = list(map(str, range(1, self.last + 1)))
        codes = {
            name: [each["code"] for each in framework[name]]
            for name in ("partners", "programmes", "years")
        }
        self.by_kind: Mapping[str, list[Any]] = {
            "account": [
                *("current-account", f"partner:{codes['partners'][0]}"),
                f"programme:{codes['programmes'][0]}:{codes['years'][0]}",
                *(f"project:{each}" for each in spread(projects, FEW)),
                *spread(accounts, FEW),
            ],
            "amount": [format_cents(123_456), "1.00"],
            "bank_account": list({r["account"]: 0 for r in rows("bank statements")}),
            "command": spread(sorted(numbers), FEW),
            "count": ["3"],
            "date": [middle],
            "decision": spread(decisions, 2 * FEW),
            "entry": [*numbers.values(), *spread(entries, MOST_ENTRIES)],
            "flag": [True],
            "hours": ["09:00-10:00"],
            "meeting": spread((row["meeting"] for row in rows("meetings")), FEW),
            "moment": ["#1", f"#{self.last}", f"#{max(1, self.last // 2)}"],
            "partner": codes["partners"],
            "programme": spread(codes["programmes"], 2),
            "project": spread(projects, 2 * FEW),
            "year": spread(codes["years"], FEW),
        }
        self.by_name: Mapping[str, list[Any]] = {
            "actor": ["officer"],
            "export": ["province-1", "next"],
            "target": ["province"],
            "document": [row["document"] for row in history if row["document"]][:1],
            "names": [("key", "suspense")],
            "projects": [
                *((each,) for each in spread(projects, 2 * FEW)),
                *([tuple(projects[:2])] if projects else []),
            ],
            "rules": [RULES],
            "source": ["drentse-zuidas", str(EXAMPLES / "second-term.toml")],
            "text": ["e"],
            "third_party_judgement": ["Fair"],
        }

    def samples(self, parameter: Parameter) -> list[Any]:
        """Values to ask with."""
        if parameter.choices:
            return list(parameter.choices)
        if (parameter.name, parameter.kind) == ("year", "count"):
            return self.calendar_years
        found = self.by_name.get(parameter.name)
        return self.by_kind[parameter.kind] if found is None else found


def _given(
    query: Query, there: _There, *, narrowed: bool
) -> Iterator[Mapping[str, Any]]:
    """All that it needs in every combination; then each other parameter with that."""
    needed = [each for each in query.parameters if each.required]
    whole = [
        dict(zip((each.keyword for each in needed), values, strict=True))
        for values in product(*(there.samples(each) for each in needed))
    ]
    yield from whole
    for parameter in query.parameters if narrowed and whole else ():
        # The end of a range is another word for the date that all are asked at.
        if not parameter.required and parameter.keyword != "end":
            for value in there.samples(parameter):
                yield whole[-1] | {parameter.keyword: value}
