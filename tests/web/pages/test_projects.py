"""Pages of projects, held to the ledger."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from papers.wording import Language, label
from tests.web.pages.recorded import CLOCKS, asked, cents, cents_of, euros, shown
from tests.web.pages.visiting import Visitor


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("keys", CLOCKS, ids=str)
def test_the_list_of_projects_has_the_figures_of_the_balance(
    anna: Visitor, ledger: Path, keys: dict[str, str], lang: Language
) -> None:
    rows = asked(ledger, "balance", keys, section="projects")["projects"]
    answer = anna.get("/projects", **keys, lang=lang)
    if not rows:
        assert not answer.main.all("table", id="projects")
        assert answer.main.all("a")
        return
    *told, total = shown(answer, "projects")
    by_name = {row["project"]: row for row in rows}
    assert sorted(cells[0].split()[-1] for cells in told) == sorted(by_name)
    for cells in told:
        row = by_name[cells[0].split()[-1]]
        assert cells[1] == label("value", row["status"], lang)
        figures = (row["requested"], row["awarded"], row["determined"], row["paid"])
        assert cells[3:7] == ["–" if x is None else euros(x, lang) for x in figures]
    paid = sum(cents(row["paid"]) for row in rows)
    assert total[6] == euros(f"{paid // 100}.{paid % 100:02d}", lang)


def test_projects_by_status_programme_and_year(anna: Visitor, ledger: Path) -> None:
    rows = asked(ledger, "balance", section="projects")["projects"]
    for name in ("status", "programme", "year"):
        for value in {row[name] for row in rows}:
            answer = anna.get("/projects", **{name: value})
            wanted = [row["project"] for row in rows if row[name] == value]
            told = [row[0].split()[-1] for row in shown(answer, "projects")[:-1]]
            assert sorted(told) == sorted(wanted)
            (chosen,) = [
                each
                for each in answer.main.one("select", id=name).all("option")
                if "selected" in each.attributes
            ]
            assert chosen.attributes["value"] == value
    assert not anna.get("/projects", status="nothing").main.all("table")


def test_projects_go_on_on_another_page(
    anna: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.pages.projects.AT_ONCE", 5)
    found: list[str] = []
    paid = count = 0
    keys: dict[str, str] = {"lang": "en"}
    while True:
        main = anna.get("/projects", **keys).main
        *rows, total = main.table("projects")[1:]
        if rows[-1][0].startswith("Of rows"):
            *rows, here = rows
            count = int(total[0].removeprefix("Total of all ").split()[0])
            paid += cents_of(here[6])
        found += [row[0].split()[-1] for row in rows]
        onward = [each for each in main.all("a") if each.text == "Next"]
        if not onward:
            break
        assert len(rows) == 5
        query = parse_qs(urlsplit(onward[0].attributes["href"]).query)
        keys = {name: value for name, (value,) in query.items()}
    monkeypatch.undo()
    assert len(found) == len(set(found)) > 10
    *whole, last = anna.get("/projects", lang="en").main.table("projects")[1:]
    assert found == [row[0].split()[-1] for row in whole]
    assert last[1:] == total[1:]
    assert paid == cents_of(total[6]) > 0
    assert count == len(found)


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize(
    "keys", [{}, {"at": "2013-09-30", "knownAt": "106"}, {"at": "2012-12-10"}], ids=str
)
@pytest.mark.parametrize("project", ["dryport", "ondernemersnetwerk"])
def test_a_project_as_the_ledger_has_it(
    anna: Visitor, ledger: Path, project: str, keys: dict[str, str], lang: Language
) -> None:
    data = asked(ledger, "project", keys, project=project)
    main = anna.get(f"/projects/{project}", **keys, lang=lang).main
    facts = main.one("section", id="money").all("div")
    told = {fact.one("dt").text: fact.one("dd") for fact in facts}
    for figure in ("awarded", "released", "paid", "committed"):
        name = label("field", figure, lang)
        value = told[name[:1].upper() + name[1:]]
        assert value.text == euros(data["money"][figure], lang)
        href = value.one("a").attributes["href"]
        assert href.partition("?")[0] == f"/why/projects/{project}/{figure}"
    steps = main.one("section", id="course").all("li")
    happened = [each for each in steps if "planned" not in each.attributes["class"]]
    assert len(happened) == len(data["history"])
    conditions = data["assessment"]["conditions"]
    rows = main.table("assessment")[1:]
    assert sorted(row[0] for row in rows) == sorted(x["number"] for x in conditions)
    verdicts = {label("value", each["verdict"], lang) for each in conditions}
    assert all(any(map(row[2].startswith, verdicts)) for row in rows)
    vouchers = [row[0] for row in main.table("papers")[1:]]
    assert vouchers == [x["document"] for x in data["history"] if x["document"]]


def test_the_terms_of_a_grant_as_the_ledger_has_them(anna: Visitor) -> None:
    main = anna.get("/projects/dryport", lang="nl").main
    facts = main.one("section", id="terms").all("div")
    told = {x.one("dt").text: x.one("dd").text for x in facts if x.all("dt")}
    assert told["Periode"] == "01-01-2013 t/m 31-12-2014"
    assert "Algemene subsidieverordening" in told["Wettelijke grondslag"]
    assert main.table("advances")[1:] == [["15-12-2012", euros("32000.00", "nl")]]
    proposed = anna.get("/projects/harm", lang="nl").main
    assert not proposed.all("section", id="terms")
    plan = {
        x.one("dt").text: x.one("dd").text for x in proposed.all("div") if x.all("dt")
    }
    assert plan["Soort ontvanger"] == "rechtspersoon"
    assert plan["KvK-nummer"] == "01234567"


def test_the_ground_of_a_withdrawal_stands_with_the_grant(anna: Visitor) -> None:
    main = anna.get("/projects/blueport", lang="nl").main
    assert "Awb 4:48" in main.one("section", id="terms").text


def test_costs_and_cover_come_to_the_same(anna: Visitor) -> None:
    for project in ("dryport", "grecor", "harm", "vezelchemie"):
        *rows, total = shown(anna.get(f"/projects/{project}", lang="en"), "cover")
        assert sum(cents_of(row[1]) for row in rows) == cents_of(total[1])


@pytest.mark.parametrize(
    ("project", "at", "first"),
    [
        ("dryport", "2012-11-01", "award_grant"),
        ("dryport", "2012-12-10", "pay_grant"),
        ("ondernemersnetwerk", "2013-09-15", "receive_refund"),
        ("leven-lang-leren", "2012-02-01", "spend_funds"),
        ("blueport", "2014-01-01", "record_result"),
    ],
)
def test_what_comes_next_leads_to_its_form_filled_in(
    anna: Visitor, project: str, at: str, first: str
) -> None:
    main = anna.get(f"/projects/{project}", at=at, lang="en").main
    links = main.one("section", id="next").all("a")
    parts = urlsplit(links[0].attributes["href"])
    assert parts.path == f"/post/{first}"
    assert parse_qs(parts.query)["project"] == [project]
    paths = [urlsplit(each.attributes["href"]).path for each in links]
    assert len(paths) == len(set(paths))


def test_what_is_planned_stands_on_the_line_of_time(anna: Visitor) -> None:
    main = anna.get("/projects/grecor", at="2012-01-15", lang="en").main
    (planned,) = [
        each
        for each in main.one("section", id="course").all("li")
        if "course__step--planned" in each.attributes["class"]
    ]
    assert "2011-11-10" in planned.text
    assert "overdue" in planned.text
    assert "/post/award_grant" in planned.one("a").attributes["href"]


def test_a_proposal_says_what_else_is_in_the_way(anna: Visitor) -> None:
    """In the visitor's language: GreCOR's year is not open, and it is too early."""
    for lang, said in (("en", "2013 is not open"), ("nl", "2013 is")):
        main = anna.get("/projects/grecor", at="2013-01-15", lang=lang).main
        box = main.one("section", id="conditions").all("div")[0]
        assert said in box.text


def test_money_that_came_back_stands_with_the_projects(
    anna: Visitor, ledger: Path
) -> None:
    rows = asked(ledger, "balance", section="projects")["projects"]
    main = anna.get("/projects", lang="nl").main
    head, *told, total = main.table("projects")
    for figure, title in (
        ("refunded", "Terugontvangen"),
        ("written_off", "Afgeschreven"),
    ):
        column = {row[0].split()[-1]: row[head.index(title)] for row in told}
        assert column == {row["project"]: euros(row[figure], "nl") for row in rows}
        whole = sum(cents(row[figure]) for row in rows)
        assert whole
        assert cents_of(total[head.index(title)]) == whole
    one = anna.get("/projects/ondernemersnetwerk", lang="nl").main
    facts = {x.one("dt").text: x.one("dd").text for x in one.all("div") if x.all("dt")}
    assert facts["Terugontvangen"] == euros("1700.00", "nl")
    assert facts["Afgeschreven"] == euros("800.00", "nl")


def test_a_settled_project_tells_plan_and_outcome_apart(anna: Visitor) -> None:
    main = anna.get("/projects/proefleven", lang="en").main
    assert not [row for row in main.table("cover") if row[0] == "Not covered"]
    rows = {row[0]: row[1:] for row in main.table("came-to")[1:]}
    assert rows["Grant"] == [euros("15000.00"), euros("13750.00")]
    assert f"{euros('1250.00')} lower than it was awarded" in main.text
    running = anna.get("/projects/proefleven", at="2011-12-31", lang="en").main
    assert not running.all("table", id="came-to")
