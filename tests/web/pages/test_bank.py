"""The page of the bank: a year reconciled on it to 0.00, and each way to answer a line.

Nothing here has JavaScript: whatever is done is a form that was on the page.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.asking import asking
from ledger.storage.location import Location
from projections.query import find
from tests.web.pages.bank_files import ntry, statement
from tests.web.pages.bank_pages import (
    copied,
    followed,
    form,
    forms,
    get,
    nothing_recorded,
    open_account,
    posted,
    registered,
    send,
    size_of,
    statement_file,
    story_with_bank,
)
from tests.web.pages.visiting import Visitor, visiting
from web.pages.assets import SCRIPTS, STATIC, STYLES
from web.pages.writing import money

YEAR_END = {"at": "2011-12-31"}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story with its bank account and the statement of 2011: entry 113."""
    place = story_with_bank(tmp_path_factory.mktemp("bank") / "zuidas.db")
    with visiting(place, place.with_suffix(".accounts")) as anna:
        page = registered(anna, statement_file(2011))
        assert "Recorded" in page.main.text
    return place


@pytest.fixture
def ledger(story: Path, tmp_path: Path) -> Path:
    return copied(story, tmp_path)


@pytest.fixture
def anna(ledger: Path, tmp_path: Path) -> Iterator[Visitor]:
    with visiting(ledger, tmp_path / "accounts") as visitor:
        yield visitor


@pytest.fixture
def bert(ledger: Path, tmp_path: Path) -> Iterator[Visitor]:
    with visiting(ledger, tmp_path / "accounts", "bert") as visitor:
        yield visitor


