"""The bank at a service: files are read here, and judged where the ledger is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.examples import EXAMPLES
from tests.functional.test_bank_import import JANUARY, OTHER_IBAN, in_2014
from tests.functional.test_bank_suggesting import LINES
from tests.statements.writing import IBAN, camt, entry, statement
from tests.unit.domain.posting import LedgerInTest
from tests.web.remote.conftest import Pair, Prepared

OPENED = (
    *("open-bank-account", "--account", "rc", "--kind", "bank", "--iban", IBAN),
    *("--holder", "Drenthe", "--document", "Contract", "--date", "2014-01-01"),
    *("--opening", "0"),
)


@pytest.fixture
def banked(pair: Prepared) -> Pair:
    """The account is open since 2014; january.xml has 1,000.00 in and 250.00 out."""
    found = pair("awarded")
    found.ok(*OPENED)
    Path("january.xml").write_bytes(in_2014(JANUARY))
    return found


def test_an_import(banked: Pair) -> None:
    for shape in ("text", "json", "csv"):
        banked.ok("bank", "import", "january.xml", "--dry-run", "-O", shape)
    banked.ok("bank", "import", "january.xml")
    for shape in ("text", "json", "csv"):
        banked.ok("bank", "import", "january.xml", "-O", shape)
    assert "already" in banked.ok("bank", "import", "january.xml").out
    banked.ok("bank", "statements", "-O", "csv")


def test_commands_to_post(banked: Pair) -> None:
    banked.ok("bank", "import", "january.xml", "-o", "commands.jsonl")
    assert '"register_statement"' in Path("commands.jsonl").read_text()
    banked.ok("post", "commands.jsonl")


def test_all_of_them_or_none(banked: Pair) -> None:
    gap = camt(statement(75100, entry(1, "2014-02-03"), 75101)).replace(
        "2026-01", "2014-02"
    )
    Path("gap.xml").write_text(gap.replace("-31<", "-28<"))
    refused = ("bank", "import", "january.xml", "gap.xml")
    assert banked.refused(*refused) == "STATEMENT_GAP"
    assert banked.ok("bank", "statements", "-O", "json").json == []


def test_what_is_no_statement_or_of_another_account(banked: Pair) -> None:
    Path("other.xml").write_bytes(in_2014(JANUARY.replace(IBAN, OTHER_IBAN)))
    Path("nothing.xml").write_bytes(b"nothing")
    assert banked.refused("bank", "import", "other.xml") == "BANK_ACCOUNT_UNKNOWN"
    banked.refused("bank", "import", "other.xml", "--account", "rc")
    banked.refused("bank", "import", "other.xml", "-o", "commands.jsonl")
    banked.refused("bank", "import", "nothing.xml")
    banked.refused("bank", "import", "missing.xml")


@pytest.fixture
def shown(templates: Path, pair: Prepared) -> Callable[[], Pair]:
    """2011 is called; a statement of four lines, entry 5, is open at both."""

    def make() -> Pair:
        found = pair("opened")
        for place in (found.here, found.there):
            ledger = LedgerInTest(place)
            rc = {"account": "rc", "kind": "ledger", "holder": "Drenthe"}
            rc |= {"date": "2011-08-01", "opening": "0.00", "document": "RC"}
            ledger.post("open_bank_account", **rc)
            given = {"account": "rc", "opening": "0.00", "closing": "59291.50"}
            given |= {"from_date": "2011-08-01", "to_date": "2011-09-30"}
            given |= {"format": "camt.053", "document": "2011.xml"}
            ledger.post("register_statement", **given, lines=LINES)
            ledger.close()
        return found

    return make


def test_what_is_left_of_a_statement(shown: Callable[[], Pair]) -> None:
    found = shown()
    found.ok("bank", "rest", "5", "--dry-run")
    found.ok("bank", "rest", "5", "--submit", "--dry-run", "-O", "json")
    found.refused("bank", "rest", "5", "--category", "nothing")
    found.ok("bank", "rest", "5", "-O", "csv")
    found.ok("bank", "rest", "5")
    found.ok("bank", "rest", "5", "-O", "json")
    found.check_same_entries()


def test_the_day_of_a_bank_line(shown: Callable[[], Pair]) -> None:
    found = shown()
    line = "receive-contribution --year 2011 --partner emmen --document x --bank-line"
    done = found.ok(*line.split(), "5.1", "--amount", "44.800,00")
    assert "2011-08-31" in done.out
    assert found.refused(*line.split(), "5.9", "--amount", "1") == "LINE_UNKNOWN"
    assert found.refused(*line.split(), "99.1", "--amount", "1") == "LINE_UNKNOWN"
    assert found.refused(*line.split(), "5.x", "--amount", "1") == "BAD_COMMAND"


def test_suggestions_are_posted(shown: Callable[[], Pair]) -> None:
    found = shown()
    certain = found.ok("bank", "suggest", "--certain", "-O", "jsonl").out
    assert certain
    found.ok("post", "-", stdin=certain)


def test_the_statements_of_the_examples(pair: Prepared) -> None:
    found = pair("empty")
    opened = [word if word != IBAN else "NL05ZLBK2011080100" for word in OPENED]
    opened[opened.index("2014-01-01")] = "2011-08-01"
    found.ok(*opened)
    files = sorted((EXAMPLES / "bank").glob("*.xml"))
    found.ok("bank", "import", *map(str, files))
    found.ok("bank", "reconcile", "-O", "csv", "--at", "2018-12-31")
