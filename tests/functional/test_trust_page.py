"""docs/trust.md: what it names is there, and what it tells an auditor to do runs."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.program import ROOT
from tests.functional.test_readme import folder, shell
from tests.unit.domain.posting import LedgerInTest

__all__ = ["folder"]

PAGE = ROOT / "docs" / "trust.md"
TEXT = PAGE.read_text("utf-8")
CONTRACT = ROOT / "docs" / "contract"
HEADER = ["could", "what prevents it", "what reveals it", "what nothing reveals"]
NOTHING = "–"
_LINK = re.compile(r"\]\[(\w+)\]")
_TARGET = re.compile(
    r'^\[(\w+)\]: \.\./(tests/\S+\.py) "(tests/\S+\.py)::(\w+)"$', re.MULTILINE
)
_CODE = re.compile(r"`(?!SQLITE_)([A-Z]+(?:_[A-Z]+)+)`")


def tables(text: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Each kind of person, and the cells of the rows of its table."""
    for part in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        lines = [line for line in body.splitlines() if line.startswith("|")]
        yield title, [[cell.strip() for cell in _cells(line)] for line in lines]


def _cells(line: str) -> list[str]:
    assert line.endswith("|"), line
    return line[1:-1].split("|")


ROWS = [(f"{who}: {row[0]}", row) for who, rows in tables(TEXT) for row in rows[2:]]
"""Every row with who could do what."""


def test_every_kind_of_person_has_a_table() -> None:
    found = dict(tables(TEXT))
    assert {"An officer", "An approver", "An administrator", "A witness"} <= set(found)
    assert {"Whoever has the log's key", "The network in between"} <= set(found)
    assert {"Whoever sends a hostile file", "Whoever may only read"} <= set(found)
    assert sum("owns the database" in who for who in found) == 1
    assert sum("runs the machine" in who for who in found) == 1
    for who, rows in found.items():
        assert rows[0] == HEADER, who
        assert set(rows[1]) == {"---"}, who
        assert len(rows) > 3, who


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[name for name, _ in ROWS])
def test_each_cell_says_something_and_names_its_test(name: str, row: list[str]) -> None:
    assert len(row) == len(HEADER), name
    assert all(row), name
    for cell in row[1:3]:
        assert cell == NOTHING or _LINK.search(cell), cell
    # What nobody prevents and nothing reveals is said in words.
    assert row[1:] != [NOTHING] * 3, name


def test_every_test_that_is_named_is_there() -> None:
    targets = {label: rest for label, *rest in _TARGET.findall(TEXT)}
    assert set(_LINK.findall(TEXT)) == set(targets)
    for label, (linked, file, test) in targets.items():
        assert (linked, test) == (file, label)
        source = (ROOT / file).read_text("utf-8")
        assert re.search(rf"^def {test}\(", source, re.MULTILINE), f"{file}::{test}"


def _refusals() -> set[str]:
    """Codes of what is refused: not found in a ledger, but told to who typed it."""
    section = (CONTRACT / "2-commands.md").read_text("utf-8").split("## Codes")[1]
    table = [line for line in section.splitlines() if line.startswith("|")]
    return set(_CODE.findall("\n".join(table)))


def _found_by_the_program() -> set[str]:
    """Codes that the source of `audit verify` gives to a finding."""
    sources = [
        *(ROOT / "ledger/verifying").glob("*.py"),
        *(ROOT / "ledger/storage").glob("*_damage.py"),
    ]
    said = (
        r'(?:add|_damage|_differs|Finding)\(\s*(?:"verify",\s*|CHECK,\s*)?"([A-Z_]+)"'
    )
    return {
        code for each in sources for code in re.findall(said, each.read_text("utf-8"))
    }


def test_every_code_of_the_contract_s_findings_is_in_it() -> None:
    pages = [CONTRACT / "12-trust.md", CONTRACT / "9-people.md"]
    promised = {
        code for each in pages for code in _CODE.findall(each.read_text("utf-8"))
    } - _refusals()
    found = _found_by_the_program()
    assert {"RULE_BROKEN", "ROLE_MISSING", "TIME_AHEAD", "SEAL_DIFFERS"} <= promised
    assert {"LOG_DIFFERS", "STREAM_BROKEN", "DATABASE_DAMAGED"} <= found
    named = set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", TEXT))
    wanted = promised | found | {"GUARDS_DIFFER", "LEDGER_DAMAGED"}
    assert wanted - named == set()


def _blocks() -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.mark.thorough
def test_what_an_auditor_does_runs(folder: Path, templates: Path) -> None:
    path = folder / "zuidas.db"
    path.write_bytes((templates / "lived.db").read_bytes())
    first, each_quarter = _blocks()
    told = shell(folder, f"set -e\n{first}echo FIRST")
    assert told.endswith("FIRST"), told
    ledger = LedgerInTest(path)
    ledger.receive("emmen", "1.00")
    ledger.close()
    for quarter in ("quarter.bundle", "next.bundle"):
        block = each_quarter.replace("quarter.bundle", quarter)
        told = shell(folder, f"set -e\n{block}echo WHOLE")
        assert told.endswith("WHOLE"), told
        assert "Extends the checkpoint of 26 entries." in told
    kept = (folder / "kept.checkpoints").read_text("utf-8")
    assert "\n26\n" in kept
    assert "\n27\n" in kept


def test_the_first_step_stops_an_auditor_whom_somebody_deceives(
    folder: Path, templates: Path
) -> None:
    """The commands of the page end at the first that finds something."""
    path = folder / "zuidas.db"
    path.write_bytes((templates / "lived.db").read_bytes())
    first, each_quarter = _blocks()
    shell(folder, f"set -e\n{first}")
    path.write_bytes((templates / "awarded.db").read_bytes())
    told = shell(folder, f"set -e\n{each_quarter}echo WHOLE")
    assert "NOT verified" in told
    assert "WHOLE" not in told
