"""Pages of decisions, what deviates by them, and meetings, held to the ledger."""

from pathlib import Path
from urllib.parse import quote

import pytest

from papers.wording import Language, label
from tests.web.pages.recorded import CLOCKS, asked, cents, cents_of, euros, shown
from tests.web.pages.visiting import Visitor


@pytest.mark.parametrize("keys", [{}, {"at": "2013-09-30", "knownAt": "106"}], ids=str)
def test_the_flow_of_grants_is_what_is_paid_and_committed(
    anna: Visitor, ledger: Path, keys: dict[str, str]
) -> None:
    for number in ("SG-2011-02", "SG-2012-03", "SG-2013-01"):
        data = asked(ledger, "decision", keys, number=number)
        answer = anna.get(f"/decisions/{number}", **keys, lang="en")
        *ways, total = shown(answer, "grants-flow-table")
        flow = sum(cents(x["paid"]) + cents(x["committed"]) for x in data["grants"])
        assert sum(cents_of(way[-1]) for way in ways) == flow
        assert cents_of(total[-1]) == flow
        of_project = {
            x["project"]: cents(x["paid"]) + cents(x["committed"])
            for x in data["grants"]
        }
        for project, amount in of_project.items():
            own = [cents_of(way[-1]) for way in ways if way[2] == project]
            assert sum(own) == amount
        drawn = answer.main.one("figure", id="grants-flow")
        assert len(drawn.all("svg", **{"class": "legend__swatch"})) == 2
        assert all(each.all("desc") for each in drawn.all("svg", role="img"))
        entries = [row[0] for row in shown(answer, "rests")]
        assert entries == [f"#{each['entry']}" for each in data["entries"][-8:]]


def test_a_decision_is_told_what_it_added_and_no_payment_from_before(
    anna: Visitor, ledger: Path
) -> None:
    """SG-2013-01 raised the grant of SG-2012-03, of which #84 was paid before it."""
    answer = anna.get("/decisions/SG-2013-01", lang="en")
    (dryport,) = shown(answer, "grants-table")[:-1]
    assert [cents_of(each) for each in dryport[1:3]] == [10_000_00, 50_000_00]
    ways = shown(answer, "grants-flow-table")[:-1]
    sums: dict[str, int] = {}
    for way in ways:
        sums[way[0]] = sums.get(way[0], 0) + cents_of(way[-1])
    assert sums == {"SG-2012-03 (earlier)": 40_000_00, "SG-2013-01": 10_000_00}
    before = {way[0] for way in ways if way[3].startswith("#84 ")}
    assert before == {"SG-2012-03 (earlier)"}
    assert "€\xa040,000.00 rests on other ones" in answer.main.text
    earlier = anna.get("/decisions/SG-2012-03", lang="en")
    added = {row[0]: cents_of(row[1]) for row in shown(earlier, "grants-table")[:-1]}
    assert added["dryport"] == 40_000_00
    marked = {row[0] for row in shown(earlier, "grants-flow-table")[:-1]}
    assert marked == {"SG-2012-03", "SG-2013-01 (later)"}


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_amounts_that_are_no_money_say_what_they_are(
    anna: Visitor, lang: Language
) -> None:
    answer = anna.get("/decisions/SG-2013-01", lang=lang)
    said = {
        "en": ("new maximum", "beyond the ceiling", "grant from now on"),
        "nl": ("nieuw maximum", "boven het plafond", "subsidie na wijziging"),
    }
    cells = [row[3] for row in shown(answer, "rests")]
    assert all(map(str.endswith, cells, said[lang]))


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("keys", CLOCKS, ids=str)
def test_deviations_are_those_of_the_query(
    anna: Visitor, ledger: Path, keys: dict[str, str], lang: Language
) -> None:
    rows = asked(ledger, "deviations", keys)[::-1]
    answer = anna.get("/deviations", **keys, lang=lang)
    if not rows:
        assert not answer.main.all("table", id="deviations")
        return
    for row, cells in zip(rows, shown(answer, "deviations"), strict=True):
        rule = label("value", row["rule"], lang)
        assert cells[0] == f"#{row['entry']}"
        assert cells[1].startswith(rule[:1].upper() + rule[1:])
        assert (row["amount"] is None) or euros(row["amount"], lang) in cells[2]
        if row["used_by"]:
            assert cells[3].startswith(euros(row["used"], lang))
            assert [f"#{x}" for x in row["used_by"]] == cells[3].split()[-1:]
        if row["left"] is not None:
            assert cells[4] == euros(row["left"], lang)
        assert cells[6] == row["motivation"]


