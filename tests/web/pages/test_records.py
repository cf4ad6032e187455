"""Pages of projects, decisions, partners, entries and reports, held to the ledger."""

import re
from collections.abc import Iterator
from getpass import getuser
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from domain.values.texts import visible
from papers.wording import Language, label
from papers.wording.catalogue import in_dutch
from tests.web.pages.recorded import asked, cents, cents_of, euros
from tests.web.pages.records import HARM, SEALED, records_at
from tests.web.pages.visiting import Answer, Node, Visitor, visiting
from tools.catalogue.__main__ import catalogue
from web.pages.assets import SCRIPTS, STATIC, STYLES

MOST_BYTES = 200_000
CLOCKS: tuple[dict[str, str], ...] = (
    {},
    {"at": "2012-12-31"},
    {"at": "2013-09-30", "knownAt": "106"},
    {"knownAt": "1"},
    {"at": "2010-01-01"},
)
PAGES = {
    "/projects": "projects",
    "/projects/dryport": "project",
    "/projects/harm": "project",
    "/decisions": "decisions",
    "/decisions/SG-2011-01": "decision",
    "/decisions/SG-2012-03": "decision",
    "/decisions/SG%2F2014-X": "decision",
    "/deviations": "deviations",
    "/meetings": "meetings",
    "/meetings/SG-2012-M3": "meeting",
    "/partners": "partners",
    "/partners/emmen": "partner",
    "/history": "history",
    "/entries/1": "entry",
    "/entries/90": "entry",
    "/search": "search",
    "/check": "check",
    "/agenda": "agenda",
    "/framework": "framework",
    "/reports": "reports",
    "/reports/balance-sheet": "report",
    "/reports/income-statement": "report",
    "/reports/budget-report": "report",
    "/reports/trial-balance": "report",
    "/reports/hours": "report",
    "/reports/passiva": "report",
    "/reports/lawfulness": "report",
    "/reports/liquidity": "report",
}
"""By path its `data-page`."""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return records_at(tmp_path_factory.mktemp("records") / "zuidas.db")


