"""Spreadsheets as the program gives them: to files, to pipes, of one state."""

import csv
import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ledger.asking import asking
from ledger.storage.location import Location
from projections.query import find
from tests.functional.program import InProcess, Program
from tests.papers.spreadsheets.reading import (
    cents,
    facts,
    is_inert,
    sheets,
)

AT = ("--at", "2012-07-31")


@pytest.fixture(autouse=True)
def _lived(prepared: Callable[[str], Path]) -> None:
    prepared("lived")


def made(zuidas: Program, *words: str, env: dict[str, str] | None = None) -> bytes:
    """The bytes that a command line sends on."""
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", *words],
        cwd=zuidas.cwd,
        env=zuidas.env | (env or {}),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


def test_the_same_knowledge_gives_the_same_bytes(zuidas: Program) -> None:
    found = made(zuidas, "balance", *AT, "-O", "xlsx")
    far = {"TZ": "Pacific/Auckland", "HOME": "/nowhere"}
    assert made(zuidas, "balance", "--at", "31-7-2012", "-O", "xlsx", env=far) == found
    assert made(zuidas, "-O", "xlsx", "balance", *AT) == found
    # What is posted later changes nothing of what was known then.
    assert zuidas("lock-period", "--until", "2011-08-31").code == 0
    known = made(zuidas, "balance", *AT, "--known-at", "#26", "-O", "xlsx")
    assert known == found
    assert made(zuidas, "balance", *AT, "-O", "xlsx") != found


def test_its_provenance_makes_it_again(zuidas: Program) -> None:
    found = made(zuidas, "history", "--min", "1000", *AT, "-O", "xlsx")
    said = facts(found)
    location = Location.parse(str(zuidas.cwd / "zuidas.db"))
    query = find("history")
    assert query is not None
    with asking(location, AT[1]) as asker:
        footer = asker.ask(query, {}).footer
    assert footer is not None
    assert said["ledger"] == "drentse-zuidas"
    assert (said["entry"], said["root"]) == (footer.entry, footer.root)
    assert said["known at"] == f"#{footer.entry}"
    assert said["at"] == datetime(2012, 7, 31)  # noqa: DTZ001  # a cell has no zone
    recorded = datetime.fromisoformat(footer.recorded).astimezone(ZoneInfo("UTC"))
    assert said["recorded at"] == recorded.replace(tzinfo=None)
    command = "zuidas history --min 1000 --at 2012-07-31 --known-at '#26' -O xlsx"
    assert said["command"] == command
    again = ["--min", "1000", *AT, "--known-at", "#26", "-O", "xlsx"]
    assert made(zuidas, "history", *again) == found


def test_no_terminal_is_sent_a_workbook(zuidas: Program, tmp_path: Path) -> None:
    for words in (["balance", "-O", "xlsx"], ["export", "workbook"]):
        ours, theirs = pty.openpty()
        done = subprocess.run(
            [sys.executable, "-m", "cli.main", *words],
            cwd=zuidas.cwd,
            env=zuidas.env,
            stdout=theirs,
            stderr=subprocess.PIPE,
            check=False,
        )
        os.close(theirs)
        with pytest.raises(OSError, match="Input/output"):
            os.read(ours, 1)
        os.close(ours)
        assert done.returncode == 2
        assert b"-o FILE" in done.stderr


def test_a_file_is_written_where_it_is_asked(cli: InProcess, tmp_path: Path) -> None:
    cli.ok("trial-balance", *AT, "-O", "xlsx", "-o", "saldi.xlsx")
    assert is_inert((tmp_path / "saldi.xlsx").read_bytes())
    cli.ok("trial-balance", *AT, "-O", "csv-nl", "-o", "saldi.csv")
    content = (tmp_path / "saldi.csv").read_bytes()
    assert content.startswith(
        b"\xef\xbb\xbfRekening;Beginsaldo;Debet;Credit;Eindsaldo\r"
    )
    assert b"activa:rekening-courant;0,00;" in content


def test_what_its_table_shows_otherwise_stands_as_programs_have_it(
    cli: InProcess, tmp_path: Path
) -> None:
    """The journal's amounts stand under debit and credit, and with their signs."""
    cli.ok("journal", *AT, "-O", "xlsx", "-o", "journal.xlsx")
    found = sheets((tmp_path / "journal.xlsx").read_bytes())
    assert list(found) == ["Journal", "Data, Journal", "Herkomst"]
    amounts = [row[3] for row in found["Data, Journal"][2:]]
    assert amounts == [float(row["amount"]) for row in cli.json("journal", *AT)]
    cli.ok("trial-balance", *AT, "-O", "xlsx", "-o", "saldi.xlsx")
    assert len(sheets((tmp_path / "saldi.xlsx").read_bytes())) == 2


