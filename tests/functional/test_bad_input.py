"""Bad input: the right code and exit code, nothing recorded, never a traceback."""

import json
import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from projections.query import Query, find, names
from tests.functional.program import InProcess, Program
from tests.functional.test_codes import entries_in

READERS = (
    ["balance"],
    ["history"],
    ["show", "1"],
    ["check"],
    ["journal"],
    ["framework"],
)
WRITERS = (["lock-period", "--until", "2011-01-01"], ["post", "-"])


@pytest.fixture
def opened_path(prepared: Callable[[str], Path]) -> Path:
    return prepared("opened")


def receipt(**changes: object) -> dict[str, object]:
    return {
        "command": "receive_contribution",
        "year": "2011",
        "partner": "emmen",
        "amount": "1.00",
        "date": "2011-08-20",
        "document": "B-1",
        **changes,
    }


# -- lines of a file -----------------------------------------------------------

RAW: dict[str, tuple[bytes, str]] = {
    "invalid UTF-8": (b'{"command": "reverse", "reason": "\xff"}', "BAD_JSON"),
    "Latin-1": (
        '{"command": "lock_period", "reason": "Coördinatie"}'.encode("latin-1"),
        "BAD_JSON",
    ),
    "overlong UTF-8": (b'{"command": "\xc0\xaf"}', "BAD_JSON"),
    "a surrogate in UTF-8": (b'{"command": "\xed\xa0\x80"}', "BAD_JSON"),
    "UTF-16": ('{"command": "reverse"}'.encode("utf-16"), "BAD_JSON"),
    "NUL bytes": (b"\0\0\0\0", "BAD_JSON"),
    "a NUL byte in a string": (b'{"command": "re\0verse"}', "BAD_JSON"),
    "a control character in a string": (b'{"command": "re\x01verse"}', "BAD_JSON"),
    "PNG": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "BAD_JSON"),
    "a byte order mark in the middle": (b"x\xef\xbb\xbf{}", "BAD_JSON"),
    "XML": (b"<Document/>", "BAD_JSON"),
    "CSV": (b"receive_contribution;2011;emmen;1,00", "BAD_JSON"),
    "a truncated object": (b'{"command": "rever', "BAD_JSON"),
    "two objects": (b"{} {}", "BAD_JSON"),
    "a list": (b"[{}]", "BAD_JSON"),
    "deep lists": (b"[" * 200_000, "BAD_JSON"),
    "deep objects": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "BAD_JSON"),
    "10 MB of one line": (b'{"command": "' + b"x" * 10_000_000 + b'"}', "BAD_JSON"),
    "10 MB without a line's end": (b"x" * 10_000_000, "BAD_JSON"),
    "a number of 5,000 digits": (
        b'{"command": "reverse", "entry": ' + b"9" * 5000 + b"}",
        "BAD_JSON",
    ),
    "an exponent": (b'{"command": "reverse", "entry": 1e999}', "BAD_COMMAND"),
    "a command that is a list": (b'{"command": ["reverse"]}', "BAD_COMMAND"),
    "a command that is an object": (b'{"command": {}}', "BAD_COMMAND"),
    "a very long name": (b'{"command": "' + b"r" * 100_000 + b'"}', "BAD_COMMAND"),
    "a very long field": (
        b'{"command": "reverse", "' + b"f" * 100_000 + b'": 1}',
        "BAD_COMMAND",
    ),
    "an internal name": (b'{"command": "init"}', "BAD_COMMAND"),
    "a dunder": (b'{"command": "__class__"}', "BAD_COMMAND"),
    "hyphens": (b'{"command": "lock-period", "until": "2011-01-01"}', "BAD_COMMAND"),
}


@pytest.mark.parametrize("what", RAW)
def test_a_line_that_is_no_command(
    opened_path: Path, cli: InProcess, what: str
) -> None:
    raw, code = RAW[what]
    good = json.dumps(receipt()).encode()
    result = cli("post", "-", "-O", "json", stdin=good + b"\n" + raw + b"\n")
    assert (result.code, result.error["code"]) == (1, code)
    assert result.error["line"] == 2
    assert len(result.err) < 3000, "a message stays short: the commands, and no more"
    assert entries_in(opened_path) == 3


