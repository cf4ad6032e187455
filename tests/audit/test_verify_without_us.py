"""docs/verify-without-us.md does what it says: its program and its commands are run.

The program runs isolated (`-I`) and outside the repository, so it can import nothing
of the project: what it accepts or refuses is its own judgement.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.audit.boxes import (
    Change,
    Members,
    changed,
    replacing,
    run_in,
    sealed,
    unpacked,
)
from tests.audit.conftest import Books
from tests.functional.program import ROOT, Result

PAGE = ROOT / "docs" / "verify-without-us.md"
EXAMPLES = sorted((ROOT / "examples").glob("0*.jsonl"))
TOOLS = ("bash", "unzip", "sha256sum", "openssl", "hledger")
ENTRIES = "entries.jsonl"
LAST_LINE = "everything adds up."


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="session")
def examined(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples' ledger as an auditor gets it: bundle, key and kept checkpoint."""
    place = tmp_path_factory.mktemp("examined")
    run_in(place, "init")
    run_in(place, "audit", "keygen", "log.key")
    for file in EXAMPLES:
        run_in(place, "post", str(file))
        if file.name.startswith("03"):
            run_in(
                place,
                "audit",
                "checkpoint",
                "--key",
                "log.key",
                "-o",
                "kept.checkpoint",
            )
    run_in(
        *(place, "audit", "bundle", "zuidas.bundle", "--key", "log.key"),
        *("--checkpoint", "kept.checkpoint", "--at", "2013-12-31"),
    )
    (place / "zuidas.db").unlink()
    return place


@pytest.fixture
def desk(examined: Path, tmp_path: Path) -> Path:
    """The auditor's desk: nothing of ours but the bundle, and the saved program."""
    for name in ("zuidas.bundle", "log.vkey", "kept.checkpoint"):
        shutil.copyfile(examined / name, tmp_path / name)
    (program,) = blocks("python")
    (tmp_path / "verify.py").write_text(program, encoding="utf-8")
    return tmp_path


def verified(desk: Path, bundle: str = "zuidas.bundle", *kept: str) -> Result:
    folder = desk / "unpacked"
    for name, data in unpacked(desk / bundle).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-I", "verify.py", str(folder), *kept],
        cwd=desk,
        env={},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Result(done.returncode, done.stdout, done.stderr)


def test_the_program_accepts_the_bundle_of_the_examples(desk: Path) -> None:
    result = verified(desk, "zuidas.bundle", "kept.checkpoint")
    assert (result.code, result.err) == (0, "")
    assert result.out.rstrip().endswith(LAST_LINE)
    assert "kept.checkpoint: the first 41 entries give its root" in result.out


def test_the_program_accepts_a_small_bundle(desk: Path, books: Books) -> None:
    assert verified(desk, books.bundle.name, books.kept.name).code == 0


def test_the_program_imports_nothing_of_ours() -> None:
    (program,) = blocks("python")
    imported = set(re.findall(r"^(?:from (\w+)|import (.+))", program, re.MULTILINE))
    names = {
        name.strip() for pair in imported for each in pair for name in each.split(",")
    }
    assert names - {""} <= set(sys.stdlib_module_names)
    assert len([line for line in program.splitlines() if line.strip()]) < 85


# -- Tampered with, by someone who makes the manifest fit --------------------------


def dropping(number: int) -> Change:
    def change(members: Members) -> None:
        lines = members[ENTRIES].splitlines(keepends=True)
        del lines[number - 1]
        members[ENTRIES] = b"".join(lines)
        stated = json.loads(members["bundle.json"])
        stated["entries"] -= 1
        members["bundle.json"] = json.dumps(stated).encode()

    return change


def unbalancing(members: Members) -> None:
    journal = members["journal.hledger"].decode()
    line = next(x for x in journal.split("\n") if "assets:current-account  " in x)
    members["journal.hledger"] = journal.replace(
        line, line.replace(".00 ", ".01 "), 1
    ).encode()


def moving(members: Members) -> None:
    """A whole transaction left out: the journal still adds up to zero."""
    parts = members["journal.hledger"].split(b"\n\n")
    members["journal.hledger"] = b"\n\n".join(parts[:-1]) + b"\n"


def flattering(members: Members) -> None:
    report = json.loads(members["reports/balance.json"])
    report["current_account"]["balance"] = "1000000.00"
    members["reports/balance.json"] = json.dumps(report).encode()


