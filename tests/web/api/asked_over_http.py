"""A question as an address of the API, and as a call of the command line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from ledger.frameworks import built_in_names
from projections.query import Parameter, segment
from tests.functional.asking_everything import Question
from web.api.paths import PATHS

KEYS = {"at": "at", "known_at": "knownAt"}
WRONG: Mapping[str, tuple[str, ...]] = {
    "account": ("nope", "partner:nope"),
    "amount": ("x", "-1"),
    "bank_account": ("nope",),
    "choice": ("nope",),
    "command": ("rewind",),
    "count": ("x", "-1"),
    "date": ("2011-02-30", "x"),
    "decision": ("nope", "#999999"),
    "entry": ("0", "x", "999999"),
    "hours": ("19:00-07:00",),
    "meeting": ("nope",),
    "moment": ("#999999", "2011-13-01"),
    "partner": ("nope",),
    "programme": ("nope",),
    "project": ("nope",),
    "year": ("1999",),
}
"""Values that are not understood, or name nothing, by their kind."""


@dataclass(frozen=True)
class Address:
    """Where a question is asked, and what of it the path itself names."""

    path: str
    in_path: frozenset[str]
    """Names of the parameters."""


def addresses(question: Question) -> Iterator[Address]:
    """Every address of a question: its own paths, and its report by name."""
    query, given = question.query, question.given
    for path in (each for each in PATHS if each.query == query.name):
        named = [p for p in query.parameters if f"{{{p.name}}}" in path.template]
        fixed = [p for p in query.parameters if p.name in path.fixed]
        if all(p.keyword in given for p in named) and all(
            given.get(p.keyword) == path.fixed[p.name] for p in fixed
        ):
            names = frozenset(p.name for p in (*named, *fixed))
            yield _address(question, path.template, names, path.renamed)
    report = f"/reports/{segment(query.name)}"
    yield _address(question, report, frozenset(), {})


def _address(
    question: Question,
    template: str,
    in_path: frozenset[str],
    renamed: Mapping[str, str],
) -> Address:
    pairs: list[tuple[str, str]] = []
    for parameter in question.query.parameters:
        if parameter.keyword not in question.given:
            continue
        texts = _texts(parameter, question.given[parameter.keyword])
        if parameter.name in in_path:
            name = f"{{{parameter.name}}}"
            template = template.replace(name, quote(texts[0], safe=""))
        else:
            key = renamed.get(parameter.name, _camel(parameter.name))
            pairs += [(key, text) for text in texts]
    for name, key in KEYS.items():
        if (text := getattr(question, name)) is not None:
            pairs.append((key, text))
    asked = f"?{urlencode(pairs)}" if pairs else ""
    return Address(f"/v1{template}{asked}", in_path)


def _texts(parameter: Parameter, value: Any) -> list[str]:
    if value is True:
        return ["true"]
    if parameter.kind == "framework" and value not in built_in_names():
        return [Path(value).read_text(encoding="utf-8")]
    return list(value) if isinstance(value, tuple) else [value]


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.capitalize, rest))


def typed(question: Question, ledger: Path, folder: Path) -> list[str]:
    """The same as words of the command line; what a file says stands in a file."""
    options = [f"--db={ledger}", "-O", "json"]
    arguments: list[str] = []
    for parameter in question.query.parameters:
        value = question.given.get(parameter.keyword)
        if value is None:
            continue
        if parameter.kind == "file":
            file = folder / "given.toml"
            file.write_text(value, encoding="utf-8")
            value = str(file)
        if parameter.place == "option":
            flag = f"--{parameter.name.replace('_', '-')}"
            options.append(flag if value is True else f"{flag}={value}")
        else:
            arguments += list(value) if isinstance(value, tuple) else [value]
    clocks = {name: getattr(question, name) for name in KEYS}
    options += [
        f"--{name.replace('_', '-')}={text}" for name, text in clocks.items() if text
    ]
    return [*question.query.name.split(), *options, "--", *arguments]


def spoiled(question: Question) -> Iterator[tuple[Question, str]]:
    """The question with one wrong value each time, and the parameter that has it."""
    for parameter in question.query.parameters:
        kind = "choice" if parameter.choices else parameter.kind
        if parameter.keyword in question.given and parameter.place != "arguments":
            for value in WRONG.get(kind, ()):
                given = {**question.given, parameter.keyword: value}
                yield question._replace(given=given), parameter.name
    for value in WRONG["date"]:
        yield question._replace(at=value), "at"
    for value in WRONG["moment"]:
        yield question._replace(known_at=value), "known_at"
