"""Batches for another ledger: each entry once, a file only where it is registered."""

import csv
import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.exporting import ledger as command
from domain.entries.exports import RegisterExport
from domain.values.errors import Refusal
from papers.batches.mapping import read_mapping
from projections.checks import CHECKS
from tests.functional.examples import EXAMPLES
from tests.functional.program import InProcess, Program
from tests.unit.domain.approving import post, refused
from tests.unit.domain.posting import LedgerInTest, cost
from tests.web.remote.conftest import Prepared, both, pair  # noqa: F401  # fixtures

MAP = str(EXAMPLES / "mapping.toml")
EXPORT = ("export", "ledger", "--map", MAP, "--target", "province")
COLUMNS = [
    *("exportnummer", "boekstuk", "regel", "boekdatum", "periode", "dagboek"),
    *("rekening", "kostenplaats", "kostendrager", "taakveld", "categorie", "debet"),
    *("credit", "omschrijving", "relatie", "project", "besluit", "bewijsstuk"),
    "zuidas_boeking",
]
FIRST: dict[str, Any] = dict(RegisterExport.example)


def rows(name: str, **form: Any) -> list[dict[str, str]]:
    with Path(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, **form))


@pytest.fixture
def lived(prepared: Callable[[str], Path], cli: InProcess) -> InProcess:
    prepared("awarded")
    return cli


def test_a_batch_is_written_and_registered(lived: InProcess) -> None:
    told = lived.ok(*EXPORT, "-o", "1.csv").out
    assert "Batch province-1 in 1.csv: entries 1 to 13" in told
    data = Path("1.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfexportnummer;boekstuk;")
    assert data.count(b"\r\n") == data.count(b"\n")
    found = rows("1.csv", delimiter=";")
    assert list(found[0]) == COLUMNS
    assert {row["dagboek"] for row in found} == {"BANK", "MEMO"}
    [entry] = lived.json("history", "--command", "register-export")
    said = lived.json("show", str(entry["entry"]))["fields"]
    assert said["sha256"] == hashlib.sha256(data).hexdigest()
    assert said["rows"] == len(found)
    for side, column in (("debit", "debet"), ("credit", "credit")):
        total = sum(int(row[column].replace(",", "")) for row in found)
        assert total == int(said[side].replace(".", ""))
    assert lived.json("check", "exports", "journal") == []


def test_the_rows_say_what_the_entries_say(lived: InProcess) -> None:
    lived.ok(*EXPORT, "-o", "1.csv", "-O", "csv")
    received = [r for r in rows("1.csv") if r["relatie"] == "emmen"][-2:]
    assert received[0] == {
        "exportnummer": "province-1",
        "boekstuk": received[1]["boekstuk"],
        "regel": "1",
        "boekdatum": "2011-08-20",
        "periode": "201108",
        "dagboek": "BANK",
        "rekening": "1100",
        "kostenplaats": "",
        "kostendrager": "",
        "taakveld": "",
        "categorie": "",
        "debet": "44800.00",
        "credit": "0.00",
        "omschrijving": "",
        "relatie": "emmen",
        "project": "",
        "besluit": "SG-2011-01",
        "bewijsstuk": "BANK-emmen-2011-08-20",
        "zuidas_boeking": received[1]["zuidas_boeking"],
    }
    awarded = [r for r in rows("1.csv") if r["project"] == "grecor"]
    assert [(r["dagboek"], r["rekening"], r["kostenplaats"]) for r in awarded] == [
        ("MEMO", "4000", "ZD-TL"),
        ("MEMO", "1600", ""),
    ]


def test_nothing_new_is_nothing_done(lived: InProcess) -> None:
    lived.ok(*EXPORT, "-o", "1.csv")
    before = lived.json("history")
    for _ in range(2):
        assert "Nothing is new" in lived.ok(*EXPORT, "-o", "2.csv").out
    assert not Path("2.csv").exists()
    assert lived.json("history") == before


def test_what_is_dated_back_is_in_the_next_one(lived: InProcess) -> None:
    lived.ok(*EXPORT, "-o", "1.csv")
    fields = cost("20.00", "2011-10-12")
    words = [f"--{name.replace('_', '-')}={value}" for name, value in fields.items()]
    lived.ok("post-process-cost", *words)
    lived.ok(*EXPORT, "-o", "2.csv", "--export", "B/2")
    found = rows("2.csv", delimiter=";")
    assert [(r["exportnummer"], r["boekdatum"], r["debet"]) for r in found] == [
        ("B/2", "12-10-2011", "20,00"),
        ("B/2", "12-10-2011", "0,00"),
    ]
    assert rows("1.csv", delimiter=";")[-1]["boekstuk"] < found[0]["boekstuk"]


