"""The audit file of the examples: without a fault, and as the trial balance says."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import pyxaf

from ledger.reading import open_reader
from ledger.storage.location import Location
from papers.xaf.audit_file import JOURNALS, AuditFile, Period
from papers.xaf.chart import Chart
from papers.xaf.writing import fitting, party_id
from projections.snapshot import View
from tests.exports.judged import follow_each_other, judge, written, years_of
from tests.functional.asked_ledgers import AskedLedgers
from tests.functional.program import InProcess
from tests.unit.domain.posting import LedgerInTest, other


@pytest.fixture(scope="module")
def terms(asked: AskedLedgers) -> Path:
    """The examples of all three terms."""
    return asked("demo")


@pytest.fixture
def view(terms: Path) -> Iterator[View]:
    with open_reader(Location.parse(str(terms))) as reader:
        yield reader.view(date(2018, 7, 31), None)


def test_every_year_of_three_terms(view: View) -> None:
    years = list(years_of(view))
    assert len(years) == 10
    for start, end in years:
        judge(view, start, end)
    follow_each_other(view)


def test_every_tranche_and_a_part_of_a_year(view: View) -> None:
    for year in range(2011, 2018):
        judge(view, date(year, 8, 1), date(year + 1, 7, 31))
    judge(view, date(2012, 1, 1), date(2012, 2, 29))
    judge(view, date(2012, 2, 10), date(2012, 2, 10))


@pytest.mark.parametrize("known", [1, 3, 34])
def test_what_was_known_then_is_the_same_for_ever(view: View, known: int) -> None:
    then = view.known(f"#{known}")
    start, end = date(2011, 1, 1), date(2011, 12, 31)
    data = judge(then, start, end)
    assert written(then, start, end) == data
    assert data != written(view, start, end)


def test_a_reversal_has_the_sides_of_its_original_swapped(view: View) -> None:
    file = AuditFile(view, date(2012, 1, 1), date(2012, 12, 31))
    found = {x.entry.number: x for j in JOURNALS for x in file.transactions(j)}
    undone = found[37]
    assert undone.source == "reverse #37"
    assert undone.reference == "#37"
    assert [(each.placed.code, each.amount) for each in undone.lines] == [
        ("4100", -234000),
        ("1100", 234000),
    ]


def test_periods_are_calendar_months() -> None:
    def periods(*days: date) -> list[Period]:
        return AuditFile(None, *days).periods  # type: ignore[arg-type]  # asks nothing

    whole = periods(date(2011, 8, 1), date(2012, 7, 31))
    assert [each.number for each in whole] == list(range(1, 13))
    assert whole[6] == (7, date(2012, 2, 1), date(2012, 2, 29))
    assert periods(date(2011, 12, 30), date(2012, 1, 2)) == [
        (1, date(2011, 12, 30), date(2011, 12, 31)),
        (2, date(2012, 1, 1), date(2012, 1, 2)),
    ]
    assert periods(date(9999, 12, 1), date(9999, 12, 31))[-1].end == date.max


def test_categories_have_codes_of_their_own_for_ever() -> None:
    first = {7: "income:other:interest", 2: "expenses:other:business", 9: "budget:x"}
    later = {**first, 11: "expenses:other:art", 12: "income:other:art"}
    codes = {
        name: Chart(names).placed(name).code
        for names in (first, later)
        for name in names.values()
        if ":other:" in name
    }
    assert codes == {
        "income:other:interest": "8900",
        "expenses:other:business": "4900",
        "expenses:other:art": "4901",
        "income:other:art": "8901",
    }
    assert [a.code for a in Chart(later).accounts() if a.code > "4100"] == [
        *("4900", "4901", "8000", "8900", "8901")
    ]


def test_what_is_no_money_has_no_place() -> None:
    with pytest.raises(LookupError, match="budget:unallocated:2011"):
        Chart({}).placed("budget:unallocated:2011")


def test_texts_fit() -> None:
    assert fitting("x" * 50, 50) == "x" * 50
    assert fitting("x" * 51, 50) == "x" * 49 + "…"
    assert fitting("word " * 12, 50) == ("word " * 10)[:49].rstrip() + "…"
    assert fitting("abe\u0301e\u0301", 5) == "abe\u0301…"
    assert fitting("abe\u0301\u0301e\u0301", 5) == "ab…"
    assert fitting("a\x00b\x1b\ufffec\ud800\n", 99) == r"a\x00b\x1b\ufffec\ud800\n"


def test_ids_of_partners_fit_and_stay_apart() -> None:
    long = [f"{'a' * 39}{letter}" for letter in "bcd"]
    ids = {party_id(code) for code in [*long, "a" * 35, "a" * 36]}
    assert len(ids) == 5
    assert {len(each) for each in ids} == {35}
    assert party_id("a" * 35) == "a" * 35


def test_what_is_written_in_texts_breaks_nothing(ledger: LedgerInTest) -> None:
    hostile = "]]> & <trLine> \"'" + "é€&" * 60
    given = {**other("10.00", "2011-12-31"), "description": hostile}
    entry = ledger.post("receive_other", **given | {"document": "<&>" * 26})
    data = judge(ledger.view(), date(2011, 1, 1), date(2011, 12, 31))
    with pyxaf.open(data) as file:
        [found] = [each for each in file.transactions() if each.number == str(entry)]
    assert found.description == hostile
    assert {line.document_ref for line in found.lines} == {"<&>" * 26}


def test_a_file_from_the_command_line(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("lived")
    cli.ok("export", "xaf", "--year", "2011", "-o", "2011.xaf")
    data = Path("2011.xaf").read_text()
    assert data == cli.ok("export", "xaf", "--year", "2011").out
    assert "<taxRegIdent>ONBEKEND</taxRegIdent>" in data
    assert "<fiscalYear>2011</fiscalYear>" in data
    cut = cli.ok("export", "xaf", "--year", "2011", "--at", "2011-08-20").out
    assert "<endDate>2011-08-20</endDate>" in cut
    assert len(cut) < len(data)
    tranche = cli.ok("export", "xaf", "--tranche", "2011").out
    assert "<fiscalYear>2011-2012</fiscalYear>" in tranche
    usual = cli.ok("export", "xaf", "--at", "2011-12-31").out
    assert usual == data


def test_its_json_and_its_rows_say_the_same(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("lived")
    said = cli.json("export", "xaf", "--year", "2012")
    lines = [
        line
        for journal in said["transactions"]["journals"]
        for transaction in journal["transactions"]
        for line in transaction["lines"]
    ]
    assert said["transactions"]["count"] == len(lines)
    table = cli.ok("export", "xaf", "--year", "2012", "-O", "csv").out
    assert len(table.splitlines()) == len(lines) + 1
    xml = cli.ok("export", "xaf", "--year", "2012").out
    assert xml.count("<trLine>") == len(lines)
    for line in lines:
        assert json.dumps(line)  # every value is JSON's own
        assert f"<desc>{line['account']}</desc>" in xml


def test_what_is_no_period_is_refused(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("lived")
    both = ("--year", "2012", "--tranche", "2011")
    assert cli.refused("export", "xaf", *both, exit_code=2) == "BAD_COMMAND"
    early = ("--year", "2012", "--at", "2011-12-31")
    assert cli.refused("export", "xaf", *early) == "BAD_DATE"
    # Nobody knows yet what a year to come will be.
    assert cli.refused("export", "xaf", "--year", "9998") == "BAD_DATE"
    assert cli.refused("export", "xaf", "--tranche", "1999") == "YEAR_UNKNOWN"
    assert cli.refused("export", "xaf", "--year", "0", exit_code=2) == "BAD_COMMAND"
