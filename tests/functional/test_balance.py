"""`balance`: what it says, at both clocks, in every shape."""

import pytest

from tests.functional.answer_keys import (
    AT,
    CURRENT_ACCOUNT,
    PARTNER,
    PROGRAMME,
    PROJECT,
    YEAR,
    keys,
    keys_of_report,
    rows_of,
)
from tests.functional.program import InProcess


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
