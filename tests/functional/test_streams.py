"""Standard input, output and error: closed, full, never read, or not UTF-8."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.functional.program import InProcess, Program, Result, checked
from tests.functional.test_codes import entries_in

LOCK = "lock-period --until 2011-09-01"
FILE = '{"command": "lock_period", "until": "2011-09-01"}\n'
CLOSED, FULL = ">&-", ">/dev/full"


@pytest.fixture(autouse=True)
def _heard() -> Iterator[None]:
    """Whoever runs the tests may have signals ignored, as `nohup` and `&` do.

    A program that is started inherits that, and then rightly does not listen.
    """
    numbers = (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)
    before = [(n, signal.signal(n, _not_ignored(n))) for n in numbers]
    yield
    for number, handler in before:
        signal.signal(number, handler)


def _not_ignored(number: signal.Signals) -> Any:  # as `signal` has it
    present = signal.getsignal(number)
    return signal.SIG_DFL if present is signal.SIG_IGN else present


@pytest.fixture
def path(prepared: Callable[[str], Path]) -> Path:
    path = prepared("opened")
    (path.parent / "file.jsonl").write_text(FILE)
    return path


def shell(zuidas: Program, line: str, **env: str) -> Result:
    """A line of the shell, in which `zuidas` is the program."""
    program = f"{shlex.quote(sys.executable)} -m cli.main"
    done = subprocess.run(
        ["/bin/sh", "-c", line.replace("zuidas ", f"{program} ", 1)],
        cwd=zuidas.cwd,
        env=zuidas.env | env,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return checked(Result(done.returncode, done.stdout.decode(), done.stderr.decode()))


@pytest.mark.one_in(5)
@pytest.mark.parametrize("where", [CLOSED, FULL])
@pytest.mark.parametrize(
    "line", [LOCK, f"{LOCK} -O json", "post file.jsonl", "post file.jsonl -O json"]
)
def test_what_is_recorded_is_recorded_once(
    path: Path, zuidas: Program, line: str, where: str
) -> None:
    result = shell(zuidas, f"zuidas {line} {where}")
    assert result.code == 4
    assert "Recorded as entry 4, but standard output can't be written" in result.err
    if "json" in line.split():
        told = json.loads(result.err)["error"]["details"]
        assert told == {"first_entry": 4, "last_entry": 4}
    assert entries_in(path) == 4
    again = shell(zuidas, f"zuidas {line} {where}")
    assert again.code == 1, "a refusal stays one"
    assert "BAD_DATE" in again.err
    assert entries_in(path) == 4


@pytest.mark.one_in(5)
@pytest.mark.parametrize("where", [CLOSED, FULL])
@pytest.mark.parametrize(
    "line",
    [
        "balance",
        "balance -O json",
        "history -O csv",
        "journal -O hledger",
        "show 2",
        "audit verify",
        f"{LOCK} --dry-run",
        "post file.jsonl --dry-run",
        "schema",
        "db status",
        "framework show",
        "--help",
        "balance --help",
        "--version",
    ],
)
def test_an_answer_that_is_lost(
    path: Path, zuidas: Program, line: str, where: str
) -> None:
    result = shell(zuidas, f"zuidas {line} {where}")
    assert result.code == 4
    assert "standard output can't be written" in result.err
    assert "ecorded" not in result.err
    assert entries_in(path) == 3


@pytest.mark.parametrize("where", [CLOSED, FULL, "2>&-", ">&- 2>&- <&-"])
def test_damage_goes_before_a_lost_answer(
    path: Path, zuidas: Program, where: str
) -> None:
    content = path.read_bytes()
    assert content.count(b"Budget 2011") == 1
    path.write_bytes(content.replace(b"Budget 2011", b"Budget 2012"))
    assert shell(zuidas, f"zuidas audit verify {where}").code == 3


@pytest.mark.one_in(5)
@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full", "<&-", "<&- 2>&-"])
@pytest.mark.parametrize("line", ["audit verify", "balance", LOCK, "check journal"])
def test_input_and_error_do_not_matter(
    path: Path, zuidas: Program, line: str, where: str
) -> None:
    result = shell(zuidas, f"zuidas {line} {where}")
    assert (result.code, result.err) == (0, "")
    assert result.out or line.startswith("check")


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("line", "code"), [("reverse --entry 99", 2), ("show 99", 1), ("balanse", 2)]
)
@pytest.mark.parametrize("where", [CLOSED, ">&- 2>&-", "2>&-", "2>/dev/full", "<&-"])
def test_a_refusal_stays_a_refusal(
    path: Path, zuidas: Program, line: str, code: int, where: str
) -> None:
    assert shell(zuidas, f"zuidas {line} {where}").code == code
    assert entries_in(path) == 3


def test_nothing_is_posted_from_a_closed_input(path: Path, zuidas: Program) -> None:
    result = shell(zuidas, "zuidas post - -O json <&-")
    assert (result.code, result.json["accepted"]) == (0, 0)
    assert entries_in(path) == 3


def test_the_ledger_is_never_opened_as_a_stream(path: Path, zuidas: Program) -> None:
    """The first file opened takes the number of a stream that is closed."""
    for where in (">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"):
        shell(zuidas, f"zuidas {LOCK} --actor x {where}")
        shell(zuidas, f"zuidas show 99 {where}")
    assert shell(zuidas, "zuidas audit verify").code == 0
    assert entries_in(path) == 4


def test_a_reader_that_has_enough(path: Path, zuidas: Program) -> None:
    for line in ("history -O json", "journal -O hledger"):
        process = _started(zuidas, line, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(60) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b"", "it is no news to whoever closed it"
        process.stderr.close()
    assert entries_in(path) == 3


def test_a_reader_that_went_away_before_it_heard_what_was_recorded(
    path: Path, zuidas: Program
) -> None:
    process = _started(zuidas, LOCK, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 4
    assert err.startswith(b"Recorded as entry 4, but ")


# -- interrupts ------------------------------------------------------------------


def _started(
    zuidas: Program, line: str, *, stdout: int = subprocess.DEVNULL
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "cli.main", *line.split()],
        cwd=zuidas.cwd,
        env=zuidas.env,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


def _full_pipe() -> tuple[int, int]:
    """A pipe with room for nothing more."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    try:
        while os.write(writing, b"x" * 4096):
            pass
    except BlockingIOError:
        os.set_blocking(writing, True)
    return reading, writing


