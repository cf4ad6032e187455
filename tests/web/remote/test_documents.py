"""A document of a service: asked there, made here, the same file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.storage.location import Location
from projections.report import FORMATS, SPREADSHEETS
from tests.functional.asked_ledgers import AskedLedgers
from tests.papers.kinds import TOLD
from tests.web.remote.conftest import Both
from tests.web.remote.serving import Served, served


@pytest.fixture(scope="module")
def ledger(asked: AskedLedgers) -> Path:
    return asked("told")


@pytest.fixture(scope="module")
def service(ledger: Path) -> Iterator[Served]:
    with served(Location.parse(str(ledger))) as found:
        yield found


HEARD = ("determination-letter", "withdrawal-letter")
"""What only own words tell of them is noted as missing."""


def words(kind: str) -> list[str]:
    given = {"at": "2013-12-31", **TOLD[kind]}
    options = [word for name, value in given.items() for word in (f"--{name}", value)]
    return ["document", kind, *options]


@pytest.mark.one_in(5)
@pytest.mark.parametrize("suffix", ["pdf", "docx", "json"])
@pytest.mark.parametrize("kind", TOLD)
def test_its_file_is_that_of_the_ledger(
    ledger: Path, service: Served, both: Both, tmp_path: Path, kind: str, suffix: str
) -> None:
    """With own words, which the service never sees; so is what is noted."""
    file, own = tmp_path / f"letter.{suffix}", tmp_path / "words.md"
    own.write_text("## explanation\nMet dank aan *allen*.\n")
    found = []
    for place in (str(ledger), service.url):
        line = [*words(kind), "-o", str(file)]
        line += [] if suffix == "json" else ["--text", str(own)]
        done = both.at(place, *line)
        assert (done.code, done.out) == (0, "")
        found.append((file.read_bytes(), done.err))
        file.unlink()
    assert found[0] == found[1]
    assert ("text.hearing" in found[0][1]) == (kind in HEARD)


@pytest.mark.one_in(5)
@pytest.mark.parametrize("shape", [*FORMATS, *SPREADSHEETS])
@pytest.mark.parametrize("kind", TOLD)
def test_its_answer_is_that_of_the_ledger(
    ledger: Path, service: Served, both: Both, tmp_path: Path, kind: str, shape: str
) -> None:
    line = [*words(kind), "-O", shape]
    line += ["-o", str(tmp_path / "made.xlsx")] if shape == "xlsx" else []
    found = []
    for place in (str(ledger), service.url):
        done = both.at(place, *line)
        assert (done.code, done.err) == (0, "")
        made = tmp_path / "made.xlsx"
        found.append((done.out, made.read_bytes() if made.exists() else b""))
        made.unlink(missing_ok=True)
    assert found[0] == found[1]
    assert any(found[0])


def test_what_is_refused_there_is_refused_here(
    ledger: Path, service: Served, both: Both, tmp_path: Path
) -> None:
    line = ["document", "award-letter", "--project", "loods", "-o", "letter.pdf"]
    here = both.at(str(ledger), *line, "-O", "json")
    assert here.error["code"] == "PROJECT_STATUS"
    assert both.at(service.url, *line, "-O", "json") == here
    assert [*tmp_path.glob("letter*")] == []
