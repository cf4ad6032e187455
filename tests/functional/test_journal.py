"""The journal, and the accounts in it: statements, explanations, a trial balance."""

import pytest

from tests.functional.answer_keys import AT, LINE, keys, keys_of_report, rows_of
from tests.functional.program import InProcess


def test_journal(lived: InProcess) -> None:
    found = lived.json("journal")
    assert [keys(row) for row in found] == [
        ["entry", "date", "account", "amount"]
    ] * len(found)
    assert [row["entry"] for row in found] == sorted(row["entry"] for row in found)
    by_entry: dict[int, int] = {}
    for row in found:
        cents = int(row["amount"].replace(".", ""))
        assert cents != 0
        by_entry[row["entry"]] = by_entry.get(row["entry"], 0) + cents
    assert set(by_entry.values()) == {0}
    # Entries without lines are not in the journal; a reversal has its own date.
    assert {1, 2, 5, 12, 17, 24, 26}.isdisjoint(by_entry)
    assert {row["date"] for row in found if row["entry"] == 23} == {"2011-10-20"}
    assert not any(row["account"].startswith("memo") for row in found)


def test_journal_from_and_to(lived: InProcess) -> None:
    found = lived.json("journal", "--from", "2011-10-13", "--to", "2011-11-20")
    assert {row["entry"] for row in found} == {15, 22, 23}
    same = lived.json("journal", "--from", "2011-10-13", "--at", "2011-11-20")
    assert same == found


def test_journal_in_csv_and_text(lived: InProcess) -> None:
    expected = lived.json("journal")
    text = lived.ok("journal", "-O", "csv").out
    assert rows_of(text) == [{k: str(v) for k, v in row.items()} for row in expected]
    table = lived.ok("journal").out
    assert "assets:current-account" in table


def test_journal_as_hledger_declares_everything(lived: InProcess) -> None:
    text = lived.ok("journal", "-O", "hledger").out
    declared = {x.split()[1] for x in text.splitlines() if x.startswith("account ")}
    used = {row["account"] for row in lived.json("journal")}
    assert used <= declared
    assert "commodity" in text


def test_statement(lived: InProcess) -> None:
    found = lived.json(
        "statement", "current-account", "--from", "2011-10-01", "--to", "2011-10-31"
    )
    assert keys_of_report(found) == [
        "account",
        "from",
        "to",
        "opening",
        "lines",
        "closing",
    ]
    assert found["account"] == "current-account"
    assert (found["from"], found["to"]) == ("2011-10-01", "2011-10-31")
    assert (found["opening"], found["closing"]) == ("156800.00", "155600.00")
    assert [keys(line) for line in found["lines"]] == [LINE] * 3
    first = found["lines"][0]
    assert first["recorded_at"].endswith("Z")
    assert {**first, "recorded_at": ""} == {
        "entry": 14,
        "date": "2011-10-12",
        "recorded_at": "",
        "actor": "officer",
        "command": "post_process_cost",
        "counterparty": "Stenden Hogeschool",
        "description": "Hall and catering",
        "document": "INV-2011-017",  # as corrected by entry 24
        "decision": None,
        "authority": None,
        "amount": "-1200.00",
        "balance": "155600.00",
    }


@pytest.mark.parametrize(
    ("account", "closing"),
    [
        ("current-account", "180354.84"),
        ("partner:emmen", "0.00"),
        ("partner:EMMEN", "0.00"),
        ("programme:SN:2011", "30550.00"),
        ("programme:sn:2011", "30550.00"),
        ("programme:TL:2012", "0.00"),
        ("programme:OUTSIDE:2011", "0.00"),
        ("project:grecor", "-55000.00"),  # owed to it, and held for it
        ("project:proefleven", "0.00"),
        ("liabilities:funds:grecor", "-40000.00"),
        ("income:other:interest", "-12.34"),
    ],
)
def test_statement_and_explain_of_each_kind_of_account(
    lived: InProcess, account: str, closing: str
) -> None:
    stated = lived.json("statement", account, "--at", AT)
    explained = lived.json("explain", account, "--at", AT)
    assert stated == explained
    assert stated["closing"] == closing
    assert stated["opening"] == "0.00"
    cents = sum(int(x["amount"].replace(".", "")) for x in stated["lines"])
    assert cents == int(closing.replace(".", ""))


def test_statement_pages_join(lived: InProcess) -> None:
    whole = lived.json("statement", "current-account")
    first = lived.json("statement", "current-account", "--to", "2011-10-31")
    second = lived.json("statement", "current-account", "--from", "2011-11-01")
    assert second["opening"] == first["closing"]
    assert [*first["lines"], *second["lines"]] == whole["lines"]
    assert second["closing"] == whole["closing"]


def test_a_statement_from_a_day_opens_with_what_was_before_it(
    lived: InProcess,
) -> None:
    """What is dated on its first day is a line, and no part of the opening."""
    whole = lived.json("statement", "current-account")["lines"]
    for day in sorted({line["date"] for line in whole}):
        found = lived.json("statement", "current-account", "--from", day)
        before = [line["balance"] for line in whole if line["date"] < day]
        assert found["opening"] == (before or ["0.00"])[-1]
        assert found["lines"] == [line for line in whole if line["date"] >= day]


@pytest.mark.parametrize(
    ("account", "code"),
    [
        ("partner:assen", "PARTNER_UNKNOWN"),
        ("programme:XX:2011", "PROGRAMME_UNKNOWN"),
        ("programme:SN:1999", "YEAR_UNKNOWN"),
        ("project:none", "PROJECT_UNKNOWN"),
        ("nonsense", "BAD_COMMAND"),
        ("programme:SN", "BAD_COMMAND"),
        ("", "BAD_COMMAND"),
        ("memo:earmarked", "BAD_COMMAND"),
    ],
)
def test_statement_of_something_else(lived: InProcess, account: str, code: str) -> None:
    assert lived.refused("statement", account) == code
    assert lived.refused("explain", account) == code


def test_trial_balance(lived: InProcess) -> None:
    found = lived.json("trial-balance", "--from", "2011-10-01", "--to", "2011-10-31")
    assert [keys(row) for row in found] == [
        ["account", "opening", "debit", "credit", "closing"]
    ] * len(found)
    sums = {
        name: sum(int(row[name].replace(".", "")) for row in found)
        for name in ("opening", "debit", "credit", "closing")
    }
    assert sums["opening"] == sums["closing"] == 0
    assert sums["debit"] == sums["credit"]
    [cash] = [row for row in found if row["account"] == "assets:current-account"]
    assert cash == {
        "account": "assets:current-account",
        "opening": "156800.00",
        "debit": "99.00",
        "credit": "1299.00",
        "closing": "155600.00",
    }
