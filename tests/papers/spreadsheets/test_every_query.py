"""Every query as a spreadsheet: each amount a number, nothing that does anything."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.values.errors import LedgerError
from ledger.asking import asking
from ledger.storage.location import Location
from papers.spreadsheets import csv_nl, xlsx
from papers.spreadsheets.provenance import NAME, Provenance, command_of
from papers.spreadsheets.tables import Answer
from papers.wording import Language
from projections.query import Query, find, names
from projections.report import Report
from projections.sums import cents as cents_of
from tests.functional.asked_ledgers import AskedLedgers
from tests.functional.test_sent_reports import AT, asked_with
from tests.papers.spreadsheets.reading import amounts, cells, cents, is_inert, sheets

KNOWLEDGE = (None, "#20")
HEADER = 2
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?")
ENGLISH = re.compile(r"\b(the|and|of|not|with|entry|amount|paid|date)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def ledgers(asked: AskedLedgers) -> list[Path]:
    return [asked(name) for name in ("told", "lived", "people")]


def answers(ledgers: list[Path], query: Query) -> Iterator[tuple[Any, Report]]:
    for path in ledgers:
        for known_at in KNOWLEDGE:
            with asking(Location.parse(str(path)), AT, known_at) as asker:
                for given in asked_with(query):
                    try:
                        report = asker.ask(query, given, shape="xlsx", typed=True)
                    except LedgerError:
                        continue
                    yield given, report.made()


def made(query: Query, given: Any, report: Report, lang: Language) -> bytes:
    command = command_of(query, given, report.footer, "xlsx")
    provenance = Provenance(command, report.footer)
    return xlsx.workbook([Answer(query.name, report)], lang, provenance)


@pytest.mark.one_in(5)
@pytest.mark.parametrize("name", list(names()))
def test_each_amount_of_the_answer_is_a_number_in_a_sheet(
    ledgers: list[Path], name: str
) -> None:
    query = find(name)
    assert query is not None
    answered = 0
    for given, report in answers(ledgers, query):
        answered += 1
        content = made(query, given, report, "nl")
        data = json.loads(json.dumps(report.data))
        wanted = {cents_of(text): text for text in amounts(data)}
        lacking = [wanted[each] for each in wanted.keys() - cents(content)]
        assert not lacking, (given, lacking)
        assert is_inert(content)
        found = sheets(content)
        assert list(found)[-1] == NAME
        assert len(found) > 1
    assert answered


# What a framework says in single lines are sentences, some of them of a day.
@pytest.mark.parametrize("name", [n for n in names() if n != "framework show"])
def test_days_and_moments_are_no_texts(ledgers: list[Path], name: str) -> None:
    query = find(name)
    assert query is not None
    given, report = next(answers(ledgers, query))
    for lang in ("nl", "en"):
        for cell in cells(made(query, given, report, lang)):
            if cell.row > HEADER and isinstance(cell.value, str):
                assert not DAY.fullmatch(cell.value), cell


@pytest.mark.parametrize("name", list(names()))
def test_dutch_csv_has_the_rows_of_csv(ledgers: list[Path], name: str) -> None:
    query = find(name)
    assert query is not None
    for _, report in answers(ledgers, query):
        content = csv_nl.text(Answer(name, report)).decode("utf-8-sig")
        assert (
            content.count("\r\n") == content.count("\n") == len(report.table.rows) + 1
        )
        header = content.split("\r\n")[0]
        assert not ENGLISH.search(header), header