VALUES: dict[str, tuple[dict[str, object], str]] = {
    "a float": ({"amount": 1.0}, "BAD_AMOUNT"),
    "a float with noise": ({"amount": 0.1 + 0.2}, "BAD_AMOUNT"),
    "an integer": ({"amount": 100}, "BAD_AMOUNT"),
    "a huge integer": ({"amount": 10**400}, "BAD_AMOUNT"),
    "a huge string of digits": ({"amount": "9" * 4000}, "BAD_AMOUNT"),
    "a truth value": ({"amount": True}, "BAD_AMOUNT"),
    "no amount": ({"amount": None}, "BAD_AMOUNT"),
    "an exponent": ({"amount": "1E2"}, "BAD_AMOUNT"),
    "a Dutch amount": ({"amount": "1.000,00"}, "BAD_AMOUNT"),
    "three decimals": ({"amount": "1.000"}, "BAD_AMOUNT"),
    "an ambiguous amount": ({"amount": "44,800"}, "BAD_AMOUNT"),
    "a sign": ({"amount": "+1.00"}, "BAD_AMOUNT"),
    "full-width digits": ({"amount": "\uff11.00"}, "BAD_AMOUNT"),
    "future cash": ({"date": "2999-01-01"}, "FUTURE_DATE"),
    "the last day there is": ({"date": "9999-12-31"}, "FUTURE_DATE"),
    "the first day there is": ({"date": "0001-01-01"}, "BEFORE_START"),
    "a leap day that is none": ({"date": "2011-02-29"}, "BAD_DATE"),
    "a date with a time": ({"date": "2011-08-20T12:00:00Z"}, "BAD_DATE"),
    "a number for a date": ({"date": 1313798400}, "BAD_DATE"),
    "Arabic digits in a date": ({"date": "٢٠١١-٠٨-٢٠"}, "BAD_DATE"),
    "an unknown partner": ({"partner": "assen"}, "PARTNER_UNKNOWN"),
    "a partner that looks the same": ({"partner": "emm\u0435n"}, "PARTNER_UNKNOWN"),
    "a partner in Turkish capitals": ({"partner": "dr\u0130nthe"}, "PARTNER_UNKNOWN"),
    "a partner that is a list": ({"partner": ["emmen"]}, "BAD_COMMAND"),
    "an unknown year": ({"year": "2011-2012"}, "YEAR_UNKNOWN"),
    "a year that is a number": ({"year": 2011}, "BAD_COMMAND"),
    "SQL": ({"partner": "emmen'; DROP TABLE lines; --"}, "PARTNER_UNKNOWN"),
    "a path": ({"partner": "../../etc/passwd"}, "PARTNER_UNKNOWN"),
    "a format string": ({"partner": "{0.__class__}%s%n"}, "PARTNER_UNKNOWN"),
    "an unknown field": ({"currency": "EUR"}, "BAD_COMMAND"),
    "a field that is none of anyone's business": ({"entry": 3}, "BAD_COMMAND"),
    "a NUL in a text": ({"document": "B\0"}, "BAD_COMMAND"),
    "a terminal escape": ({"document": "\x1b]0;owned\x07"}, "BAD_COMMAND"),
    "a C1 control": ({"document": "\x9b31m"}, "BAD_COMMAND"),
    "a line end": ({"document": "B\nFAKE LINE"}, "BAD_COMMAND"),
    "a right-to-left override": ({"note": "\u202e0001 ORUE"}, "BAD_COMMAND"),
    "an isolate": ({"note": "\u2067x"}, "BAD_COMMAND"),
    "a voucher with a zero-width space": ({"document": "B\u200b"}, "BAD_COMMAND"),
    "a byte order mark in an id": ({"id": "k\ufeff1"}, "BAD_COMMAND"),
    "a soft hyphen": ({"note": "B\u00adank"}, "BAD_COMMAND"),
    "a mark of direction": ({"document": "\u200eB"}, "BAD_COMMAND"),
    "a line separator": ({"note": "B\u2028FAKE LINE"}, "BAD_COMMAND"),
    "a paragraph separator": ({"note": "B\u2029FAKE LINE"}, "BAD_COMMAND"),
    "a note that can't be seen": ({"note": "\u200b"}, "BAD_COMMAND"),
    "a blank voucher": ({"document": "\u3000 \t"}, "BAD_COMMAND"),
    "a lone surrogate": ({"note": "\ud800"}, "BAD_COMMAND"),
    "a long text": ({"note": "x" * 2001}, "BAD_COMMAND"),
    "a nested text": ({"note": {"x": "y"}}, "BAD_COMMAND"),
}


@pytest.mark.parametrize("what", VALUES)
def test_a_value_that_is_not_accepted(
    opened_path: Path, cli: InProcess, what: str
) -> None:
    changes, code = VALUES[what]
    line = json.dumps(receipt(**changes))
    result = cli("post", "-", "-O", "json", stdin=line)
    assert (result.code, result.error["code"]) == (1, code)
    assert result.error["message"].isprintable()
    text = cli("post", "-", stdin=line).err
    assert text.rstrip("\n").isprintable(), "a refusal can't drive the terminal"
    assert len(text) < 2000
    assert entries_in(opened_path) == 3


