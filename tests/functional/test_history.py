"""The history, and one entry of it."""

import pytest

from tests.functional.answer_keys import (
    ENTRY,
    keys,
)
from tests.functional.program import InProcess


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
