"""A ledger with all that pages of records show, and texts that mean harm."""

import json
from pathlib import Path

from cli.main import run
from tests.functional.examples import REGISTERS
from tests.web.pages.story import story_at

HARM = '<script>alert("1")</script>'
SEALED = "J. de Vries & zn."
_MORE = (
    {
        "command": "record_decision",
        "number": "SG/2014-X",
        "date": "2014-03-01",
        "subject": HARM,
        "motivation": HARM,
    },
    {
        "command": "propose_project",
        "project": "harm",
        "date": "2014-03-02",
        "title": HARM,
        "kind": "grant",
        "year": "2013",
        "programme": "IBO",
        "recipient": HARM,
        "recipient_kind": "legal_entity",
        "recipient_kvk": "01234567",
        "applicants": ["emmen", "meppel"],
        "participants": ["emmen", "meppel"],
        "third_parties": [{"name": HARM, "active": False, "contribution": "10.00"}],
        "physical": False,
        "themes": ["business-sites"],
        "vision_goal": HARM,
        "external_funding": HARM,
        "external_chance": False,
        "total_cost": "100000000.00",
        "requested": "1000.00",
        "own_contributions": {"emmen": "99998990.00"},
    },
    {
        "command": "open_bank_account",
        "document": "BANK-1",
        "date": "2014-03-03",
        "account": "rc",
        "kind": "bank",
        "holder": "Provincie Drenthe",
        "iban": "NL05ZLBK2011080100",
        "opening": "0.00",
    },
    {
        "command": "register_statement",
        "document": "BANK-2",
        "account": "rc",
        "from_date": "2014-03-03",
        "to_date": "2014-03-31",
        "opening": "0.00",
        "closing": "12.00",
        "format": "camt.053",
        "lines": [
            {
                "n": 1,
                "booked": "2014-03-04",
                "amount": "12.00",
                "party": SEALED,
                "text": HARM,
            }
        ],
    },
)


def records_at(place: Path) -> Path:
    """The story, its registers, hostile texts, and a statement with a person in it."""
    story_at(place)
    assert run(["--db", str(place), "post", str(REGISTERS), "-O", "json"]) == 0
    more = place.with_suffix(".jsonl")
    more.write_text("".join(f"{json.dumps(each)}\n" for each in _MORE), "utf-8")
    assert run(["--db", str(place), "post", str(more), "-O", "json"]) == 0
    return place
