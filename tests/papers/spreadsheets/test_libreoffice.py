"""LibreOffice opens both files and finds numbers and days in them."""

import csv
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.program import InProcess
from tests.papers.spreadsheets.reading import sheets

AT = ("--at", "2012-07-31")
DUTCH = 1043
"""The number of Dutch among the languages of its filters."""
SEMICOLON, QUOTE, UTF_8 = 59, 34, 76

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)


@pytest.fixture(autouse=True)
def _lived(prepared: Callable[[str], Path]) -> None:
    prepared("lived")


def converted(place: Path, name: str, into: str, *, reading: str = "") -> Path:
    """What it makes of a file, in a home of its own."""
    home = f"-env:UserInstallation={(place / 'home').as_uri()}"
    options = [f"--infilter={reading}"] if reading else []
    subprocess.run(
        ["soffice", home, "--headless", *options, "--convert-to", into, name],
        cwd=place,
        check=True,
        capture_output=True,
        timeout=300,
    )
    return place / f"{Path(name).stem}.{into.partition(':')[0]}"


def test_it_reads_a_workbook(cli: InProcess, tmp_path: Path) -> None:
    cli.ok("journal", *AT, "-O", "xlsx", "-o", "journal.xlsx")
    # As shown in cells or not: the second is what they are.
    form = f"44,{QUOTE},{UTF_8},1,,0,false,false,false,false,false,2"
    made = converted(
        tmp_path, "journal.xlsx", f"csv:Text - txt - csv (StarCalc):{form}"
    )
    made = made if made.exists() else next(tmp_path.glob("journal*.csv"))
    rows = list(csv.reader(made.read_text(encoding="utf-8-sig").splitlines()))
    listed = cli.json("journal", *AT)
    assert len(rows) == len(listed) + 2
    for row, line in zip(rows[2:], listed, strict=True):
        assert int(row[0]) == line["entry"]
        assert float(row[3]) == float(line["amount"])


def test_it_opens_dutch_csv_as_numbers_and_days(cli: InProcess, tmp_path: Path) -> None:
    cli.ok("history", *AT, "-O", "csv-nl", "-o", "history.csv")
    reading = f"CSV:{SEMICOLON},{QUOTE},{UTF_8},1,,{DUTCH},false,true"
    made = converted(tmp_path, "history.csv", "xlsx", reading=reading)
    [(header, *rows)] = sheets(made.read_bytes()).values()
    place = {name: number for number, name in enumerate(header)}
    listed = cli.json("history", *AT)
    assert len(rows) == len(listed)
    for row, entry in zip(rows, listed, strict=True):
        amount, day = row[place["Bedrag"]], row[place["Datum"]]
        assert row[place["Boeking"]] == entry["entry"]
        assert amount == (entry["amount"] and float(entry["amount"]))
        assert (day and day.date().isoformat()) == entry["date"]
        moment = row[place["Vastgelegd op"]]
        assert f"{moment:%Y-%m-%d}" == entry["recorded_at"][:10]
