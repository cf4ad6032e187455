"""Pages of the reports for province and auditor, held to the answers of the program."""

from pathlib import Path

from papers.wording import title_of_code
from tests.web.pages.recorded import asked, euros
from tests.web.pages.visiting import Visitor

AT = {"at": "2012-12-31"}


def test_reports_lead_to_them(anna: Visitor) -> None:
    links = {each.attributes["href"] for each in anna.get("/reports").main.all("a")}
    for kind in ("passiva", "lawfulness", "liquidity"):
        assert f"/reports/{kind}" in links
    # A report stands at its own name alone.
    assert anna.get("/reports/report-passiva").status == 404


def test_passiva(anna: Visitor, ledger: Path) -> None:
    data = asked(ledger, "report passiva", AT)
    main = anna.get("/reports/passiva", **AT, lang="en").main
    others = [row for row in data["rows"] if not row["own"]]
    *rows, total = main.table("report-1")[1:]
    codes = [row["giver"] for row in others]
    names = dict(zip(codes, (row[0] for row in rows), strict=True))
    assert names["emmen"] == "Gemeente Emmen"
    assert not set(names.values()) & {"emmen", "drenthe"}
    assert total[0] == "Total"
    (own,) = [row for row in main.table("report-2")[1:] if row[2] == "2012"]
    (share,) = [x for x in data["rows"] if x["own"] and x["year"] == "2012"]
    assert euros(share["closing"]) in own
    assert "difference € 0.00" in main.text
    # The year is asked for by what it is, and a wrong one is told beside the form.
    inputs = {each.attributes.get("name"): each for each in main.all("input")}
    (label,) = main.all("label", **{"for": inputs["year"].attributes["id"]})
    assert label.text == "Calendar year"
    wrong = anna.get("/reports/passiva", **AT, year="2013", lang="en")
    assert "2013 begins after" in wrong.main.one("div", role="alert").text
    dutch = anna.get("/reports/passiva", **AT, lang="nl").main
    assert "kalenderjaar 2012" in dutch.text
    assert "Aansluiting: eindsaldo" in dutch.text


def test_lawfulness(anna: Visitor, ledger: Path) -> None:
    keys = {"at": "2013-12-31"}
    data = asked(ledger, "report lawfulness", keys)
    main = anna.get("/reports/lawfulness", **keys, lang="en").main
    told = main.table("report-1")[1:]
    assert [row[2] for row in told] == [str(x["number"]) for x in data["criteria"]]
    assert [row[4] for row in told] == [x["share"] for x in data["criteria"]]
    (finding,) = data["criteria"][0]["findings"]
    (row,) = main.table("report-2")[1:]
    assert row[0] == title_of_code(finding["code"], "en")
    assert "decided before" in row[-1]
    links = {each.attributes["href"].split("?")[0] for each in main.all("a")}
    assert {f"/entries/{number}" for number in finding["entries"]} <= links
    dutch = anna.get("/reports/lawfulness", **keys, lang="nl").main.text
    assert "plafond van 2012 TL: tekort van ten hoogste" in dutch
    assert "vooraf besloten" in dutch


def test_liquidity_is_drawn_and_told(anna: Visitor, ledger: Path) -> None:
    keys = {"at": "2012-08-15"}
    data = asked(ledger, "report liquidity", keys, months="6")
    answer = anna.get("/reports/liquidity", **keys, months="6", lang="en")
    rows = answer.main.table("liquidity-table")[1:]
    assert [row[1:] for row in rows] == [
        [
            euros(each[name])
            for name in (
                *("opening", "contributions", "payments", "funds_out"),
                "closing",
            )
        ]
        for each in data["rows"]
    ]
    drawings = answer.main.all("svg", role="img")
    assert len(drawings) == 2
    for drawing in drawings:
        assert euros(data["lowest"]["closing"]) in drawing.one("desc").text
        assert drawing.one("title").text
    assert not answer.main.all("table", id="report-1")
    # The examples name a day for all of it.
    assert data["unscheduled"] == "0.00"
    assert "no day named for it" not in answer.main.text
    usual = anna.get("/reports/liquidity", **keys, lang="en").main
    assert len(usual.table("liquidity-table")[1:]) == 12
