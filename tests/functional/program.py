"""The program under test: as a process of its own, and inside this one."""

import io
import json
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.main import run

ROOT = Path(__file__).parents[2]
OUTCOMES = (0, 1, 2, 3, 4, 130)
"""Every exit code of the contract."""


@dataclass(frozen=True)
class Result:
    """What a run of the program gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The failure as told with `-O json`: one line of standard error."""
        assert self.out == ""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        error: dict[str, Any] = json.loads(lines[0])["error"]
        assert list(error) == ["code", "message", "line", "details"]
        return error


def checked(result: Result) -> Result:
    """Whatever happened: no traceback, a known exit code, silence or a reason."""
    assert "Traceback" not in result.err
    assert "Traceback" not in result.out
    assert "INTERNAL" not in result.err, result.err
    assert result.code in OUTCOMES, result.err
    return result


def without_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of whoever runs the tests reaches the program in this process."""
    for name in os.environ:
        if name.startswith("ZUIDAS_"):
            monkeypatch.delenv(name)
    # English, on a machine that is Dutch too.
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


class Program:
    """Runs `zuidas` as a process in `cwd`, without a terminal."""

    def __init__(self, cwd: Path) -> None:
        self.cwd = cwd
        self.env = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("ZUIDAS_", "COVERAGE_"))
        }
        # Not measured: a process that is made to fail could not write its figures, and
        # what most tests see in process is measured there.
        self.env["PYTHONPATH"] = str(ROOT)

    def __call__(
        self,
        *arguments: str | bytes,
        stdin: str | bytes = b"",
        env: dict[str, str] | None = None,
        **popen: Any,
    ) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "cli.main", *arguments],
            cwd=self.cwd,
            env=self.env | (env or {}),
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            timeout=120,
            check=False,
            **popen,
        )
        return checked(
            Result(
                done.returncode,
                done.stdout.decode("utf-8", "backslashreplace"),
                done.stderr.decode("utf-8", "backslashreplace"),
            )
        )


class Within:
    """Runs `zuidas` inside this process, in `cwd`; for what tests share, too."""

    def __init__(self, cwd: Path) -> None:
        self.cwd = cwd

    def __call__(self, *arguments: str, stdin: str | bytes = b"") -> Result:
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        out, err = io.StringIO(), io.StringIO()
        with (
            pytest.MonkeyPatch.context() as patch,
            chdir(self.cwd),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            without_settings(patch)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
            code = run(list(arguments))
        return checked(Result(code, out.getvalue(), err.getvalue()))


class InProcess:
    """Runs `zuidas` inside this process, in the working directory."""

    def __init__(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def __call__(self, *arguments: str, stdin: str | bytes = b"") -> Result:
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        self._capsys.readouterr()
        code = run(list(arguments))
        captured = self._capsys.readouterr()
        return checked(Result(code, captured.out, captured.err))

    def ok(self, *arguments: str, stdin: str | bytes = b"") -> Result:
        """A run that must succeed in silence on standard error."""
        result = self(*arguments, stdin=stdin)
        assert (result.code, result.err) == (0, "")
        return result

    def json(self, *arguments: str) -> Any:
        """The JSON answer of a run that must succeed."""
        return self.ok(*arguments, "-O", "json").json

    def refused(self, *arguments: str, exit_code: int = 1, stdin: str = "") -> str:
        """The code of a run that must fail; its message is on standard error."""
        result = self(*arguments, "-O", "json", stdin=stdin)
        assert result.code == exit_code, result
        return str(result.error["code"])
