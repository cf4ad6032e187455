"""Pages of entries: the history, one of them, and what is found by a word."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from domain.values.texts import visible
from papers.wording import Language, label
from tests.web.pages.recorded import asked, cents, euros, shown
from tests.web.pages.records import HARM, SEALED
from tests.web.pages.visiting import Visitor


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


def test_late_entries_are_marked_wherever_both_dates_are(anna: Visitor) -> None:
    """Everything of the story is dated years before it was recorded here."""
    entry = anna.get("/entries/90", lang="en").main
    assert "recorded late:" in entry.text
    assert "recorded late" in shown(anna.get("/history", lang="en"), "entries")[-1][1]
    lines = anna.get("/reports/statement", account="assets:current-account", lang="nl")
    assert shown(lines, "report-1")[0][0].endswith("laat vastgelegd")


def test_search_finds_what_the_query_finds(anna: Visitor, ledger: Path) -> None:
    rows = asked(ledger, "search", text="stenden")
    answer = anna.get("/search", text="STENDEN", lang="en")
    told = [row[0] for row in shown(answer, "entries")]
    assert told == [f"#{row['entry']}" for row in rows][::-1]
    assert len(told) == 1
    assert "One entry holds this text" in answer.main.text
    assert not anna.get("/search", text="qqqq").main.all("table")
    assert not anna.get("/search").main.all("table")
