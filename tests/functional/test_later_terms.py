"""The later terms: frameworks are adopted, partners join and leave, money goes on."""

import json
import shutil
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.functional.examples import (
    REGISTERS,
    SECOND,
    TERMS,
    THIRD,
    commands,
    done,
    programme,
    whole_story,
)
from tests.functional.program import Within

FIRST_TERM, SECOND_TERM = "#148", "#254"
"""The last entries before the second term and before the third."""

KNOWN = ("--known-at", FIRST_TERM, "-O", "json")
ASKED = [
    (*words, *when, *KNOWN)
    for when in (("--at", "2014-07-31"), ("--at", "2016-01-01"))
    for words in (
        ("balance",),
        ("trial-balance",),
        ("partner", "dewolden"),
        ("budget-report", "--year", "2013"),
        ("framework", "show"),
        ("hours", "--year", "2012"),
        ("agenda",),
        ("check",),
        ("decision", "SG-2013-04"),
        ("project", "dryport"),
        ("statement", "programme:TL:2012"),
    )
]
"""Questions of the first term, as known at its end; also at a later day."""


@pytest.fixture(scope="module")
def first_term(tmp_path_factory: pytest.TempPathFactory) -> Within:
    """A ledger with the first term and the registers, for reading only."""
    zuidas = Within(tmp_path_factory.mktemp("first"))
    done(zuidas("init"))
    done(zuidas("post", "-", stdin=whole_story()))
    done(zuidas("post", str(REGISTERS)))
    return zuidas


@pytest.fixture(scope="module")
def terms(first_term: Within, tmp_path_factory: pytest.TempPathFactory) -> Within:
    """That ledger with the later terms, for reading only."""
    zuidas = Within(tmp_path_factory.mktemp("terms"))
    shutil.copyfile(first_term.cwd / "zuidas.db", zuidas.cwd / "zuidas.db")
    for file in TERMS:
        done(zuidas("post", str(file)))
    return zuidas


def answer(zuidas: Within, *words: str) -> Any:
    return done(zuidas(*words, "-O", "json")).json


def changes(told: dict[str, list[dict[str, Any]]]) -> dict[str, tuple[Any, Any]]:
    return {row["place"]: (row["before"], row["after"]) for row in told["changes"]}


def euros(rows: list[dict[str, str]], column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in rows), Decimal(0))


@pytest.mark.parametrize("file", TERMS, ids=lambda file: file.stem)
def test_a_framework_file_is_the_one_that_the_story_adopts(
    file: Path, terms: Within
) -> None:
    [adopted] = [c for c in commands(file) if c["command"] == "adopt_framework"]
    given = tomllib.loads(TERMS[file].read_text(encoding="utf-8"))
    assert adopted["framework"] == json.loads(json.dumps(given, default=str))
    at = ("--at", str(adopted["date"]))
    said = done(terms("framework", "show", str(TERMS[file]), "-O", "toml"))
    assert done(terms("framework", "show", *at, "-O", "toml")).out == said.out


@pytest.mark.thorough
def test_nothing_is_said_against_the_frameworks_of_the_later_terms(
    first_term: Within, terms: Within
) -> None:
    second = ("framework", "diff", str(TERMS[SECOND]), "--at", "2014-08-01")
    found = answer(first_term, *second)
    assert found["complaints"] == []
    changed = changes(found)
    assert changed["partners.hardenberg"] == (None, "Gemeente Hardenberg")
    assert changed["programmes.TL"] == ("Transport & Logistiek", None)
    assert changed["programmes.AO"] == (None, "Arbeidsmarkt & Onderwijs")
    assert changed["annual_budget"] == ("160000.00", "118500.00")
    third = ("framework", "diff", str(TERMS[THIRD]), "--at", "2017-08-01")
    found = answer(terms, *third, "--known-at", SECOND_TERM)
    assert found["complaints"] == []
    changed = changes(found)
    assert changed["partners.dewolden"] == ("Gemeente De Wolden", None)
    assert not {place for place in changed if place.startswith("programmes")}
    assert answer(terms, *third)["changes"] == []


@pytest.mark.one_in(7)
@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_what_was_answered_before_is_answered_the_same(
    words: tuple[str, ...], first_term: Within, terms: Within
) -> None:
    before = done(first_term(*words)).out
    assert before
    assert done(terms(*words)).out == before


def test_each_partner_is_called_by_the_framework_of_the_day(terms: Within) -> None:
    balance = answer(terms, "balance", "--at", "2018-07-31")
    due = {(row["year"], row["partner"]): row["due"] for row in balance["partners"]}
    assert [code for year, code in due if year == "2013"][-1] == "dewolden"
    assert ("2013", "hardenberg") not in due
    # A third of 118,500 by the province, the rest over 316,000: 0.25 a head.
    assert {code: due["2014", code] for year, code in due if year == "2014"} == {
        "emmen": "27250.00",
        "coevorden": "9000.00",
        "hoogeveen": "13750.00",
        "meppel": "8000.00",
        "hardenberg": "15000.00",
        "drenthe": "39500.00",
        "dewolden": "6000.00",
    }
    # 79,000 over 292,000: the cents add up to it.
    assert {code: due["2017", code] for year, code in due if year == "2017"} == {
        "emmen": "29489.73",
        "coevorden": "9739.72",
        "hoogeveen": "14880.14",
        "meppel": "8657.53",
        "hardenberg": "16232.88",
        "drenthe": "39500.00",
    }
    assert {row["outstanding"] for row in balance["partners"]} == {"0.00"}


