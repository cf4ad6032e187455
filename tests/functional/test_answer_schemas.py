"""Every answer is of its schema, and what is no answer is not."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator as Validator

import projections
from projections.answer_schemas import (
    POSTING,
    Schema,
    answer_schema,
    component_name,
    components,
    definition_schema,
)
from projections.query import names
from tests.functional.asked_ledgers import AskedLedgers
from tests.functional.asking_everything import every_answer
from tests.functional.posted_answers import posted
from tests.functional.shaped_data import (
    Found,
    Seen,
    Walk,
    declared,
    replaced,
    spoiled,
)

Answers = dict[str, dict[str, Any]]
"""By query or definition what was answered, each thing once, by its JSON."""
EVERYTHING = (*names(), *POSTING)
FEW = ("lived", "people", "told")
KEYS_ARE_DATA = {
    "condition.facts",
    "condition.facts.*",
    "framework show.keys",
    "framework show.keys.*.amounts",
    "framework show.keys.*.fixed",
    "framework show.keys.*.percentages",
    "meeting.present",
    "meetings[].present",
    "project.own_contributions",
    "roles.policy",
    "submission.fields",
}
"""Objects whose keys are names of partners, commands, facts or fields."""
ANY_SHAPE = {"command_fields"}
"""A command; only its name is known."""
ANY_VALUE = {"condition.facts.*"}
"""A fact is of any type."""
AS_WRITTEN = {
    "framework show.annual_budget",
    "framework show.process_ceiling",
    "framework show.current_account_floor",
    "framework show.keys.*.amounts.*",
}
"""Amounts of a framework are shown as somebody wrote them: decimals may be missing."""
ON_POSTGRESQL = "show.stored.actor.session_user"
"""Seen in tests/storage."""


def schema_of(name: str) -> Schema:
    return definition_schema(name) if name in POSTING else answer_schema(name)


def validator(name: str) -> Any:
    return Validator(schema_of(name), format_checker=Validator.FORMAT_CHECKER)


@pytest.fixture(scope="module")
def answers(asked: AskedLedgers, posts: Answers) -> Answers:
    """Of every query of all kinds of ledgers; a list row by row."""
    return answered(map(asked, asked.kinds)) | posts


@pytest.fixture(scope="module")
def few(asked: AskedLedgers, posts: Answers) -> Answers:
    """Of every query, of the ledgers in which each finds something, on some clocks."""
    return answered(map(asked, FEW), on_few_clocks=True) | posts


@pytest.fixture(scope="module")
def posts(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What posting answers."""
    found: Answers = defaultdict(dict)
    place = tmp_path_factory.mktemp("posted") / "posted.db"
    for name, data in posted(templates / "awarded.db", place):
        found[name][json.dumps(data)] = data
    return found


def answered(ledgers: Iterable[Path], *, on_few_clocks: bool = False) -> Answers:
    found: Answers = defaultdict(dict)
    for path in ledgers:
        for query, data in every_answer(path, on_few_clocks=on_few_clocks):
            rows = data if isinstance(data, list) else None
            for each in [[row] for row in rows] if rows else [data]:
                found[query][json.dumps(each)] = each
    return found


@pytest.fixture(scope="module")
def seen(answers: Answers) -> Mapping[str, Seen]:
    """What was seen in each place of all answers."""
    places: dict[str, Seen] = defaultdict(Seen)
    for _, found in walked(answers):
        places[found.location].take(found.value)
        if found.shape != found.location:
            places[found.shape].take(found.value)
    return places


def walked(answers: Answers, *only: str) -> Iterator[tuple[Any, Found]]:
    """Every value of the answers, with the answer that it stands in."""
    for name in only or EVERYTHING:
        walk = Walk(name, schema_of(name))
        for data in answers[name].values():
            yield from ((data, found) for found in walk.through(data))


def test_every_query_has_a_schema_and_every_schema_a_query() -> None:
    place = Path(projections.__file__).parent / "schemas"
    files = {each.stem for each in place.iterdir()} - {"definitions"}
    assert files == {component_name(query).removesuffix("_answer") for query in names()}
    for name in ("nothing", "definitions", "../version"):
        with pytest.raises(LookupError):
            answer_schema(name)
        with pytest.raises(LookupError):
            definition_schema(name)


@pytest.mark.parametrize("name", EVERYTHING)
def test_each_is_a_schema_with_all_that_it_refers_to(name: str) -> None:
    schema = schema_of(name)
    Validator.check_schema(schema)
    assert schema["$schema"] == Validator.META_SCHEMA["$id"]
    assert schema["description"]
    known = {f"#/$defs/{each}" for each in schema.get("$defs", {})}
    assert references(schema) == known


def references(schema: object) -> set[str]:
    return set(re.findall(r'"\$ref": "([^"]*)"', json.dumps(schema)))


@pytest.mark.parametrize("name", EVERYTHING)
def test_an_answer_is_of_its_schema(few: Answers, name: str) -> None:
    check_answers(few, name)


@pytest.mark.thorough
@pytest.mark.parametrize("name", EVERYTHING)
def test_every_answer_is_of_its_schema(answers: Answers, name: str) -> None:
    check_answers(answers, name)


def check_answers(answers: Answers, name: str) -> None:
    assert answers[name], "nothing was answered"
    check = validator(name)
    for data in answers[name].values():
        faults = [
            f"{each.json_path}: {each.message}" for each in check.iter_errors(data)
        ]
        assert not faults


@pytest.mark.thorough
@pytest.mark.parametrize("name", EVERYTHING)
def test_what_is_no_answer_is_refused(
    answers: Answers, seen: Mapping[str, Seen], name: str
) -> None:
    check = validator(name)
    tried = 0
    for data, found in smallest(answers, name):
        if found.location in ANY_VALUE:
            continue
        of_data = bool({found.location, found.shape} & (KEYS_ARE_DATA | ANY_SHAPE))
        for value in spoiled(found, seen, keys_are_data=of_data):
            if found.location in AS_WRITTEN and value in ("5", "05.00"):
                continue
            tried += 1
            assert not check.is_valid(replaced(data, found.path, value)), (
                f"{found.location} may be {value!r}"
            )
    assert tried > 20


def smallest(answers: Answers, name: str) -> Iterator[tuple[Any, Found]]:
    """Of each place in a query's answers the smallest answer, of each kind of value."""
    best: dict[tuple[str, str, type], tuple[int, Any, Found]] = {}
    for data, found in walked(answers, name):
        if found.value is None:
            continue
        key = found.location, found.shape, type(found.value)
        size = len(str(data))
        if key not in best or size < best[key][0]:
            best[key] = size, data, found
    yield from ((data, found) for _, data, found in best.values())


@pytest.mark.thorough
def test_a_schema_promises_nothing_that_was_never_seen(
    seen: Mapping[str, Seen],
) -> None:
    """Else a property could be of any type, or never null, and no test would tell."""
    places: dict[str, bool] = {}
    for name, schema in components("").items():
        query = next((q for q in names() if component_name(q) == name), name)
        places.update(declared(query, schema))
    never = {place for place in places if place not in seen}
    assert never == {ON_POSTGRESQL}
    nothing = type(None)
    wide = {p for p, null in places.items() if null and nothing not in seen[p].kinds}
    assert wide == set()
    assert {p for p in places if p in seen and seen[p].kinds == {nothing}} == {
        "explain.from"
    }
