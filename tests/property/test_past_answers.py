"""What was known then: whatever is posted since, an answer keeps every byte."""

from collections.abc import Iterator
from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from cli.answering import shaped
from cli.render.page import Page
from domain.values.errors import LedgerError
from projections.query import Asked, Query, find, names
from projections.report import SPREADSHEETS
from tests.naive.books import Books
from tests.property.histories import begun
from tests.property.hunting import drawn, histories, in_shares, seed_of
from tests.property.pairs import Pair, Start
from tests.property.partnerships import TODAY

LEDGERS, SHARES = histories(2, one_in=10), 2
STEPS = 30
Arguments = tuple[object, ...]
Told = dict[tuple[str, Arguments, str], str]
"""Query, what it was asked about, and the format: the answer."""


def questions(books: Books) -> Iterator[tuple[Query, Arguments]]:
    """Every query of the ledger, about each that it can be about."""
    year, programme = books.first.year_codes[0], books.first.programmes[0]
    partners, projects = books.first.partner_codes, books.proposals()
    decisions = [e.data["number"] for e in books.standing("record_decision")]
    accounts = ("current-account", f"programme:{programme}:{year}")
    about: dict[str, list[Arguments]] = {
        "audit findings": [(7, 1000_00, 10, (time(7), time(19)))],
        "partner": [(code,) for code in partners],
        "project": [(project,) for project in projects],
        "assess": [(project,) for project in projects],
        "decision": [(number,) for number in decisions],
        "statement": [(name,) for name in (*accounts, f"partner:{partners[0]}")],
        "show": [(1,), (len(books.entries),)],
        "search": [("text",)],
        "report liquidity": [(12,), (3,)],
    }
    for name in names():
        query = find(name)
        assert query is not None
        if name in about:
            yield from ((query, arguments) for arguments in about[name])
        elif not any(p.required for p in query.parameters):
            yield query, ()


def told(pair: Pair, day: date, known: int) -> Told:
    """Every answer at the date as known after that entry."""
    found: Told = {}
    for query, arguments in questions(pair.model.known(known)):
        for shape in set(query.formats) - set(SPREADSHEETS):
            asked = Asked(lambda: pair.view(day, f"#{known}"), day, shape)
            try:
                report = query.run(asked, *arguments)
                text = shaped(report, shape, Page(0, whole_root=True))
            except LedgerError as error:
                text = f"{error.code}: {error.message}"
            found[query.name, arguments, shape] = text
    return found


def live(seed: int, start: Start) -> None:
    """A history with a look back now and then, and before each adoption."""
    before: list[tuple[date, int, Told]] = []
    with begun(seed, start) as (rng, pair, historian):
        for step in range(STEPS):
            often = step % 10 == 5
            fields = historian.draw("adopt_framework") if often else historian.next()
            if often or fields["command"] == "adopt_framework":
                day = rng.choice((*start.partnership.days, TODAY))
                known = len(pair.model.entries)
                before.append((day, known, told(pair, day, known)))
            pair.post(fields)
        for day, known, answers in before:
            now = told(pair, day, known)
            changed = {q: (a, now[q]) for q, a in answers.items() if now[q] != a}
            assert not changed, (day, known, changed)


@in_shares(SHARES)
@drawn(LEDGERS // SHARES)
@given(seed=st.integers(0, 2**64 - 1))
def test_an_answer_of_then_stays_as_it_was(start: Start, seed: int, share: int) -> None:
    live(seed_of(seed, share), start)