@pytest.fixture(scope="module")
def reader(story: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Somebody who only looks, so all tests may share what is looked at."""
    with visiting(story, tmp_path_factory.mktemp("reader") / "accounts") as visitor:
        yield visitor


def asked(place: Path, query: str, at: str | None = None, **given: str) -> Any:
    """The JSON of a query, as the command line has it."""
    found = find(query)
    assert found is not None
    with asking(Location.parse(str(place)), at) as asker:
        return asker.ask(found, given).data


def cents(text: str) -> int:
    return int(text.replace(".", ""))


def test_a_year_is_reconciled_to_nothing_left(anna: Visitor, ledger: Path) -> None:
    for _ in range(3):  # what is answered tells accounts, so more is certain then
        page = anna.get("/bank/certain")
        if not forms(page, "/bank/certain"):
            break
        followed(anna, send(anna, form(page, "/bank/certain")))
    left = asked(ledger, "bank open")["open_lines"]
    assert {each["line"] for each in left} == {"113.2", "113.4"}
    for line in ("113.2", "113.4"):
        page = anna.get("/bank")
        followed(anna, send(anna, form(page, "/bank").filled(("line", line))))
    page = anna.get("/bank/match")
    both = form(page, "/bank/match").ticked(("entries", "12"), ("entries", "13"))
    page = followed(anna, send(anna, both.filled(("reason", "Out of suspense"))))
    assert "Recorded" in page.main.text
    page = anna.get("/bank", at="2011-09-30")
    assert "No line of the bank is open." in page.main.text
    assert "No entry of the current account is open." in page.main.text
    found = asked(ledger, "bank reconcile", "2011-09-30")
    assert (found["open_lines"], found["open_entries"]) == ([], [])
    bank, lines, entries, account, difference = page.main.table("identity-sum")[1:]
    assert bank[1] == account[1] == money(cents(found["current_account"]), "en")
    assert lines[1] == entries[1] == difference[1] == money(0, "en")
    # What was paid in December left the bank in January.
    (transit,) = asked(ledger, "bank reconcile", "2011-12-31")["open_entries"]
    assert transit["open"] == "-2340.00"
    rows = anna.get("/bank", **YEAR_END).main.table("entries-table")[1:]
    assert [row[0] for row in rows] == [f"#{transit['entry']}"]


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize(
    "keys",
    [{}, YEAR_END, {"at": "2011-09-01"}, {"knownAt": "113"}, {"knownAt": "60"}],
    ids=str,
)
def test_the_identity_is_that_of_the_ledger(
    reader: Visitor, story: Path, keys: dict[str, str], lang: Any
) -> None:
    answer = reader.get("/bank", **keys, lang=lang)
    assert answer.status == 200
    known = keys.get("knownAt")
    query = find("bank reconcile")
    assert query is not None
    place = Location.parse(str(story))
    with asking(place, keys.get("at"), f"#{known}" if known else None) as asker:
        found: Any = asker.ask(query, {}).data
    opened = sum(cents(each["open"]) for each in found["open_lines"])
    entries = sum(cents(each["open"]) for each in found["open_entries"])
    told = [row[1].lstrip("+") for row in answer.main.table("identity-sum")[1:]]
    assert told == [
        money(cents(found["bank_balance"]), lang),
        money(-opened, lang),
        money(entries, lang),
        money(cents(found["current_account"]), lang),
        money(0, lang),
    ]
    links = [link.attributes["href"] for link in answer.main.all("a")]
    assert any(link.startswith("/why/current-account/balance") for link in links)


def test_each_line_stands_beside_what_is_suggested(
    reader: Visitor, story: Path
) -> None:
    answer = reader.get("/bank")
    suggested = {each["line"]: each for each in asked(story, "bank suggest")}
    rows = [e for e in answer.main.all("li") if "id" in e.attributes]
    lines = asked(story, "bank open")["open_lines"]
    assert len(rows) == len(lines) == 12
    for row, line in zip(rows, lines, strict=True):
        assert line["line"] in row.text
        assert line["party"] in row.text
        assert money(cents(line["open"]), "en") in row.text
        found = suggested[line["line"]]
        assert found["level"] in row.text
        for evidence in found["evidence"]:
            assert evidence in row.text
        for entry in found["command"]["entries"]:
            assert row.all("a", href=f"/entries/{entry}")


def test_a_line_is_accepted_once_however_often_it_is_sent(anna: Visitor) -> None:
    made = form(anna.get("/bank"), "/bank").filled(("line", "113.1"))
    before = size_of(anna)
    first, second = send(anna, made), send(anna, made)
    assert (first.status, second.status) == (303, 303)
    assert size_of(anna) == before + 1
    assert "Recorded" in followed(anna, first).main.text
    again = followed(anna, second).main.text
    assert "nothing was recorded twice" in again
    assert "113.1" not in [
        e.text.split()[0] for e in anna.get("/bank").main.all("li") if e.attributes
    ]


def test_two_people_accept_one_line_and_the_second_hears_of_it(
    anna: Visitor, bert: Visitor
) -> None:
    made = form(anna.get("/bank"), "/bank").filled(("line", "113.1"))
    his = form(bert.get("/bank"), "/bank").filled(("line", "113.1"))
    assert send(anna, made).status == 303
    answer = nothing_recorded(bert, lambda: send(bert, his))
    assert answer.status == 409
    assert "Line answered" in answer.main.text
    dutch = nothing_recorded(bert, lambda: send(bert, his, "nl"))
    assert "al afgeletterd" in dutch.main.text


def test_a_refusal_stands_at_its_line(anna: Visitor, ledger: Path) -> None:
    made = form(anna.get("/bank"), "/bank").filled(("line", "113.1"))
    posted(ledger, "match-bank-lines", "--line", "113.3", "--entry", "8")
    # What the page carried is of line 113.3 and its entry, both answered by now.
    page = anna.get("/bank")
    other = form(page, "/bank").filled(
        ("line", "113.1"), ("commands", _packed({"113.1": [_match("113.1", 8)]}))
    )
    answer = nothing_recorded(anna, lambda: send(anna, other))
    assert answer.status == 409
    (row,) = answer.main.all("li", id="line-113-1")
    assert "entry 8 is answered already" in row.text.lower()
    assert answer.main.all("a", href="#line-113-1")
    assert send(anna, made).status == 303


def _match(line: str, entry: int) -> dict[str, object]:
    return {"command": "match_bank_lines", "lines": [line], "entries": [entry]}


def _packed(value: object) -> str:
    from web.pages.bank.packing import packed

    return packed(value)


@pytest.mark.parametrize(
    "commands",
    [
        "",
        "rubbish",
        "AAAA",
        _packed("text"),
        _packed([1, 2]),
        _packed({"113.1": {"command": "match_bank_lines"}}),
        _packed({"113.1": [{"command": "reverse", "entry": 5, "reason": "x"}]}),
        _packed({"113.1": [{"command": "no_such"}]}),
    ],
)
def test_what_a_form_never_carried_is_refused(anna: Visitor, commands: str) -> None:
    made = form(anna.get("/bank"), "/bank")
    sent = made.filled(("line", "113.1"), ("commands", commands))
    answer = nothing_recorded(anna, lambda: send(anna, sent))
    assert answer.status == 400
    lost = made.filled(("line", "113.1"), ("id", "mine"))
    assert nothing_recorded(anna, lambda: send(anna, lost)).status == 400


def test_a_packed_form_is_unpacked_only_so_far(anna: Visitor) -> None:
    from base64 import urlsafe_b64encode
    from zlib import compress

    bomb = urlsafe_b64encode(compress(b" " * 30_000_000, 9)).decode()
    made = form(anna.get("/bank"), "/bank")
    sent = made.filled(("line", "113.1"), ("commands", bomb))
    assert nothing_recorded(anna, lambda: send(anna, sent)).status == 400


def test_the_line_has_all_that_it_may_be(reader: Visitor) -> None:
    answer = reader.get("/bank/lines/113.8")
    assert answer.status == 200
    told = answer.main.text
    for text in ("Marketing Drenthe", "Subsidie proefleven RC-2011-040/3", "certain"):
        assert text in told
    links = [link.attributes["href"] for link in answer.main.all("a")]
    pay = next(link for link in links if link.startswith("/post/pay_grant?"))
    assert pay == (
        "/post/pay_grant?date=2011-10-03&amount=12000.00"
        "&document=2011.xml%2C+line+113.8&bank_line=113.8"
    )
    assert not any(link.startswith("/post/receive_") for link in links)


def test_a_line_that_may_be_two_things_offers_both(anna: Visitor, ledger: Path) -> None:
    posted(
        *(ledger, "receive-other", "--category", "suspense", "--amount", "412.65"),
        *("--date", "2012-01-02", "--counterparty", "Zuidlaarder Bank"),
        *("--description", "Nogmaals", "--document", "X-1"),
    )
    page = anna.get("/bank/lines/113.11")
    *suggestions, _ = forms(page, "/bank/lines/113.11")
    assert len(suggestions) == 2
    first, second = (_entries(each.value("commands")) for each in suggestions)
    assert {*first, *second} == {33, size_of(anna)}
    answer = followed(anna, send(anna, suggestions[1]))
    assert "Recorded" in answer.main.text
    told = anna.get("/bank/lines/113.11").main.text
    assert "All of it is answered." in told
    assert "Answered by" in told


def _entries(text: str) -> list[int]:
    from web.pages.bank.packing import unpacked

    return [n for each in unpacked(text) for n in each["entries"]]


def test_a_line_goes_to_suspense(anna: Visitor, ledger: Path) -> None:
    page = anna.get("/bank/lines/113.2")
    made = forms(page, "/bank/lines/113.2")[-1]
    assert made.value("category") == "suspense"
    first, second = send(anna, made), send(anna, made)
    assert "Recorded" in followed(anna, first).main.text
    assert "nothing was recorded twice" in followed(anna, second).main.text
    entry = asked(ledger, "show", entry=str(size_of(anna)))
    assert entry["fields"]["bank_line"] == "113.2"
    assert entry["fields"]["category"] == "suspense"
    assert entry["fields"]["counterparty"] == "bank"


def test_what_is_left_of_a_statement_goes_to_suspense(anna: Visitor) -> None:
    page = anna.get("/bank/statements/113")
    assert "Open lines: 12" in page.main.text
    made = form(page, "/bank/statements/113")
    before = size_of(anna)
    first, second = send(anna, made), send(anna, made)
    assert size_of(anna) == before + 12
    assert "12 entries" in followed(anna, first).main.text
    assert second.status == 303
    page = anna.get("/bank/statements/113")
    assert not forms(page, "/bank/statements/113")


def test_matching_adds_up_what_is_ticked(anna: Visitor) -> None:
    page = anna.get("/bank/match", lines="113.2")
    made = form(page, "/bank/match")
    assert ("lines", "113.2") in made.pairs
    made = made.ticked(("entries", "7"), ("entries", "8"))
    told = nothing_recorded(anna, lambda: send(anna, made.ticked(("dryRun", "true"))))
    assert told.status == 200
    for cents_ in (4_480_000, 6_720_000, -2_240_000):
        assert money(cents_, "en") in told.main.text
    assert "not equal" in told.main.text
    kept = form(told, "/bank/match")
    assert {("entries", "7"), ("entries", "8")} <= {*kept.pairs}
    assert kept.value("id") == made.value("id")
    answer = nothing_recorded(anna, lambda: send(anna, made))
    assert answer.status == 409
    assert "Match unbalanced" in answer.main.text
    one = form(page, "/bank/match").ticked(("entries", "7"))
    assert send(anna, one).status == 303


def test_the_sum_comes_by_itself_where_there_is_javascript(anna: Visitor) -> None:
    page = anna.get("/bank/match", lines="113.2")
    (shown,) = page.main.all("form", method="post")
    assert shown.attributes["hx-post"] == "/bank/match"
    assert page.main.all("div", id=shown.attributes["hx-target"][1:])
    answer = anna.post(
        "/bank/match",
        {"lines": "113.2", "entries": "7", "dryRun": "true"},
        hx_request="true",
    )
    assert answer.status == 200
    assert "<html" not in answer.html
    assert "equal" in answer.html


def test_others_are_named_by_their_numbers(anna: Visitor) -> None:
    made = form(anna.get("/bank/match"), "/bank/match")
    named = made.ticked(("more_lines", "113.2"), ("more_entries", "#7"))
    answer = send(anna, named)
    assert answer.status == 303, answer.main.text[:600]
    unknown = made.ticked(("more_entries", "999"), ("dryRun", "true"))
    assert "Not open: 999." in send(anna, unknown).main.text


def test_a_line_is_split_over_parts_that_add_up(anna: Visitor, ledger: Path) -> None:
    page = anna.get("/bank/lines/113.2/split")
    made = form(page, "/bank/lines/113.2/split")
    made = made.filled(
        ("parts.0.command", "receive_other"),
        ("parts.0.amount", "44.000,00"),
        ("parts.1.command", "receive_other"),
        ("parts.1.amount", "700"),
    )
    short = nothing_recorded(anna, lambda: send(anna, made))
    assert short.status == 400
    assert f"Left of {money(4_480_000, 'en')}: {money(10_000, 'en')}" in (
        short.main.text
    )
    made = form(short, "/bank/lines/113.2/split").filled(
        ("parts.1.amount", "800"),
        ("parts.0.category", "suspense"),
        ("parts.1.category", "interest"),
    )
    supposed = nothing_recorded(
        anna, lambda: send(anna, made.ticked(("dryRun", "true")))
    )
    assert "would be accepted" in supposed.main.text
    before = size_of(anna)
    first, second = send(anna, made), send(anna, made)
    assert size_of(anna) == before + 2
    assert "2 entries" in followed(anna, first).main.text
    assert "nothing was recorded twice" in followed(anna, second).main.text
    given = [
        asked(ledger, "show", entry=str(entry))["fields"]
        for entry in (before + 1, before + 2)
    ]
    assert [e["amount"] for e in given] == ["44000.00", "800.00"]
    assert [e["bank_line"] for e in given] == ["113.2", "113.2"]


def test_a_form_that_was_posted_and_changed_is_another_one(anna: Visitor) -> None:
    made = form(anna.get("/bank/lines/113.2/split"), "/bank/lines/113.2/split")
    made = made.filled(
        ("parts.0.command", "receive_other"),
        ("parts.0.amount", "44800"),
        ("parts.0.category", "suspense"),
    )
    assert send(anna, made).status == 303
    changed = made.filled(("parts.0.category", "interest"))
    answer = nothing_recorded(anna, lambda: send(anna, changed))
    assert answer.status == 409
    assert "All of it is answered." in answer.main.text
    made = form(anna.get("/bank/match"), "/bank/match")
    both = made.ticked(("entries", "12"), ("entries", "13"))
    assert send(anna, both).status == 303
    answer = nothing_recorded(anna, lambda: send(anna, made.ticked(("entries", "7"))))
    assert answer.status == 409
    assert form(answer, "/bank/match").value("id") != made.value("id")


def test_what_is_wrong_with_a_part_stands_at_it(anna: Visitor) -> None:
    made = form(anna.get("/bank/lines/113.8/split"), "/bank/lines/113.8/split")
    made = made.filled(
        ("parts.0.command", "pay_grant"),
        ("parts.0.amount", "12.000"),
        ("parts.1.command", ""),
        ("parts.1.amount", "5"),
    )
    answer = nothing_recorded(anna, lambda: send(anna, made))
    assert answer.status == 400
    assert "ambiguous" in answer.main.text
    assert "Choose what it is." in answer.main.text
    chosen = made.filled(("parts.0.amount", "12.000,00")).ticked(("dryRun", "true"))
    shown = send(anna, chosen)
    assert form(shown, "/bank/lines/113.8/split").value("parts.0.project") == ""
    assert not shown.main.all("div", role="alert")
    more = send(anna, made.ticked(("add", "part")))
    assert form(more, "/bank/lines/113.8/split").value("parts.2.amount") == ""
    unknown = made.filled(
        ("parts.0.amount", "12000"),
        ("parts.0.project", "no-such"),
        ("parts.1.amount", ""),
    )
    answer = nothing_recorded(anna, lambda: send(anna, unknown))
    assert answer.status == 409
    assert "no-such" in answer.main.text


def test_where_a_second_person_is_asked_it_is_submitted(
    anna: Visitor, ledger: Path
) -> None:
    posted(
        *(ledger, "set-approval-policy", "--date", "2018-08-01"),
        *("--command", "match_bank_lines=0.00", "--command", "receive_other=0.00"),
    )
    page = anna.get("/bank")
    button = page.main.all("button", value="113.1")[0]
    assert button.text == "Submit"
    made = form(page, "/bank").filled(("line", "113.1"))
    told = followed(anna, send(anna, made)).main
    assert "waits for a second person" in told.text
    assert told.all("a", href="/submissions")
    assert "113.1" in {e["line"] for e in asked(ledger, "bank open")["open_lines"]}
    newest = asked(ledger, "show", entry=str(size_of(anna)))
    assert newest["command"] == "submit"


def test_at_an_earlier_knowledge_nothing_can_be_done(anna: Visitor) -> None:
    now = form(anna.get("/bank"), "/bank").filled(("line", "113.1"))
    posted_ = send(
        anna,
        form(anna.get("/bank/match"), "/bank/match").ticked(
            ("entries", "12"), ("entries", "13")
        ),
    )
    assert posted_.status == 303
    for path in (
        *("/bank", "/bank/certain", "/bank/import", "/bank/match"),
        *("/bank/lines/113.1", "/bank/lines/113.1/split", "/bank/statements/113"),
    ):
        page = anna.get(path, knownAt="113")
        assert page.status == 200, path
        assert "nothing can be done here" in page.main.text, path
        assert not [e for e in page.main.all("button") if e.text], path
    before = now.pairs
    answer = nothing_recorded(
        anna, lambda: anna.post("/bank?knownAt=113", dict(before))
    )
    assert answer.status == 412
    assert "nothing can be done" in answer.main.text


def test_a_line_that_was_answered_on_a_later_day_says_so(
    anna: Visitor, ledger: Path
) -> None:
    posted(
        *(ledger, "receive-other", "--category", "suspense", "--amount", "44800"),
        *("--date", "2012-02-01", "--counterparty", "Gemeente Emmen"),
        *("--description", "Later", "--document", "X-1", "--bank-line", "113.2"),
    )
    (row,) = anna.get("/bank", **YEAR_END).main.all("li", id="line-113-2")
    assert "It was answered on a later day." in row.text
    assert not row.all("button")
    assert "113.2" not in anna.get("/bank").main.text


@pytest.mark.parametrize(
    "path",
    ["/bank/lines/113.99", "/bank/lines/no", "/bank/lines/6.1", "/bank/statements/6"],
)
def test_what_is_not_there_is_said(reader: Visitor, path: str) -> None:
    assert reader.get(path).status == 404


def test_of_an_address_that_is_no_statements_twenty_characters_are_told(
    reader: Visitor,
) -> None:
    page = reader.get(f"/bank/statements/{'9' * 20}8")
    assert page.status == 404
    assert f"no statement {'9' * 20} that stands" in page.main.text


def test_before_anything_of_the_bank_the_page_shows_the_way(
    reader: Visitor,
) -> None:
    page = reader.get("/bank", knownAt="1")
    assert "No bank account is open" in page.main.text
    assert page.main.all("a", href="/post/open_bank_account")
    assert reader.get("/bank/statements", knownAt="1").status == 200


@pytest.mark.parametrize(
    "path",
    [
        *("/bank", "/bank/certain", "/bank/import", "/bank/match", "/bank/statements"),
        *("/bank/statements/113", "/bank/lines/113.2", "/bank/lines/113.2/split"),
    ],
)
def test_pages_are_small(reader: Visitor, path: str) -> None:
    assert len(reader.get(path).html.encode()) + _shared() < 200_000


def test_what_was_erased_is_not_there(anna: Visitor, ledger: Path) -> None:
    assert "Gemeente Emmen" in anna.get("/bank").main.text
    posted(
        *(ledger, "erase-sealed", "--before", "2011-12-01", "--reason"),
        "The term of keeping them has passed",
    )
    for path in ("/bank", "/bank/statements/113", "/bank/lines/113.2", "/bank/match"):
        page = anna.get(path)
        assert page.status == 200
        # What an entry is suggested for is the ledger's own name of a partner.
        told = {
            "/bank": lambda main: main.one("li", id="line-113-2").all("div")[0],
            "/bank/lines/113.2": lambda main: main.one("dl"),
        }.get(path, lambda main: main)(page.main)
        assert "Gemeente Emmen" not in told.text
        assert "113.2" in page.main.text


def test_hundreds_of_lines_come_page_by_page(tmp_path: Path, templates: Path) -> None:
    place = tmp_path / "many.db"
    place.write_bytes((templates / "opened.db").read_bytes())
    open_account(place)
    text = "Contribution &amp; &quot;more&quot; " * 50
    lines = [ntry("10.00", text, f"Party {n} " + "x" * 150) for n in range(180)]
    with visiting(place, tmp_path / "accounts") as anna:
        registered(anna, ("a.xml", statement(*lines, closing="1800.00")))
        page, seen = anna.get("/bank"), 0
        while True:
            assert len(page.html.encode()) + _shared() < 200_000
            seen += len([e for e in page.main.all("li") if "id" in e.attributes])
            later = [e for e in page.main.all("a") if e.text == "Later lines"]
            if not later:
                break
            page = get(anna, later[0].attributes["href"].partition("#")[0])
        assert seen == 180
        (earlier,) = [e for e in page.main.all("a") if e.text == "Earlier lines"]
        assert get(anna, earlier.attributes["href"].partition("#")[0]).status == 200


def _shared() -> int:
    """Bytes of the style sheets and scripts of every page."""
    return sum((STATIC / name).stat().st_size for name in (*STYLES, *SCRIPTS))


def test_a_statement_says_what_is_answered(anna: Visitor) -> None:
    made = form(anna.get("/bank"), "/bank").filled(("line", "113.1"))
    send(anna, made)
    first, second, *_ = anna.get("/bank/statements/113").main.table("lines")[1:]
    assert first[3] == "answered"
    assert second[3] == money(4_480_000, "en")


def test_in_dutch_nothing_is_left_in_english(anna: Visitor) -> None:
    told = " ".join(
        anna.get(path, lang="nl").main.text
        for path in (
            *("/bank", "/bank/certain", "/bank/import", "/bank/match"),
            *("/bank/statements", "/bank/statements/113", "/bank/lines/113.2"),
            "/bank/lines/113.2/split",
        )
    )
    words = {word.strip(".,;:()").lower() for word in told.split()}
    english = {
        *("the", "and", "that", "line", "lines", "entry", "entries"),
        *("statement", "statements", "accept", "certain", "likely", "possible"),
        *("answered", "booked", "amount", "points", "receive", "pay", "open_lines"),
        *("name", "text", "has", "like", "same", "day", "bank's", "says", "category"),
        *("suspense", "charges", "interest", "account", "from", "to", "none"),
    }
    assert words & english == set()


def test_nothing_is_equal_before_anything_is_ticked(anna: Visitor) -> None:
    told = anna.get("/bank/match", lang="nl").main
    tally = told.one("div", id="sum")
    assert "nog niets aangevinkt" in tally.text
    assert "gelijk" not in tally.text
    match, add_up = tally.all("button")
    assert "disabled" in match.attributes
    assert "disabled" not in add_up.attributes
    ticked = anna.get("/bank/match", lines="113.2").main.one("div", id="sum")
    assert "disabled" not in ticked.all("button")[0].attributes


def test_what_is_open_is_explained_and_not_tied(anna: Visitor) -> None:
    told = anna.get("/bank", lang="nl").main
    badges = [e.text for e in told.all("span") if "verklaard" in e.text]
    assert badges
    assert all(each.endswith(" posten open") for each in badges)
    before = anna.get("/bank", knownAt="1", lang="nl").main.text
    assert "nog geen bankrekening" in before
    assert "sluit aan" not in before


def test_a_suggestion_says_what_it_would_be_matched_with(anna: Visitor) -> None:
    listed = anna.get("/bank", lang="nl").main.text
    assert "€\u00a044.800,00 · 22-08-2011 · " in listed
