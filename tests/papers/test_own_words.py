"""Own words in a letter: in their place, as text, never run."""

import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest

from domain.values.errors import UsageError
from papers.documents.making import made, told_by
from papers.documents.reporting import document_of
from papers.documents.writing import Writer
from tests.functional.program import ROOT
from tests.papers.conftest import Ask
from tests.papers.kinds import TOLD
from tests.papers.test_documents import leaves

HOSTILE = (
    '#import "house.typ": letter',
    '#read("/etc/hostname")',
    "#eval(1 + 1) $x^2$ `code` @label <label> \\ ~ // comment /* more */",
    "{{ 7 * 7 }} {% for x in blocks %}{{ x }}{% endfor %} {# comment #}",
    "<w:t>tag</w:t> &amp; ]]> <script>alert(1)</script>",
    "= No heading = and ‘quotes’ \"double\" 'single'",
)
"""What would do something, if anything ran it."""


@pytest.fixture
def award(ask_told: Ask) -> dict[str, Any]:
    return ask_told("award-letter", **TOLD["award-letter"])


def blocks(data: dict[str, Any], own: str | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = Writer("nl", own=own).written(
        document_of(data), data
    )["blocks"]
    return found


def text_of(some: Any) -> str:
    return " ".join(leaves(some))


def test_state_aid_and_publication_are_told_by_whoever_writes(
    award: dict[str, Any],
) -> None:
    own = """\
## state-aid
Deze subsidie is **de-minimissteun** in de zin van verordening (EU) 2023/2831.

## publication
- Deze beschikking wordt openbaar gemaakt.
- Namen van personen niet.
"""
    usual, told = blocks(award), blocks(award, own)
    new = [each for each in told if each not in usual]
    assert [each["kind"] for each in new] == ["paragraph", "items"]
    aid, publication = new
    assert {"text": "de-minimissteun", "as": "strong"} in aid["runs"]
    assert "openbaar gemaakt" in text_of(publication)
    order = [
        *(told.index(heading(told, "Redenen")), told.index(aid)),
        *(told.index(heading(told, "Bezwaar")), told.index(publication)),
    ]
    assert order == sorted(order)


def heading(told: list[dict[str, Any]], title: str) -> dict[str, Any]:
    return next(
        each
        for each in told
        if each["kind"] == "heading" and each["runs"][0]["text"] == title
    )


def test_own_words_stand_in_the_place_of_the_usual_ones(award: dict[str, Any]) -> None:
    own = "## salutation\nGeachte mevrouw De Vries,\n\n## objection\nGeen.\n"
    said = text_of(blocks(award, own))
    assert "Geachte mevrouw De Vries," in said
    assert "Geachte heer, mevrouw," not in said
    assert "bezwaarschrift" not in said


def test_the_address_is_of_lines(award: dict[str, Any]) -> None:
    """It stands in no ledger: persons live there."""
    own = "## addressee\nStichting Vaarwegen Zuidas\nt.a.v. P. de Boer\n\nKade 1\n"
    written = Writer("nl", own=own).written(document_of(award), award)
    assert written["letter"]["addressee"] == [
        "Stichting Vaarwegen Zuidas",
        "t.a.v. P. de Boer",
        "Kade 1",
    ]
    usual = Writer("nl").written(document_of(award), award)
    assert usual["letter"]["addressee"] == [
        "Stichting Vaarwegen Zuidas",
        "ter attentie van het bestuur",
    ]
    assert {**written, "letter": None} == {**usual, "letter": None}


def test_who_signs_is_told_by_whoever_writes(award: dict[str, Any]) -> None:
    own = "## signatories\nJ. Klijn, voorzitter\n\nW. de Vries, secretaris\n"
    [signature] = [each for each in blocks(award, own) if each["kind"] == "signature"]
    assert signature["signers"] == ["J. Klijn, voorzitter", "W. de Vries, secretaris"]
    assert "signatories" not in text_of(blocks(award, own))


def test_what_own_words_tell_is_lacking_no_more(ask_told: Ask) -> None:
    data = ask_told("withdrawal-letter", **TOLD["withdrawal-letter"])
    assert data["missing"] == ["text.hearing"]
    assert "[ontbreekt: text.hearing]" in text_of(blocks(data))
    own = "## hearing\nU hebt op 1 mei 2012 uw zienswijze gegeven.\n"
    assert "[ontbreekt" not in text_of(blocks(data, own))
    with pikepdf.open(io.BytesIO(made(data, ".pdf", "nl", own))) as pdf:
        attached = pdf.attachments["data.json"].get_file().read_bytes()
    assert json.loads(attached) == {**data, "missing": []}
    assert told_by(data, "## hearing\n\n")["missing"] == ["text.hearing"]


@pytest.mark.parametrize("own", ["## staatssteun\nJa.\n", "Zomaar een zin.\n", "## \n"])
def test_a_place_that_is_none_is_refused_with_those_there_are(
    award: dict[str, Any], own: str
) -> None:
    with pytest.raises(UsageError) as caught:
        blocks(award, own)
    assert caught.value.code == "BAD_COMMAND"
    for place in ("state-aid", "publication", "explanation", "salutation", "addressee"):
        assert place in caught.value.message


def test_nothing_in_them_is_run(award: dict[str, Any]) -> None:
    own = "## explanation\n" + "\n\n".join(HOSTILE)
    usual, told = blocks(award), blocks(award, own)
    new = [each for each in told if each not in usual]
    assert [text_of(each["runs"]) for each in new] == [
        f"{each} plain" for each in HOSTILE
    ]
    file = made(award, ".docx", "nl", own)
    found = [each.text for each in docx.Document(io.BytesIO(file)).paragraphs]
    for each in HOSTILE:
        assert each in found
    pdf = made(award, ".pdf", "nl", own)
    assert made(award, ".pdf", "nl", own) == pdf != made(award, ".pdf", "nl")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext here")
def test_they_stand_in_the_pdf_as_they_were_written(
    award: dict[str, Any], tmp_path: Path
) -> None:
    own = "## explanation\n" + "\n\n".join(HOSTILE)
    path = tmp_path / "letter.pdf"
    path.write_bytes(made(award, ".pdf", "nl", own))
    shown = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True
    ).stdout.decode()
    for each in HOSTILE:
        assert plain(each) in plain(shown), each


