"""What the schemas of answers share: parts, closed lists, where they stand."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator as Validator

from domain.entries.deviations import Rule
from domain.entries.event import Actor, PersonBy
from domain.entries.people import Role
from domain.funding.conditions import CONDITIONS
from ledger.posting.schemas import whole_schema
from ledger.verifying.findings import NAMES
from projections.answer_schemas import (
    COMPONENTS,
    Schema,
    answer_schema,
    component_name,
    components,
    definition_schema,
)
from projections.answers.meetings import BODIES
from projections.answers.submissions import SETTLING
from projections.query import names
from tests.functional.program import ROOT, InProcess


def test_components_stand_in_an_openapi_document() -> None:
    found = components()
    named = set(re.findall(r'"\$ref": "([^"]*)"', json.dumps(found)))
    assert named <= {f"{COMPONENTS}{name}" for name in found}
    assert all(re.fullmatch(r"[a-z0-9_]+", name) for name in found)
    assert {component_name(query) for query in names()} <= set(found)
    # The document has the commands too, and the form of an error (RFC 9457).
    assert not set(found) & {*whole_schema()["$defs"], "command", "problem"}
    inside = Validator(
        {"$defs": components("#/$defs/"), "$ref": "#/$defs/roles_answer"}
    )
    assert inside.is_valid({"in_force": False, "roles": [], "policy": {}})
    assert not inside.is_valid({"in_force": False, "roles": [], "policy": {"x": "1"}})


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
    Validator(answer_schema("balance")).validate(cli.json("balance", "partners"))
    receipt = Validator(definition_schema("receipt"))
    receipt.validate(cli.json("init", "--db", "another.db"))
    typed = ("lock-period", "--until", "2011-08-31")
    tried = cli.json(*typed, "--dry-run")
    Validator(definition_schema("dry_run")).validate(tried)
    receipt.validate(cli.json(*typed))
    line = '{"command": "lock_period", "until": "2011-09-30"}'
    told = cli.ok("post", "-", "-O", "json", stdin=line).json
    Validator(definition_schema("posted_file")).validate(told)


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("amount", ("0.00", "-12.50"), ("00.00", "1.0", "+1.00", "1,00", "")),
        ("amount_from_zero", ("0.00",), ("-0.01", "1")),
        ("number_of_hours", ("7.50",), ("7.5", "-1.00")),
        ("percentage", ("100", "33.3333"), ("-1", "33,3", "1.00000", "%")),
        ("date", ("2012-02-29",), ("2011-02-29", "2011-2-1", "20110201")),
        (
            "moment",
            ("2012-01-31T17:00:05Z", "2012-01-31T17:00:05.123456Z"),
            ("2012-01-31", "2012-01-31T17:00:05", "2012-01-31T17:00:05+01:00"),
        ),
        ("sha256", ("0f" * 32,), ("0F" * 32, "0f" * 31)),
        ("root", ("0f" * 32,), ("0f" * 33,)),
        ("entry_number", (1,), (0, "1", "#1", 1.5)),
        ("project_id", ("a-37",), ("A-37", "", "-a")),
        ("decision_number", ("SG/2011.1",), ("SG 1", "")),
        ("framework_code", ("OUTSIDE", "b-2"), ("b 2", "")),
        ("command_name", ("pay_grant",), ("pay-grant", "")),
        ("stable_code", ("KEY_GAP", "SHARES_NOT_100"), ("key_gap", "")),
        ("journal_account", ("assets:current-account",), ("memo:bank:rc", "partner:x")),
        ("bank_line_name", ("57.3", "41.0"), ("57", "0.1", "#57.3")),
    ],
)
def test_forms(name: str, right: tuple[object, ...], wrong: tuple[object, ...]) -> None:
    schema = definition_schema(name)
    check = Validator(schema, format_checker=Validator.FORMAT_CHECKER)
    assert all(map(check.is_valid, right))
    assert not any(map(check.is_valid, wrong))
