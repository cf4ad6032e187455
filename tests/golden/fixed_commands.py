"""What became of fixed commands, to see whether the rules are still those of before.

While a version of the rules is in no released program its outcomes may be made anew
(delete `outcomes/*.rules-N.jsonl`, then `make.py outcomes`); after that never.
`accept_finding` is not among the commands: what a check finds is no rule.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from domain.entries.event import Actor, LedgerEvent
from domain.entries.parsing import command_from_mapping
from domain.values.errors import LedgerError
from domain.version import RULES
from ledger.frameworks import load
from ledger.posting.application import Ledger
from ledger.posting.recording import EventMapper
from ledger.storage.sqlite import SQLiteStore

HERE = Path(__file__).parent / "outcomes"
COMMANDS = sorted(HERE.glob("*.commands.jsonl"))
"""Commands, a file a ledger; they never change, but there may come more files."""
NOON = datetime(2014, 12, 31, 12, tzinfo=UTC)
OFFICER = Actor(name="officer", source="option", login="officer")
_ENVELOPE = {*LedgerEvent.model_fields} - {"given"}
Outcome = dict[str, Any]


def golden(commands: Path) -> Path:
    """Where the outcomes stand under the present rules."""
    name = commands.name.removesuffix(".commands.jsonl")
    return HERE / f"{name}.rules-{RULES}.jsonl"


def outcomes(commands: Path, place: Path) -> Iterator[Outcome]:
    """What becomes of each command of a file in a new ledger, one after the other."""
    store = SQLiteStore.create(place)
    store.connection.execute("PRAGMA synchronous=OFF")
    ledger = Ledger(store, lambda: NOON)
    ledger.initialise(load("drentse-zuidas"), None, OFFICER)
    for line in commands.read_text(encoding="utf-8").splitlines():
        yield _outcome(ledger, json.loads(line))
    ledger.close()


def _outcome(ledger: Ledger, fields: dict[str, Any]) -> Outcome:
    """The code of the refusal; or the stream and what the event says beside it."""
    try:
        receipt = ledger.accept(command_from_mapping(fields), OFFICER)
    except LedgerError as error:
        return {"refused": error.code}
    if receipt.event is None:
        return {"duplicate": receipt.entry}
    state = json.loads(EventMapper().to_stored_event(receipt.event).state)
    if {"command": fields["command"], **state["given"]} == fields:
        del state["given"]
    becomes = {name: x for name, x in state.items() if name not in _ENVELOPE}
    return {"stream": receipt.event.originator_id, "becomes": becomes}


def text(found: Iterator[Outcome]) -> str:
    """Outcomes as they are kept, a line each."""
    return "".join(
        json.dumps(each, ensure_ascii=False, sort_keys=True) + "\n" for each in found
    )
