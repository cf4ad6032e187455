"""A superseded event is read in the form of the version that took its place."""

import json

import pytest

from domain.catalogue import UPCASTS, State, Upcast
from domain.entries.bank import ContributionReceived
from ledger.posting.recording import read_event

OLD_STATE = {
    "entry": 2,
    "recorded_at": "2011-08-20T10:00:00Z",
    "actor": {"name": "jan", "source": "option", "login": "jan"},
    "program": "0.0.1",
    "given": {
        "year": "2011",
        "municipality": "emmen",
        "amount": "44800.00",
        "date": "2011-08-20",
        "document": "B-1",
    },
}


def renamed(state: State) -> State:
    given = dict(state["given"])  # type: ignore[call-overload]  # a JSON object
    given["partner"] = given.pop("municipality")
    return {**state, "given": given}


def test_an_old_version_is_upcast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        UPCASTS,
        "contribution-received.v0",
        Upcast("contribution-received.v1", f"{__name__}:renamed"),
    )
    event = read_event(
        "x", 1, "contribution-received.v0", json.dumps(OLD_STATE).encode()
    )
    assert isinstance(event, ContributionReceived)
    assert event.given.partner == "emmen"
    assert event.given.amount == 4480000