TAMPERED: dict[str, Change] = {
    "an amount": replacing(ENTRIES, "44800.00", "44801.00"),
    "a voucher": replacing(ENTRIES, "RC-2011-034/1", "RC-2011-034/9"),
    "a topic": replacing(ENTRIES, "other-received.v1", "other-paid.v1"),
    "a stream": replacing(ENTRIES, "decision:SG-2011-01", "decision:SG-2011-99"),
    "an entry in the middle": dropping(20),
    "the last entry": dropping(111),
    "the root stated": replacing("bundle.json", '"root": "', '"root": "00'),
    "the checkpoint": replacing("checkpoint", "\n111\n", "\n110\n"),
    "an older checkpoint": replacing("checkpoints/41.checkpoint", "\n41\n", "\n40\n"),
    "one leg": unbalancing,
    "a transaction": moving,
    "the trial balance": replacing(
        "reports/trial-balance.json", '"closing": "', '"closing": "1'
    ),
    "the balance": flattering,
    "the statement": replacing(
        "reports/current-account.json", '"closing": "', '"closing": "1'
    ),
}


@pytest.mark.faults
@pytest.mark.parametrize("what", TAMPERED)
def test_the_program_refuses_what_was_tampered_with(desk: Path, what: str) -> None:
    changed(desk / "zuidas.bundle", TAMPERED[what])
    result = verified(desk, "changed.bundle", "kept.checkpoint")
    assert result.code == 1
    assert result.err.startswith("WRONG: "), result.err
    assert LAST_LINE not in result.out


@pytest.mark.faults
def test_the_kept_checkpoint_tells_another_history(
    desk: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A ledger posted anew, in all honesty: only what the auditor kept tells."""
    place = tmp_path_factory.mktemp("anew")
    run_in(place, "init")
    for file in EXAMPLES[:3]:
        run_in(place, "post", str(file))
    run_in(place, "audit", "bundle", str(desk / "anew.bundle"), "--at", "2013-12-31")
    assert verified(desk, "anew.bundle").code == 0
    result = verified(desk, "anew.bundle", "kept.checkpoint")
    assert result.code == 1
    assert "another log" in result.err


# -- The page's shell commands -----------------------------------------------------

needs_tools = pytest.mark.skipif(
    not all(map(shutil.which, TOOLS)), reason=f"needs {', '.join(TOOLS)}"
)


def shelled(desk: Path) -> subprocess.CompletedProcess[str]:
    """Every command of the page in order, in one shell, as a reader would."""
    script = "set -eu -o pipefail\n" + "\n".join(blocks("sh"))
    python = Path(sys.executable).parent
    return subprocess.run(
        ["bash", "-c", script],
        cwd=desk,
        env={"PATH": f"{python}:/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@needs_tools
@pytest.mark.hledger
def test_the_commands_of_the_page_succeed(desk: Path) -> None:
    done = shelled(desk)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Signature Verified Successfully" in done.stdout
    assert done.stdout.count(": OK") == len(unpacked(desk / "zuidas.bundle")) - 1
    assert done.stdout.rstrip().endswith(LAST_LINE)
    assert (desk / "by-ledger").read_text() == (desk / "by-hledger").read_text()
    assert len((desk / "by-ledger").read_text().splitlines()) > 50


def resigned(members: Members) -> None:
    """Another text under the same signature."""
    lines = members["checkpoint"].split(b"\n")
    lines[1] = b"112"
    members["checkpoint"] = b"\n".join(lines)


@needs_tools
@pytest.mark.faults
@pytest.mark.hledger
@pytest.mark.parametrize("change", [unbalancing, moving, resigned, flattering])
def test_the_commands_of_the_page_fail_on_a_forgery(desk: Path, change: Change) -> None:
    changed(desk / "zuidas.bundle", change).rename(desk / "zuidas.bundle")
    assert shelled(desk).returncode != 0


@needs_tools
@pytest.mark.hledger
def test_the_commands_notice_a_manifest_that_does_not_fit(desk: Path) -> None:
    members = unpacked(desk / "zuidas.bundle")
    members["README.txt"] += b"\n"
    assert sealed(members)["manifest.sha256"] != members["manifest.sha256"]
    changed(desk / "zuidas.bundle", replacing("README.txt", "An", "The"), seal=False)
    (desk / "changed.bundle").rename(desk / "zuidas.bundle")
    done = shelled(desk)
    assert done.returncode != 0
    assert "README.txt: FAILED" in done.stdout
