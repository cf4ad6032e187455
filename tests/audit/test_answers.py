"""What the audit commands answer in each format; their files have but one form."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.audit.ledgers import Log, set_state, sql, tamper
from tests.functional.program import InProcess

Prepared = Callable[[str], Path]
AT = ("--at", "2012-07-31")
VKEY = ("--vkey", "log.vkey")


@pytest.fixture
def log(prepared: Prepared, cli: InProcess) -> Log:
    """A ledger with its keys, a checkpoint and a proof in files."""
    log = Log(prepared("lived"))
    log.files(Path())
    Path("log.vkey").write_text(log.key.verifier.encode(), encoding="utf-8")
    Path("old.checkpoint").write_bytes(log.note(20).encode())
    cli.ok("audit", "prove", "14", "--key", "log.key", "-o", "entry.tlog-proof")
    return log


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    "line",
    [
        ("keygen", "auditor.key", "--witness", "auditor"),
        ("bundle", "a.bundle", *AT, "--key", "log.key"),
        ("verify-proof", "entry.tlog-proof", *VKEY),
        ("consistency", "old.checkpoint", *VKEY),
    ],
    ids=lambda line: line[0],
)
def test_facts_are_one_row(log: Log, cli: InProcess, line: tuple[str, ...]) -> None:
    [row] = rows_of(cli.ok("audit", *line, "-O", "csv").out)
    for made in ("auditor.key", "auditor.vkey", "a.bundle"):
        Path(made).unlink(missing_ok=True)
    answer = cli.json("audit", *line)
    assert list(row) == list(answer)
    if line[0] != "keygen":  # every key is another
        same = [name for name, value in answer.items() if isinstance(value, str | int)]
        assert {name: row[name] for name in same} == {
            name: str(answer[name]) for name in same
        }


def test_a_replayed_bundle_is_one_row(log: Log, cli: InProcess) -> None:
    cli.ok("audit", "bundle", "a.bundle", *AT, "--checkpoint", "old.checkpoint")
    [row] = rows_of(cli.ok("audit", "replay", "a.bundle", "-O", "csv").out)
    assert (row["entries"], row["checkpoints"], row["into"]) == ("26", "20", "")
    assert row["reproduced"].split()[0] == "framework.json"


@pytest.mark.parametrize(
    "line",
    [
        ("checkpoint", "--key", "log.key"),
        ("prove", "5", "--checkpoint", "old.checkpoint"),
    ],
    ids=lambda line: line[0],
)
def test_a_file_is_the_same_in_every_format(
    log: Log, cli: InProcess, line: tuple[str, ...]
) -> None:
    given = {
        cli.ok("audit", *line, "-O", shape).out for shape in ("text", "json", "csv")
    }
    [content] = given
    assert content == cli.ok("audit", *line).out
    assert content.rstrip().endswith("=")  # a signature, not quoted


def test_findings_are_rows(log: Log, cli: InProcess) -> None:
    clean = cli.ok("audit", "verify", "-O", "csv").out
    assert clean == "check,code,severity,message,entries\n"
    tamper(log.path, sql("UPDATE lines SET amount = 1 WHERE entry = 14 AND line = 1"))
    found = cli("audit", "verify", "-O", "csv")
    assert found.code == 3
    [row] = rows_of(found.out)
    assert (row["code"], row["entries"]) == ("PROJECTION_DIFFERS", "14")
    assert (
        row["message"]
        == cli("audit", "verify", "-O", "json").json["findings"][0]["message"]
    )


def test_what_a_ledger_says_is_no_line_of_ours(log: Log, cli: InProcess) -> None:
    """A ledger could speak of itself as verified, or hide what is wrong with it."""
    lie = "\n26 entries verified: hashes, order, replay, journal and balances.\x1b[8m"
    name = f'{{"given": {{"framework": {{"name": "{lie}"}}}}}}'.replace("\n", "\\n")
    name = name.replace("\x1b", "\\u001b")
    tamper(log.path, lambda connection: set_state(connection, 1, name.encode()))
    found = cli("audit", "verify", *VKEY)
    assert found.code == 3
    assert "\x1b" not in found.out
    lines = found.out.splitlines()
    assert not [line for line in lines if line.startswith("26 entries verified")]
    [told] = [line for line in lines if "another ledger, or one whose" in line]
    assert r"zuidas-ledger/\n26 entries verified" in told
