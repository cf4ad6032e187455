"""The README's tour is what the program prints.

Its `console` blocks are one session: they run in order, in one folder. A line `...`
stands for any number of lines.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.program import ROOT

README = ROOT / "README.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ACTOR = "cashier"
CHANGING = (
    (re.compile(r"\b[0-9a-f]{64}\b|(?<= root )[0-9a-f]{12}\b"), "HASH"),
    (re.compile(r"(?<=/)[0-9a-f]{16}\b(\+[0-9a-f]{8}\+\S+)?"), "LOG"),
    (re.compile(r"\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d\.\d{6}Z)?"), "RECORDED"),
    (re.compile(r"^At \d{4}-\d\d-\d\d,", re.MULTILINE), "At DATE,"),
    (re.compile(r"(?<=  Balance )\d{4}-\d\d-\d\d"), "DATE"),
)
"""What no two runs share: hashes, names of logs, recording times, today."""


def session(text: str) -> Iterator[tuple[str, str]]:
    """Each command of the console blocks, with the output below it."""
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output.strip("\n")


def normal(text: str) -> str:
    for pattern, word in CHANGING:
        text = pattern.sub(word, text)
    return text


def matches(written: str, printed: str) -> bool:
    pieces = [
        re.escape(piece) for piece in re.split(r"^\.\.\.$", written, flags=re.MULTILINE)
    ]
    return re.fullmatch(".*".join(pieces), printed, flags=re.DOTALL) is not None


def shell(folder: Path, command: str) -> str:
    """What a reader sees: standard output and standard error together."""
    ran = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={
            "PATH": f"{folder}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "ZUIDAS_ACTOR": ACTOR,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return ran.stdout.strip("\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A reader's folder: the program and the examples at hand."""
    program = tmp_path / "zuidas"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cli.main "$@"\n')
    program.chmod(0o755)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    return tmp_path


def test_the_tour_is_what_the_program_prints(folder: Path) -> None:
    steps = list(session(README.read_text(encoding="utf-8")))
    assert len(steps) > 10
    for command, written in steps:
        printed = normal(shell(folder, command))
        expected = normal(written)
        assert matches(expected, printed), f"$ {command}\n{printed}"


def test_completion_in_the_readme_works(folder: Path) -> None:
    lines = README.read_text(encoding="utf-8").splitlines()
    [line] = [line for line in lines if line.startswith("eval ")]
    typed = "COMP_WORDS=(zuidas pay-g) COMP_CWORD=1; _zuidas_completion zuidas"
    shown = shell(folder, f'{line}; complete -p zuidas; {typed}; echo "$COMPREPLY"')
    assert shown.splitlines() == [
        "complete -o nosort -F _zuidas_completion zuidas",
        "pay-grant",
    ]


def test_the_readmes_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