def _until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def _interrupted(
    process: "subprocess.Popen[bytes]", by: signal.Signals = signal.SIGINT
) -> Result:
    process.send_signal(by)
    _, err = process.communicate(timeout=30)
    return checked(Result(process.returncode, "", err.decode()))


@pytest.mark.parametrize("line", [LOCK, "post file.jsonl"])
def test_interrupted_before_a_full_pipe(path: Path, zuidas: Program, line: str) -> None:
    reading, writing = _full_pipe()
    process = _started(zuidas, line, stdout=writing)
    _until(lambda: entries_in(path) == 4)
    result = _interrupted(process)
    os.close(reading)
    os.close(writing)
    assert (result.code, result.err) == (4, "Interrupted; recorded as entry 4.\n")


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGHUP])
def test_ended_before_a_full_pipe(
    path: Path, zuidas: Program, by: signal.Signals
) -> None:
    """A terminal that is closed, a service that stops: what is recorded is said."""
    reading, writing = _full_pipe()
    process = _started(zuidas, LOCK, stdout=writing)
    _until(lambda: entries_in(path) == 4)
    result = _interrupted(process, by)
    os.close(reading)
    os.close(writing)
    assert (result.code, result.err) == (4, "Interrupted; recorded as entry 4.\n")


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1"])
def test_standard_output_by_another_name(
    path: Path, zuidas: Program, name: str
) -> None:
    assert shell(zuidas, f"zuidas balance -o {name} >&-").code == 4
    assert "Current account" in shell(zuidas, f"zuidas balance -o {name}").out


def test_interrupted_before_a_fifo_that_nobody_reads(
    path: Path, zuidas: Program
) -> None:
    os.mkfifo(path.parent / "fifo")
    process = _started(zuidas, f"{LOCK} -o fifo -O json")
    _until(lambda: entries_in(path) == 4)
    result = _interrupted(process)
    assert result.code == 4
    assert result.error["details"] == {"first_entry": 4, "last_entry": 4}


def test_a_query_interrupted_before_a_full_pipe(path: Path, zuidas: Program) -> None:
    reading, writing = _full_pipe()
    process = _started(zuidas, "balance", stdout=writing)
    _until(lambda: _waits_to_write(process.pid))
    result = _interrupted(process)
    os.close(reading)
    os.close(writing)
    assert (result.code, result.err) == (130, "Interrupted; nothing was recorded.\n")


def _waits_to_write(pid: int) -> bool:
    return "pipe" in Path(f"/proc/{pid}/wchan").read_text()


