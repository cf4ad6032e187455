"""`zuidas bank`: statements imported, what is open, bank and ledger tied."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.program import InProcess
from tests.statements.writing import (
    IBAN,
    archive,
    camt,
    entry,
    mt940,
    mt940_line,
    statement,
)

OTHER_IBAN = "NL20INGB0001234567"
JANUARY = camt(
    statement(0, entry(100000, "2014-01-03") + entry(-25000, "2014-01-05"), 75000)
)
KEYS = (
    *("entry", "id", "duplicate", "account", "number", "from", "to", "opening"),
    *("closing", "lines", "sum", "not_booked", "file"),
)


def in_2014(text: str) -> bytes:
    return text.replace("2026", "2014").replace("C2601", "C1401").encode()


@pytest.fixture
def banked(prepared: Callable[[str], Path], cli: InProcess) -> InProcess:
    """The account is open since 2014; january.xml has 1,000.00 in and 250.00 out."""
    prepared("awarded")
    given = ("--kind", "bank", "--holder", "Drenthe", "--document", "Contract")
    opened = ("--date", "2014-01-01", "--opening", "0", "--iban", IBAN)
    cli.ok("open-bank-account", "--account", "rc", *given, *opened)
    Path("january.xml").write_bytes(in_2014(JANUARY))
    return cli


def test_an_import_as_the_contract_has_it(banked: InProcess) -> None:
    found = banked.json("bank", "import", "january.xml")
    assert list(found) == ["statements"]
    [row] = found["statements"]
    assert tuple(row) == KEYS
    expected = {
        "entry": 15,
        "duplicate": False,
        "account": "rc",
        "number": "1",
        "from": "2014-01-01",
        "to": "2014-01-31",
        "opening": "0.00",
        "closing": "750.00",
        "lines": 2,
        "sum": "750.00",
        "not_booked": 0,
        "file": "january.xml",
    }
    assert {name: row[name] for name in expected} == expected
    assert row["id"].startswith("stmt:")
    assert len(row["id"]) == 45
    [again] = banked.json("bank", "statements")
    assert again == {name: row[name] for name in again}
    assert tuple(again) == tuple(
        name for name in KEYS if name not in ("duplicate", "not_booked", "file")
    )


def test_the_same_statement_in_another_file_records_nothing(banked: InProcess) -> None:
    banked.ok("bank", "import", "january.xml")
    lines = mt940_line(100000, "1401030103") + mt940_line(-25000, "1401050105")
    Path("january.940").write_bytes(in_2014(mt940(0, lines, 75000)))
    Path("both.zip").write_bytes(
        archive({"a.xml": in_2014(JANUARY), "b.940": Path("january.940").read_bytes()})
    )
    for name in ("january.xml", "january.940", "both.zip"):
        [row] = banked.json("bank", "import", name)["statements"]
        assert (row["entry"], row["duplicate"]) == (15, True)
        assert "already" in banked.ok("bank", "import", name).out
    assert len(banked.json("history")) == 15


def test_statements_are_registered_in_their_own_order(banked: InProcess) -> None:
    months = {
        "02": camt(statement(75000, entry(1, "2014-02-03"), 75001)),
        "03": camt(statement(75001, entry(2, "2014-03-03"), 75003)),
    }
    for month, text in months.items():
        dated = text.replace("2026-01", f"2014-{month}").replace("-31<", "-28<")
        Path(f"{month}.xml").write_text(dated)
    names = ("03.xml", "january.xml", "02.xml", "january.xml")
    rows = banked.json("bank", "import", *names)["statements"]
    assert [row["file"] for row in rows] == ["january.xml", "02.xml", "03.xml"]
    assert [row["entry"] for row in rows] == [15, 16, 17]


def test_all_of_them_or_none(banked: InProcess) -> None:
    gap = camt(statement(75100, entry(1, "2014-02-03"), 75101)).replace(
        "2026-01", "2014-02"
    )
    Path("gap.xml").write_text(gap.replace("-31<", "-28<"))
    error = banked("bank", "import", "january.xml", "gap.xml", "-O", "json").error
    assert error["code"] == "STATEMENT_GAP"
    assert "€ 1.00 differs" in error["message"]
    assert banked.json("bank", "statements") == []


def test_a_dry_run_and_commands_to_post(banked: InProcess) -> None:
    found = banked.json("bank", "import", "january.xml", "--dry-run")
    assert (found["dry_run"], found["statements"][0]["entry"]) == (True, 15)
    banked.ok("bank", "import", "january.xml", "-o", "commands.jsonl")
    assert banked.json("bank", "statements") == []
    command = json.loads(Path("commands.jsonl").read_text())
    assert command["command"] == "register_statement"
    banked.ok("post", "commands.jsonl")
    [row] = banked.json("bank", "import", "january.xml")["statements"]
    assert row["duplicate"]


def test_an_account_that_is_not_there_or_another_one(banked: InProcess) -> None:
    other = in_2014(JANUARY.replace(IBAN, OTHER_IBAN))
    Path("other.xml").write_bytes(other)
    refused = ("bank", "import", "other.xml")
    assert banked.refused(*refused) == "BANK_ACCOUNT_UNKNOWN"
    assert banked.refused(*refused, "--account", "rc") == "BANK_ACCOUNT_DIFFERS"
    assert banked.refused(*refused, "--account", "gl") == "BANK_ACCOUNT_UNKNOWN"
    assert "--account" in banked("bank", "import", "other.xml").err
    banked.ok("bank", "import", "january.xml", "--account", "rc")


def test_a_ledger_extract_is_of_the_account_that_is_named(banked: InProcess) -> None:
    given = ("--kind", "ledger", "--holder", "Drenthe", "--document", "Contract")
    opened = ("--date", "2014-01-01", "--opening", "-10")
    banked.ok("open-bank-account", "--account", "gl", *given, *opened)
    Path("map.toml").write_text(
        '[columns]\ndate = "Datum"\namount = "Bedrag"\npositive_is = "out"\n'
        'party = "Naam"\n'
    )
    Path("card.csv").write_text("Datum;Bedrag;Naam\n3-1-2014;12,50;Stenden\n")
    line = ("bank", "import", "card.csv", "--extract", "map.toml")
    period = ("--from", "1-1-2014", "--to", "31-1-2014")
    balances = ("--opening", "-10", "--closing", "-22,50")
    [row] = banked.json(*line, *period, *balances, "--account", "gl")["statements"]
    assert (row["opening"], row["closing"], row["lines"]) == ("-10.00", "-22.50", 1)
    lacks = banked(*line, *period)
    assert (lacks.code, "--opening" in lacks.err) == (2, True)
    lonely = banked("bank", "import", "january.xml", *period)
    assert (lonely.code, "--extract" in lonely.err) == (2, True)


def test_what_is_left_out_is_counted(banked: InProcess) -> None:
    lines = entry(0, "2014-01-03") + entry(100, "2014-01-04", status="PDNG")
    Path("x.xml").write_bytes(in_2014(camt(statement(0, lines + entry(5), 5))))
    told = " ".join(banked.ok("bank", "import", "x.xml", "--dry-run").out.split())
    assert "1 lines are not booked yet" in told
    assert "1 lines of 0.00 were left out" in told


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "NOT_A_STATEMENT"),
        (b"%PDF-1.7", "NOT_A_STATEMENT"),
        (b"<!DOCTYPE x><Document/>", "STATEMENT_UNSAFE"),
        (JANUARY.replace("CLBD", "ITBD").encode(), "STATEMENT_INCOMPLETE"),
        (JANUARY.replace('"EUR"', '"USD"').encode(), "NOT_EURO"),
        (JANUARY.replace("1000.00", "1000.01").encode(), "STATEMENT_UNBALANCED"),
        (JANUARY.encode()[:700], "NOT_A_STATEMENT"),
    ],
)
def test_files_that_are_refused(banked: InProcess, content: bytes, code: str) -> None:
    Path("x.xml").write_bytes(content)
    assert banked.refused("bank", "import", "x.xml") == code
    assert banked.json("bank", "statements") == []


def test_files_that_can_t_be_read(banked: InProcess) -> None:
    assert banked.refused("bank", "import", "none.xml") == "BAD_COMMAND"
    assert banked.refused("bank", "import", ".") == "BAD_COMMAND"


# -- what is open, and the identity ---------------------------------------------------


def test_bank_and_ledger_are_tied_as_the_contract_has_it(banked: InProcess) -> None:
    banked.ok("bank", "import", "january.xml")
    paid = ("--category", "suspense", "--amount", "100", "--date", "2014-01-06")
    told = ("--counterparty", "bank", "--description", "?", "--document", "x")
    banked.ok("pay-other", *paid, *told, "--bank-line", "15.2")
    found = banked.json("bank", "reconcile", "--at", "2014-01-06")
    assert list(found) == [
        *("at", "known_at", "entry", "accounts", "bank_balance", "open_lines"),
        *("open_entries", "current_account", "difference", "root"),
    ]
    assert found["accounts"] == [
        {"account": "rc", "bank_balance": "750.00", "statement_to": None}
    ]
    assert found["open_lines"] == [
        {
            "line": "15.1",
            "booked": "2014-01-03",
            "amount": "1000.00",
            "open": "1000.00",
            "party": None,
            "text": None,
        },
        {
            "line": "15.2",
            "booked": "2014-01-05",
            "amount": "-250.00",
            "open": "-150.00",
            "party": None,
            "text": None,
        },
    ]
    assert found["open_entries"][0] == {
        "entry": 6,
        "date": "2011-08-20",
        "amount": "44800.00",
        "open": "44800.00",
        "command": "receive_contribution",
    }
    assert (found["bank_balance"], found["current_account"]) == ("750.00", "156700.00")
    assert found["difference"] == "0.00"
    later = banked.json("bank", "reconcile", "rc")
    assert later["accounts"][0]["statement_to"] == "2014-01-31"
    lists = banked.json("bank", "open")
    assert list(lists) == ["open_lines", "open_entries", "root"]
    assert lists["open_lines"] == later["open_lines"]
    text = banked.ok("bank", "reconcile").out
    assert "Tied" in text
    assert "The bank says" in text


def test_an_account_that_is_not_there(banked: InProcess) -> None:
    for name in ("reconcile", "open", "statements"):
        assert banked.refused("bank", name, "gl") == "BANK_ACCOUNT_UNKNOWN"


def test_before_anything_is_said_of_the_bank(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    prepared("awarded")
    assert cli.json("bank", "reconcile")["accounts"] == []
    assert "No bank account is open" in cli.ok("bank", "reconcile").out
    assert cli.json("bank", "statements") == []


def test_what_differs_is_an_integrity_failure(
    banked: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    from projections.answers import bank

    banked.ok("bank", "import", "january.xml")
    monkeypatch.setattr(bank, "open_lines", lambda _: [])
    result = banked("bank", "reconcile", "-O", "json")
    assert (result.code, result.json["difference"]) == (3, "750.00")
    assert "NOT TIED" in banked("bank", "reconcile").out
    found = banked("check", "bank", "-O", "json").json
    assert "BANK_DIFFERS" in {each["code"] for each in found}


# -- the framework's own rule ----------------------------------------------------------


def test_a_framework_may_ask_for_a_reconciled_bank(cli: InProcess) -> None:
    source = cli.ok("framework", "show", "drentse-zuidas", "-O", "toml").out
    text = f"lock_needs_reconciliation = true\n{source}"
    Path("own.toml").write_text(text)
    cli.ok("init", "--framework", "own.toml")
    cli.ok("lock-period", "--until", "2011-08-31")
    given = ("--kind", "ledger", "--holder", "x", "--document", "x", "--opening", "5")
    cli.ok("open-bank-account", "--account", "gl", "--date", "2011-09-01", *given)
    assert cli.refused("lock-period", "--until", "2011-09-01") == "NOT_RECONCILED"
    money = ("--category", "interest", "--amount", "5", "--date", "2011-09-01")
    told = ("--counterparty", "x", "--description", "x", "--document", "x")
    cli.ok("receive-other", *money, *told, "--bank-line", "3.0")
    cli.ok("lock-period", "--until", "2011-09-01")
    wrong = text.replace("= true", '= "yes"', 1)
    Path("wrong.toml").write_text(wrong)
    assert cli.refused("framework", "check", "wrong.toml") == "FRAMEWORK_INVALID"
