"""The first page, the page of a programme, and why: figures as the ledger has them."""

import re
from pathlib import Path

import pytest

from ledger.asking import asking
from ledger.storage.location import Location
from projections.query import find
from tests.web.pages.story import story_at
from tests.web.pages.visiting import Visitor
from web.pages.writing import money

CLOCKS: tuple[dict[str, str], ...] = (
    {},
    {"at": "2011-12-31"},
    {"at": "31-12-2012", "knownAt": "34"},
    {"knownAt": "1"},
    {"at": "2012-07-31", "knownAt": "#60"},
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return story_at(tmp_path_factory.mktemp("pages") / "zuidas.db")


def balance(ledger: Path, keys: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    at = keys.get("at")
    if at == "31-12-2012":
        at = "2012-12-31"
    known = keys.get("knownAt")
    known = f"#{known}" if known and known.isdigit() else known
    query = find("balance")
    assert query is not None
    with asking(Location.parse(str(ledger)), at, known) as asker:
        found: dict[str, list[dict[str, str]]] = asker.ask(query, {}).data  # type: ignore[assignment]
    return found


def cents(text: str) -> int:
    return int(text.replace(".", ""))


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("keys", CLOCKS, ids=str)
def test_the_overview_has_the_figures_of_the_ledger(
    anna: Visitor, ledger: Path, keys: dict[str, str], lang: str
) -> None:
    answer = anna.get("/", **keys, lang=lang)
    assert answer.status == 200
    assert answer.headers["content-language"] == lang
    main = answer.main
    assert main.attributes["data-page"] == "overview"
    found = balance(ledger, keys)
    if not found["years"]:
        assert not main.all("table", id="programme-figures")
        return
    year = found["years"][-1]
    rows = [row for row in found["programmes"] if row["year"] == year["year"]]
    told = main.table("programme-figures")
    assert len(told) == len(rows) + 2
    for row, cells in zip(rows, told[1:-1], strict=True):
        for column, cell in zip(COLUMNS, cells[1:], strict=True):
            amount = money(cents(row[column]), lang)  # type: ignore[arg-type]
            assert cell.startswith(amount), (row["programme"], column)


COLUMNS = (
    *("allocated", "transferred", "ceiling", "awarded", "process_costs"),
    *("paid", "committed", "available"),
)


@pytest.mark.parametrize("keys", CLOCKS, ids=str)
def test_every_figure_leads_to_lines_that_add_up_to_it(
    anna: Visitor, keys: dict[str, str]
) -> None:
    """Followed from the page itself, at its clocks."""
    links = {
        each.attributes["href"]: each.text
        for each in anna.get("/", **keys, lang="en").main.all("a")
        if each.attributes["href"].startswith("/why/")
    }
    assert links
    for href, shown in list(links.items())[:40]:
        path, _, query = href.partition("?")
        pairs = dict(pair.split("=") for pair in query.split("&")) if query else {}
        answer = anna.get(path, **{k: v.replace("%23", "#") for k, v in pairs.items()})
        assert answer.status == 200, href
        values = answer.main.all("dd")
        assert values[0].text == shown
        assert values[1].text == shown
        table = answer.main.all("table", id="lines")
        if table:
            rows = answer.main.table("lines")
            amounts = [_cents(row[-1]) for row in rows[1:-1]]
            assert sum(amounts) == _cents(rows[-1][-1]) == _cents(shown)


def _cents(text: str) -> int:
    """An amount in English, in cents."""
    return int(re.sub(r"[^0-9-]", "", text))


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize(
    ("programme", "at"),
    [("TL", "2013-06-30"), ("SN", "2013-12-31")],  # of SN something was written off
)
def test_a_programme_in_a_year(
    anna: Visitor, ledger: Path, lang: str, programme: str, at: str
) -> None:
    answer = anna.get(f"/programmes/{programme}/2012", at=at, lang=lang)
    assert answer.status == 200
    (row,) = [
        row
        for row in balance(ledger, {"at": at})["programmes"]
        if (row["programme"], row["year"]) == (programme, "2012")
    ]
    *_, last = answer.main.table("ceiling-table")
    figures = [cents(row[name]) for name in ("ceiling", "committed", "available")]
    ceiling, committed, available = figures
    shown = [ceiling, cents(row["deviation"])]
    shown += [ceiling - committed - available, committed]
    told = [money(each, lang) for each in shown]  # type: ignore[arg-type]
    assert last[1:5] == told


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/programmes/XX/2011", 404),
        ("/programmes/TL/1999", 404),
        ("/why/programmes/2011/SN/nothing", 404),
        ("/why/projects/nobody/paid", 404),
        ("/why/years/2011/status", 404),
        ("/nowhere", 404),
    ],
)
def test_what_is_not_there(anna: Visitor, path: str, status: int) -> None:
    answer = anna.get(path)
    assert answer.status == status
    assert answer.main.attributes["data-page"] == "error"