def test_a_registered_batch_is_made_again_the_same(lived: InProcess) -> None:
    lived.ok(*EXPORT, "-o", "1.csv")
    # What was corrected since was not known then.
    entry = rows("1.csv", delimiter=";")[-1]["boekstuk"]
    why = ("--field", "document", "--value", "Z", "--reason", "It was another one")
    lived.ok("annotate", "--entry", entry, *why)
    last = len(lived.json("history"))
    lived.ok(*EXPORT, "--export", "PROVINCE-1", "-o", "again.csv")
    assert Path("again.csv").read_bytes() == Path("1.csv").read_bytes()
    assert len(lived.json("history")) == last
    other = lived(*EXPORT, "--export", "province-1", "-O", "csv", "-o", "other.csv")
    assert "EXPORT_DIFFERS" in other.err
    assert not Path("other.csv").exists()


def test_a_spreadsheet_has_the_rows_of_the_file_for_programs(lived: InProcess) -> None:
    lived.ok(*EXPORT, "-o", "1.xlsx")
    [entry] = lived.json("history", "--command", "register-export")
    said = lived.json("show", str(entry["entry"]))["fields"]
    data = Path("1.xlsx").read_bytes()
    assert said["sha256"] == hashlib.sha256(data).hexdigest()
    lived.ok(*EXPORT[:-1], "another", "-o", "1.csv", "-O", "csv")
    sheet = openpyxl.load_workbook("1.xlsx").worksheets[0]
    cells = list(sheet.iter_rows(values_only=True))
    start = next(n for n, row in enumerate(cells) if "boekstuk" in row)
    assert list(cells[start]) == COLUMNS
    of_programs = rows("1.csv")
    for cell, row in zip(cells[start + 1 :], of_programs, strict=False):
        found = dict(zip(COLUMNS, cell, strict=True))
        assert isinstance(found["debet"], int | float)
        assert Decimal(str(found["debet"])) == Decimal(row["debet"])
        assert Decimal(str(found["credit"])) == Decimal(row["credit"])
        assert found["boekdatum"].date().isoformat() == row["boekdatum"]
        for name in ("dagboek", "rekening", "relatie", "besluit"):
            assert (found[name] or "") == row[name]
    assert said["rows"] == len(of_programs) <= len(cells) - start - 1


def test_what_is_not_mapped_is_told_at_once(lived: InProcess) -> None:
    Path("some.toml").write_text('[[account]]\nmatch = "income:*"\nrekening = "8"\n')
    words = (*EXPORT[:2], "--map", "some.toml", "--target", "province", "-o", "1.csv")
    found = lived(*words)
    assert found.code == 1
    for account in ("assets:current-account", "liabilities:grants:grecor"):
        assert account in found.err
    assert [*Path().glob("*.csv"), *Path().glob(".1*")] == []


def test_a_mapping_tells_all_its_faults() -> None:
    text = """
    extra = 1
    [[account]]
    match = "a:*"
    rekening = 4100
    [[account]]
    match = "a b"
    kosten = "x"
    taakveld = ""
    [[account]]
    match = "a:*"
    rekening = "1"
    """
    with pytest.raises(Refusal) as caught:
        read_mapping(text, "m.toml")
    faults: Any = caught.value.details["faults"]
    assert {each["place"] for each in faults} == {
        *("extra", "account[1].rekening", "account[2].match", "account[2].kosten"),
        *("account[2].taakveld", "account[2].rekening", "account[3].match"),
    }
    for wrong in ("", "account = 1", "account = [1]", "account = []", "x ="):
        with pytest.raises(Refusal):
            read_mapping(wrong, "m.toml")


def test_a_code_of_another_ledger_has_forty_characters_at_most() -> None:
    text = '[[account]]\nmatch = "a:*"\nrekening = "{}"\n'
    assert read_mapping(text.format("1" * 40), "m.toml").of("a:b") is not None
    with pytest.raises(Refusal, match="must be 1 to 40 characters"):
        read_mapping(text.format("1" * 41), "m.toml")


def test_the_first_match_counts() -> None:
    text = '[[account]]\nmatch = "a:b:*"\nrekening = "1"\n'
    text += '[[account]]\nmatch = "a:*"\nrekening = "2"\ntaakveld = "6.1"\n'
    mapping = read_mapping(text, "m.toml")
    assert mapping.of("a:b:c:d") == ("1", None, None, None, None)
    assert mapping.of("a:c") == ("2", None, None, "6.1", None)
    assert mapping.of("aa:c") is None


