"""Bulk posting: JSON Lines in order, all or nothing, the refusal with its line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.program import InProcess, Program
from tests.functional.test_codes import entries_in


def other(amount: str, **more: str) -> str:
    return json.dumps(
        {
            "command": "receive_other",
            "category": "suspense",
            "amount": amount,
            "date": "2012-01-01",
            "counterparty": "x",
            "description": "x",
            "document": "x",
            **more,
        }
    )


SUMMARY = ["accepted", "duplicates", "first_entry", "last_entry", "notes"]


@pytest.fixture
def empty(prepared: Callable[[str], Path]) -> Path:
    return prepared("empty")


def test_a_file_of_commands(empty: Path, cli: InProcess, tmp_path: Path) -> None:
    (tmp_path / "c.jsonl").write_text("\n".join([other("1.00"), other("2.00")]))
    found = cli.json("post", "c.jsonl")
    assert list(found) == SUMMARY
    assert found == {
        "accepted": 2,
        "duplicates": 0,
        "first_entry": 2,
        "last_entry": 3,
        "notes": [],
    }
    assert cli.json("balance")["current_account"]["other_received"] == "3.00"


def test_standard_input(empty: Path, cli: InProcess) -> None:
    result = cli.ok("post", "-", stdin=other("1.00") + "\n")
    assert result.out == "1 accepted as entries 2-2.\n"


def test_all_or_nothing_with_the_line(empty: Path, cli: InProcess) -> None:
    before = empty.read_bytes()
    lines = "\n".join(["", other("1.00"), "   ", other("2.00"), other("0.00"), "x"])
    result = cli("post", "-", "-O", "json", stdin=lines)
    assert (result.code, result.error["code"], result.error["line"]) == (
        1,
        "BAD_AMOUNT",
        5,
    )
    text = cli("post", "-", stdin=lines)
    assert text.err.startswith("Error [BAD_AMOUNT]: line 5: ")
    assert text.out == ""
    assert entries_in(empty) == 1
    assert empty.read_bytes() == before or entries_in(empty) == 1
    # And no number is used up.
    assert cli.json("lock-period", "--until", "2011-01-01")["entry"] == 2


def test_a_refusal_by_a_rule_names_its_line_too(empty: Path, cli: InProcess) -> None:
    unknown = other("1.00", category="lottery")
    result = cli("post", "-", "-O", "json", stdin=f"{other('1.00')}\n{unknown}\n")
    assert (result.error["code"], result.error["line"]) == ("CATEGORY_UNKNOWN", 2)
    assert entries_in(empty) == 1


def test_duplicates_are_counted_and_not_posted(empty: Path, cli: InProcess) -> None:
    lines = "\n".join(
        [other("1.00", id="a"), other("1.00", id="a"), other("2.00", id="b")]
    )
    cli.ok("post", "-", stdin=lines)
    result = cli.ok("post", "-", "-O", "json", stdin=lines)
    assert result.json == {
        "accepted": 0,
        "duplicates": 3,
        "first_entry": None,
        "last_entry": None,
        "notes": [],
    }
    assert entries_in(empty) == 3
    more = cli.ok("post", "-", "-O", "json", stdin=f"{lines}\n{other('3.00')}")
    assert more.json == {
        "accepted": 1,
        "duplicates": 3,
        "first_entry": 4,
        "last_entry": 4,
        "notes": [],
    }


def test_a_conflict_within_a_file(empty: Path, cli: InProcess) -> None:
    lines = "\n".join([other("1.00", id="a"), other("2.00", id="a")])
    result = cli("post", "-", "-O", "json", stdin=lines)
    assert (result.error["code"], result.error["line"]) == ("IDEMPOTENCY_CONFLICT", 2)
    assert entries_in(empty) == 1


@pytest.mark.parametrize("content", ["", "\n", "\n  \n\t\n"])
def test_nothing_to_post(empty: Path, cli: InProcess, content: str) -> None:
    result = cli.ok("post", "-", "-O", "json", stdin=content)
    assert result.json == {
        "accepted": 0,
        "duplicates": 0,
        "first_entry": None,
        "last_entry": None,
        "notes": [],
    }


def test_a_dry_run_of_a_file(empty: Path, cli: InProcess) -> None:
    before = empty.read_bytes()
    lines = f"{other('1.00')}\n{other('2.00')}\n"
    found = cli.ok("post", "-", "--dry-run", "-O", "json", stdin=lines).json
    assert [found[name] for name in SUMMARY] == [2, 0, 2, 3, []]
    assert "nothing was recorded" in cli.ok("post", "-", "--dry-run", stdin=lines).out
    refused = cli("post", "-", "--dry-run", "-O", "json", stdin=f"{lines}x")
    assert refused.error["line"] == 3
    assert empty.read_bytes() == before


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_endings_and_a_byte_order_mark(
    empty: Path, cli: InProcess, ending: str
) -> None:
    lines = ("\ufeff" + other("1.00") + ending + other("2.00") + ending).encode()
    assert cli.ok("post", "-", "-O", "json", stdin=lines).json["accepted"] == 2


@pytest.mark.parametrize("place", ["missing.jsonl", ".", "/dev/null/x", "nul\0.jsonl"])
def test_a_file_that_can_not_be_read(empty: Path, cli: InProcess, place: str) -> None:
    assert cli.refused("post", place) == "BAD_COMMAND"


def test_each_command_sees_what_the_former_did(empty: Path, cli: InProcess) -> None:
    lines = [
        {
            "command": "record_decision",
            "number": "SG-1",
            "date": "2011-06-15",
            "subject": "x",
        },
        {
            "command": "open_budget_year",
            "year": "2011",
            "date": "2011-08-01",
            "decision": "SG-1",
        },
        {
            "command": "allocate",
            "year": "2011",
            "date": "2011-08-01",
            "decision": "SG-1",
            "shares": {"SN": "100"},
        },
        {"command": "reverse", "entry": 4, "date": "2011-08-01", "reason": "x"},
        {
            "command": "allocate",
            "year": "2011",
            "date": "2011-08-01",
            "decision": "SG-1",
            "shares": {"TL": "100"},
        },
    ]
    stdin = "\n".join(map(json.dumps, lines))
    assert cli.ok("post", "-", "-O", "json", stdin=stdin).json["last_entry"] == 6
    assert cli.json("balance")["programmes"][1]["available"] == "160000.00"


@pytest.mark.thorough
def test_many_lines_are_one_transaction(empty: Path, cli: InProcess) -> None:
    lines = [other("0.01", id=f"k-{n}") for n in range(5000)]
    bad = "\n".join([*lines, other("0.00")])
    result = cli("post", "-", "-O", "json", stdin=bad)
    assert result.error["line"] == 5001
    assert entries_in(empty) == 1
    assert cli.ok("post", "-", "-O", "json", stdin="\n".join(lines)).json == {
        "accepted": 5000,
        "duplicates": 0,
        "first_entry": 2,
        "last_entry": 5001,
        "notes": [],
    }
    assert cli.json("balance")["current_account"]["balance"] == "50.00"
    assert cli.ok("check", "journal", "projections", "current-account").out == ""


def test_the_notes_of_all_lines_with_their_numbers(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("opened")
    receipt = {
        "command": "receive_contribution",
        "year": "2011",
        "partner": "emmen",
        "amount": "30000.00",
        "date": "2011-08-20",
        "document": "BANK 2011/7",
    }
    again = receipt | {"document": "bank-2011-7"}
    lines = ["", *map(json.dumps, (receipt, again))]
    found = cli.ok("post", "-", "--dry-run", "-O", "json", stdin="\n".join(lines)).json
    assert found["notes"] == [
        {
            "line": 3,
            "code": "OVER_RECEIVED",
            "message": "emmen has paid € 15,200.00 more than was called for 2011;"
            " reverse the entry if it was mistyped, or pay it back"
            " (repay_contribution).",
        },
        {
            "line": 3,
            "code": "DOCUMENT_REUSED",
            "message": "voucher bank-2011-7 of emmen was booked before, in entry 4, for"
            " the same € 30,000.00; reverse one of them if it came once.",
        },
    ]
    posted = cli.ok("post", "-", stdin="\n".join(lines)).out.splitlines()
    assert posted[0] == "2 accepted as entries 4-5."
    assert [line[:30] for line in posted if line.startswith("Note")] == [
        "Note [OVER_RECEIVED]: line 3: ",
        "Note [DOCUMENT_REUSED]: line 3",
    ]
    assert max(map(len, posted)) <= 80, "notes fit the page"


def test_the_process_reads_its_standard_input(empty: Path, zuidas: Program) -> None:
    result = zuidas("post", "-", "-O", "json", stdin=other("1.00"))
    assert (result.code, result.err) == (0, ""), "no progress bar without a terminal"
    assert result.json["accepted"] == 1


def test_two_writers_at_once_leave_no_gap(empty: Path, zuidas: Program) -> None:
    from concurrent.futures import ThreadPoolExecutor

    lines = "\n".join(other("0.01") for _ in range(50))
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda _: zuidas("post", "-", stdin=lines), range(4)))
    assert [r.code for r in results] == [0] * 4
    found = zuidas("history", "-O", "json").json
    assert [row["entry"] for row in found] == list(range(1, 202))
    assert zuidas("check", "journal", "projections").code == 0
