"""`/post`: forms filled in, tried and posted, in both languages."""

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from domain.catalogue import offered
from projections.answers.entries import show
from tests.unit.domain.posting import LedgerInTest
from tests.web.pages.officers import Office, Person, office
from tests.web.pages.page_forms import Page
from tests.web.pages.typing_forms import MODELS, typed
from web.forms import MOST_BYTES
from web.pages.posting.allowed import served

PAY = {
    "project": ["grecor"],
    "amount": ["1.000,00"],
    "date": ["20-11-2012"],
    "document": ["BANK-2012-7"],
}
MOST_PAGE_BYTES = 200_000
HTMX = {"HX-Request": "true"}


def filled(person: Person, command: str, fields: dict[str, list[str]]) -> Page:
    """The form of a command, filled in."""
    page = Page(person.get(f"/post/{command}").body)
    page.form.fill(fields)
    return page


def entries(office: Office) -> int:
    return office.service.size()


def given(office: Office, entry: int, *names: str) -> dict[str, object]:
    with office.service.readers.reading() as ledger:
        shown: dict[str, Any] = show(ledger.view(), entry)
    return {name: shown[name] for name in names}


# -- forms -----------------------------------------------------------------------


@pytest.mark.one_in(5)
@pytest.mark.parametrize("command", served())
def test_every_command_has_a_form_in_both_languages(
    lived: Office, command: str
) -> None:
    anna = lived.person("anna")
    for lang in ("nl", "en"):
        answer = anna.reads(lang).get(f"/post/{command}")
        assert answer.status == 200
        assert len(answer.body.encode()) < MOST_PAGE_BYTES
        page = Page(answer.body)
        assert page.form.action == f"/post/{command}"
        assert page.repeated_ids == []
        assert page.form.buttons()[-3:][:2] == [("", ""), ("dryRun", "true")] or (
            page.form.buttons()[-2:] == [("", ""), ("dryRun", "true")]
        )
        labelled = {g.get("for") for tag, g in page.elements if tag == "label"}
        for control in page.form.controls:
            if control.kind in ("text", "select", "textarea", "checkbox"):
                told = control.attributes
                assert told.get("id") in labelled or told.get("aria-labelledby")
            for each in (control.attributes.get("aria-describedby") or "").split():
                assert each in page.ids
        needed = set(MODELS[command].model_json_schema().get("required", ()))
        said = {name.partition(".")[0] for name in page.form.names}
        assert needed <= said


def test_above_a_form_stands_the_way_back_to_all_of_them(lived: Office) -> None:
    page = Page(lived.person("anna").get("/post/pay_grant").body)
    crumbs = [
        given.get("href")
        for tag, given in page.elements
        if tag == "a" and "breadcrumb" in (given.get("class") or "")
    ]
    assert crumbs == ["/post"]


def test_the_index_names_every_command(lived: Office) -> None:
    anna = lived.person("anna")
    page = Page(anna.get("/post").body)
    linked = {link.removeprefix("/post/") for link in page.links if "/post/" in link}
    assert linked == set(served())
    assert set(offered()) - set(served()) == {"erase_sealed"}
    assert anna.get("/post/erase_sealed").status == 404
    assert anna.get("/post/no_such").status == 404


def test_the_keys_of_an_address_fill_in(lived: Office) -> None:
    anna = lived.person("anna")
    keys = "project=grecor&amount=12,50&id=mine&colour=red&at=2012-01-01"
    form = Page(anna.get(f"/post/pay_grant?{keys}").body).form
    assert (form.value("project"), form.value("amount")) == ("grecor", "12,50")
    assert form.value("id") != "mine"
    assert form.named("colour") == []
    held = "as.command=pay_other&as.category=interest&entry=15"
    form = Page(anna.get(f"/post/reclassify?{held}").body).form
    assert form.value("as.category") == "interest"
    assert form.value("entry") == "15"
    parts = "participants.0=emmen&own_contributions.emmen=5&third_parties.4.name=X"
    form = Page(anna.get(f"/post/propose_project?{parts}").body).form
    assert [c.value for c in form.named("participants") if c.checked] == ["emmen"]
    assert form.value("own_contributions.emmen") == "5"
    assert form.value("third_parties.0.name") == "X"


