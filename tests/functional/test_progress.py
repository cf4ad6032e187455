"""Long work draws a bar where somebody looks at a terminal."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.functional.program import Program


def test_a_terminal_gets_a_bar(
    prepared: Callable[[str], Path], zuidas: Program
) -> None:
    prepared("lived")
    screen, terminal = os.openpty()
    with os.fdopen(screen, "rb", buffering=0) as shown:
        with os.fdopen(terminal, "wb", buffering=0) as standard_error:
            done = subprocess.run(
                [sys.executable, "-m", "cli.main", "audit", "verify"],
                cwd=zuidas.cwd,
                env=zuidas.env | {"TERM": "xterm"},
                stdout=subprocess.PIPE,
                stderr=standard_error,
                timeout=120,
                check=False,
            )
        # With the last writer gone, an empty screen is an error and no endless wait.
        drawn = shown.read(65_536)
    assert done.returncode == 0, drawn
    assert b"Verifying" in drawn
    assert b"26 entries verified" in done.stdout
