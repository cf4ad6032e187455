"""Every query gives over HTTP what it gives on the command line, value for value."""

import json
import random
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ledger.storage.location import Location
from projections.query import names, segment
from tests.functional.asked_ledgers import AskedLedgers
from tests.functional.asking_everything import Question, every_question
from tests.functional.program import InProcess
from tests.papers.kinds import LETTERS
from tests.web.api.asked_over_http import Address, addresses, spoiled, typed
from tests.web.serving import Client, Told, served, token
from web.api.paths import PATHS

QUICK = ("empty", "old", "lived", "people", "other terms", "small", "told")
ALL = (*QUICK, "demo", "history-1.commands", "history-2.commands", "drentse-zuidas")
"""Ledgers of every run, and of the slow one."""
ASKED = 15
"""Questions of each ledger that any run asks, and as many with something wrong."""
MANY = 400
"""The same of the slow run."""
UNLOOKED = ("framework check", "framework list", "framework show")
"""Queries that may look at no ledger, so that the command line reads no clock."""
OF_THE_LEDGER = {"LEDGER_NOT_FOUND": 503, "FRAMEWORK_INVALID": 409}


class Served(NamedTuple):
    """A ledger with its server, and all that there is to ask."""

    path: Path
    client: Client
    questions: list[Question]


Everywhere = Mapping[str, Served]


@contextmanager
def all_served(asked: AskedLedgers, names: tuple[str, ...]) -> Iterator[Everywhere]:
    found = {}
    with ExitStack() as stack:
        for name in names:
            path = asked(name)
            client = stack.enter_context(served(Location.parse(str(path))))
            questions = list(every_question(path))
            found[name] = Served(path, client.of(token("anna")), questions)
        yield found


@pytest.fixture(scope="module")
def everywhere(asked: AskedLedgers) -> Iterator[Everywhere]:
    with all_served(asked, QUICK) as found:
        yield found


@pytest.mark.parametrize("name", QUICK)
def test_a_query_is_the_same_everywhere(
    everywhere: Everywhere, name: str, cli: InProcess, tmp_path: Path
) -> None:
    at = everywhere[name]
    for question in random.sample(at.questions, ASKED):
        compare(at, question, cli, tmp_path, wrong="")
    for question, wrong in wrong_ones(at, ASKED):
        compare(at, question, cli, tmp_path, wrong=wrong)


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_many_queries_are_the_same_everywhere(
    asked: AskedLedgers, name: str, cli: InProcess, tmp_path: Path
) -> None:
    with all_served(asked, (name,)) as found:
        at = found[name]
        for question in random.sample(at.questions, MANY):
            compare(at, question, cli, tmp_path, wrong="")
        for question, wrong in wrong_ones(at, MANY):
            compare(at, question, cli, tmp_path, wrong=wrong)


def test_every_path_is_asked(
    everywhere: Everywhere, cli: InProcess, tmp_path: Path
) -> None:
    """Of the ledger that has something of everything, each address once.

    Letters of the one that has something to write about: else they are refused.
    """
    seen = set()
    lived, told = everywhere["lived"], everywhere["told"]
    for at, question in chain(
        ((lived, each) for each in lived.questions if each.query.name not in LETTERS),
        ((told, each) for each in told.questions if each.query.name in LETTERS),
    ):
        if question.at is None and question.known_at is None:
            new = [a for a in addresses(question) if shape(question, a) not in seen]
            if new:
                code = compare(at, question, cli, tmp_path, wrong="")
                assert code == 0 or question.query.name in LETTERS
                answered = new if code == 0 else ()
                seen |= {shape(question, address) for address in answered}
    templates = {path for _, path in seen}
    assert {f"/v1{each.template.partition('{')[0]}" for each in PATHS} <= templates
    assert {f"/v1/reports/{segment(each)}" for each in names()} <= templates


def shape(question: Question, address: Address) -> tuple[str, str]:
    """Which path it is, up to what it names, and what the query was given."""
    path = address.path.partition("?")[0]
    for each in PATHS:
        start, brace, _ = each.template.partition("{")
        if brace and address.in_path and each.query == question.query.name:
            path = f"/v1{start}"
    return ",".join(question.given), path


def wrong_ones(at: Served, most: int) -> Iterator[tuple[Question, str]]:
    for question in random.sample(at.questions, most):
        yield random.choice(list(spoiled(question)))


def compare(
    at: Served, question: Question, cli: InProcess, folder: Path, *, wrong: str
) -> int:
    """It is answered alike at all its addresses; gives the exit code."""
    words = typed(question, at.path, folder)
    result = cli(*words)
    for address in addresses(question):
        told = at.client.get(address.path)
        if result.out and wrong == "known_at" and question.query.name in UNLOOKED:
            assert told.status == 200 or told.problem(400, "BAD_DATE")
        elif result.out:
            assert told.status == 200, (words, address, told.body)
            assert as_text(told.json) == as_text(result.json), (words, address)
        else:
            check_refusal(told, result.error, address, wrong)
    return result.code


def as_text(data: Any) -> str:
    """Key for key in their order: nothing is equal that is not the same."""
    return json.dumps(data)


def check_refusal(
    told: Told, error: Mapping[str, Any], address: Address, wrong: str
) -> None:
    """The code of the command line, with the status that section 10 gives it."""
    code = error["code"]
    where = (address, wrong, error)
    assert told.json.get("code") == code, (where, told.body)
    form = code.startswith("BAD_")
    backward = "backward" in error["message"]
    if backward:  # of two faults the command line tells this one first
        expected = {400}
    elif wrong in address.in_path:
        expected = {404}
    elif form:
        expected = {400}
    elif wrong or not address.in_path:
        expected = {OF_THE_LEDGER.get(code, 409)}
    else:  # what the path names is not there yet, or a clock is of nothing known
        expected = {404, 409}
    assert told.status in expected, (where, told.body)
    told.problem(told.status, code)
    pointers = [each["pointer"] for each in told.json.get("errors", [])]
    assert bool(pointers) == (told.status == 400), where
    if form and wrong and told.status == 400 and not backward:
        assert pointers == [f"?{key_of(wrong, address)}"], where


def key_of(wrong: str, address: Address) -> str:
    if "/differences" in address.path and wrong in ("when1", "when2"):
        return {"when1": "from", "when2": "to"}[wrong]
    first, *rest = wrong.split("_")
    return first + "".join(map(str.capitalize, rest))