def test_escapes_never_reach_a_terminal_or_file(
    opened_path: Path, cli: InProcess
) -> None:
    """What is printable but strange is kept, and comes back as it was."""
    document = '=HYPERLINK("x") "quoted", semi;colon |pipe| \\back\\ \u00e9\u00a0end'
    cli.ok("post", "-", stdin=json.dumps(receipt(document=document)))
    assert cli.json("show", "4")["document"] == document
    for shape in ("text", "csv"):
        out = cli.ok("history", "-O", shape).out
        assert "\x1b" not in out
    assert cli.ok("journal", "-O", "hledger").out


# -- arguments -----------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["balance", "--at", "\udcff"],
        ["balance", "--known-at", "\udcff"],
        ["statement", "\udcff"],
        ["statement", "partner:\udcff"],
        ["statement", "project:\udcff"],
        ["history", "--project", "\udcff"],
        ["history", "--document", "\udcff"],
        ["history", "--actor", "\udcff"],
        ["history", "--command", "\udcff"],
        ["history", "--min", "\udcff"],
        ["decision", "\udcff"],
        ["show", "\udcff"],
        ["diff", "\udcff", "#1"],
        ["assess", "\udcff"],
        ["check", "\udcff"],
        ["framework", "show", "\udcff"],
        ["lock-period", "--until", "\udcff"],
        ["lock-period", "--until", "2011-01-01", "--reason", "\udcff"],
        ["lock-period", "--until", "2011-01-01", "--id", "\udcff"],
        ["post", "\udcff"],
        ["\udcff"],
        ["balance", "--\udcff"],
        ["schema", "\udcff"],
        ["balance", "--db", "\udcff"],
        ["balance", "--db", "a\0b"],
        ["balance", "-o", "\0"],
        ["balance", "-o", "x" * 5000],
        ["balance", "--db", "x" * 5000],
        ["balance", "--db", ""],
        ["balance", "--db", "sqlite:///"],
        ["balance", "--db", "http://localhost/x"],
        ["history", "--min", "x"],
        ["history", "--recorded-from", "x"],
        ["statement", "current-account", "--from", "x"],
        ["show", "99999999999999999999999999"],
        ["reverse", "--entry", "9" * 5000, "--date", "2011-09-01", "--reason", "x"],
        ["reverse", "--entry", "9" * 19, "--date", "2011-09-01", "--reason", "x"],
        [
            "reverse",
            "--entry",
            "9223372036854775808",
            "--date",
            "2011-09-01",
            "--reason",
            "x",
        ],
        ["reverse", "--entry", "1.0", "--date", "2011-09-01", "--reason", "x"],
        ["assess", "grecor", "--amount", "-1"],
        ["init", "--db", "new.db", "--framework", "\udcff"],
        ["init", "--db", "new.db", "--framework", "a\0b"],
    ],
    ids=lambda arguments: " ".join(arguments)[:50].encode("ascii", "replace").decode(),
)
def test_arguments_that_are_no_text(
    opened_path: Path, cli: InProcess, arguments: list[str]
) -> None:
    for shape in ([], ["-O", "json"]):
        result = cli(*arguments, *shape)
        if result.code == 0:  # nothing has such a name: an empty list is an answer
            assert arguments[0] == "history"
            continue
        assert result.code in (1, 2)
        assert result.out == ""
        result.err.encode("utf-8")
    assert entries_in(opened_path) == 3
    assert not Path("new.db").exists()


def test_bytes_that_are_no_utf8_reach_the_process(
    opened_path: Path, zuidas: Program
) -> None:
    for arguments in (
        [b"balance", b"--at", b"\xff\xfe"],
        [b"lock-period", b"--until", b"2011-01-01", b"--reason", b"\xff"],
        [b"post", b"\xff.jsonl"],
        [b"\xff"],
    ):
        result = zuidas(*arguments)
        assert result.code in (1, 2)
        assert result.err.startswith("Error [")
    assert entries_in(opened_path) == 3