@pytest.fixture(scope="module")
def anna(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    accounts = tmp_path_factory.mktemp("accounts") / "accounts"
    with visiting(ledger, accounts) as visitor:
        yield visitor


def shown(answer: Answer, table: str) -> list[list[str]]:
    """The rows of a table, without its head."""
    return answer.main.table(table)[1:]


# -- every page ----------------------------------------------------------------


@pytest.mark.one_in(5)
@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("keys", CLOCKS, ids=str)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_there_at_any_clock(
    anna: Visitor, path: str, keys: dict[str, str], lang: str
) -> None:
    answer = anna.get(path, **keys, lang=lang)
    assert answer.status == 200, answer.main.text
    assert answer.headers["content-language"] == lang
    assert answer.main.attributes["data-page"] == PAGES[path]
    assert len(answer.page.all("h1")) == 1
    sheets = sum((STATIC / name).stat().st_size for name in (*STYLES, *SCRIPTS))
    assert len(answer.html.encode()) + sheets < MOST_BYTES


@pytest.mark.parametrize("path", PAGES)
def test_ids_are_there_once(anna: Visitor, path: str) -> None:
    ids = re.findall(r' id="([^"]+)"', anna.get(path).html)
    assert len(ids) == len(set(ids))


ENGLISH = {
    text.casefold()
    for text in (str(each.id) for each in catalogue() if each.context is None)
    if "{" not in text and "\4" not in text and len(text) > 3
    if (in_dutch(text) or text).casefold() != text.casefold()
}
"""Texts of the program's own that Dutch has otherwise."""


@pytest.mark.parametrize("keys", [{}, {"at": "2012-12-31", "knownAt": "100"}], ids=str)
@pytest.mark.parametrize("path", PAGES)
def test_nothing_of_the_programs_own_is_english_in_dutch(
    anna: Visitor, path: str, keys: dict[str, str]
) -> None:
    texts = dict.fromkeys(_leaves(anna.get(path, **keys, lang="nl").page))
    assert not [text for text in texts if text.casefold() in ENGLISH - _SAID]


_SAID = frozenset((getuser(),))
"""Who posted the story."""


def _leaves(node: Node) -> Iterator[str]:
    for each in node.children:
        if isinstance(each, str):
            yield each.strip(" :.,()\n")
        elif each.name not in ("style", "script"):
            yield from _leaves(each)


@pytest.mark.parametrize("path", PAGES)
def test_links_keep_both_clocks_and_lead_somewhere(anna: Visitor, path: str) -> None:
    keys = {"at": "2013-09-30", "knownAt": "106"}
    main = anna.get(path, **keys).main
    hrefs = [each.attributes["href"] for each in main.all("a")]
    followed: dict[str, int] = {}
    for href in dict.fromkeys(hrefs):
        if href.startswith("#"):
            continue
        parts = urlsplit(href)
        query = {name: value for name, (value,) in parse_qs(parts.query).items()}
        kind = parts.path.split("/")[1]
        if "knownAt" not in query:
            # Back to what is known now, or as on another day: said by its words.
            (link,) = [x for x in main.all("a") if x.attributes["href"] == href][:1]
            assert link.text == "Show it as it is now", href
        followed[kind] = followed.get(kind, 0) + 1
        if followed[kind] <= 3 and kind not in ("bank", "documents", "exports"):
            found = anna.get(parts.path, **query)
            assert found.status == 200, (href, found.main.text)


@pytest.mark.parametrize(
    "path",
    [
        *("/projects/nobody", "/decisions/SG-1999-01", "/meetings/nobody"),
        *("/partners/nobody", "/entries/9999", "/entries/0", "/entries/x"),
        *("/reports/nothing", "/reports/audit-findings", "/decisions/%239999"),
    ],
)
def test_what_never_was_is_not_found(anna: Visitor, path: str) -> None:
    answer = anna.get(path)
    assert answer.status == 404
    assert answer.main.attributes["data-page"] == "error"


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/projects/dryport", "70"),
        ("/decisions/SG-2012-03", "76"),
        ("/meetings/SG-2012-M3", "122"),
        ("/entries/90", "90"),
    ],
)
def test_what_was_not_known_yet_shows_the_way(
    anna: Visitor, path: str, entry: str
) -> None:
    """Its entry is not known at these clocks either, so only now leads to it."""
    answer = anna.get(path, knownAt="20", lang="en")
    assert answer.status == 200
    (way,) = [each for each in answer.main.all("a") if "now" in each.text]
    assert way.attributes["href"].startswith(f"{path}?")
    assert "knownAt" not in way.attributes["href"]
    earlier = anna.get(path, at="2010-01-01", lang="en")
    links = [each.attributes["href"] for each in earlier.main.all("a")]
    if path.startswith("/entries"):
        assert earlier.main.all("dl"), "an entry is shown whatever its date"
    else:
        assert f"/entries/{entry}?at=2010-01-01" in links


def test_texts_that_mean_harm_are_texts(anna: Visitor) -> None:
    places = (
        *("/projects", "/projects/harm", "/decisions", "/decisions/SG%2F2014-X"),
        *("/history", "/entries/149", "/entries/150", "/entries/152"),
    )
    for path in places:
        answer = anna.get(path)
        assert "<script>" not in answer.html
        assert HARM in answer.main.text, path
    answer = anna.get("/search", text=HARM)
    assert answer.status == 200
    assert HARM not in answer.html


# -- projects ------------------------------------------------------------------


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


# -- decisions and meetings ----------------------------------------------------


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


def test_what_a_partner_does_not_pay_is_no_cost(anna: Visitor, ledger: Path) -> None:
    data = asked(ledger, "partner", partner="meppel")
    main = anna.get("/partners/meppel", lang="en").main
    *rows, total = main.table("projects")[1:]
    ended = ("withdrawn", "rejected", "retracted")
    for project, cells in zip(data["projects"], rows, strict=True):
        own = "0.00" if project["status"] in ended else project["own_contribution"]
        assert cells[3].startswith(euros(own))
        if own != project["own_contribution"]:
            assert f"{euros(project['own_contribution'])} was planned" in cells[3]
    on = [x for x in data["projects"] if x["status"] not in ended]
    for name, cell in zip(("own_contribution", "grant"), total[3:], strict=True):
        assert cents_of(cell) == sum(cents(x[name]) for x in on)
    left = cents(data["total"]["received"]) - cents(data["share_of_spent"])
    values = [each.text for each in main.all("dd")]
    assert f"{left}" in [str(cents_of(each)) for each in values if "€" in each]


