"""Short histories for the tests of the model itself."""

from datetime import date
from typing import Any

from . import DRENTSE_ZUIDAS, NaiveLedger

MOTIVATION = "the steering group finds the project essential"
LATE = date(2030, 1, 1)
ADOPT = {"date": "2012-01-01", "decision": "SG-1"}


def ok(ledger: NaiveLedger, command: str, **fields: object) -> int:
    assert ledger.post({"command": command, **fields}) is None
    return len(ledger.entries)


def refused(ledger: NaiveLedger, command: str, **fields: object) -> str | None:
    before = ledger.balance(LATE), len(ledger.entries)
    code = ledger.post({"command": command, **fields})
    assert (ledger.balance(LATE), len(ledger.entries)) == before
    return code


def adopt(ledger: NaiveLedger, framework: dict[str, Any], **more: object) -> int:
    return ok(ledger, "adopt_framework", framework=framework, **{**ADOPT, **more})


def proposal(**changes: object) -> dict[str, object]:
    return {
        "project": "grecor",
        "title": "GreCOR",
        "date": "2011-09-01",
        "year": "2011",
        "programme": "tl",
        "recipient": "Stichting GreCOR",
        "applicants": ["emmen"],
        "participants": ["emmen", "meppel", "drenthe"],
        "physical": False,
        "themes": ["transport-logistics"],
        "vision_goal": "green corridor",
        "total_cost": "100000.00",
        "requested": "30000.00",
        "own_contributions": {"emmen": "1000.00"},
        "external_funding": "Interreg applied for",
        **changes,
    }


def started(*, limits: bool = True, receipts: bool = True) -> NaiveLedger:
    """2011 is open and allocated 40/30/30; 100,000 of contributions is in."""
    ledger = NaiveLedger(DRENTSE_ZUIDAS, date(2012, 12, 31))
    ok(ledger, "record_decision", number="SG-1", date="2011-02-01", subject="start")
    rest = {"year": "2011", "date": "2011-08-01", "decision": "SG-1"}
    ok(ledger, "open_budget_year", **rest)
    ok(ledger, "allocate", **rest, shares={"TL": "40", "sn": "30", "IBO": "30"})
    if limits:
        grants = {"TL": "50000", "OUTSIDE": "50000"}
        shares = {"2": "30", "3": "50.5"}
        ok(ledger, "set_funding_limits", **rest, max_grants=grants, max_shares=shares)
    if receipts:
        for partner, amount in (("emmen", "44800"), ("drenthe", "52800")):
            receive(ledger, partner, amount)
        receive(ledger, "hoogeveen", "2400")
    return ledger


def receive(ledger: NaiveLedger, partner: str, amount: str, **more: object) -> int:
    fields = {"year": "2011", "partner": partner, "amount": amount, **more}
    fields = {"date": "2011-08-31", "document": "bank", **fields}
    return ok(ledger, "receive_contribution", **fields)


def grant(on: str, amount: str = "30000", **more: object) -> dict[str, object]:
    fields = {"project": "grecor", "amount": amount, "date": on, "document": "letter"}
    return {**fields, "decision": "SG-1", **more}


def pay(on: str, amount: str) -> dict[str, object]:
    fields = {"project": "grecor", "amount": amount, "date": on, "document": "bank"}
    return {**fields, "payee": "Stichting GreCOR"}


def money(on: str, amount: str) -> dict[str, object]:
    return {"project": "grecor", "amount": amount, "date": on, "document": "bank"}


def project(ledger: NaiveLedger, at: date = LATE) -> dict[str, Any]:
    rows: Any = ledger.balance(at)["projects"]
    row: dict[str, Any] = rows[0]
    return row


def programme(ledger: NaiveLedger, name: str, at: date = LATE) -> dict[str, Any]:
    rows: Any = ledger.balance(at)["programmes"]
    row: dict[str, Any] = next(r for r in rows if r["programme"] == name)
    return row


def awarded() -> NaiveLedger:
    ledger = started()
    ok(ledger, "propose_project", **proposal())
    ok(ledger, "award_grant", **grant("2011-10-01"))
    return ledger
