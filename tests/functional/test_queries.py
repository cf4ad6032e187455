"""Every query as text, JSON and CSV, with the contract's keys in their order."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.functional.program import InProcess


def names(text: str) -> list[str]:
    """Keys in their order."""
    return text.split()


LINE = names(
    "entry date recorded_at actor command counterparty description document decision"
    " authority amount balance"
)
ENTRY = names(
    "entry recorded_at date actor command decision authority counterparty description"
    " document project amount reversed_by id person person_by approval"
)
PROGRAMME = names(
    "year programme allocated transferred ceiling awarded released process_costs"
    " written_off paid refunded committed recoverable available deviation"
)
YEAR = names(
    "year status budget unallocated contributions_due contributions_received"
    " other_cover gap process_costs process_ceiling for_projects"
)
PARTNER = names("year partner due due_date received outstanding overdue")
CURRENT_ACCOUNT = names(
    "contributions refunds funds other_received grants_paid process_costs funds_spent"
    " other_paid balance earmarked free"
)
PROJECT = names(
    "project year programme kind status requested awarded determined released"
    " written_off paid refunded committed recoverable funds_received funds_spent"
)
DEVIATION = names(
    "entry rule project programme year amount share used used_by left motivation"
)
AT = "2012-07-31"


@pytest.fixture
def lived(prepared: Callable[[str], Path], cli: InProcess) -> InProcess:
    """The program in a directory with the ledger `lived`."""
    prepared("lived")
    return cli


def keys(row: Any) -> list[str]:
    assert isinstance(row, dict)
    return list(row)


def keys_of_report(found: Any) -> list[str]:
    """The keys of a whole answer; it ends with the root of the log as it was known."""
    *names, last = keys(found)
    assert last == "root"
    assert len(bytes.fromhex(found["root"])) == 32
    return names


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# -- balance -------------------------------------------------------------------


def test_balance_has_the_contracts_shape(lived: InProcess) -> None:
    found = lived.json("balance", "--at", AT)
    assert keys_of_report(found) == [
        "at",
        "known_at",
        "entry",
        "programmes",
        "years",
        "partners",
        "current_account",
        "projects",
    ]
    assert (found["at"], found["known_at"], found["entry"]) == (AT, None, 26)
    assert [keys(row) for row in found["programmes"]] == [PROGRAMME] * 4
    assert [keys(row) for row in found["years"]] == [YEAR]
    assert [keys(row) for row in found["partners"]] == [PARTNER] * 6
    assert keys(found["current_account"]) == CURRENT_ACCOUNT
    assert [keys(row) for row in found["projects"]] == [PROJECT] * 2


def test_balance_says_what_happened(lived: InProcess) -> None:
    found = lived.json("balance", "--at", AT)
    assert found["programmes"][1] == {
        "year": "2011",
        "programme": "TL",
        "allocated": "64000.00",
        "transferred": "5000.00",
        "ceiling": "69000.00",
        "awarded": "30000.00",
        "released": "0.00",
        "process_costs": "0.00",
        "written_off": "0.00",
        "paid": "15000.00",
        "refunded": "0.00",
        "committed": "15000.00",
        "recoverable": "0.00",
        "available": "39000.00",
        "deviation": "0.00",
    }
    assert found["programmes"][0]["deviation"] == "2500.00"
    assert [row["programme"] for row in found["programmes"]] == [
        "SN",
        "TL",
        "IBO",
        "OUTSIDE",
    ]
    assert found["years"] == [
        {
            "year": "2011",
            "status": "open",
            "budget": "160000.00",
            "unallocated": "0.00",
            "contributions_due": "156800.00",
            "contributions_received": "156800.00",
            "other_cover": "0.00",
            "gap": "3200.00",
            "process_costs": "1450.00",
            "process_ceiling": "20000.00",
            "for_projects": "110000.00",
        }
    ]
    assert found["partners"][0] == {
        "year": "2011",
        "partner": "emmen",
        "due": "44800.00",
        "due_date": "2011-08-31",
        "received": "44800.00",
        "outstanding": "0.00",
        "overdue": "0.00",
    }
    assert found["current_account"] == {
        "contributions": "156800.00",
        "refunds": "0.00",
        "funds": "50000.00",
        "other_received": "12.34",
        "grants_paid": "15000.00",
        "process_costs": "1450.00",
        "funds_spent": "10000.00",
        "other_paid": "7.50",
        "balance": "180354.84",
        "earmarked": "40000.00",
        "free": "140354.84",
    }
    assert found["projects"][0] == {
        "project": "grecor",
        "year": "2011",
        "programme": "TL",
        "kind": "grant",
        "status": "awarded",
        "requested": "30000.00",
        "awarded": "30000.00",
        "determined": None,
        "released": "0.00",
        "written_off": "0.00",
        "paid": "15000.00",
        "refunded": "0.00",
        "committed": "15000.00",
        "recoverable": "0.00",
        "funds_received": "50000.00",
        "funds_spent": "10000.00",
    }


@pytest.mark.parametrize(
    ("section", "parts"),
    [
        ("programmes", ["programmes", "years"]),
        ("partners", ["partners"]),
        ("current-account", ["current_account"]),
        ("projects", ["projects"]),
    ],
)
def test_one_section_is_the_same_object_with_that_alone(
    lived: InProcess, section: str, parts: list[str]
) -> None:
    whole = lived.json("balance", "--at", AT)
    found = lived.json("balance", section, "--at", AT)
    assert keys_of_report(found) == ["at", "known_at", "entry", *parts]
    assert found == {name: whole[name] for name in found}


def test_at_is_inclusive(lived: InProcess) -> None:
    def costs(day: str) -> str:
        found = lived.json("balance", "programmes", "--at", day)
        return str(found["years"][0]["process_costs"])

    assert costs("2011-10-11") == "0.00"
    assert costs("2011-10-12") == "1200.00"
    assert costs("2011-10-13") == "1299.00"
    assert costs("2011-10-19") == "1299.00"
    assert costs("2011-10-20") == "1200.00"


def test_known_at_an_entry(lived: InProcess) -> None:
    found = lived.json("balance", "--at", AT, "--known-at", "#22")
    assert (found["known_at"], found["entry"]) == ("#22", 22)
    # The ledger did not know of the reversal yet, nor of the second project.
    assert found["years"][0]["process_costs"] == "1299.00"
    assert [row["project"] for row in found["projects"]] == ["grecor"]


@pytest.mark.parametrize(
    ("when", "entry"),
    [
        ("#1", 1),
        ("#26", 26),
        ("2014-12-31T13:00:00", 26),  # in Amsterdam, as the framework says
        ("2014-12-31T13:00", 26),
        ("2014-12-31T13:00:00.0", 26),
        ("2014-12-31T12:59:59", 0),
        ("2014-12-31T12:59", 0),
        ("2014-12-31T12:59:59.999999", 0),
        ("2014-12-31T23:00-12:00", 26),
        ("2014-12-31T12:00:00+00:00", 26),
        ("2014-12-31T11:59:59Z", 0),
        ("2014-12-31", 26),
        ("2014-12-30", 0),
        ("2999-01-01", 26),
        ("9999-12-31", 26),
        ("0001-01-01", 0),
    ],
)
def test_known_at_a_moment(lived: InProcess, when: str, entry: int) -> None:
    found = lived.json("balance", "--at", AT, "--known-at", when)
    assert (found["known_at"], found["entry"]) == (when, entry)
    assert bool(found["years"]) == (entry > 1)


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ("#27", "ENTRY_UNKNOWN"),
        ("#0", "ENTRY_UNKNOWN"),
        ("#999999999999999999", "ENTRY_UNKNOWN"),
        ("#", "BAD_DATE"),
        ("#x", "BAD_DATE"),
        ("#-1", "BAD_DATE"),
        ("#\u0661", "BAD_DATE"),
        ("tomorrow", "BAD_DATE"),
        ("2011-02-30", "BAD_DATE"),
        ("", "BAD_DATE"),
        ("20111231", "BAD_DATE"),
        ("2011-W52-6", "BAD_DATE"),
        ("2011-12-31T17", "BAD_DATE"),
        ("2011-12-31 17:00", "BAD_DATE"),
        ("2011-12-31T1700", "BAD_DATE"),
        ("2011-12-31T17:00:00,5", "BAD_DATE"),
        ("2011-12-31T17:00:00.1234567", "BAD_DATE"),
        ("2011-12-31T17:00z", "BAD_DATE"),
        ("2011-12-31T17:00+0100", "BAD_DATE"),
        ("2011-12-31T24:00", "BAD_DATE"),
        ("2011-12-31T17:60", "BAD_DATE"),
        ("2011-12-31T17:00+25:00", "BAD_DATE"),
        ("9999-12-31T23:59-12:00", "BAD_DATE"),
        ("2011-12-31T17:00\u200b", "BAD_COMMAND"),
    ],
)
def test_known_at_something_else(lived: InProcess, when: str, code: str) -> None:
    assert lived.refused("balance", "--known-at", when) == code


@pytest.mark.parametrize("day", ["20120731", "31.07.2012", "30-02-2012", "", "now"])
def test_at_something_else(lived: InProcess, day: str) -> None:
    assert lived.refused("balance", "--at", day) == "BAD_DATE"


def test_before_everything_nothing_is_there(lived: InProcess) -> None:
    found = lived.json("balance", "--at", "2000-01-01")
    assert found["programmes"] == found["years"] == found["projects"] == []
    assert set(found["current_account"].values()) == {"0.00"}


@pytest.mark.parametrize(
    "section", ["programmes", "partners", "current-account", "projects"]
)
def test_balance_in_csv_has_the_same_figures(lived: InProcess, section: str) -> None:
    part = section.replace("-", "_")
    found = lived.json("balance", section, "--at", AT)[part]
    expected = found if isinstance(found, list) else [found]
    text = lived.ok("balance", section, "--at", AT, "-O", "csv").out
    got = rows_of(text)
    assert got == [{k: v or "" for k, v in row.items()} for row in expected]
    assert text.splitlines()[0] == ",".join(expected[0])


def test_text_is_for_people(lived: InProcess) -> None:
    text = lived.ok("balance", "--at", AT).out
    assert "160,000.00" in text
    assert "Total" in text
    # The anchor of a printed page.
    root = lived.json("balance", "--at", AT)["root"]
    foot = f"At {AT}, after entry 26 (Europe/Amsterdam), root {root[:12]}."
    assert text.splitlines()[-1] == foot


def test_a_wide_page_has_the_whole_root(lived: InProcess) -> None:
    root = lived.json("balance", "--at", AT)["root"]
    assert f"Log size 26, root {root}." in lived.ok("balance", "--wide").out
    assert root in lived.ok("audit", "findings").out


# -- journal, statement, explain, trial balance --------------------------------


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


# -- history, show -------------------------------------------------------------


def test_history(lived: InProcess) -> None:
    found = lived.json("history")
    assert [keys(row) for row in found] == [ENTRY] * 26
    assert [row["entry"] for row in found] == list(range(1, 27))
    assert found[21]["reversed_by"] == 23
    assert found[24]["id"] == "k-25"
    assert found[12]["decision"] == "SG-2011-01"
    assert found[12]["project"] == "grecor"
    assert found[12]["amount"] == "30000.00"
    assert found[23]["date"] is None


@pytest.mark.parametrize(
    ("filters", "entries"),
    [
        (["--project", "grecor"], [12, 13, 15, 18, 19]),
        (["--partner", "emmen"], [3, 6, 12, 13, 15, 18, 19, 26]),
        (["--partner", "EMMEN"], [3, 6, 12, 13, 15, 18, 19, 26]),
        (["--partner", "coevorden"], [3, 7]),
        (["--programme", "IBO"], [4, 16]),
        (["--programme", "sn"], [4, 14, 17, 22, 23, 24, 25]),
        (["--programme", "tl"], [4, 5, 12, 13, 15, 16, 18, 19, 26]),
        (["--decision", "SG-2011-01"], [2, 3, 4, 5, 13, 16, 17]),
        (["--command", "pay_grant"], [15]),
        (["--command", "pay-grant"], [15]),
        (["--document", "INV-2011-017"], [14]),
        (["--document", "INV-SN-2011-10-12"], [14]),
        (["--from", "2012-04-01"], [19, 25]),
        (["--to", "2011-06-15"], [2]),
        (["--min", "50000"], [11, 18]),
        (["--max", "7,50"], [21]),
        (["--recorded-from", "2999-01-01"], []),
        (["--recorded-to", "2014-12-30"], []),
        (["--known-at", "#3"], [1, 2, 3]),
        (["--project", "grecor", "--command", "award_grant"], [13]),
    ],
)
def test_history_filtered(
    lived: InProcess, filters: list[str], entries: list[int]
) -> None:
    assert [row["entry"] for row in lived.json("history", *filters)] == entries


def test_history_before_a_reversal_was_known(lived: InProcess) -> None:
    found = lived.json("history", "--known-at", "#22")
    assert found[21]["reversed_by"] is None


def test_show(lived: InProcess) -> None:
    found = lived.json("show", "14")
    assert keys(found)[: len(ENTRY) + 4] == [
        *ENTRY,
        "fields",
        "lines",
        "annotations",
        "assessment",
    ]
    assert found["document"] == "INV-2011-017"
    assert found["fields"] == {
        "command": "post_process_cost",
        "year": "2011",
        "programme": "SN",
        "amount": "1200.00",
        "date": "2011-10-12",
        "payee": "Stenden Hogeschool",
        "description": "Hall and catering",
        "document": "INV-SN-2011-10-12",
    }
    assert found["lines"] == [
        {"account": "expenses:process:2011:SN", "amount": "1200.00"},
        {"account": "assets:current-account", "amount": "-1200.00"},
        {"account": "budget:spent:2011:SN:process", "amount": "1200.00"},
        {"account": "budget:available:2011:SN", "amount": "-1200.00"},
    ]
    [annotation] = found["annotations"]
    assert annotation["entry"] == 24
    assert found["assessment"] is None


def test_show_an_award_with_its_assessment(lived: InProcess) -> None:
    assessment = lived.json("show", "#13")["assessment"]
    assert keys(assessment) == [
        *("project", "amount", "date", "conditions", "financing", "outcome")
    ]
    assert [keys(c) for c in assessment["conditions"]] == [
        ["rule", "number", "verdict", "facts", "deviation"]
    ] * 11


def test_show_what_reversed_it(lived: InProcess) -> None:
    assert lived.json("show", "22")["reversed_by"] == 23
    assert lived.json("show", "22", "--known-at", "#22")["reversed_by"] is None


def test_show_knows_only_what_was_known(lived: InProcess) -> None:
    assert lived.json("show", "14", "--known-at", "#23")["annotations"] == []
    assert lived.refused("show", "14", "--known-at", "#13") == "ENTRY_UNKNOWN"


@pytest.mark.parametrize("entry", ["0", "27", "x", "", "-1", "1.0", "9" * 30, "\u0661"])
def test_show_something_else(lived: InProcess, entry: str) -> None:
    result = lived("show", "-O", "json", "--", entry)
    assert (result.code, result.error["code"]) == (1, "ENTRY_UNKNOWN")


@pytest.mark.parametrize("entry", range(1, 27))
def test_show_each_entry_as_text(lived: InProcess, entry: int) -> None:
    text = lived.ok("show", str(entry)).out
    assert f"{entry}" in text.splitlines()[0]


# -- decisions, diff, assess, check, framework ---------------------------------


def test_decisions(lived: InProcess) -> None:
    [row] = lived.json("decisions")
    assert row["number"] == "SG-2011-01"
    assert row["entries"] == 6
    assert (
        rows_of(lived.ok("decisions", "-O", "csv").out)[0]["subject"] == "Budget 2011"
    )


def test_decision(lived: InProcess) -> None:
    found = lived.json("decision", "SG-2011-01")
    assert keys_of_report(found) == [
        "number",
        "date",
        "subject",
        "motivation",
        "document",
        "meeting",
        "strategic",
        "entries",
        "deviations",
        "flows",
        "grants",
        "advice",
        "ratification",
    ]
    assert found["motivation"] == "As agreed in the steering group."
    assert [keys(row) for row in found["entries"]] == [ENTRY] * 6
    assert [row["entry"] for row in found["entries"]] == [3, 4, 5, 13, 16, 17]
    [deviation] = found["deviations"]
    assert keys(deviation) == DEVIATION
    assert deviation == {
        "entry": 17,
        "rule": "programme_ceiling",
        "project": None,
        "programme": "SN",
        "year": "2011",
        "amount": "2500.00",
        "share": None,
        "used": "0.00",
        "used_by": [],
        "left": "2500.00",
        "motivation": "The region can't wait for the next tranche.",
    }


def test_decision_that_is_not_recorded(lived: InProcess) -> None:
    assert lived.refused("decision", "SG-X") == "DECISION_UNKNOWN"
    assert (
        lived.refused("decision", "SG-2011-01", "--known-at", "#1")
        == "DECISION_UNKNOWN"
    )


def test_diff(lived: InProcess) -> None:
    found = lived.json("diff", "#21", "#23", "--at", "2011-10-15")
    assert [keys(row) for row in found] == [
        ["account", "before", "after", "entries"]
    ] * 4
    [cash] = [row for row in found if row["account"] == "assets:current-account"]
    # The reversal is of 20 October, so on the 15th the wrong cost still counted.
    assert cash == {
        "account": "assets:current-account",
        "before": "155600.00",
        "after": "155501.00",
        "entries": [22],
    }
    assert lived.json("diff", "#21", "#23", "--at", "2011-10-20") == []


def test_diff_backwards(lived: InProcess) -> None:
    [*_, cash] = [
        row
        for row in lived.json("diff", "#23", "#21", "--at", "2011-10-15")
        if row["account"] == "assets:current-account"
    ]
    assert (cash["before"], cash["after"]) == ("155501.00", "155600.00")


def test_assess(lived: InProcess) -> None:
    found = lived.json(
        "assess", "proefleven", "--amount", "30000", "--date", "2012-03-01"
    )
    assert keys_of_report(found) == [
        "project",
        "amount",
        "date",
        "conditions",
        "financing",
        "obstacles",
        "outcome",
    ]
    assert found["financing"] == {
        "total_cost": "60000.00",
        "grant": "30000.00",
        "own_contributions": "20000.00",
        "third_parties": "0.00",
        "gap": "10000.00",
    }
    assert (found["project"], found["amount"]) == ("proefleven", "30000.00")
    assert found["date"] == "2012-03-01"
    assert found["outcome"] == "met"
    assert [c["rule"] for c in found["conditions"]] == [
        "non_physical",
        "vision_fit",
        "two_municipalities",
        "maximum_per_project",
        "participation_share",
        "programme_ceiling",
        "third_parties_contribute",
        "external_funding_sought",
        "borrowed_capacity",
        "financing_plan",
        "process_reserve",
    ]
    assert [keys(c) for c in found["conditions"]] == [
        ["rule", "number", "verdict", "facts", "deviation"]
    ] * 11
    assert len(lived.json("history")) == 26, "nothing is recorded"


def test_assess_says_what_is_not_met(lived: InProcess) -> None:
    found = lived.json(
        "assess", "proefleven", "--amount", "30000.01", "--date", "2012-03-01"
    )
    assert found["outcome"] == "not_met"
    verdicts = {c["rule"]: c["verdict"] for c in found["conditions"]}
    assert verdicts["participation_share"] == "not_met"


def test_an_assessment_survives_the_garbage_collector(
    lived: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What replays the events must not close the ledger when it is let go of."""
    import gc

    from ledger.transparency.log import LogReader

    def collecting(*arguments: Any) -> LogReader:
        gc.collect()
        return LogReader(*arguments)

    monkeypatch.setattr("ledger.asking.LogReader", collecting)
    lived.ok("assess", "grecor", "-O", "json")
    lived.ok("assess", "grecor")


