"""Of random histories: audit files without a fault, batches with every line once."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.values.errors import LedgerError
from domain.values.texts import format_cents
from projections.answers.exports import batches, lines, totals
from projections.answers.statements import trial_balance
from projections.checks import CHECKS
from projections.snapshot import View
from tests.exports.judged import follow_each_other, judge, years_of
from tests.property.histories import begun
from tests.property.hunting import drawn, histories
from tests.property.pairs import Start, accepted
from tests.property.partnerships import TODAY, Fields
from tests.unit.domain.posting import LedgerInTest, contribution, other, reversal

STEPS = 50
SLOW = drawn(histories(3))


@SLOW
@given(seed=st.integers(0, 2**64 - 1))
def test_of_a_random_history(start: Start, seed: int) -> None:
    with begun(seed, start) as (rng, pair, historian):
        for _ in range(STEPS):
            pair.post(historian.next())
        last = len(pair.model.entries)
        for known in (None, f"#{rng.randint(1, last)}"):
            view = pair.view(TODAY, known)
            for first, until in years_of(view):
                judge(view, first, until)
            follow_each_other(view)
        for target in ("one", "TWO"):
            _hand_over(pair.ledgers[0], pair.view, target, last, rng)
        _check(pair.view(TODAY, None))


def _hand_over(ledger: Any, view: Any, target: str, last: int, rng: Random) -> None:
    """The history in random batches, one after the other."""
    first, number = 1, 1
    while first <= last:
        until = rng.randint(first, last)
        fields = batch(view(TODAY, None), f"{target}-{number}", target, first, until)
        code, _, message = accepted(ledger, fields)
        assert code == (None if fields["rows"] else "BAD_COMMAND"), message
        if code is not None and until == last:
            return
        number += code is None
        first = until + 1 if code is None else first


def batch(view: View, export: str, target: str, first: int, last: int) -> Fields:
    found = totals(view, first, last)
    return {
        "command": "register_export",
        "export": export,
        "target": target,
        "from_entry": first,
        "to_entry": last,
        "rows": found.rows,
        "debit": format_cents(found.debit),
        "credit": format_cents(found.credit),
        "sha256": "0" * 64,
    }


def _check(view: View) -> None:
    """Every line of what was handed over is in one batch, whatever its day."""
    assert list(CHECKS["exports"](view)) == []
    ends = {each.target.lower(): each.to_entry for each in batches(view)}
    for target, end in ends.items():
        handed = Counter(_handed(view, target))
        assert max(handed.values(), default=1) == 1
        assert Counter(entry for entry, *_ in handed) == Counter(_stored(view, end))
        sums = Counter[str]()
        for _, _, account, amount in handed:
            sums[account] += amount
        balances = {account: x for account, x in sums.items() if x}
        assert balances == _balances(view.known(f"#{end}"))


def _handed(view: View, target: str) -> Iterator[tuple[int, int, str, int]]:
    for each in batches(view, target):
        read = list(lines(view, each.from_entry, each.to_entry))
        assert len(read) == each.said.rows
        assert sum(line.amount for line in read) == 0
        for line in read:
            yield line.entry.number, line.number, line.account, line.amount


def _stored(view: View, end: int) -> Iterator[int]:
    rows = view.rows(
        "SELECT l.entry, a.name FROM lines l JOIN accounts a ON a.account = l.account"
        " WHERE l.entry <= ?",
        end,
    )
    for entry, name in rows:
        if not str(name).startswith(("budget:", "memo:")):
            yield int(entry)


def _balances(view: View) -> dict[str, int]:
    rows = trial_balance(view, None, date(9999, 12, 31))
    cents = {row["account"]: int(row["closing"].replace(".", "")) for row in rows}
    return {
        account: x for account, x in cents.items() if x and account[:7] != "budget:"
    }


@pytest.mark.parametrize("seed", range(8))
def test_what_is_dated_back_is_in_the_next_batch(
    ledger: LedgerInTest, seed: int
) -> None:
    """Postings of any day, and batches of two targets among them."""
    rng = Random(seed)
    for _ in range(60):
        day = (date(2011, 8, 20) + timedelta(rng.randrange(900))).isoformat()
        doing = rng.randrange(6)
        if doing == 0:
            target = rng.choice(("province", "Province", "accountant"))
            _next(ledger, target, f"{target}-{ledger.last_entry}")
            continue
        fields: tuple[str, Fields] = (
            ("receive_other", other(f"{rng.randint(1, 99)}.00", day))
            if doing < 3
            else ("receive_contribution", contribution("emmen", "5.00", day))
            if doing < 5
            else ("reverse", reversal(rng.randrange(9, ledger.last_entry + 1), day))
        )
        try:
            ledger.accept(fields[0], **fields[1])
        except LedgerError:
            assert doing == 5
    _check(ledger.view())


def _next(ledger: LedgerInTest, target: str, export: str) -> None:
    view = ledger.view()
    known = batches(view, target)
    first = known[-1].to_entry + 1 if known else 1
    fields = batch(view, export, target, first, view.entry)
    if fields.pop("command") and fields["rows"]:
        ledger.post("register_export", **fields)
