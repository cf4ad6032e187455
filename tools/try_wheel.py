"""Builds the wheel, installs it alone, and lets it tell the story of the examples.

Alone: in a new environment, away from the sources, with what the program needs as
requirements.lock has it and none of the tools. A package that the wheel leaves out and
a dependency that pyproject.toml does not name are missed here, not at a user's.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

from tools.shipped import locked, needed, required

ROOT = Path(__file__).parents[1]
NAME = "zuidas-ledger"
NOT_THE_PROGRAM = {"benchmarks", "tests"}
SOURCES = (".po",)
"""What files of the program are made from: the compiled catalogues are installed."""
BUILT = (".*", "build", "*.egg-info", "__pycache__")
"""Not copied. An earlier build leaves files behind that the next wheel would get."""


def main() -> None:
    """Print what was tried; exits with 1 and says why where something fails."""
    with tempfile.TemporaryDirectory(prefix="zuidas-wheel-") as folder:
        away = Path(folder)
        sources = away / "sources"
        shutil.copytree(ROOT, sources, ignore=shutil.ignore_patterns(*BUILT))
        wheel = built(sources, away)
        compared(sources, wheel)
        told = story(sources / "examples" / "demo.sh", installed(wheel, away / "venv"))
        commands = told.count("\n$ ")
        print(f"{wheel.name}, installed alone, told the story: {commands} commands.")


def run(*command: str | Path, **more: str) -> str:
    """Standard output of a command; what it said is shown where it fails."""
    env = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command, env=env | more, check=False, capture_output=True, text=True
    )
    if done.returncode:
        words = " ".join(map(str, command))
        sys.exit(f"{done.stdout}{done.stderr}\n{words}: exit code {done.returncode}")
    return done.stdout


def pip(*arguments: str | Path) -> None:
    """Run pip of the environment that runs this."""
    run(sys.executable, "-m", "pip", "--quiet", *arguments)


def built(sources: Path, target: Path) -> Path:
    """The wheel, by the setuptools that is installed here as locked."""
    alone = ("--no-deps", "--no-build-isolation", "--no-index")
    pip("wheel", *alone, "--wheel-dir", target, sources)
    (wheel,) = target.glob("*.whl")
    return wheel


def compared(sources: Path, wheel: Path) -> None:
    """Exit unless the wheel is every file of the program's packages, and no other."""
    packages = {found.parent for found in sources.glob("*/__init__.py")}
    wanted = {
        file.relative_to(sources).as_posix()
        for package in packages
        if package.name not in NOT_THE_PROGRAM
        for file in package.rglob("*")
        if file.is_file() and file.suffix not in SOURCES
    }
    with ZipFile(wheel) as archive:
        found = {name for name in archive.namelist() if ".dist-info/" not in name}
    if wanted != found:
        missing, more = sorted(wanted - found), sorted(found - wanted)
        sys.exit(f"The wheel misses {missing} and has {more} too many.")


def installed(wheel: Path, venv: Path) -> Path:
    """The folder of programs of a new environment that has the wheel."""
    run(sys.executable, "-m", "venv", "--without-pip", venv)
    alone = venv / "runtime.lock"
    alone.write_text(locked(needed(required(NAME))), encoding="utf-8")
    there = ("--python", venv / "bin" / "python")
    pip(*there, "install", "--no-deps", "--require-hashes", "-r", alone)
    pip(*there, "install", "--no-deps", "--no-index", wheel)
    pip(*there, "check")
    return venv / "bin"


def story(demo: Path, programs: Path) -> str:
    """What the demo prints, told by the `zuidas` that was installed.

    Time zones are those of the dependency: the system's own are hidden.
    """
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    return run("bash", demo, PATH=path, PYTHONTZPATH="")


if __name__ == "__main__":
    main()
