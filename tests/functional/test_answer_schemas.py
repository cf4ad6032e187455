"""Every answer is of its schema, and what is no answer is not."""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator as Validator

import projections
from domain.budgets.accounts import MEMO
from domain.entries.deviations import Rule
from domain.entries.event import Actor, PersonBy
from domain.entries.people import Role
from domain.funding.conditions import CONDITIONS
from ledger.posting.receipt_report import (
    Summary,
    notes_of,
    posted_view,
    receipt_report,
)
from ledger.posting.schemas import whole_schema
from ledger.verifying.findings import NAMES
from projections.answer_schemas import (
    COMPONENTS,
    POSTING,
    Schema,
    answer_schema,
    component_name,
    components,
    definition_schema,
)
from projections.answers.meetings import BODIES
from projections.answers.submissions import SETTLING
from projections.query import names
from tests.functional.asked_ledgers import ledgers
from tests.functional.asking_everything import every_answer
from tests.functional.program import ROOT, InProcess
from tests.functional.shaped_data import (
    Found,
    Seen,
    Walk,
    declared,
    replaced,
    spoiled,
)
from tests.unit.domain.approving import binding, policy, submit
from tests.unit.domain.posting import LedgerInTest, Row, built, contribution, payment

Answers = dict[str, dict[str, Any]]
"""By query or definition what was answered, each thing once, by its JSON."""
EVERYTHING = (*names(), *POSTING)
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
def answers(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """Of every query of all kinds of ledgers; a list row by row."""
    found: Answers = defaultdict(dict)
    place = tmp_path_factory.mktemp("asked")
    for name, path in ledgers(templates, place):
        for answer in every_answer(name, path):
            rows = answer.data if isinstance(answer.data, list) else None
            for each in [[row] for row in rows] if rows else [answer.data]:
                found[answer.query][json.dumps(each)] = each
    for name, data in posted(templates / "awarded.db", place / "posted.db"):
        found[name][json.dumps(data)] = data
    return found


@pytest.fixture(scope="module")
def seen(answers: Answers) -> Mapping[str, Seen]:
    """What was seen in each place of all answers."""
    places: dict[str, Seen] = defaultdict(Seen)
    for name, found in walked(answers):
        places[found.location].take(found.value)
        if found.shape != found.location:
            places[found.shape].take(found.value)
        assert found.location, name
    return places


def walked(answers: Answers, *only: str) -> Iterator[tuple[Any, Found]]:
    """Every value of the answers, with the answer that it stands in."""
    for name in only or EVERYTHING:
        walk = Walk(name, schema_of(name))
        for data in answers[name].values():
            yield from ((data, found) for found in walk.through(data))


def posted(awarded: Path, path: Path) -> Iterator[tuple[str, Any]]:
    """What posting answers: once and again, tried, approved, several together."""
    path.write_bytes(awarded.read_bytes())
    ledger = LedgerInTest(path)
    pay = payment("5000.00", "2011-11-20")
    over: Row = contribution("emmen", "50000.00") | {"id": "over"}
    commands = [("pay_grant", pay), ("receive_contribution", over)]
    for who, dry_run in (("bo", True), ("bo", False)):
        yield from posting(ledger, who, commands, dry_run=dry_run)
    yield from posting(ledger, "bo", [("receive_contribution", over)])
    yield from posting(ledger, "bo", [("receive_contribution", over)], dry_run=True)
    yield from posting(ledger, "bo", [])
    ledger.post("set_approval_policy", **policy(pay_grant="0.00"))
    number = submit(ledger, "bo", "pay_grant", **payment("6000.00", "2011-11-21"))
    approval = [("approve", binding(ledger, number))]
    yield from posting(ledger, "cy", approval, dry_run=True)
    yield from posting(ledger, "cy", approval)
    ledger.close()


def posting(
    ledger: LedgerInTest,
    who: str,
    commands: Iterable[tuple[str, Row]],
    *,
    dry_run: bool = False,
) -> Iterator[tuple[str, Any]]:
    """What posting each of some commands answers, and all of them as a file."""
    actor = Actor(name=who, source="option", login=who)
    summary = Summary()
    with ledger.ledger.posting(actor, dry_run=dry_run) as post:
        for line, (name, fields) in enumerate(commands, start=1):
            receipt = post(built(name, fields))
            summary.add(receipt, line)
            view = posted_view(receipt, ledger.ledger)
            notes = notes_of(receipt, ledger.ledger.notes)
            report = receipt_report(receipt, view, notes, dry_run=dry_run)
            yield "dry_run" if dry_run else "receipt", as_json(report.data)
        report = summary.report(ledger.ledger.notes, dry_run=dry_run)
    yield "posted_file", as_json(report.data)


def as_json(data: object) -> Any:
    return json.loads(json.dumps(data))


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


def test_components_stand_in_an_openapi_document() -> None:
    found = components()
    assert references(found) <= {f"{COMPONENTS}{name}" for name in found}
    assert all(re.fullmatch(r"[a-z0-9_]+", name) for name in found)
    assert {component_name(query) for query in names()} <= set(found)
    # The document has the commands too, under their own names.
    assert not set(found) & set(whole_schema()["$defs"])
    inside = Validator(
        {"$defs": components("#/$defs/"), "$ref": "#/$defs/roles_answer"}
    )
    assert inside.is_valid({"in_force": False, "roles": [], "policy": {}})
    assert not inside.is_valid({"in_force": False, "roles": [], "policy": {"x": "1"}})


@pytest.mark.parametrize("name", EVERYTHING)
def test_every_answer_is_of_its_schema(answers: Answers, name: str) -> None:
    assert answers[name], "nothing was answered"
    check = validator(name)
    for data in answers[name].values():
        faults = [
            f"{each.json_path}: {each.message}" for each in check.iter_errors(data)
        ]
        assert not faults


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


ANY_SHAPE = {"command_fields"}
"""A command; only its name is known."""


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


def enum(schema: Schema, *steps: str) -> set[str]:
    """The values of an enumeration, by the way to it."""
    inner: Any = schema
    for step in steps:
        inner = inner[step]
    return {each for each in inner["enum"] if each is not None}


def test_closed_lists_are_those_of_the_program() -> None:
    found = components("")
    condition = found["condition"]["properties"]["rule"]
    assert condition["enum"] == [each.rule for each in CONDITIONS]
    assert enum(found, "deviation", "properties", "rule") == set(get_args(Rule))
    assert enum(found, "body") == set(BODIES)
    row = found["history_row"]["properties"]
    assert enum(row, "person_by") == set(get_args(PersonBy))
    role = found["roles_answer"]["properties"]["roles"]["items"]["properties"]
    assert enum(role, "role") == set(get_args(Role))
    status = enum(found, "submission", "properties", "status")
    assert status == {"waiting", *SETTLING.values()}
    check = found["check_answer"]["items"]["properties"]
    assert enum(check, "check") == set(NAMES)
    stored = found["show_answer"]["properties"]["stored"]["properties"]["actor"]
    source = Actor.model_fields["source"].annotation
    assert enum(stored, "properties", "source") == set(get_args(source))
    # The contract's table of the agenda: | `rule` | listed | date | subject | command |
    contract = (ROOT / "docs/contract/7-governance.md").read_text(encoding="utf-8")
    table = contract.partition("## Agenda")[2].partition("## Checks")[0]
    rules = re.findall(r"^\| `(\w+)` \|", table, flags=re.MULTILINE)
    assert enum(found["agenda_answer"], "items", "properties", "rule") == set(rules)


def test_the_command_line_prints_what_the_schemas_say(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("lived")
    assert not [*validator("balance").iter_errors(cli.json("balance", "partners"))]
    typed = ("lock-period", "--until", "2011-08-31")
    for name, options in (("dry_run", ("--dry-run",)), ("receipt", ())):
        assert not [*validator(name).iter_errors(cli.json(*typed, *options))]
    line = '{"command": "lock_period", "until": "2011-09-30"}'
    told = cli.ok("post", "-", "-O", "json", stdin=line).json
    assert not [*validator("posted_file").iter_errors(told)]
    made = cli.json("init", "--db", "another.db")
    assert not [*validator("receipt").iter_errors(made)]


def test_memorandum_accounts_are_of_no_journal() -> None:
    accounts = validator("diff").schema["$defs"]["journal_account"]
    assert not Validator(accounts).is_valid(f"{MEMO}bank:rc")
    assert Validator(accounts).is_valid("assets:current-account")
