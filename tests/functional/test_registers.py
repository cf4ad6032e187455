"""The registers as they are asked for: meetings, hours, decisions, projects, agenda."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.functional.program import InProcess
from tests.unit.domain.posting import (
    LedgerInTest,
    hours,
    lent,
    meeting,
    reversal,
    team,
)

REO = {"date": "2011-10-05", "body": "reo", "subject": "The corridor"}
PEOPLE = {"emmen": 2, "drenthe": 1}


@pytest.fixture
def governed(prepared: Callable[[str], Path], cli: InProcess) -> InProcess:
    """Entries 14 to 25 on a ledger whose project grecor was awarded."""
    ledger = LedgerInTest(prepared("awarded"))
    post = ledger.post
    post("record_meeting", **meeting(agenda=["Budget", "x" * 150], document="MIN-1"))
    post("record_meeting", **team("TL-1", "2011-09-05", emmen=1, meppel="0"))
    # 16, 17
    decision = {"date": "2011-06-15", "subject": "A strategic choice"}
    decision |= {"number": "SG-2011-09", "meeting": "SG-M1", "motivation": "y" * 300}
    post("record_decision", **decision, strategic=True)
    ratified = {"decision": "SG-2011-09", "partner": "meppel", "date": "2011-09-06"}
    post("ratify_decision", **ratified, outcome="ratified", document="BW-1")
    # 18 to 20
    about = {"decision": "SG-2011-09", "project": "grecor", "meeting": "SG-M1"}
    post("record_advice", **REO, solicited=True, text="Do it", **about)
    post("commit_hours", **hours("400"), date="2011-08-01", document="MT-1")
    post("record_hours", **hours("7.5"), date="2011-10-31", project="grecor")
    # 21 to 23
    post("lend_capacity", **lent("33.33", "33.33"))
    post(
        "record_participation",
        project="grecor",
        participants=["emmen", "meppel", "hoogeveen"],
        date="2012-02-01",
        reason="Joined",
        document="LETTER-1",
    )
    post("record_result", project="grecor", date="2012-06-30", summary="Done")
    # 24 is reversed by 25.
    wrong = post("record_meeting", **meeting("SG-M2", date="2011-10-01"))
    post("reverse", **reversal(wrong, "2011-11-01"))
    ledger.close()
    return cli


def test_meetings(governed: InProcess) -> None:
    first, second = governed.json("meetings")
    assert first == {
        "entry": 14,
        "meeting": "SG-M1",
        "body": "steering_group",
        "date": "2011-06-15",
        "programme": None,
        "chair": "drenthe",
        "present": PEOPLE,
        "agenda": ["Budget", "x" * 150],
        "document": "MIN-1",
        "decisions": ["SG-2011-09"],
    }
    assert (second["programme"], second["chair"]) == ("TL", None)
    assert second["present"] == {"emmen": 1, "meppel": 0}
    assert governed.json("meetings", "--body", "programme_team") == [second]
    assert governed.json("meetings", "--at", "2011-09-04") == [first]
    known = governed.json("meetings", "--known-at", "#15")
    assert [row["decisions"] for row in known] == [[], []]
    text = governed.ok("meetings").out
    assert "steering group" in text
    assert "emmen 2, drenthe 1" in text


def test_a_reversed_meeting_is_listed_until_the_day_before(governed: InProcess) -> None:
    def numbers(*options: str) -> list[str]:
        return [row["meeting"] for row in governed.json("meetings", *options)]

    assert numbers("--at", "2011-10-31") == ["SG-M1", "TL-1", "SG-M2"]
    assert numbers("--at", "2011-11-01") == ["SG-M1", "TL-1"]
    assert numbers("--known-at", "#24") == ["SG-M1", "TL-1", "SG-M2"]


def test_meetings_in_the_names_of_open_raadsinformatie(governed: InProcess) -> None:
    found = json.loads(governed.ok("meetings", "-O", "ori").out)
    assert list(found) == [
        *("vergaderingen", "agendapunten", "informatieobjecten", "besluiten")
    ]
    first, second = found["vergaderingen"]
    assert first == {
        "url": "urn:zuidas:vergadering:SG-M1",
        "id": "SG-M1",
        "naam": "Stuurgroep SG-M1",
        "vergaderdatum": "2011-06-15",
        "status": "gehouden",
        "vergaderingstype": "commissievergadering",
        "georganiseerdDoorGremium": {
            "gremiumidentificatie": "stuurgroep",
            "gremiumnaam": "Stuurgroep",
        },
        "vergadertoelichting": "Voorzitter: drenthe. Aanwezig: emmen 2, drenthe 1.",
        "agendapunten": ["urn:zuidas:agendapunt:14-1", "urn:zuidas:agendapunt:14-2"],
        "informatieobject": {
            "url": "urn:zuidas:informatieobject:notulen-14",
            "id": "notulen-14",
        },
    }
    assert second["georganiseerdDoorGremium"]["gremiumnaam"] == "Programmateam TL"
    assert second["informatieobject"] is None
    items = found["agendapunten"]
    assert [item["agendapuntvolgnummer"] for item in items] == ["1", "2"]
    assert [len(item["agendapuntTitel"]) for item in items] == [6, 100]
    assert len(items[1]["agendapuntOmschrijving"]) == 150
    minutes, paper = found["informatieobjecten"]
    assert minutes["genotuleerdeVergadering"] == first["url"]
    assert paper["vergaderingen"] == [{"url": first["url"], "id": "SG-M1"}]
    [decision] = found["besluiten"]
    assert decision["besluitresultaat"] == "A strategic choice"
    assert len(decision["besluittoelichting"]) == 200


def test_a_meeting(governed: InProcess) -> None:
    found = governed.json("meeting", "SG-M1")
    found.pop("root")
    assert list(found) == [
        *("entry", "meeting", "body", "date", "programme", "chair", "present"),
        *("agenda", "document", "decisions", "advice"),
    ]
    assert found["decisions"] == [
        {
            "entry": 16,
            "number": "SG-2011-09",
            "subject": "A strategic choice",
            "strategic": True,
            "document": None,
        }
    ]
    assert [row["entry"] for row in found["advice"]] == [18]
    text = governed.ok("meeting", "SG-M1").out
    assert "Meeting SG-M1 of 2011-06-15: steering group" in text
    assert "SG-2011-09" in text
    assert "The corridor" in text
    assert "nobody" not in text
    assert governed.refused("meeting", "SG-M3") == "MEETING_UNKNOWN"
    assert governed.refused("meeting", "SG-M2") == "MEETING_UNKNOWN"
    assert governed.json("meeting", "SG-M2", "--at", "2011-10-31")["entry"] == 24


def test_the_meeting_that_was_meant_perhaps(governed: InProcess) -> None:
    error = governed("meeting", "SGM1", "-O", "json").error
    assert "Did you mean SG-M1?" in error["message"]
    typed = ["record-decision", "--number", "A", "--date", "15-6-2011", "--subject"]
    error = governed(*typed, "x", "--meeting", "sg-m1", "-O", "json").error
    assert error["code"] == "MEETING_UNKNOWN"
    assert "Did you mean SG-M1?" in error["message"]


def test_registers_as_they_are_typed(governed: InProcess) -> None:
    governed.ok(
        *["record-hours", "--year", "2011", "--partner", "emmen", "--hours", "7,5"],
        *["--date", "1-11-2011"],
    )
    assert governed.json("show", "26")["fields"]["hours"] == "7.50"
    governed.ok(
        *["record-meeting", "--meeting", "SG-M3", "--body", "steering_group"],
        *["--date", "2-11-2011", "--present", "emmen=2", "--present", "meppel=0"],
        *["--agenda", "Budget", "--agenda", "Round of questions"],
    )
    fields = governed.json("show", "27")["fields"]
    assert fields["present"] == {"emmen": 2, "meppel": 0}
    assert fields["agenda"] == ["Budget", "Round of questions"]
    over = ["record-meeting", "--meeting", "SG-M4", "--body", "reo", "--present"]
    assert governed.refused(*over, "emmen=12", "--date", "2-11-2011") == "BAD_COMMAND"


def test_hours(governed: InProcess) -> None:
    rows = governed.json("hours", "--year", "2011")
    assert [row["partner"] for row in rows] == [
        *("emmen", "coevorden", "hoogeveen", "dewolden", "meppel", "drenthe")
    ]
    assert rows[0] == {
        "year": "2011",
        "partner": "emmen",
        "committed": "400.00",
        "recorded": "7.50",
        "borrowed": "33.33",
        "borrowed_amount": "1110.89",
        "lent": "0.00",
        "lent_amount": "0.00",
    }
    assert (rows[2]["lent"], rows[2]["lent_amount"]) == ("33.33", "1110.89")
    assert governed.json("hours") == rows
    assert governed.json("hours", "--at", "2011-10-30")[0]["recorded"] == "0.00"
    known = governed.json("hours", "--known-at", "#18")
    assert known[0]["committed"] == "0.00"
    none = governed.json("hours", "--year", "2012")
    assert {row["committed"] for row in none} == {"0.00"}
    assert "33.33" in governed.ok("hours").out


def test_capacity_counts_in_the_year_of_its_project(governed: InProcess) -> None:
    """It was lent in January 2012, for a project of 2011."""
    [row] = [r for r in governed.json("hours") if r["borrowed"] != "0.00"]
    assert row["year"] == "2011"


def test_a_decision_with_its_advice_and_ratification(governed: InProcess) -> None:
    found = governed.json("decision", "SG-2011-09")
    assert found["meeting"] == "SG-M1"
    [advice] = found["advice"]
    assert advice == {
        "entry": 18,
        **REO,
        "solicited": True,
        "text": "Do it",
        "decision": "SG-2011-09",
        "project": "grecor",
        "meeting": "SG-M1",
        "document": None,
    }
    assert [row["partner"] for row in found["ratification"]] == [
        *("emmen", "coevorden", "hoogeveen", "dewolden", "meppel", "drenthe")
    ]
    nobody = {"date": None, "outcome": None, "document": None, "entry": None}
    assert found["ratification"][0] == {"partner": "emmen", **nobody}
    assert found["ratification"][4] == {
        "partner": "meppel",
        "date": "2011-09-06",
        "outcome": "ratified",
        "document": "BW-1",
        "entry": 17,
    }
    before = governed.json("decision", "SG-2011-09", "--at", "2011-09-05")
    assert {row["outcome"] for row in before["ratification"]} == {None}
    assert governed.json("decision", "SG-2011-01")["ratification"] == []
    text = governed.ok("decision", "SG-2011-09").out
    assert "Ratification" in text
    assert "ratified" in text
    assert "Advice" in text


def test_a_project_with_what_was_recorded_of_it(governed: InProcess) -> None:
    found = governed.json("project", "grecor")
    assert found["participation"] == [
        {
            "from": "2012-02-01",
            "participants": ["emmen", "meppel", "hoogeveen"],
            "entry": 22,
        }
    ]
    assert found["capacity"] == [
        {
            "entry": 21,
            "date": "2012-01-31",
            "lender": "hoogeveen",
            "borrower": "emmen",
            "hours": "33.33",
            "rate": "33.33",
            "document": "DETA-1",
            "amount": "1110.89",
        }
    ]
    assert [row["summary"] for row in found["results"]] == ["Done"]
    assert [row["entry"] for row in found["advice"]] == [18]
    assert governed.json("project", "grecor", "--at", "2012-01-30")["capacity"] == []
    text = governed.ok("project", "grecor").out
    for title in ("Taking part", "Capacity lent", "Results", "Advice"):
        assert title in text
    assert "emmen, meppel, hoogeveen" in text


def test_the_agenda(governed: InProcess) -> None:
    found = governed.json("agenda", "--at", "2012-01-31")
    assert found == [
        {
            "date": "2011-09-13",
            "rule": "ratification",
            "subject": "SG-2011-09",
            "command": "ratify_decision",
            "overdue": True,
        },
        {
            "date": "2011-12-31",
            "rule": "meetings",
            "subject": "2011",
            "command": "record_meeting",
            "overdue": True,
        },
        {
            "date": "2012-12-31",
            "rule": "meetings",
            "subject": "2012",
            "command": "record_meeting",
            "overdue": False,
        },
    ]
    assert governed.json("agenda", "--at", "2011-10-31", "--known-at", "#24") == [
        found[0]
    ]
    text = governed.ok("agenda", "--at", "2012-01-31").out
    assert "overdue" in text
    assert "ratify_decision" in text
    csv = governed.ok("agenda", "--at", "2012-01-31", "-O", "csv").out
    assert csv.startswith("date,rule,subject,command,overdue\n")


def test_a_partner_s_history_has_its_registers(governed: InProcess) -> None:
    def entries(partner: str) -> list[int]:
        rows = governed.json("history", "--partner", partner)
        return [row["entry"] for row in rows]

    # Meetings it was at, in the chair of, its hours, what it lent and borrowed.
    assert {14, 15, 19, 20, 21, 22} <= set(entries("emmen"))
    assert {14, 24} <= set(entries("drenthe"))
    assert {21, 22} <= set(entries("hoogeveen"))
    assert {14, 15, 19}.isdisjoint(entries("coevorden"))


def test_registers_leave_no_line_and_verify(governed: InProcess) -> None:
    rows = governed.json("journal")
    assert {row["entry"] for row in rows} == {3, 4, *range(6, 12), 13}
    assert governed.ok("check", "projections", "journal").out == ""
    governed.ok("audit", "verify")