def test_late_entries_are_marked_wherever_both_dates_are(anna: Visitor) -> None:
    """Everything of the story is dated years before it was recorded here."""
    entry = anna.get("/entries/90", lang="en").main
    assert "recorded late:" in entry.text
    assert "recorded late" in shown(anna.get("/history", lang="en"), "entries")[-1][1]
    lines = anna.get("/reports/statement", account="assets:current-account", lang="nl")
    assert shown(lines, "report-1")[0][0].endswith("laat vastgelegd")


def test_the_head_names_the_framework_in_force(anna: Visitor, ledger: Path) -> None:
    shows = asked(ledger, "framework show")
    then = anna.get("/agenda", at="2012-01-01", lang="en").page.one("header")
    assert shows["title"] in then.text
    assert "ended" not in then.text
    over = anna.get("/framework", at="2030-01-01", lang="en")
    assert "(its last year ended on" in over.page.one("header").text
    (badge,) = [x for x in over.main.all("span") if "in force at this date" in x.text]
    assert badge.attributes["class"].endswith("--warning")
    (badge,) = [
        x
        for x in anna.get("/framework", at="2012-01-01", lang="en").main.all("span")
        if "in force at this date" in x.text
    ]
    assert badge.attributes["class"].endswith("--safe")


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


# -- partners ------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("keys", [{}, {"at": "2011-08-20"}], ids=str)
def test_a_partner_as_the_ledger_has_it(
    anna: Visitor, ledger: Path, keys: dict[str, str], lang: Language
) -> None:
    data = asked(ledger, "partner", keys, partner="emmen")
    main = anna.get("/partners/emmen", **keys, lang=lang).main
    *rows, total = main.table("years")[1:]
    names = ("due", "received", "outstanding")
    for year, cells in zip(data["years"], rows, strict=True):
        assert cells[0] == year["year"]
        assert cells[2:5] == [euros(year[name], lang) for name in names]
    assert total[2:5] == [euros(data["total"][name], lang) for name in names]
    values = [each.text for each in main.all("dd")]
    assert euros(data["share_of_spent"], lang) in values
    table = main.all("table", id="projects")
    told = [row[0] for row in main.table("projects")[1:-1]] if table else []
    assert told == [each["title"] for each in data["projects"]]


def test_what_a_partner_owes_leads_to_the_form(anna: Visitor) -> None:
    """On 20 August 2011 Emmen had not paid yet, if it has by now."""
    main = anna.get("/partners/emmen", at="2011-08-02", lang="en").main
    (way,) = [x for x in main.all("a") if "Receive" in x.text]
    query = parse_qs(urlsplit(way.attributes["href"]).query)
    assert query["partner"] == ["emmen"]
    assert query["year"] == ["2011"]
    assert query["amount"] == ["44800.00"]


def test_partners_of_a_year_lead_to_their_lines(anna: Visitor, ledger: Path) -> None:
    rows = asked(ledger, "balance", section="partners")["partners"]
    main = anna.get("/partners", year="2011", lang="en").main
    wanted = [row for row in rows if row["year"] == "2011"]
    *told, total = main.table("partners")[1:]
    assert [row[1] for row in told] == [euros(row["due"]) for row in wanted]
    assert cents_of(total[1]) == sum(cents(row["due"]) for row in wanted)
    hrefs = [each.attributes["href"] for each in main.all("a")]
    assert "/why/partners/2011/emmen/received" in hrefs


# -- entries -------------------------------------------------------------------


def test_history_has_every_entry_once_the_newest_first(anna: Visitor) -> None:
    found: list[int] = []
    keys = {"lang": "en"}
    while True:
        main = anna.get("/history", **keys).main
        found += [int(row[0][1:]) for row in main.table("entries")[1:]]
        older = [each for each in main.all("a") if each.text == "Older"]
        if not older:
            break
        query = parse_qs(urlsplit(older[0].attributes["href"]).query)
        keys = {name: value for name, (value,) in query.items()}
    assert found == list(range(152, 0, -1))
    newer = anna.get("/history", after="50", lang="en").main
    assert [int(row[0][1:]) for row in newer.table("entries")[1:]] == [
        *range(100, 50, -1)
    ]
    assert {"The newest", "Newer", "Older"} <= {each.text for each in newer.all("a")}


