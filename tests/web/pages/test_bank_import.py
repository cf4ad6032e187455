"""Files of statements on the page: shown first, then registered, no more kept."""

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.pages.bank_files import ntry, statement
from tests.web.pages.bank_pages import (
    BOUNDARY,
    copied,
    followed,
    form,
    forms,
    multipart,
    nothing_recorded,
    open_account,
    posted,
    registered,
    size_of,
    statement_file,
    story_with_bank,
    upload,
)
from tests.web.pages.visiting import Visitor, visiting
from web import uploads
from web.pages.bank import importing

MT940 = b"""{1:F01ZLBKNL2AXXXX0000000000}{2:I940ZLBKNL2AXXXXN}{4:
:20:940S110801
:25:NL05ZLBK2011080100
:28C:1
:60F:C110801EUR0,00
:61:1108150815C52800,00NTRFNONREF
:86:/NAME/Provincie Drenthe//REMI/Bijdrage 2011
:62F:C110831EUR52800,00
-}
"""


def zipped(*files: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return made.getvalue()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return story_with_bank(tmp_path_factory.mktemp("import") / "zuidas.db")


@pytest.fixture
def ledger(story: Path, tmp_path: Path) -> Path:
    return copied(story, tmp_path)


@pytest.fixture
def anna(ledger: Path, tmp_path: Path) -> Iterator[Visitor]:
    with visiting(ledger, tmp_path / "accounts") as visitor:
        yield visitor


def test_what_would_be_registered_is_shown_first(anna: Visitor) -> None:
    shown = nothing_recorded(anna, lambda: upload(anna, [statement_file(2011)]))
    assert shown.status == 200
    (row,) = shown.main.table("read")[1:]
    assert row[0] == "2011.xml"
    assert row[1:3] == ["rc", "1"]
    assert row[6:] == ["12", "new"]
    assert "would be registered: 1; their lines: 12." in shown.main.text
    page = followed(anna, upload(anna, (), form(shown, "/bank/import").pairs))
    assert page.main.attributes["data-page"] == "bank"
    assert "register statement" in page.main.text


def test_several_files_and_an_archive_are_registered_in_their_order(
    anna: Visitor,
) -> None:
    files = [
        ("later.zip", zipped(statement_file(2013), statement_file(2012))),
        statement_file(2011),
    ]
    registered(anna, *files)
    rows = anna.get("/bank/statements").main.table("statements-table")[1:]
    assert [row[0] for row in rows] == ["3", "2", "1"]


def test_mt940_is_read_too(anna: Visitor) -> None:
    page = registered(anna, ("august.sta", MT940))
    assert "Provincie Drenthe" in page.main.text


def test_the_same_file_again_says_so(anna: Visitor) -> None:
    registered(anna, statement_file(2011))
    again = nothing_recorded(
        anna, lambda: upload(anna, [("copy", statement_file(2011)[1])])
    )
    assert "Nothing is new" in again.main.text
    assert "there already, entry 113" in again.main.text
    assert not forms(again, "/bank/import")
    both = upload(anna, [statement_file(2011), statement_file(2012)])
    assert [row[7] for row in both.main.table("read")[1:]] == [
        "there already, entry 113",
        "new",
    ]
    twice = upload(anna, [statement_file(2012), ("other", statement_file(2012)[1])])
    assert "1 statements are in these files more than once" in twice.main.text


def test_sent_twice_it_is_registered_once(anna: Visitor) -> None:
    made = form(upload(anna, [statement_file(2011)]), "/bank/import")
    first, second = (upload(anna, (), made.pairs) for _ in range(2))
    assert size_of(anna) == 113
    assert "Recorded" in followed(anna, first).main.text
    assert "nothing was recorded twice" in followed(anna, second).main.text


def test_what_is_too_long_for_a_page_takes_the_files_once_more(
    anna: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "MOST_CARRIED", 100)
    shown = upload(anna, [statement_file(2011)])
    made = form(shown, "/bank/import")
    assert "choose the same files once more" in shown.main.text
    other = nothing_recorded(
        anna, lambda: upload(anna, [("august.sta", MT940)], made.pairs)
    )
    assert other.status == 200
    assert "august.sta" in other.main.text
    done = upload(anna, [statement_file(2011)], made.pairs)
    assert "Recorded" in followed(anna, done).main.text


def test_days_without_a_statement_are_said(anna: Visitor) -> None:
    registered(anna, ("a.xml", statement()))
    gap = statement(
        first="2011-10-01",
        last="2011-10-31",
        opening="10.00",
        closing="20.00",
        number=2,
    )
    shown = upload(anna, [("b.xml", gap)])
    assert "no statement from 2011-09-01 to 2011-09-30" in shown.main.text
    registered(anna, ("b.xml", gap))
    meets = statement(
        first="2011-10-31",
        last="2011-11-30",
        opening="20.00",
        closing="30.00",
        number=3,
    )
    registered(anna, ("c.xml", meets))
    rows = anna.get("/bank").main.table("statements-table")[1:]
    assert [row[6] for row in rows] == [
        "2011-10-31 is in the statement before it too",
        "no statement from 2011-09-01 to 2011-09-30; the balance did not move",
        "",
    ]


@pytest.mark.parametrize("lang", ["en", "nl"])
@pytest.mark.parametrize(
    ("file", "code", "dutch"),
    [
        (b"", "Not a statement", "geen"),
        (b"datum;bedrag\n1-8-2011;5,00\n", "Not a statement", "geen"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "Not a statement", "geen"),
        (statement()[:400], "Not a statement", "geen"),
        (statement(closing="11.00"), "Statement unbalanced", "telt niet op"),
        (
            b'<!DOCTYPE d [<!ENTITY a "x">]>' + statement(),
            "Statement unsafe",
            "geweigerd",
        ),
        (statement().replace(b"EUR", b"USD"), "Not euro", "euro"),
        (zipped(("a.zip", zipped(("b", b"c")))), "Statement unsafe", "geweigerd"),
        (zipped()[:10], "Not a statement", "geen"),
        (
            statement().replace(b"NL05ZLBK2011080100", b"NL91ABNA0417164300"),
            "Bank account unknown",
            "onbekende",
        ),
        (statement(opening="1.00", closing="11.00"), "Statement gap", "ontbreekt"),
    ],
)
def test_a_broken_file_gives_a_page_that_says_so(
    anna: Visitor, file: bytes, code: str, dutch: str, lang: str
) -> None:
    hostile = "<script>alert(1)</script>.xml"
    answer = nothing_recorded(anna, lambda: upload(anna, [(hostile, file)], lang=lang))
    assert 400 <= answer.status < 500
    assert "<script>alert" not in answer.html
    if lang == "en":
        assert code in answer.main.text
        assert "Nothing was recorded." in answer.main.text
    else:
        assert dutch in answer.main.text.lower()
    assert forms(answer, "/bank/import")


def test_of_several_files_each_that_is_refused_is_named(anna: Visitor) -> None:
    files = [("one.xml", b"no"), statement_file(2011), ("two.xml", b"neither")]
    answer = nothing_recorded(anna, lambda: upload(anna, files))
    assert "'one.xml'" in answer.main.text
    assert "'two.xml'" in answer.main.text
    later = nothing_recorded(
        anna, lambda: upload(anna, [statement_file(2011), statement_file(2013)])
    )
    assert later.status == 409
    assert "2013.xml: Statement gap" in later.main.text


def test_no_file_and_no_form_of_files_are_told(anna: Visitor) -> None:
    assert "No file was chosen." in upload(anna, []).main.text
    empty = upload(anna, [("", b"")])
    assert "No file was chosen." in empty.main.text
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        answer = anna.send("/bank/import", b"a=b", content_type=kind)
        assert answer.status == 415
    for body in (b"", b"rubbish", multipart([("a", b"b")], ())[:60]):
        before = size_of(anna)
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        answer = anna.send("/bank/import", body, content_type=kind)
        assert answer.status in (200, 400)
        assert size_of(anna) == before
    lost = anna.send("/bank/import", b"x", content_type="multipart/form-data")
    assert lost.status == 400


def test_what_the_form_carried_is_only_statements(anna: Visitor) -> None:
    from web.pages.bank.packing import packed

    other = packed([{"command": "reverse", "entry": 5, "reason": "x" * 30}])
    for text in (other, "rubbish", packed(5)):
        before = size_of(anna)
        assert upload(anna, (), [("statements", text)]).status == 400
        assert size_of(anna) == before


def test_too_much_is_not_read(anna: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 2_000)
    for length in ({}, {"content_length": "0"}):
        answer = anna.send(
            "/bank/import",
            multipart([("large.xml", b"x" * 3_000)], ()),
            content_type=f"multipart/form-data; boundary={BOUNDARY}",
            **length,
        )
        assert answer.status == 413
        assert "100 MB" in answer.main.text
    monkeypatch.setattr(uploads, "MOST_AT_ONCE", 1_000)
    answer = anna.send(
        "/bank/import",
        multipart([("large.xml", b"x" * 1_500)], ()),
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
    )
    assert answer.status == 503
    assert uploads._ROOM.taken == 0


def test_nothing_of_a_file_reaches_the_disk(
    anna: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    made: list[str] = []
    real = os.open

    def watched(path: object, *rest: object, **more: object) -> int:
        if str(path).startswith(str(place)):
            made.append(str(path))
        return real(path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", watched)
    lines = [ntry("10.00", "x" * 1_500)] * 2_000
    large = statement(*lines, closing="20000.00")
    assert upload(anna, [("large.xml", large)]).status == 200
    assert not made
    assert not list(place.iterdir())


def test_texts_of_a_statement_are_only_text(anna: Visitor) -> None:
    text = "&lt;img src=x onerror=alert(1)&gt; &quot;'&amp;"
    party = "&lt;/li&gt;&lt;script&gt;alert(2)&lt;/script&gt;"
    page = registered(anna, ("a.xml", statement(ntry("10.00", text, party))))
    for answer in (
        page,
        anna.get("/bank/lines/113.1"),
        anna.get("/bank/statements/113"),
        anna.get("/bank/match", lines="113.1"),
    ):
        assert answer.status == 200
        assert "<img" not in answer.html
        assert "<script>alert" not in answer.html
        assert "</li><script>alert(2)</script>" in answer.main.text
    assert "<img src=x onerror=alert(1)> \"'&" in page.main.text


def test_of_several_accounts_each_has_its_lines(anna: Visitor, ledger: Path) -> None:
    open_account(ledger, "second", "NL91ABNA0417164300")
    other = statement(ntry("7.00", "Of the other"), closing="7.00").replace(
        b"NL05ZLBK2011080100", b"NL91ABNA0417164300"
    )
    registered(anna, ("a.xml", statement()), ("b.xml", other))
    both = anna.get("/bank").main.text
    assert "Of the other" in both
    assert "The sum is always of all accounts together." in both
    one = anna.get("/bank", account="second").main
    assert len([e for e in one.all("li") if "id" in e.attributes]) == 1
    assert "Of the other" in one.text
    assert anna.get("/bank", account="third").status in (400, 404, 409)


def test_a_reader_may_not_register(anna: Visitor, ledger: Path) -> None:
    posted(
        *(ledger, "grant-role", "--person", "root", "--role", "administrator"),
        *("--date", "2018-08-01"),
    )
    posted(
        *(ledger, "grant-role", "--person", "anna", "--role", "auditor"),
        *("--date", "2018-08-01"),
    )
    answer = nothing_recorded(anna, lambda: upload(anna, [statement_file(2011)]))
    assert answer.status == 403
    assert "anna" in answer.main.text
    for path in ("/bank", "/bank/import", "/bank/match"):
        page = anna.get(path)
        assert "takes the role officer" in page.main.text
        assert not page.main.all("button")
