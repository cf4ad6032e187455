"""Every report can be sent as JSON, and what is read back prints the same."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest

from cli.answering import shaped
from domain.framework.contribution_keys import read_key
from ledger.asking import Asker, asking
from ledger.frameworks import load
from ledger.posting.receipt_report import (
    Summary,
    notes_of,
    opened_report,
    posted_view,
    receipt_report,
)
from ledger.posting.schemas import whole_schema
from ledger.storage.location import Location
from ledger.transparency.checkpoints import Checkpoint, VerifiedCheckpoint
from ledger.transparency.keys import SignatureType, SigningKey
from ledger.transparency.notes import VerifiedSignature
from ledger.verifying.findings import NAMES
from ledger.verifying.report import consistency_report, verification_report
from projections.query import Parameter, Query, find, names
from projections.report import FORMATS, Lines, Part, Report, Table, of_content
from projections.sending import from_json, to_json
from tests.audit.ledgers import in_state, tamper, verified
from tests.functional.asked_ledgers import AskedLedgers
from tests.papers.kinds import LETTERS, TOLD
from tests.unit.domain.banking import account, statement
from tests.unit.domain.posting import (
    OFFICER,
    SG,
    LedgerInTest,
    built,
    contribution,
    meeting,
)
from tests.unit.domain.test_payments import order

AT = "2012-07-31"
KNOWLEDGE = (None, "#20")
LAST = (
    "meeting",
    *(f"bank {each}" for each in ("open", "reconcile", "statements", "suggest")),
)
RULES = """[[rule]]
party = "Emmen"
command = "receive_other"
[rule.fields]
category = "business"
"""
Given = Mapping[str, Any]
BY_NAME: Mapping[str, tuple[Any, ...]] = {
    "actor": ("officer",),
    "export": ("province-1", "next"),
    "names": tuple((name,) for name in NAMES),
    "projects": (("grecor=20000",), ("grecor",)),
    "rules": (RULES,),
    "source": ("drentse-zuidas",),
    "target": ("province",),
    "to": (AT,),
    "when1": ("#5",),
    "when2": ("#13", "2012-01-31"),
}
"""What parameters are asked with; values of the lived ledger."""
BY_KIND: Mapping[str, tuple[Any, ...]] = {
    "account": (
        *("current-account", "partner:emmen", "programme:TL:2011"),
        *("project:grecor", "assets:current-account"),
    ),
    "amount": ("1.200,00", "30000"),
    "bank_account": ("rc",),
    "command": ("pay-grant",),
    "count": ("3",),
    "date": ("2011-10-12",),
    "decision": (SG,),
    "entry": tuple(map(str, range(1, 21))),
    "flag": (True, False),
    "hours": ("09:00-10:00",),
    "meeting": ("SG-M1",),
    "moment": ("2014-12-31T12:00",),
    "partner": ("emmen",),
    "programme": ("TL",),
    "project": ("grecor",),
    "text": ("BANK-emmen-2011-08-20",),
    "year": ("2011",),
}


class Printed(NamedTuple):
    """A report as it printed, and as it was sent."""

    shape: str
    text: str
    sent: str


def samples(parameter: Parameter) -> tuple[Any, ...]:
    found = parameter.choices or BY_NAME.get(parameter.name)
    return found or BY_KIND[parameter.kind]


def asked_with(query: Query) -> Iterator[Given]:
    """A query with only what it needs, then with every value of every parameter.

    A letter is asked of what `told` has to write about.
    """
    if query.name in LETTERS:
        given = TOLD[query.name.removeprefix("document ")]
        yield {name: value for name, value in given.items() if name != "at"}
        return
    needed = {p.keyword: samples(p)[0] for p in query.parameters if p.required}
    yield needed
    for parameter in query.parameters:
        # It is another word for --at, which all are asked with.
        for value in (AT,) if parameter.keyword == "end" else samples(parameter):
            yield needed | {parameter.keyword: value}


def printed(report: Report, shape: str) -> Printed:
    return Printed(shape, shaped(report, shape), json.dumps(to_json(report)))


def answers(asker: Asker, query: Query) -> Iterator[Printed]:
    for given in asked_with(query):
        for shape in query.formats:
            report = asker.ask(query, given, shape=shape, typed=True)
            yield printed(report, shape)


class Answers:
    """Of every query, on the lived ledger, as known now and earlier."""

    def __init__(self, lived: Path, told: Path) -> None:
        self._lived = lived
        self._told = told

    def of(self, name: str) -> Iterator[Printed]:
        """All of a query, in every shape."""
        query = find(name)
        assert query is not None, name
        for place, known_at in self._asked(name):
            with asking(Location.parse(str(place)), AT, known_at) as asker:
                yield from answers(asker, query)

    def parts(self, name: str) -> Iterator[Part]:
        """Of what it answers, in any shape."""
        query = find(name)
        assert query is not None, name
        for place, known_at in self._asked(name):
            with asking(Location.parse(str(place)), AT, known_at) as asker:
                for given in asked_with(query):
                    yield from asker.ask(query, given, typed=True).parts

    def _asked(self, name: str) -> Iterator[tuple[Path, str | None]]:
        if name in LETTERS:
            yield self._told, None
            return
        for known_at in KNOWLEDGE:
            # What the lived ledger has none of is recorded last.
            if known_at is None or name not in LAST:
                yield self._lived, known_at


@pytest.fixture(scope="module")
def every_answer(
    templates: Path, asked: AskedLedgers, tmp_path_factory: pytest.TempPathFactory
) -> Answers:
    path = tmp_path_factory.mktemp("governed") / "lived.db"
    shutil.copyfile(templates / "lived.db", path)
    ledger = LedgerInTest(path)
    ledger.post("record_meeting", **meeting(agenda=["Budget"]))
    ledger.post("open_bank_account", **account(opening="5.00"))
    shown = statement(("2011-08-20", "44800.00"), opening="5.00")
    ledger.post("register_statement", **shown)
    ledger.post("order_payment", **order())
    ledger.close()
    return Answers(path, asked("told"))


@pytest.mark.one_in(5)
@pytest.mark.parametrize("name", list(names()))
def test_every_query_prints_the_same_when_read_back(
    every_answer: Answers, name: str
) -> None:
    found = list(every_answer.of(name))
    assert {each.shape for each in found} >= set(FORMATS)
    for each in found:
        assert shaped(from_json(json.loads(each.sent)), each.shape) == each.text


def test_the_queries_show_every_kind_of_part_and_column(every_answer: Answers) -> None:
    parts = [part for name in names() for part in every_answer.parts(name)]
    assert {type(part) for part in parts} == set(get_args(Part)) - {Lines}
    tables = [part for part in parts if isinstance(part, Table)]
    kinds = {column.kind for table in tables for column in table.columns}
    assert kinds >= {"text", "prose", "number", "amount", "moment", "facts", "fields"}
    assert any(table.totals for table in tables)


def same(report: Report) -> None:
    """The report prints the same when it is read back, in every format."""
    for shape in FORMATS:
        each = printed(report, shape)
        assert shaped(from_json(json.loads(each.sent)), shape) == each.text


@pytest.mark.parametrize("dry_run", [False, True])
def test_receipts(opened: LedgerInTest, dry_run: bool) -> None:
    paid = contribution("emmen", "50000.00") | {"id": "a"}
    command = built("receive_contribution", paid)
    with opened.ledger.posting(OFFICER, dry_run=dry_run) as post:
        receipts = [post(command), post(command)]
        reports = [
            receipt_report(
                each,
                posted_view(each, opened.ledger),
                notes_of(each, opened.ledger.notes),
                dry_run=dry_run,
            )
            for each in receipts
        ]
        for report in reports:
            same(report)
        assert "more than was called" in shaped(reports[0], "text")
        assert "already is this" in shaped(reports[1], "text")
    summary = Summary()
    for line, each in enumerate(receipts, start=1):
        summary.add(each, line)
    same(summary.report(opened.ledger.notes, dry_run=dry_run))


def test_what_makes_or_describes_a_ledger() -> None:
    framework = load("drentse-zuidas")
    same(opened_report(framework, read_key(framework, None), "some.db"))
    same(of_content(json.dumps(whole_schema()), whole_schema()))


def test_what_verifying_found(prepared: Callable[[str], Path]) -> None:
    path = prepared("lived")
    root = verified(path).root
    older = Checkpoint("a ledger", 26, root)
    key = SigningKey.generate("auditor.example", SignatureType.COSIGNATURE)
    cosigned = VerifiedSignature(key.verifier, 1767225600)
    kept = VerifiedCheckpoint(older, (cosigned,), ("somebody",))
    same(verification_report(verified(path), (), fast=True))
    same(verification_report(verified(path, older), (kept,), fast=True))
    tamper(path, in_state(14, "1200", "1300"), guards=False)
    found = verified(path, older)
    assert found.first_bad_entry == 14
    same(verification_report(found, (kept,), fast=False))
    same(consistency_report(older, Checkpoint("a ledger", 27, root)))