def test_interrupted_while_it_reads(path: Path, zuidas: Program) -> None:
    os.mkfifo(path.parent / "commands")
    process = _started(zuidas, "post commands")
    with (path.parent / "commands").open("w") as commands:
        commands.write(FILE)
        commands.flush()
        _until((path.parent / "zuidas.db-wal").exists)
        result = _interrupted(process)
    assert (result.code, result.err) == (130, "Interrupted; nothing was recorded.\n")
    assert entries_in(path) == 3


# -- UTF-8 -----------------------------------------------------------------------


LOCALES = [
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "ascii:strict"},
    {"LC_ALL": "C"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
]


@pytest.mark.one_in(5)
@pytest.mark.parametrize("env", LOCALES, ids=str)
@pytest.mark.parametrize(
    "line",
    ["history -O json", "history -O csv", "journal -O hledger", "history", "--help"],
)
def test_the_same_bytes_whatever_the_locale(
    path: Path, zuidas: Program, line: str, env: dict[str, str]
) -> None:
    words = "\u0132s\u00e9"
    made = ["record-decision", "--number", "S-2", "--date", "2011-06-01", "--subject"]
    assert zuidas(*made, words, "--actor", words).code == 0
    usual = zuidas(*line.split(), env={"PYTHONIOENCODING": "utf-8"})
    assert zuidas(*line.split(), env=env) == usual
    assert words in usual.out or not line.startswith("history")


def test_a_checkpoint_verifies_whatever_the_locale(
    path: Path, zuidas: Program, cli: InProcess
) -> None:
    assert cli("audit", "keygen", "log.key").code == 0
    for env in LOCALES:
        made = zuidas("audit", "checkpoint", "--key", "log.key", env=env)
        (path.parent / "kept").write_bytes(made.out.encode())
        line = "audit verify --checkpoint kept --vkey log.vkey"
        assert cli(*line.split()).code == 0


def test_a_refusal_is_utf_8_too(path: Path, zuidas: Program) -> None:
    line = ["show", "99", "--at", "\u00e9"]
    usual = zuidas(*line)
    assert "\u00e9" in usual.err
    assert zuidas(*line, env={"PYTHONIOENCODING": "latin-1"}) == usual


# -- what is never written over ----------------------------------------------------


@pytest.mark.one_in(5)
@pytest.mark.parametrize(
    "line",
    [
        "balance -o zuidas.db-wal",
        "balance -o zuidas.db-shm",
        "-o zuidas.db-journal balance",
        "balance -o link-wal",
        "balance -o other.db",
        "balance -o log.key",
        "audit checkpoint --key log.key -o log.key",
        "audit prove 2 --key log.key -o log.vkey",
        "audit keygen new.key -o new.key",
        "audit keygen new.key -o new.vkey",
        "audit verify --checkpoint kept --vkey log.vkey -o kept",
        "audit verify --checkpoint kept --vkey log.vkey -o log.vkey",
        "audit bundle out.zip -o out.zip",
        "post file.jsonl -o file.jsonl",
        "post file.jsonl -o ./file.jsonl",
        "post file.jsonl --log file.jsonl",
        "post file.jsonl --log zuidas.db-wal",
        "post file.jsonl --log kept -o kept",
        "init --db new.db --framework own.toml -o own.toml",
        "init --db new.db -o new.db",
        "copy zuidas.db new.db -o new.db",
        "framework check own.toml -o own.toml",
    ],
)
def test_an_answer_is_never_written_over(path: Path, cli: InProcess, line: str) -> None:
    folder = path.parent
    cli("audit", "keygen", "log.key")
    cli("audit", "checkpoint", "--key", "log.key", "-o", "kept")
    (folder / "own.toml").write_text("title = 'x'")
    (folder / "other.db").write_bytes(path.read_bytes())
    (folder / "link-wal").symlink_to(folder / "zuidas.db-wal")
    before = {each: each.read_bytes() for each in folder.iterdir() if each.is_file()}
    result = cli(*line.split())
    assert result.code == 1
    assert result.err.startswith("Error [BAD_COMMAND]: ")
    assert "write to another file" in result.err
    after = {each: each.read_bytes() for each in folder.iterdir() if each.is_file()}
    assert after == before, "nothing was done"


def test_an_answer_may_be_written_over_another(path: Path, zuidas: Program) -> None:
    (path.parent / "answer").write_text("an older one, and a longer one")
    for line in ("schema receive_contribution", "balance -O json", "post file.jsonl"):
        assert zuidas(*line.split(), "-o", "answer") == Result(0, "", "")
    assert (path.parent / "answer").read_text().startswith("1 accepted")
