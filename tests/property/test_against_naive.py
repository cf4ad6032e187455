"""The ledger against the naive reading of the contract, command by command.

Each history is drawn from one number. A disagreement is shown after the shortest
history that has it, as JSON Lines that `zuidas post` would take.
"""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.property.answers import compare_answers
from tests.property.found import found_before
from tests.property.histories import Historian
from tests.property.hunting import drawn, histories, in_shares, seed_of
from tests.property.pairs import Disagreement, Posted, Start
from tests.property.partnerships import TODAY, beginning

HISTORIES, SHARES = histories(60), 3
"""How many histories each partnership lives through; more is a longer hunt."""
LENGTH = 60


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
        compare_answers(rng, pair, start.partnership.days)
    except Disagreement as found:
        pair.close()
        pytest.fail(start.report(posted, found), pytrace=False)
    finally:
        pair.close()
    return seen


def test_what_was_found_before_stays_found(start: Start) -> None:
    disagreed = []
    for name, history in found_before(start).items():
        pair = start.pair(begun=True, writers=2)
        try:
            for n, fields in enumerate(history):
                pair.post(fields, writer=n % 2)
            pair.compare_balances(TODAY, None)
        except Disagreement as found:
            disagreed.append(f"{name}: {found}")
        finally:
            pair.close()
    assert not disagreed, "\n".join(disagreed)


@in_shares(SHARES)
@drawn(HISTORIES // SHARES)
@given(seed=st.integers(0, 2**64 - 1))
def test_the_ledger_answers_as_the_model_does(
    start: Start, seed: int, share: int
) -> None:
    live(seed_of(seed, share), start)


def kept_up(seed: int, start: Start) -> None:
    """Two ledgers on one database in turn, neither of which ever has to begin anew."""
    rng = Random(seed)
    pair = start.pair(begun=True, writers=2)
    pair.spares_refusals = True
    posted: list[Posted] = [(fields, 0) for fields in beginning(start.partnership)]
    historian = Historian(rng, start.partnership, pair.model)
    last = len(pair.model.entries) + LENGTH // 2
    try:
        while len(pair.model.entries) < last:
            fields, writer = historian.next(), len(pair.model.entries) % 2
            posted.append((fields, writer))
            if pair.post(fields, writer) is not None:
                posted.pop()
        pair.compare_journals()
        pair.compare_balances(TODAY, None)
        compare_answers(rng, pair, start.partnership.days)
    except Disagreement as found:
        pair.close()
        pytest.fail(start.report(posted, found), pytrace=False)
    finally:
        pair.close()


@in_shares(SHARES)
@drawn(HISTORIES // SHARES // 2)
@given(seed=st.integers(0, 2**64 - 1))
def test_two_writers_that_take_turns_know_all_that_the_other_posted(
    start: Start, seed: int, share: int
) -> None:
    kept_up(seed_of(seed, share), start)
