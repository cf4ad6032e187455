"""The log of attempts: each one, accepted or refused, is a line of JSON."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cli.settings import login_name
from tests.functional.program import InProcess

Prepared = Callable[[str], Path]
LOG = ("--log", "attempts.jsonl")


@pytest.fixture(autouse=True)
def path(prepared: Prepared, cli: InProcess) -> Path:
    """A ledger in which 2011 is open and paid."""
    return prepared("funded")


def _receipt(partner: str = "emmen", amount: str = "1.00") -> tuple[str, ...]:
    return (
        *("receive-contribution", "--year", "2011", "--partner", partner),
        *("--amount", amount, "--date", "2011-09-01", "--document", "B-1"),
    )


def _attempts() -> list[dict[str, Any]]:
    lines = Path("attempts.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_an_accepted_attempt(cli: InProcess) -> None:
    before = datetime.now(UTC)
    cli.ok(*_receipt(), *LOG)
    (attempt,) = _attempts()
    assert before <= datetime.fromisoformat(attempt["at"]) <= datetime.now(UTC)
    assert attempt["outcome"] == "accepted"
    assert (attempt["command"], attempt["entry"]) == ("receive_contribution", 12)
    assert (attempt["actor"], attempt["actor_source"]) == ("officer", "environment")
    assert attempt["login"] == login_name()
    assert attempt["given"]["amount"] == "1.00"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (_receipt("nobody"), "PARTNER_UNKNOWN"),
        (_receipt(amount="1.000"), "BAD_AMOUNT"),
        (_receipt(amount="0"), "BAD_AMOUNT"),
        (
            ("reverse", "--entry", "99", "--date", "2011-09-01", "--reason", "x"),
            "ENTRY_UNKNOWN",
        ),
    ],
)
def test_a_refused_attempt_is_no_entry_but_is_logged(
    cli: InProcess, path: Path, arguments: tuple[str, ...], code: str
) -> None:
    entries = len(cli.json("history"))
    assert cli.refused(*arguments, *LOG) == code
    (attempt,) = _attempts()
    assert (attempt["outcome"], attempt["code"]) == ("refused", code)
    assert attempt["command"] == arguments[0].replace("-", "_")
    assert attempt["message"]
    assert "entry" not in attempt
    assert len(cli.json("history")) == entries


def test_the_file_grows_in_the_order_of_attempts(cli: InProcess) -> None:
    cli.ok(*_receipt(), *LOG)
    cli.refused(*_receipt("nobody"), *LOG)
    cli.ok(*_receipt(), *LOG, "--actor", "deputy")
    cli.ok(*_receipt())
    outcomes = [(each["outcome"], each["actor"]) for each in _attempts()]
    assert outcomes == [
        ("accepted", "officer"),
        ("refused", "officer"),
        ("accepted", "deputy"),
    ]


def test_the_environment_names_the_file(
    cli: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZUIDAS_LOG", "attempts.jsonl")
    cli.ok(*_receipt())
    cli.refused(*_receipt("nobody"))
    assert [each["outcome"] for each in _attempts()] == ["accepted", "refused"]
    # The option goes first.
    cli.ok(*_receipt(), "--log", "other.jsonl")
    assert len(_attempts()) == 2
    assert Path("other.jsonl").exists()


def test_a_repeated_command_is_an_attempt_too(cli: InProcess) -> None:
    cli.ok(*_receipt(), "--id", "k-1", *LOG)
    cli.ok(*_receipt(), "--id", "k-1", *LOG)
    cli.refused(*_receipt(amount="2.00"), "--id", "k-1", *LOG)
    first, second, third = _attempts()
    assert (first["outcome"], second["outcome"]) == ("accepted", "duplicate")
    assert first["entry"] == second["entry"]
    assert (third["outcome"], third["code"]) == ("refused", "IDEMPOTENCY_CONFLICT")


def test_a_dry_run_that_would_be_accepted_is_no_attempt(cli: InProcess) -> None:
    cli.ok(*_receipt(), "--dry-run", *LOG)
    assert Path("attempts.jsonl").read_text(encoding="utf-8") == ""


def _lines(*partners: str) -> str:
    return "".join(
        json.dumps(
            {
                "command": "receive_contribution",
                "year": "2011",
                "partner": partner,
                "amount": "1.00",
                "date": "2011-09-01",
                "document": f"B-{partner}",
            }
        )
        + "\n"
        for partner in partners
    )


def test_a_file_of_commands(cli: InProcess) -> None:
    cli.ok("post", "-", *LOG, stdin=_lines("emmen", "meppel", "drenthe"))
    attempts = _attempts()
    assert [each["outcome"] for each in attempts] == ["accepted"] * 3
    assert [each["entry"] for each in attempts] == [12, 13, 14]


def test_a_file_that_is_refused_accepted_nothing(cli: InProcess) -> None:
    lines = _lines("emmen", "nobody", "meppel")
    assert cli.refused("post", "-", *LOG, stdin=lines) == "PARTNER_UNKNOWN"
    (attempt,) = _attempts()
    assert (attempt["outcome"], attempt["code"]) == ("refused", "PARTNER_UNKNOWN")
    assert len(cli.json("history")) == 11


def test_a_text_with_a_line_feed_stays_one_line(cli: InProcess) -> None:
    cli.refused(*_receipt("no\nbody\x1b[2J"), *LOG)
    (attempt,) = _attempts()
    assert attempt["outcome"] == "refused"


def test_queries_are_no_attempts(cli: InProcess) -> None:
    cli.ok(*LOG, "balance")
    cli.ok(*LOG, "history")
    assert not Path("attempts.jsonl").exists()


def test_a_log_that_can_not_be_written_stops_the_command(cli: InProcess) -> None:
    for place in ("nowhere/attempts.jsonl", "."):
        assert cli.refused(*_receipt(), "--log", place) == "BAD_COMMAND"
    assert len(cli.json("history")) == 11


def test_a_ledger_that_is_not_there_is_an_attempt_too(
    path: Path, cli: InProcess
) -> None:
    path.unlink()
    cli("lock-period", "--until", "2011-01-01", *LOG)
    (line,) = (path.parent / "attempts.jsonl").read_text().splitlines()
    attempt = json.loads(line)
    assert attempt["command"] == "lock_period"
    assert (attempt["outcome"], attempt["code"]) == ("refused", "LEDGER_NOT_FOUND")


def test_a_refused_line_of_a_file_is_named(path: Path, cli: InProcess) -> None:
    lines = (
        '{"command": "lock_period", "until": "2011-01-01"}\n'
        '{"command": "lock_period", "until": "2010-01-01"}\n'
    )
    cli("post", "-", *LOG, stdin=lines)
    (line,) = (path.parent / "attempts.jsonl").read_text().splitlines()
    attempt = json.loads(line)
    assert (attempt["command"], attempt["line"]) == ("lock_period", 2)