@pytest.mark.parametrize(
    "given",
    [
        {"project": "dryport"},
        {"partner": "emmen", "year": "2012"},
        {"command": "pay_grant", "min": "8000"},
        {"decision": "SG-2012-03"},
        {"document": "BES-2012-001"},
    ],
    ids=str,
)
def test_history_filters_as_the_query_does(
    anna: Visitor, ledger: Path, given: dict[str, str]
) -> None:
    keywords = {"minimum" if k == "min" else k: v for k, v in given.items()}
    rows = asked(ledger, "history", None, **keywords)
    told = shown(anna.get("/history", **given, lang="en"), "entries")
    assert [f"#{row['entry']}" for row in rows][::-1][:50] == [row[0] for row in told]
    assert rows


def test_history_takes_what_people_type(anna: Visitor) -> None:
    one = shown(anna.get("/history", **{"from": "2013-03-01"}, lang="en"), "entries")
    typed = anna.get("/history", **{"from": "1-3-2013"}, lang="en")
    assert shown(typed, "entries") == one
    amount = shown(anna.get("/history", min="8.000,00", lang="nl"), "entries")
    assert amount


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"min": "<b>x"}, "<b>x"),
        ({"from": "yesterdayish"}, "yesterdayish"),
        ({"project": "nobody"}, "nobody"),
        ({"before": "-1"}, "-1"),
        ({"min": "10", "max": "5"}, "runs backward"),
    ],
    ids=str,
)
def test_history_says_what_is_wrong_and_keeps_it(
    anna: Visitor, given: dict[str, str], said: str
) -> None:
    answer = anna.get("/history", **given, lang="en")
    assert answer.status == 200
    (alert,) = answer.main.all("div", role="alert")
    assert said in alert.text
    assert not answer.main.all("table")
    values = {
        each.attributes["name"]: each.attributes["value"]
        for each in answer.main.all("input")
        if "value" in each.attributes
    }
    kept = {name: text for name, text in given.items() if name != "before"}
    assert kept.items() <= values.items()


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("number", [2, 5, 22, 70, 78, 90, 112])
def test_an_entry_as_the_ledger_has_it(
    anna: Visitor, ledger: Path, number: int, lang: Language
) -> None:
    data = asked(ledger, "show", entry=str(number))
    main = anna.get(f"/entries/{number}", lang=lang).main
    if data["lines"]:
        *rows, total = main.table("lines")[1:]
        assert len(rows) == len(data["lines"])
        assert total[1] == total[2]
        for line, cells in zip(data["lines"], rows, strict=True):
            assert cells[0] == label("account", line["account"], lang)
            amount = cents(line["amount"])
            side = 1 if amount > 0 else 2
            assert cells[side] == euros(line["amount"].lstrip("-"), lang)
            assert not cells[3 - side]
    names = [each.text for each in main.all("dt")]
    for field in data["fields"]:
        if field not in ("command", "third_parties", "advance_schedule"):
            name = label("field", field, lang)
            assert name[:1].upper() + name[1:] in names, field
    hashes = [each.text for each in main.all("code")]
    proof = anna.service
    with proof.readers.reading() as reader:
        from ledger.transparency.log import LogReader

        leaf = LogReader(reader.store).node(0, number - 1).hex()
    assert leaf in hashes


def test_an_entry_leads_to_what_can_be_done_with_it(anna: Visitor) -> None:
    main = anna.get("/entries/90", lang="en").main
    hrefs = {each.text: each.attributes["href"] for each in main.all("a")}
    assert hrefs["Reverse this entry"] == "/post/reverse?entry=90"
    assert hrefs["Correct a text"] == "/post/annotate?entry=90"
    assert hrefs["Prove it"] == "/verify?entry=90"
    assert hrefs["The entry before"] == "/entries/89"
    assert hrefs["The entry after"] == "/entries/91"
    first = anna.get("/entries/1", lang="en").main
    assert not [x for x in first.all("a") if x.text == "Reverse this entry"]
    assert not [x for x in first.all("a") if x.text == "The entry before"]


