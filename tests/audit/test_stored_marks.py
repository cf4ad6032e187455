"""What is stored steers no terminal, whatever characters a text holds.

No program accepts such texts; who forges an entry, or kept one of an older program, has
them, and whoever looks for the forgery looks at a terminal.
"""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.audit.ledgers import rewrite_history, set_state
from tests.functional.program import InProcess

MARKS = "\x1b[2J\x1b[8m\x07\x9b2J\u202e\nFORGED LINE "
CONTROLS = {"\x1b", "\x07", "\x9b"}
ASKED = (
    "agenda",
    "assess grecor",
    "audit findings",
    "audit verify",
    "audit verify --rules",
    "balance projects",
    "check",
    "decision SG-2011-01",
    "decisions",
    "explain project:grecor",
    "history",
    "journal",
    "journal -O hledger",
    "project grecor",
    "search the",
    "show 1",
    "show 13",
    "show 14",
    "show 23",
    "show 24",
    "statement current-account",
    "statement project:grecor",
    "submissions",
)
_NAMED = ("counterparty", "payee", "recipient", "description", "reason", "note")
_TITLED = ("title", "subject", "motivation", "value", "goal", "name")


def marked(value: Any, name: str = "") -> Any:
    """The same, with the marks in every text that somebody wrote."""
    if isinstance(value, dict):
        return {key: marked(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [marked(each, name) for each in value]
    if isinstance(value, str) and name in (*_NAMED, *_TITLED):
        return f"the {MARKS}{value}"
    return value


def _mark_all(connection: sqlite3.Connection) -> None:
    rows = connection.execute("SELECT entry, state FROM stored_events").fetchall()
    for entry, state in rows[1:]:
        text = json.dumps(marked(json.loads(state)), separators=(",", ":"))
        set_state(connection, entry, text.encode())


@pytest.fixture(scope="module")
def marks(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger `lived`, whose texts all hold marks, and everything made to fit."""
    path = tmp_path_factory.mktemp("marks") / "zuidas.db"
    path.write_bytes((templates / "lived.db").read_bytes())
    rewrite_history(path, _mark_all)
    return path


@pytest.mark.parametrize("shape", ["text", "csv", "json"])
@pytest.mark.parametrize("asked", ASKED)
def test_no_mark_reaches_the_terminal(
    marks: Path, cli: InProcess, asked: str, shape: str
) -> None:
    shapes = () if "-O" in asked else ("-O", shape)
    told = cli(*asked.split(), *shapes, "--db", str(marks))
    assert told.code in (0, 1, 3), told.err
    said = told.out + told.err
    assert not CONTROLS & set(said)
    # hledger's journal has what is no control character as a bundle has it.
    assert "\u202e" not in said or "hledger" in asked
    assert not [line for line in said.splitlines() if line.startswith("FORGED")]


def test_they_are_shown(
    marks: Path, cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that whoever reads it sees that they are there."""
    monkeypatch.setenv("ZUIDAS_DB", str(marks))
    assert r"\x1b[2J\x1b[8m\x07\x9b2J\u202e" in cli.ok("show", "14", "--wide").out
    assert r"\x1b[2J" in cli.ok("history", "-O", "csv").out
    [given] = [
        each["counterparty"]
        for each in cli.json("history", "--command", "post_process_cost")[:1]
    ]
    assert MARKS in given


def test_a_proof_is_shown_so_too(marks: Path, cli: InProcess) -> None:
    at = ("--db", str(marks))
    cli.ok("audit", "keygen", "log.key", *at)
    cli.ok("audit", "prove", "14", "--key", "log.key", "-o", "proof", *at)
    told = cli.ok("audit", "verify-proof", "proof", "--vkey", "log.vkey").out
    assert not (CONTROLS | {"\u202e"}) & set(told)
