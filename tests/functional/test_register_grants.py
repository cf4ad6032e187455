"""`register grants`: the rows by hand on the demo, persons, and the file beside it."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from papers.data_packages import Published, data_package
from tests.functional.demo import demo_ledger
from tests.functional.program import InProcess
from tests.unit.domain.posting import (
    LedgerInTest,
    grant,
    money,
    proposal,
    withdrawal,
)

AT = ("--at", "2014-12-31")
_NAMES = (
    "subsidienummer project subsidieverstrekker regeling jaarschijf programma soort"
    " ontvanger ontvanger_soort ontvanger_kvk onderwerp doel themas partners"
    " aangevraagd besluit datum_verlening verleend_oorspronkelijk wijzigingen"
    " datum_laatste_wijziging verleend datum_vaststelling vastgesteld betaald status"
    " looptijd_van looptijd_tot afwijking peildatum boeking logwortel"
)
COLUMNS = _NAMES.split(" ")
"""Section 11 of the contract, in its order."""


@pytest.fixture
def demo(cli: InProcess, tmp_path: Path, templates: Path) -> InProcess:
    demo_ledger(cli, templates, tmp_path)
    return cli


def by_project(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["project"]: row for row in rows}


def test_rows_of_the_demo_by_hand(demo: InProcess) -> None:
    found = demo.json("register", "grants", *AT)
    root = demo.json("balance", *AT)["root"]
    rows = by_project(found)
    # Awarded by #21 to #23, #31, #32 and #78 to #82.
    assert list(rows) == [
        *("blueport", "dryport", "haal-winst", "leven-lang-leren", "nom-analyse"),
        *("ondernemersnetwerk", "panorama-a37", "proefleven", "terreinenvisie"),
        "vezelchemie",
    ]
    assert all(list(row) == COLUMNS for row in found)
    # Awarded 40,000 (#78), raised to 50,000 (#90) by two deviations (#88, #89).
    dryport = rows["dryport"]
    assert dryport == {
        "subsidienummer": "BES-2012-001",
        "project": "dryport",
        "subsidieverstrekker": "Provincie Drenthe",
        "regeling": "Algemene subsidieverordening Drenthe, artikel 4",
        "jaarschijf": "2012",
        "programma": "TL",
        "soort": "subsidie",
        "ontvanger": "Stichting Dryport Emmen-Coevorden",
        "ontvanger_soort": "rechtspersoon",
        "ontvanger_kvk": "00000708",
        "onderwerp": "Dryport Emmen-Coevorden",
        "doel": "Een knooppunt op de corridor naar Rotterdam",
        "themas": "transport-logistics",
        "partners": "emmen, coevorden, meppel, drenthe",
        "aangevraagd": "40000.00",
        "besluit": "SG-2012-03",
        "datum_verlening": "2012-12-03",
        "verleend_oorspronkelijk": "40000.00",
        "wijzigingen": "10000.00",
        "datum_laatste_wijziging": "2013-03-25",
        "verleend": "50000.00",
        "datum_vaststelling": None,
        "vastgesteld": None,
        "betaald": "32000.00",
        "status": "verleend",
        "looptijd_van": "2013-01-01",
        "looptijd_tot": "2014-12-31",
        "afwijking": "maximum per project (SG-2013-01), programmaplafond (SG-2013-01)",
        "peildatum": "2014-12-31",
        "boeking": 111,
        "logwortel": root,
    }
    # Withdrawn (#107): nothing is left of it.
    assert rows["blueport"]["status"] == "ingetrokken"
    assert (rows["blueport"]["wijzigingen"], rows["blueport"]["verleend"]) == (
        *("-30000.00",),
        "0.00",
    )
    # 9,000 awarded, determined at 6,500 (#104), 9,000 paid less 1,700 (#105).
    network = rows["ondernemersnetwerk"]
    assert (network["verleend"], network["vastgesteld"], network["betaald"]) == (
        *("9000.00", "6500.00"),
        "7300.00",
    )
    assert (network["datum_vaststelling"], network["status"]) == (
        *("2013-09-12",),
        "vastgesteld",
    )
    assert rows["terreinenvisie"]["soort"] == "opdracht"
    assert rows["panorama-a37"]["programma"] == "buiten de programma's"


def test_what_stood_at_a_date(demo: InProcess) -> None:
    at = ("--at", "2013-03-24")
    row = by_project(demo.json("register", "grants", *at))["dryport"]
    assert (row["verleend"], row["datum_laatste_wijziging"]) == ("40000.00", None)
    assert row["peildatum"] == "2013-03-24"
    known = by_project(demo.json("register", "grants", *AT, "--known-at", "#89"))
    assert (known["dryport"]["verleend"], known["dryport"]["boeking"]) == (
        *("40000.00",),
        89,
    )
    of_2011 = demo.json("register", "grants", "--year", "2011", *AT)
    assert {row["jaarschijf"] for row in of_2011} == {"2011"}
    assert len(of_2011) == 5


def test_changes_after_the_determination(awarded: LedgerInTest, cli: InProcess) -> None:
    """They change what was determined, and leave what was granted as it was."""
    awarded.post("determine_grant", **money("20000.00", "2012-02-01"))
    changed = {**money("18000.00", "2012-03-01"), "decision": "SG-2011-01"}
    awarded.post("change_grant", **changed)
    [row] = cli.json("register", "grants", *AT)
    assert (row["verleend"], row["wijzigingen"]) == ("30000.00", "0.00")
    assert (row["vastgesteld"], row["datum_laatste_wijziging"]) == (
        *("18000.00",),
        "2012-03-01",
    )
    awarded.post("withdraw_grant", **withdrawal("2012-04-01"))
    awarded.close()
    [row] = cli.json("register", "grants", *AT)
    assert (row["verleend"], row["vastgesteld"]) == ("0.00", "0.00")


@pytest.fixture
def to_people(awarded: LedgerInTest, cli: InProcess) -> InProcess:
    """A grant to a natural person, and one to a foundation that says all there is."""
    said: dict[str, Any] = {"title": "Atelier Jansen", "recipient": "J. Jansen"}
    said |= {"recipient_kind": "person", "vision_goal": "Paint"}
    awarded.post("propose_project", **proposal("atelier", **said))
    awarded.post("award_grant", **grant("1000.00", project="atelier"))
    said = {"recipient_kind": "legal_entity", "recipient_kvk": "01234567"}
    awarded.post("propose_project", **proposal("hall", **said))
    terms = {"legal_basis": "ASV, artikel 3"}
    terms |= {"start_date": "2011-11-01", "end_date": "2012-10-31"}
    awarded.post("award_grant", **grant("1000.00", project="hall", **terms))
    awarded.close()
    return cli


def test_persons_are_nobody(to_people: InProcess) -> None:
    rows = by_project(to_people.json("register", "grants", *AT))
    person, firm = rows["atelier"], rows["hall"]
    assert (person["ontvanger"], person["ontvanger_soort"]) == (
        *("particulier",),
        "particulier",
    )
    assert (person["ontvanger_kvk"], person["onderwerp"], person["doel"]) == (
        *(None, ""),
        "",
    )
    assert (firm["ontvanger_soort"], firm["ontvanger_kvk"]) == (
        *("rechtspersoon",),
        "01234567",
    )
    assert (firm["regeling"], firm["looptijd_van"], firm["looptijd_tot"]) == (
        *("ASV, artikel 3", "2011-11-01"),
        "2012-10-31",
    )
    for shape in ("csv", "json", "text"):
        said = to_people.ok("register", "grants", *AT, "-O", shape).out
        assert "Jansen" not in said
        assert "Paint" not in said
        assert "particulier" in said


def test_a_package_stands_beside_the_file(demo: InProcess, tmp_path: Path) -> None:
    place = tmp_path / "open"
    place.mkdir()
    file = place / "subsidies.csv"
    demo.ok("register", "grants", *AT, "-O", "csv", "-o", str(file))
    content = file.read_bytes()
    found = json.loads((place / "datapackage.json").read_text(encoding="utf-8"))
    assert found["name"] == "subsidieregister"
    assert found["licenses"][0]["name"] == "CC0-1.0"
    [resource] = found["resources"]
    assert resource["path"] == "subsidies.csv"
    assert resource["bytes"] == len(content)
    assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    fields = {each["name"]: each["type"] for each in resource["schema"]["fields"]}
    [header, *rows] = csv.reader(io.StringIO(content.decode()))
    assert header == list(fields) == COLUMNS
    assert fields["verleend"] == "number"
    assert fields["peildatum"] == "date"
    assert fields["boeking"] == "integer"
    for row in rows:
        for name, value in zip(header, row, strict=True):
            if value and fields[name] in ("number", "integer"):
                float(value)


@pytest.mark.parametrize("name", ["subsidies.json", "subsidies.txt"])
def test_no_other_file_has_one(demo: InProcess, tmp_path: Path, name: str) -> None:
    place = tmp_path / "open"
    place.mkdir()
    shape = name.rpartition(".")[2].replace("txt", "text")
    demo.ok("register", "grants", *AT, "-O", shape, "-o", str(place / name))
    assert [each.name for each in place.iterdir()] == [name]
    demo.ok("journal", *AT, "-O", "csv", "-o", str(place / "journal.csv"))
    assert not (place / "datapackage.json").exists()


def test_the_package_of_a_dutch_csv() -> None:
    fields = {"a": "amount", "d": "date", "t": "text"}
    package = data_package(Published("n", "T", fields), "n.csv", b"x", dutch=True)
    [resource] = package["resources"]
    assert resource["dialect"] == {"delimiter": ";"}
    assert resource["schema"]["fields"] == [
        {"name": "a", "type": "number", "decimalChar": ","},
        {"name": "d", "type": "date", "format": "%d-%m-%Y"},
        {"name": "t", "type": "string"},
    ]