def test_where_the_budget_of_the_programme_that_ended_went(terms: Within) -> None:
    """5,000 and 26,500 and 72,000 at its end, and 2,500 that Dryport released."""
    ended = answer(terms, "balance", "--at", "2014-08-01")
    assert [programme(ended, y, "TL") for y in ("2011", "2012", "2013")] == [
        "5000.00",
        "26500.00",
        "72000.00",
    ]
    after = answer(terms, "balance", "--at", "2015-07-31")
    assert {r["available"] for r in after["programmes"] if r["programme"] == "TL"} == {
        "0.00"
    }
    # 35% of 118,500 + 30,000 of T&L + 60,000 unallocated - 35,000 - 1,850
    assert programme(after, "2014", "AO") == "94625.00"
    # 45% of 118,500 + 25,000 of T&L + 64,000 of 2013 - 40,000
    assert programme(after, "2014", "IBO") == "102325.00"
    [year] = [row for row in after["years"] if row["year"] == "2014"]
    # 40,000 of 2013 + 17,000 and 34,000 of T&L - 60,000
    assert year["unallocated"] == "31000.00"
    [dryport] = [row for row in after["projects"] if row["project"] == "dryport"]
    assert (dryport["paid"], dryport["committed"]) == ("47500.00", "0.00")


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("day", "account", "committed", "left"),
    [
        # 334,359.25 and 3,200 + 118,500 - 10,000 - 28,000 - 36,000 - 1,850 - 5,500
        ("2015-07-31", "374709.25", "47000.00", "262500.00"),
        # and 2 x 118,500 - 6,000 - 47,000 - 30,000 - 36,500 - 9,000
        ("2017-07-31", "483209.25", "9000.00", "411650.00"),
        # and 118,500 + 6,000 - 9,000
        ("2018-07-31", "598709.25", "0.00", "530150.00"),
    ],
)
def test_the_ends_of_the_later_terms(
    terms: Within, day: str, account: str, committed: str, left: str
) -> None:
    balance = answer(terms, "balance", "--at", day)
    assert balance["current_account"]["balance"] == account
    assert euros(balance["programmes"], "committed") == Decimal(committed)
    assert euros(balance["years"], "for_projects") == Decimal(left)
    assert euros(balance["programmes"], "ceiling") + euros(
        balance["years"], "unallocated"
    ) == euros(balance["years"], "budget")
    for row in balance["programmes"]:
        assert Decimal(row["available"]) == Decimal(row["ceiling"]) - (
            Decimal(row["awarded"])
            - Decimal(row["released"])
            + Decimal(row["process_costs"])
            + Decimal(row["written_off"])
        )
    exact = ("journal", "projections", "ceilings")
    assert answer(terms, "check", *exact, "--at", day) == []


def test_what_checks_find_in_the_later_terms(terms: Within) -> None:
    found = answer(terms, "check", "--at", "2018-07-31")
    assert Counter(row["code"] for row in found) == {
        # The province bore the gaps of 2012 and 2013 in the end.
        "KEY_GAP": 1,
        "PERIOD_REOPENED": 1,
        "MEETING_WITHOUT_PARTNER": 1,
        # De Wolden left while a project of all went on.
        "PARTICIPATION_FEWER": 1,
    }
    agenda = answer(terms, "agenda", "--at", "2017-09-01")
    assert [(row["rule"], row["subject"]) for row in agenda] == [
        ("contribution_due", "dewolden 2016"),
        ("year_to_close", "2016"),
        ("meetings", "2017"),
    ]
    history = answer(terms, "framework", "history")
    assert [row["decision"] for row in history] == [None, "SG-2014-02", "SG-2017-01"]


def test_a_page_of_closed_years_leaves_out_where_nothing_happened(
    terms: Within,
) -> None:
    """A programme of the second term says nothing in the years of the first."""
    at = ("--at", "2016-07-31")
    data = answer(terms, "balance", "programmes", *at)["programmes"]
    assert next(row["year"] for row in data if row["programme"] == "AO") == "2011"
    told = done(terms("balance", "programmes", *at)).out.splitlines()
    shown = {tuple(line.split()[:2]) for line in told}
    assert ("2015", "AO") in shown
    assert ("2014", "AO") in shown
    assert not {(year, "AO") for year in ("2011", "2012", "2013")} & shown
    # Allocated and moved on: it comes to nothing, but something happened.
    assert ("2013", "SN") in shown
