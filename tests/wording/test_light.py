"""English costs nothing, and Dutch little."""

import subprocess
import sys

from tests.functional.program import ROOT

_LOADED = "import sys; print([n for n in sys.modules if n.split('.')[0] in {names}])"


def said_by(program: str, *options: str) -> str:
    done = subprocess.run(
        [sys.executable, *options, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_the_command_line_in_english_imports_nothing_of_it() -> None:
    program = (
        "from cli.main import run; run(['framework', 'show', 'drentse-zuidas']);"
        + _LOADED.format(names="('papers', 'babel')")
    )
    assert said_by(program).splitlines()[-1] == "[]"


def test_wording_itself_needs_little() -> None:
    heavy = "('babel', 'click', 'gettext', 'pydantic', 'pathlib', 'zoneinfo')"
    program = "import domain.values.messages, papers.wording;" + _LOADED.format(
        names=heavy
    )
    # Without `site`: measuring coverage and an editable install import of their own.
    assert said_by(program, "-S") == "[]"


def test_english_reads_no_catalogue() -> None:
    program = (
        "from papers.wording import told, label, catalogue;"
        "from domain.values.messages import message;"
        "told(message('there is no entry {number}.', number=1), 'en');"
        "label('field', 'amount', 'en');"
        "print(catalogue._read.cache_info().currsize);"
        "told(message('there is no entry {number}.', number=1), 'nl');"
        "print(catalogue._read.cache_info().currsize)"
    )
    assert said_by(program).split() == ["0", "1"]


def test_importing_it_takes_under_five_milliseconds() -> None:
    program = (
        "import domain.values.messages, functools, re, time;"
        "start = time.process_time(); import papers.wording;"
        "print(time.process_time() - start)"
    )
    # The least of them: what else the machine does only adds to it.
    assert min(float(said_by(program)) for _ in range(7)) < 0.005
