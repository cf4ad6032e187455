"""`assess` and `award_grant` never differ, and say what the contract says."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from projections.query import Asked as Question
from projections.query import find
from tests.naive.assessing import FLOORS, Answer, answer
from tests.naive.balances import euros
from tests.naive.conditions import NO_DEVIATION, Asked
from tests.property.histories import Historian, begun
from tests.property.hunting import drawn, histories, in_shares, seed_of
from tests.property.pairs import Pair, Start
from tests.property.partnerships import TODAY, Fields

LEDGERS, SHARES = histories(15, one_in=4), 3
STEPS = 40
AWARD: Fields = {"command": "award_grant", "document": "letter", "decision": "SG-1"}


def question(historian: Historian, pair: Pair) -> Asked | None:
    """A project, an amount about a limit, and a day on which it was proposed."""
    fields: Fields = {}
    historian.subject = None
    historian._award_grant(fields)
    project, day = str(fields["project"]), historian.effective(fields)
    proposal = pair.model.books.proposal(project)
    digits = str(fields["amount"]).replace(".", "", 1)
    if proposal is None or day < proposal.date or not digits.isdigit():
        return None
    whole, _, cents = str(fields["amount"]).partition(".")
    amount = int(whole) * 100 + int(cents or 0)
    if not 0 < amount < 1_000_000_000_000_00:
        return None
    return Asked(project, amount, amount, day)


def assessed(pair: Pair, asked: Asked) -> dict[str, Any]:
    query = find("assess")
    assert query is not None
    view = Question(lambda: pair.view(TODAY, None))
    report = query.run(view, asked.project, amount=asked.total, date=asked.day)
    data: Any = report.data
    found: dict[str, Any] = data
    return found


def passed(found: dict[str, Any], rule: str) -> bool:
    condition = next(c for c in found["conditions"] if c["rule"] == rule)
    return condition["verdict"] == "met" or condition["deviation"] is not None


def compare(found: dict[str, Any], expected: Answer, *, in_question: bool) -> None:
    """The answer of the ledger with that of the model."""
    assert {o["code"] for o in found["obstacles"]} == expected.obstacles
    if not in_question:
        # what a grant that stands would add, or a year that isn't open has, is not told
        assert found["outcome"] == "not_met"
        return
    verdicts = {c["rule"]: c["verdict"] for c in found["conditions"]}
    ours = expected.assessment.verdicts
    assert list(verdicts) == list(ours)
    for rule, verdict in ours.items():
        assert passed(found, rule) == expected.passed[rule], rule
        assert rule in FLOORS or verdicts[rule] == verdict, rule
    assert (found["outcome"] == "not_met") == (expected.outcome == "not_met")
    assert found["financing"]["gap"] == euros(expected.gap)


def awarded(pair: Pair, asked: Asked, found: dict[str, Any]) -> str | None:
    """The award itself: refused exactly when `assess` says so, and for the same."""
    money = {"amount": euros(asked.total), "date": asked.day.isoformat()}
    fields = {**AWARD, "project": asked.project, **money}
    code = pair.post(fields)
    assert (code is not None) == (found["outcome"] == "not_met"), (code, found)
    obstacles = {o["code"] for o in found["obstacles"]}
    if code is not None:
        assert code in obstacles or (code == "CONDITIONS_NOT_MET" and not obstacles)
    return code


def deviations(asked: Asked, expected: Answer) -> Iterator[Fields]:
    """One from each condition of the project that stands in the way."""
    for rule, fine in expected.passed.items():
        if not fine and rule not in NO_DEVIATION:
            yield {
                "command": "deviate",
                "rule": rule,
                "project": asked.project,
                "date": asked.day.isoformat(),
                "decision": "SG-1",
                "motivation": "the steering group finds it essential",
            }


def ask(pair: Pair, asked: Asked) -> tuple[str, Answer]:
    """The outcome, or the code of the refusal, and what the model says."""
    expected = answer(pair.model.books, asked, pair.model.lock)
    proposed = pair.model.books.status(asked.project) == "proposed"
    in_question = proposed and "YEAR_NOT_OPEN" not in expected.obstacles
    found = assessed(pair, asked)
    try:
        compare(found, expected, in_question=in_question)
        return awarded(pair, asked, found) or found["outcome"], expected
    except AssertionError as error:
        error.add_note(f"asked {asked}, the model says {expected}")
        raise


def live(seed: int, start: Start) -> Counter[str]:
    seen: Counter[str] = Counter()
    with begun(seed, start) as (rng, pair, historian):
        for _ in range(STEPS):
            pair.post(historian.next())
            asked = question(historian, pair) if rng.randrange(2) else None
            if asked is None:
                continue
            outcome, expected = ask(pair, asked)
            seen[outcome] += 1
            if outcome == "CONDITIONS_NOT_MET" and rng.randrange(2):
                for fields in deviations(asked, expected):
                    pair.post(fields)
                seen[ask(pair, asked)[0]] += 1
    return seen


@in_shares(SHARES)
@drawn(LEDGERS // SHARES)
@given(seed=st.integers(0, 2**64 - 1))
def test_assess_says_no_exactly_when_an_award_is_refused(
    start: Start, seed: int, share: int
) -> None:
    live(seed_of(seed, share), start)


def test_the_questions_meet_every_answer(start: Start) -> None:
    wanted = {
        "met",
        "deviation",
        "CONDITIONS_NOT_MET",
        "PROJECT_STATUS",
        "AWARD_EXCEEDED",
    }
    seen: Counter[str] = Counter()
    for seed in range(8):
        seen += live(seed, start)
        if wanted <= set(seen):
            return
    raise AssertionError(seen)
