"""`zuidas document KIND`: which file is made, what is said, what is refused."""

import io
import json
import sys
from pathlib import Path

import docx
import pikepdf
import pytest

from tests.functional.program import InProcess, Program, Result

AT = ("--at", "2013-12-31")


@pytest.fixture
def lacking(cli: InProcess, bare_ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo without an organisation: nobody says who writes."""
    monkeypatch.setenv("ZUIDAS_DB", str(bare_ledger))


@pytest.fixture
def whole(cli: InProcess, told_ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is missing."""
    monkeypatch.setenv("ZUIDAS_DB", str(told_ledger))


def award(cli: InProcess, *more: str) -> Result:
    return cli("document", "award-letter", "--project", "proefleven", *AT, *more)


def determination(cli: InProcess, *more: str, project: str = "vaarweg") -> Result:
    return cli("document", "determination-letter", "--project", project, *AT, *more)


@pytest.mark.usefixtures("lacking")
@pytest.mark.parametrize("file", ["letter.pdf", "letter.docx", "letter.json", "A.PDF"])
def test_what_is_missing_is_noted_and_the_document_made(
    cli: InProcess, tmp_path: Path, file: str
) -> None:
    done = award(cli, "-o", file)
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / file).stat().st_size > 1000
    [line] = done.err.splitlines()
    assert line == (
        "Note: the document lacks organisation.address,"
        " organisation.contact; in their place it says so."
    )


@pytest.mark.usefixtures("whole")
def test_where_nothing_is_missing_nothing_is_said(
    cli: InProcess, tmp_path: Path
) -> None:
    for file in ("letter.pdf", "letter.docx", "letter.json"):
        done = determination(cli, "-o", file, project="brug")
        assert (done.code, done.out, done.err) == (0, "", "")
    data = json.loads((tmp_path / "letter.json").read_text())
    assert data == determination(cli, "-O", "json", project="brug").json
    with pikepdf.open(tmp_path / "letter.pdf") as pdf:
        attached = json.loads(pdf.attachments["data.json"].get_file().read_bytes())
        title = str(pdf.docinfo["/Title"])
    assert attached == data
    assert title == "Vaststelling van de subsidie voor Brug over het Oranjekanaal"
    written = docx.Document(str(tmp_path / "letter.docx"))
    assert title in [each.text for each in written.paragraphs]


@pytest.mark.usefixtures("whole")
def test_what_own_words_tell_is_not_noted(cli: InProcess, tmp_path: Path) -> None:
    done = determination(cli, "-o", "letter.pdf")
    assert "the document lacks text.hearing;" in done.err
    (tmp_path / "words.md").write_text("## hearing\nU bent gehoord.\n")
    done = determination(cli, "--text", "words.md", "-o", "letter.pdf")
    assert (done.code, done.err) == (0, "")


@pytest.mark.usefixtures("whole")
def test_a_terminal_reads_it_as_text(cli: InProcess) -> None:
    done = determination(cli)
    assert (done.code, done.err) == (0, "")
    for part in ("Determination of the grant for", "2,250.00", "VAST-2012-002"):
        assert part in done.out


@pytest.mark.usefixtures("whole")
@pytest.mark.parametrize("file", ["letter.odt", "letter", "letter.pdf.txt"])
def test_another_ending_is_refused(cli: InProcess, tmp_path: Path, file: str) -> None:
    refused = determination(cli, "-o", file)
    assert (refused.code, refused.out) == (2, "")
    assert f"'{file}' ends in none of .pdf, .docx, .json" in refused.err
    assert [*tmp_path.iterdir()] == []