def test_an_entry_that_was_just_posted_says_so(anna: Visitor) -> None:
    assert not anna.get("/entries/90").main.all("div", role="status")
    (said,) = anna.get("/entries/90", posted="1", lang="en").main.all(
        "div", role="status"
    )
    assert "Posted as entry 90" in said.text


def test_a_reversed_entry_says_by_which(anna: Visitor, ledger: Path) -> None:
    rows = asked(ledger, "history")
    (row,) = [each for each in rows if each["reversed_by"] is not None][:1]
    main = anna.get(f"/entries/{row['entry']}", lang="en").main
    assert "This entry is reversed" in main.text
    hrefs = [each.attributes["href"] for each in main.all("a")]
    assert f"/entries/{row['reversed_by']}" in hrefs
    assert not [x for x in main.all("a") if x.text == "Reverse this entry"]
    back = anna.get(f"/entries/{row['reversed_by']}", lang="en").main
    assert f"/entries/{row['entry']}" in [x.attributes["href"] for x in back.all("a")]


def test_what_names_persons_is_marked(anna: Visitor) -> None:
    (row,) = shown(anna.get("/entries/152", lang="en"), "given-lines")
    assert f"{SEALED} sealed" in row
    assert f"{visible(HARM)} sealed" in row
    assert sum(cell.endswith(" sealed") for cell in row) == 2


# -- search, checks, reports, framework, agenda --------------------------------


def test_search_finds_what_the_query_finds(anna: Visitor, ledger: Path) -> None:
    rows = asked(ledger, "search", text="stenden")
    answer = anna.get("/search", text="STENDEN", lang="en")
    told = [row[0] for row in shown(answer, "entries")]
    assert told == [f"#{row['entry']}" for row in rows][::-1]
    assert told
    assert not anna.get("/search", text="qqqq").main.all("table")
    assert not anna.get("/search").main.all("table")


def codes_on(main: Node) -> list[str]:
    """The codes of findings, which are told in words."""
    heads = [each.attributes.get("title") for each in main.all("strong")]
    return [each for each in heads if each]


def test_checks_are_those_of_the_query(anna: Visitor, ledger: Path) -> None:
    rows = [x for x in asked(ledger, "check") if x["check"] != "projections"]
    main = anna.get("/check", lang="en").main
    assert sorted(codes_on(main)) == sorted(row["code"] for row in rows)
    accepting = [
        parse_qs(urlsplit(each.attributes["href"]).query)["finding"][0]
        for each in main.all("a")
        if "/post/accept_finding" in each.attributes["href"]
    ]
    named = [row["finding"] for row in rows if row["check"] != "journal"]
    assert sorted(accepting) == sorted(named)
    # A kind alone has its own, and each kind says how many.
    kind = main.one("select", id="kind")
    counted = [each.text for each in kind.all("option")][1:]
    assert sum(int(each.rpartition("(")[2][:-1]) for each in counted) == len(rows)
    some = anna.get("/check", lang="en", kind="key").main
    of_kind = [row["code"] for row in rows if row["check"] == "key"]
    assert codes_on(some) == of_kind
    other = anna.get("/check", lang="en", kind="key", year="1999").main
    assert "Nothing was found of this kind and year." in other.text


def test_accepted_findings_are_folded_below(
    tmp_path: Path, anna: Visitor, ledger: Path
) -> None:
    import json
    import shutil

    from cli.main import run

    own = tmp_path / "zuidas.db"
    shutil.copyfile(ledger, own)
    finding = next(
        x["finding"] for x in asked(ledger, "check") if x["code"] == "KEY_GAP"
    )
    line = {"command": "accept_finding", "finding": finding, "reason": "as agreed"}
    file = tmp_path / "accept.jsonl"
    file.write_text(json.dumps(line), "utf-8")
    assert run(["--db", str(own), "post", str(file), "-O", "json"]) == 0
    with visiting(own, tmp_path / "accounts") as visitor:
        before = anna.get("/check", lang="en").main
        main = visitor.get("/check", lang="en").main
        assert len(codes_on(main)) == len(codes_on(before)) > 0
        (folded,) = [x for x in main.all("details") if x.all("ul", id="accepted")]
        assert "open" not in folded.attributes
        assert "Accepted earlier (1)" in folded.text
        assert "accepted: as agreed" in folded.text