def test_assess_an_unknown_project(lived: InProcess) -> None:
    assert lived.refused("assess", "none") == "PROJECT_UNKNOWN"


def test_check_is_silent_when_clean(lived: InProcess) -> None:
    for name in (
        "journal",
        "projections",
        "current-account",
        "suspense",
        "documents",
        "contributions",
        "periods",
        "payees",
        "years",
        "transfers",
    ):
        result = lived.ok("check", name)
        assert result.out == "", name
    assert lived.json("check", "journal") == []


def test_check_finds(lived: InProcess) -> None:
    found = lived.json("check")
    assert [keys(row) for row in found] == [
        ["check", "code", "finding", "severity", "message", "entries", "accepted"]
    ] * len(found)
    assert {(row["check"], row["code"], row["severity"]) for row in found} == {
        ("key", "KEY_GAP", "warning"),
        ("ceilings", "DEVIATION_UNUSED", "warning"),
        # It is long ago, and nobody recorded what was done since.
        ("meetings", "MEETINGS_TOO_FEW", "warning"),
        ("accountability", "ACCOUNTABILITY_MISSING", "warning"),
        ("deadlines", "DEADLINE_PASSED", "warning"),
    }
    text = lived.ok("check", "--wide").out
    unused, name, _, gap, *_, counts, _, _, root = text.splitlines()
    assert unused.startswith("warning [DEVIATION_UNUSED]")
    [entry] = found[0]["entries"]
    assert name == f"  finding {found[0]['finding']} · entries #{entry}"
    assert gap.startswith("warning [KEY_GAP]")
    assert counts == f"0 errors, {len(found)} warnings."
    assert root.startswith("Log size ")


