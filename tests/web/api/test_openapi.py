"""The document about the API: what it says is what is served, and obeys the rules."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator as Validator

from tests.functional.program import ROOT
from tests.unit.domain.posting import Row, cost
from tests.web.serving import Client, token
from web.api.openapi import CONTACT, document
from web.api.operations import all_operations

HERE = Path(__file__).parent
RULES = HERE / "adr-linter.yaml"
"""Of the Dutch API Design Rules; adr-linter.md says whose and from where."""
INSTALLED = HERE / "spectral/node_modules/.bin/spectral"
COST: Row = {"command": "post_process_cost", **cost("1.00", "2011-10-12")}
ASKED = (
    *("/programmes", "/years?at=2011-12-31", "/partners", "/partners/emmen"),
    *("/current-account", "/projects", "/projects/grecor", "/decisions", "/meetings"),
    *("/decisions/SG-2011-01", "/statements", "/findings", "/agenda", "/frameworks"),
    *("/frameworks/current", "/accounts/current-account/lines", "/trial-balance"),
    *("/journal", "/differences?from=3&to=20", "/entries?limit=3", "/entries/14"),
    *("/search?text=e", "/submissions?all=true", "/reports/budget-report"),
    *("/reports/balance", "/reports/balance-sheet", "/reports/income-statement"),
    *("/figures/programmes/2011/SN/available", "/figures/projects/grecor/paid"),
    *("/figures/current-account/balance", "/entries/14/inclusion-proof", "/health"),
    *("/problems/busy", "/reports/roles", "/submissions/27"),
)


@pytest.fixture(scope="module")
def whole() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        json.dumps(document(all_operations(CONTACT), CONTACT))
    )
    return found


def test_what_is_served_is_the_document(lived: Client, whole: dict[str, Any]) -> None:
    told = lived.of(None).get("/v1/openapi.json")
    assert told.headers["Content-Type"] == "application/json"
    assert told.json == whole
    assert whole["openapi"].startswith("3.1.")
    assert set(whole["info"]["contact"]) == {"name", "url", "email"}


def test_it_has_every_operation_once(whole: dict[str, Any]) -> None:
    found = [
        (method.upper(), path)
        for path, item in whole["paths"].items()
        for method in item
    ]
    served = [(each.method, each.template) for each in all_operations(CONTACT)]
    assert sorted(found) == sorted(served)
    names = [operation["operationId"] for *_, operation in operations(whole)]
    assert len(names) == len(set(names))


def test_all_that_it_refers_to_is_there(whole: dict[str, Any]) -> None:
    named = set(re.findall(r'"\$ref": "([^"]*)"', json.dumps(whole)))
    known = {f"#/components/schemas/{name}" for name in whole["components"]["schemas"]}
    assert named - known == set()
    for schema in whole["components"]["schemas"].values():
        Validator.check_schema(schema)


def operations(whole: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for path, item in whole["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def test_paths_and_keys_are_as_the_rules_have_them(whole: dict[str, Any]) -> None:
    for path, _, operation in operations(whole):
        for part in path.split("/")[1:]:
            assert re.fullmatch(r"[a-z0-9.]+(-[a-z0-9]+)*|\{[a-z]+\}", part), path
        named = re.findall(r"\{(\w+)\}", path)
        said = operation["parameters"]
        assert [each["name"] for each in said if each["in"] == "path"] == named
        for each in said:
            assert each["description"]
            if each["in"] == "query":
                assert re.fullmatch("[a-z]+([A-Z][a-z]+)*[0-9]?", each["name"])


def test_every_failure_is_a_problem(whole: dict[str, Any]) -> None:
    for path, method, operation in operations(whole):
        for status, answer in operation["responses"].items():
            assert "API-Version" in answer["headers"]
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"]
        if operation.get("security") != []:
            assert {"401", "403"} <= set(operation["responses"]), (path, method)


def schema_of(whole: dict[str, Any], path: str, status: int, media: str) -> Any:
    """The schema of an answer, by the template that the path is of."""
    asked = path.partition("?")[0]
    templates = [
        template
        for template in whole["paths"]
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), asked)
    ]
    template = min(templates, key=lambda each: each.count("{"))
    answer = whole["paths"][template]["get"]["responses"][str(status)]
    return answer["content"][media]["schema"]


def validator(whole: dict[str, Any], schema: Any) -> Any:
    return Validator(
        {**schema, "components": whole["components"]},
        format_checker=Validator.FORMAT_CHECKER,
    )


def test_answers_are_of_their_schemas(fresh: Client, whole: dict[str, Any]) -> None:
    assert fresh.post("/v1/submissions", COST).status == 201
    wrong = ("?x=1", "?knownAt=999")
    for path in ASKED:
        told = fresh.get(f"/v1{path}")
        assert told.status == 200, path
        schema = schema_of(whole, path, 200, "application/json")
        faults = [*validator(whole, schema).iter_errors(told.json)]
        assert not faults, (path, faults[0].message)
        for query in wrong:
            bad = fresh.get(f"/v1{path.partition('?')[0]}{query}")
            schema = schema_of(whole, path, bad.status, bad.headers.get_content_type())
            assert not [*validator(whole, schema).iter_errors(bad.json)]


def test_what_posting_answers_is_of_its_schema(
    fresh: Client, whole: dict[str, Any]
) -> None:
    responses = whole["paths"]["/entries"]["post"]["responses"]
    for told in (
        fresh.post("/v1/entries", {**COST, "id": "a"}),
        fresh.post("/v1/entries", {**COST, "id": "a"}),
        fresh.post("/v1/entries?dryRun=true", COST),
        fresh.post_lines("/v1/entries", [COST]),
        fresh.post_lines("/v1/entries?dryRun=true", [COST]),
        fresh.post("/v1/entries", {**COST, "amount": "x"}),
        fresh.post("/v1/entries", {**COST, "amount": "9999999.00"}),
    ):
        content = responses[str(told.status)]["content"]
        schema = content[told.headers.get_content_type()]["schema"]
        assert not [*validator(whole, schema).iter_errors(told.json)]


@pytest.mark.parametrize("way", ["approvals", "rejections", "withdrawals"])
def test_what_settling_answers_is_of_its_schema(
    fresh: Client, whole: dict[str, Any], way: str
) -> None:
    """The first time something is made; after that it is told again."""
    made = fresh.post("/v1/submissions", COST).headers["Location"]
    shown = fresh.get(made)
    binding = {name: shown.json[name] for name in ("leaf", "effect")}
    body = {**(binding if way == "approvals" else {"reason": "Twice"}), "id": "a"}
    who = fresh if way == "withdrawals" else fresh.of(token("bo"))
    template = f"/submissions/{{submission}}/{way}"
    responses = whole["paths"][template]["post"]["responses"]
    for status in (201, 200):
        told = who.post(f"{made}/{way}", body, {"If-Match": shown.etag})
        assert told.status == status
        schema = responses[str(status)]["content"]["application/json"]["schema"]
        assert not [*validator(whole, schema).iter_errors(told.json)]


def test_bodies_are_the_commands(whole: dict[str, Any]) -> None:
    content = whole["paths"]["/entries"]["post"]["requestBody"]["content"]
    assert set(content) == {"application/json", "application/jsonl"}
    check = validator(whole, content["application/json"]["schema"])
    assert not [*check.iter_errors(COST)]
    assert [*check.iter_errors({**COST, "bogus": 1})]
    assert [*check.iter_errors({"command": "erase_sealed"})]
    known = whole["components"]["schemas"]["Command"]["oneOf"]
    assert not [each for each in known if "erase_sealed" in each["$ref"].lower()]
    assert "EraseSealed" not in json.dumps(known)


def spectral() -> str | None:
    """The linter: as continuous integration installs it, or on the path."""
    return str(INSTALLED) if INSTALLED.exists() else shutil.which("spectral")


@pytest.mark.skipif(
    spectral() is None and not (os.environ.get("CI") and shutil.which("npm")),
    reason="spectral is not installed (npm ci in tests/web/api/spectral)",
)
def test_the_rules_for_apis_of_the_government_hold(
    whole: dict[str, Any], tmp_path: Path
) -> None:
    found = spectral()
    assert found is not None, "continuous integration installs it: see .ci/run"
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    done = subprocess.run(
        [found, "lint", str(file), "-r", str(RULES), "-F", "hint"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stdout or done.stderr