def test_choices_are_what_there_is(lived: Office) -> None:
    anna = lived.person("anna")
    pay = Page(anna.get("/post/pay_grant").body).form
    (project,) = pay.named("project")
    assert project.options == ["", "grecor"]
    award = Page(anna.get("/post/award_grant").body).form
    (project,) = award.named("project")
    assert "grecor" not in project.options, "it has a grant already"
    (decision,) = award.named("decision")
    assert decision.options == ["", "SG-2011-01"]
    divide = Page(anna.get("/post/allocate").body).form
    assert {"shares.SN", "shares.TL", "shares.IBO"} <= divide.names


# -- posting ---------------------------------------------------------------------


def test_a_command_is_posted_and_its_entry_shown(lived: Office) -> None:
    anna = lived.person("anna", "nl")
    page = filled(anna, "pay_grant", PAY)
    answer = anna.post(page.form.action, page.form.send())
    assert (answer.status, answer.location) == (303, "/entries/27?posted=new")
    assert entries(lived) == 27
    assert given(lived, 27, "project", "amount", "date", "document") == {
        "project": "grecor",
        "amount": "1000.00",
        "date": "2012-11-20",
        "document": "BANK-2012-7",
    }


def test_a_double_click_and_a_reload_post_once(lived: Office) -> None:
    anna = lived.person("anna")
    page = filled(anna, "pay_grant", PAY)
    sent = page.form.send()
    with ThreadPoolExecutor(4) as several:
        answers = list(
            several.map(lambda _: anna.post("/post/pay_grant", sent), range(8))
        )
    assert {answer.status for answer in answers} == {303}
    places = sorted(answer.location for answer in answers)
    assert places == ["/entries/27?posted=again"] * 7 + ["/entries/27?posted=new"]
    assert entries(lived) == 27


def test_a_form_that_was_changed_after_it_was_posted_gets_a_key_of_its_own(
    lived: Office,
) -> None:
    anna = lived.person("anna")
    page = filled(anna, "pay_grant", PAY)
    anna.post("/post/pay_grant", page.form.send())
    page.form.fill({"amount": ["2,00"], "document": ["BANK-2012-8"]})
    answer = anna.post("/post/pay_grant", page.form.send())
    assert answer.status == 409
    again = Page(answer.body).form
    assert again.value("amount") == "2,00"
    assert again.value("id") not in ("", page.form.value("id"))
    assert anna.post("/post/pay_grant", again.send()).location.startswith("/entries/28")


def test_a_dry_run_records_nothing(lived: Office) -> None:
    anna = lived.person("anna", "nl")
    page = filled(anna, "pay_grant", PAY)
    answer = anna.post("/post/pay_grant", page.form.send(("dryRun", "true")))
    assert (answer.status, entries(lived)) == (200, 26)
    shown = Page(answer.body)
    assert shown.form.value("id") == page.form.value("id")
    assert shown.form.value("amount") == "1.000,00"
    told = shown.ids["dry-run"]
    assert "-1.000,00" in told
    assert anna.post("/post/pay_grant", shown.form.send()).status == 303


def test_a_live_dry_run_is_a_part(lived: Office) -> None:
    anna = lived.person("anna")
    page = filled(anna, "pay_grant", PAY)
    attributes = page.form.attributes
    assert attributes["hx-post"] == "/post/pay_grant"
    assert json.loads(str(attributes["hx-vals"])) == {"dryRun": "true"}
    assert str(attributes["hx-target"])[1:] in page.ids
    sent = page.form.send(("dryRun", "true"))
    whole = "".join(anna.post("/post/pay_grant", sent).body.split())
    part = anna.post("/post/pay_grant", sent, **HTMX)
    assert (part.status, entries(lived)) == (200, 26)
    assert "<html" not in part.body
    assert "-1,000.00" in part.body
    assert f">{''.join(part.body.split())}</div>" in whole
    unfinished = [pair for pair in sent if pair[0] != "amount"]
    part = anna.post("/post/pay_grant", unfinished, **HTMX)
    assert part.status == 200
    assert "Amount" in part.body
    assert "<form" not in part.body