@pytest.mark.parametrize(
    "variables",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_a_terminal_that_knows_no_euro_sign(
    opened_path: Path, zuidas: Program, variables: dict[str, str]
) -> None:
    cost = (
        "post-process-cost --year 2011 --programme SN --amount 5 --date 2011-10-12"
        " --payee x --description x --document x"
    )
    result = zuidas(*cost.split(), env=variables)
    assert result.code == 1
    assert result.err.startswith("Error [CEILING_EXCEEDED]")
    assert zuidas("balance", env=variables).code == 0


def _little_memory() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (500_000_000, 500_000_000))


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_framework_without_end(zuidas: Program, device: str) -> None:
    result = zuidas("init", "--framework", device, preexec_fn=_little_memory)
    assert result.code == 1
    assert result.err.startswith("Error [FRAMEWORK_INVALID]")


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/full"])
def test_a_file_of_commands_without_end(
    opened_path: Path, zuidas: Program, device: str
) -> None:
    result = zuidas("post", device, "-O", "json", preexec_fn=_little_memory)
    assert (result.code, result.error["code"]) == (1, "BAD_JSON")
    assert entries_in(opened_path) == 3


# -- places for the answer -----------------------------------------------------


def test_a_full_device_for_the_answer(opened_path: Path, zuidas: Program) -> None:
    result = zuidas("history", "-o", "/dev/full")
    assert result.code == 4
    assert result.err.startswith("Error [OUTPUT_FAILED]: /dev/full can't be written")


@pytest.mark.parametrize("option", ["-o", "--log"])
@pytest.mark.parametrize(
    "place", ["missing/x", ".", "a\0b", "zuidas.db", "./zuidas.db"]
)
def test_a_place_that_can_not_be_written_is_told_before_anything_is_recorded(
    opened_path: Path, cli: InProcess, option: str, place: str
) -> None:
    for command in WRITERS:
        stdin = '{"command": "lock_period", "until": "2011-01-01"}'
        result = cli(*command, option, place, "-O", "json", stdin=stdin)
        assert (result.code, result.error["code"]) == (1, "BAD_COMMAND")
    assert entries_in(opened_path) == 3


def test_init_with_such_a_place_makes_nothing(cli: InProcess, tmp_path: Path) -> None:
    assert cli.refused("init", "-o", "missing/x") == "BAD_COMMAND"
    assert list(tmp_path.iterdir()) == []


def test_an_answer_is_never_written_over_the_ledger(
    opened_path: Path, cli: InProcess
) -> None:
    before = opened_path.read_bytes()
    (opened_path.parent / "link.db").symlink_to(opened_path)
    for place in ("zuidas.db", str(opened_path), "link.db"):
        assert cli.refused("balance", "-o", place) == "BAD_COMMAND"
    assert opened_path.read_bytes() == before


@pytest.mark.parametrize(
    ("option", "code", "said"),
    [("-o", 4, "Recorded as entry 4, but "), ("--log", 0, "Done, but ")],
)
def test_what_was_recorded_is_never_told_as_refused(
    opened_path: Path, cli: InProcess, option: str, code: int, said: str
) -> None:
    """A disk that fills up only after the command was recorded."""
    result = cli("lock-period", "--until", "2011-01-01", option, "/dev/full")
    assert result.code == code
    assert result.err.startswith(said)
    assert entries_in(opened_path) == 4


# -- what is no ledger ---------------------------------------------------------


def _text(path: Path) -> None:
    path.write_text("Dit is geen grootboek.\n" * 1000, "utf-8")


def _png(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(5000))


def _other_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE stored_events (x)")
    connection.close()


def _header_only(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0")


def _header_and_noise(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + os.urandom(20_000))


NO_LEDGERS: dict[str, Callable[[Path], object]] = {
    "an empty file": Path.touch,
    "one byte": lambda path: path.write_bytes(b"S"),
    "a text": _text,
    "an image": _png,
    "another database": _other_database,
    "a directory": Path.mkdir,
    "the null device": lambda path: path.symlink_to("/dev/null"),
}


@pytest.mark.parametrize("what", NO_LEDGERS)
def test_what_is_no_ledger(cli: InProcess, tmp_path: Path, what: str) -> None:
    path = tmp_path / "zuidas.db"
    NO_LEDGERS[what](path)
    before = path.read_bytes() if path.is_file() else b""
    for arguments in (*READERS, *WRITERS):
        assert cli.refused(*arguments) == "NOT_A_LEDGER"
    assert cli.refused("init") == "LEDGER_EXISTS"
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["zuidas.db"]


@pytest.mark.parametrize("make", [_header_only, _header_and_noise])
def test_what_only_begins_like_a_ledger(
    cli: InProcess, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "zuidas.db")
    for arguments in (*READERS, *WRITERS):
        result = cli(*arguments, "-O", "json")
        assert result.error["code"] in ("NOT_A_LEDGER", "LEDGER_DAMAGED")
        assert result.code == (3 if result.error["code"] == "LEDGER_DAMAGED" else 1)


def test_a_dangling_link(cli: InProcess, tmp_path: Path) -> None:
    (tmp_path / "zuidas.db").symlink_to(tmp_path / "nowhere" / "x.db")
    assert cli.refused("balance") == "LEDGER_NOT_FOUND"
    assert cli("init").code == 1


@pytest.mark.faults
@pytest.mark.parametrize("part", [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999])
def test_a_truncated_ledger_is_damaged_at_any_length(
    prepared: Callable[[str], Path], cli: InProcess, part: float
) -> None:
    path = prepared("lived")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    for arguments in (["check"], ["balance"], ["lock-period", "--until", "2011-01-01"]):
        result = cli(*arguments, "-O", "json")
        assert (result.code, result.error["code"]) == (3, "LEDGER_DAMAGED"), arguments


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(12))
def test_noise_in_a_page_is_never_a_traceback(
    prepared: Callable[[str], Path], cli: InProcess, seed: int
) -> None:
    from random import Random

    path = prepared("lived")
    content = bytearray(path.read_bytes())
    rng = Random(seed)
    for _ in range(40):
        start = rng.randrange(100, len(content) - 16)
        content[start : start + 16] = rng.randbytes(16)
    path.write_bytes(content)
    for arguments in (*READERS, *WRITERS):
        cli(*arguments, "-O", "json")