def test_a_trial_balance_goes_on_and_adds_up(anna: Visitor, ledger: Path) -> None:
    data = asked(ledger, "trial-balance")
    rows = data["rows"] if isinstance(data, dict) else data
    found: list[str] = []
    page = 0
    while True:
        main = anna.get("/reports/trial-balance", page=str(page), lang="en").main
        *some, here, total = main.table("report-1")[1:]
        assert cents_of(here[4]) == sum(cents_of(row[4]) for row in some)
        assert total[0].startswith(f"Total of all {len(rows)} rows")
        found += [row[4] for row in some]
        if not [each for each in main.all("a") if each.text == "Rows after"]:
            break
        page += 1
    assert page > 0
    assert found == [euros(row["closing"]) for row in rows]
    assert cents_of(total[4]) == 0


def test_a_report_beside_another_date(anna: Visitor, ledger: Path) -> None:
    data = asked(ledger, "balance-sheet", {"at": "2013-07-31"}, compare="2012-07-31")
    answer = anna.get(
        "/reports/balance-sheet", at="2013-07-31", compare="31-7-2012", lang="en"
    )
    told = [
        row for row in shown(answer, "report-1") if row[0] == "assets:current-account"
    ]
    (row,) = [x for x in data["rows"] if x["account"] == "assets:current-account"]
    assert told[0][1:3] == [euros(row[name]) for name in ("amount", "compared")]
    wrong = anna.get("/reports/balance-sheet", compare="nonsense", lang="en")
    assert wrong.status == 200
    assert "nonsense" in wrong.main.one("div", role="alert").text


def test_an_account_leads_to_its_lines(anna: Visitor) -> None:
    main = anna.get("/reports/trial-balance", lang="nl").main
    link = main.one("table", id="report-1").all("a")[0]
    assert link.text == label("account", "assets:current-account", "nl")
    query = parse_qs(urlsplit(link.attributes["href"]).query)
    assert query["account"] == ["assets:current-account"]
    lines = anna.get("/reports/statement", account="assets:current-account", lang="en")
    assert len(shown(lines, "report-1")) > 10
    unasked = anna.get("/reports/statement", lang="en").main
    assert not unasked.all("table")
    assert not unasked.all("div", role="alert")


def test_the_framework_in_force_and_its_versions(anna: Visitor, ledger: Path) -> None:
    versions = asked(ledger, "framework history")
    main = anna.get("/framework", lang="en").main
    steps = [each for each in main.all("li") if "course" in each.attributes["class"]]
    assert len(steps) == len(versions)
    assert sum("in force at this date" in each.text for each in steps) == 1
    shows = asked(ledger, "framework show")
    told = [row[0] for row in main.table("framework-partners")[1:-1]]
    assert told == [each["name"] for each in shows["partners"]]


def test_the_framework_says_what_its_entries_may_name(anna: Visitor) -> None:
    text = anna.get("/framework", lang="en").main.text
    for said in ("suspense", "business", "Priority themes", "education", "lobby"):
        assert said in text.lower() or said in text


def test_the_agenda_leads_to_what_settles_it(anna: Visitor, ledger: Path) -> None:
    keys = {"at": "2012-08-01"}
    rows = asked(ledger, "agenda", keys)
    main = anna.get("/agenda", **keys, lang="en").main
    told = main.table("agenda")[1:]
    assert [(row[2]) for row in told] == [row["subject"] for row in rows]
    assert [row[0].endswith("overdue") for row in told] == [x["overdue"] for x in rows]
    hrefs = [each.attributes["href"] for each in main.all("a")]
    assert "/post/receive_contribution?at=2012-08-01&partner=emmen&year=2012" in hrefs
    assert "/post/close_budget_year?at=2012-08-01&year=2011" in hrefs
