"""`erase_sealed`: by the days of values, for good, and without a trace in any file."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.reading import open_store
from ledger.storage import sealed, sqlite_checkpoint
from ledger.storage.location import Location
from ledger.storage.sqlite import SQLiteStore
from ledger.transparency.log import LogReader
from tests.audit.ledgers import verified
from tests.functional.program import InProcess
from tests.sealing.names import ACCOUNT, NAME, PARTY, REMARK, TEXT, fields
from tests.unit.domain import approving
from tests.unit.domain.posting import LedgerInTest, shape_refused

WHY = {"reason": "Kept long enough"}
NEEDLES = [PARTY, "P. Pieters", TEXT, ACCOUNT, REMARK]
# `fields()` is of 1 September; its lines of that day, 2 October and 30 August.
BEFORE: dict[str, list[str]] = {
    "2011-08-30": ["lines.0.party", "lines.1.party", "lines.2.text"],
    "2011-08-31": ["lines.0.party", "lines.1.party"],
    "2011-09-01": ["lines.0.party", "lines.1.party"],
    "2011-09-02": ["lines.1.party"],
    "2011-10-02": ["lines.1.party"],
    "2011-10-03": [],
}
"""By the day what stays of the lines."""


def places(ledger: LedgerInTest, entry: int) -> list[str]:
    return list(sealed.rows_of(ledger.store, entry))


def bytes_beside(path: Path) -> bytes:
    files = path.parent.glob(f"{path.name}*")
    return b"".join(file.read_bytes() for file in files)


@pytest.mark.parametrize("before", BEFORE)
def test_what_is_of_before_that_day_goes(opened: LedgerInTest, before: str) -> None:
    entry = opened.post(NAME, **fields())
    opened.post("erase_sealed", before=before, **WHY)
    left = BEFORE[before]
    assert [each for each in places(opened, entry) if "lines" in each] == left
    of_command = before <= "2011-09-01"
    assert ("payee_account" in places(opened, entry)) == of_command
    found = verified(opened.path)
    assert found.is_clean
    assert found.sealed is not None
    there = len(places(opened, entry))
    assert (found.sealed.checked, found.sealed.erased) == (there, 5 - there)


def test_only_entries_so_far(opened: LedgerInTest) -> None:
    """What is recorded later of the same days stays until the next erasure."""
    opened.post(NAME, **fields())
    opened.post("erase_sealed", before="2012-01-01", **WHY)
    later = opened.post(NAME, **fields())
    assert len(places(opened, later)) == 5
    found = verified(opened.path)
    assert (found.is_clean, found.sealed and found.sealed.erased) == (True, 5)


def test_what_is_erased_reads_null(opened: LedgerInTest) -> None:
    entry = opened.post(NAME, **fields())
    opened.post("erase_sealed", before="2011-09-02", **WHY)
    shown = opened.show(entry)["fields"]
    assert (shown["payee_account"], shown["remark"]) == (None, None)
    assert [line.get("party", line.get("text")) for line in shown["lines"]] == [
        *(None, "P. Pieters", None)
    ]


def test_balances_and_proofs_stay(opened: LedgerInTest) -> None:
    entry = opened.post(NAME, **fields())
    root, balance = verified(opened.path).root, opened.balance()
    opened.post("erase_sealed", before="2012-01-01", **WHY)
    assert opened.balance() == balance | {"entry": entry + 1}
    again = verified(opened.path, rules=True)
    assert (again.is_clean, again.entries) == (True, entry + 1)
    assert LogReader(opened.store).root(entry) == root


def test_the_entry_says_why_and_before_when(opened: LedgerInTest) -> None:
    opened.post(NAME, **fields())
    receipt = opened.accept("erase_sealed", before="2011-09-02", **WHY)
    given = {"command": "erase_sealed", "before": "2011-09-02", **WHY}
    assert opened.show(receipt.entry)["fields"] == given
    [note] = opened.ledger.notes[receipt.entry]
    assert note.as_json() == {
        "line": None,
        "code": "SEALED_ERASED",
        "message": "4 sealed values were erased.",
    }


# -- who, and when ---------------------------------------------------------------------


def test_nothing_is_erased_ahead(opened: LedgerInTest) -> None:
    opened.post("erase_sealed", before="2014-12-31", **WHY)  # today
    opened.refused("FUTURE_DATE", "erase_sealed", before="2015-01-01", **WHY)


def test_an_administrator_alone(empty: LedgerInTest) -> None:
    for person, role in (("anna", "administrator"), ("bert", "officer")):
        grant = {"person": person, "role": role, "date": "2012-01-01"}
        approving.post(empty, "anna", "grant_role", **grant)
    erasing = {"before": "2012-01-01", **WHY}
    approving.refused(empty, "NOT_ALLOWED", "bert", "erase_sealed", **erasing)
    approving.post(empty, "anna", "erase_sealed", **erasing)


def test_it_is_never_submitted_nor_under_the_policy() -> None:
    held = {"command": "erase_sealed", "before": "2012-01-01", **WHY}
    shape_refused("SCOPE_INVALID", "submit", **{"as": held})
    policy = {"commands": {"erase_sealed": "0.00"}, "date": "2012-01-01"}
    shape_refused("SCOPE_INVALID", "set_approval_policy", **policy)


def test_it_is_not_reversible(opened: LedgerInTest) -> None:
    entry = opened.post("erase_sealed", before="2012-01-01", **WHY)
    opened.refused(
        "NOT_REVERSIBLE", "reverse", entry=entry, date="2012-02-01", reason="x"
    )


def test_a_dry_run_erases_nothing(opened: LedgerInTest, cli: InProcess) -> None:
    entry = opened.post(NAME, **fields())
    erasing = ("erase-sealed", "--before", "2012-01-01", "--reason", "x")
    told = cli.json(*erasing, "--dry-run")
    assert [note["code"] for note in told["notes"]] == ["SEALED_ERASED"]
    assert len(places(opened, entry)) == 5


# -- no byte is left -------------------------------------------------------------------


def lived_with_names(ledger: LedgerInTest, entries: int = 60) -> None:
    """Long and short values, between entries without any."""
    for number in range(entries):
        long = "Jansen " * (1 + number * 4)
        ledger.post(NAME, **fields(remark=long, plain="Plain words"))
        ledger.receive("emmen", "0.01")


def test_no_byte_of_a_value_is_in_the_file_or_beside_it(opened: LedgerInTest) -> None:
    lived_with_names(opened)
    kept = opened.post(NAME, **fields("2012-05-01", lines=[], remark="Kept remark"))
    before = bytes_beside(opened.path)
    assert all(needle.encode() in before for needle in NEEDLES[:4])
    opened.post("erase_sealed", before="2012-01-01", **WHY)
    # The file is still open, and its log still there.
    found = bytes_beside(opened.path)
    assert (Path(f"{opened.path}-wal")).exists()
    assert b"Jansen" not in found
    assert b"P. Pieters" not in found
    assert b"Voor Jan" not in found
    # One of before, and one that stays.
    assert (found.count(ACCOUNT.encode()), found.count(b"Kept remark")) == (1, 1)
    assert b"Plain words" in found
    assert places(opened, kept) == ["payee_account", "remark"]


def test_the_program_leaves_none_either(opened: LedgerInTest, cli: InProcess) -> None:
    lived_with_names(opened, 5)
    opened.close()
    told = cli.json("erase-sealed", "--before", "1-1-2012", "--reason", "Archiefwet")
    assert [note["code"] for note in told["notes"]] == ["SEALED_ERASED"]
    found = bytes_beside(opened.path)
    assert not any(needle.encode() in found for needle in [*NEEDLES[:4], "Jansen "])
    assert cli.json("audit", "verify")["sealed"] == {"checked": 0, "erased": 25}


def test_erasing_again_clears_what_a_reader_kept(
    opened: LedgerInTest, cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_checkpoint, "READER_PAUSES", (0.0,))
    opened.post(NAME, **fields())
    erasing = ("erase-sealed", "--before", "2012-01-01", "--reason", "x")
    reader = open_store(Location.parse(str(opened.path)))
    with reader.reading():
        assert next(sealed.all_rows(reader)).text == PARTY
        told = cli(*erasing)
        assert (told.code, "Repeat erase-sealed" in told.err) == (0, True)
    reader.close()
    assert cli.ok(*erasing).err == ""
    assert PARTY.encode() not in bytes_beside(opened.path)


# -- copies ----------------------------------------------------------------------------


@pytest.fixture
def named(opened: LedgerInTest) -> LedgerInTest:
    opened.post(NAME, **fields())
    return opened


def notes_of(ledger: LedgerInTest) -> list[str]:
    receipt = ledger.accept("erase_sealed", before="2012-01-01", **WHY)
    return [
        str(note.said)
        for note in ledger.ledger.notes[receipt.entry]
        if note.code == "SEALED_IN_COPY"
    ]


def test_copies_that_still_hold_values_are_named(
    named: LedgerInTest, prepared: Callable[[str], Path]
) -> None:
    beside = named.path.parent
    for name in ("layout-5", "before-repair", "another"):
        named.store.keep_copy(Path(f"{named.path}.{name}"))
    # Before the table was there; and another ledger's.
    shutil.copy("tests/golden/ledgers/v1.ledger", f"{named.path}.layout-2")
    shutil.copy(f"{named.path}.layout-5", beside / "other.db.layout-5")
    told = notes_of(named)
    assert [each.split()[0] for each in told] == [
        f"{named.path}.before-repair",
        f"{named.path}.layout-5",
    ]
    # Looking leaves nothing beside them.
    assert not list(beside.glob("*.layout-*-*"))


def test_a_copy_without_what_was_erased_is_not_named(named: LedgerInTest) -> None:
    notes_of(named)
    named.post(NAME, **fields("2012-02-01", lines=[]))
    named.store.keep_copy(Path(f"{named.path}.layout-5"))
    assert notes_of(named) == []


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" * 9])
def test_a_copy_that_cannot_be_read_may_hold_them(
    named: LedgerInTest, content: bytes
) -> None:
    Path(f"{named.path}.before-repair").write_bytes(content)
    assert len(notes_of(named)) == 1


def test_a_folder_of_that_name_is_no_copy_to_open(named: LedgerInTest) -> None:
    Path(f"{named.path}.layout-5").mkdir()
    assert len(notes_of(named)) == 1


def test_what_migrating_and_repairing_keep(named: LedgerInTest, cli: InProcess) -> None:
    """Both leave the values where they are; and what is in the copy is told."""
    named.close()
    cli.ok("db", "migrate", "--rebuild", "--copy", f"{named.path}.layout-5")
    assert cli.json("audit", "verify")["sealed"] == {"checked": 5, "erased": 0}
    told = cli.json("erase-sealed", "--before", "2012-01-01", "--reason", "x")
    assert [note["code"] for note in told["notes"]] == [
        "SEALED_ERASED",
        "SEALED_IN_COPY",
    ]
    kept = SQLiteStore.open(Path(f"{named.path}.layout-5"))
    assert len(list(sealed.all_rows(kept))) == 5
    kept.close()


def test_the_note_is_in_the_text_too(named: LedgerInTest, cli: InProcess) -> None:
    named.store.keep_copy(Path(f"{named.path}.layout-5"))
    named.close()
    out = cli.ok("erase-sealed", "--before", "2012-01-01", "--reason", "x").out
    told = " ".join(out.split())
    assert "5 sealed values were erased" in told
    assert "still holds sealed values" in told