def test_what_is_noted_is_told_on_the_entrys_page(lived: Office) -> None:
    anna = lived.person("anna", "nl")
    for entry in (27, 28):
        page = filled(anna, "pay_grant", PAY)
        answer = anna.post("/post/pay_grant", page.form.send())
        assert answer.location.startswith(f"/entries/{entry}?posted=new")
    assert answer.location.endswith("&notes=DOCUMENT_REUSED")
    shown = Page(anna.get(answer.location).body)
    assert "Bewijsstuk" in shown.text
    forged = anna.get("/entries/27?posted=new&notes=Betaal%20ons,%3Cb%3E").body
    assert "Betaal ons" not in Page(forged).text


@pytest.fixture
def banked(prepared: Callable[[str], Path]) -> Iterator[Office]:
    """Lines 27.0 (what there was) and 28.2 came in, 28.1 went out."""
    path = prepared("lived")
    ledger = LedgerInTest(path)
    own = {"date": "2012-12-01", "opening": "180354.84"}
    ledger.post("open_bank_account", **{**MODELS["open_bank_account"].example, **own})
    rows = [
        {"n": 1, "booked": "2012-12-05", "amount": "-7.50", "text": "Kosten"},
        {"n": 2, "booked": "2012-12-06", "amount": "5.00", "text": "Rente"},
    ]
    for row in rows:
        row["party"] = "Bank"
    ledger.post(
        "register_statement",
        account="rc",
        from_date="2012-12-01",
        to_date="2012-12-31",
        opening="180354.84",
        closing="180352.34",
        format="camt.053",
        lines=rows,
        document="2012-12.xml",
    )
    ledger.close()
    with office(path) as found:
        yield found


def test_a_command_is_offered_the_lines_of_its_direction(banked: Office) -> None:
    anna = banked.person("anna")
    lines_of = {"pay_other": ["", "28.1"], "receive_other": ["", "27.0", "28.2"]}
    for command, lines in lines_of.items():
        page = Page(anna.get(f"/post/{command}").body)
        (field,) = page.form.named("bank_line")
        assert field.options == lines, command


def test_the_date_of_a_bank_line_is_that_of_what_answers_it(banked: Office) -> None:
    anna = banked.person("anna")
    page = Page(anna.get("/post/pay_other").body)
    (line,) = page.form.named("bank_line")
    assert line.options == ["", "28.1"]
    page.form.fill(
        {
            "category": ["bank-charges"],
            "amount": ["7,50"],
            "counterparty": ["Bank"],
            "description": ["December"],
            "document": ["B-12"],
            "bank_line": ["28.1"],
        }
    )
    assert anna.post("/post/pay_other", page.form.send()).status == 303
    assert given(banked, 29, "date") == {"date": "2012-12-05"}


# -- what is wrong ---------------------------------------------------------------

WRONG = {
    "project": ["grecor"],
    "amount": ["1.000"],
    "date": ["31-2-2012"],
    "payee": ["Gemeente Emmen"],
}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "nl",
            {
                "amount": "schrijf 1000 of 1000,00 voor het grote",
                "date": "31-2-2012 bestaat niet.",
                "document": "vul in: bewijsstuk",
            },
        ),
        ("en", {"amount": "ambiguous", "date": "exist", "document": "fill in"}),
    ],
)
def test_all_that_is_wrong_is_said_at_once_each_at_its_field(
    lived: Office, lang: str, said: dict[str, str]
) -> None:
    anna = lived.person("anna", lang)
    page = filled(anna, "pay_grant", WRONG)
    answer = anna.post("/post/pay_grant", page.form.send())
    assert (answer.status, entries(lived)) == (400, 26)
    shown = Page(answer.body)
    for name, words in said.items():
        (control,) = shown.form.named(name)
        id_ = control.attributes["id"]
        assert control.attributes["aria-invalid"] == "true"
        assert f"{id_}-error" in str(control.attributes["aria-describedby"])
        assert words in shown.ids[f"{id_}-error"].lower()
        assert f"#{id_}" in shown.links
        assert words in shown.ids["mistakes"].lower()
    for name, values in WRONG.items():
        assert shown.form.value(name) == values[-1]
    assert shown.form.value("id") == page.form.value("id")
    assert re.search(r'id="mistakes".*<form class="form"', answer.body, re.DOTALL)