def test_check_errors_exit_with_1(lived: InProcess) -> None:
    lived.ok(
        *["pay-other", "--category", "suspense", "--amount", "500000"],
        *["--date", "2012-07-01", "--counterparty", "x"],
        *["--description", "x", "--document", "x"],
    )
    result = lived("check", "current-account")
    assert result.code == 1
    assert "OVERDRAFT" in result.out


def test_framework(lived: InProcess) -> None:
    shown = lived.json("framework", "show")
    assert shown["name"] == "drentse-zuidas"
    assert lived.json("framework")["name"] == "drentse-zuidas"
    [listed] = lived.json("framework", "list")
    assert listed["name"] == "drentse-zuidas"
    checked = {row["key"]: row["gap"] for row in lived.json("framework", "check")}
    assert checked == {"published": "3200.00", "computed": "0.00"}


# -- all of them ---------------------------------------------------------------

QUERIES: list[list[str]] = [
    ["balance"],
    ["balance", "programmes"],
    ["balance", "partners"],
    ["balance", "current-account"],
    ["balance", "projects"],
    ["statement", "current-account"],
    ["explain", "project:grecor"],
    ["trial-balance"],
    ["journal"],
    ["history"],
    ["show", "3"],
    ["decisions"],
    ["decision", "SG-2011-01"],
    ["diff", "#3", "#5"],
    ["assess", "grecor"],
    ["check", "key"],
    ["framework", "show"],
]