@pytest.mark.usefixtures("whole")
@pytest.mark.parametrize(
    ("module", "file"), [("typst", "letter.pdf"), ("docxtpl", "letter.docx")]
)
def test_what_is_not_installed_is_told_with_what_installs_it(
    cli: InProcess,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: str,
    file: str,
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    refused = determination(cli, "-o", file)
    assert (refused.code, refused.out) == (2, "")
    assert "pip install 'zuidas-ledger[documents]'" in refused.err
    assert not (tmp_path / file).exists()
    # JSON and text need neither.
    assert determination(cli, "-o", "letter.json").code == 0
    assert determination(cli).code == 0


@pytest.mark.usefixtures("whole")
def test_own_words_and_templates_are_named_on_the_command_line(
    cli: InProcess, tmp_path: Path
) -> None:
    (tmp_path / "words.md").write_text("## explanation\nDank voor uw {{ inzet }}.\n")
    (tmp_path / "house").mkdir()
    options = ("--text", "words.md", "--templates", "house", "-o", "letter.docx")
    assert determination(cli, *options).code == 0
    found = docx.Document(io.BytesIO((tmp_path / "letter.docx").read_bytes()))
    assert "Dank voor uw {{ inzet }}." in [each.text for each in found.paragraphs]


@pytest.mark.usefixtures("whole")
def test_own_words_that_fit_nowhere_are_refused(cli: InProcess, tmp_path: Path) -> None:
    (tmp_path / "words.md").write_text("## toelichting\nx\n")
    refused = determination(cli, "--text", "words.md", "-o", "letter.pdf")
    assert refused.code == 2
    assert "no place 'toelichting' for own words" in refused.err
    assert "explanation" in refused.err
    absent = determination(cli, "--text", "nothing.md", "-o", "letter.pdf")
    assert (absent.code, absent.out) == (1, "")
    assert "nothing.md" in absent.err
    nowhere = determination(cli, "--templates", "nowhere", "-o", "letter.pdf")
    assert (nowhere.code, nowhere.out) == (2, "")
    assert "'nowhere' is no folder of templates" in nowhere.err
    assert not (tmp_path / "letter.pdf").exists()


@pytest.mark.usefixtures("whole")
def test_a_spreadsheet_is_no_document(cli: InProcess, tmp_path: Path) -> None:
    """It is an answer in another form, whatever its name; nothing is noted of it."""
    for shape, file in (("xlsx", "sheet.xlsx"), ("csv-nl", "rows.txt")):
        done = determination(cli, "-O", shape, "-o", file)
        assert (done.code, done.out, done.err) == (0, "", "")
    assert (tmp_path / "sheet.xlsx").read_bytes().startswith(b"PK")
    assert (tmp_path / "rows.txt").read_text("utf-8-sig").count(";") > 5


@pytest.mark.usefixtures("whole")
@pytest.mark.parametrize("option", ["--text", "--templates"])
@pytest.mark.parametrize("more", [(), ("-O", "json"), ("-o", "letter.json")])
def test_what_lays_out_is_refused_where_nothing_is_laid_out(
    cli: InProcess, tmp_path: Path, option: str, more: tuple[str, ...]
) -> None:
    refused = determination(cli, option, ".", *more)
    assert (refused.code, refused.out) == (2, "")
    assert "--text and --templates lay out a file" in refused.err
    assert [*tmp_path.iterdir()] == []


@pytest.mark.usefixtures("lacking")
def test_nothing_to_write_about_makes_no_file(cli: InProcess, tmp_path: Path) -> None:
    words = ("document", "reminder", "--partner", "emmen", "--year", "2011")
    refused = cli(*words, *AT, "-o", "reminder.pdf")
    assert (refused.code, refused.out) == (1, "")
    assert "nothing is outstanding of the contribution of 'emmen'" in refused.err
    assert [*tmp_path.iterdir()] == []


def test_a_process_of_its_own_makes_the_same_bytes(
    zuidas: Program, told_ledger: Path, tmp_path: Path
) -> None:
    """Whatever its time zone or home."""
    words = ("--db", str(told_ledger), "document", "reminder", "--partner", "meppel")
    line = (*words, "--year", "2011", "--at", "2011-10-01")
    for name in ("a", "b"):
        env = {"TZ": "Pacific/Auckland", "HOME": "/nowhere"} if name == "b" else {}
        for suffix in ("pdf", "docx"):
            done = zuidas(*line, "-o", f"{name}.{suffix}", env=env)
            assert (done.code, done.out, done.err) == (0, "", "")
    for suffix in ("pdf", "docx"):
        first, second = (tmp_path / f"{name}.{suffix}" for name in ("a", "b"))
        assert first.read_bytes() == second.read_bytes()