def test_faults_in_groups_are_said_where_they_are(lived: Office) -> None:
    anna = lived.person("anna")
    page = filled(anna, "propose_project", {})
    page.form.fill(
        {
            "own_contributions.emmen": ["veel"],
            "third_parties.0.name": ["Stenden"],
            "third_parties.0.contribution": ["1.000"],
        }
    )
    shown = Page(anna.post("/post/propose_project", page.form.send()).body)
    wrong = {
        c.name
        for c in shown.form.controls
        if c.attributes.get("aria-invalid") == "true"
    }
    assert {
        *("own_contributions.emmen", "third_parties.0.contribution"),
        *("third_parties.0.active", "project", "physical", "total_cost"),
    } <= wrong
    assert shown.form.value("own_contributions.emmen") == "veel"


@pytest.mark.parametrize(
    ("fields", "code", "at"),
    [
        ({"amount": ["999.999,00"]}, "has awarded", "amount"),
        ({"date": ["1-1-2031"]}, "", "date"),
        ({"bank_line": ["9.1"]}, "", "bank_line"),
        ({"payment": ["P-1"]}, "", "payment"),
    ],
)
def test_a_refusal_by_a_rule_stands_on_top_and_at_its_field(
    lived: Office, fields: dict[str, list[str]], code: str, at: str
) -> None:
    anna = lived.person("anna", "nl")
    page = filled(anna, "pay_grant", {**PAY, **fields})
    answer = anna.post("/post/pay_grant", page.form.send())
    assert (answer.status, entries(lived)) == (409, 26), answer.body
    shown = Page(answer.body)
    (control,) = shown.form.named(at)
    assert control.attributes["aria-invalid"] == "true", shown.ids["mistakes"]
    assert shown.form.value(at) == fields[at][-1]


def test_a_row_is_added_and_nothing_is_posted(lived: Office) -> None:
    anna = lived.person("anna")
    page = filled(anna, "propose_project", {"third_parties.0.name": ["Stenden"]})
    add = ("add", "third_parties")
    assert add in page.form.buttons()
    answer = anna.post("/post/propose_project", page.form.send(add))
    assert (answer.status, entries(lived)) == (200, 26)
    form = Page(answer.body).form
    assert form.value("third_parties.0.name") == "Stenden"
    assert form.value("third_parties.1.name") == ""
    assert "mistakes" not in Page(answer.body).ids


def test_advances_are_rows_and_a_refusal_of_them_stands_there(lived: Office) -> None:
    anna = lived.person("anna", "nl")
    award = {
        "project": ["proefleven"],
        "amount": ["1"],
        "date": ["1-10-2013"],
        "decision": ["SG-2011-01"],
        "document": ["BES-1"],
        "end_date": ["31-12-2013"],
        "advance_schedule.0.date": ["1-11-2013"],
        "advance_schedule.0.amount": ["0,75"],
    }
    page = filled(anna, "award_grant", award)
    answer = anna.post("/post/award_grant", page.form.send(("add", "advance_schedule")))
    form = Page(answer.body).form
    assert form.value("advance_schedule.0.amount") == "0,75"
    assert form.value("advance_schedule.1.date") == ""
    form.fill(
        {
            "advance_schedule.1.date": ["1-10-2013"],
            "advance_schedule.1.amount": ["0,25"],
        }
    )
    refused = anna.post("/post/award_grant", form.send())
    shown = Page(refused.body)
    assert "volgorde" in shown.ids["mistakes"]
    assert "#advance-schedule" in shown.links