def test_a_deviation_says_from_what_to_what(anna: Visitor) -> None:
    cells = {
        row[0]: row for row in shown(anna.get("/deviations", lang="en"), "deviations")
    }
    assert cells["#88"][2] == "maximum €\xa040,000.00 → €\xa050,000.00"
    assert cells["#89"][2].startswith("ceiling €\xa079,000.00 → €\xa084,000.00")
    assert cells["#89"][5] == "SG-2013-01 2013-03-21"
    only = shown(anna.get("/deviations", rule="programme_ceiling"), "deviations")
    assert [row[0] for row in only] == ["#89"]
    none = anna.get("/deviations", rule="programme_ceiling", year="1999")
    assert not none.main.all("table")
    hrefs = [x.attributes["href"] for x in anna.get("/reports").main.all("a")]
    assert "/deviations" in hrefs


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_what_is_beyond_its_ceiling_says_who_allowed_it(
    anna: Visitor, ledger: Path, lang: Language
) -> None:
    """Wherever it is told: no alarm, since a deviation covers it."""
    keys = {"at": "2013-06-30"}
    (row,) = [
        x
        for x in asked(ledger, "balance", keys, section="programmes")["programmes"]
        if cents(x["available"]) < 0
    ]
    (use,) = [
        x
        for x in asked(ledger, "deviations", keys)
        if (x["programme"], x["year"]) == (row["programme"], row["year"])
    ]
    over = euros(row["available"].lstrip("-"), lang)
    room = [euros(use[name], lang) for name in ("amount", "left")]
    place = f"{row['year']}/{row['programme']}"
    for path, more in (
        ("/", {"year": row["year"]}),
        (f"/programmes/{row['programme']}/{row['year']}", {}),
        ("/reports/budget-report", {}),
        (f"/why/programmes/{place}/available", {}),
    ):
        main = anna.get(path, **keys, **more, lang=lang).main
        text = main.text
        start = text.index(over + {"en": " beyond", "nl": " boven"}[lang])
        said = text[start : start + 150]
        assert "SG-2013-01" in said, path
        assert all(each in said for each in room), path
        assert not main.all("strong", **{"class": "alarm"}), path


@pytest.mark.parametrize("keys", [{}, {"at": "2012-03-31"}], ids=str)
def test_the_flow_of_budgets_is_their_ceilings(
    anna: Visitor, ledger: Path, keys: dict[str, str]
) -> None:
    rows = asked(ledger, "balance", keys, section="programmes")["programmes"]
    ceilings = {
        row["programme"]: cents(row["ceiling"])
        for row in rows
        if row["year"] == "2011" and row["programme"] in ("SN", "TL", "IBO")
    }
    answer = anna.get("/decisions/SG-2011-01", **keys, lang="en")
    told_as = {
        each["code"]: f"{each['name']} 2011"
        for each in asked(ledger, "framework show", keys)["programmes"]
    }
    ceilings = {told_as[code]: amount for code, amount in ceilings.items()}
    *ways, total = shown(answer, "budgets-flow-table")
    for programme, ceiling in ceilings.items():
        own = [cents_of(way[-1]) for way in ways if way[1] == programme]
        assert sum(own) == ceiling
    assert cents_of(total[-1]) == sum(ceilings.values())
    *left, _ = shown(answer, "left")
    told = {row[0]: cents_of(row[2]) for row in left}
    assert told == ceilings
    sources = {way[1]: way[0] for way in ways}
    for row in left:
        alone = row[1] == row[2]
        source = "SG-2011-01" if alone else "SG-2011-01 and others"
        assert sources.get(row[0], source) == source


def test_of_many_ways_several_are_one(
    anna: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None of the money is lost by that."""
    path, table = "/decisions/SG-2011-01", "budgets-flow-table"
    *whole, total = shown(anna.get(path, lang="en"), table)
    assert any("#" in way[3] for way in whole)
    monkeypatch.setattr("web.pages.decision_flow.MOST", len(whole) - 1)
    *some, same = shown(anna.get(path, lang="en"), table)
    assert same == total
    assert len(some) < len(whole)
    assert {way[3] for way in some} <= {"payments", "not paid yet", ""}
    assert {way[2] for way in some} == {way[2] for way in whole}
    monkeypatch.setattr("web.pages.decision_flow.MOST", 1)
    *few, same = shown(anna.get(path, lang="en"), table)
    assert same == total
    assert {way[2] for way in few} == {"projects", "process costs", "still available"}
    assert {way[1] for way in few} == {way[1] for way in whole}


def test_a_decision_says_who_decided_and_what_the_executives_said(
    anna: Visitor,
) -> None:
    main = anna.get("/decisions/SG-2013-04", lang="en").main
    links = {each.text: each.attributes["href"] for each in main.all("a")}
    assert links["SG-2013-M4"] == "/meetings/SG-2013-M4"
    assert links["#145"] == "/entries/145"
    outcomes = {row[1] for row in main.table("register-0")[1:]}
    assert "ratified" in outcomes
    by_entry = anna.get(f"/decisions/{quote('#145', safe='')}", lang="en").main
    assert by_entry.one("h1").text == main.one("h1").text


def test_a_meeting_has_its_agenda_and_decisions(anna: Visitor, ledger: Path) -> None:
    data = asked(ledger, "meeting", meeting="SG-2011-M1")
    main = anna.get("/meetings/SG-2011-M1", lang="en").main
    assert [each.text for each in main.one("ol").all("li")] == data["agenda"]
    rows = main.table("decisions")[1:]
    assert [row[:2] for row in rows] == [
        [each["number"], each["subject"]] for each in data["decisions"]
    ]
    assert f"Gemeente Emmen ({data['present']['emmen']})" in main.text
