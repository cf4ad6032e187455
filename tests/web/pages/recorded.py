"""What the ledger itself answers, for tests that hold pages against it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ledger.asking import asking
from ledger.storage.location import Location
from papers.wording import Language
from projections.query import find
from tests.web.pages.visiting import Answer
from web.pages.writing import money

CLOCKS: tuple[dict[str, str], ...] = (
    {},
    {"at": "2012-12-31"},
    {"at": "2013-09-30", "knownAt": "106"},
    {"knownAt": "1"},
    {"at": "2010-01-01"},
)
"""Of a page: as it is now, as it was then, and before there was anything."""


def asked(
    ledger: Path, query: str, clocks: Mapping[str, str] | None = None, **given: Any
) -> Any:
    """The JSON of a query at the clocks of a page; a bare number is an entry's."""
    clocks = clocks or {}
    known = clocks.get("knownAt")
    found = find(query)
    assert found is not None
    location = Location.parse(str(ledger))
    with asking(location, clocks.get("at"), known and f"#{known}") as asker:
        return asker.ask(found, given).data


def euros(text: str, lang: Language = "en") -> str:
    """An amount of JSON as pages write it."""
    return money(cents(text), lang)


def cents(text: str) -> int:
    """An amount of JSON in cents."""
    return int(text.replace(".", ""))


def cents_of(shown: str) -> int:
    """An amount as an English page shows it, in cents."""
    return int("".join(each for each in shown if each.isdigit() or each == "-"))


def shown(answer: Answer, table: str) -> list[list[str]]:
    """The rows of a table, without its head."""
    return answer.main.table(table)[1:]
