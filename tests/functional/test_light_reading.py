"""Reading is light: a query loads neither pydantic nor eventsourcing nor rich.

What it loads of our own makes nothing at import that takes long: no patterns, no
dataclasses. A posting loads what its own command needs.
"""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.functional.program import ROOT, Program

HEAVY = (
    "pydantic",
    "pydantic_core",
    "eventsourcing",
    "rich",
    "psycopg",
    "cryptography",
    "projections.answer_schemas",
)
LARGE = ("pathlib", "urllib.parse", "string", "locale", "pkgutil", "csv", "difflib")
"""Of the standard library; each takes more than a module of ours.

An option of one letter makes click itself load two of them.
"""
OURS = ("cli.", "papers.", "ledger.", "projections.", "domain.")
POSTING = (
    "receive-other --category interest --amount 12.34 --date 2011-12-31"
    " --counterparty Bank --description Interest --document BANK-2011-0099"
)
_OTHERS = "grants participation deviations advances funds transfers decisions"
_OTHERS += " meetings ratification advice exports payments people approvals statements"
OF_OTHER_COMMANDS = {
    *(f"domain.entries.{name}" for name in _OTHERS.split()),
    *("domain.states.projects", "domain.deciding.approvals", "ledger.suggesting"),
    *("domain.deciding.people", "ledger.posting.erasing", "tomllib"),
}
WATCHED = """
import sys
from zoneinfo import ZoneInfo
ZoneInfo("Europe/Amsterdam")  # where the system has none, a package is searched for it
before = set(sys.modules)
from cli.main import run
code = run(sys.argv[1:])
print(" ".join(set(sys.modules) - before), file=sys.stderr)
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
    assert loaded(zuidas, line) & set(HEAVY) == set()


@pytest.mark.parametrize(
    "line", ["balance", "balance projects", "statement current-account", "--version"]
)
def test_a_common_query_loads_little_of_the_standard_library(
    prepared: Callable[[str], Path], zuidas: Program, line: str
) -> None:
    prepared("lived")
    assert loaded(zuidas, line) & set(LARGE) == set()


def test_nothing_that_a_query_loads_takes_long_to_import(
    prepared: Callable[[str], Path], zuidas: Program
) -> None:
    prepared("lived")
    ours = {name for name in loaded(zuidas, "balance") if name.startswith(OURS)}
    assert len(ours) > 50
    slow = {name: made for name in ours if (made := list(made_at_import(name)))}
    assert slow == {}


def made_at_import(name: str) -> Iterator[str]:
    """What takes long of what a module does when it is imported."""
    file = ROOT.joinpath(*name.split("."))
    source = file / "__init__.py" if file.is_dir() else file.with_suffix(".py")
    for node in ast.parse(source.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef):
            if any("dataclass" in ast.unparse(each) for each in node.decorator_list):
                yield f"dataclass {node.name}"
        elif not isinstance(node, ast.FunctionDef):
            yield from ("pattern" for _ in range("re.compile(" in ast.unparse(node)))


def test_a_posting_loads_what_its_command_needs(
    prepared: Callable[[str], Path], zuidas: Program
) -> None:
    prepared("lived")
    found = loaded(zuidas, f"{POSTING} --dry-run")
    assert "domain.entries.bank" in found
    assert found & OF_OTHER_COMMANDS == set()
    assert "projections.answers.entries" not in found


def test_the_check_that_rebuilds_is_the_exception(
    prepared: Callable[[str], Path], zuidas: Program
) -> None:
    prepared("lived")
    assert "pydantic" in loaded(zuidas, "check projections")


def loaded(zuidas: Program, line: str) -> set[str]:
    """The modules that a command line imports."""
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
    return set(done.stderr.splitlines()[-1].split())