def plain(text: str) -> str:
    """Without spaces and hyphens, which lines are broken at, and quotes of one kind."""
    return re.sub(r"[\s-]", "", re.sub(r"[‘’“”\"']", "'", text))


def test_hostile_texts_of_a_ledger_are_not_run_either(award: dict[str, Any]) -> None:
    """As a project's title, a reason or a name has them."""
    for hostile in HOSTILE:
        project = {**award["project"], "title": hostile, "recipient": hostile}
        data = {**award, "project": project}
        file = made(data, ".docx", "nl")
        found = text_of([p.text for p in docx.Document(io.BytesIO(file)).paragraphs])
        assert found.count(hostile) >= 2
        assert made(data, ".pdf", "nl").startswith(b"%PDF")


@pytest.mark.parametrize("kind", TOLD)
def test_the_documentation_knows_every_place(ask_told: Ask, kind: str) -> None:
    with pytest.raises(UsageError) as caught:
        blocks(ask_told(kind, **TOLD[kind]), "## nowhere\nx\n")
    known = caught.value.message.partition("it has ")[2].rstrip(".").split(", ")
    assert {"salutation", "addressee", "explanation"} <= set(known)
    said = (ROOT / "docs" / "documents.md").read_text("utf-8")
    rows = said.partition("| place | in |")[2].partition("\n\n")[0].splitlines()
    listed = {name for row in rows for name in re.findall(r"`([a-z-]+)`", row)}
    assert set(known) <= listed
