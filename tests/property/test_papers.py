"""What holds of the reports for province and auditor, whatever was posted.

On random dates, as known after random entries, of random histories.
"""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from projections.answers.account_use import account_movement, account_use
from projections.answers.balances import balance
from projections.answers.calendar_years import calendar_year
from projections.answers.lawfulness import lawfulness
from projections.answers.liquidity import liquidity
from projections.answers.passiva import PassivaRow, passiva
from projections.answers.shortfalls import shortfalls, watched
from projections.checks.balances import ceilings, current_account
from projections.snapshot import View
from projections.sums import cents
from tests.property.histories import begun
from tests.property.hunting import drawn, histories
from tests.property.pairs import Start

LEDGERS = histories(6, one_in=10)
STEPS = 70


def check_passiva(view: View, seen: Counter[str]) -> None:
    """Rows add up, the tie holds, and a year opens with what the last closed with."""
    rows, tie = passiva(calendar_year(view, None))
    assert tie.difference == 0
    for row in rows:
        moved = row.received - row.spent - row.repaid - row.released
        assert row.opening + moved == row.closing
        seen["rows"] += 1
        seen["repaid"] += row.repaid != 0
        seen["released"] += row.released != 0
        seen["funds"] += row.purpose.year is None
    assert sum(row.released for row in rows) == 0
    if view.at < date(view.at.year, 12, 31):
        return
    following = View(
        view.reader,
        view.frameworks,
        view.at + timedelta(1),
        view.entry,
        view.last_entry,
    )
    opened, _ = passiva(calendar_year(following, None))
    seen["opened"] += bool(rows)
    assert _standing(opened, "opening") == _standing(rows, "closing")


def check_account(view: View, seen: Counter[str]) -> None:
    """The current account is what its terms add up to, and so is its year."""
    use = account_use(view)
    assert use.difference == 0
    moved = account_movement(calendar_year(view, None))
    assert moved.difference == 0
    assert moved.closing == use.balance
    for name in ("gap", "outstanding", "recoverable", "suspense", "other_received"):
        seen[name] += getattr(use, name) != 0
    seen["left"] += use.available_open + use.available_closed != 0
    seen["undivided"] += use.unallocated != 0


def check_liquidity(view: View, seen: Counter[str], months: int) -> None:
    """Months follow on one another; everything committed, held and due is in it."""
    found = liquidity(view, months)
    whole: Any = balance(view)
    assert found.months[0].opening == cents(whole["current_account"]["balance"])
    for month, following in pairwise(found.months):
        assert month.closing == following.opening
    projects = whole["projects"]
    committed = sum(max(0, cents(each["committed"])) for each in projects)
    held = sum(
        max(0, cents(each["funds_received"]) - cents(each["funds_spent"]))
        for each in projects
    )
    due = sum(max(0, cents(each["outstanding"])) for each in whole["partners"])
    moved = {kind: found.later.get(kind, 0) for kind in _KINDS}
    for month in found.months:
        for kind in _KINDS:
            moved[kind] += getattr(month, kind)
            assert getattr(month, kind) >= 0
    # Nothing is ordered in these histories.
    assert moved["contributions"] == due
    assert (
        moved["payments"] + moved["funds_out"] + found.unscheduled == committed + held
    )
    seen["committed"] += committed > 0


_KINDS = ("contributions", "payments", "funds_out")


def check_lawfulness(view: View, seen: Counter[str]) -> None:
    """What checks find below its floor, the criterion of the budget finds too."""
    watching = watched(view)
    found = shortfalls(view, view.opening.start, watching)
    below = {
        (each.quantity.code, each.quantity.scope) for each in found if each.uncovered
    }
    checked = {
        (each.code, each.scope[:-2])
        for each in (*ceilings(view), *current_account(view))
        if each.severity == "error"
    }
    assert {each for each in below if each[0] not in _UNCHECKED} == checked
    for each in found:
        assert view.opening.start <= each.first <= each.last <= view.at
        assert 0 <= each.uncovered <= each.short > 0
    law = lawfulness(calendar_year(view, None))
    assert [each.name for each in law.criteria] == _CRITERIA
    seen["below"] += len(below)
    seen["leaned"] += sum(not each.uncovered for each in found)


_CRITERIA = ["budget", "conditions", "misuse", "administration"]
_UNCHECKED = ("AWARD_EXCEEDED", "REFUND_EXCEEDED")
"""Of projects: `check` leaves them to the rules."""


def _standing(rows: list[PassivaRow], column: str) -> dict[object, int]:
    found = {row.purpose: int(getattr(row, column)) for row in rows}
    return {purpose: amount for purpose, amount in found.items() if amount}


def live(seed: int, start: Start) -> Counter[str]:
    """A history, looked at with random clocks and at the ends of its years."""
    seen: Counter[str] = Counter()
    with begun(seed, start) as (rng, pair, historian):
        for _ in range(STEPS):
            pair.post(historian.next())
        last, days = len(pair.model.entries), start.partnership.days
        for known in (None, f"#{rng.randrange(1, last + 1)}", f"#{last - 5}"):
            at = rng.choice(days[len(days) // 3 :])
            for day in (at, at.replace(month=12, day=31)):
                view = pair.view(day, known)
                check_passiva(view, seen)
                check_account(view, seen)
                check_lawfulness(view, seen)
                check_liquidity(view, seen, rng.choice((1, 12, 40)))
    return seen


@drawn(LEDGERS)
@given(seed=st.integers(0, 2**64 - 1))
def test_reports_tie_whatever_was_posted(start: Start, seed: int) -> None:
    seen = live(seed, start)
    assert seen["rows"] > 0


def test_histories_have_all_that_is_told_apart(start: Start) -> None:
    """Or the property above would hold of little."""
    told = {"rows", "released", "funds", "opened", "committed"}
    told |= {"gap", "outstanding", "suspense", "other_received"}
    told |= {"left", "undivided"}
    seen: Counter[str] = Counter()
    for seed in range(12):
        seen += live(seed, start)
        if told <= set(seen):
            return
    raise AssertionError(told - set(seen))
