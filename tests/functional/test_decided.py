"""What was decided, differs, is assessed, checked, and in force."""

from typing import Any

import pytest

from tests.functional.answer_keys import DEVIATION, ENTRY, keys, keys_of_report, rows_of
from tests.functional.program import InProcess


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
