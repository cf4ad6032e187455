"""Every report as the terminal shows it in Dutch: nothing of the program is English."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from cli import dutch
from cli.answering import shaped
from cli.dutch import DUTCH
from cli.render.page import Page
from cli.render.wrapping import display_width
from domain.values.errors import LedgerError
from domain.values.texts import visible
from ledger.asking import asking
from ledger.storage.location import Location
from papers.wording import cells
from projections.query import Query
from tests.functional.asking_everything import _given, _There
from tests.wording.test_catalogue import CODE, ENGLISH
from tests.wording.test_said import every_query, lived

__all__ = ["lived"]

WORDS = ENGLISH | frozenset(
    (
        *("total", "balance", "budget year", "opening", "closing", "paid", "awarded"),
        *("committed", "available", "received", "date", "voucher", "command", "change"),
        *("recorded", "account", "none", "yes", "true", "false", "used", "meeting"),
    )
)
AMOUNT = re.compile(r"\d,\d{3}\.\d\d|\d\.\d\d(?!\d)(?!\.)")
"""As English writes one."""
DAY = re.compile(r"(?<![-\w/])20\d\d-\d\d-\d\d\b")
"""As English writes one; not in the name of a finding, or of a voucher."""
NAMED = re.compile(r"(?<= )\S+/\S+")
"""The name of a finding, which has amounts and days as JSON has them."""
PLAIN = ("framework show", "framework check", "journal")
"""What shows a source, or lines for programs."""


def texts(found: object) -> Iterator[str]:
    """Every text in JSON."""
    match found:
        case str():
            yield found
        case dict():
            for key, value in found.items():
                yield key
                yield from texts(value)
        case list():
            for each in found:
                yield from texts(each)


@pytest.fixture(scope="module")
def somebodys(lived: Path) -> frozenset[str]:
    """Everything that people wrote of that ledger."""
    from ledger.reading import open_reader
    from ledger.storage import events

    with open_reader(Location.parse(str(lived))) as reader:
        rows = [events.row_of(reader.store, n) for n in range(1, 400)]
    found: set[str] = set()
    for row in filter(None, rows):
        state: Any = row.state
        given = state["given"] if isinstance(state, dict) else json.loads(state)
        found.update(texts(given))
    return frozenset(found)


@pytest.fixture
def masked(
    somebodys: frozenset[str], monkeypatch: pytest.MonkeyPatch
) -> frozenset[str]:
    """What somebody wrote is shown as so many `x`."""

    def mask(text: str) -> str:
        shown = visible(text)
        return "x" * len(shown) if text in somebodys else shown

    monkeypatch.setattr(dutch, "visible", mask)
    monkeypatch.setattr(cells, "visible", mask)
    return somebodys


FILES = ("export xaf",)
"""Their content is in no language."""


def english_in(lines: Sequence[str], known: frozenset[str]) -> set[str]:
    """Words of English that stand in none of the texts somebody wrote."""
    theirs = {word for text in known for word in re.findall(r"[^\W\d_]+", text)}
    found: set[str] = set()
    for line in lines:
        words = re.findall(r"[^\W\d_]+", CODE.sub(" ", line))
        found |= {word for word in words if word.lower() in WORDS}
    return found - theirs


@pytest.mark.parametrize("query", list(every_query()), ids=lambda query: query.name)
def test_a_report_is_dutch_on_every_page(
    lived: Path, masked: frozenset[str], query: Query
) -> None:
    location = Location.parse(str(lived))
    with asking(location) as asker:
        there = _There(asker)
    with asking(location) as asker:
        for given in _given(query, there, narrowed=False):
            try:
                report = asker.ask(query, given, shape="text").made()
            except LedgerError:
                continue
            for page in (Page(80, voice=DUTCH), Page(0, voice=DUTCH)):
                text = shaped(report, "text", page)
                lines = NAMED.sub(" ", text).split("\n")
                assert english_in(lines, masked) == set(), (given, lines)
                if query.name in FILES:
                    continue
                assert not any(map(AMOUNT.search, lines)), lines
                if not report.plain:
                    assert not any(map(DAY.search, lines)), lines
                if page.width and query.name not in PLAIN:
                    assert max(map(display_width, lines)) <= page.width, lines


def test_bars_and_amounts_are_dutch(lived: Path) -> None:
    with asking(Location.parse(str(lived)), "2012-06-30") as asker:
        from projections.query import find

        query = find("balance")
        assert query is not None
        said = shaped(asker.ask(query, {}), "text", Page(80, voice=DUTCH))
    assert re.search(r"% van +[\d.]+,\d\d$", said, re.MULTILINE)
    assert "besteed · ▒ verplicht" in said or "verplicht" in said
    assert re.search(r"Stand per 30 juni 2012, na boeking \d+", said)
