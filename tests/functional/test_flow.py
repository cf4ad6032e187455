"""Where budgets and grants went: every way is a part of the balance's own figures."""

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli.main import run
from ledger.asking import asking
from ledger.storage.location import Location
from projections.answers.balances import balance
from projections.answers.flow import Way, of_budgets, of_grants
from projections.snapshot import View
from projections.sums import cents
from tests.functional.examples import STORY
from tests.unit.domain.posting import LedgerInTest

DAYS = ("2011-08-01", "2012-03-31", "2012-12-31", "2013-09-20", "2014-07-31")
KNOWN = (None, "#20", "#50", "#85", "#105")


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("flow") / "zuidas.db"
    assert run(["--db", str(place), "init", "-O", "json"]) == 0
    for file in STORY:
        assert run(["--db", str(place), "post", str(file), "-O", "json"]) == 0
    return place


def rows_of(view: View, section: str) -> list[dict[str, Any]]:
    found: Any = balance(view, section)
    rows: list[dict[str, Any]] = found[section]
    return rows


@pytest.mark.one_in(5)
@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("day", DAYS)
def test_ways_add_up_to_what_the_balance_says(
    story: Path, day: str, known: str | None
) -> None:
    with asking(Location.parse(str(story)), day, known) as asker:
        view = asker.view()
        projects = rows_of(view, "projects")
        for row in rows_of(view, "programmes"):
            place = (row["year"], row["programme"])
            ways = of_budgets(view, [place])
            assert sum(way.amount for way in ways) == cents(row["ceiling"]), place
            assert all(way[:2] == place for way in ways)
            check_parts(row, ways)
        for row in projects:
            ways = of_grants(view, [row["project"]])
            check_grant(row, ways)
        together = of_grants(view, [row["project"] for row in projects])
        assert sum(way.amount for way in together) == sum(
            cents(row["paid"]) + cents(row["committed"]) for row in projects
        )


def sums(ways: list[Way]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for way in ways:
        assert way.amount, "a way is of something"
        found[way.became] += way.amount
    return found


def check_parts(row: dict[str, Any], ways: list[Way]) -> None:
    became = sums(ways)
    assert became["available"] == cents(row["available"])
    assert became["process_costs"] == cents(row["process_costs"])
    assert became["committed"] == cents(row["committed"])
    assert became["written_off"] == cents(row["written_off"])
    assert not became["refunded"]
    assert not became["recoverable"]


def check_grant(row: dict[str, Any], ways: list[Way]) -> None:
    became = sums(ways)
    for figure in ("committed", "refunded", "recoverable", "written_off"):
        assert became[figure] == cents(row[figure]), (row["project"], figure)
    paid = sum(way.amount for way in ways if way.entry is not None)
    assert paid == cents(row["paid"])
    assert all((way.entry is None) == way.is_open for way in ways)


def test_a_payment_that_came_back_is_told_in_parts(story: Path) -> None:
    with asking(Location.parse(str(story))) as asker:
        ways = of_grants(asker.view(), ["ondernemersnetwerk"])
    assert {way[:5] for way in ways} == {
        ("2012", "SN", "ondernemersnetwerk", 85, "2013-01-14")
    }
    assert sums(ways) == {"paid": 650000, "refunded": 170000, "written_off": 80000}


def test_a_reversed_payment_is_none_from_its_date(prepared: Any) -> None:
    """It is taken off itself, and not off the one that was paid last."""
    place = prepared("awarded")
    ledger = LedgerInTest(place)
    ledger.pay("10000.00", "2011-11-01")
    ledger.pay("4000.00", "2011-11-20")
    first = 14
    ledger.post("reverse", entry=first, date="2011-12-05", reason="paid twice")
    ledger.close()
    with asking(Location.parse(str(place))) as asker:
        before = of_grants(asker.view(date(2011, 12, 4)), ["grecor"])
        after = of_grants(asker.view(date(2011, 12, 5)), ["grecor"])
    assert [(x.entry, x.amount) for x in before if x.entry] == [
        *((first, 1_000_000), (first + 1, 400_000)),
    ]
    assert [(x.entry, x.amount) for x in after if x.entry] == [(first + 1, 400_000)]
    assert sums(after)["committed"] == 2_600_000


def test_nothing_went_where_nothing_is(prepared: Any) -> None:
    with asking(Location.parse(str(prepared("empty")))) as asker:
        view = asker.view()
        assert of_grants(view, ["grecor"]) == []
        assert of_budgets(view, [("2011", "SN")]) == []
