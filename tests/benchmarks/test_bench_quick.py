"""The benchmarks run and print their tables; how fast is not asked here."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLES = (
    "SQLite, whole process",
    "In process, from JSON lines: is it flat?",
    "Bulk and the log (RFC 6962), best of the runs",
    "Posting and verifying under roles and a policy",
    "Project-heavy: proposal, award, two payments, end",
    "Balance at a date",
    "Statement of one partner over one year",
    "History of one partner, one quarter, amounts from 400",
    "Balance at a date as known at an earlier entry (--known-at)",
    "SQLite: single postings a second, each durable",
    "Single postings and the log (RFC 6962)",
    "Entries a second",
    "Root and proofs, in process",
    "Bytes a posting",
    "Posting beside registers, in process",
    "Posting beside registers, whole process",
    "Questions beside registers, in process",
    "Questions beside registers, whole process",
    "Reading statements, in process",
    "A bank beside the ledger, whole process",
    "Asking the service: 8 clients, 10 requests a second each",
    "SQLite: 32 clients post to the service, each durable",
    "The service as a process",
)
TARGETS = ("Missed", "Met")


@pytest.mark.thorough
def test_every_table_is_printed_and_written(tmp_path: Path) -> None:
    output = tmp_path / "benchmarks.md"
    done = bench(tmp_path, "--output", str(output))
    assert done.returncode == 0, done.stderr
    assert "failed" not in done.stdout, done.stderr
    written = output.read_text(encoding="utf-8")
    assert sorted(filter(None, written.splitlines())) == sorted(
        filter(None, done.stdout.splitlines())
    )
    measured, _, missed = written.partition("## Where a target is missed")
    assert re.findall(r"^### (.+)$", measured, re.MULTILINE) == [*TARGETS, *TABLES]
    assert missed


def test_the_machine_and_absent_peers_are_named(tmp_path: Path) -> None:
    done = bench(tmp_path, "--only", "")
    assert done.returncode == 0, done.stderr
    for name in ("processor", "SQLite", "hledger", "ledger-cli", "beancount"):
        assert name in done.stdout
    assert done.stdout.count("(not installed)") == 3


def bench(folder: Path, *more: str) -> "subprocess.CompletedProcess[str]":
    """Run a small version without peers or a server: those are slow to start."""
    words = ["--quick", "--sizes", "200", "--projects", "4", "--postgres-up-to", "0"]
    return subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "run.py", *words, *more],
        cwd=folder,
        env={"PATH": "", "HOME": os.environ.get("HOME", ""), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