def test_without_the_library_it_says_what_to_install(
    cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("papers.spreadsheets.installed.find_spec", lambda _: None)
    for words in (("balance", "-O", "xlsx"), ("export", "workbook")):
        refused = cli(*words, "-o", "x.xlsx")
        assert refused.code == 2
        assert "pip install 'zuidas-ledger[sheets]'" in refused.err
        assert not Path("x.xlsx").exists()
    cli.ok("balance", "-O", "csv-nl")


def test_what_posts_gives_no_spreadsheet(cli: InProcess) -> None:
    refused = cli("-O", "xlsx", "lock-period", "--until", "2011-08-31")
    assert refused.code == 2
    assert "'xlsx' is not one of" in refused.err


def test_no_room_for_the_rows_is_told(
    cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    monkeypatch.setattr("tempfile.TemporaryFile", full)
    refused = cli("balance", "-O", "xlsx", "-o", "x.xlsx")
    assert refused.code == 1
    assert refused.err.startswith("Error [DISK_FULL]: a temporary file")
    assert "No space left" in refused.err
    assert not Path("x.xlsx").exists()


def test_balance_as_dutch_csv(cli: InProcess) -> None:
    text = cli.ok("balance", *AT, "-O", "csv-nl").out.removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["Onderdeel", "Van", "Cijfer", "Waarde"]
    assert ["programma's", "2011 SN", "plafond", "32000,00"] in rows


NAMES = (
    *("Budget years", "Programmes", "Partners' contributions", "Current account"),
    *("Projects", "Journal", "Decisions", "Deviations", "Findings", "Herkomst"),
)


def test_the_workbook_has_everything_of_one_state(
    cli: InProcess, tmp_path: Path
) -> None:
    cli.ok("export", "workbook", *AT, "-o", "all.xlsx")
    content = (tmp_path / "all.xlsx").read_bytes()
    found = sheets(content)
    assert set(NAMES) <= set(found)
    balance = cli.json("balance", *AT)
    paid = [row["paid"] for row in balance["programmes"]]
    assert {round(float(each) * 100) for each in paid} <= cents(content)
    journal = found["Journal"][2:]
    assert sum(round((row[3] or 0) * 100) for row in journal) == sum(
        round((row[4] or 0) * 100) for row in journal
    )
    said = facts(content)
    assert (said["entry"], said["root"]) == (balance["entry"], balance["root"])
    command = "zuidas export workbook --at 2012-07-31 --known-at '#26' -O xlsx"
    assert said["command"] == command
    cli.ok("lock-period", "--until", "2011-08-31")
    cli.ok("export", "workbook", *AT, "--known-at", "#26", "-o", "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == content


def test_a_workbook_of_before_the_first_entry(cli: InProcess, tmp_path: Path) -> None:
    cli("export", "workbook", *AT, "--known-at", "2001-01-01", "-o", "none.xlsx")
    assert facts((tmp_path / "none.xlsx").read_bytes())["entry"] == 0


def test_the_group_is_in_the_help(cli: InProcess) -> None:
    assert "workbook" in cli.ok("export", "--help").out


@pytest.mark.parametrize(
    ("query", "head"),
    [
        (
            "balance partners",
            "Jaarschijf;Partner;Verschuldigd;Vervaldatum;Ontvangen;Openstaand;Te laat",
        ),
        ("partner emmen", "Jaarschijf;Verschuldigd;Ontvangen;Openstaand"),
        (
            "payments",
            (
                "Betaling;Vervaldatum;Opdracht;Bedrag;Status;Gefiatteerd door"
                ";Opgedragen in;Betaald in"
            ),
        ),
        ("check", "Controle;Code;Bevinding;Ernst;Melding;Boekingen;Aanvaard"),
        ("bank reconcile", "Wat;Bedrag"),
    ],
)
def test_the_heads_of_a_dutch_file(zuidas: Program, query: str, head: str) -> None:
    """What is due is an amount in an answer, where in a command it is a date."""
    text = made(zuidas, *query.split(), "-O", "csv-nl").decode("utf-8-sig")
    assert text.splitlines()[0] == head


def test_what_a_dutch_file_names_is_in_dutch(zuidas: Program) -> None:
    rows = made(zuidas, "bank", "reconcile", "-O", "csv-nl").decode().splitlines()[1:]
    assert [row.split(";")[0] for row in rows] == [
        *("saldo volgens de bank", "rekening-courant", "verschil"),
    ]


def test_what_is_nested_is_in_dutch_too(zuidas: Program) -> None:
    (row,) = csv.DictReader(
        io.StringIO(made(zuidas, "show", "8", "-O", "csv-nl").decode("utf-8-sig")),
        delimiter=";",
    )
    assert row["Velden"].startswith("opdracht bijdrage ontvangen, ")
    assert "datum 2" in row["Velden"]
    assert "rekening activa:rekening-courant, bedrag " in row["Regels"]
    assert ",00; rekening " in row["Regels"]


def test_what_is_nested_is_json_in_a_file_for_programs(zuidas: Program) -> None:
    text = made(zuidas, "show", "8", "-O", "csv").decode()
    (row,) = csv.DictReader(io.StringIO(text))
    told = json.loads(made(zuidas, "show", "8", "-O", "json"))
    assert json.loads(row["lines"]) == told["lines"]
    assert json.loads(row["fields"]) == told["fields"]
