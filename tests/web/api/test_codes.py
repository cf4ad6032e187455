"""Every code that the program can raise has its status and its meaning."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.values.errors import BadForm, IntegrityError, LedgerError, Refusal
from tests.functional.program import ROOT
from web.api.codes import GROUPS, MEANINGS, usual_status
from web.api.problems import RESERVED, problem
from web.api.statuses import STATUSES, status_of

SOURCES = ("domain", "projections", "ledger", "papers", "cli", "web")
RAISED_BY = {
    *("Refusal", "BadForm", "IntegrityError", "UsageError", "SignInRefused", "bad"),
    *("refusal", "Refused", "super().__init__", "_damage"),
}
"""What a code is given to first; by the last of a dotted name."""
CODE = re.compile("[A-Z]{3,}(?:_[A-Z0-9]+)*")
CONTRACT = {
    400: "BAD_JSON BAD_COMMAND BAD_AMOUNT BAD_DATE",
    401: "UNAUTHENTICATED",
    403: "NOT_ALLOWED SCOPE_MISSING",
    409: "SAME_PERSON APPROVAL_REQUIRED PARTNER_UNKNOWN ENTRY_UNKNOWN OVERDRAFT",
    412: "SUBMISSION_DIFFERS EFFECT_CHANGED PRECONDITION_FAILED",
    428: "PRECONDITION_MISSING",
    503: "BUSY DISK_FULL LEDGER_READ_ONLY CLOCK_AHEAD",
    500: "LEDGER_DAMAGED INTERNAL",
    404: "LOG_KEY_MISSING NOT_FOUND",
}
"""Section 10, "Status"."""
INTEGRITY = "IntegrityError"
INSIDE = {"DATABASE_DAMAGED"}
"""A finding's code, told inside another failure."""


def raised() -> Iterator[str]:
    """The codes that stand in the sources where something is refused."""
    for layer in SOURCES:
        for file in (ROOT / layer).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and node.args:
                    name = ast.unparse(node.func)
                    if name in RAISED_BY or name.rpartition(".")[2] in RAISED_BY:
                        yield from codes_in(node.args[0])


def codes_in(node: ast.AST) -> Iterator[str]:
    """Those that an argument may be."""
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and CODE.fullmatch(str(each.value)):
            yield str(each.value)


def documented() -> set[str]:
    """The codes of the contract's own tables."""
    text = (ROOT / "docs/contract/2-commands.md").read_text(encoding="utf-8")
    return set(re.findall("`([A-Z][A-Z_]+)`", text.partition("## Codes")[2]))


def test_every_code_has_a_meaning() -> None:
    found = set(raised()) - INSIDE
    assert len(found) > 90
    assert found - set(MEANINGS) == set()
    assert documented() - set(MEANINGS) == set()
    assert set(STATUSES) - set(MEANINGS) == set()


def test_every_meaning_is_of_a_code() -> None:
    known = {*raised(), *documented(), *STATUSES}
    text = "".join(
        file.read_text(encoding="utf-8")
        for layer in SOURCES
        for file in (ROOT / layer).rglob("*.py")
        if file.name != "codes.py"
    )
    for code in set(MEANINGS) - known:
        assert f'"{code}"' in text or code.endswith("_UNKNOWN"), code
    assert sum(map(len, GROUPS.values())) == len(MEANINGS), "a code in two groups"
    for meaning in MEANINGS.values():
        assert re.fullmatch(r"[A-Z].*\.", meaning)


@pytest.mark.parametrize("status", CONTRACT)
def test_the_statuses_of_the_contract(status: int) -> None:
    for code in CONTRACT[status].split():
        assert usual_status(code) == status
        error = Refusal(code, "x") if code != "BAD_DATE" else BadForm(code, "x")
        assert status_of(error) == status


def test_dates_are_of_two_kinds() -> None:
    assert status_of(BadForm("BAD_DATE", "is no date")) == 400
    assert status_of(Refusal("BAD_DATE", "not before the one before it")) == 409


def test_what_contradicts_itself_is_a_failure_of_the_server() -> None:
    for code in MEANINGS:
        assert status_of(IntegrityError(code, "x")) >= 500 or code in STATUSES
    for file in (ROOT / name for name in SOURCES):
        for code in integrity(file):
            assert usual_status(code) == 500, code


def integrity(place: Path) -> Iterator[str]:
    for file in place.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == INTEGRITY:
                yield from codes_in(node.args[0])


@pytest.mark.parametrize("name", RESERVED)
def test_a_sum_never_hides_what_a_problem_says(name: str) -> None:
    import json

    told = problem(Refusal("OVERDRAFT", "over {x}", {name: "mine", "x": "1.00"}))
    found = json.loads(told.body)
    assert found.get(name) != "mine"
    assert found["x"] == "1.00"
    assert (found["code"], found["status"], told.status) == ("OVERDRAFT", 409, 409)


def test_only_what_may_pass_is_tried_again() -> None:
    for code in MEANINGS:
        told = problem(LedgerError(code, "x"))
        assert ("Retry-After" in told.headers) == (told.status == 503)
