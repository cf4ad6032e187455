"""Copies and bundles carry sealed values, or are marked as made without them."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from ledger.storage import sealed
from ledger.storage.sqlite import SQLiteStore
from ledger.verifying.verify import Verification
from tests.audit.boxes import Members, changed, packed, unpacked
from tests.audit.boxes import sealed as with_manifest
from tests.audit.independent_verifier import WrongError
from tests.audit.independent_verifier import verify as verify_without_us
from tests.audit.ledgers import verified
from tests.functional.program import ROOT, InProcess
from tests.sealing.names import ACCOUNT, NAME, PARTY, REMARK, TEXT, fields
from tests.unit.domain.posting import LedgerInTest

NEEDLES = [PARTY, "P. Pieters", TEXT, ACCOUNT, REMARK]
LEAVING_OUT = ("--without-sealed",)
SEALED, STATED = "sealed.jsonl", "bundle.json"


@pytest.fixture
def named(opened: LedgerInTest, cli: InProcess) -> LedgerInTest:
    """Entry 4 has names of which four are erased, entry 6 has all; entry 5 erased."""
    opened.post(NAME, **fields())
    opened.post("erase_sealed", before="2011-09-02", reason="Kept long enough")
    opened.post(NAME, **fields())
    opened.close()
    return opened


def rows_in(path: str) -> list[tuple[object, ...]]:
    store = SQLiteStore.open(Path(path))
    try:
        return [tuple(row) for row in sealed.all_rows(store)]
    finally:
        store.close()


def counts(found: Verification) -> tuple[int, int, int | None]:
    assert found.is_clean, found.findings
    assert found.sealed is not None
    return found.sealed.checked, found.sealed.erased, found.sealed.withheld


def holds_none(path: Path) -> bool:
    return not any(each.encode() in path.read_bytes() for each in NEEDLES)


# -- copies ----------------------------------------------------------------------------


def test_a_copy_has_what_the_ledger_has(named: LedgerInTest, cli: InProcess) -> None:
    cli.ok("copy", "zuidas.db", "copy.db")
    assert rows_in("copy.db") == rows_in("zuidas.db")
    assert counts(verified(Path("copy.db"), rules=True)) == (6, 4, None)


def test_a_copy_without_them_says_so(named: LedgerInTest, cli: InProcess) -> None:
    told = cli.ok("copy", *LEAVING_OUT, "zuidas.db", "copy.db").out
    assert "without sealed values" in " ".join(told.split())
    assert holds_none(Path("copy.db"))
    assert rows_in("copy.db") == []
    assert counts(verified(Path("copy.db"), rules=True)) == (0, 4, 6)
    sizes = cli.json("--db", "copy.db", "audit", "verify")
    assert sizes["sealed"] == {"checked": 0, "erased": 4, "withheld": 6}
    assert sizes["root"] == cli.json("audit", "verify")["root"]
    out = " ".join(cli.ok("--db", "copy.db", "audit", "verify").out.split())
    assert "6 left out of this copy" in out
    shown = cli.json("--db", "copy.db", "show", "6")["fields"]
    assert (shown["payee_account"], shown["date"]) == (None, "2011-09-01")


def test_the_mark_goes_along(named: LedgerInTest, cli: InProcess) -> None:
    """Also where the copy is posted to, copied again, and only that is left out."""
    cli.ok("copy", *LEAVING_OUT, "zuidas.db", "copy.db")
    post = LedgerInTest(Path("copy.db"))
    assert post.post(NAME, **fields()) == 7
    post.close()
    assert counts(verified(Path("copy.db"))) == (5, 4, 6)
    cli.ok("copy", "copy.db", "again.db")
    assert counts(verified(Path("again.db"))) == (5, 4, 6)
    cli.ok("copy", *LEAVING_OUT, "copy.db", "none.db")
    assert counts(verified(Path("none.db"))) == (0, 4, 11)
    cli.ok("--db", "copy.db", "audit", "bundle", "copy.bundle", "--at", "2012-07-31")
    cli.ok("audit", "replay", "copy.bundle", "--into", "replayed.db")
    assert counts(verified(Path("replayed.db"))) == (5, 4, 6)


def test_what_came_after_the_mark_is_not_excused(
    named: LedgerInTest, cli: InProcess
) -> None:
    cli.ok("copy", *LEAVING_OUT, "zuidas.db", "copy.db")
    post = LedgerInTest(Path("copy.db"))
    entry = post.post(NAME, **fields())
    with post.store.writing(), post.store.erasing():
        sealed.delete(post.store, [(entry, "remark")])
    post.close()
    [found] = verified(Path("copy.db")).findings
    assert (found.code, found.entries) == ("SEALED_DIFFERS", [entry])


def test_a_ledger_without_any_is_marked_too(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("opened")
    cli.ok("copy", *LEAVING_OUT, "zuidas.db", "copy.db")
    assert counts(verified(Path("copy.db"))) == (0, 0, 0)


def test_a_copy_without_them_can_have_more_erased(
    named: LedgerInTest, cli: InProcess
) -> None:
    cli.ok("copy", *LEAVING_OUT, "zuidas.db", "copy.db")
    erasing = ("erase-sealed", "--before", "2012-01-01", "--reason", "x")
    [note] = cli.json("--db", "copy.db", *erasing)["notes"]
    assert "0 sealed values" in note["message"]
    assert counts(verified(Path("copy.db"))) == (0, 10, 0)


# -- bundles ---------------------------------------------------------------------------


def bundled(cli: InProcess, name: str, *more: str) -> tuple[Any, Members]:
    told = cli.json("audit", "bundle", name, "--at", "2012-07-31", *more)
    return told, unpacked(Path(name))


def test_a_bundle_carries_them(named: LedgerInTest, cli: InProcess) -> None:
    told, members = bundled(cli, "with.bundle")
    lines = [json.loads(line) for line in members[SEALED].splitlines()]
    assert [list(line) for line in lines] == [["entry", "place", "salt", "value"]] * 6
    rows = [(r["entry"], r["place"], bytes.fromhex(r["salt"]), r["value"].encode())
            for r in lines]  # fmt: skip
    assert rows == rows_in("zuidas.db")
    assert told["withheld"] == json.loads(members[STATED])["withheld"] == 0
    assert SEALED in members["README.txt"].decode()
    cli.ok("audit", "replay", "with.bundle", "--into", "replayed.db")
    assert rows_in("replayed.db") == rows_in("zuidas.db")
    assert counts(verified(Path("replayed.db"), rules=True)) == (6, 4, None)


def test_a_bundle_without_them(named: LedgerInTest, cli: InProcess) -> None:
    told, members = bundled(cli, "without.bundle", *LEAVING_OUT)
    assert members[SEALED] == b""
    assert told["withheld"] == json.loads(members[STATED])["withheld"] == 6
    assert not any(each.encode() in b"".join(members.values()) for each in NEEDLES)
    replayed = cli.json("audit", "replay", "without.bundle", "--into", "replayed.db")
    assert replayed["withheld"] == 6
    assert "left out" in cli.ok("audit", "replay", "without.bundle").out
    assert counts(verified(Path("replayed.db"), rules=True)) == (0, 4, 6)


def test_the_same_ledger_gives_the_same_bundle(
    named: LedgerInTest, cli: InProcess
) -> None:
    for more in ((), LEAVING_OUT):
        bundled(cli, "first.bundle", *more)
        bundled(cli, "second.bundle", *more)
        assert Path("first.bundle").read_bytes() == Path("second.bundle").read_bytes()
        for name in ("first.bundle", "second.bundle"):
            Path(name).unlink()


def test_bundles_are_checked_without_us(named: LedgerInTest, cli: InProcess) -> None:
    bundled(cli, "with.bundle")
    bundled(cli, "without.bundle", *LEAVING_OUT)
    verify_without_us("with.bundle")
    verify_without_us("without.bundle")


def without(name: str, text: str) -> Callable[[Members], None]:
    """The lines of a member that hold no such text."""

    def change(members: Members) -> None:
        kept = [
            x for x in members[name].splitlines(keepends=True) if text not in x.decode()
        ]
        members[name] = b"".join(kept)

    return change


def in_sealed(old: str, new: str) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        assert old.encode() in members[SEALED], old
        members[SEALED] = members[SEALED].replace(old.encode(), new.encode(), 1)

    return change


def line(**more: object) -> Callable[[Members], None]:
    """One line more, at the end."""

    def change(members: Members) -> None:
        found = {"entry": 9, "place": "x", "salt": "00" * 16, "value": "x", **more}
        members[SEALED] += json.dumps(found).encode() + b"\n"

    return change


FORGERIES: dict[str, tuple[Any, str]] = {
    "a changed value": (in_sealed(REMARK, "Fragile?"), "SEALED_DIFFERS"),
    "a changed salt": (in_sealed('"salt":"', '"salt":"0'), "BUNDLE_INVALID"),
    "a missing value": (without(SEALED, "remark"), "SEALED_DIFFERS"),
    "all missing": (without(SEALED, ""), "SEALED_DIFFERS"),
    "one too many": (line(entry=6, place="zz"), "SEALED_DIFFERS"),
    "of no entry": (line(), "SEALED_DIFFERS"),
    "of an erased value": (
        in_sealed('{"entry":4,"place":"lines.1.party"', '{"entry":4,"place":"remark"'),
        "SEALED_DIFFERS",
    ),
    "a value twice": (line(entry=6, place="remark"), "BUNDLE_INVALID"),
    "another order": (line(entry=4), "BUNDLE_INVALID"),
    "a field too many": (line(more=1), "BUNDLE_INVALID"),
    "a number that is none": (line(entry="9"), "BUNDLE_INVALID"),
    "a salt in capitals": (line(salt="AB" * 16), "BUNDLE_INVALID"),
    "half a character": (line(value="\ud800"), "BUNDLE_INVALID"),
    "no JSON": (in_sealed("{", "["), "BUNDLE_INVALID"),
    "no such member": (lambda members: members.pop(SEALED), "BUNDLE_INVALID"),
    "no word on what was left out": (
        lambda members: members.update(
            {STATED: members[STATED].replace(b',\n  "withheld": 0', b"")}
        ),
        "BUNDLE_INVALID",
    ),
    "left out as it is said": (
        lambda members: members.update(
            {STATED: members[STATED].replace(b'"withheld": 0', b'"withheld": -1')}
        ),
        "BUNDLE_INVALID",
    ),
}


@pytest.mark.parametrize("what", FORGERIES)
def test_a_bundle_that_was_tampered_with(
    named: LedgerInTest, cli: InProcess, what: str
) -> None:
    change, code = FORGERIES[what]
    bundled(cli, "zuidas.bundle")
    forged = str(changed(Path("zuidas.bundle"), change))
    exit_code = 1 if code == "BUNDLE_INVALID" else 3
    replay = ("audit", "replay", forged, "--into", "forged.db")
    assert cli.refused(*replay, exit_code=exit_code) == code
    assert not Path("forged.db").exists()


@pytest.mark.parametrize("what", ["a changed value", "of no entry", "no such member"])
def test_the_second_verifier_finds_it_too(
    named: LedgerInTest, cli: InProcess, what: str
) -> None:
    bundled(cli, "zuidas.bundle")
    forged = changed(Path("zuidas.bundle"), FORGERIES[what][0])
    with pytest.raises(WrongError):
        verify_without_us(str(forged))


def test_values_that_are_said_to_be_left_out_are_believed(
    named: LedgerInTest, cli: InProcess
) -> None:
    """Nobody can prove that they were there: it is the word of who made the bundle."""
    _, members = bundled(cli, "zuidas.bundle")
    members[SEALED] = b""
    members[STATED] = members[STATED].replace(b'"withheld": 0', b'"withheld": 6')
    forged = packed(with_manifest(members), Path("forged.bundle"))
    assert cli.json("audit", "replay", str(forged))["withheld"] == 6


def test_an_older_bundle_has_none(cli: InProcess) -> None:
    golden = Path(__file__).parents[1] / "golden/bundles/v1.bundle"
    assert cli.json("audit", "replay", str(golden))["withheld"] == 0
    with_them = changed_golden(golden, Path("changed.bundle"))
    assert cli.refused("audit", "replay", str(with_them)) == "BUNDLE_INVALID"


def changed_golden(golden: Path, target: Path) -> Path:
    members = unpacked(golden)
    members[SEALED] = b""
    return packed(with_manifest(members), target)


def test_the_page_for_auditors_checks_them_too(
    named: LedgerInTest, cli: InProcess
) -> None:
    """docs/verify-without-us.md, run outside of the project."""
    page = (ROOT / "docs/verify-without-us.md").read_text("utf-8")
    [program] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    Path("verify.py").write_text(program, encoding="utf-8")
    bundled(cli, "zuidas.bundle")
    forged = changed(Path("zuidas.bundle"), in_sealed(REMARK, "Fragile?"))
    for place, code in ((Path("zuidas.bundle"), 0), (forged, 1)):
        with ZipFile(place) as archive:
            archive.extractall("bundle")
        run = [sys.executable, "-I", "verify.py", "bundle"]
        done = subprocess.run(run, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        assert ("remark: another value was sealed" in done.stderr) == bool(code)
