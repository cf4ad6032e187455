"""Documents as pages: what can be made, of what, what it lacks; the program's bytes."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from cli.main import run
from tests.functional.asked_ledgers import AskedLedgers
from tests.papers.kinds import KINDS, TOLD
from tests.web.pages.recorded import asked
from tests.web.pages.visiting import Answer, Node, Visitor, visiting
from web.pages.document_kinds import NAMES, kinds

AT = {"at": "2013-12-31"}
LANGUAGES = ("nl", "en")
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxml",
    "json": "application/json",
}
"""By the ends of their files; reports are not for Word."""
CLOCKS = {"known_at": "knownAt"}
PROEFLEVEN = {"project": "proefleven", **AT}


@pytest.fixture(scope="module")
def ledger(asked: AskedLedgers) -> Path:
    return asked("bare")


def links(answer: Answer) -> list[str]:
    return [each.attributes["href"] for each in answer.main.all("a")]


def _select(main: Node, name: str) -> Node:
    (found,) = [x for x in main.all("select") if x.attributes["name"] == name]
    return found


def typed(ledger: Path, kind: str, file: Path, *more: str, **given: str) -> bytes:
    options = [
        word
        for name, value in given.items()
        for word in (f"--{name.replace('_', '-')}", value)
    ]
    words = ("document", kind, *options, "-o", str(file), *more)
    assert run(["--db", str(ledger), *words]) == 0
    return file.read_bytes()


def test_every_kind_is_on_the_page(anna: Visitor) -> None:
    found = links(anna.get("/documents"))
    assert [x.removeprefix("/documents/") for x in found if "/documents/" in x] == [
        *kinds()
    ]
    assert set(KINDS) <= set(kinds()) <= set(NAMES)
    assert "/documents" in links(anna.get("/reports"))


@pytest.mark.one_in(5)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_its_files_are_those_of_the_command_line(
    anna: Visitor, ledger: Path, tmp_path: Path, kind: str, lang: str
) -> None:
    given = {**AT, **KINDS[kind]}
    keys = {CLOCKS.get(name, name): value for name, value in given.items()}
    page = anna.get(f"/documents/{kind}", **keys, language=lang)
    assert page.status == 200
    shapes = [each for each in MEDIA if each != "docx" or kind in TOLD]
    found = [x for x in links(page) if f"/documents/{kind}/" in x]
    assert [urlsplit(x).path.rpartition("/")[2] for x in found] == shapes
    for shape, link in zip(shapes, found, strict=True):
        address = urlsplit(link)
        asked_for = {k: v for k, (v,) in parse_qs(address.query).items()}
        assert asked_for["language"] == lang
        answer = anna.get(address.path, **asked_for)
        file = tmp_path / f"letter.{shape}"
        assert answer.body == typed(ledger, kind, file, "--lang", lang, **given)
        assert answer.headers["content-type"].startswith(MEDIA[shape])
        assert answer.headers["cache-control"] == "no-store"
        told = answer.headers["content-disposition"]
        of = [v for k, v in given.items() if k not in ("at", "known_at")]
        assert "-".join([kind, *of]) in told
        assert given["at"] in told


def test_as_known_then(anna: Visitor, ledger: Path, tmp_path: Path) -> None:
    given = {"project": "proefleven", "at": "2011-12-31"}
    answer = anna.get("/documents/award-letter/json", **given, knownAt="30")
    assert json.loads(answer.body)["entry"] == 30
    file = tmp_path / "letter.json"
    known = ("--known-at", "#30")
    assert answer.body == typed(ledger, "award-letter", file, *known, **given)


def test_choices_are_what_the_ledger_has(anna: Visitor) -> None:
    page = anna.get("/documents/determination-letter", **AT, lang="en").main
    field = _select(page, "project")
    offered = [x.attributes["value"] for x in field.all("option")]
    assert {"proefleven", "haal-winst"} <= set(offered)
    assert not {"dryport", "grecor", "nom-analyse"} & set(offered)
    early = anna.get("/documents/determination-letter", at="2011-12-31", lang="en").main
    field = _select(early, "project")
    assert [x.attributes["value"] for x in field.all("option")] == [""]
    years = anna.get("/documents/contribution-call", at="2012-08-01").main
    field = _select(years, "year")
    assert [x.attributes["value"] for x in field.all("option")] == ["", "2011", "2012"]


def test_what_it_lacks_is_said_with_the_way(anna: Visitor, ledger: Path) -> None:
    data = asked(ledger, "document award-letter", AT, project="proefleven")
    assert data["missing"]
    page = anna.get("/documents/award-letter", **PROEFLEVEN, lang="en").main
    said = [each.text for each in page.all("li")]
    for path in data["missing"]:
        assert any(each.startswith(f"{path} ") for each in said), path
    assert any("/post/adopt_framework" in x.attributes["href"] for x in page.all("a"))


def test_what_an_entry_lacks_leads_to_the_entry(
    prepared: Callable[[str], Path], tmp_path: Path
) -> None:
    path = prepared("awarded")
    data = asked(path, "document award-letter", AT, project="grecor")
    assert "award.determination_due" in data["missing"]
    with visiting(path, tmp_path / "accounts") as visitor:
        page = visitor.get("/documents/award-letter", **AT, project="grecor").main
    entry = data["award"]["entry"]
    assert any(f"/entries/{entry}?" in x.attributes["href"] for x in page.all("a"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_refusal_is_told_in_its_place(anna: Visitor, lang: str) -> None:
    given = {"partner": "emmen", "year": "2011", **AT}
    answer = anna.get("/documents/reminder", **given, lang=lang)
    assert answer.status == 200
    assert answer.main.one("div", role="alert").text
    assert not [x for x in links(answer) if "/reminder/pdf" in x]
    assert anna.get("/documents/reminder/pdf", **given).status == 409
    unknown = anna.get("/documents/award-letter/pdf", project="none", **AT)
    assert unknown.status == 409
    assert anna.get("/documents/award-letter/pdf", **AT).status == 400


@pytest.mark.parametrize("path", ["nothing", "nothing/pdf", "award-letter/xlsx"])
def test_what_is_no_document_is_not_found(anna: Visitor, path: str) -> None:
    assert anna.get(f"/documents/{path}", **PROEFLEVEN).status == 404


@pytest.mark.parametrize("shape", ["pdf", "docx"])
def test_own_words(anna: Visitor, ledger: Path, tmp_path: Path, shape: str) -> None:
    words = "## closing\n\nMet **vriendelijke** groet <b> =1+1\n"
    place = tmp_path / "words.md"
    place.write_text(words, "utf-8")
    page = anna.get("/documents/award-letter", **PROEFLEVEN)
    (form,) = [x for x in page.main.all("form") if x.all("textarea")]
    # A browser sends lines as CRLF.
    sent = {"text": words.replace("\n", "\r\n"), "format": shape}
    answer = anna.post(form.attributes["action"], sent)
    assert answer.status == 200
    assert "attachment" in answer.headers["content-disposition"]
    file = tmp_path / f"letter.{shape}"
    more = ("--text", str(place))
    assert answer.body == typed(ledger, "award-letter", file, *more, **PROEFLEVEN)


def test_own_words_without_a_place(anna: Visitor) -> None:
    sent = {"text": "## nowhere\n\n<script>alert(1)</script>", "format": "pdf"}
    path = "/documents/award-letter?project=proefleven&at=2013-12-31&lang=en"
    answer = anna.post(path, sent)
    assert answer.status == 400
    (field,) = answer.main.all("textarea")
    assert "<script>alert(1)</script>" in field.text
    assert not answer.main.all("script")
    assert "no place" in answer.main.text
    assert anna.post(path, {"text": "", "format": "exe"}).status == 404
    elsewhere = anna.post(path, sent, sec_fetch_site="cross-site")
    assert elsewhere.status == 403


def test_own_words_are_not_kept(anna: Visitor) -> None:
    path = "/documents/award-letter?project=proefleven&at=2013-12-31"
    anna.post(path, {"text": "## closing\n\nMet groet", "format": "docx"})
    assert "Met groet" not in anna.get("/documents/award-letter", **PROEFLEVEN).html


def test_projects_and_partners_lead_to_their_letters(anna: Visitor) -> None:
    found = links(anna.get("/projects/proefleven", **AT))
    letters = [x for x in found if x.startswith("/documents/")]
    kinds_ = [x.split("/")[2].split("?")[0] for x in letters]
    assert kinds_ == ["award-letter", "determination-letter"]
    assert all("project=proefleven" in x and "at=2013-12-31" in x for x in letters)
    assert not [
        x for x in links(anna.get("/projects/grecor", **AT)) if "documents" in x
    ]
    owed = links(anna.get("/partners/emmen", at="2013-10-01"))
    assert [x for x in owed if "/documents/reminder?" in x and "year=2013" in x]


def test_a_file_name_is_harmless(anna: Visitor) -> None:
    harm = 'proefleven"; x=\r\nSet-Cookie: a'
    answer = anna.get("/documents/award-letter/json", project=harm, **AT)
    assert answer.status in (400, 409)
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_what_makes_them(
    anna: Visitor, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda *_: None)
    page = anna.get("/documents/award-letter", **PROEFLEVEN, lang=lang)
    assert "zuidas-ledger[documents]" in page.main.text


def test_nobody_gets_one_without_signing_in(anna: Visitor) -> None:
    nobody = replace(anna, cookie="")
    for path in ("/documents", "/documents/award-letter/pdf"):
        answer = nobody.get(path, **PROEFLEVEN)
        assert answer.status == 303
        assert answer.headers["location"].startswith("/sign-in")


def test_an_auditor_gets_them(asked: AskedLedgers, tmp_path: Path) -> None:
    place = Path(shutil.copy(asked("bare"), tmp_path))
    for person, role in (("root", "administrator"), ("jan", "auditor")):
        words = (
            "grant-role",
            "--person",
            person,
            "--role",
            role,
            "--date",
            "2014-06-01",
        )
        assert run(["--db", str(place), *words, "-O", "json"]) == 0
    with visiting(place, tmp_path / "accounts", who="jan") as jan:
        path = "/documents/award-letter"
        assert jan.get(path, **PROEFLEVEN).status == 200
        assert jan.get(f"{path}/json", **PROEFLEVEN).status == 200
        sent = {"text": "## closing\n\nHoi", "format": "docx"}
        assert jan.post(f"{path}?project=proefleven", sent).status == 200
        assert jan.get("/exports/workbook/xlsx").status == 200
    with visiting(place, tmp_path / "accounts", who="piet") as piet:
        assert piet.get(f"{path}/json", **PROEFLEVEN).status == 403
