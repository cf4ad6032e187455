"""`bank suggest`, `bank rest`, and the date of a bank line, on the command line."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.functional.program import InProcess
from tests.suggesting.small_bank import SmallBank
from tests.unit.domain.posting import LedgerInTest, cost

LINES: list[dict[str, Any]] = [
    {
        "n": 1,
        "booked": "2011-08-31",
        "amount": "44800.00",
        "party": "Gemeente Emmen",
        "text": "RF64ZD2011EMMEN",
    },
    {
        "n": 2,
        "booked": "2011-09-01",
        "amount": "14400.00",
        "party": "Gemeente Coevorden",
        "text": "Bijdrage",
    },
    {"n": 3, "booked": "2011-09-02", "amount": "-7.50", "bank_code": "NCHG"},
    {"n": 4, "booked": "2011-09-03", "amount": "99.00", "party": "J. Jansen"},
]
STATEMENT = 5
"""Its entry: init, a decision and a year are there, then the account."""


@pytest.fixture
def shown(prepared: Callable[[str], Path]) -> None:
    """2011 is called; a statement of four lines is open."""
    ledger = LedgerInTest(prepared("opened"))
    SmallBank.beside(ledger)
    entry = ledger.post(
        "register_statement",
        account="rc",
        from_date="2011-08-01",
        to_date="2011-09-30",
        opening="0.00",
        closing="59291.50",
        format="camt.053",
        lines=LINES,
        document="2011.xml",
    )
    assert entry == STATEMENT
    ledger.close()


CERTAIN = """\
Certain: zuidas bank suggest --certain -O jsonl | zuidas post -
Line  Booked            Open  Points  Would be
────  ──────────  ──────────  ──────  ──────────────────────────────
5.1   2011-08-31  +44,800.00      10  contribution of emmen for 2011
      because text has RF64ZD2011EMMEN; name like 'Gemeente Emmen'; same day as
      2011-08-31
5.3   2011-09-02       -7.50       9  bank charges
      because the bank's code says bank-charges
