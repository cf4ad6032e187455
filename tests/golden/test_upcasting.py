"""A superseded event is read in the form of the version that took its place."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from cli.main import run
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


LEDGER = Path(__file__).parent / "ledgers" / "v1.ledger"


@pytest.fixture
def superseded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A ledger whose years were opened under an older topic with other names."""
    path = shutil.copy(LEDGER, tmp_path / "old.db")
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER stored_events_no_update")
    for topic in ("budget-year-opened", "decision-recorded", "project-proposed"):
        connection.execute(
            "UPDATE stored_events SET topic = ?,"
            " state = CAST(replace(state, '\"given\":', '\"command\":') AS BLOB)"
            " WHERE topic = ?",
            (f"{topic}.v0", f"{topic}.v1"),
        )
        monkeypatch.setitem(
            UPCASTS, f"{topic}.v0", Upcast(f"{topic}.v1", f"{__name__}:given_again")
        )
    connection.commit()
    connection.close()
    return {"old": str(path), "new": str(LEDGER)}


def given_again(state: State) -> State:
    return {"given" if k == "command" else k: v for k, v in state.items()}


@pytest.mark.parametrize(
    "query",
    [
        "balance --at 2014-12-31",
        "balance programmes --at 2012-01-31",
        "history --project grecor",
        "show 3",
        "decisions",
        "decision SG-2011-01",
        "statement programme:TL:2011",
        "check journal ceilings contributions projections",
        "assess grecor",
    ],
)
def test_the_read_side_answers_as_if_it_were_the_new_one(
    superseded: dict[str, str], query: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A year under a superseded topic once vanished from the balance."""
    answers = []
    for place in superseded.values():
        code = run(["--db", place, *query.split(), "-O", "json"])
        told = capsys.readouterr()
        assert code in (0, 1), told.err
        answers.append(json.loads(told.out))
    for answer in answers:
        if isinstance(answer, dict):
            answer.pop("root", None)
    assert answers[0] == answers[1]
    assert answers[0]
