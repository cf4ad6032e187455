"""A house style of one's own: what it may change, and what it can't reach."""

import io
import shutil
import tempfile
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest

from domain.values.errors import UsageError
from papers.documents import typesetting
from papers.documents.making import made
from papers.documents.typesetting import TEMPLATES
from tests.papers.conftest import Ask
from tests.papers.kinds import TOLD
from tests.papers.test_documents import elements


@pytest.fixture
def letter(ask_told: Ask) -> dict[str, Any]:
    return ask_told("reminder", **TOLD["reminder"])


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, named as on the command line: messages show long paths cut."""
    monkeypatch.chdir(tmp_path)
    place = Path("house")
    place.mkdir()
    return place


def test_nothing_is_fetched(letter: dict[str, Any], house: Path) -> None:
    for said in ('#import "@preview/cetz:0.3.0"', "#import '@local/x:1.0.0': *"):
        (house / "house.typ").write_text(said, "utf-8")
        told = refused(letter, house)
        assert "house.typ in 'house' imports a package that would be fetched" in told


def refused(
    letter: dict[str, Any], house: Path, suffix: str = ".pdf", own: str | None = None
) -> str:
    with pytest.raises(UsageError) as caught:
        made(letter, suffix, "nl", own, house)
    assert caught.value.code == "BAD_COMMAND"
    return caught.value.message


def test_an_own_house_style_takes_the_place_of_ours(
    letter: dict[str, Any], house: Path
) -> None:
    ours = (TEMPLATES / "house.typ").read_text("utf-8")
    assert 'paper: "a4"' in ours
    (house / "house.typ").write_text(ours.replace('paper: "a4"', 'paper: "a5"'))
    (house / "fonts").mkdir()
    (house / "fonts" / "README.txt").write_text("Fonts")
    file = made(letter, ".pdf", "nl", None, house)
    with pikepdf.open(io.BytesIO(file)) as pdf:
        width = float(pdf.pages[0].MediaBox[2])
        about = pdf.open_metadata()
        assert about["pdfaid:part"] == "3"
        assert about["pdfuaid:part"] == "1"
        assert [str(t.get("/S")) for t in elements(pdf.Root.StructTreeRoot)]
    assert round(width) == 420  # A5 is 148 mm wide
    assert made(letter, ".pdf", "nl", None, house) == file


def test_a_folder_without_templates_changes_nothing(
    letter: dict[str, Any], house: Path
) -> None:
    assert made(letter, ".pdf", "nl", None, house) == made(letter, ".pdf", "nl")
    assert made(letter, ".docx", "nl", None, house) == made(letter, ".docx", "nl")


def test_an_own_letter_for_word(letter: dict[str, Any], house: Path) -> None:
    own = docx.Document()
    own.add_heading("{{ title }}", level=1)
    own.add_paragraph("Van: {{ letter.sender[0] }}")
    own.add_paragraph("{%p for block in blocks if block.kind == 'paragraph' %}")
    own.add_paragraph("{{r block.text }}")
    own.add_paragraph("{%p endfor %}")
    own.save(str(house / "letter.docx"))
    found = docx.Document(io.BytesIO(made(letter, ".docx", "nl", None, house)))
    texts = [each.text for each in found.paragraphs]
    assert texts[:3] == [
        "Herinnering: uw bijdrage over 2011",
        "Van: Provincie Drenthe",
        "Geacht college,",
    ]
    assert found.tables == []


BROKEN = {
    "nothing that Typst reads": "#let letter(written) = [",
    "without a letter": "#let report(written) = []",
    "an unknown name": "#let letter(written) = nonsense\n#let report(written) = []",
    "no title of the page": "#let letter(written) = [== x]\n#let report(written) = []",
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_house_style_is_told(
    letter: dict[str, Any], house: Path, case: str
) -> None:
    (house / "house.typ").write_text(BROKEN[case])
    told = refused(letter, house)
    assert str(house) in told
    assert "make no document" in told
    assert tempfile.gettempdir() not in told


@pytest.mark.parametrize("place", ["no such folder", "a file"])
@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_what_is_no_folder_is_told(
    letter: dict[str, Any], tmp_path: Path, place: str, suffix: str
) -> None:
    (tmp_path / "a file").write_text("x")
    assert "is no folder of templates" in refused(letter, tmp_path / place, suffix)


OUTSIDE = ("/etc/hostname", "../secret.txt", "../../../../etc/hostname", "link.txt")


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_template_reads_nothing_outside_its_folder(
    letter: dict[str, Any], house: Path, path: str
) -> None:
    (house.parent / "secret.txt").write_text("secret")
    (house / "link.txt").symlink_to(Path("secret.txt").resolve())
    (house / "house.typ").write_text(
        f'#let letter(written) = read("{path}")\n#let report(written) = []'
    )
    assert "make no document" in refused(letter, house)


def test_a_folder_of_everything_is_refused_before_it_is_read(
    letter: dict[str, Any], house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "_MOST_FILES", 20)
    for number in range(21):
        (house / f"{number}.txt").write_text("x")
    assert "holds more than 20 files" in refused(letter, house)


WORD_BROKEN = {
    "an unknown name": "{{ organisatie.naam }}",
    "no end": "{%p for line in letter.sender %}",
    "no expression": "{{ 1 + }}",
    "what only programs have": "{{ title.__class__.__mro__ }}",
    "a file": "{% include '/etc/hostname' %}",
}


@pytest.mark.parametrize("case", WORD_BROKEN)
def test_a_broken_letter_for_word_is_told(
    letter: dict[str, Any], house: Path, case: str
) -> None:
    own = docx.Document()
    own.add_paragraph(WORD_BROKEN[case])
    own.save(str(house / "letter.docx"))
    told = refused(letter, house, ".docx")
    assert "makes no letter" in told
    assert str(house / "letter.docx") in told


def test_what_is_no_word_file_is_told(letter: dict[str, Any], house: Path) -> None:
    (house / "letter.docx").write_text("This is text.")
    assert "makes no letter" in refused(letter, house, ".docx")


def test_a_copy_of_our_templates_is_a_beginning(
    letter: dict[str, Any], house: Path
) -> None:
    shutil.copytree(TEMPLATES, house, dirs_exist_ok=True)
    for suffix in (".pdf", ".docx"):
        ours = made(letter, suffix, "nl")
        assert made(letter, suffix, "nl", None, house) == ours