"""


@pytest.mark.usefixtures("shown")
def test_the_page_says_what_and_why(cli: InProcess) -> None:
    out = cli("bank", "suggest").out
    assert out.startswith(CERTAIN)
    assert max(map(len, out.splitlines())) <= 80
    assert "Possible: little but the amount speaks for these\n" in out
    assert "Lines that nothing open or expected is like: 1 (zuidas bank open)." in out


@pytest.mark.usefixtures("shown")
def test_json_has_the_shape_of_the_contract(cli: InProcess) -> None:
    found = cli("bank", "suggest", "-O", "json").json
    assert [(each["line"], each["level"], each["points"]) for each in found] == [
        ("5.1", "certain", 10),
        ("5.2", "possible", 4),
        ("5.3", "certain", 9),
    ]
    assert found[0] == {
        "line": "5.1",
        "booked": "2011-08-31",
        "amount": "44800.00",
        "open": "44800.00",
        "level": "certain",
        "points": 10,
        "evidence": [
            "text has RF64ZD2011EMMEN",
            "name like 'Gemeente Emmen'",
            "same day as 2011-08-31",
        ],
        "command": {
            "command": "receive_contribution",
            "year": "2011",
            "partner": "emmen",
            "amount": "44800.00",
            "date": "2011-08-31",
            "document": "2011.xml, line 5.1",
            "bank_line": "5.1",
        },
        "further": [],
    }


@pytest.mark.usefixtures("shown")
def test_what_is_certain_is_posted_and_gone(cli: InProcess) -> None:
    certain = cli("bank", "suggest", "--certain", "-O", "jsonl").out
    assert [json.loads(line)["bank_line"] for line in certain.splitlines()] == [
        "5.1",
        "5.3",
    ]
    assert cli("post", "-", stdin=certain).code == 0
    found = cli("bank", "suggest", "-O", "json").json
    assert [each["line"] for each in found] == ["5.2"]
    assert cli("bank", "suggest", "--certain", "-O", "jsonl").out == ""
    assert cli("bank", "suggest", "--certain").out.startswith("Nothing is suggested.")
    assert cli("bank", "reconcile", "-O", "json").json["difference"] == "0.00"


@pytest.mark.usefixtures("shown")
def test_all_suggestions_are_lines_for_post(cli: InProcess) -> None:
    lines = cli("bank", "suggest", "-O", "jsonl").out
    assert len(lines.splitlines()) == 3
    assert cli("post", "-", "--dry-run", stdin=lines).code == 0


@pytest.mark.usefixtures("shown")
def test_csv_has_a_row_a_line(cli: InProcess) -> None:
    rows = list(csv.DictReader(cli("bank", "suggest", "-O", "csv").out.splitlines()))
    assert [row["line"] for row in rows] == ["5.1", "5.2", "5.3"]
    assert json.loads(rows[0]["command"])["partner"] == "emmen"


@pytest.mark.usefixtures("shown")
def test_one_account_alone(cli: InProcess) -> None:
    assert len(cli("bank", "suggest", "rc", "-O", "json").json) == 3
    assert "BANK_ACCOUNT_UNKNOWN" in cli("bank", "suggest", "other").err


@pytest.mark.usefixtures("shown")
def test_rules_are_a_file(cli: InProcess, tmp_path: Path) -> None:
    rules = tmp_path / "bank-rules.toml"
    rules.write_text(
        '[[rule]]\nparty = "J. Jansen"\ncommand = "receive_other"\n'
        '[rule.fields]\ncategory = "business"\n'
    )
    found = cli("bank", "suggest", "--rules", str(rules), "-O", "json").json
    assert found[-1]["line"] == "5.4"
    assert found[-1]["command"]["category"] == "business"
    assert found[-1]["evidence"] == ["rule 1 of the file"]


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "can't be read"),
        (b"\xff", "is no text in UTF-8"),
        (b"#" * 1_000_001, "is too long"),
        (b"[[rule", "it is no TOML"),
    ],
)
def test_a_file_that_is_no_rules_is_refused(
    cli: InProcess, tmp_path: Path, content: bytes | None, told: str
) -> None:
    rules = tmp_path / "bank-rules.toml"
    if content is not None:
        rules.write_bytes(content)
    result = cli("bank", "suggest", "--rules", str(rules))
    assert result.code == 1
    assert told in result.err


@pytest.mark.usefixtures("shown")
def test_nothing_is_posted_by_asking(cli: InProcess) -> None:
    before = cli("history", "-O", "json").json
    cli("bank", "suggest")
    assert cli("history", "-O", "json").json == before


def test_a_ledger_without_an_account_has_no_lines(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("lived")
    assert cli("bank", "suggest", "-O", "json").json == []


# -- rest -----------------------------------------------------------------------------


@pytest.mark.usefixtures("shown")
def test_the_rest_of_a_statement_becomes_suspense(cli: InProcess) -> None:
    certain = cli("bank", "suggest", "--certain", "-O", "jsonl").out
    cli("post", "-", stdin=certain)
    assert cli("bank", "rest", "5", "-O", "json").json == {
        "statement": 5,
        "category": "suspense",
        "lines": [
            {
                "line": "5.2",
                "entry": 8,
                "command": "receive_other",
                "date": "2011-09-01",
                "amount": "14400.00",
            },
            {
                "line": "5.4",
                "entry": 9,
                "command": "receive_other",
                "date": "2011-09-03",
                "amount": "99.00",
            },
        ],
    }
    given = cli("show", "8", "-O", "json").json["fields"]
    assert given == {
        "command": "receive_other",
        "category": "suspense",
        "counterparty": "bank",
        "description": "line 5.2",
        "amount": "14400.00",
        "date": "2011-09-01",
        "document": "2011.xml, line 5.2",
        "bank_line": "5.2",
    }
    found = cli("bank", "reconcile", "-O", "json").json
    assert (found["open_lines"], found["open_entries"]) == ([], [])
    assert found["difference"] == "0.00"
    assert cli("bank", "rest", "5").out == "Every line of 5 is answered.\n"


@pytest.mark.usefixtures("shown")
def test_rest_may_be_of_another_category_and_only_shown(cli: InProcess) -> None:
    out = cli("bank", "rest", "5", "--category", "bank-charges", "--dry-run").out
    assert out.splitlines()[2] == "Would be entry 8: line 5.3, pay_other of € 7.50."
    assert len(cli("history", "-O", "json").json) == STATEMENT


@pytest.mark.usefixtures("shown")
def test_rest_is_all_or_nothing(cli: InProcess) -> None:
    result = cli("bank", "rest", "5", "--category", "nonsense")
    assert "CATEGORY_UNKNOWN" in result.err
    assert len(cli("history", "-O", "json").json) == STATEMENT


@pytest.mark.usefixtures("shown")
def test_rest_after_a_lock_is_on_the_first_open_day(cli: InProcess) -> None:
    cli("lock-period", "--until", "2011-09-30")
    rows = cli("bank", "rest", "5", "-O", "json").json["lines"]
    assert {row["date"] for row in rows} == {"2011-10-01"}


@pytest.mark.usefixtures("shown")
def test_rest_can_be_proposed_to_a_second_person(cli: InProcess) -> None:
    assert cli("bank", "rest", "5", "--submit").code == 0
    assert len(cli("submissions", "-O", "json").json) == 4


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(
    ("entry", "code"),
    [("99", "ENTRY_UNKNOWN"), ("x", "ENTRY_UNKNOWN"), ("3", "SCOPE_INVALID")],
)
def test_rest_of_what_is_no_statement(cli: InProcess, entry: str, code: str) -> None:
    assert code in cli("bank", "rest", entry).err


@pytest.mark.usefixtures("shown")
def test_rest_of_a_reversed_statement(cli: InProcess) -> None:
    reason = ("--date", "2011-09-30", "--reason", "Wrong file")
    assert cli("reverse", "--entry", "5", *reason).code == 0
    assert "LINE_UNKNOWN" in cli("bank", "rest", "5").err


# -- the date of a line ---------------------------------------------------------------

RECEIVE: tuple[str, ...] = (
    *("receive-contribution", "--year", "2011", "--partner", "emmen"),
    *("--amount", "44800", "--document", "D", "-O", "json"),
)


@pytest.mark.usefixtures("shown")
def test_the_date_of_a_command_is_that_of_its_line(cli: InProcess) -> None:
    entry = cli(*RECEIVE, "--bank-line", "5.1").json["entry"]
    assert cli("show", str(entry), "-O", "json").json["date"] == "2011-08-31"


@pytest.mark.usefixtures("shown")
def test_a_date_that_is_typed_counts(cli: InProcess) -> None:
    entry = cli(*RECEIVE, "--bank-line", "5.1", "--date", "2-9-2011").json["entry"]
    assert cli("show", str(entry), "-O", "json").json["date"] == "2011-09-02"


@pytest.mark.usefixtures("shown")
def test_what_is_submitted_has_the_date_too(cli: InProcess) -> None:
    cli("submit", *RECEIVE, "--bank-line", "5.1")
    (found,) = cli("submissions", "-O", "json").json
    assert found["fields"]["date"] == "2011-08-31"


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize("words", [RECEIVE, ("submit", *RECEIVE)])
def test_without_a_line_the_date_is_missing(
    cli: InProcess, words: tuple[str, ...]
) -> None:
    result = cli(*words)
    assert result.code == 2
    assert result.error["message"].startswith("Missing option '--date'.")


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(
    ("line", "code"), [("5.9", "LINE_UNKNOWN"), ("five", "BAD_COMMAND")]
)
def test_a_line_that_is_not_there(cli: InProcess, line: str, code: str) -> None:
    result = cli(*RECEIVE, "--bank-line", line)
    assert result.code == 1
    assert result.error["code"] == code
    assert "date" not in result.error["message"]


def test_jsonl_still_needs_its_date(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("funded")
    fields = {"command": "post_process_cost", **cost("1.00", "2011-10-01")}
    del fields["date"]
    assert "lacks date" in cli("post", "-", stdin=json.dumps(fields)).err
