"""The ledger against the naive reading of the contract, command by command.

Each history is drawn from one number. A disagreement is shown after the shortest
history that has it, as JSON Lines that `zuidas post` would take.
"""

import os
from collections import Counter
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from domain.catalogue import offered
from tests.property.answers import compare_answers
from tests.property.histories import Historian
from tests.property.pairs import Disagreement, Pair, Posted, Start
from tests.property.partnerships import PARTNERSHIPS, Fields, beginning

HISTORIES = int(os.environ.get("ZUIDAS_TEST_HISTORIES", "60"))
"""How many histories each partnership lives through; more is a longer hunt."""
LENGTH = 60
NEW = {"reclassify", "retract_project", "accept_finding"}
version_2 = pytest.mark.skipif(
    not set(offered()) >= NEW, reason="the program doesn't offer every command yet"
)


def live(seed: int, start: Start) -> Counter[str]:
    """One history; how often each command was accepted or refused."""
    rng = Random(seed)
    begun = rng.randrange(12) > 0
    pair = start.pair(begun=begun, writers=rng.choice((1, 1, 1, 2)))
    posted: list[Posted] = []
    if begun:
        posted += [(fields, 0) for fields in beginning(start.partnership)]
    seen: Counter[str] = Counter()
    historian = Historian(rng, start.partnership, pair.model)
    try:
        for _ in range(LENGTH):
            fields, writer = historian.next(), rng.randrange(len(pair.ledgers))
            posted.append((fields, writer))
            code = pair.post(fields, writer)
            seen[f"{fields['command']} {code or 'ok'}"] += 1
        pair.compare_journals()
        for known in (None, *(rng.randrange(len(pair.model.entries)) for _ in "abc")):
            day = rng.choice(start.partnership.days)
            pair.compare_balances(day, None if known is None else known + 1)
        account = some_account(rng, pair)
        compare_answers(pair, rng.choice(start.partnership.days), account)
    except Disagreement as found:
        pair.close()
        pytest.fail(start.report(posted, found), pytrace=False)
    finally:
        pair.close()
    return seen


def some_account(rng: Random, pair: Pair) -> str | None:
    """One that has lines; None where nothing was booked."""
    names = {name for e in pair.model.entries for name, _ in e.lines}
    return rng.choice(sorted(names)) if names else None


def found_before(start: Start) -> list[list[Fields]]:
    """Histories on which ledger and model once disagreed."""
    programme = start.partnership.model.programmes[-1]
    base: Fields = {"decision": "SG-1", "document": "letter", "project": "p1"}
    last = len(start.entries)

    def on(day: int, command: str, **more: object) -> Fields:
        return {"command": command, "date": f"2014-01-{day:02d}", **base, **more}

    def reverse(day: int, entry: int) -> Fields:
        date = f"2014-01-{day:02d}"
        return {"command": "reverse", "date": date, "entry": entry, "reason": "wrong"}

    award = on(1, "award_grant", amount="1000.00")
    pay = on(5, "pay_grant", amount="900.00", payee="x")
    del pay["decision"]
    moved: Fields = {"command": "amend_project", "project": "p1", "date": "2014-01-03"}
    return [
        # Awarded anew under another programme, and paid more than the new grant.
        [
            award,
            reverse(2, last + 1),
            {**moved, "programme": programme},
            on(4, "award_grant", amount="0.02"),
            pay,
        ],
        # A lower change settles: no payment before it is reversed.
        [award, pay, on(6, "change_grant", amount="950.00"), reverse(7, last + 2)],
        # A lock, and the reversal of entry 1 within the locked period.
        [{"command": "lock_period", "until": "2014-12-31"}, reverse(1, 1)],
        # The calendar's first day has no day before it.
        [
            {"command": "lock_period", "until": "0001-01-01"},
            {"command": "reopen_period", "from_date": "0001-01-01", "reason": "x"},
            {"command": "lock_period", "until": "0001-01-01"},
        ],
    ]


@version_2
def test_what_was_found_before_stays_found(start: Start) -> None:
    for history in found_before(start):
        pair = start.pair(begun=True, writers=2)
        try:
            for n, fields in enumerate(history):
                pair.post(fields, writer=n % 2)
        finally:
            pair.close()


@pytest.fixture(scope="module", params=PARTNERSHIPS, ids=lambda p: p.name)
def start(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Start:
    return Start(request.param, tmp_path_factory.mktemp(request.param.name))


# Shrinking is our own: it knows that a reversal names the entry that it reverses.
@version_2
@settings(
    max_examples=HISTORIES,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(seed=st.integers(0, 2**64 - 1))
def test_the_ledger_answers_as_the_model_does(start: Start, seed: int) -> None:
    live(seed, start)
