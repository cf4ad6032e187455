"""The examples in a ledger whose clock stands still, with an organisation."""

import json
from pathlib import Path

from ledger.frameworks import load
from tests.functional.examples import REGISTERS, STORY, commands
from tests.unit.domain.posting import LedgerInTest

ORGANISATION = {
    "name": "Provincie Drenthe",
    "department": "Team Regionale Ontwikkeling",
    "address": "Postbus 122, 9400 AC Assen",
    "rsin": "001234560",
    "iban": "NL91ABNA0417164300",
    "contact": "zuidas@provincie.example",
}


def demo(path: Path, *, organisation: bool = True) -> None:
    """Make it; without an organisation its papers lack what that would say."""
    source = dict(load("drentse-zuidas").to_mapping())
    if organisation:
        source["organisation"] = dict(ORGANISATION)
    ledger = LedgerInTest.of(path, source)
    for file in (*STORY, REGISTERS):
        for command in commands(file):
            fields = json.loads(json.dumps(command))
            ledger.accept(fields.pop("command"), **fields)
    ledger.close()