def test_a_ledger_of_a_newer_layout(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    connection = sqlite3.connect(prepared("lived"), isolation_level=None)
    connection.execute("PRAGMA user_version=99")
    connection.close()
    assert cli.refused("balance") == "NOT_A_LEDGER"
    assert "newer" in cli("balance").err


# -- permissions ---------------------------------------------------------------

as_root = os.geteuid() == 0


@pytest.fixture
def read_only(prepared: Callable[[str], Path]) -> Iterator[Path]:
    path = prepared("lived")
    path.chmod(stat.S_IRUSR)
    path.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    yield path
    path.parent.chmod(stat.S_IRWXU)


@pytest.mark.skipif(as_root, reason="root may write to what is read-only")
def test_a_read_only_ledger_can_be_read_but_not_written(
    read_only: Path, cli: InProcess
) -> None:
    assert cli.json("balance")["entry"] == 26
    for arguments in WRITERS:
        assert cli.refused(*arguments) == "LEDGER_READ_ONLY"


@pytest.mark.skipif(as_root, reason="root may read what nobody may")
def test_a_ledger_that_may_not_be_read(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("lived").chmod(0)
    assert cli.refused("balance") == "LEDGER_READ_ONLY"


@pytest.mark.skipif(not as_root, reason="only root can become somebody else")
def test_somebody_else_may_not_read_or_write(
    prepared: Callable[[str], Path], tmp_path: Path
) -> None:
    """As root the permissions are tried by a process of another user."""
    path = prepared("lived")
    path.chmod(stat.S_IRUSR)
    child = os.fork()
    if child == 0:
        os._exit(_as_nobody(path))
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert entries_in(path) == 26
    assert tmp_path.exists()


def _as_nobody(path: Path) -> int:
    from domain.values.errors import Refusal
    from ledger.storage.sqlite import SQLiteStore

    fd = os.open(path.parent, os.O_RDONLY)
    os.fchdir(fd)
    os.setgid(65534)
    os.setuid(65534)
    for writing in (False, True):
        try:
            SQLiteStore.open(Path(path.name), writing=writing)
        except Refusal as refusal:
            if refusal.code != "LEDGER_READ_ONLY":
                return 1
        else:
            return 2
    return 0


def test_output_that_nobody_reads_any_more(
    prepared: Callable[[str], Path], zuidas: Program
) -> None:
    """`zuidas history | head -1` ends in silence."""
    import subprocess
    import sys

    prepared("lived")
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "journal"],
        cwd=zuidas.cwd,
        env=zuidas.env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60), err) == (0, b"")


# -- what a query needs --------------------------------------------------------


def found(name: str) -> Query:
    query = find(name)
    assert query is not None
    return query


NEEDING = sorted(
    name for name in names() if any(each.required for each in found(name).parameters)
)


@pytest.mark.parametrize("name", NEEDING)
def test_a_query_without_what_it_needs_is_a_usage_error(
    cli: InProcess, prepared: Callable[[str], Path], name: str
) -> None:
    """All options that are missing are named at once, and the ledger is fine."""
    path = prepared("opened")
    result = cli("--db", str(path), *name.split(), "-O", "json")
    assert (result.code, result.error["code"]) == (2, "BAD_COMMAND"), result
    for parameter in found(name).parameters:
        if parameter.required and parameter.place == "option":
            assert f"--{parameter.name}" in str(result.error["message"])
