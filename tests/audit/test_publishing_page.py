"""docs/publishing.md: its program reads what is published, and finds what is wrong.

It runs isolated (`-I`), so it can import nothing of the project.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.audit.ledgers import Log
from tests.audit.publications import PUBLISH, post
from tests.functional.program import ROOT, InProcess

Prepared = Callable[[str], Path]
PAGE = ROOT / "docs" / "publishing.md"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing on standard error."""


@contextmanager
def _served(folder: str) -> Iterator[str]:
    """The folder as any web server serves it."""
    handler = partial(_Quiet, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def log(prepared: Prepared, cli: InProcess) -> Log:
    """A published log of 600 entries; the first 26 of them were kept."""
    log = Log(prepared("lived"))
    log.files(Path())
    Path("kept").write_bytes(log.note().encode())
    post(cli, 574)
    cli.ok(*PUBLISH)
    (program,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    Path("read.py").write_text(program, encoding="utf-8")
    return log


def _read(*kept: str) -> tuple[int, str]:
    with _served("public") as url:
        done = subprocess.run(
            [sys.executable, "-I", "read.py", url, *kept],
            capture_output=True,
            text=True,
            check=False,
            env={},
        )
    return done.returncode, done.stdout + done.stderr


def test_the_program_reads_what_a_web_server_serves(log: Log) -> None:
    assert _read("kept") == (0, f"{log.key.name}: 600 entries, everything fits.\n")


@pytest.mark.parametrize(
    "name", ["0/001", "0/002.p/88", "1/000.p/2", "entries/000", "entries/002.p/88"]
)
def test_it_finds_every_tile_that_was_changed(log: Log, name: str) -> None:
    place = Path("public/tile") / name
    data = bytearray(place.read_bytes())
    data[40] ^= 1
    place.write_bytes(data)
    assert _read()[0] == 1


def test_it_finds_a_history_that_was_rewritten(log: Log) -> None:
    text = Path("kept").read_text("utf-8")
    Path("kept").write_text(text.replace("\n26\n", "\n25\n"), encoding="utf-8")
    assert _read("kept") == (1, "WRONG: kept: history was rewritten\n")
    Path("kept").write_text(text.replace("\n26\n", "\n601\n"), encoding="utf-8")
    assert "the end was cut off" in _read("kept")[1]
