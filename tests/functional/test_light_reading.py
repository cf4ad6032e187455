"""Reading is light: a query loads neither pydantic nor eventsourcing nor rich."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.program import Program

HEAVY = (
    "pydantic",
    "pydantic_core",
    "eventsourcing",
    "rich",
    "psycopg",
    "cryptography",
    "projections.answer_schemas",
)
WATCHED = f"""
import sys
from cli.main import run
code = run(sys.argv[1:])
heavy = [name for name in {HEAVY!r} if name in sys.modules]
print(" ".join(heavy), file=sys.stderr)
sys.exit(code)
"""
LIGHT = [
    "balance",
    "balance projects -O json",
    "balance --known-at #20",
    "statement current-account",
    "explain programme:SN:2011",
    "trial-balance -O csv",
    "journal -O hledger",
    "history --project grecor",
    "show 13",
    "decisions",
    "decision SG-2011-01",
    "diff #3 #20",
    (
        "check journal ceilings key current-account suspense documents contributions"
        " periods"
    ),
    "framework show",
    "--version",
]


@pytest.mark.parametrize("line", LIGHT)
def test_a_query_loads_nothing_that_writing_needs(
    prepared: Callable[[str], Path], zuidas: Program, line: str
) -> None:
    prepared("lived")
    assert loaded(zuidas, line) == []


def test_the_check_that_rebuilds_is_the_exception(
    prepared: Callable[[str], Path], zuidas: Program
) -> None:
    prepared("lived")
    assert "pydantic" in loaded(zuidas, "check projections")


def loaded(zuidas: Program, line: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *line.split()],
        cwd=zuidas.cwd,
        env=zuidas.env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr.splitlines()[-1].split()
