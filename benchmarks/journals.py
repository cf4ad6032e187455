"""Our own journal in the formats that the peers read.

Each entry is one transaction with its date, text, voucher and lines; memorandum lines
stay out. Runs inside a process of its own (`inside.py`).
"""

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TextIO

from ledger.reading import open_reader
from ledger.storage.location import Location
from projections.answers.journal import JournalLine, journal

_ROOTS = {"budget": "Equity:Budget"}


def write_journals(commands: Path, place: str, plain: Path, beancount: Path) -> None:
    """Write the journal for hledger and ledger-cli, and the one for beancount."""
    with (
        commands.open(encoding="utf-8") as given,
        plain.open("w", encoding="utf-8") as ours,
        beancount.open("w", encoding="utf-8") as theirs,
        open_reader(Location.parse(place)) as reader,
    ):
        opened: set[str] = set()
        number = 1  # entry 1 is that of init, so line n of the commands is entry n + 1
        text: dict[str, str] = {}
        lines = journal(reader.view())
        for entry, group in groupby(lines, key=lambda line: line.entry):
            while number < entry:
                text = json.loads(next(given))
                number += 1
            found = list(group)
            ours.writelines(_plain(found, text))
            _open(found, opened, theirs)
            theirs.writelines(_beancount(found, text))


def _party(given: dict[str, str]) -> str:
    names = ("payee", "counterparty", "partner")
    return next((given[name] for name in names if name in given), given["command"])


def _plain(lines: list[JournalLine], given: dict[str, str]) -> Iterator[str]:
    text = given.get("description", given["command"])
    document = given.get("document", "-")
    yield f"{lines[0].day} ({document}) {_party(given)} | {text}\n"
    for line in lines:
        yield f"    {line.account}  {_euros(line.amount)} EUR\n"
    yield "\n"


def _open(lines: list[JournalLine], opened: set[str], file: TextIO) -> None:
    for line in lines:
        if line.account not in opened:
            opened.add(line.account)
            file.write(f"2000-01-01 open {_capitalised(line.account)} EUR\n")


def _beancount(lines: list[JournalLine], given: dict[str, str]) -> Iterator[str]:
    text = given.get("description", given["command"])
    document = given.get("document", "-")
    yield f'{lines[0].day} * "{_party(given)}" "{text}" ^{document}\n'
    for line in lines:
        yield f"    {_capitalised(line.account)}  {_euros(line.amount)} EUR\n"
    yield "\n"


def _capitalised(account: str) -> str:
    root, *rest = account.split(":")
    parts = (part[:1].upper() + part[1:] for part in rest)
    return ":".join((_ROOTS.get(root, root.capitalize()), *parts))


def _euros(cents: int) -> str:
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02}"
