"""Downloads: the bytes of the command line at the page's clocks, and their names."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from cli.main import run
from tests.functional.asked_ledgers import AskedLedgers
from tests.web.pages.visiting import Answer, Visitor

AT = ("--at", "2012-12-31", "--known-at", "#100")
KEYS = {"at": "2012-12-31", "knownAt": "100"}
LANGUAGES = ("nl", "en")
FILES: Mapping[str, tuple[str, ...]] = {
    "workbook/xlsx": ("export", "workbook"),
    "passiva/xlsx": ("report", "passiva", "-O", "xlsx"),
    "passiva/csv-nl": ("report", "passiva", "-O", "csv-nl"),
    "liquidity/xlsx?months=6": ("report", "liquidity", "--months", "6", "-O", "xlsx"),
    "liquidity/xlsx": ("report", "liquidity", "-O", "xlsx"),
    "statement/xlsx?account=current-account": (
        *("statement", "current-account", "-O", "xlsx"),
    ),
    "balance/csv-nl?section=projects": ("balance", "projects", "-O", "csv-nl"),
    "history/xlsx?partner=emmen&from=2012-01-01": (
        *("history", "--partner", "emmen", "--from", "2012-01-01", "-O", "xlsx"),
    ),
    "check/csv-nl?names=suspense": ("check", "suspense", "-O", "csv-nl"),
    "export-xaf/xaf?year=2012": ("export", "xaf", "--year", "2012"),
    "export-xaf/xlsx?year=2012": ("export", "xaf", "--year", "2012", "-O", "xlsx"),
    "register-grants/csv": ("register", "grants", "-O", "csv"),
    "register-grants/csv-nl": ("register", "grants", "-O", "csv-nl"),
    "register-grants/xlsx": ("register", "grants", "-O", "xlsx"),
}
"""By address what is typed for the same file."""


@pytest.fixture(scope="module")
def ledger(asked: AskedLedgers) -> Path:
    return asked("papers")


def export(visitor: Visitor, address: str, **keys: str) -> Answer:
    path, _, query = address.partition("?")
    given = dict(each.split("=") for each in query.split("&") if each)
    return visitor.get(f"/exports/{path}", **KEYS, **given, **keys)


def typed(ledger: Path, *words: str, file: Path) -> bytes:
    assert run(["--db", str(ledger), *words, *AT, "-o", str(file)]) in (0, 1)
    return file.read_bytes()


def name_in(answer: Answer) -> str:
    found = re.fullmatch(
        r"attachment; filename=\"([^\"]+)\"; filename\*=UTF-8''(\S+)",
        answer.headers["content-disposition"],
    )
    assert found is not None
    return found[1]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("address", FILES)
def test_a_file_is_that_of_the_command_line(
    anna: Visitor, ledger: Path, tmp_path: Path, address: str, lang: str
) -> None:
    answer = export(anna, address, lang=lang)
    assert answer.status == 200
    words = ("--lang", lang, *FILES[address])
    made = typed(ledger, *words, file=tmp_path / "file.csv")
    assert answer.body == made
    assert answer.headers["cache-control"] == "no-store"
    name = name_in(answer)
    assert "-2012-12-31-100." in name
    assert name.endswith((".xlsx", ".csv", ".xaf"))


@pytest.mark.parametrize("shape", ["csv", "csv-nl"])
def test_the_register_has_its_package(
    anna: Visitor, ledger: Path, tmp_path: Path, shape: str
) -> None:
    csv = export(anna, f"register-grants/{shape}")
    answer = export(anna, "register-grants/datapackage", of=shape)
    typed(ledger, "register", "grants", "-O", shape, file=tmp_path / name_in(csv))
    assert answer.body == (tmp_path / "datapackage.json").read_bytes()
    assert json.loads(answer.body)["resources"][0]["path"] == name_in(csv)
    assert export(anna, "register-grants/datapackage", of="xlsx").status == 404


def test_media_types(anna: Visitor) -> None:
    sheets = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert export(anna, "workbook/xlsx").headers["content-type"] == sheets
    csv = export(anna, "register-grants/csv").headers["content-type"]
    assert csv.startswith("text/csv")
    xaf = export(anna, "export-xaf/xaf", year="2012")
    assert xaf.headers["content-type"] == "application/xml"


@pytest.mark.parametrize(
    "address",
    [
        *("nothing/xlsx", "passiva/pdf", "passiva/csv", "workbook/csv-nl"),
        *("passiva/xaf", "framework-check/xlsx", "..%2Fx/xlsx"),
    ],
)
def test_what_is_no_file_is_not_found(anna: Visitor, address: str) -> None:
    assert export(anna, address).status == 404


def test_refusals(anna: Visitor) -> None:
    assert export(anna, "statement/xlsx").status == 400
    late = export(anna, "export-xaf/xaf", year="2013", lang="en")
    assert late.status == 409
    assert "before 2013-01-01" in late.main.text
    assert export(anna, "statement/xlsx", account="no:such").status in (400, 409)
    assert anna.get("/exports/passiva/xlsx", at="never").status == 400


def test_a_name_holds_nothing_that_harms(anna: Visitor) -> None:
    harm = 'a"; b=\r\nX: y/../é'
    answer = export(anna, "search/csv-nl", text='é"; x=y/../z')
    assert answer.status == 200
    header = answer.headers["content-disposition"]
    assert header.isascii()
    name = name_in(answer)
    assert not set(name) & set('"\\/;\r\n')
    assert name.count(".") <= 4
    assert "x" not in export(anna, "search/csv-nl", text=harm).headers


def test_audit_files_are_of_every_year_since_the_opening(anna: Visitor) -> None:
    page = anna.get("/exports", at="2013-06-30")
    links = [str(each.attributes["href"]) for each in page.main.all("a")]
    years = [each.partition("year=")[2][:4] for each in links if "export-xaf" in each]
    assert years == ["2013", "2012", "2011"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_of_the_page_gives_a_file(anna: Visitor, lang: str) -> None:
    page = anna.get("/exports", **KEYS, lang=lang)
    links = [each.attributes["href"] for each in page.main.all("a")]
    files = [each for each in links if each.startswith("/exports/")]
    assert len(files) > 40
    for each in files:
        path, _, query = each.partition("?")
        assert "knownAt=100" in query
        keys = dict(pair.split("=") for pair in query.split("&"))
        answer = anna.get(path, **keys)
        assert answer.status == 200, each
        assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("/reports/passiva", "/exports/passiva"),
        ("/projects", "/exports/balance"),
        ("/partners", "/exports/balance"),
        ("/decisions", "/exports/decisions"),
        ("/meetings", "/exports/meetings"),
        ("/history", "/exports/history"),
        ("/check", "/exports/check"),
        ("/agenda", "/exports/agenda"),
    ],
)
def test_reports_and_lists_lead_to_their_files(
    anna: Visitor, page: str, file: str
) -> None:
    links = [x.attributes["href"] for x in anna.get(page, **KEYS).main.all("a")]
    for shape in ("xlsx", "csv-nl"):
        (link,) = [x for x in links if x.startswith(f"{file}/{shape}")]
        assert "at=2012-12-31" in link
        assert "knownAt=100" in link


def test_a_filter_goes_along(anna: Visitor) -> None:
    page = anna.get("/history", **KEYS, partner="emmen")
    links = [x.attributes["href"] for x in page.main.all("a")]
    (link,) = [x for x in links if x.startswith("/exports/history/xlsx")]
    assert "partner=emmen" in link


def test_where_the_library_is_not_installed(
    anna: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("papers.spreadsheets.installed.find_spec", lambda _: None)
    page = anna.get("/exports", lang="en").main.text
    assert "zuidas-ledger[sheets]" in page
    answer = export(anna, "passiva/xlsx", lang="en")
    assert answer.status == 400
    assert "not installed" in answer.main.text
    assert export(anna, "passiva/csv-nl").status == 200


def test_no_room_for_a_file_is_told(
    anna: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("mkstemp", "TemporaryFile"):
        monkeypatch.setattr(f"tempfile.{name}", full)
    for address in ("workbook/xlsx", "statement/xlsx?account=current-account"):
        answer = export(anna, address)
        assert answer.status == 503
        assert b"No space left on device" in answer.body


def test_nobody_gets_a_file_without_signing_in(anna: Visitor) -> None:
    nobody = replace(anna, cookie="")
    answer = nobody.get("/exports/workbook/xlsx", **KEYS)
    assert answer.status == 303
    assert answer.headers["location"].startswith("/sign-in")


def test_before_the_first_entry(anna: Visitor) -> None:
    assert anna.get("/exports", knownAt="1", at="2010-01-01").status == 200
    assert anna.get("/exports/workbook/xlsx", knownAt="1").status == 200