@pytest.mark.parametrize("key", ["at", "knownAt"])
def test_a_clock_that_is_none_is_told(anna: Visitor, key: str) -> None:
    answer = anna.get("/", **{key: "<b>32-13-2011"})
    assert answer.status == 400
    assert "<b>" not in answer.html


def test_nobody_sees_anything_without_signing_in(anna: Visitor) -> None:
    stranger = Visitor(anna.app, anna.service, "nothing")
    answer = stranger.get("/programmes/TL/2012", at="2013-06-30")
    assert answer.status == 303
    wanted = "/sign-in?next=%2Fprogrammes%2FTL%2F2012%3Fat%3D2013-06-30"
    assert answer.headers["location"] == wanted


def test_an_earlier_knowledge_shows_what_was_learned_since(anna: Visitor) -> None:
    assert not anna.get("/", at="2012-07-31", lang="en").main.all("table", id="changes")
    main = anna.get("/", at="2011-12-31", knownAt="34", lang="en").main
    rows = main.table("changes")
    assert rows[0] == ["Account", "Before", "After", "Entries"]
    assert len(rows) > 1
    assert all(before != after for _, before, after, _ in rows[1:])


def test_the_foot_says_what_the_page_is_true_of(anna: Visitor) -> None:
    page = anna.get("/", knownAt="34", lang="en").page
    facts = [each.text for each in page.one("footer").all("dd")]
    assert facts[0] == "34"
    assert int(facts[1]) > 34
    assert len(facts[2]) == 64


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize("keys", CLOCKS, ids=str)
def test_the_overview_begins_with_what_came_of_the_money(
    anna: Visitor, ledger: Path, keys: dict[str, str], lang: str
) -> None:
    found = balance(ledger, keys)
    account: dict[str, str] = found["current_account"]  # type: ignore[assignment]
    main = anna.get("/", **keys, lang=lang).main
    if not any(map(cents, account.values())):
        assert not main.all("p", id="spent")
        return
    paragraphs = main.all("p")
    committed = sum(cents(row["committed"]) for row in found["projects"])
    spent = cents(account["grants_paid"]) + cents(account["process_costs"])
    spent -= cents(account["refunds"])
    amounts = [
        *(cents(account["contributions"]), spent),
        *(cents(account["balance"]), committed),
    ]
    said = [money(each, lang) for each in amounts]  # type: ignore[arg-type]
    assert [each.text for each in paragraphs[0].all("a")] == said
    ways = [each.attributes["href"] for each in paragraphs[1].all("a")]
    names = [each.partition("?")[0].rpartition("/")[2] for each in ways]
    told = dict(zip(names, paragraphs[1].all("a"), strict=True))
    signs = {"grants_paid": 1, "refunds": -1, "process_costs": 1}
    assert spent == sum(
        sign * cents(account[name]) for name, sign in signs.items() if name in told
    )
    for name, link in told.items():
        assert link.text == money(cents(account[name]), lang)  # type: ignore[arg-type]


def test_what_is_left_for_projects_adds_up_on_its_tile(
    anna: Visitor, ledger: Path
) -> None:
    for year in ("2011", "2012"):
        keys = {"at": "2012-12-31"}
        found = balance(ledger, keys)
        (row,) = [each for each in found["years"] if each["year"] == year]
        tile = anna.get("/", **keys, year=year, lang="en").main.one("dl").all("dd")
        remark = tile[1].text
        if row["status"] == "closed":
            assert "closed" in remark
            continue
        first, second, third = map(_cents, re.findall(r"€\xa0-?[0-9,.]+", remark))
        assert (
            first + second - third == cents(row["for_projects"]) == _cents(tile[0].text)
        )
        assert first == cents(row["unallocated"])


def test_what_is_not_earmarked_says_what_of_it_is_committed(
    anna: Visitor, ledger: Path
) -> None:
    keys = {"at": "2012-01-31"}
    found = balance(ledger, keys)
    account: dict[str, str] = found["current_account"]  # type: ignore[assignment]
    assert cents(account["earmarked"])
    tile = anna.get("/", **keys, lang="en").main.one("dl").all("dd")
    assert tile[2].text == money(cents(account["free"]), "en")
    committed = sum(cents(row["committed"]) for row in found["projects"])
    told = [_cents(each) for each in re.findall(r"€\xa0-?[0-9,.]+", tile[3].text)]
    assert told == [
        *(cents(account["balance"]), cents(account["earmarked"]), committed)
    ]


def test_the_chart_of_the_account_says_which_months_it_is_of(
    anna: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lowest is that of the months that are drawn, whatever was before."""
    monkeypatch.setattr("web.pages.overview.MONTHS", 4)
    main = anna.get("/", at="2013-06-30", lang="en").main
    rows = main.table("current-account-table")[1:]
    assert len(rows) == 4
    said = main.one("figure", id="current-account").text
    lowest = min(rows, key=lambda row: _cents(row[1]))
    assert f"was {lowest[1]}, on" in said
    assert "from 2013-01-31 on" in said
    hrefs = [each.attributes["href"] for each in main.all("a")]
    assert any("/reports/statement?" in each for each in hrefs)
