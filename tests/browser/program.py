"""The program, as somebody types it in a folder."""

import subprocess
import sys
from pathlib import Path

from tests.functional.program import ROOT

ENV = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


def zuidas(folder: Path, *arguments: str, typed: str = "") -> str:
    """The output of the program in a folder; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments],
        cwd=folder,
        env=ENV,
        input=typed,
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
