"""`check`: named findings, what was accepted, exit codes."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.program import InProcess

GAP = "KEY_GAP/2011/3200.00"
ACCEPT = ["accept-finding", "--reason", "The partners leave it so", "--finding"]


@pytest.fixture
def funded(prepared: Callable[[str], Path], cli: InProcess) -> InProcess:
    prepared("funded")
    return cli


def test_it_is_silent_when_all_is_well(funded: InProcess) -> None:
    check = ["check", "--at", "2011-09-01"]
    assert [row["finding"] for row in funded.json(*check)] == [GAP]
    funded.ok(*ACCEPT, GAP)
    assert funded.ok(*check).out == ""
    assert funded.json(*check) == []
    assert funded.ok("check", "coverage").out == ""


def test_an_accepted_finding_comes_back_when_its_figure_changes(
    funded: InProcess,
) -> None:
    funded.ok(*ACCEPT, GAP)
    amend = ["amend-budget-year", "--year", "2011", "--date", "2011-09-01"]
    amend += ["--decision", "SG-2011-01", "--contribution", "drenthe=55000.00"]
    funded.ok(*amend)
    assert "KEY_GAP/2011/1000.00" in {row["finding"] for row in funded.json("check")}


def test_all_shows_what_was_accepted_with_the_reason(funded: InProcess) -> None:
    entry = funded.json(*ACCEPT, GAP)["entry"]
    [row] = funded.json("check", "key", "--all")
    assert row["accepted"] == {
        "entry": entry,
        "reason": "The partners leave it so",
        "decision": None,
    }
    text = funded.ok("check", "--all").out
    assert f"Accepted in entry {entry}: The partners leave it so" in " ".join(
        text.split()
    )
    assert f",{entry}\n" in funded.ok("check", "--all", "-O", "csv").out
    # At an earlier knowledge it was not accepted yet.
    assert len(funded.json("check", "key", "--known-at", f"#{entry - 1}")) == 1


def test_an_accepted_error_no_longer_fails(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("opened")
    cli.ok(
        *["receive-contribution", "--year", "2011", "--partner", "emmen"],
        *["--amount", "10", "--date", "2011-09-01", "--document", "B-1"],
    )
    cli.ok(
        *["repay-contribution", "--year", "2011", "--partner", "emmen"],
        *["--amount", "10", "--date", "2011-09-02", "--document", "B-2"],
    )
    cli.ok("reverse", "--entry", "4", "--date", "2011-09-03", "--reason", "It bounced")
    failed = cli("check", "current-account", "-O", "json")
    assert failed.code == 1
    for row in failed.json:
        cli.ok(*ACCEPT, row["finding"])
    assert cli.json("check", "current-account") == []


def test_names_are_unique(funded: InProcess) -> None:
    for line in range(3):
        funded.ok(
            *["receive-other", "--category", "suspense", "--amount", "55"],
            *["--date", "2011-12-01", "--counterparty", "J. Jansen"],
            *["--description", "Unknown", "--document", f"B-{line}"],
        )
    names = [row["finding"] for row in funded.json("check")]
    assert len(names) == len(set(names))
    assert sum(name.startswith("SUSPENSE_OPEN") for name in names) == 3


@pytest.mark.parametrize("entry", [2, 3, 12, 13, 14, 22, 23, 24])
def test_an_entry_that_is_missing_is_damage(
    prepared: Callable[[str], Path], cli: InProcess, entry: int
) -> None:
    """Whatever check comes upon first: no refusal, as if it had been asked for."""
    with sqlite3.connect(prepared("lived")) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("DELETE FROM stored_events WHERE entry = ?", (entry,))
    connection.close()
    assert cli("check").code == 3
    shown = cli("show", str(entry), "-O", "json")
    assert (shown.code, shown.error["code"]) == (3, "LEDGER_DAMAGED")


def test_unknown_findings_are_refused(funded: InProcess) -> None:
    assert funded.refused(*ACCEPT, "KEY_GAP/2011/1.00") == "SCOPE_INVALID"
