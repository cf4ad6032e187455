"""Bundles that someone changed, with a manifest that fits: each is found out.

The second verifier (independent_verifier.py) must find them too.
"""

from pathlib import Path

import pytest

from tests.audit.boxes import Change, Members, changed, replacing, unpacked
from tests.audit.conftest import Books
from tests.audit.independent_verifier import WrongError, verify
from tests.functional.program import InProcess

ENTRIES = "entries.jsonl"


def drop_last(members: Members) -> None:
    members[ENTRIES] = b"".join(members[ENTRIES].splitlines(keepends=True)[:-1])


def older_root(members: Members) -> None:
    note = members["checkpoints/26.checkpoint"].split(b"\n")
    note[2] = b"A" * 43 + b"="
    members["checkpoints/26.checkpoint"] = b"\n".join(note)


def older_origin(members: Members) -> None:
    note = members["checkpoints/26.checkpoint"]
    members["checkpoints/26.checkpoint"] = b"another-" + note


def proof_hash(members: Members) -> None:
    proof = members["checkpoints/26.consistency"].split(b"\n")
    proof[1] = b"A" * 43 + b"="
    members["checkpoints/26.consistency"] = b"\n".join(proof)


FORGERIES: dict[str, tuple[Change, str]] = {
    "an amount": (replacing(ENTRIES, "12.34", "12.35"), "CHECKPOINT_DIFFERS"),
    "a text": (
        replacing(ENTRIES, "Booked twice", "Booked  twice"),
        "CHECKPOINT_DIFFERS",
    ),
    "an actor": (
        replacing(ENTRIES, r"\"name\":\"o", r"\"name\":\"O"),
        "CHECKPOINT_DIFFERS",
    ),
    "the last entry": (drop_last, "CHECKPOINT_DIFFERS"),
    "a topic": (
        replacing(ENTRIES, "funds-spent.v1", "funds-spent.v9"),
        "EVENT_UNREADABLE",
    ),
    "the root": (
        replacing("bundle.json", '"root": "', '"root": "0'),
        "CHECKPOINT_DIFFERS",
    ),
    "the number": (replacing("bundle.json", ": 29", ": 28"), "CHECKPOINT_DIFFERS"),
    "a report": (
        replacing("reports/balance.json", "1450.00", "1450.01"),
        "BUNDLE_DIFFERS",
    ),
    "a finding": (
        replacing("reports/check.json", '"warning"', '"error"'),
        "BUNDLE_DIFFERS",
    ),
    "the journal": (
        replacing("journal.hledger", "1200.00", "1300.00"),
        "BUNDLE_DIFFERS",
    ),
    "the framework": (replacing("framework.json", "meppel", "assen"), "BUNDLE_DIFFERS"),
    "the older root": (older_root, "CHECKPOINT_DIFFERS"),
    "the older origin": (older_origin, "CHECKPOINT_DIFFERS"),
    "the proof": (proof_hash, "CHECKPOINT_DIFFERS"),
}


@pytest.mark.faults
@pytest.mark.parametrize("what", FORGERIES)
def test_a_forgery_with_a_new_manifest_is_found(
    books: Books, cli: InProcess, what: str
) -> None:
    change, code = FORGERIES[what]
    forged = str(changed(books.bundle, change))
    before = set(Path().iterdir())
    arguments = ("audit", "replay", forged, "--into", "forged.db")
    assert cli.refused(*arguments, exit_code=3) == code
    assert set(Path().iterdir()) == before, "something was left behind"
    if what != "a finding":  # what no second program can recompute
        with pytest.raises((WrongError, KeyError, ValueError)):
            verify(forged)


def test_what_differs_first_is_named(books: Books, cli: InProcess) -> None:
    name = "reports/current-account.json"
    forged = changed(books.bundle, replacing(name, "INV-2011-017", "INV-2011-018"))
    result = cli("audit", "replay", str(forged), "-O", "json")
    details = result.error["details"]
    assert (result.code, details["member"]) == (3, name)
    assert "INV-2011-018" in details["bundle"]
    assert "INV-2011-017" in details["replayed"]
    lines = unpacked(books.bundle)[name].decode().split("\n")
    assert "INV-2011-017" in lines[details["line"] - 1]


@pytest.mark.parametrize(
    "name", ["entries.jsonl", "README.txt", "checkpoint", "reports/decisions.json"]
)
def test_a_change_without_a_new_manifest_is_found(
    books: Books, cli: InProcess, name: str
) -> None:
    def change(members: Members) -> None:
        members[name] += b" "

    forged = str(changed(books.bundle, change, seal=False))
    result = cli("audit", "replay", forged, "-O", "json")
    assert (result.code, result.error["code"]) == (3, "BUNDLE_DIFFERS")
    assert result.error["details"] == {"member": name}


def test_a_signature_by_the_key_over_another_text_is_found(
    books: Books, cli: InProcess
) -> None:
    def change(members: Members) -> None:
        old = members["checkpoint"]
        other = members["checkpoints/26.checkpoint"].rpartition(b"\n\n")[2]
        members["checkpoint"] = old.rpartition(b"\n\n")[0] + b"\n\n" + other
        proof = members["checkpoints/26.consistency"]
        members["checkpoints/26.consistency"] = proof.replace(
            old, members["checkpoint"]
        )

    forged = str(changed(books.bundle, change))
    arguments = ("audit", "replay", forged, "--vkey", "log.vkey")
    assert cli.refused(*arguments, exit_code=3) == "SIGNATURE_INVALID"
    with pytest.raises(WrongError, match="does not fit"):
        verify(forged, books.verifier_key)
