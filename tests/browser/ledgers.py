"""The ledgers that pages are looked at with, and what is in each."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.browser import crowded
from tests.browser.program import zuidas
from tests.functional.examples import EXAMPLES, REGISTERS, SECOND, STORY, THIRD

FIRST_TERM = {
    "programme": "TL",
    "year": "2012",
    "at": "2013-06-30",
    "project": "proefleven",
    "partner": "emmen",
    "decision": "SG-2013-01",
    "meeting": "SG-2011-M1",
    "entry": "21",
}
"""Things of the story of the examples."""
CROWDED = {
    "programme": "PROGRAMMA-1",
    "year": "2011",
    "at": "2022-12-31",
    "project": "haalbaarheidsonderzoek-dryport-coevorden"[:40],
    "partner": "deelnemende-organisatie-3",
    "decision": "BESLUIT-VAN-DE-STUURGROEP-2011-001",
    "meeting": "VERGADERING-VAN-DE-STUURGROEP-2011-1",
    "entry": "194",
}
COST = (
    *("submit", "post-process-cost", "--year", "2017", "--programme", "SN"),
    *("--amount", "485,00", "--date", "2-7-2018", "--document", "INK-2018-0031"),
    *("--payee", "Congrescentrum", "--description", "Zaalhuur Zuidas-dagen"),
)
ACCOUNT = (
    *("open-bank-account", "--account", "rc", "--kind", "bank"),
    *("--holder", "Provincie Drenthe", "--date", "1-8-2011", "--opening", "0"),
    *("--iban", "NL05ZLBK2011080100", "--document", "Overeenkomst rekening-courant"),
)


class Filled(NamedTuple):
    """A ledger, and the things in it that addresses name."""

    place: Path
    things: Mapping[str, str]


def lived(folder: Path) -> Filled:
    """The examples from the first entry to the last, and their bank.

    What is certain is matched up to 2017; some lines are open, and a cost waits.
    """
    db = _begun(folder)
    for file in (*STORY, REGISTERS, SECOND, THIRD):
        zuidas(folder, *db, "post", str(file))
    zuidas(folder, *db, *ACCOUNT)
    statements = sorted(str(file) for file in (EXAMPLES / "bank").glob("*.xml"))
    zuidas(folder, *db, "bank", "import", *statements[:-1])
    certain = zuidas(folder, *db, "bank", "suggest", "--certain", "-O", "jsonl")
    zuidas(folder, *db, "post", "-", typed=certain)
    zuidas(folder, *db, "bank", "import", statements[-1])
    zuidas(folder, *db, *COST)
    return Filled(folder / "zuidas.db", {**FIRST_TERM, **_found(folder)})


def begun(folder: Path) -> Filled:
    """A ledger that has just begun; nothing that an address names is there."""
    _begun(folder)
    return Filled(folder / "zuidas.db", {**FIRST_TERM, **_NOTHING})


def full(folder: Path) -> Filled:
    """Long texts and many rows."""
    framework = folder / "framework.toml"
    framework.write_text(crowded.framework(), encoding="utf-8")
    db = _begun(folder, "--framework", str(framework))
    lines = "".join(f"{json.dumps(each)}\n" for each in crowded.commands())
    zuidas(folder, *db, "post", "-", typed=lines)
    return Filled(folder / "zuidas.db", {**CROWDED, **_found(folder)})


_NOTHING = {"statement": "2", "line": "2.1", "submission": "2"}


def _begun(folder: Path, *options: str) -> tuple[str, str]:
    db = ("--db", str(folder / "zuidas.db"))
    zuidas(folder, *db, "init", *options)
    return db


def _found(folder: Path) -> dict[str, str]:
    """What has no name of its own: a statement, an open line, what waits."""

    def asked(*words: str) -> list[dict[str, object]]:
        answer: list[dict[str, object]] = json.loads(
            zuidas(folder, "--db", str(folder / "zuidas.db"), *words, "-O", "json")
        )
        return answer

    statement = asked("bank", "statements")[0]["entry"]
    return {
        "statement": str(statement),
        "line": f"{statement}.2",
        "submission": str(asked("submissions")[0]["submission"]),
    }
