"""Forms became stricter: what was accepted before is read and referred to as ever."""

import json
from pathlib import Path

import pytest

from domain.entries.decisions import RecordDecision
from domain.entries.grants import AwardGrant
from domain.entries.projects import ProposeProject
from ledger.posting.recording import read_event
from tests.unit.domain.posting import (
    LedgerInTest,
    contribution,
    deviation,
    proposal,
    shape_refused,
)

RECEIPT = contribution("emmen", "1.00")
COMPOSED, DECOMPOSED = "caf\u00e9", "cafe\u0301"


def test_the_same_id_and_texts_decomposed_are_a_duplicate(
    ledger: LedgerInTest,
) -> None:
    first = ledger.post("receive_contribution", **RECEIPT, id=COMPOSED, note=COMPOSED)
    again = RECEIPT | {"id": DECOMPOSED, "note": f" {DECOMPOSED}"}
    assert ledger.post("receive_contribution", **again) == first


def test_what_is_kept_is_composed(ledger: LedgerInTest) -> None:
    entry = ledger.post("receive_contribution", **RECEIPT | {"document": DECOMPOSED})
    assert ledger.show(entry)["fields"]["document"] == COMPOSED


@pytest.mark.parametrize("number", ["-1", "/1", ".1", "SG..1", "../etc"])
def test_the_number_of_a_new_decision(number: str) -> None:
    fields = RecordDecision.example | {"number": number}
    shape_refused("BAD_COMMAND", "record_decision", **fields)


def test_process_is_no_project() -> None:
    shape_refused("BAD_COMMAND", "propose_project", **proposal("process"))


def test_reasons_that_can_not_be_seen() -> None:
    fields = deviation("non_physical", project="x") | {"motivation": "\u200b" * 20}
    shape_refused("BAD_COMMAND", "deviate", **fields)


def test_what_was_stored_loads_as_it_is() -> None:
    stored = RecordDecision.from_given(
        RecordDecision.example | {"number": "-..1", "subject": f"{DECOMPOSED}\u200b"}
    )
    assert (stored.number, stored.subject) == ("-..1", f"{DECOMPOSED}\u200b")
    project = ProposeProject.from_given(proposal("process"))
    assert project.project == "process"
    award = AwardGrant.from_given(AwardGrant.example | {"decision": "-..1"})
    assert award.decision == "-..1"


def test_stored_events_are_not_checked_again() -> None:
    """Golden events with texts that are refused now, byte for byte."""
    folder = Path(__file__).parents[2] / "golden/events"
    golden = json.loads((folder / "decision-recorded.v1.json").read_text())
    state = json.loads(golden["state"])
    state["given"] |= {"number": "/x..", "subject": DECOMPOSED}
    raw = json.dumps(state, ensure_ascii=False).encode()
    found = read_event("decision:/x..", 1, "decision-recorded.v1", raw)
    assert found.given.given()["subject"] == DECOMPOSED
