"""A ledger in Dutch in which everything is told that letters ask for."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ledger.frameworks import load
from tests.papers.demo import ORGANISATION
from tests.unit.domain.posting import LedgerInTest

Row = dict[str, Any]
SG = "SG-2011-01"
LATER = "SG-2012-02"


def told(path: Path) -> None:
    """Make it: a grant that was determined lower, one withdrawn, one rejected."""
    source: Any = json.loads(json.dumps(load("drentse-zuidas").to_mapping()))
    source["organisation"] = dict(ORGANISATION)
    source["keys"]["published"]["source"] = (
        "paragraaf 6, tabel 2 (percentages afgerond op gehele getallen)"
    )
    ledger = LedgerInTest.of(path, source)
    for part in (_year, _determined, _unpaid, _withdrawn, _rejected):
        for name, fields in part():
            ledger.accept(name, **fields)
    ledger.close()


def _year() -> Iterator[tuple[str, Row]]:
    """A year that is open, one partner having paid in part."""
    decided = {"number": SG, "date": "2011-06-23"}
    about = "Strategisch Kader 2011-2014: jaarbudget, verdeelsleutel, eerste jaarschijf"
    why = "Zonder regionaal ontwikkelingsbudget komt geen project van de grond."
    yield "record_decision", {**decided, "subject": about, "motivation": why}
    again = {"number": LATER, "date": "2012-05-24", "subject": "Lopende projecten"}
    on = {"year": "2011", "date": "2011-08-01", "decision": SG}
    yield "open_budget_year", on
    changed = {"contributions": {"emmen": "45000.00"}, "other_cover": "1000.00"}
    yield "amend_budget_year", {**on, **changed}
    shares = {"SN": "20", "TL": "50", "IBO": "30"}
    yield "allocate", {**on, "shares": shares}
    limits: Row = {"max_grants": {"TL": "25000.00", "IBO": "40000.00"}}
    limits |= {"max_shares": {"2": "50", "4": "70"}}
    yield "set_funding_limits", {**on, **limits}
    for partner, amount in (("drenthe", "52800.00"), ("emmen", "20000.00")):
        paid = {"partner": partner, "amount": amount, "date": "2011-08-15"}
        yield "receive_contribution", {**paid, "year": "2011", "document": partner}
    yield "record_decision", again


def proposed(project: str, title: str, **fields: object) -> tuple[str, Row]:
    return "propose_project", {
        "project": project,
        "title": title,
        "date": "2011-09-05",
        "year": "2011",
        "programme": "TL",
        "recipient": "Stichting Vaarwegen Zuidas",
        "recipient_kind": "legal_entity",
        "recipient_kvk": "01234567",
        "applicants": ["emmen", "meppel"],
        "participants": ["emmen", "coevorden", "meppel", "drenthe"],
        "physical": False,
        "themes": ["transport-logistics", "sustainability"],
        "vision_goal": "Meer goederenvervoer over water in plaats van over de weg",
        "total_cost": "50000.00",
        "requested": "30000.00",
        "own_contributions": {"emmen": "7500.00", "meppel": "2500.00"},
        "third_parties": [
            {
                "name": "Schuttevaer",
                "active": True,
                "contribution": "10000.00",
            }
        ],
        "external_funding": "Europees Fonds voor Regionale Ontwikkeling",
        **fields,
    }


def _awarded(project: str, number: int) -> Iterator[tuple[str, Row]]:
    """An award that leans on a deviation, with all of its terms; its first advance."""
    motivation = "De haven van Meppel bedient de hele as, ook zonder meer deelnemers."
    yield (
        "deviate",
        {
            "rule": "maximum_per_project",
            "amount": "45000.00",
            "date": "2011-10-03",
            "decision": SG,
            "project": project,
            "motivation": motivation,
        },
    )
    yield (
        "award_grant",
        {
            "project": project,
            "amount": "29000.00",
            "date": "2011-10-10",
            "decision": SG,
            "document": f"BES-2011-00{number}",
            "third_party_judgement": "Een vijfde van de schippers is redelijk.",
            "legal_basis": "Subsidieregeling Drentse Zuidas 2011, artikel 4",
            "start_date": "2011-11-01",
            "end_date": "2012-10-31",
            "determination_due": "2013-01-31",
            "advance_schedule": [
                {"date": "2011-11-01", "amount": "15000.00"},
                {"date": "2012-05-01", "amount": "9000.00"},
            ],
        },
    )
    yield (
        "pay_grant",
        {
            "project": project,
            "amount": "15000.00",
            "date": "2011-11-01",
            "document": f"RC-2011-05{number}",
        },
    )


def _determined() -> Iterator[tuple[str, Row]]:
    """A grant that was raised, then determined lower than what was paid."""
    of = {"project": "vaarweg"}
    yield proposed("vaarweg", "Vaarweg Meppel-Emmen")
    yield from _awarded("vaarweg", 1)
    raised = {"amount": "30000.00", "date": "2012-03-01", "decision": SG}
    judged = {"third_party_judgement": "Het deel van de schippers blijft redelijk."}
    yield "change_grant", {**of, **raised, **judged, "document": "BES-2012-004"}
    second = {"amount": "9000.00", "date": "2012-05-01", "document": "RC-2012-019"}
    yield "pay_grant", {**of, **second}
    back = {"amount": "500.00", "date": "2012-05-10", "document": "RC-2012-020"}
    yield "receive_refund", {**of, **back}
    reported = {"date": "2012-06-12", "document": "VERANTW-2012-003"}
    yield "record_result", {**of, **reported, "summary": "De vaarweg is onderzocht"}
    yield (
        "determine_grant",
        {
            **of,
            "amount": "21250.00",
            "date": "2012-07-12",
            "decision": LATER,
            "document": "VAST-2012-002",
            "actual_cost": "42500.00",
            "ground": "niet alle activiteiten hebben plaatsgevonden (onderdeel a).",
        },
    )


def _unpaid() -> Iterator[tuple[str, Row]]:
    """A grant that was determined as it was awarded, before anything was paid."""
    of: Row = {"project": "brug", "amount": "12000.00"}
    yield proposed("brug", "Brug over het Oranjekanaal")
    judged = {"third_party_judgement": "Een redelijk deel."}
    award = {"date": "2011-10-10", "decision": SG, "document": "BES-2011-003"}
    yield "award_grant", {**of, **judged, **award}
    summary = {"summary": "De brug is ontworpen", "date": "2012-02-01"}
    yield "record_result", {"project": "brug", **summary}
    yield "determine_grant", {**of, "date": "2012-03-01", "document": "VAST-2012-001"}


def _withdrawn() -> Iterator[tuple[str, Row]]:
    """A grant that was withdrawn after an advance, of which a part came back."""
    of = {"project": "kade"}
    yield proposed("kade", "Kade langs de Hoogeveense Vaart")
    yield from _awarded("kade", 2)
    back = {"amount": "2500.00", "date": "2012-05-10", "document": "RC-2012-021"}
    yield "receive_refund", {**of, **back}
    yield (
        "withdraw_grant",
        {
            **of,
            "date": "2012-06-01",
            "decision": LATER,
            "document": "INTR-2012-001",
            "reason": "De gemeente Meppel legt de kade aan zonder het onderzoek.",
            "ground": "de activiteiten waarvoor subsidie is verleend, zullen niet"
            " plaatsvinden (eerste lid, onderdeel a).",
        },
    )


def _rejected() -> Iterator[tuple[str, Row]]:
    """An application that meets nothing."""
    yield proposed(
        "loods",
        "Loods langs de A37",
        recipient="Gemeente Hoogeveen",
        recipient_kind="government",
        recipient_kvk=None,
        applicants=["hoogeveen"],
        participants=["hoogeveen"],
        physical=True,
        themes=["sport"],
        vision_goal="",
        total_cost="200000.00",
        requested="190000.00",
        own_contributions={},
        third_parties=[{"name": "Bouwbedrijf", "active": True, "contribution": "0"}],
        external_funding="",
        borrowed_capacity="15000.00",
    )
    yield (
        "reject_project",
        {
            "project": "loods",
            "date": "2011-10-10",
            "decision": SG,
            "reason": "Een fysieke investering van één gemeente, buiten de visie.",
        },
    )


def unnamed(path: Path) -> None:
    """A year called by a computed key, of a framework that says little of itself."""
    source: Any = json.loads(json.dumps(load("drentse-zuidas").to_mapping()))
    del source["keys"]["published"]
    source |= {"language": "nl", "organisation": {}}
    for partner in source["partners"]:
        partner["kind"] = "municipality"
        partner.setdefault("inhabitants", 1)
    ledger = LedgerInTest.of(path, source)
    subject = {"subject": "Jaarschijf 2011", "motivation": "Zoals afgesproken"}
    ledger.accept("record_decision", number=SG, date="2011-06-23", **subject)
    ledger.accept("open_budget_year", year="2011", date="2011-08-01", decision=SG)
    ledger.close()
