"""The examples in the help of each document, and the script that makes every paper."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from projections.query import find, names
from tests.functional.program import ROOT, InProcess

EXAMPLES = [
    line.strip()
    for name in names()
    if name.startswith("document ") and (query := find(name)) is not None
    for line in query.examples.splitlines()
    if line.strip()
]


@pytest.mark.one_in(4)
@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_makes_what_it_says(
    cli: InProcess, demo_ledger: Path, line: str
) -> None:
    shutil.copyfile(demo_ledger, "zuidas.db")
    Path("words.md").write_text("## outlook\n\nEn zo voort.\n", "utf-8")
    words = shlex.split(line)[1:]
    done = cli(*words)
    assert done.code == 0, done.err
    # What this ledger lacks is told, and nothing else is said.
    assert done.err == "" or done.err.startswith("Note: the document lacks ")
    if "-o" in words:
        assert Path(words[words.index("-o") + 1]).stat().st_size > 1000
    else:
        assert done.out


@pytest.mark.thorough
def test_every_paper_is_made(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "zuidas"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cli.main "$@"\n')
    program.chmod(0o755)
    papers = tmp_path / "papers"
    done = subprocess.run(
        ["bash", str(ROOT / "examples" / "papers.sh"), str(papers)],
        env={
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    # What the demo tells is whole: no letter has a place where something is lacking.
    assert "lacks" not in done.stdout
    listed = (papers / "index.html").read_text("utf-8")
    made = {each.name for each in papers.iterdir()} - {"index.html"}
    assert all(f'href="{name}"' in listed for name in made - {"datapackage.json"})
    for kind in (name.split()[1] for name in names() if name.startswith("document ")):
        assert any(name.startswith(kind) and name.endswith(".pdf") for name in made)
    for path in papers.glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) >= 1
    for path in papers.glob("*.xlsx"):
        assert openpyxl.load_workbook(path).worksheets