def test_a_number_of_the_trade_register_can_be_made_empty(lived: Office) -> None:
    anna = lived.person("anna")
    fields = {"project": ["proefleven"], "date": ["1-10-2012"]}
    about = {"recipient_kind": ["person"], "none": ["recipient_kvk"]}
    page = filled(anna, "amend_project", {**fields, **about})
    assert anna.post("/post/amend_project", page.form.send()).status == 303
    with lived.service.readers.reading() as ledger:
        shown: Any = show(ledger.view(), entries(lived))
    told = shown["fields"]
    assert (told["recipient_kind"], told["recipient_kvk"]) == ("person", "")


def test_a_held_command_shows_its_fields_when_it_is_chosen(lived: Office) -> None:
    anna = lived.person("anna")
    page = filled(anna, "reclassify", {"as.command": ["receive_contribution"]})
    page = Page(anna.post("/post/reclassify", page.form.send(("add", "as"))).body)
    example = typed("reclassify", MODELS["reclassify"].example)
    page.form.fill({**example, "entry": ["8"]})
    assert anna.post("/post/reclassify", page.form.send()).status in (303, 409)
    wrong = [p for p in page.form.send() if p[0] != "as.year"]
    shown = Page(anna.post("/post/reclassify", wrong).body)
    (year,) = shown.form.named("as.year")
    assert year.attributes["aria-invalid"] == "true"


@pytest.mark.parametrize("name", ["colour", "shares.SN", "amount.cents", "as.year"])
def test_a_field_that_there_is_not_is_refused(lived: Office, name: str) -> None:
    anna = lived.person("anna")
    page = filled(anna, "pay_grant", PAY)
    answer = anna.post("/post/pay_grant", [*page.form.send(), (name, "1")])
    assert (answer.status, entries(lived)) == (400, 26)
    assert name in Page(answer.body).ids["mistakes"]


def test_a_key_that_is_none_is_replaced(lived: Office) -> None:
    anna = lived.person("anna")
    sent = dict(filled(anna, "pay_grant", PAY).form.send())
    answer = anna.post("/post/pay_grant", {**sent, "id": "x" * 65})
    assert (answer.status, entries(lived)) == (400, 26)
    again = Page(answer.body).form
    assert len(again.value("id")) == 24
    assert anna.post("/post/pay_grant", again.send()).status == 303


def test_a_form_that_is_too_large_is_refused(lived: Office) -> None:
    anna = lived.person("anna")
    pairs = [*PAY.items(), ("note", ["x" * MOST_BYTES])]
    answer = anna.post("/post/pay_grant", [(k, v[0]) for k, v in pairs])
    assert (answer.status, entries(lived)) == (413, 26)


def test_nothing_is_posted_from_elsewhere_or_by_nobody(lived: Office) -> None:
    anna = lived.person("anna")
    sent = filled(anna, "pay_grant", PAY).form.send()
    anna.browser.site = "cross-site"
    assert anna.post("/post/pay_grant", sent).status == 403
    anna.browser.site = "same-origin"
    anna.browser.cookies.clear()
    answer = anna.post("/post/pay_grant", sent)
    assert answer.location.startswith("/sign-in")
    assert entries(lived) == 26


def test_every_fault_is_told_in_the_first_round(lived: Office) -> None:
    """Words that are no date and lists of nobody too, in the order of the form."""
    anna = lived.person("anna", "nl")
    page = filled(anna, "propose_project", {"date": ["overmorgen"]})
    answer = anna.post("/post/propose_project", page.form.send())
    told = Page(answer.body).ids["mistakes"]
    places = [
        told.index(said)
        for said in (
            "'overmorgen' is geen datum; schrijf die als 31-12-2011.",
            "Kies een jaarschijf.",
            "Indieners: Kies er ten minste één.",
            "Deelnemers: Kies er ten minste één.",
            "Kies ja of nee.",
            "Vul een bedrag in, bijvoorbeeld 1.200,00.",
        )
    ]
    assert places == sorted(places)


