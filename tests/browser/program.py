"""The program, as somebody types it in a folder before anybody looks."""

import io
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from cli.main import run
from tests.functional.program import ROOT, without_settings

ENV = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


def zuidas(folder: Path, *arguments: str, typed: str = "") -> str:
    """The output of the program in a folder, in this process; it must succeed."""
    out, err = io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        chdir(folder),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        without_settings(patch)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        code = run(list(arguments))
    assert code == 0, err.getvalue()
    return out.getvalue()
