"""Yesterday's events and ledgers are read for ever, in a fresh process."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from domain.catalogue import KINDS, UPCASTS
from ledger.posting.recording import EventMapper, read_event
from projections.journal import dated, earmarked, lines

HERE = Path(__file__).parent
GOLDEN = sorted((HERE / "events").glob("*.json"))
LEDGERS = sorted((HERE / "ledgers").glob("*.ledger"))


def test_every_event_version_has_a_golden_file() -> None:
    assert {file.stem for file in GOLDEN} == {*(kind.topic for kind in KINDS), *UPCASTS}


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_a_stored_event_is_read_and_written_as_it_was(file: Path) -> None:
    golden = json.loads(file.read_text())
    event = read_event(
        golden["originator_id"],
        golden["originator_version"],
        golden["topic"],
        golden["state"].encode(),
    )
    assert event.originator_id == golden["originator_id"]
    if golden["topic"] not in UPCASTS:
        written = json.loads(EventMapper().to_stored_event(event).state)
        assert without_defaults(written, json.loads(golden["state"])) == json.loads(
            golden["state"]
        )


def without_defaults(written: Any, stored: Any) -> Any:
    """What is written, without fields that came later and say nothing yet."""
    if not isinstance(written, dict) or not isinstance(stored, dict):
        return written
    new = {"cover_change": 0, "ceiling_change": 0, "carried": {}, "ended": []}
    new |= {"external_chance": True, "strategic": False}
    return {
        name: without_defaults(value, stored.get(name))
        for name, value in written.items()
        if name in stored or new.get(name, ...) != value
    }


@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_its_journal_lines_never_change(file: Path) -> None:
    golden = json.loads(file.read_text())
    event = read_event("x", 1, golden["topic"], golden["state"].encode())
    assert [list(line) for line in lines(event)] == golden["lines"]
    assert earmarked(event) == golden["earmarked"]
    if "dated" in golden:  # since lines have days of their own
        assert [list(line) for line in dated(event)] == golden["dated"]


def program(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=HERE.parent.parent,
    )


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda path: path.stem)
def test_an_old_ledger_verifies_and_answers_as_it_did(
    ledger: Path, tmp_path: Path
) -> None:
    copy = str(shutil.copy(ledger, tmp_path / "old.db"))
    verified = program("--db", copy, "audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    for report in sorted(ledger.parent.glob(f"{ledger.stem}.*.json")):
        name = report.name.split(".")[1]
        found = program("--db", copy, name, "--at", "2014-12-31", "-O", "json")
        assert says(json.loads(found.stdout), json.loads(report.read_text()))


def says(answer: object, told: object) -> bool:
    """All that was told, key by key and row by row; a new version may say more."""
    if isinstance(told, dict):
        return isinstance(answer, dict) and all(
            name in answer and says(answer[name], value) for name, value in told.items()
        )
    if isinstance(told, list):
        return isinstance(answer, list) and (
            len(answer) == len(told) and all(map(says, answer, told))
        )
    return answer == told


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda path: path.stem)
def test_an_old_ledger_accepts_new_postings(ledger: Path, tmp_path: Path) -> None:
    copy = str(shutil.copy(ledger, tmp_path / "old.db"))
    new = (
        *("--db", copy, "record-decision", "--number", "NEW-1"),
        *("--date", "2014-12-01", "--subject", "Goes on"),
    )
    refused = program(*new)
    assert refused.returncode == 1
    assert refused.stderr.startswith("Error [LEDGER_OUTDATED]")
    assert program("--db", copy, "db", "migrate").returncode == 0
    posted = program(*new)
    assert posted.returncode == 0, posted.stderr
    assert program("--db", copy, "audit", "verify").returncode == 0


BUNDLES = HERE / "bundles"


def test_a_bundle_of_the_first_format_still_verifies(tmp_path: Path) -> None:
    """Made by version 0.1.0; only what that version found is not made again."""
    replayed = program("audit", "replay", str(BUNDLES / "v1.bundle"), "-O", "json")
    assert replayed.returncode == 0, replayed.stderr
    found = json.loads(replayed.stdout)
    assert (found["program"], found["at"]) == ("0.1.0", "2012-07-31")
    assert found["reproduced"] == [
        "framework.json",
        "journal.hledger",
        "reports/balance.json",
        "reports/trial-balance.json",
        "reports/current-account.json",
        "reports/decisions.json",
    ]


def test_a_signed_bundle_of_the_first_format_still_verifies() -> None:
    replayed = program(
        *("audit", "replay", str(BUNDLES / "v1.signed.bundle"), "-O", "json"),
        *("--vkey", str(BUNDLES / "v1.vkey")),
    )
    assert replayed.returncode == 0, replayed.stderr
    assert json.loads(replayed.stdout)["signature_verified"] is True


PROOFS = HERE / "proofs"


@pytest.mark.parametrize(
    ("name", "account", "amount"),
    [
        ("v1", "assets:current-account", "132779.25"),
        ("v1.zero", "assets:receivable:emmen:2011", "0.00"),
    ],
)
def test_a_balance_proof_of_the_first_form_still_verifies(
    name: str, account: str, amount: str
) -> None:
    proof = str(PROOFS / f"{name}.balance-proof")
    verified = program(
        *("audit", "verify-balance", proof, "--vkey", str(PROOFS / "v1.vkey")),
        *("-O", "json"),
    )
    assert verified.returncode == 0, verified.stderr
    found = json.loads(verified.stdout)
    assert (found["account"], found["amount"]) == (account, amount)
    assert (found["date"], found["entry"]) == ("2011-12-31", 41)