def test_a_batch_needs_a_file(lived: InProcess) -> None:
    for more in ((), ("-o", "-"), ("-o", "zuidas.db"), ("-o", "1.csv", "-O", "json")):
        assert lived(*EXPORT, *more).code in {1, 2}
    assert lived.json("history", "--command", "register-export") == []


def test_what_is_refused_leaves_nothing_behind(
    lived: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("1.csv").write_text("of before")
    # Another exporter registers its batch between the question and the registration.
    lived.ok(*EXPORT, "-o", "there.csv")
    asked: Any = command._asked

    def late(*given: Any) -> Any:
        found: Any = asked(*given)
        lived.ok("annotate", "--entry=2", "--field=subject", "--value=X", "--reason=Y")
        fields = {**found.fields, "export": "first", "sha256": "0" * 64}
        line = json.dumps({"command": "register_export", **fields})
        lived.ok("post", "-", stdin=line)
        return found

    monkeypatch.setattr(command, "_asked", late)
    target = (*EXPORT[:-1], "another", "-o", "1.csv")
    assert "EXPORT_NOT_NEXT" in lived(*target).err
    assert Path("1.csv").read_text() == "of before"
    assert list(Path().glob(".1*")) == []


def test_of_many_exporters_at_once_one_has_the_entries(
    prepared: Callable[[str], Path], zuidas: Program
) -> None:
    prepared("awarded")
    with ThreadPoolExecutor(3) as exporters:
        done = list(
            exporters.map(lambda n: zuidas(*EXPORT, "-o", f"{n}.csv"), range(3))
        )
    written = list(zuidas.cwd.glob("*.csv"))
    assert len(written) == 1
    for each in done:
        assert each.code == 0 or "EXPORT_NOT_NEXT" in each.err or "EXISTS" in each.err
    history = zuidas("history", "--command", "register-export", "-O", "json").json
    assert len(history) == 1


# -- the rule ---------------------------------------------------------------------


def test_a_batch_follows_the_one_before_it(awarded: LedgerInTest) -> None:
    def refuse(code: str, **changed: object) -> None:
        awarded.refused(code, "register_export", **FIRST | changed)

    refuse("EXPORT_NOT_NEXT", from_entry=2)
    refuse("ENTRY_UNKNOWN", from_entry=awarded.last_entry + 1)
    refuse("ENTRY_UNKNOWN", to_entry=awarded.last_entry + 1)
    for wrong in ({"rows": 11}, {"debit": "1.00"}, {"credit": "1.00"}, {"to_entry": 2}):
        refuse("EXPORT_DIFFERS", **wrong)
    entry = awarded.post("register_export", **FIRST)
    refuse("EXPORT_EXISTS", target="PROVINCE", export="Province-1")
    refuse("EXPORT_NOT_NEXT", export="2")
    refuse("SCOPE_INVALID", export="2", from_entry=4, to_entry=3)
    refuse("EXPORT_NOT_NEXT", export="2", from_entry=5, to_entry=6)
    awarded.refused(
        "NOT_REVERSIBLE", "reverse", entry=entry, date="2012-01-01", reason="x"
    )
    awarded.post("register_export", **FIRST | {"target": "other"})
    assert list(CHECKS["exports"](awarded.view())) == []


def test_check_finds_a_batch_that_differs(awarded: LedgerInTest) -> None:
    awarded.post("register_export", **FIRST)
    awarded.store.execute("UPDATE lines SET amount = 2 * amount WHERE entry = 3")
    [found] = CHECKS["exports"](awarded.view())
    assert (found.code, found.severity, found.entries) == (
        "EXPORT_DIFFERS",
        "error",
        [14],
    )


def test_it_takes_an_officer(awarded: LedgerInTest) -> None:
    role = {"date": "2014-06-01"}
    post(awarded, "anna", "grant_role", person="anna", role="administrator", **role)
    post(awarded, "anna", "grant_role", person="bo", role="officer", **role)
    refused(awarded, "NOT_ALLOWED", "anna", "register_export", **FIRST)
    post(awarded, "bo", "register_export", **FIRST)


def test_a_batch_of_a_service(pair: Prepared) -> None:  # noqa: F811  # the fixture
    served = pair("awarded")
    served.ok(*EXPORT, "-o", "1.csv")
    first = Path("1.csv").read_bytes()
    served.ok(*EXPORT, "-o", "2.csv")
    assert not Path("2.csv").exists()
    served.ok(*EXPORT, "--export", "province-1", "-o", "again.csv")
    assert Path("again.csv").read_bytes() == first
    served.ok("export", "xaf", "--year", "2011")
    served.ok("check", "exports")
    served.check_same_entries()