@pytest.mark.parametrize("query", QUERIES, ids=" ".join)
@pytest.mark.parametrize("shape", ["text", "json", "csv"])
def test_each_query_in_each_shape(
    lived: InProcess, query: list[str], shape: str
) -> None:
    result = lived.ok(*query, "-O", shape)
    assert result.out.endswith("\n")
    assert "\x1b" not in result.out
    if shape == "json":
        assert result.json is not None
    if shape == "csv":
        lengths = {len(row) for row in csv.reader(io.StringIO(result.out))}
        assert len(lengths) == 1


@pytest.mark.parametrize("query", QUERIES[:-1], ids=" ".join)
def test_each_query_looks_with_both_clocks(lived: InProcess, query: list[str]) -> None:
    clocks = ["--at", "2012-07-31", "--known-at", "#26"]
    assert lived.ok(*query, *clocks).out
    assert lived.refused(*query, "--known-at", "#27") == "ENTRY_UNKNOWN"
    assert lived.refused(*query, "--at", "2012-13-01") == "BAD_DATE"


@pytest.mark.parametrize("query", QUERIES, ids=" ".join)
def test_each_query_writes_to_a_file(
    lived: InProcess, tmp_path: Path, query: list[str]
) -> None:
    printed = lived.ok(*query, "-O", "json").out
    result = lived.ok(*query, "-O", "json", "-o", "answer.json")
    assert result.out == ""
    assert (tmp_path / "answer.json").read_text("utf-8") == printed


@pytest.mark.parametrize("place", ["missing/answer.json", "."])
def test_a_file_that_can_not_be_written(lived: InProcess, place: str) -> None:
    assert lived.refused("balance", "-o", place) == "BAD_COMMAND"


def test_reading_changes_nothing(
    prepared: Callable[[str], Path], cli: InProcess
) -> None:
    path = prepared("lived")
    before = path.read_bytes()
    for query in QUERIES:
        cli.ok(*query)
    assert path.read_bytes() == before


def test_an_answer_is_the_same_each_time(lived: InProcess) -> None:
    for query in QUERIES:
        assert lived.json(*query) == lived.json(*query)