def test_a_refused_sum_stands_in_lines_after_the_way_out(lived: Office) -> None:
    anna = lived.person("anna", "nl")
    cost = {
        "year": ["2011"],
        "programme": ["SN"],
        "amount": ["99.000,00"],
        "date": ["1-3-2012"],
        "payee": ["Drukkerij"],
        "description": ["Drukwerk"],
        "document": ["INK-1"],
    }
    page = filled(anna, "post_process_cost", cost)
    answer = anna.post("/post/post_process_cost", page.form.send())
    assert answer.status == 409
    shown = Page(answer.body)
    # 34,500.00 less 1,200.00 that was spent before and 99,000.00 of this booking
    rows = shown.ids["refused-sum"]
    for amount in ("34.500,00", "-100.200,00", "-65.700,00"):
        assert f"€\u00a0{amount}" in rows
    assert "tekort" in shown.ids["mistakes"]
    assert answer.body.index("/post/deviate") < answer.body.index("refused-sum")
    assert "PROCESS_CEILING" not in shown.text


def test_a_dry_run_says_first_what_is_left(lived: Office) -> None:
    anna = lived.person("anna", "nl")
    page = filled(anna, "pay_grant", PAY)
    answer = anna.post("/post/pay_grant", page.form.send(("dryRun", "true")))
    told = Page(answer.body).ids["dry-run"]
    assert "Van de subsidie van grecor moet nog €\u00a0" in told.partition("Regels")[0]
    (button,) = [b for b in page.form.controls if b.name == "dryRun"]
    assert button.attributes["formaction"] == "#dry-run"


def test_a_bank_line_is_asked_before_the_date(lived: Office) -> None:
    anna = lived.person("anna")
    names = [c.name for c in Page(anna.get("/post/pay_grant").body).form.controls]
    assert names.index("bank_line") < names.index("date")


def test_a_wrong_clock_keeps_the_page_and_says_so_at_its_field(lived: Office) -> None:
    anna = lived.person("anna", "nl")
    answer = anna.get("/projects?at=31-13-2012")
    assert answer.status == 400
    page = Page(answer.body)
    assert "/projects/grecor" in " ".join(page.links)
    (at,) = [c for f in page.forms for c in f.named("at")]
    assert (at.value, at.attributes["aria-invalid"]) == ("31-13-2012", "true")
    assert page.ids["at-said"].strip() == "31-13-2012 bestaat niet."
    page = Page(anna.get("/projects?knownAt=morgen").body)
    assert "morgen" in page.ids["known-said"]


@pytest.mark.parametrize(
    ("path", "status"), [("/no/such/page", 404), ("/projects/atlantis", 404)]
)
def test_an_error_page_keeps_the_menu_and_who_is_signed_in(
    lived: Office, path: str, status: int
) -> None:
    anna = lived.person("anna", "nl")
    answer = anna.get(path)
    assert answer.status == status
    page = Page(answer.body)
    assert {"/partners", "/agenda", "/verify", "/post"} <= set(page.links)
    assert "Aangemeld als anna" in " ".join(page.text.split())
    title = re.search(r"<h1[^>]*>([^<]+)</h1>", answer.body)
    assert title
    main = page.ids["main"]
    assert main.count(title[1]) == 1


def test_the_clocks_are_one_line_until_an_earlier_state_is_looked_at(
    lived: Office,
) -> None:
    anna = lived.person("anna", "nl")
    now, then = (anna.get(f"/projects{keys}").body for keys in ("", "?knownAt=9"))
    assert '<details class="when">' in now
    assert "· met alle boekingen · wijzigen" in Page(now).ids["clocks-short"]
    assert '<details class="when" open>' in then
    assert "zoals bekend na boeking 9 van" in Page(then).ids["clocks-short"]


def test_every_page_has_a_search_that_keeps_the_clocks(lived: Office) -> None:
    anna = lived.person("anna", "nl")
    page = Page(anna.get("/partners?at=2012-12-31").body)
    (form,) = [f for f in page.forms if f.attributes.get("class") == "seek"]
    assert form.attributes["action"] == "/search"
    assert form.value("at") == "2012-12-31"
    assert form.named("text")
